import type { Paper } from '../../../documents/paper.ts'
import { standingDate } from '../../derivation.ts'
import type { Plan } from '../../plan.ts'
import { passagesOf, passagesOfPlan, saidIn, type Text } from './passages.ts'
import { writtenOf } from './written.ts'

// A dozen checks read one paper's words; they are worked out once for as long as the paper lives.
const known = new WeakMap<Paper, { today: string; text: Text }>()

/** A paper as its words. */
export function textOfPaper(paper: Paper, today: Temporal.PlainDate): Text {
  const before = known.get(paper)
  if (before?.today === today.toString()) return before.text
  const text = readText(paper, today)
  known.set(paper, { today: today.toString(), text })
  return text
}

function readText(paper: Paper, today: Temporal.PlainDate): Text {
  const passages = passagesOf(paper)
  return { title: titleOf(paper), passages, written: writtenOf(titleOf(paper), passages, paper.name, today), said: saidIn(passages) }
}

/** A plan as its words, written on the day it speaks of. */
export function textOfPlan(plan: Plan, today: Temporal.PlainDate): Text {
  const day = standingDate(plan, today)
  const passages = passagesOfPlan(plan)
  return { title: plan.title, passages, said: saidIn(passages), written: { from: day, to: day, sure: true } }
}

const titleOf = (paper: Paper): string => {
  const first = paper.blocks[0]
  return paper.title ?? (first && 'text' in first && first.text.length < 120 ? first.text : '')
}
