import type { Measure } from './measure.ts'
import type { Reading, ReadingState } from './reading.ts'
import { type Frequency, ordinalOf, periodAt } from './reading-period.ts'
import type { Target } from './targets/target.ts'

// For tests: plain measures, readings and targets to change one thing about.

export const day = (text: string) => Temporal.PlainDate.from(text)

export const thefts: Measure = {
  measureId: '00000000-0000-4000-8000-000000000001',
  title: 'Theft of pedal cycles',
  kind: 'count',
  numerator: 'thefts',
  denominator: null,
  unit: 'offences',
  frequency: 'month',
  geography: null,
  source: null,
  polarity: 'lower',
  polarityNote: null,
  completenessNote: null,
  revisionPolicy: null,
  decimals: 0,
  state: 'live',
  closedReason: null,
  version: 1,
}
export const satisfied: Measure = {
  ...thefts,
  title: 'Victims satisfied',
  kind: 'share',
  numerator: 'satisfied',
  denominator: 'asked',
  unit: '%',
  polarity: 'higher',
  decimals: 1,
}
export const violence: Measure = {
  ...thefts,
  title: 'Violence',
  kind: 'rate',
  denominator: 'people',
  unit: 'per 1,000 people',
  decimals: 2,
}

export type Seen =
  number | null | Exclude<ReadingState, 'value'> | { part: number } | { count: number; of: number; scale: number }

/** Readings from the period that holds `first` on: a figure, a state, part of a figure, a numerator over a denominator, or null for none at all. */
export function readingsOf(frequency: Frequency, first: string, seen: readonly Seen[]): Reading[] {
  const from = ordinalOf(frequency, day(first))
  const blank = { numerator: null, denominator: null, note: null }
  return seen.flatMap((one, index): Reading[] => {
    const period = periodAt(frequency, from + index)
    if (one === null) return []
    if (typeof one === 'number') return [{ period, state: 'value', value: one, ...blank }]
    if (typeof one === 'string') return [{ period, state: one, value: null, ...blank } as Reading]
    if ('part' in one) return [{ period, state: 'incomplete', value: one.part, ...blank }]
    return [
      { period, state: 'value', value: (one.count / one.of) * one.scale, numerator: one.count, denominator: one.of, note: null },
    ]
  })
}

export const target: Target = {
  targetId: '00000000-0000-4000-8000-000000000002',
  shape: 'at most',
  baseline: null,
  value: 10,
  starts: day('2011-04-01'),
  due: day('2012-03-31'),
  source: null,
  closed: null,
}
