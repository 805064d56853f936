import type { MeasureFigure } from '../measures/figures.ts'
import type { RatingScheme, RollUp } from './rating.ts'

export const PLAN_KINDS = ['strategy', 'dashboard', 'action plan'] as const
export type PlanKind = (typeof PLAN_KINDS)[number]

export const ITEM_KINDS = ['priority', 'objective', 'activity', 'commitment', 'action', 'outcome', 'target', 'heading'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

/** Catalogue C5: three colours cannot say deferred, blocked or merged, so an item's state is kept apart from its rating. */
export const ITEM_STATES = [
  'not started', 'planned', 'in progress', 'continuous', 'complete', 'deferred', 'blocked', 'merged',
  'closed, not achieved', 'discharged', 'withdrawn',
] as const
export type ItemState = (typeof ITEM_STATES)[number]

/** States in which nobody is expected to report any more. */
export const ENDED_STATES: readonly ItemState[] = ['complete', 'deferred', 'merged', 'closed, not achieved', 'discharged', 'withdrawn']
export const hasEnded = (item: { state: ItemState }) => ENDED_STATES.includes(item.state)

export const STRENGTHS = ['will', 'will aim to', 'will seek to', 'will consider', 'will lobby'] as const
export type Strength = (typeof STRENGTHS)[number]

export const UPDATE_INTERVALS = ['monthly', 'quarterly', 'six-monthly', 'yearly'] as const
export type UpdateInterval = (typeof UPDATE_INTERVALS)[number]

export const EVIDENCE_KINDS = ['activity', 'output', 'decision', 'obstacle', 'next step', 'outside context'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export const OUTCOME_TYPES = ['measured', 'claimed', 'not yet'] as const
export type OutcomeType = (typeof OUTCOME_TYPES)[number]

/** Who answers for an item, or shares in it. `organisationId` is null when a paper's owner matched no partner: `words` is what it said. */
export type Owner = {
  organisationId: string | null
  accountId: string | null
  words: string // as shown: "Prevent coordinator, City Corporation", or the paper's own words
  accountable: boolean
  /** A named person or post; an organisation or team alone is not a single accountable owner. */
  single: boolean
}

/** A dated, typed fact. It may serve several items, and is counted once. Dates are inclusive. */
export type Evidence = {
  evidenceId: string
  kind: EvidenceKind
  from: Temporal.PlainDate
  to: Temporal.PlainDate
  statement: string
  quantity: number | null
  unit: string | null
  itemIds: readonly string[]
}

/** What an owner said: newest first in an item's history. */
export type Update = {
  updateId: string
  declared: string // a word of the scheme
  derived: string | null
  reason: string | null
  narrative: string
  positionOn: Temporal.PlainDate
  by: string | null
  source: string | null // the paper it was brought in from
  reportingPeriodId: string | null
}

/** A rating a paper gave, and where: a paper may state one datum in two places, and disagree with itself. */
export type StatedRating = { word: string; place: string; trend: string | null }

export type Item = {
  itemId: string
  parentId: string | null
  kind: ItemKind
  code: string
  title: string
  /** Where the item stands in the paper it came from: "Table 2, row 4". */
  place: string | null
  strandId: string | null
  mandate: 'statutory' | 'discretionary' | 'both' | null
  strength: Strength | null
  aim: string | null
  success: string | null
  outcome: string | null
  outcomeType: OutcomeType | null
  state: ItemState
  stateNote: string | null
  stateSince: Temporal.PlainDate | null
  starts: Temporal.PlainDate | null
  due: Temporal.PlainDate | null
  promisedOn: Temporal.PlainDate | null
  reviewOn: Temporal.PlainDate | null
  dischargedThrough: string | null
  deferredTo: string | null // title of the plan it is deferred to
  mergedInto: string | null // code of the item it merged into
  owners: readonly Owner[]
  updates: readonly Update[] // newest first
  evidence: readonly Evidence[] // newest first
  stated: readonly StatedRating[]
  measures: readonly MeasureFigure[]
  links: readonly Link[]
  version: number
}

export const LINK_KINDS = ['delivers', 'depends on', 'follows'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** A tie to another item, of this plan or another: `way` is 'to' where this item delivers it, 'from' where it delivers this one. */
export type Link = { kind: LinkKind; way: 'to' | 'from'; itemId: string; code: string; title: string; planId: string; planTitle: string }

/** A plan whole: what the dashboard shows, the checks read and an edition freezes. Items are in plan order, parents before children. */
export type Plan = {
  planId: string
  kind: PlanKind
  title: string
  starts: Temporal.PlainDate
  ends: Temporal.PlainDate
  scheme: RatingScheme
  rollUp: RollUp | null
  rollUpVersion: number
  updateInterval: UpdateInterval
  strands: readonly { strandId: string; name: string }[]
  state: 'draft' | 'live' | 'closed'
  /** The reporting period that is open, or the last one closed. */
  period: { reportingPeriodId: string | null; name: string; starts: Temporal.PlainDate; ends: Temporal.PlainDate; due: Temporal.PlainDate | null } | null
  items: readonly Item[]
  version: number
}

export const childrenOf = (plan: Plan, itemId: string | null) => plan.items.filter((item) => item.parentId === itemId)

/** Items that are rated for themselves: those without children, headings left out, tombstones kept out. */
export const ratedItems = (plan: Plan) => {
  const parents = new Set(plan.items.map((item) => item.parentId))
  return plan.items.filter((item) => item.kind !== 'heading' && item.state !== 'withdrawn' && !parents.has(item.itemId))
}

/** The rating that stands: the last update's, or what the paper stated when nothing has been said since and it says one thing. */
export function declaredOf(item: Item): string | null {
  const [latest] = item.updates
  if (latest) return latest.declared
  const words = new Set(item.stated.map((stated) => stated.word))
  return words.size === 1 ? [...words][0]! : null
}
