import { normalQuantile, countShareAt, countShareUpTo, countQuantile } from './distributions.ts'

/** Events in an area and what they are counted per: residents, workers, dwellings. */
export type Area = { count: number; exposure: number }

/** Rates are events per unit of exposure. The middle 95% and 99.8% of areas no different from the rest. */
export type FunnelLimits = { lower95: number; upper95: number; lower998: number; upper998: number }

export type AreaStanding = FunnelLimits & {
  rate: number
  standing: 'higher' | 'similar' | 'lower' // outside the 99.8% limits or not
}

/** `spread`: variance between areas beyond chance, on the scale of the root of observed over expected; 0 when none. */
export type Funnel = { rate: number; spread: number; areas: AreaStanding[] }

/**
 * A funnel: each area's rate beside the limits in which areas of its size would lie were they like all together.
 * Where areas differ by more than chance the limits are widened: on the square-root scale, by the variance between
 * areas from z-scores with the outer 10% on either side pulled in, and squared back. Otherwise they are exact Poisson.
 * An area of no exposure has no place here: throws RangeError.
 * Source: Spiegelhalter 2005; Spiegelhalter et al. 2012 for the widening.
 */
export function funnel(areas: readonly Area[]): Funnel {
  if (areas.some(({ exposure }) => !(exposure > 0))) throw new RangeError('A rate needs something to be counted per')
  const exposure = areas.reduce((sum, area) => sum + area.exposure, 0)
  const rate = exposure > 0 ? areas.reduce((sum, area) => sum + area.count, 0) / exposure : 0
  const expected = areas.map((area) => rate * area.exposure)
  const spread = rate > 0 ? spreadBetween(areas.map(({ count }) => count), expected) : 0
  return {
    rate,
    spread,
    areas: areas.map((area, index) => {
      const limits = scaled(spread > 0 ? widened(expected[index]!, spread) : exact(expected[index]!), 1 / area.exposure)
      const own = area.count / area.exposure
      return { rate: own, ...limits, standing: own > limits.upper998 ? 'higher' : own < limits.lower998 ? 'lower' : 'similar' }
    }),
  }
}

/** Limits along an axis of exposures, to draw the funnel. */
export const funnelAt = ({ rate, spread }: Funnel, exposure: number): FunnelLimits =>
  scaled(spread > 0 ? widened(rate * exposure, spread) : exact(rate * exposure), 1 / exposure)

/** Variance between areas by the method of moments, never below 0. */
function spreadBetween(counts: readonly number[], expected: readonly number[]): number {
  const n = counts.length
  if (n < 2) return 0
  const z = pulledIn(counts.map((count, index) => 2 * (Math.sqrt(count) - Math.sqrt(expected[index]!))), 0.1)
  const dispersion = z.reduce((sum, value) => sum + value * value, 0) / n
  const weights = expected.map((value) => 4 * value)
  const weight = weights.reduce((sum, value) => sum + value, 0)
  const squares = weights.reduce((sum, value) => sum + value * value, 0)
  return Math.max(0, (n * dispersion - (n - 1)) / (weight - squares / weight))
}

/** Values beyond the outer `share` on either side brought to its edge. */
function pulledIn(values: readonly number[], share: number): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [quantile(sorted, share), quantile(sorted, 1 - share)]
  return values.map((value) => Math.min(high, Math.max(low, value)))
}

/** Between the two nearest values in proportion, as most programs do (type 7 of Hyndman and Fan 1996). */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  return sorted[below]! + (place - below) * ((sorted[below + 1] ?? sorted[below]!) - sorted[below]!)
}

const [Z95, Z998] = [normalQuantile(0.975), normalQuantile(0.999)]

/** Limits in events, widened. */
function widened(expected: number, spread: number): FunnelLimits {
  const deviation = Math.sqrt(1 / (4 * expected) + spread)
  const at = (z: number) => expected * Math.max(0, 1 + z * deviation) ** 2
  return { lower95: at(-Z95), upper95: at(Z95), lower998: at(-Z998), upper998: at(Z998) }
}

/** Limits in events from the Poisson distribution, between whole counts in proportion to the chance of the upper one. */
function exact(expected: number): FunnelLimits {
  const poisson = { mean: expected, variance: expected }
  const at = (share: number) => {
    const count = countQuantile(poisson, share)
    const at = countShareAt(poisson, count)
    return at > 0 ? Math.max(0, count - (countShareUpTo(poisson, count) - share) / at) : 0
  }
  return { lower95: at(0.025), upper95: at(0.975), lower998: at(0.001), upper998: at(0.999) }
}

const scaled = (limits: FunnelLimits, by: number): FunnelLimits => ({
  lower95: limits.lower95 * by,
  upper95: limits.upper95 * by,
  lower998: limits.lower998 * by,
  upper998: limits.upper998 * by,
})
