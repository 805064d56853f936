/** How well one level fits a stretch of readings. */
export type Cost = 'least squares' | 'poisson' | 'negative binomial'

export type ChangePointSettings = {
  cost?: Cost // least squares
  shortest?: number // readings that a stretch must have: 12, and at least 2
  most?: number // changes: 5
}

/** `after`: index of the last reading before the change, as strucchange counts. */
export type ChangePoint = {
  after: number
  from: number // the plausible range of `after`, both included
  to: number
  before: number // mean of the stretch before, and of the one after
  next: number
}

/** `fits[m]`: the best division with m changes, and its BIC. `chosen`: the one with the lowest. */
export type Division = { fits: { after: number[]; cost: number; bic: number }[]; chosen: ChangePoint[] }

// Beyond this the work, which grows with the square of the readings, is not worth waiting for.
export const MOST_READINGS = 20_000

/**
 * The best division of a series into stretches of one level each, found exactly by dynamic programming for 0 to `most`
 * changes and chosen by BIC. As in strucchange, no more changes are tried than readings / shortest, rounded up, less 2.
 *
 * Least squares is strucchange's breakpoints(y ~ 1): same division, same BIC. Poisson and negative binomial, for
 * counts, use the deviance; for the latter the dispersion is common to all stretches and taken from step to step.
 * The plausible range of a change is every place where it could stand, its neighbours held, without the likelihood
 * falling below that of a 95% interval (chi-square on 1 degree of freedom).
 * Throws RangeError beyond 20,000 readings. Source: Bai and Perron 2003.
 */
export function changePoints(readings: readonly number[], settings: ChangePointSettings = {}): Division {
  const { cost = 'least squares', shortest = 12, most = 5 } = settings
  const n = readings.length
  if (n > MOST_READINGS) throw new RangeError(`Changes are looked for in at most ${MOST_READINGS} readings, and there are ${n}`)
  if (shortest < 2) throw new RangeError('A stretch has at least 2 readings')
  const theory = theoryOf(cost, readings)
  const possible = Math.max(0, Math.min(most, Math.ceil(n / shortest) - 2, Math.floor(n / shortest) - 1))
  const divisions = n === 0 ? [[]] : bestDivisions(n, shortest, possible, theory.costOf)
  const fits = divisions.map((after) => {
    const total = stretches(after, n).reduce((sum, [start, end]) => sum + theory.costOf(start, end), 0)
    return { after, cost: total, bic: theory.badness(total) + Math.log(Math.max(1, n)) * theory.parameters(after.length) }
  })
  const best = fits.reduce((lowest, fit) => (fit.bic < lowest.bic ? fit : lowest))
  return { fits, chosen: best.after.map((_, which) => described(readings, best.after, which, best.cost, shortest, theory)) }
}

type Theory = {
  costOf: (start: number, end: number) => number // of the stretch from start up to but not including end
  badness: (cost: number) => number // minus twice the log-likelihood, but for a constant
  parameters: (changes: number) => number
}

function theoryOf(cost: Cost, readings: readonly number[]): Theory {
  const n = readings.length
  const sums = new Float64Array(n + 1)
  const squares = new Float64Array(n + 1)
  const shift = cost === 'least squares' ? Math.round(readings.reduce((sum, value) => sum + value, 0) / Math.max(1, n)) : 0
  for (let i = 0; i < n; i += 1) {
    const value = readings[i]! - shift
    sums[i + 1] = sums[i]! + value
    squares[i + 1] = squares[i]! + value * value
  }
  if (cost === 'least squares') {
    return {
      costOf: (start, end) => {
        const sum = sums[end]! - sums[start]!
        const left = squares[end]! - squares[start]! - (sum * sum) / (end - start)
        return left > 1e-13 * squares[n]! ? left : 0
      },
      badness: (total) => n * (Math.log(total) + 1 - Math.log(n) + Math.log(2 * Math.PI)),
      parameters: (changes) => 2 * (changes + 1), // as strucchange counts them: the variance again with each stretch
    }
  }
  const dispersion = cost === 'poisson' ? 1 : stepDispersion(readings)
  const mean = sums[n]! / Math.max(1, n)
  const size = dispersion > 1 ? mean / (dispersion - 1) : Infinity
  return {
    costOf: (start, end) => -2 * logLikelihood(sums[end]! - sums[start]!, end - start, size),
    badness: (total) => total,
    parameters: (changes) => 2 * changes + 1,
  }
}

/** Of a stretch at its own mean, less what no division changes. */
function logLikelihood(sum: number, length: number, size: number): number {
  if (sum === 0) return 0
  const mean = sum / length
  if (size === Infinity) return sum * Math.log(mean) - sum
  return sum * Math.log(mean / (size + mean)) - length * size * Math.log1p(mean / size)
}

/** Variance in means, from one reading to the next: changes of level hardly touch it. Never below 1. */
export function stepDispersion(readings: readonly number[]): number {
  let sum = 0
  let steps = 0
  for (let i = 1; i < readings.length; i += 1) {
    const both = readings[i]! + readings[i - 1]!
    if (both > 0) sum += (readings[i]! - readings[i - 1]!) ** 2 / both
    steps += 1
  }
  return steps === 0 ? 1 : Math.max(1, sum / steps)
}

/** For 0 to `most` changes, the indexes of the last reading before each. */
function bestDivisions(n: number, shortest: number, most: number, costOf: Theory['costOf']): number[][] {
  // least[m][end]: the lowest cost of the readings before `end` in m + 1 stretches; came[m][end]: where the last began.
  let least = new Float64Array(n + 1).fill(Infinity)
  for (let end = shortest; end <= n; end += 1) least[end] = costOf(0, end)
  const came: Int32Array[] = []
  const divisions: number[][] = [[]]
  for (let changes = 1; changes <= most; changes += 1) {
    const next = new Float64Array(n + 1).fill(Infinity)
    const from = new Int32Array(n + 1).fill(-1)
    for (let end = (changes + 1) * shortest; end <= n; end += 1) {
      for (let start = changes * shortest; start <= end - shortest; start += 1) {
        const total = least[start]! + costOf(start, end)
        if (total < next[end]!) {
          next[end] = total
          from[end] = start
        }
      }
    }
    came.push(from)
    least = next
    const after: number[] = []
    for (let level = changes - 1, end = n; level >= 0; level -= 1) {
      end = came[level]![end]!
      after.unshift(end - 1)
    }
    divisions.push(after)
  }
  return divisions
}

/** Each stretch as where it starts and where it has ended. */
function stretches(after: readonly number[], n: number): [number, number][] {
  const starts = [0, ...after.map((last) => last + 1)]
  return starts.map((start, which) => [start, starts[which + 1] ?? n])
}

const CHI_SQUARE_95 = 3.841458820694124

function described(readings: readonly number[], after: readonly number[], which: number, cost: number, shortest: number, theory: Theory): ChangePoint {
  const n = readings.length
  const start = which === 0 ? 0 : after[which - 1]! + 1
  const change = after[which]! + 1
  const end = after[which + 1] === undefined ? n : after[which + 1]! + 1
  const others = cost - theory.costOf(start, change) - theory.costOf(change, end)
  const isPlausible = (place: number) =>
    theory.badness(others + theory.costOf(start, place) + theory.costOf(place, end)) - theory.badness(cost) <= CHI_SQUARE_95
  const nearest = Math.min(2, shortest)
  let from = change
  let to = change
  for (let place = start + nearest; place <= end - nearest; place += 1) {
    if (!isPlausible(place)) continue
    from = Math.min(from, place)
    to = Math.max(to, place)
  }
  return { after: change - 1, from: from - 1, to: to - 1, before: meanOf(readings, start, change), next: meanOf(readings, change, end) }
}

const meanOf = (readings: readonly number[], start: number, end: number): number =>
  readings.slice(start, end).reduce((sum, value) => sum + value, 0) / (end - start)
