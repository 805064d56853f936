import type { Series } from '../moving-range.ts'
import { countQuantile, type CountDistribution } from './distributions.ts'
import { predictive } from './expected.ts'
import { expectFrom } from './farrington.ts'

/** The chart that suits counts of a size: XmR limits are wrong for small ones, and no monthly limit helps with very small ones. */
export type CountChart = 'days between' | 'negative binomial' | 'XmR'

/** Chooses by the mean count a period: under 1, 1 to 10, above 10. */
export const chartFor = (mean: number): CountChart => (mean < 1 ? 'days between' : mean <= 10 ? 'negative binomial' : 'XmR')

/** Limits for a count: usual from `lower` to `upper`, both included. `mean` has past outbreaks down-weighted. */
export type CountLimits = { mean: number; dispersion: number; lower: number; upper: number; restsOn: number }

/**
 * Two-sided limits for counts without a season, 1% outside them unless `outside` says otherwise: quantiles of a
 * negative binomial, or of a Poisson when the counts vary no more than that. Null of fewer than `fewest` counts.
 * `baseline`: counts, from the first, that the limits rest on; all of them, unless said.
 */
export function countLimits(counts: Series, { outside = 0.01, baseline = Infinity, fewest = 12 } = {}): CountLimits | null {
  const readings = Float64Array.from(counts.filter((count) => count !== null).slice(0, baseline))
  if (readings.length < Math.max(2, fewest)) return null
  const level = expectFrom(readings, new Float64Array(readings.length), 0, false)!
  const distribution = predictive(level)
  return {
    mean: level.expected,
    dispersion: level.dispersion,
    lower: countQuantile(distribution, outside / 2),
    upper: countQuantile(distribution, 1 - outside / 2),
    restsOn: readings.length,
  }
}

/** One wait between events. `days` is 0 for two on one day. */
export type Wait = { from: Temporal.PlainDate; to: Temporal.PlainDate; days: number; unusual: 'longer' | 'shorter' | 'no' | null }

/** `lower`, `upper`: usual waits in days, both included. Null limits of fewer than 5 waits. */
export type DaysBetween = { mean: number; lower: number | null; upper: number | null; waits: Wait[] }

/**
 * A days-between chart (g chart) for events too rare to count by the month: a wait longer than usual is as much a
 * signal as a run of short ones. Limits are 1% quantiles, two-sided, of a geometric distribution of the mean wait.
 * `events`: the day of each, in any order. Source: Benneyan 2001.
 */
export function daysBetween(events: readonly Temporal.PlainDate[], { outside = 0.01, fewest = 5 } = {}): DaysBetween {
  const days = events.toSorted(Temporal.PlainDate.compare)
  const waits = days.slice(1).map((to, index) => ({ from: days[index]!, to, days: days[index]!.until(to).days }))
  const mean = waits.length === 0 ? 0 : waits.reduce((sum, wait) => sum + wait.days, 0) / waits.length
  if (waits.length < fewest) return { mean, lower: null, upper: null, waits: waits.map((wait) => ({ ...wait, unusual: null })) }
  const geometric: CountDistribution = { mean, variance: mean + mean * mean }
  const lower = countQuantile(geometric, outside / 2)
  const upper = countQuantile(geometric, 1 - outside / 2)
  const judged = (wait: number) => (wait > upper ? 'longer' : wait < lower ? 'shorter' : 'no')
  return { mean, lower, upper, waits: waits.map((wait) => ({ ...wait, unusual: judged(wait.days) })) }
}
