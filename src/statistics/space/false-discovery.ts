/**
 * For each p-value, in order, the smallest false-discovery rate at which it would be called a discovery.
 * NaN stays NaN and is not counted as a test. Source: Benjamini and Hochberg 1995 (R's p.adjust, method BH).
 */
export function falseDiscoveryRates(p: Float64Array): Float64Array {
  const ranked = p.slice().sort() // NaN last
  let tests = ranked.length
  while (tests > 0 && Number.isNaN(ranked[tests - 1])) tests--
  const rates = new Float64Array(tests)
  let least = 1
  for (let rank = tests - 1; rank >= 0; rank--) {
    least = Math.min(least, (ranked[rank]! * tests) / (rank + 1))
    rates[rank] = least
  }
  const result = new Float64Array(p.length)
  for (let test = 0; test < p.length; test++) result[test] = Number.isNaN(p[test]!) ? NaN : rates[placeOf(ranked, tests, p[test]!)]!
  return result
}

/**
 * The first place of a value in a sorted list that holds it: equal p-values share the rate of the last, and the first
 * has it too.
 */
function placeOf(sorted: Float64Array, length: number, value: number): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
