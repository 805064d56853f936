import { judge } from './getis-ord.ts'
import type { Neighbours } from './lattice.ts'
import { seededRandom } from './random.ts'

const FEWEST_INCIDENTS = 30
const MOST_EMPTY = 0.8

/** Whether the normal law may be trusted for Gi*: with fewer than 30 incidents, or four in five areas empty, it may not. */
export function isTooFewForNormal(values: Float64Array): boolean {
  let [incidents, empty] = [0, 0]
  for (const value of values) {
    incidents += value
    if (value === 0) empty++
  }
  return incidents < FEWEST_INCIDENTS || empty >= MOST_EMPTY * values.length
}

/**
 * Two-sided p of each area's neighbourhood sum when its own value stays and its neighbours' are drawn from all the
 * other areas: twice the smaller tail, the observed arrangement counted in, never above 1. Areas where nothing
 * happened, never hotspots, get NaN and are not drawn for. Source: Anselin 1995, section 4 (conditional permutation).
 * Draws are shared between areas and repeat for the same seed.
 */
export function permutedP(values: Float64Array, { starts, of }: Neighbours, permutations = 9999, seed = 1): Float64Array {
  const areas = values.length
  const most = starts.reduce((widest, start, area) => (area === 0 ? 0 : Math.max(widest, start - starts[area - 1]! - 1)), 0)
  const draws = drawOthers(areas - 1, most, permutations, seed)
  return values.map((own, area) => {
    const neighbours = of.subarray(starts[area], starts[area + 1])
    const drawn = neighbours.length - 1
    if (own === 0 || drawn === 0) return NaN
    const observed = neighbours.reduce((sum, place) => sum + values[place]!, 0) - own
    let [above, below] = [1, 1]
    for (let permutation = 0; permutation < permutations; permutation++) {
      let sum = 0
      for (let draw = permutation * most; draw < permutation * most + drawn; draw++) {
        const other = draws[draw]!
        sum += values[other < area ? other : other + 1]!
      }
      if (sum >= observed) above++
      if (sum <= observed) below++
    }
    return Math.min(1, (2 * Math.min(above, below)) / (permutations + 1))
  })
}

/** `permutations` draws of `size` different indexes below `others`, one after the other. */
function drawOthers(others: number, size: number, permutations: number, seed: number): Int32Array {
  const random = seededRandom(seed)
  const deck = Int32Array.from({ length: others }, (_, index) => index)
  const draws = new Int32Array(permutations * size)
  for (let permutation = 0; permutation < permutations; permutation++) {
    for (let place = 0; place < size; place++) {
      const other = place + Math.floor(random() * (others - place))
      const kept = deck[other]!
      deck[other] = deck[place]!
      deck[place] = kept
      draws[permutation * size + place] = kept
    }
  }
  return draws
}

/** Gi* judged by permutation: for few incidents or mostly empty areas, where the normal law cries wolf. */
export const hotAreasByPermutation = (values: Float64Array, neighbours: Neighbours, { level = 0.05, permutations = 9999, seed = 1 } = {}) =>
  judge(permutedP(values, neighbours, permutations, seed), values, level)
