import { studentShareBeyond } from './distributions.ts'
import { fitLevel, fitTrend, outbreakWeights, predict, type LogLinear } from './log-linear.ts'

/** What history expects of one period. `logVariance`: of the logarithm of `expected`, the dispersion included. */
export type Expectation = {
  expected: number
  dispersion: number
  logVariance: number
  degrees: number
  hasTrend: boolean
  restsOn: number // counts
}

const TREND_P = 0.05

/**
 * What a baseline expects at `time`: a log-linear model of `counts` at `times`, fitted, refitted with past outbreaks
 * down-weighted, its trend kept when it is significant and does not lead above every count of the baseline, and else
 * fitted again without. Undefined when there are too few counts to fit anything.
 *
 * Significance is judged as the R package surveillance does after its second fit, from residuals relative to the
 * expected count: with large counts this keeps nearly every trend, which is what Noufaily et al. advise.
 * Source: Farrington et al. 1996; Noufaily et al. 2013; Salmon et al., Journal of Statistical Software 70 (10), 2016.
 */
export function expectFrom(counts: Float64Array, times: Float64Array, time: number, mayTrend: boolean): Expectation | undefined {
  const even = new Float64Array(counts.length).fill(1)
  const trend = mayTrend ? refitted(counts, even, (weights, first) => fitTrend(counts, times, weights, first?.expected)) : undefined
  if (trend && keepsTrend(trend, counts, time)) return expectation(trend, time, counts.length, true)
  const level = refitted(counts, even, (weights) => fitLevel(counts, weights))
  return level && expectation(level, time, counts.length, false)
}

function refitted(counts: Float64Array, even: Float64Array, fit: (weights: Float64Array, first?: LogLinear) => LogLinear | undefined) {
  const first = fit(even)
  return first && fit(outbreakWeights(counts, first), first)
}

function keepsTrend(model: LogLinear, counts: Float64Array, time: number): boolean {
  let most = 0
  for (const count of counts) if (count > most) most = count
  if (model.degrees < 1 || predict(model, time).expected > most) return false
  const t = model.slope / Math.sqrt(model.relativeDispersion * model.slopeVariance)
  return studentShareBeyond(t, model.degrees) < TREND_P
}

function expectation(model: LogLinear, time: number, restsOn: number, hasTrend: boolean): Expectation {
  const { expected, logVariance } = predict(model, time)
  const { dispersion, degrees } = model
  return { expected, dispersion, logVariance: logVariance * dispersion, degrees, hasTrend, restsOn }
}
