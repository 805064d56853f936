import type { Tx } from '../../db/tx.ts'
import { findingsOf } from '../../plans/checks/store.ts'
import { shownOf } from '../../plans/editions/showing.ts'
import type { Shown, ShownItem } from '../../plans/editions/shown.ts'
import { evidenceWords, inFocus, itemName, ownerWords, sentence, statedWords, updatedWords, writeDay, writeSpan } from '../../plans/editions/wording.ts'
import type { PlanKind } from '../../plans/plan.ts'
import { selectPlan, selectPlans } from '../../plans/store.ts'
import { typedTable } from '../papers/body.ts'
import { askedBefore } from './asked-before.ts'
import type { DraftFor, DraftSource } from './source.ts'

/** The plans that had begun by the last of the days asked for and are not closed, as they are shown today: one past its own end says so itself. */
async function shownPlans(tx: Tx, { ends, today, partnership }: DraftFor, kinds: readonly PlanKind[]): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const { planId, kind, state, starts: from } of await selectPlans(tx)) {
    if (!kinds.includes(kind) || state !== 'live' || from.toString() > ends) continue
    const plan = await selectPlan(tx, planId)
    if (plan) shown.push(shownOf(plan, await findingsOf(tx, plan, today), partnership, today))
  }
  return shown
}

const declaredWords = (item: ShownItem) => item.declared?.word ?? statedWords(item) ?? 'Not rated'
const derivedWords = ({ derived, because }: ShownItem) => derived?.word ?? `Cannot say: ${because}`
const drawnFrom = (shown: readonly Shown[]) => shown.map(({ title, asAt, counts, of }) => ({ plan: title, asAt, counts: counts.map(({ word, count }) => [word, count]), of }))
const NONE = 'No plan of this kind is under way in these days.'

/** Ratings, declared and by the criteria, of every priority. */
const standing: DraftSource = {
  key: 'plans', title: 'Plans: how each priority is rated', heading: 'How the plans stand',
  draft: async (tx, asked) => {
    const plans = await shownPlans(tx, asked, ['strategy', 'dashboard'])
    const body = plans.map((shown) => {
      const tops = shown.items.filter(({ depth, kind, state }) => depth === 0 && kind !== 'heading' && state !== 'withdrawn')
      return [
        `${shown.title}, as at ${writeDay(shown.asAt)}. ${shown.summary}`,
        ...(tops.length > 0 ? [typedTable(['Priority', 'Declared', 'By the criteria', 'Updated'], tops.map((item) => [itemName(item), declaredWords(item), derivedWords(item), updatedWords(item)]))] : []),
        shown.rollUp,
      ].join('\n\n')
    })
    return { body: body.join('\n\n') || NONE, drawn: drawnFrom(plans) }
  },
}

/** Of one plan, as many as a board can look at. */
const MOST_IN_FOCUS = 20

/** Of an item nothing is said here but that nobody has spoken of it: counted, not listed. */
const isSilent = ({ focus, fresh }: ShownItem) => focus.every((reason) => reason === 'Not rated' || reason === fresh)

/** What asks for the board's attention, plan by plan, and why. */
const exceptions: DraftSource = {
  key: 'exceptions', title: 'Plans: what is slipping, and why it needs attention', heading: 'For the board’s attention',
  draft: async (tx, asked) => {
    const plans = await shownPlans(tx, asked, ['strategy', 'dashboard', 'action plan'])
    const body = plans.flatMap((shown) => {
      const items = inFocus(shown)
      if (items.length === 0) return []
      const silent = items.filter(isSilent).length
      const told = items.filter((item) => !isSilent(item))
      const listed = told.slice(0, MOST_IN_FOCUS)
      return [[
        `${shown.title}, as at ${writeDay(shown.asAt)}:${told.length > 0 ? ` ${told.length} of its items ${told.length === 1 ? 'asks' : 'ask'} for attention.` : ''}${silent > 0 ? ` Of ${silent} ${told.length > 0 ? 'more ' : 'items '}nothing can be said: they are not rated, or were not updated in time.` : ''}`,
        ...(listed.length > 0 ? [typedTable(['Item', 'Who answers', 'Declared', 'Why it is here'], listed.map((item) => [itemName(item), ownerWords(item), declaredWords(item), item.focus.join('; ')]))] : []),
        ...(told.length > listed.length ? [`${told.length - listed.length} more stand in the plan’s dashboard.`] : []),
      ].join('\n\n')]
    })
    return { body: body.join('\n\n') || 'Nothing in the plans asks for attention.', drawn: drawnFrom(plans) }
  },
}

/** How far action plans are, and what is late. */
const actionPlans: DraftSource = {
  key: 'action plans', title: 'Action plans: how far they are, and what is late', heading: 'Action plan headlines',
  draft: async (tx, asked) => {
    const plans = await shownPlans(tx, asked, ['action plan'])
    const body = plans.map((shown) => {
      const late = shown.items.filter((item) => item.late)
      return [
        `${shown.title}, as at ${writeDay(shown.asAt)}. ${shown.summary}`,
        late.length > 0 ? typedTable(['Late', 'Who answers', 'Was due', 'Position'], late.map((item) => [itemName(item), ownerWords(item), item.due ? writeDay(item.due) : 'No date', item.position ?? 'Nothing said'])) : 'No action with a date is late.',
      ].join('\n\n')
    })
    return { body: body.join('\n\n') || NONE, drawn: drawnFrom(plans) }
  },
}

/** What was done in the days asked for: evidence with its dates, under the priority it serves. */
const evidence: DraftSource = {
  key: 'evidence', title: 'Plans: evidence of what was done in the period', heading: 'Activity in the period',
  draft: async (tx, asked) => {
    const plans = await shownPlans(tx, asked, ['strategy', 'dashboard', 'action plan'])
    const body = plans.flatMap((shown) => {
      const told = shown.evidence.filter(({ from, to, kind }) => to >= asked.starts && from <= asked.ends && kind !== 'outside context')
      if (told.length === 0) return []
      return [`${shown.title}: ${told.length === 1 ? 'one piece of evidence' : `${told.length} pieces of evidence`} for ${writeSpan(asked)}.`, told.map((each) => `- ${evidenceWords(each, '').head}: ${sentence(each.statement)}`).join('\n')]
    })
    return { body: body.join('\n\n') || `No evidence is recorded for ${writeSpan(asked)}.`, drawn: drawnFrom(plans) }
  },
}

/** What stands in the way, as it was recorded, the usual ground of a decision wanted; and what became of what was asked before. */
const decisionsWanted: DraftSource = {
  key: 'decisions wanted', title: 'Plans and meetings: obstacles recorded, for which a decision may be wanted, and what was asked before', heading: 'Decisions wanted',
  draft: async (tx, asked) => {
    const plans = await shownPlans(tx, asked, ['strategy', 'dashboard', 'action plan'])
    const rows = plans.flatMap((shown) => shown.evidence.filter(({ kind, to }) => kind === 'obstacle' && to >= asked.starts).map(({ statement, serves, from }) => [serves.join(', '), statement, writeDay(from)]))
    const before = await askedBefore(tx, asked)
    const obstacles = rows.length > 0 ? typedTable(['Item', 'What stands in the way', 'Since'], rows) : 'No obstacle is recorded that the board would have to remove.'
    return { body: [obstacles, ...before.body].join('\n\n'), drawn: { plans: drawnFrom(plans), asked: before.drawn } }
  },
}

export const PLAN_SOURCES: readonly DraftSource[] = [standing, exceptions, actionPlans, evidence, decisionsWanted]
