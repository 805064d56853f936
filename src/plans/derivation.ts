import { childrenOf, declaredOf, type Evidence, hasEnded, type Item, type Plan } from './plan.ts'
import { type Fact, ROLL_UP_NAMES, ROLL_UPS, type RatingScheme, type RollUp, rollUp, valueOf } from './rating.ts'

/** The span a rating speaks of. Dates are inclusive. */
export type Span = { starts: Temporal.PlainDate; ends: Temporal.PlainDate }

export type Derived = {
  word: string | null
  /** Why, in a sentence that can stand beside the word. */
  because: string
}

/** Evidence of the partnership's own doing within the span. Outside context explains; it delivers nothing. */
export const ownEvidence = (item: Item, span: Span): Evidence[] =>
  item.evidence.filter((each) => each.kind !== 'outside context' && within(each, span))

export const within = (evidence: Evidence, { starts, ends }: Span) =>
  Temporal.PlainDate.compare(evidence.to, starts) >= 0 && Temporal.PlainDate.compare(evidence.from, ends) <= 0

type Recorded = { item: Item; own: readonly Evidence[]; did: number; thought: number }

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** What each fact asks of the record, and how it is said when it holds. */
const HOLDS: Record<Fact, (recorded: Recorded) => string | null> = {
  complete: ({ item }) => (item.state === 'complete' ? 'Recorded as complete' : null),
  delivered: ({ did }) => (did > 0 ? `${counted(did, 'piece', 'pieces')} of work delivered in the period` : null),
  continuing: ({ item, own }) => (item.state === 'continuous' && own.length > 0 ? 'Continuing work, with evidence in the period' : null),
  'in progress': ({ item, did }) =>
    did > 0 || (item.state !== 'complete' && ['in progress', 'continuous', 'blocked'].includes(item.state))
      ? did > 0 ? `Not complete; ${counted(did, 'piece', 'pieces')} of work in the period` : `Recorded as ${item.state}`
      : null,
  scoped: ({ item, thought }) =>
    thought > 0 ? `${counted(thought, 'decision or next step', 'decisions or next steps')} recorded, nothing delivered yet`
    : item.state === 'planned' ? 'Recorded as planned' : null,
  'not complete': ({ item }) => (item.state === 'complete' ? null : `Recorded as ${item.state}`),
  'not started': ({ item, own }) => (own.length === 0 && item.state === 'not started' ? 'Recorded as not started' : null),
  'target met': ({ item }) => (item.measures.some(({ targetMet }) => targetMet === true) && !item.measures.some(({ targetMet }) => targetMet === false) ? 'Its target is met' : null),
  'target missed': ({ item }) => (item.measures.some(({ targetMet }) => targetMet === false) ? 'Its target is missed' : null),
}

/**
 * The rating that the scheme's own criteria give on the facts recorded within `span`: the best value any of whose facts
 * hold. Null where the scheme is judgement only, or nothing recorded decides it. Outside context alone decides nothing.
 */
export function derive(scheme: RatingScheme, item: Item, span: Span): Derived {
  if (scheme.values.every((value) => value.facts.length === 0)) return { word: null, because: 'This scheme is rated by judgement' }
  const own = ownEvidence(item, span)
  const did = own.filter(({ kind }) => kind === 'activity' || kind === 'output').length
  const thought = own.filter(({ kind }) => kind === 'decision' || kind === 'next step').length
  const recorded = { item, own, did, thought }
  for (const value of scheme.values)
    for (const fact of value.facts) {
      const because = HOLDS[fact](recorded)
      if (because) return { word: value.word, because }
    }
  const outside = item.evidence.some((each) => each.kind === 'outside context' && within(each, span))
  return { word: null, because: outside ? 'Only the work of others is recorded in the period' : 'No evidence in the period' }
}

export type Aggregate = Derived & {
  /** What each other rule would give, where it differs. */
  otherwise: { rule: RollUp; word: string }[]
  counts: { word: string; count: number }[]
}

/** A parent's rating from its children's declared ratings by the plan's rule, with what the other rules would say. */
export function aggregate(plan: Plan, parent: Item): Aggregate | null {
  const children = childrenOf(plan, parent.itemId).filter((item) => item.kind !== 'heading' && (!hasEnded(item) || item.state === 'complete'))
  if (children.length === 0) return null
  const words = children.map((child) => ratingOf(plan, child))
  const known = words.filter((word) => word === null || valueOf(plan.scheme, word))
  const rolled = rollUp(plan.scheme, plan.rollUp ?? 'worst', known)
  if (!rolled) return { word: null, because: `None of its ${children.length} is rated`, otherwise: [], counts: [] }
  const parts = rolled.counts.map(({ word, count }) => `${count} ${word.toLowerCase()}`).join(', ')
  const unrated = rolled.unrated ? `; ${rolled.unrated} not rated` : ''
  const each = ROLL_UPS.map((rule) => ({ rule, word: rollUp(plan.scheme, rule, known)!.word }))
  return {
    word: plan.rollUp ? rolled.word : null,
    because: plan.rollUp ? `${parts} of ${rolled.of}${unrated}. Rule: ${ROLL_UP_NAMES[plan.rollUp]}` : `${parts} of ${rolled.of}${unrated}. This plan has no roll-up rule`,
    otherwise: each.filter(({ rule, word }) => rule !== plan.rollUp && (!plan.rollUp || word !== rolled.word)),
    counts: rolled.counts,
  }
}

/** The rating an item counts for in its parent's: its own where it is rated itself, else its children's rolled up. */
const ratingOf = (plan: Plan, item: Item): string | null =>
  declaredOf(item) ?? (plan.rollUp ? (aggregate(plan, item)?.word ?? null) : null)

/** The span that "the period" means for this plan: its reporting period, or the update interval up to `today`. */
export function spanOf(plan: Plan, today: Temporal.PlainDate): Span {
  if (plan.period) return { starts: plan.period.starts, ends: plan.period.ends }
  const ends = Temporal.PlainDate.compare(plan.ends, today) < 0 ? plan.ends : today
  const months = { monthly: 1, quarterly: 3, 'six-monthly': 6, yearly: 12 }[plan.updateInterval]
  return { starts: ends.subtract({ months }).add({ days: 1 }), ends }
}

/** The day a plan speaks of: today while its period runs, else the day its last period ended. */
export function standingDate(plan: Plan, today: Temporal.PlainDate): Temporal.PlainDate {
  const { ends } = spanOf(plan, today)
  return Temporal.PlainDate.compare(ends, today) < 0 ? ends : today
}
