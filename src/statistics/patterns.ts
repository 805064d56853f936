import type { Series } from './moving-range.ts'

/** Where a reading lies from its centre line: above, below, on it; null where there is no reading. */
export type Side = 1 | -1 | 0 | null

/**
 * Where a run on one side becomes a signal: true at the `length`-th reading of the run and at each that prolongs it.
 * A reading on the centre line, and a gap, end the run: what was not measured is not evidence.
 */
export const completesRun = (sides: readonly Side[], length: number): boolean[] =>
  sides.map((side, index) => Boolean(side) && index - startOfRun(sides, index) + 1 >= length)

/** The first index of the unbroken run of equal sides that `index` is in. */
export function startOfRun(sides: readonly Side[], index: number): number {
  let first = index
  while (first > 0 && sides[first - 1] === sides[index]) first -= 1
  return first
}

/**
 * Where a trend becomes a signal: 1 at the reading that makes `length` readings in a row each higher than the one
 * before, and at each that prolongs it; -1 for each lower; 0 elsewhere. Two equal neighbours and a gap end it.
 */
export function completesTrend(values: Series, length: number): (1 | -1 | 0)[] {
  const steps = stepsOf(values)
  const complete = completesRun(steps, length - 1)
  return steps.map((step, index) => (step && complete[index] ? step : 0))
}

/** The direction from each reading's forerunner to it; null at the first and beside a gap. */
export const stepsOf = (values: Series): Side[] =>
  values.map((value, index) => {
    const before = values[index - 1] ?? null
    return value === null || before === null ? null : value > before ? 1 : value < before ? -1 : 0
  })

/**
 * The readings within any three in a row that all lie on one side of the centre with at least two of them close to
 * that side's limit. All three are marked; the close ones among them carry the signal.
 * Never across both sides, which some tools have wrongly counted (NHSRplotthedots, issue 143).
 */
export function inTwoOfThree(close: readonly boolean[], sides: readonly Side[]): boolean[] {
  const marked = sides.map(() => false)
  for (let first = 0; first + 2 < sides.length; first += 1) {
    const three = sides.slice(first, first + 3)
    const together = Boolean(three[0]) && three.every((side) => side === three[0])
    if (together && close.slice(first, first + 3).filter(Boolean).length >= 2) marked.fill(true, first, first + 3)
  }
  return marked
}
