import { normalQuantile, normalShareAbove } from './distributions.ts'

/** Slope per period, with the interval in which 95% of such intervals hold the true one; null ends where there are too few readings. */
export type Slope = { slope: number; low: number | null; high: number | null }

/** Mann–Kendall: rises less falls over all pairs, its standard score with continuity correction, and two-sided p. */
export type Rises = { s: number; variance: number; z: number; p: number }

// Beyond this many readings all pairs no longer fit in memory, and the slopes are found by counting instead.
const ALL_PAIRS = 3000

/**
 * Theil–Sen slope: the median slope over all pairs of readings, taken as one period apart each, with Sen's interval
 * from the variance of S with ties. Undefined of fewer than 2 readings.
 * Source: Sen 1968; ranks rounded as in R's trend::sens.slope.
 */
export function theilSen(readings: readonly number[], level = 0.95): Slope | undefined {
  const n = readings.length
  if (n < 2) return undefined
  const pairs = (n * (n - 1)) / 2
  const spread = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(varianceOfRises(readings))
  const low = roundHalfEven((pairs - spread) / 2)
  const high = roundHalfEven((pairs + spread) / 2 + 1)
  const slopeAt = n <= ALL_PAIRS ? sortedSlopes(readings) : slopesByCounting(readings)
  const slope = (slopeAt(Math.floor((pairs + 1) / 2)) + slopeAt(Math.floor(pairs / 2) + 1)) / 2
  return { slope, low: low >= 1 ? slopeAt(low) : null, high: high <= pairs ? slopeAt(high) : null }
}

function roundHalfEven(value: number): number {
  const down = Math.floor(value)
  if (value - down !== 0.5) return Math.round(value)
  return down % 2 === 0 ? down : down + 1
}

/** Gives the slope of a rank, 1 the lowest. */
type SlopeAt = (rank: number) => number

function sortedSlopes(readings: readonly number[]): SlopeAt {
  const n = readings.length
  const slopes = new Float64Array((n * (n - 1)) / 2)
  let next = 0
  for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) slopes[next++] = (readings[j]! - readings[i]!) / (j - i)
  slopes.sort()
  return (rank) => slopes[rank - 1]!
}

/** Halves the range in which the slope must lie, by counting the pairs below, until no number lies between. */
function slopesByCounting(readings: readonly number[]): SlopeAt {
  const steepest = readings.reduce((most, value, i) => (i === 0 ? 0 : Math.max(most, Math.abs(value - readings[i - 1]!))), 0)
  return (rank) => {
    let low = -steepest
    let high = steepest
    if (pairsAtMost(readings, low) >= rank) return low
    for (let step = 0; step < 200; step += 1) {
      const middle = (low + high) / 2
      if (middle <= low || middle >= high) break
      if (pairsAtMost(readings, middle) >= rank) high = middle
      else low = middle
    }
    return high
  }
}

/** How many pairs have a slope of at most m: those whose order, less m a period, does not rise. */
const pairsAtMost = (readings: readonly number[], m: number): number =>
  risesAndFalls(readings.map((value, i) => value - m * i)).notRising

/**
 * Mann–Kendall test of a steady rise or fall. Readings that never differ give z 0 and p 1.
 * Source: Kendall 1975, with ties; as R's trend::mk.test and sens.slope.
 */
export function mannKendall(readings: readonly number[]): Rises {
  const { rising, falling } = risesAndFalls(readings)
  return scored(rising - falling, varianceOfRises(readings))
}

/**
 * Seasonal Mann–Kendall: each season (such as each January) against itself only, the scores and variances added up.
 * `season[i]`: which season reading i is of. Source: Hirsch, Slack and Smith 1982.
 */
export function seasonalMannKendall(readings: readonly number[], season: readonly number[]): Rises {
  const bySeason = Map.groupBy(readings.map((value, index) => ({ value, season: season[index]! })), (each) => each.season)
  const tests = [...bySeason.values()].map((group) => mannKendall(group.map(({ value }) => value)))
  const sum = (part: 's' | 'variance') => tests.reduce((total, test) => total + test[part], 0)
  return scored(sum('s'), sum('variance'))
}

function scored(s: number, variance: number): Rises {
  if (variance === 0) return { s, variance, z: 0, p: 1 }
  const z = (Math.sign(s) * Math.max(0, Math.abs(s) - 1)) / Math.sqrt(variance)
  return { s, variance, z, p: Math.min(1, 2 * normalShareAbove(Math.abs(z))) }
}

/** Variance of S when there is no trend, less for tied readings. */
function varianceOfRises(readings: readonly number[]): number {
  const n = readings.length
  const term = (t: number) => t * (t - 1) * (2 * t + 5)
  const ties = new Map<number, number>()
  for (const value of readings) ties.set(value, (ties.get(value) ?? 0) + 1)
  let tied = 0
  for (const count of ties.values()) tied += term(count)
  return (term(n) - tied) / 18
}

/** Pairs that rise and that fall, by sorting and merging: time grows with n log n. */
function risesAndFalls(readings: readonly number[]): { rising: number; falling: number; notRising: number } {
  let sorted = Float64Array.from(readings)
  let spare = new Float64Array(sorted.length)
  let rising = 0
  let falling = 0
  for (let width = 1; width < sorted.length; width *= 2) {
    for (let start = 0; start < sorted.length; start += 2 * width) {
      const middle = Math.min(start + width, sorted.length)
      const end = Math.min(start + 2 * width, sorted.length)
      let below = start
      let upTo = start
      for (let j = middle; j < end; j += 1) {
        while (below < middle && sorted[below]! < sorted[j]!) below += 1
        if (upTo < below) upTo = below
        while (upTo < middle && sorted[upTo]! <= sorted[j]!) upTo += 1
        rising += below - start
        falling += middle - upTo
      }
      let left = start
      let right = middle
      for (let at = start; at < end; at += 1) {
        const takeLeft = left < middle && (right >= end || sorted[left]! <= sorted[right]!)
        spare[at] = takeLeft ? sorted[left++]! : sorted[right++]!
      }
    }
    ;[sorted, spare] = [spare, sorted]
  }
  const pairs = (sorted.length * (sorted.length - 1)) / 2
  return { rising, falling, notRising: pairs - rising }
}
