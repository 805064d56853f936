/**
 * A fitted log-linear model of counts: log expected = intercept + slope × (time - middle). Spread is in counts.
 * `dispersion`: how many times the Poisson variance the counts have (Pearson), never below 1.
 * `relativeDispersion`: mean square of (count - expected) / expected on the same degrees of freedom.
 */
export type LogLinear = {
  intercept: number
  slope: number
  middle: number
  expected: Float64Array
  leverage: Float64Array
  interceptVariance: number // variances and covariance of the coefficients, for a dispersion of 1
  slopeVariance: number
  covariance: number
  degrees: number
  dispersion: number
  relativeDispersion: number
}

/** `fit` at a time: the expected count and the variance of its logarithm for a dispersion of 1. */
export function predict(model: LogLinear, time: number): { expected: number; logVariance: number } {
  const away = time - model.middle
  return {
    expected: Math.exp(model.intercept + model.slope * away),
    logVariance: model.interceptVariance + 2 * away * model.covariance + away * away * model.slopeVariance,
  }
}

/** Weighted mean as a model: every period expects the same. Undefined of no counts. */
export function fitLevel(counts: Float64Array, weights: Float64Array): LogLinear | undefined {
  const n = counts.length
  if (n < 2) return undefined
  let total = 0
  let weight = 0
  for (let i = 0; i < n; i += 1) {
    total += weights[i]! * counts[i]!
    weight += weights[i]!
  }
  const mean = total / weight
  const expected = new Float64Array(n).fill(mean)
  const leverage = new Float64Array(n)
  for (let i = 0; i < n; i += 1) leverage[i] = weights[i]! / weight
  const spread = dispersions(counts, weights, expected, n - 1)
  return {
    intercept: Math.log(mean), slope: 0, middle: 0, expected, leverage,
    interceptVariance: mean > 0 ? 1 / (weight * mean) : 0, slopeVariance: 0, covariance: 0, degrees: n - 1, ...spread,
  }
}

const ROUNDS = 25

/**
 * Quasi-Poisson regression of counts on time with a log link, by iteratively reweighted least squares.
 * Undefined when it does not settle in 25 rounds, or when there are fewer than 3 counts or 2 times. `near`: what an
 * earlier fit expected, to start from.
 * Source: McCullagh and Nelder 1989; started and stopped as R's glm does, so that the figures agree.
 */
export function fitTrend(counts: Float64Array, times: Float64Array, weights: Float64Array, near?: Float64Array): LogLinear | undefined {
  const n = counts.length
  if (n < 3) return undefined
  let middle = 0
  for (let i = 0; i < n; i += 1) middle += times[i]! / n
  const expected = new Float64Array(n)
  for (let i = 0; i < n; i += 1) expected[i] = near?.[i] ?? counts[i]! + 0.1
  let intercept = 0
  let slope = 0
  let before = Infinity
  for (let round = 0; round < ROUNDS; round += 1) {
    let s = 0
    let sx = 0
    let sxx = 0
    let sz = 0
    let sxz = 0
    for (let i = 0; i < n; i += 1) {
      const mu = expected[i]!
      const w = weights[i]! * mu
      const x = times[i]! - middle
      const z = Math.log(mu) + (counts[i]! - mu) / mu
      s += w
      sx += w * x
      sxx += w * x * x
      sz += w * z
      sxz += w * x * z
    }
    const determinant = s * sxx - sx * sx
    if (!(determinant > 1e-12 * s * sxx)) return undefined
    slope = (s * sxz - sx * sz) / determinant
    intercept = (sz - slope * sx) / s
    let deviance = 0
    for (let i = 0; i < n; i += 1) {
      const mu = Math.exp(intercept + slope * (times[i]! - middle))
      expected[i] = mu
      deviance += 2 * weights[i]! * ((counts[i]! > 0 ? counts[i]! * Math.log(counts[i]! / mu) : 0) - (counts[i]! - mu))
    }
    if (!Number.isFinite(deviance)) return undefined
    if (Math.abs(deviance - before) < 1e-8 * (Math.abs(deviance) + 0.1)) {
      return described(counts, times, weights, { intercept, slope, middle, expected })
    }
    before = deviance
  }
  return undefined
}

type Line = Pick<LogLinear, 'intercept' | 'slope' | 'middle' | 'expected'>

function described(counts: Float64Array, times: Float64Array, weights: Float64Array, line: Line): LogLinear {
  const { middle, expected } = line
  let s = 0
  let sx = 0
  let sxx = 0
  for (let i = 0; i < counts.length; i += 1) {
    const w = weights[i]! * expected[i]!
    const x = times[i]! - middle
    s += w
    sx += w * x
    sxx += w * x * x
  }
  const determinant = s * sxx - sx * sx
  const [interceptVariance, slopeVariance, covariance] = [sxx / determinant, s / determinant, -sx / determinant]
  const leverage = new Float64Array(counts.length)
  for (let i = 0; i < counts.length; i += 1) {
    const x = times[i]! - middle
    leverage[i] = weights[i]! * expected[i]! * (interceptVariance + 2 * x * covariance + x * x * slopeVariance)
  }
  const degrees = counts.length - 2
  return { ...line, leverage, interceptVariance, slopeVariance, covariance, degrees, ...dispersions(counts, weights, expected, degrees) }
}

function dispersions(counts: Float64Array, weights: Float64Array, expected: Float64Array, degrees: number) {
  let pearson = 0
  let relative = 0
  for (let i = 0; i < counts.length; i += 1) {
    const mu = expected[i]!
    const squared = mu > 0 ? (weights[i]! * (counts[i]! - mu) ** 2) / mu : 0
    pearson += squared
    relative += mu > 0 ? squared / mu : 0
  }
  return { dispersion: Math.max(1, pearson / degrees), relativeDispersion: relative / degrees }
}

/**
 * The weights of a second fit, in which past outbreaks count for less: a standardised Anscombe residual s above
 * `threshold` has weight s⁻², and all are scaled to add up to the number of counts.
 * Source: Farrington et al. 1996; threshold of 2.58 by Noufaily et al. 2013.
 */
export function outbreakWeights(counts: Float64Array, model: LogLinear, threshold = 2.58): Float64Array {
  const weights = new Float64Array(counts.length)
  let sum = 0
  for (let i = 0; i < counts.length; i += 1) {
    const mu = model.expected[i]!
    const raw = mu > 0 ? 1.5 * (counts[i]! ** (2 / 3) * mu ** (-1 / 6) - Math.sqrt(mu)) : 0
    const residual = raw / Math.sqrt(model.dispersion * (1 - model.leverage[i]!))
    weights[i] = residual > threshold ? 1 / (residual * residual) : 1
    sum += weights[i]!
  }
  for (let i = 0; i < counts.length; i += 1) weights[i] = (weights[i]! * counts.length) / sum
  return weights
}
