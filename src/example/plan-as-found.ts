import type { ItemFields } from '../plans/keeping/store.ts'
import type { EvidenceKind, ItemState, LinkKind, PlanKind, UpdateInterval } from '../plans/plan.ts'
import type { RollUp } from '../plans/rating.ts'

/** Who a paper names for an item: a partner's code or name, or the paper's own words where nobody could be matched. */
export type Named = { partner?: string; account?: string; post?: string; unmatched?: string; accountable?: boolean }

/** A rating as it stood on a day, with what was said beside it. A paper's reason, where it gives none, stays empty. */
export type Position = { on: string; declared: string; reason?: string; narrative: string }

export type ItemAsFound = Omit<ItemFields, 'parentId' | 'strandId'> & {
  under?: string // the code of its parent
  strand?: string
  state?: ItemState
  note?: string
  since?: string
  dischargedThrough?: string
  owners?: readonly Named[]
  position?: Position
  /** Ratings the paper prints, and where: it may say two. */
  stated?: readonly { word: string; place: string; trend: string }[]
}

/** One fact, counted once however many items it serves. Days are 'YYYY-MM-DD', both included. */
export type EvidenceAsFound = { serves: readonly string[]; kind: EvidenceKind; from: string; to?: string; statement: string; quantity?: number; unit?: string }

export type PlanAsFound = {
  kind: PlanKind
  title: string
  starts: string
  ends: string
  scheme: 'Delivery' | 'Completion'
  rollUp: RollUp | null
  updateInterval: UpdateInterval
  hasStrands: boolean
  /** What its positions are said to be brought in from. */
  source: string
  /** `opened`: the day its owners were asked. */
  period: { name: string; starts: string; ends: string; due: string; opened: string } | null
  items: readonly ItemAsFound[]
  evidence: readonly EvidenceAsFound[]
}

/** A tie between items of the example's plans, each by its plan's title and its code. */
export type TieAsFound = { from: readonly [plan: string, code: string]; kind: LinkKind; to: readonly [plan: string, code: string] }
