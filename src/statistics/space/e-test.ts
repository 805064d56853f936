import { logGamma } from '../incomplete-gamma.ts'
import { twoSidedNormal } from './normal-tail.ts'

/** A count over an exposure: days, or dwellings. */
export type Exposed = { count: number; exposure: number }

const TINY = 1e-18
// Beyond this the sum over all pairs of counts takes seconds, and the normal law gives the same to four digits.
const MANY = 20_000

/**
 * Two-sided p that two Poisson rates are the same, good for small counts where the normal law is not. NaN when an exposure is not above 0.
 * Source: Krishnamoorthy and Thomson 2004, the E-test.
 */
export function eTest(one: Exposed, other: Exposed): number {
  if (!(one.exposure > 0 && other.exposure > 0)) return NaN
  const rate = (one.count + other.count) / (one.exposure + other.exposure)
  if (rate === 0) return 1
  const observed = statistic(one.count, other.count, one.exposure, other.exposure)
  if (one.count + other.count > MANY) return twoSidedNormal(observed)
  const [first, second] = [likely(rate * one.exposure), likely(rate * other.exposure)]
  let p = 0
  for (const { count, chance } of first) {
    for (const against of second) {
      // Arrangements exactly as far apart as the observed one count, whichever way rounding falls.
      if (statistic(count, against.count, one.exposure, other.exposure) >= observed * (1 - 1e-12)) p += chance * against.chance
    }
  }
  return Math.min(1, p)
}

function statistic(one: number, other: number, exposure: number, otherExposure: number): number {
  const variance = one / exposure ** 2 + other / otherExposure ** 2
  return variance === 0 ? 0 : Math.abs(one / exposure - other / otherExposure) / Math.sqrt(variance)
}

/** Counts of a Poisson variable that are not all but impossible, with their chances. */
function likely(mean: number): { count: number; chance: number }[] {
  const reach = Math.ceil(9 * Math.sqrt(mean)) + 40
  const from = Math.max(0, Math.floor(mean) - reach)
  return Array.from({ length: Math.floor(mean) + reach - from }, (_, step) => {
    const count = from + step
    return { count, chance: Math.exp(count * Math.log(mean) - mean - logGamma(count + 1)) }
  }).filter(({ chance }) => chance > TINY)
}
