/** How many squares a share of them makes: the nearest whole number, at least one. */
export const squaresIn = (share: number, squares: number): number => Math.min(squares, Math.max(1, Math.round(share * squares)))

/** Chooses the `places` highest scores; among equals, the first in order. `chosen` receives their indexes, in order of index. */
export function chooseHighest(scores: Float64Array, places: number, chosen: Int32Array, scratch: Float64Array): void {
  scratch.set(scores)
  const least = kthHighest(scratch, places)
  let above = 0
  for (let cell = 0; cell < scores.length; cell++) if (scores[cell]! > least) above++
  let [equals, found] = [places - above, 0]
  for (let cell = 0; cell < scores.length && found < places; cell++) {
    if (scores[cell]! > least || (scores[cell] === least && equals-- > 0)) chosen[found++] = cell
  }
}

/** The most that any `places` squares could have held: their sum, known only afterwards. */
export function mostPossible(counts: Float64Array, places: number, scratch: Float64Array): number {
  scratch.set(counts)
  const least = kthHighest(scratch, places)
  let [sum, above] = [0, 0]
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell]! > least) {
      sum += counts[cell]!
      above++
    }
  }
  return sum + (places - above) * least
}

/** The k-th highest value, k from 1; the values are left in another order. Source: Hoare 1961, Algorithm 65: find. */
export function kthHighest(values: Float64Array, k: number): number {
  let [low, high] = [0, values.length - 1]
  const wanted = k - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let [left, right] = [low, high]
    while (left <= right) {
      while (values[left]! > pivot) left++
      while (values[right]! < pivot) right--
      if (left > right) break
      const kept = values[left]!
      values[left++] = values[right]!
      values[right--] = kept
    }
    if (wanted <= right) high = right
    else if (wanted >= left) low = left
    else break
  }
  return values[wanted]!
}
