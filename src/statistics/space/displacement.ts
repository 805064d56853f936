import { normalFor } from '../intervals.ts'
import { twoSidedNormal } from './normal-tail.ts'

/** Incidents in the same length of time before and after. */
export type BeforeAfter = { before: number; after: number }

/** Where it was done, where it might have moved to, and the places each is compared with. */
export type Intervention = { treated: BeforeAfter; control: BeforeAfter; displaced?: BeforeAfter; displacedControl?: BeforeAfter }

/**
 * `wdd`: incidents prevented (below 0) or added, displaced ones counted in; `standardError`, `low`, `high` in
 * incidents; `p` two-sided, by the normal law. `effect`: percentage by which the treated area changed beyond the
 * control, with its interval; null when a count is 0. `detectable`: the smallest change, in incidents, that so many
 * incidents would show four times in five.
 */
export type Displacement = {
  wdd: number; standardError: number; low: number; high: number; p: number
  effect: { percent: number; low: number; high: number } | null
  detectable: number
}

const POWER = 0.8

/**
 * The weighted displacement difference: what changed in the treated area beyond the control, and likewise where it
 * might have moved, with the variance of Poisson counts, their sum. `level`: of the intervals. Source: Wheeler and
 * Ratcliffe 2018.
 */
export function displacement({ treated, control, displaced = NONE, displacedControl = NONE }: Intervention, level = 0.95): Displacement {
  const wdd = change(treated) - change(control) + change(displaced) - change(displacedControl)
  const standardError = Math.sqrt([treated, control, displaced, displacedControl].reduce((sum, { before, after }) => sum + before + after, 0))
  const normal = normalFor(level)
  return {
    wdd, standardError, low: wdd - normal * standardError, high: wdd + normal * standardError,
    p: standardError > 0 ? twoSidedNormal(wdd / standardError) : 1,
    effect: relativeEffect(treated, control, normal),
    detectable: (normal + normalFor(2 * POWER - 1)) * standardError,
  }
}

const NONE: BeforeAfter = { before: 0, after: 0 }
const change = ({ before, after }: BeforeAfter) => after - before

/**
 * The ratio of the two areas' ratios, on the logarithmic scale, with the variance of four Poisson counts. Source:
 * Farrington and others 2007.
 */
function relativeEffect(treated: BeforeAfter, control: BeforeAfter, normal: number) {
  const counts = [treated.before, treated.after, control.before, control.after]
  if (counts.some((count) => count === 0)) return null
  const middle = Math.log((treated.after / treated.before / (control.after / control.before)))
  const error = Math.sqrt(counts.reduce((sum, count) => sum + 1 / count, 0))
  const percent = (log: number) => 100 * Math.expm1(log)
  return { percent: percent(middle), low: percent(middle - normal * error), high: percent(middle + normal * error) }
}

/** Days of a count and the count; a day between the end of `before` and the start of `after` is carried over and left out. */
export type DayCount = { day: number; n: number }

/** Sums days before `start` and days from `start` + `carryOver` on, over as many days each as both have, nearest the start. */
export function beforeAfter(days: readonly DayCount[], start: number, carryOver = 0): BeforeAfter & { days: number } {
  const numbers = days.map(({ day }) => day)
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  const resumed = start + carryOver
  const length = Math.max(0, Math.min(start - first, last - resumed + 1))
  const within = (from: number) => days.reduce((sum, { day, n }) => sum + (day >= from && day < from + length ? n : 0), 0)
  return { before: within(start - length), after: within(resumed), days: length }
}
