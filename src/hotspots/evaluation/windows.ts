import { monthIndex, writeMonth } from '../../incidents/catalogue/month-line.ts'
import type { Intervention } from './intervention.ts'

/** Months in a row, both included, as places on the line of `month-line.ts`. */
export type Months = { from: number; to: number }

/** Which months are set beside those before: those while it was done, or those when it was over. */
export const PHASES = ['while', 'afterwards'] as const
export type Phase = (typeof PHASES)[number]

/** As many whole months before as after; or, in words, why there are none. */
export type Window = { phase: Phase; before: Months; after: Months } | { phase: Phase; refusal: string }

type Dates = Pick<Intervention, 'starts' | 'ends' | 'carryOverMonths'>

/** Further off, too much else has changed. */
const MOST_MONTHS = 12

const monthOf = (date: Temporal.PlainDate) => monthIndex(date.toString())
const isFirstDay = (date: Temporal.PlainDate) => date.day === 1
const isLastDay = (date: Temporal.PlainDate) => date.day === date.daysInMonth

/**
 * The months to compare, of those held from `first` to `last`. Months in which it began or ended part of the way through are in neither, nor the
 * months of carry-over after it. While it was done is left out when it lasted no whole month.
 */
export function windowsOf({ starts, ends, carryOverMonths }: Dates, held: { first: number; last: number }): Window[] {
  const begun = { from: isFirstDay(starts) ? monthOf(starts) : monthOf(starts) + 1, to: isLastDay(ends) ? monthOf(ends) : monthOf(ends) - 1 }
  const over = { from: monthOf(ends) + 1 + carryOverMonths, to: Infinity }
  const before = { from: held.first, to: Math.min(monthOf(starts) - 1, held.last) }
  const window = (phase: Phase, whole: Months): Window => {
    const after = { from: whole.from, to: Math.min(whole.to, held.last) }
    if (before.to < before.from) return { phase, refusal: `No whole month before it began is held: the data begin with ${writeMonth(held.first)}.` }
    if (after.from < held.first || after.to < after.from)
      return { phase, refusal: `Nothing can be said yet: the first whole month ${phase === 'while' ? 'of it' : 'after it'} is ${writeMonth(after.from)}, and the data end with ${writeMonth(held.last)}.` }
    const n = Math.min(MOST_MONTHS, before.to - before.from + 1, after.to - after.from + 1)
    return { phase, before: { from: before.to - n + 1, to: before.to }, after: { from: after.from, to: after.from + n - 1 } }
  }
  return [...(begun.to >= begun.from ? [window('while', begun)] : []), window('afterwards', over)]
}

/** Which months belong to neither side, and why, in words. */
export function leftOut({ starts, ends, carryOverMonths }: Dates): string[] {
  const [first, last] = [monthOf(starts), monthOf(ends)]
  return [
    ...(isFirstDay(starts) ? [] : [`${writeMonth(first)} is left out: it began on the ${ordinal(starts.day)}.`]),
    ...(isLastDay(ends) || (last === first && !isFirstDay(starts)) ? [] : [`${writeMonth(last)} is left out: it ended on the ${ordinal(ends.day)}.`]),
    ...(carryOverMonths === 1 ? [`${writeMonth(last + 1)} is left out of what came after, because its effect may have carried over.`] : []),
    ...(carryOverMonths > 1 ? [`${writeMonth(last + 1)} to ${writeMonth(last + carryOverMonths)} are left out of what came after, because its effect may have carried over.`] : []),
  ]
}

function ordinal(day: number): string {
  const ending = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${ending}`
}
