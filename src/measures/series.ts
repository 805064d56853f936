import { pChart, type Tally, uChart } from '../statistics/attribute-charts.ts'
import type { ControlChart, Limits } from '../statistics/control-chart.ts'
import { xmrChart } from '../statistics/process-control.ts'
import { type BetterWhen, type SignalSummary, type Spoken, summarise, summaryOf } from '../statistics/signal-words.ts'
import { hasDenominator, type Measure, scaleOf } from './measure.ts'
import type { Reading } from './reading.ts'
import { ordinalOf, periodAt, type ReadingPeriod } from './reading-period.ts'

/** Where a person decided that the measure had become a different one, and limits begin anew. */
export type Rebase = { rebaseId: string; starts: Temporal.PlainDate; reason: string }

/** One period of a series; null where nothing at all was entered for it. */
export type Entry = { period: ReadingPeriod; reading: Reading | null }

export type SignalKind = 'improvement' | 'concern' | 'neutral'
const KINDS: Partial<Record<SignalSummary, SignalKind>> = {
  'special cause: improvement': 'improvement',
  'special cause: concern': 'concern',
  'special cause: neutral': 'neutral',
}

/** A measure's readings in time order with their limits, in the measure's own unit, and what they say now. */
export type MeasureSeries = {
  entries: readonly Entry[]
  chart: ControlChart
  signals: readonly (SignalKind | null)[] // one an entry
  spoken: Spoken
  signal: SignalKind | null // what the latest reading is part of
  sentence: string // without full stop
}

/** Every period from the first reading's to the last's, in order, with gaps as gaps. `readings` may come in any order. */
export function entriesOf({ frequency }: Pick<Measure, 'frequency'>, readings: readonly Reading[]): Entry[] {
  const byOrdinal = new Map(readings.map((reading) => [reading.period.ordinal, reading]))
  const [first, last] = [Math.min(...byOrdinal.keys()), Math.max(...byOrdinal.keys())]
  return Array.from({ length: byOrdinal.size ? last - first + 1 : 0 }, (_, index) => {
    const reading = byOrdinal.get(first + index) ?? null
    return { period: reading?.period ?? periodAt(frequency, first + index), reading }
  })
}

/** The entries whose whole period lies from one day to another. */
export function entriesWithin(
  { frequency }: Pick<Measure, 'frequency'>,
  entries: readonly Entry[],
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): readonly Entry[] {
  const [first, last] = [ordinalOf(frequency, from), ordinalOf(frequency, to)]
  const offset = entries[0]?.period.ordinal ?? 0
  const startsIn = Temporal.PlainDate.compare(periodAt(frequency, first).starts, from) < 0 ? first + 1 : first
  const endsIn = Temporal.PlainDate.compare(periodAt(frequency, last).ends, to) > 0 ? last - 1 : last
  return entries.slice(Math.max(0, startsIn - offset), Math.max(0, endsIn - offset + 1))
}

/** The value that limits may rest on: whole readings only. */
export const wholeValue = ({ reading }: Entry): number | null => (reading?.state === 'value' ? reading.value : null)

/**
 * Charts a measure: p for shares and u for rates whose readings all have their numerators and denominators, XmR for the rest.
 * Incomplete readings are left out of the limits; no limit goes below 0 unless a reading does, nor a share's above 100.
 */
export function seriesOf(measure: Measure, readings: readonly Reading[], rebases: readonly Rebase[]): MeasureSeries {
  const entries = entriesOf(measure, readings)
  const first = entries[0]?.period.ordinal ?? 0
  const starts = rebases
    .map((rebase) => ordinalOf(measure.frequency, rebase.starts) - first)
    .filter((index) => index > 0 && index < entries.length)
  const charted = entries.length - trailing(entries, starts)
  const chart = chartOf(measure, entries.slice(0, charted), starts)
  const spoken = speak(measure, chart, entries.slice(0, charted))
  const blank = { value: null, phase: chart.phases.length - 1, limits: chart.points.at(-1)?.limits ?? null, signals: [] }
  const points = entries.map((_, index) => chart.points[index] ?? blank)
  const extended = {
    ...chart,
    points,
    phases: chart.phases.map((phase, index) =>
      index === chart.phases.length - 1 ? { ...phase, ends: entries.length - 1 } : phase,
    ),
  }
  const kindAt = (signal: Parameters<typeof summaryOf>[0] | undefined) =>
    signal ? (KINDS[summaryOf(signal, measure.polarity)] ?? null) : null
  return {
    entries,
    chart: extended,
    spoken,
    signals: points.map(({ signals }) => kindAt(signals[0])),
    signal: KINDS[spoken.summary] ?? null,
    sentence: spoken.sentence + afterwards(entries.slice(charted)),
  }
}

/** Periods at the end without a whole reading, unless a new phase begins among them: they say nothing of the signal. */
function trailing(entries: readonly Entry[], starts: readonly number[]): number {
  const whole = entries.findLastIndex((entry) => wholeValue(entry) !== null)
  return whole === -1 || starts.some((start) => start > whole) ? 0 : entries.length - 1 - whole
}

function afterwards(left: readonly Entry[]): string {
  const last = left.at(-1)
  if (!last?.reading) return ''
  const words = last.reading.state === 'incomplete' ? 'is incomplete and left out' : `is ${last.reading.state}`
  return ` (${last.period.label} ${words})`
}

function chartOf(measure: Measure, entries: readonly Entry[], rebaseAt: readonly number[]): ControlChart {
  const values = entries.map(wholeValue)
  const tallies = entries.map(tallyOf)
  const counted =
    hasDenominator(measure) && entries.every((entry, index) => wholeValue(entry) === null || tallies[index] !== null)
  if (counted && tallies.some((tally) => tally !== null))
    return scaled((measure.kind === 'share' ? pChart : uChart)(tallies, { rebaseAt }), scaleOf(measure))
  const isBelow = values.some((value) => value !== null && value < 0)
  return xmrChart(values, { rebaseAt, ...(isBelow ? {} : { floor: 0 }), ...(measure.kind === 'share' ? { ceiling: 100 } : {}) })
}

/** Numerator and denominator of a whole reading that has both. */
export function tallyOf({ reading }: Entry): Tally | null {
  if (reading?.state !== 'value' || reading.numerator === null || !reading.denominator) return null
  return { count: reading.numerator, of: reading.denominator }
}

function scaled(chart: ControlChart, scale: number): ControlChart {
  const times = ({ centre, lower, upper, lowerShown, upperShown }: Limits): Limits => ({
    centre: centre * scale,
    lower: lower * scale,
    upper: upper * scale,
    lowerShown: lowerShown * scale,
    upperShown: upperShown * scale,
  })
  return {
    ...chart,
    points: chart.points.map((point) => ({
      ...point,
      value: point.value === null ? null : point.value * scale,
      limits: point.limits && times(point.limits),
    })),
  }
}

function speak({ polarity }: { polarity: BetterWhen }, chart: ControlChart, entries: readonly Entry[]): Spoken {
  if (entries.length === 0) return { summary: 'not enough data', sentence: 'No readings yet' }
  return summarise(chart, { betterWhen: polarity, periods: entries.map(({ period }) => period.label) })
}

/** What a reader should know before leaning on the limits; whole sentences. */
export function provisos(measure: Measure, { entries, chart }: MeasureSeries): string[] {
  const count = (claim: (entry: Entry) => boolean) => entries.filter(claim).length
  const missing = count(({ reading }) => reading === null || (reading.value === null && reading.state !== 'not applicable'))
  const incomplete = count(({ reading }) => reading?.state === 'incomplete' && reading.value !== null)
  const none = count(({ reading }) => reading?.state === 'not applicable')
  const [phase, limits] = [chart.phases.at(-1), chart.points.at(-1)?.limits]
  const periods = (number: number, rest: string) => `${number} of ${entries.length} periods ${rest}`
  return [
    phase?.standing === 'trial limits'
      ? `These are trial limits, resting on ${phase.restsOn} readings; with ${chart.readingsNeeded} they would be firm.`
      : '',
    limits && chart.kind === 'XmR' && measure.kind === 'count' && limits.centre < 10
      ? 'These counts are small: chance alone moves them a good deal, so one reading outside the limits says little.'
      : '',
    chart.kind !== 'XmR' ? 'The limits are wider where fewer were counted, so they change from period to period.' : '',
    missing ? `${periods(missing, `${missing === 1 ? 'has' : 'have'} no figure`)}: they are gaps, not noughts.` : '',
    incomplete
      ? `${periods(incomplete, `${incomplete === 1 ? 'is' : 'are'} incomplete`)}, drawn hollow and left out of the limits.`
      : '',
    none ? `${periods(none, 'had no cases')}, so there is no ${measure.kind} to show.` : '',
  ].filter(Boolean)
}

/** How long after a period's end its successor is overdue: once that has ended, and its figure has had time to come. */
const OVERDUE_AFTER: Record<Measure['frequency'], Temporal.DurationLike> = {
  month: { months: 2 },
  quarter: { months: 5 },
  'financial quarter': { months: 5 },
  year: { months: 15 },
  'financial year': { months: 15 },
}

/** The last entry with a whole reading. */
export const latestWhole = (entries: readonly Entry[]): Entry | undefined =>
  entries.findLast((entry) => wholeValue(entry) !== null)

/** Whether a live measure's next reading ought to have come by now. */
export function isStale({ state, frequency }: Measure, entries: readonly Entry[], today: Temporal.PlainDate): boolean {
  const latest = latestWhole(entries)
  return (
    state === 'live' &&
    latest !== undefined &&
    Temporal.PlainDate.compare(latest.period.ends.add(OVERDUE_AFTER[frequency]), today) < 0
  )
}

const LOOKED_BACK = 12

/** How whole the last twelve periods are. A period with no cases is whole. */
export function completeness(entries: readonly Entry[]): { state: 'complete' | 'gaps' | 'nothing read'; words: string } {
  const recent = entries.slice(-LOOKED_BACK)
  if (recent.length === 0) return { state: 'nothing read', words: 'Nothing read yet' }
  const partial = recent.filter(({ reading }) => reading?.state === 'incomplete').length
  const missing = recent.filter(
    ({ reading }) => reading === null || ['not collected', 'late', 'suppressed'].includes(reading.state),
  ).length
  const of = `of the last ${recent.length}`
  if (partial + missing === 0)
    return { state: 'complete', words: recent.length === 1 ? 'The only one is whole' : `All ${of} are whole` }
  return {
    state: 'gaps',
    words: [missing ? `${missing} ${of} missing` : '', partial ? `${partial} ${of} incomplete` : ''].filter(Boolean).join(', '),
  }
}
