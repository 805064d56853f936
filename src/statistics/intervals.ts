import { gammaQuantile } from './incomplete-gamma.ts'

/** Ends of an interval, in the unit of what is estimated; for a share, 0 to 1. */
export type Interval = { from: number; to: number }

/** Nothing to count from: a share of no cases is not nought. */
export type NotApplicable = 'not applicable'

/**
 * The standard normal value with half of `1 - level` above it: 1.96 for 0.95.
 * The square of a standard normal is a chi-square on one degree of freedom, which is twice a gamma of shape 0.5.
 */
export const normalFor = (level: number): number => Math.sqrt(2 * gammaQuantile(level, 0.5))

/**
 * Wilson's score interval for a share, `count` out of `of`, each 0 to 1. `count` need not be whole, since published
 * percentages seldom give one back. Not applicable when `of` is 0.
 * Throws RangeError when the count is not between 0 and `of`.
 * Source: Wilson 1927.
 */
export function wilson(count: number, of: number, level = 0.95): Interval | NotApplicable {
  if (!(count >= 0 && count <= of)) throw new RangeError('A count must be between 0 and what it is out of')
  if (of === 0) return 'not applicable'
  const z = normalFor(level)
  const share = count / of
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return { from: count === 0 ? 0 : Math.max(0, centre - half), to: count === of ? 1 : Math.min(1, centre + half) }
}

/**
 * Exact interval for the mean of a Poisson count, in events.
 * Throws RangeError unless the count is whole and at least 0.
 * Source: Garwood 1936.
 */
export function poisson(count: number, level = 0.95): Interval {
  if (!Number.isInteger(count) || count < 0) throw new RangeError('A count is a whole number, 0 or more')
  const tail = (1 - level) / 2
  return { from: count === 0 ? 0 : gammaQuantile(tail, count), to: gammaQuantile(1 - tail, count + 1) }
}

/** Exact interval for a rate: events per unit of exposure. Not applicable without exposure. */
export function poissonRate(count: number, exposure: number, level = 0.95): Interval | NotApplicable {
  if (exposure === 0) return 'not applicable'
  if (!(exposure > 0)) throw new RangeError('An exposure cannot be negative')
  const { from, to } = poisson(count, level)
  return { from: from / exposure, to: to / exposure }
}

export type Sample = { count: number; of: number }

/**
 * Interval for the first share less the second, -1 to 1, of two separate samples; `isClear` when it leaves out 0.
 * Not for two answers of the same respondents, whose shares move together.
 * Source: Newcombe 1998, method 10.
 */
export function differenceOfShares(first: Sample, second: Sample, level = 0.95) {
  const one = wilson(first.count, first.of, level)
  const other = wilson(second.count, second.of, level)
  if (one === 'not applicable' || other === 'not applicable') return 'not applicable'
  const a = first.count / first.of
  const b = second.count / second.of
  const from = a - b - Math.hypot(a - one.from, other.to - b)
  const to = a - b + Math.hypot(one.to - a, b - other.from)
  return { difference: a - b, from, to, isClear: from > 0 || to < 0 }
}

/** Whether two intervals share any value. Apart means different; overlapping settles nothing either way. */
export const overlap = (one: Interval, other: Interval): boolean => one.from <= other.to && other.from <= one.to
