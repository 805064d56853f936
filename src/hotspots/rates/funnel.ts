/** How an area's rate stands to that of all areas together. */
export type Standing = 'higher' | 'similar' | 'lower'

/** Standard errors from the whole beyond which an area is said to differ: 99.8% of like areas stay within. */
const LIMIT = 3.09
const WINSORISED = 0.1

/**
 * Whether each area holds more or fewer than its share of the whole, given what it is divided by. Areas differ by more than luck even where nothing
 * is amiss, so the limits are widened by the spread that areas have among themselves. `expected`: what each would hold at the rate of all.
 * Source: Spiegelhalter 2005, random-effects funnel on the square-root scale, the outer tenth of scores drawn in.
 */
export function standings(counts: readonly number[], expected: readonly number[]): { standing: Standing; lower: number; upper: number }[] {
  const errors = expected.map((each) => 1 / (2 * Math.sqrt(each)))
  const scores = counts.map((count, area) => (Math.sqrt(count / expected[area]!) - 1) / errors[area]!)
  const tau2 = spreadBeyondLuck(scores, errors)
  return counts.map((count, area) => {
    const reach = LIMIT * Math.sqrt(errors[area]! ** 2 + tau2)
    const [lower, upper] = [expected[area]! * Math.max(0, 1 - reach) ** 2, expected[area]! * (1 + reach) ** 2]
    return { standing: count > upper ? 'higher' : count < lower ? 'lower' : 'similar', lower, upper }
  })
}

function spreadBeyondLuck(scores: readonly number[], errors: readonly number[]): number {
  const areas = scores.length
  const sorted = scores.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor(WINSORISED * (areas - 1))]!, sorted[Math.ceil((1 - WINSORISED) * (areas - 1))]!]
  const phi = scores.reduce((sum, score) => sum + Math.max(low, Math.min(high, score)) ** 2, 0) / areas
  const weights = errors.map((error) => 1 / error ** 2)
  const [sum, squares] = [weights.reduce((all, weight) => all + weight, 0), weights.reduce((all, weight) => all + weight ** 2, 0)]
  return areas < 2 ? 0 : Math.max(0, (areas * phi - (areas - 1)) / (sum - squares / sum))
}
