import { bandAt, type Distance, type NearPairs, nearPairs, pairsWithin } from './near-pairs.ts'
import { seededRandom, shuffle } from './random.ts'

/** Events at places in metres and on days, by index. */
export type Events = { x: Float64Array; y: Float64Array; day: Float64Array }

/**
 * Edges of the bands, lowest first: a band runs from one edge up to, not including, the next; a last edge of Infinity
 * takes in all that is left.
 */
export type KnoxQuestions = { space: readonly number[]; time: readonly number[]; distance?: Distance; permutations?: number; seed?: number }

/**
 * One band of distance by one of time. `p`: share of arrangements of the dates, the one observed among them, with at
 * least as many pairs; null when none were made.
 */
export type KnoxBand = {
  spaceFrom: number; spaceTo: number; timeFrom: number; timeTo: number
  observed: number; expected: number; ratio: number; p: number | null
}

/** The same place, then hundreds of metres; and weeks doubling. */
export const USUAL_SPACE = [0, 0.1, 100, 200, 300, 400]
export const USUAL_TIME = [0, 7, 14, 28, 56]

/**
 * Knox's test for near repeats: pairs of events close in space and in time, against what the same places and the same
 * dates would give if they had nothing to do with each other. The expectation is exact: pairs in the space band ×
 * pairs in the time band ÷ all pairs. p comes from shuffling the dates, the same for the same seed. Bands of time
 * within each band of space, in order. Source: Knox 1964; Johnson and Bowers 2004.
 */
export function knox({ x, y, day }: Events, { space, time, distance = 'euclidean', permutations = 999, seed = 1 }: KnoxQuestions): KnoxBand[] {
  const pairs = nearPairs(x, y, space.filter(Number.isFinite), distance)
  const all = (day.length * (day.length - 1)) / 2
  const timePairs = time.slice(1).map((to, band) => pairsWithin(day, to) - pairsWithin(day, time[band]!))
  const spacePairs = space.slice(1).map((to, band) => (to === Infinity ? all - pairs.first.length : pairs.starts[band + 1]! - pairs.starts[band]!))
  const count = bandCounter(pairs, day, time, space.at(-1) === Infinity ? timePairs : null)
  const observed = count(day).slice()
  const reached = reachedBy(observed, count, day, permutations, seed)
  return space.slice(1).flatMap((spaceTo, row) => time.slice(1).map((timeTo, column) => {
    const [place, expected] = [row * timePairs.length + column, (spacePairs[row]! * timePairs[column]!) / all]
    const seen = observed[place]!
    return {
      spaceFrom: space[row]!, spaceTo, timeFrom: time[column]!, timeTo, observed: seen, expected, ratio: seen / expected,
      p: permutations > 0 ? (reached[place]! + 1) / (permutations + 1) : null,
    }
  }))
}

/**
 * Whether a band is worth telling: at least five pairs, a fifth more than the places and dates give by themselves,
 * and chance gives as many in under one arrangement in twenty.
 */
export const isNearRepeat = ({ observed, ratio, p }: Pick<KnoxBand, 'observed' | 'ratio' | 'p'>): boolean => observed >= 5 && ratio >= 1.2 && p !== null && p < 0.05

type Counter = (day: Float64Array) => Float64Array

/** In how many arrangements of the dates each band held at least as many pairs as observed. */
function reachedBy(observed: Float64Array, count: Counter, day: Float64Array, permutations: number, seed: number): Int32Array {
  const reached = new Int32Array(observed.length)
  const [shuffled, random] = [day.slice(), seededRandom(seed)]
  for (let permutation = 0; permutation < permutations; permutation++) {
    shuffle(shuffled, random)
    const arranged = count(shuffled)
    for (let band = 0; band < observed.length; band++) if (arranged[band]! >= observed[band]!) reached[band]!++
  }
  return reached
}

/**
 * Counts near pairs by space band and time band for any arrangement of the dates; its array holds until the next
 * call. `open`: pairs in each time band however far apart, when a last band of space takes in all the others: they
 * are what the near bands leave, and need no search.
 */
function bandCounter({ starts, first, second }: NearPairs, day: Float64Array, time: readonly number[], open: readonly number[] | null): Counter {
  const times = time.length - 1
  const bands = starts.length - 1
  const counts = new Float64Array((bands + (open ? 1 : 0)) * times)
  const row = new Float64Array(times + 1)
  const countRow = day.every(Number.isInteger) ? wholeDays(day, time) : (from: number, to: number, days: Float64Array) => {
    for (let pair = from; pair < to; pair++) {
      const band = bandAt(time, Math.abs(days[first[pair]!]! - days[second[pair]!]!))
      row[band === -1 ? times : band]!++
    }
  }
  function wholeDays(all: Float64Array, edges: readonly number[]) {
    const span = all.reduce((widest, value) => Math.max(widest, value), -Infinity) - all.reduce((least, value) => Math.min(least, value), Infinity)
    const bandOf = Uint8Array.from({ length: all.length === 0 ? 0 : span + 1 }, (_, days) => (bandAt(edges, days) === -1 ? times : bandAt(edges, days)))
    return (from: number, to: number, days: Float64Array) => {
      for (let pair = from; pair < to; pair++) row[bandOf[Math.abs(days[first[pair]!]! - days[second[pair]!]!)]!]!++
    }
  }
  return (days) => {
    if (open) counts.set(open, bands * times)
    for (let band = 0; band < bands; band++) {
      row.fill(0)
      countRow(starts[band]!, starts[band + 1]!, days)
      for (let column = 0; column < times; column++) {
        counts[band * times + column] = row[column]!
        if (open) counts[bands * times + column]! -= row[column]!
      }
    }
    return counts
  }
}
