import type { Neighbours } from './lattice.ts'
import { falseDiscoveryRates } from './false-discovery.ts'
import { twoSidedNormal } from './normal-tail.ts'

/**
 * Per area, in order: `neighbours` how many were summed, the area itself among them; `z` the Gi* score; NaN where it
 * is undefined.
 */
export type ScoredAreas = { neighbours: Int32Array; z: Float64Array }

/**
 * Getis–Ord Gi* z-score of each area: how far the sum over it and its neighbours stands from what its number of
 * areas would hold if the values lay anywhere. Binary weights, the area itself included. `values`: incidents per area,
 * zeros included. Undefined (NaN) where an area's neighbours are the whole, and everywhere when all values are equal.
 * Source: Ord and Getis 1995; values checked against spdep and esda.
 */
export function getisOrdStar(values: Float64Array, { starts, of }: Neighbours, z = new Float64Array(values.length)): ScoredAreas {
  const areas = values.length
  const { mean, sd } = spreadOf(values)
  const neighbours = new Int32Array(areas)
  for (let area = 0; area < areas; area++) {
    const from = starts[area]!
    const to = starts[area + 1]!
    let sum = 0
    for (let place = from; place < to; place++) sum += values[of[place]!]!
    const k = to - from
    neighbours[area] = k
    const scale = sd * Math.sqrt((areas * k - k * k) / (areas - 1))
    z[area] = scale > 0 ? (sum - mean * k) / scale : NaN
  }
  return { neighbours, z }
}

function spreadOf(values: Float64Array): { mean: number; sd: number } {
  let sum = 0
  for (let area = 0; area < values.length; area++) sum += values[area]!
  const mean = sum / values.length
  let squares = 0
  let same = true
  for (let area = 0; area < values.length; area++) {
    squares += (values[area]! - mean) * (values[area]! - mean)
    same &&= values[area] === values[0]
  }
  return { mean, sd: same ? 0 : Math.sqrt(squares / values.length) }
}

/** `p`: two-sided, by the normal law. `pFdr`: the same, held to a false-discovery rate over all the areas. */
export type HotAreas = ScoredAreas & { p: Float64Array; pFdr: Float64Array; significant: Uint8Array }

/**
 * Areas whose neighbourhood holds more (or fewer) than chance would put there. `significant` is 1 where the false-discovery
 * rate is at most `level`, and never where nothing happened: an empty square beside a busy one is not a hotspot.
 */
export function hotAreas(values: Float64Array, neighbours: Neighbours, level = 0.05): HotAreas {
  const scored = getisOrdStar(values, neighbours)
  return { ...scored, ...judge(scored.z.map(twoSidedNormal), values, level) }
}

/** False-discovery control over two-sided p-values, and which areas are significant at `level`. */
export function judge(p: Float64Array, values: Float64Array, level: number) {
  const pFdr = falseDiscoveryRates(p)
  const significant = new Uint8Array(p.length)
  for (let area = 0; area < p.length; area++) significant[area] = pFdr[area]! <= level && values[area] !== 0 ? 1 : 0
  return { p, pFdr, significant }
}
