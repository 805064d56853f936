import type { NotApplicable } from './intervals.ts'

/** `undefined`: from nought there is no percentage, however large the rise. */
export type Growth = { is: 'known'; percent: number } | { is: 'undefined'; why: string }

/** Growth in per cent from a baseline to a later figure, both 0 or more. */
export function growth(baseline: number, later: number): Growth {
  if (baseline < 0 || later < 0) throw new RangeError('Growth in per cent is of figures of 0 or more')
  if (baseline > 0) return { is: 'known', percent: ((later - baseline) / baseline) * 100 }
  return { is: 'undefined', why: 'The baseline is 0, so a change from it has no percentage' }
}

/** `count` as a percentage of `of`; not applicable when there is nothing to count from. */
export const percentageOf = (count: number, of: number): number | NotApplicable =>
  of === 0 ? 'not applicable' : (count * 100) / of

/** A share as published. `base`: of whom or what; `period`: when. Null where the source does not say. */
export type PublishedShare = { percent: number; base: string | null; period: string | null }

/**
 * Why two shares may not be set side by side without a caveat; empty when they may.
 * They must be of the same base and the same period, and both must say so.
 */
export function caveats(one: PublishedShare, other: PublishedShare): string[] {
  const found: string[] = []
  if (one.base === null || other.base === null) found.push('It is not said what the percentages are of')
  else if (!isSame(one.base, other.base)) found.push(`One is of ${one.base}, the other of ${other.base}`)
  if (one.period === null || other.period === null) found.push('It is not said when the percentages were true')
  else if (!isSame(one.period, other.period)) found.push(`One is for ${one.period}, the other for ${other.period}`)
  return found
}

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()
