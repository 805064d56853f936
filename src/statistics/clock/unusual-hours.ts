import { gammaShareBelow } from '../incomplete-gamma.ts'
import { falseDiscoveryRates } from '../space/false-discovery.ts'

/**
 * One hour of one weekday beside what that hour and that day would give together. `finding`: 'too few' where there is
 * no telling.
 */
export type UnusualHour = { weight: number; expected: number; pFdr: number; finding: 'more' | 'fewer' | 'as expected' | 'too few' }

const FEWEST = 5
const LEVEL = 0.05

/**
 * Which hours of which days stand out beyond the pattern of the hours and the pattern of the days. `weights`: 168,
 * from Sunday 00:00, as aoristic gives; so are the results. Expected is hour total × day total ÷ all; p two-sided by
 * the Poisson law carried on between whole numbers; false discoveries held to one in twenty over all hours judged.
 * Hours with a weight and an expectation under 5 are not judged.
 */
export function unusualHours(weights: Float64Array): UnusualHour[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const [hours, days] = [new Float64Array(24), new Float64Array(7)]
  weights.forEach((weight, hour) => {
    hours[hour % 24]! += weight
    days[Math.floor(hour / 24)]! += weight
  })
  const expected = weights.map((_, hour) => (all > 0 ? (hours[hour % 24]! * days[Math.floor(hour / 24)]!) / all : 0))
  const p = weights.map((weight, hour) => (Math.max(weight, expected[hour]!) < FEWEST ? NaN : poissonP(weight, expected[hour]!)))
  return Array.from(falseDiscoveryRates(p), (pFdr, hour) => {
    const [weight, usual] = [weights[hour]!, expected[hour]!]
    const finding = Number.isNaN(pFdr) ? 'too few' : pFdr > LEVEL ? 'as expected' : weight > usual ? 'more' : 'fewer'
    return { weight, expected: usual, pFdr, finding }
  })
}

/** P(at least w) is the gamma share below the mean with shape w; between whole numbers it runs on smoothly. */
function poissonP(weight: number, mean: number): number {
  const atLeast = weight > 0 ? gammaShareBelow(weight, mean) : 1
  const atMost = 1 - gammaShareBelow(weight + 1, mean)
  return Math.min(1, 2 * Math.min(atLeast, atMost))
}
