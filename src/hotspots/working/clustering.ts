import { hotAreasByPermutation, isTooFewForNormal } from '../../statistics/space/conditional-permutations.ts'
import { getisOrdStar, hotAreas } from '../../statistics/space/getis-ord.ts'
import { sumOf } from '../../statistics/space/past.ts'
import type { Asked } from './predicting.ts'
import { countOf, countsByMonth, groundOfPlaces, sumOfMonths } from './places.ts'

// Below this, neither the normal law nor shuffling can tell a cluster from luck.
const FEWEST_INCIDENTS = 12
const FEWEST_PLACES = 20

/** By which law luck was judged: the normal, 9,999 shuffles where few places hold anything, or neither. */
export type ByLaw = 'normal' | 'shuffled' | 'too few to tell'

/** Of the last year of one map era: counts by place, Gi* and which clusters are more than chance. */
export type Clustered = {
  counts: Float64Array
  from: number // month
  incidents: number
  empty: number // places where nothing happened
  z: Float64Array
  pFdr: Float64Array
  significant: Uint8Array // 1: more than chance, and something happened there
  quiet: Uint8Array // 1: the neighbourhood is high by Gi*, but nothing happened at the place itself, so it is not marked
  law: ByLaw
}

/** `target`: the month after the last one counted. */
export function cluster(asked: Asked): Clustered {
  const size = countOf(asked.places)
  const from = Math.max(asked.eras.findLast((era) => era < asked.target) ?? 0, asked.target - 12)
  const counts = sumOfMonths(countsByMonth(asked.places, asked.columns, asked.isHeld, asked.category).asked, from, asked.target, size)
  const neighbours = groundOfPlaces(asked.places).neighbours()
  const incidents = sumOf(counts)
  const law: ByLaw = incidents < FEWEST_INCIDENTS || size < FEWEST_PLACES ? 'too few to tell' : isTooFewForNormal(counts) ? 'shuffled' : 'normal'
  const { z } = getisOrdStar(counts, neighbours)
  const found = law === 'shuffled' ? hotAreasByPermutation(counts, neighbours) : hotAreas(counts, neighbours)
  const isHigh = (place: number) => found.pFdr[place]! <= 0.05 && z[place]! > 0
  const marked = counts.map((_, place) => Number(law !== 'too few to tell' && found.significant[place] === 1 && z[place]! > 0))
  return {
    counts, from, incidents, empty: counts.filter((count) => count === 0).length, z, pFdr: found.pFdr, law, significant: Uint8Array.from(marked),
    quiet: Uint8Array.from(counts, (count, place) => Number(law === 'normal' && count === 0 && isHigh(place))),
  }
}
