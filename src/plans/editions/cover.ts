import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import type { Change } from './difference.ts'
import type { Edition, Preview } from './store.ts'
import { sentence } from './wording.ts'

/** What a paper says of itself before it says anything of the plan. */
export type Cover = {
  line: string // "Edition 3, published 2 October 2018 by A Person"
  changes: readonly Change[] | null // null: there is no edition before it
  overrideReason: string | null
  correction: string | null // which edition it corrects, and what was wrong
  correctedBy?: readonly string[]
}

export const publishedWords = ({ publishedAt, by }: Pick<Edition, 'publishedAt' | 'by'>): string =>
  `published ${writeDate(todayInLondon(publishedAt))}${by ? ` by ${by}` : ''}`

export const coverOf = (edition: Edition): Cover => ({
  line: `Edition ${edition.number}, ${publishedWords(edition)}`,
  changes: edition.number === 1 ? null : edition.changes,
  overrideReason: edition.overrideReason,
  correction: edition.corrects ? `This edition corrects edition ${edition.corrects}. What was wrong: ${sentence(edition.correctionNote!)}` : null,
  correctedBy: edition.corrections.map(({ number, correctionNote }) => `Edition ${number} corrects this one, which is kept as it was published. What was wrong: ${sentence(correctionNote!)}`),
})

export const draftCover = ({ changes, number }: Preview, today: Temporal.PlainDate): Cover => ({
  line: `Draft, not published, as at ${writeDate(today)}`,
  changes: number === 1 ? null : changes,
  overrideReason: null,
  correction: null,
})

/** What a reader must know before reading on: corrections, and that findings stood when it was published. */
export const noticesOf = ({ overrideReason, correction, correctedBy = [] }: Cover): string[] => [
  ...correctedBy,
  ...(correction ? [correction] : []),
  ...(overrideReason ? [`Published although findings stood that stop publication. The reason given: ${sentence(overrideReason)}`] : []),
]
