import { logGamma } from '../incomplete-gamma.ts'
import { chooseHighest, squaresIn } from './best-places.ts'

/**
 * Squares among the highest of both themes, and what chance would give: `expected`, and `p` that it would give as
 * many or more.
 */
export type Overlap = { places: number; of: number; both: Int32Array; expected: number; p: number }

/**
 * Whether two themes share their worst squares. Each theme's highest `share` of all squares is taken, squares where
 * nothing happened never; p is the hypergeometric tail. The two lists of counts are of the same squares, in the same
 * order.
 */
export function themeOverlap(one: Float64Array, other: Float64Array, share: number): Overlap {
  const places = squaresIn(share, one.length)
  const [first, second] = [highest(one, places), highest(other, places)]
  const both = first.filter((square) => second.includes(square))
  return { places, of: one.length, both, expected: (first.length * second.length) / one.length, p: chanceOfAtLeast(both.length, first.length, second.length, one.length) }
}

function highest(counts: Float64Array, places: number): Int32Array {
  const chosen = new Int32Array(places)
  chooseHighest(counts, places, chosen, new Float64Array(counts.length))
  return chosen.filter((square) => counts[square]! > 0)
}

/** The chance that two sets drawn at random from `of` things share at least `shared`. Source: the hypergeometric distribution. */
export function chanceOfAtLeast(shared: number, one: number, other: number, of: number): number {
  const whole = logChoose(of, other)
  let sum = 0
  for (let both = Math.max(shared, one + other - of); both <= Math.min(one, other); both++) {
    sum += Math.exp(logChoose(one, both) + logChoose(of - one, other - both) - whole)
  }
  return Math.min(1, sum)
}

const logChoose = (of: number, drawn: number) => logGamma(of + 1) - logGamma(drawn + 1) - logGamma(of - drawn + 1)
