import type { Paper } from '../../documents/paper.ts'
import { standingDate } from '../derivation.ts'
import type { Plan } from '../plan.ts'
import { passagesOf, passagesOfPlan, type Text } from './passages.ts'
import { writtenOf } from './written.ts'

/** A paper as its words. */
export function textOfPaper(paper: Paper, today: Temporal.PlainDate): Text {
  const passages = passagesOf(paper)
  return { title: titleOf(paper), passages, written: writtenOf(titleOf(paper), passages, paper.name, today) }
}

/** A plan as its words, written on the day it speaks of. */
export function textOfPlan(plan: Plan, today: Temporal.PlainDate): Text {
  const day = standingDate(plan, today)
  return { title: plan.title, passages: passagesOfPlan(plan), written: { from: day, to: day, sure: true } }
}

const titleOf = (paper: Paper): string => {
  const first = paper.blocks[0]
  return paper.title ?? (first && 'text' in first && first.text.length < 120 ? first.text : '')
}
