import type { Neighbours } from './lattice.ts'
import { twoSidedNormal } from './normal-tail.ts'

/** Global Moran's I with its expectation, and its z and two-sided p when the values could have fallen on any areas. */
export type MoranI = { i: number; expected: number; z: number; p: number }

/** Deviations from the mean, and the sums of their squares and fourth powers. */
function deviationsOf(values: Float64Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviations = values.map((value) => value - mean)
  return { deviations, squares: deviations.reduce((sum, d) => sum + d * d, 0), fourths: deviations.reduce((sum, d) => sum + d ** 4, 0) }
}

/** Calls `visit` with each area, each of its neighbours other than itself, and how many those are. */
function forEachPair({ starts, of }: Neighbours, visit: (area: number, other: number, neighbours: number) => void) {
  for (let area = 0; area + 1 < starts.length; area++) {
    const others = of.subarray(starts[area], starts[area + 1]).filter((other) => other !== area)
    for (const other of others) visit(area, other, others.length)
  }
}

/**
 * How alike neighbours are, each area's neighbours weighing 1 together; itself is left out. NaN when all values are equal.
 * Source: Cliff and Ord 1981, the variance under randomisation; checked against spdep and esda.
 */
export function moranI(values: Float64Array, neighbours: Neighbours): MoranI {
  const n = values.length
  const { deviations, squares, fourths } = deviationsOf(values)
  const weights = new Map<number, number>()
  const given = new Float64Array(n)
  const received = new Float64Array(n)
  let [s0, cross] = [0, 0]
  forEachPair(neighbours, (area, other, count) => {
    const weight = 1 / count
    weights.set(area * n + other, weight)
    given[area]! += weight
    received[other]! += weight
    s0 += weight
    cross += weight * deviations[area]! * deviations[other]!
  })
  let s1 = 0
  for (const [pair, weight] of weights) {
    const back = weights.get((pair % n) * n + Math.floor(pair / n)) ?? 0
    s1 += back > 0 ? (weight + back) ** 2 / 2 : weight ** 2
  }
  const s2 = given.reduce((sum, out, area) => sum + (out + received[area]!) ** 2, 0)
  const kurtosis = (n * fourths) / squares ** 2
  const expected = -1 / (n - 1)
  const numerator = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) - kurtosis * (n * (n - 1) * s1 - 2 * n * s2 + 6 * s0 * s0)
  const variance = numerator / ((n - 1) * (n - 2) * (n - 3) * s0 * s0) - expected ** 2
  const i = (n / s0) * (cross / squares)
  const z = (i - expected) / Math.sqrt(variance)
  return { i, expected, z, p: twoSidedNormal(z) }
}

/**
 * Local Moran's I of each area: above 0 among its like, below 0 among its unlike. Sums, over the areas, to n times
 * the global one. Source: Anselin 1995.
 */
export function localMoranI(values: Float64Array, neighbours: Neighbours): Float64Array {
  const { deviations, squares } = deviationsOf(values)
  const local = new Float64Array(values.length)
  forEachPair(neighbours, (area, other, count) => { local[area]! += ((deviations[area]! * deviations[other]!) / count / squares) * values.length })
  return local
}
