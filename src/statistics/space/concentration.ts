import { seededRandom } from './random.ts'

/** The fewest places that hold a share of the incidents. `percent`: of all possible places. */
export type Holding = { share: number; places: number; percent: number }

/**
 * `gini`: 0 when every place holds the same, towards 1 when one holds all. `generalGini`: the same against what so
 * few incidents could show at most: with fewer incidents than places, some must be empty. NaN when there is no
 * incident.
 */
export type Concentration = { holdings: Holding[]; used: number; places: number; incidents: number; gini: number; generalGini: number }

export const USUAL_SHARES = [0.25, 0.5, 0.8]

/**
 * How few places hold how much. `counts`: incidents per place; `places`: all the places there could be, at least as
 * many (those not counted hold nothing). Throws RangeError for a negative count or fewer places than counts. Source:
 * Weisburd 2015 (share of places); Bernasco and Steenbeek 2017 for the generalised Gini, G' = max(n ÷ c, 1)(G − 1) +
 * 1 for n places and c incidents.
 */
export function concentration(counts: Float64Array, places = counts.length, shares: readonly number[] = USUAL_SHARES): Concentration {
  if (places < counts.length) throw new RangeError(`There are ${counts.length} places with a count but only ${places} places in all`)
  const highest = counts.slice().sort().reverse()
  if (highest.length > 0 && !(highest.at(-1)! >= 0)) throw new RangeError('A count cannot be below 0')
  const incidents = highest.reduce((sum, count) => sum + count, 0)
  const holdings = shares.map((share) => {
    const held = fewestHolding(highest, share * incidents)
    return { share, places: held, percent: (100 * held) / places }
  })
  // With counts from the highest down and n places, G = (n + 1 − 2 Σ rank × count ÷ Σ count) ÷ n.
  const ranked = highest.reduce((sum, count, rank) => sum + (rank + 1) * count, 0)
  const gini = (places + 1 - (2 * ranked) / incidents) / places
  return { holdings, used: counts.reduce((used, count) => used + (count > 0 ? 1 : 0), 0), places, incidents, gini, generalGini: Math.max(places / incidents, 1) * (gini - 1) + 1 }
}

/** `highest`: counts from the highest down. None are needed to hold nothing. */
function fewestHolding(highest: Float64Array, wanted: number): number {
  let [sum, places] = [0, 0]
  // Shares such as 0.8 have no exact binary form: a sum that is the share to 12 digits has reached it.
  while (places < highest.length && sum < wanted * (1 - 1e-12)) sum += highest[places++]!
  return places
}

/**
 * A 95% interval for the percentage of places that hold a share, by drawing the places again with replacement; the
 * same for the same seed. Source: Efron 1979, percentile interval.
 */
export function concentrationInterval(counts: Float64Array, places = counts.length, share = 0.5, { draws = 999, seed = 1 } = {}): { from: number; to: number } {
  const random = seededRandom(seed)
  const drawn = new Float64Array(places)
  const percents = Float64Array.from({ length: draws }, () => {
    for (let place = 0; place < places; place++) drawn[place] = counts[Math.floor(random() * places)] ?? 0
    return concentration(drawn, places, [share]).holdings[0]!.percent
  }).sort()
  return { from: percents[Math.floor(0.025 * (draws - 1))]!, to: percents[Math.ceil(0.975 * (draws - 1))]! }
}
