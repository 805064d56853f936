import type { Tx } from '../../db/tx.ts'
import type { Given } from '../reading.ts'
import type { ReadingPeriod } from '../reading-period.ts'
import type { Measure } from '../measure.ts'

/** A choice a person makes to say what a measure counts; `name` is the key of the query it fills. */
export type Choice = {
  name: string
  label: string
  hint?: string
  many: boolean
  options: readonly { value: string; text: string }[]
}

/** What a person chose: every value as text, as a form sends it. */
export type Chosen = Readonly<Record<string, readonly string[]>>

/** A query as it is kept, and how it reads: what the measure counts, of what, and where to see the figures themselves. */
export type Described = {
  query: unknown
  title: string // one that a person may change
  numerator: string
  denominator: string | null // in words; null for a count
  unit: string
  geography: string
  source: string
  href: string
}

export type Fed = Given & { period: ReadingPeriod }

/**
 * A room that has figures, as measures see it (docs/decisions/0009): app.ts introduces the two, for measures know no other room.
 */
export type FigureSource = {
  name: string
  text: string // in a list of sources
  choices: (tx: Tx) => Promise<readonly Choice[]>
  /** What was chosen as a query, or the choice that is missing and what to do. */
  describe: (tx: Tx, chosen: Chosen) => Promise<Described | { field: string; text: string }>
  /** What was chosen, from a query that was kept. */
  chosenIn: (query: unknown) => Chosen
  /** One reading for every period of the measure that the data cover, in order. */
  figures: (tx: Tx, query: unknown, measure: Pick<Measure, 'kind' | 'frequency' | 'unit'>) => Promise<readonly Fed[]>
}
