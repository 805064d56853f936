import { gammaQuantile, gammaShareAbove, gammaShareBelow, logGamma } from '../incomplete-gamma.ts'

/** The chance that a standard normal value is above z; exact far into the tail. */
export const normalShareAbove = (z: number): number =>
  z > 0 ? gammaShareAbove(0.5, (z * z) / 2) / 2 : 1 - gammaShareAbove(0.5, (z * z) / 2) / 2

/** The standard normal value with `share` of the values below it. Its square is twice a gamma variable of shape 0.5. */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError('The share must be between 0 and 1')
  if (share === 0.5) return 0
  const z = Math.sqrt(2 * gammaQuantile(Math.abs(2 * share - 1), 0.5))
  return share > 0.5 ? z : -z
}

/**
 * Regularised incomplete beta function: the chance that a beta variable of shapes a and b is at most x, 0 to 1.
 * Source: NIST DLMF 8.17.22, the continued fraction by Lentz's method, on whichever side it settles soonest.
 */
export function betaShareBelow(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0)) throw new RangeError('The shapes must be above 0')
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b
}

const STEPS = 100_000

function betaFraction(a: number, b: number, x: number): number {
  let ratio = 1
  let inverse = 1 / (1 - ((a + b) * x) / (a + 1))
  let value = inverse
  for (let step = 1; step < STEPS; step += 1) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step))
    inverse = 1 / (1 + even * inverse)
    ratio = 1 + even / ratio
    value *= ratio * inverse
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1))
    inverse = 1 / (1 + odd * inverse)
    ratio = 1 + odd / ratio
    const change = ratio * inverse
    value *= change
    if (Math.abs(change - 1) < 1e-15) return value
  }
  throw new RangeError(`The incomplete beta fraction did not settle at ${a}, ${b}, ${x}`)
}

/** The chance that a Student t value on `degrees` of freedom is further from 0 than t, on either side. */
export const studentShareBeyond = (t: number, degrees: number): number =>
  betaShareBelow(degrees / 2, 0.5, degrees / (degrees + t * t))

/** Counts with this mean and variance: negative binomial, or Poisson where the variance is no more than the mean. */
export type CountDistribution = { mean: number; variance: number }

// With less extra variation than this a negative binomial cannot be told from a Poisson in double precision.
const POISSON = 1e-6
const isPoisson = ({ mean, variance }: CountDistribution): boolean => variance <= mean * (1 + POISSON)

/** The chance of `count` or fewer. */
export function countShareUpTo(distribution: CountDistribution, count: number): number {
  const { mean, variance } = distribution
  if (count < 0) return 0
  if (mean <= 0) return 1
  const whole = Math.floor(count)
  if (isPoisson(distribution)) return gammaShareAbove(whole + 1, mean)
  return betaShareBelow((mean * mean) / (variance - mean), whole + 1, mean / variance)
}

/** The chance of `count` or more; exact far into the tail. */
export function countShareFrom(distribution: CountDistribution, count: number): number {
  const { mean, variance } = distribution
  const whole = Math.ceil(count)
  if (whole <= 0) return 1
  if (mean <= 0) return 0
  if (isPoisson(distribution)) return gammaShareBelow(whole, mean)
  return betaShareBelow(whole, (mean * mean) / (variance - mean), 1 - mean / variance)
}

/** The chance of exactly `count`, a whole number. */
export function countShareAt(distribution: CountDistribution, count: number): number {
  const { mean, variance } = distribution
  if (mean <= 0) return count === 0 ? 1 : 0
  if (isPoisson(distribution)) return Math.exp(count * Math.log(mean) - mean - logGamma(count + 1))
  const size = (mean * mean) / (variance - mean)
  const ways = logGamma(count + size) - logGamma(size) - logGamma(count + 1)
  return Math.exp(ways + size * Math.log(mean / variance) + count * Math.log1p(-mean / variance))
}

/** The smallest count with at least `share` of the distribution at or below it, as R's qnbinom and qpois give it. */
export function countQuantile(distribution: CountDistribution, share: number): number {
  const { mean, variance } = distribution
  if (mean <= 0) return 0
  const spread = Math.sqrt(Math.max(variance, mean))
  let count = Math.max(0, Math.round(mean + spread * roughNormalQuantile(share)))
  let upTo = countShareUpTo(distribution, count)
  let at = countShareAt(distribution, count)
  const grow = isPoisson(distribution) ? 0 : 1 - mean / variance
  const size = grow === 0 ? 0 : (mean * mean) / (variance - mean)
  const ratio = (next: number) => (grow === 0 ? mean / next : ((next - 1 + size) / next) * grow)
  while (upTo < share && at > 0) {
    count += 1
    at *= ratio(count)
    upTo += at
  }
  while (count > 0 && upTo - at >= share) {
    upTo -= at
    at /= ratio(count)
    count -= 1
  }
  return count
}

/** The normal quantile to three decimals, enough to begin a search. Source: Abramowitz and Stegun 1964, 26.2.23. */
function roughNormalQuantile(share: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.max(1e-300, Math.min(share, 1 - share))))
  const z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  return share > 0.5 ? z : -z
}
