/**
 * Natural logarithm of the gamma function, for x above 0, to about 13 digits.
 * Source: Stirling's series, NIST DLMF 5.11.1, after stepping x up to 10 by the recurrence.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError('The gamma function is needed above 0 only')
  let shifted = x
  let product = 1
  while (shifted < 10) {
    product *= shifted
    shifted += 1
  }
  const inverse = 1 / shifted
  const square = inverse * inverse
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
}

/**
 * Regularised lower incomplete gamma function P(shape, x): the chance that a gamma variable of that shape and unit
 * rate is at most x. Throws RangeError unless shape is above 0.
 * Source: NIST DLMF 8.11.4 (series) below shape + 1, and 8.9.2 (continued fraction, by Lentz's method) above.
 */
export function gammaShareBelow(shape: number, x: number): number {
  if (!(shape > 0)) throw new RangeError('The shape must be above 0')
  if (x <= 0) return 0
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape))
  return x < shape + 1 ? front * seriesBelow(shape, x) : 1 - front * fractionAbove(shape, x)
}

/** The rest: the chance that the same gamma variable is above x, exact far into the tail. */
export function gammaShareAbove(shape: number, x: number): number {
  if (!(shape > 0)) throw new RangeError('The shape must be above 0')
  if (x <= 0) return 1
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape))
  return x < shape + 1 ? 1 - front * seriesBelow(shape, x) : front * fractionAbove(shape, x)
}

const ENOUGH = 1e-16
const STEPS = 100_000

function seriesBelow(shape: number, x: number): number {
  let term = 1 / shape
  let sum = term
  for (let step = 1; step < STEPS; step += 1) {
    term *= x / (shape + step)
    sum += term
    if (term < sum * ENOUGH) return sum
  }
  throw new RangeError(`The incomplete gamma series did not settle at ${shape}, ${x}`)
}

function fractionAbove(shape: number, x: number): number {
  let bottom = x + 1 - shape
  let ratio = Infinity
  let inverse = 1 / bottom
  let value = inverse
  for (let step = 1; step < STEPS; step += 1) {
    const numerator = step * (shape - step)
    bottom += 2
    inverse = 1 / (numerator * inverse + bottom)
    ratio = bottom + numerator / ratio
    const change = inverse * ratio
    value *= change
    if (Math.abs(change - 1) < 1e-15) return value
  }
  throw new RangeError(`The incomplete gamma fraction did not settle at ${shape}, ${x}`)
}

/**
 * The x with a `share` of a gamma variable of that shape and unit rate below it; half a chi-square quantile on
 * 2 × shape degrees of freedom. `share` is between 0 and 1, both excluded.
 */
export function gammaQuantile(share: number, shape: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError('The share must be between 0 and 1')
  let low = 0
  let high = shape + 1
  while (gammaShareBelow(shape, high) < share) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-14 * high; step += 1) {
    const middle = (low + high) / 2
    if (gammaShareBelow(shape, middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}
