import type { ItemKind, ItemState, PlanKind, StatedRating } from '../plan.ts'
import type { Period } from './dates.ts'
import type { SchemeGuess } from './legend.ts'
import type { KeyEntry } from './owner-key.ts'

/** Something a paper says, with where it says it. */
export type Said = { words: string; place: string }

export type Question = { place: string; sentence: string }

/** A row, column or table that was not taken, and why. */
export type LeftOut = { place: string; why: string }

/** One line of a narrative. `on`: the day it names, where it names one; `codes`: the items it names. */
export type PositionLine = Said & { on: Temporal.PlainDate | null; codes: string[] }

/** A state that the paper's words suggest. It is proposed to a person and never taken by itself. */
export type StateGuess = { state: ItemState; because: string }

export type ReadItem = {
  code: string
  /** True where the paper gives no code and one was made. */
  codeMade: boolean
  parentCode: string | null
  kind: ItemKind
  title: string
  /** The cell as printed, with its code and heading. */
  words: string
  place: string
  /** Owner cells as printed; one may name several owners. */
  owners: Said[]
  stated: StatedRating[]
  /** What stands where a rating should, and is none: "Exempt under section 43". */
  unrated: Said[]
  position: PositionLine[]
  outcome: Said[]
  success: Said[]
  aim: Said[]
  criteria: Said[]
  strand: string | null
  starts: Temporal.PlainDate | null
  due: Temporal.PlainDate | null
  stateGuess: StateGuess | null
  /** Where the sheet about this item, or about its group, begins. */
  sheetPlace: string | null
}

/** What a paper was read as. Nothing of it is dropped in silence: a row is in an item, a question, or `leftOut`. */
export type PlanReading = {
  fileName: string
  title: string
  kind: PlanKind
  period: Period | null
  /** The day the paper speaks of, as far as it says. */
  positionOn: Temporal.PlainDate | null
  scheme: SchemeGuess | null
  /** In plan order, parents before their children. */
  items: ReadItem[]
  ownerKey: KeyEntry[]
  questions: Question[]
  leftOut: LeftOut[]
  /** One sentence where it is not sure that this is a plan at all. */
  unsure: string | null
}

/** The lines of something said in several places, one after another. */
export const wordsOf = (said: readonly Said[]): string => [...new Set(said.map(({ words }) => words))].join('\n')

/** The one rating word a paper gives an item; null where it gives none, or more than one. */
export const oneRating = ({ stated }: ReadItem): string | null => {
  const words = new Set(stated.map(({ word }) => word))
  return words.size === 1 ? [...words][0]! : null
}
