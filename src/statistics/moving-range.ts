/** Readings in time order. `null`: no reading for that period, which is never taken as nought. */
export type Series = readonly (number | null)[]

// A moving range beyond this many times the mean moving range is itself a surprise: the D4 factor for ranges of two.
const SCREEN = 3.267

/**
 * How far each reading lies from the one before it, without sign, in the order of `values`.
 * Nothing for the first, and nothing where either neighbour is missing: across a gap the difference would hold
 * more than one period's change, and would widen the limits for want of data.
 */
export const movingRanges = (values: Series): (number | null)[] =>
  values.map((value, index) => {
    const before = values[index - 1] ?? null
    return value === null || before === null ? null : Math.abs(value - before)
  })

export type Screening = { screened?: boolean }

/**
 * Mean of the moving ranges, in the unit of the readings; undefined when no two readings stand side by side.
 * `screened` (the default) leaves out, once, the ranges of 3.267 times the mean or more, so that one
 * extraordinary reading does not widen the limits until it hides itself.
 * Source: NHS England, Making Data Count; NHSRplotthedots leaves out the boundary too.
 */
export function meanMovingRange(values: Series, { screened = true }: Screening = {}): number | undefined {
  const ranges = movingRanges(values).filter((range) => range !== null)
  const all = mean(ranges)
  if (!screened || all === undefined || all === 0) return all
  return mean(ranges.filter((range) => range < SCREEN * all))
}

/** Arithmetic mean, or undefined of nothing. */
export const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
