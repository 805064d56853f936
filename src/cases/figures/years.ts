import { protectTable, type PublishableCount } from '../../statistics/disclosure.ts'
import { type Count, type FigureName, FIGURES } from './figure.ts'

/** A figure over financial years: parts across, years down, totals beside, all fit to leave the partnership. A year before the scheme kept figures is not collected. */
export type FigureTable = {
  figure: FigureName
  parts: readonly string[]
  rows: readonly { year: string; isWhole: boolean; cells: readonly PublishableCount[]; total: PublishableCount | null }[]
}

/** The financial year (April to March) that a month (ISO date) is in, by the year it begins. */
export const yearOf = (month: string): number => {
  const { year, month: number } = Temporal.PlainDate.from(month)
  return number >= 4 ? year : year - 1
}
export const yearInWords = (begins: number): string => `April ${begins} to March ${begins + 1}`

/**
 * One figure by financial year from the first that anything is held for, small numbers protected together with the totals. Months of the current quarter are
 * left out, so that no single day's work can be read off a change. `today`: ISO.
 */
export function yearsOf(figure: FigureName, counts: readonly Count[], today: string): FigureTable {
  const parts = Object.keys(FIGURES[figure].parts)
  const whole = counts.filter((count) => count.month < firstOfQuarter(today))
  const own = whole.filter((count) => count.figure === figure)
  const first = Math.min(...whole.map(({ month }) => yearOf(month)))
  if (!Number.isFinite(first)) return { figure, parts, rows: [] }
  const years = Array.from({ length: yearOf(today) - first + 1 }, (_, at) => first + at)
  const numbers = years.map((year) => parts.map((part) => own.filter((count) => yearOf(count.month) === year && count.part === part).reduce((sum, { n }) => sum + n, 0)))
  const table = protectTable(numbers)
  // Before and after are two measurements of one thing: their sum means nothing.
  const addsUp = figure !== 'repeats'
  return { figure, parts, rows: years.map((year, at) => ({ year: yearInWords(year), isWhole: year < yearOf(today), cells: table.cells[at]!, total: addsUp ? table.rowTotals[at]! : null })).reverse() }
}

const firstOfQuarter = (today: string): string => {
  const { year, month } = Temporal.PlainDate.from(today)
  return Temporal.PlainDate.from({ year, month: Math.floor((month - 1) / 3) * 3 + 1, day: 1 }).toString()
}
