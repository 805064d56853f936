import type { BetterWhen } from '../statistics/signal-words.ts'
import type { Frequency } from './reading-period.ts'

/** What a measure's readings are: things counted, a part of a whole, events over an exposure, or any other figure. */
export const MEASURE_KINDS = ['count', 'share', 'rate', 'amount'] as const
export type MeasureKind = (typeof MEASURE_KINDS)[number]

export const POLARITIES = ['higher', 'lower', 'neutral'] as const satisfies readonly BetterWhen[]

/** An indicator: what is counted over what, how often, which way is better, and where it comes from. */
export type Measure = {
  measureId: string
  title: string
  kind: MeasureKind
  numerator: string // in words: "offences of theft of a pedal cycle"
  denominator: string | null // in words; shares and rates have one
  unit: string // "%", "offences", "per 1,000 residents"
  frequency: Frequency
  geography: string | null
  source: string | null
  polarity: BetterWhen
  polarityNote: string | null
  completenessNote: string | null
  revisionPolicy: string | null
  decimals: number
  state: 'live' | 'closed'
  closedReason: string | null
  version: number
}

/** Which way is better, as a reader is told. */
export const POLARITY_WORDS: Record<BetterWhen, string> = {
  higher: 'Higher is better',
  lower: 'Lower is better',
  neutral: 'Neither way is better',
}

export const hasDenominator = ({ kind }: Pick<Measure, 'kind'>): boolean => kind === 'share' || kind === 'rate'

/** What a value of 1 of the numerator over 1 of the denominator is in the measure's unit: 100 for a percentage. */
export function scaleOf({ kind, unit }: Pick<Measure, 'kind' | 'unit'>): number {
  if (kind === 'share') return 100
  if (kind !== 'rate') return 1
  const stated = /per\s+(\d[\d,]*)/i.exec(unit)?.[1]
  if (stated) return Number(stated.replaceAll(',', ''))
  return /per\s+(head|person|resident|household|case)\b/i.test(unit) ? 1 : 1000
}

export const suffixOf = ({ kind }: Pick<Measure, 'kind'>): '' | '%' => (kind === 'share' ? '%' : '')

// Made once: a formatter costs fifty times what it does.
const formats = Array.from(
  { length: 7 },
  (_, decimals) => new Intl.NumberFormat('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
)

/** A figure to so many decimals, no more and no fewer, so that columns line up: "1,020", "86.40", "−3". */
export const fixed = (value: number, decimals: number): string =>
  formats[Math.min(decimals, 6)]!.format(value)
    .replace(/^-/, '−')
    .replace(/^−(0(\.0+)?)$/, '$1')

/** A value as a table shows it: "86.4%", "1,020". */
export const writeValue = (measure: Pick<Measure, 'kind' | 'decimals'>, value: number): string =>
  fixed(value, measure.decimals) + suffixOf(measure)

/** A value as a sentence says it, without idle noughts: "86.4%", "85%", "1,020 offences", "3.2 per 1,000 residents", "£1,200". */
export function sayValue(measure: Pick<Measure, 'kind' | 'decimals' | 'unit'>, value: number): string {
  const figure =
    fixed(value, measure.decimals)
      .replace(/\.0+$/, '')
      .replace(/(\.\d*?)0+$/, '$1') + suffixOf(measure)
  if (measure.kind === 'share') return figure
  return measure.unit.startsWith('£') ? `£${figure}` : `${figure} ${measure.unit}`
}
