import { type Interval, poisson, poissonRate, wilson } from '../../statistics/intervals.ts'
import { targetStatus, type TargetShape as StatisticalShape, type TargetStanding } from '../../statistics/target.ts'
import { type Measure, scaleOf } from '../measure.ts'
import { MONTHS_IN, ordinalOf } from '../reading-period.ts'
import { entriesWithin, type Entry, tallyOf, wholeValue } from '../series.ts'
import { NEEDS, type Target } from './target.ts'
import { likeWindow, monthsIn, nameWindow, type Window } from './window.ts'

/** What a target is judged by: the readings of one period or of several together. `missing`: periods of it without a whole reading. */
type Judged = { window: Window; value: number | null; interval: Interval | null; missing: number; periods: number }

export type Standing = TargetStanding & {
  /** The figure it was judged by, of when, and how many periods that is. */
  judged: { words: string; value: number; periods: number } | null
}

const compare = Temporal.PlainDate.compare

/**
 * Where an open target stands. A baseline is compared with a window like itself; things counted towards a total are added up from
 * the start; anything else is judged by the latest whole reading, or the one for the due date once that has passed.
 * Chance is allowed for in shares (Wilson), and where fewer than 100 events are set against a baseline or make a rate (exact
 * Poisson); a plain figure that was promised is taken at its word. Nothing incomplete is taken for whole.
 */
export function standingOf(measure: Measure, target: Target, entries: readonly Entry[], today: Temporal.PlainDate): Standing {
  const window = windowFor(measure, target, entries)
  if (!window && target.baseline?.window && entries.length > 0 && compare(target.due, today) >= 0)
    return tooSoon(target.baseline.window)
  const judged = window && judge(measure, target, entries, window)
  const done =
    target.shape === 'minimum count' &&
    judged?.value !== null &&
    judged?.value !== undefined &&
    judged.value >= (target.value ?? 0)
  if (judged && judged.missing > 0 && judged.periods > 1 && !done) return partial(judged)
  const value = judged?.value ?? null
  const months = target.baseline?.window ? (monthsIn(target.baseline.window) ?? 0) : MONTHS_IN[measure.frequency]
  const standing = targetStatus({
    shape: statisticalShape(target, months, judged ? (monthsIn(judged.window) ?? 0) : months),
    betterWhen: measure.polarity,
    baseline: target.baseline?.value ?? null,
    starts: target.starts,
    due: target.due,
    reading: judged && value !== null ? { value: rounded(value), asAt: asAt(target, judged.window) } : null,
    interval: judged?.interval ? { from: rounded(judged.interval.from), to: rounded(judged.interval.to) } : null,
    today,
  })
  return {
    ...standing,
    judged: judged && value !== null ? { words: nameWindow(judged.window), value, periods: judged.periods } : null,
  }
}

/** The last window like the baseline before the due date settles the target, though it ends some months sooner. */
function asAt({ baseline, due }: Target, window: Window): Temporal.PlainDate {
  const last = baseline?.window ? likeWindow(baseline.window, due) : null
  return last && last.to.equals(window.to) ? due : window.to
}

/** What a standing says beside its tag, which says the status: the sentence without it. */
export function detailOf({ status, sentence }: TargetStanding): string {
  const lead = `${status}: `
  const rest = sentence.toLowerCase().startsWith(lead) ? sentence.slice(lead.length) : sentence
  return rest[0]!.toUpperCase() + rest.slice(1)
}

const rounded = (value: number): number => Math.round(value * 1e9) / 1e9

const partial = ({ window, missing, periods }: Judged): Standing => ({
  status: 'no reading',
  sentence: `No reading: ${missing} of the ${periods} periods of ${nameWindow(window)} ${missing === 1 ? 'has' : 'have'} no whole figure, so they cannot be added up`,
  judged: null,
})

const tooSoon = (baseline: Window): Standing => ({
  status: 'not yet due',
  sentence: `Not yet due: no stretch of months like the baseline, ${nameWindow(baseline)}, has been read since`,
  judged: null,
})

function windowFor(measure: Measure, target: Target, entries: readonly Entry[]): Window | null {
  const latest = entries.findLast((entry) => wholeValue(entry) !== null)?.period
  if (!latest) return null
  const dueIn = ordinalOf(measure.frequency, target.due)
  const end = entries.find((entry) => entry.period.ordinal >= dueIn && wholeValue(entry) !== null)?.period ?? latest
  if (target.shape === 'minimum count') {
    const from = target.starts ?? entries[0]!.period.starts
    return compare(from, end.ends) > 0 ? null : { from, to: end.ends }
  }
  const baseline = target.baseline?.window
  if (!baseline || !NEEDS[target.shape].baseline || (monthsIn(baseline) ?? 0) <= MONTHS_IN[measure.frequency])
    return { from: end.starts, to: end.ends }
  return likeWindow(baseline, end.ends)
}

function judge(measure: Measure, target: Target, entries: readonly Entry[], window: Window): Judged {
  const within = entriesWithin(measure, entries, window.from, window.to)
  const expected = Math.round((monthsIn(window) ?? within.length * MONTHS_IN[measure.frequency]) / MONTHS_IN[measure.frequency])
  const values = within.map(wholeValue).filter((value) => value !== null)
  const missing = Math.max(0, expected - values.length)
  const tallies = within.map(tallyOf).filter((tally) => tally !== null)
  const pooled =
    tallies.length === values.length && tallies.length > 0
      ? { count: total(tallies.map(({ count }) => count)), of: total(tallies.map(({ of }) => of)) }
      : null
  const added = measure.kind === 'count' || measure.kind === 'amount'
  const value =
    values.length === 0
      ? null
      : added
        ? total(values)
        : pooled
          ? (pooled.count / pooled.of) * scaleOf(measure)
          : total(values) / values.length
  const interval = value === null ? null : intervalOf(measure, target, value, pooled)
  return { window, value, interval, missing, periods: expected }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

const FEW = 100
const AGAINST_A_BASELINE: readonly Target['shape'][] = ['percentage change', 'at or below baseline', 'more reporting']

function intervalOf(
  measure: Measure,
  target: Target,
  value: number,
  pooled: { count: number; of: number } | null,
): Interval | null {
  if (measure.kind === 'count')
    return AGAINST_A_BASELINE.includes(target.shape) && value < FEW && Number.isInteger(value) ? poisson(value) : null
  if (!pooled) return null
  const isFew = measure.kind === 'rate' && pooled.count < FEW && Number.isInteger(pooled.count)
  const found = measure.kind === 'share' ? wilson(pooled.count, pooled.of) : isFew ? poissonRate(pooled.count, pooled.of) : null
  if (!found || found === 'not applicable') return null
  return { from: found.from * scaleOf(measure), to: found.to * scaleOf(measure) }
}

function statisticalShape({ shape, value }: Target, baselineMonths: number, readingMonths: number): StatisticalShape {
  const figure = value ?? 0
  const shapes: Record<Target['shape'], StatisticalShape> = {
    'percentage change': { is: 'percentage change', percent: figure },
    'at or below baseline': { is: 'at or below a baseline window', baselineMonths, readingMonths },
    'at least': { is: 'threshold', bound: 'at least', value: figure },
    'at most': { is: 'threshold', bound: 'at most', value: figure },
    'zero by a date': { is: 'zero by a date' },
    'minimum count': { is: 'minimum count', value: figure },
    'growth to': { is: 'growth to a number', value: figure },
    'more reporting': { is: 'more reporting' },
  }
  return shapes[shape]
}
