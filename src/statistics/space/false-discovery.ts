/**
 * For each p-value, in order, the smallest false-discovery rate at which it would be called a discovery.
 * NaN stays NaN and is not counted as a test. Source: Benjamini and Hochberg 1995 (R's p.adjust, method BH).
 */
export function falseDiscoveryRates(p: Float64Array): Float64Array {
  const tested = Uint32Array.from(p.keys()).filter((test) => !Number.isNaN(p[test]))
  const ranked = Float64Array.from(tested, (test) => p[test]!).sort()
  const rates = ranked.slice()
  let least = 1
  for (let rank = ranked.length - 1; rank >= 0; rank--) {
    least = Math.min(least, (ranked[rank]! * ranked.length) / (rank + 1))
    rates[rank] = least
  }
  return p.map((value) => (Number.isNaN(value) ? NaN : rates[placeOf(ranked, value)]!))
}

/** The first place of a value in a sorted list that holds it: equal p-values share the rate of the last, and the first has it too. */
function placeOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
