import { writeDateRange } from '../../calendar/dates.ts'
import { MONTHS } from '../../calendar/months.ts'
import { financialYear, wholeMonths } from '../../calendar/period.ts'

/** The days a baseline was taken over, both included. */
export type Window = { from: Temporal.PlainDate; to: Temporal.PlainDate }

/** A window's whole months, or undefined when it begins or ends within one. */
export const monthsIn = ({ from, to }: Window): number | undefined => wholeMonths(from, to)

/**
 * A window in words that cannot be read two ways: "the financial year 2010-11", and where it is quarters, both ways of numbering
 * them: "April to December 2010 (calendar quarters 2 to 4 of 2010; financial quarters 1 to 3 of 2010-11)".
 */
export function nameWindow({ from, to }: Window): string {
  const months = wholeMonths(from, to)
  if (months === 12 && from.month === 4) return `the financial year ${financialYear(from.year)}`
  if (months === 12 && from.month === 1) return `the calendar year ${from.year}`
  if (months === undefined) return writeDateRange(from, to)
  const first = `${MONTHS[from.month - 1]}${from.year === to.year ? '' : ` ${from.year}`}`
  const span = months === 1 ? `${MONTHS[to.month - 1]} ${to.year}` : `${first} to ${MONTHS[to.month - 1]} ${to.year}`
  const quarters = [calendarQuarters(from, to, months), financialQuarters(from, to, months)].filter(Boolean)
  return quarters.length ? `${span} (${quarters.join('; ')})` : span
}

const isQuarters = (from: Temporal.PlainDate, months: number) => months % 3 === 0 && from.month % 3 === 1
const numbered = (kind: string, first: number, last: number, year: string) =>
  `${kind} ${first === last ? `quarter ${first}` : `quarters ${first} to ${last}`} of ${year}`

function calendarQuarters(from: Temporal.PlainDate, to: Temporal.PlainDate, months: number): string {
  if (!isQuarters(from, months) || from.year !== to.year) return ''
  return numbered('calendar', Math.ceil(from.month / 3), to.month / 3, `${from.year}`)
}

function financialQuarters(from: Temporal.PlainDate, to: Temporal.PlainDate, months: number): string {
  const [start, end] = [from.subtract({ months: 3 }), to.subtract({ months: 3 })]
  if (!isQuarters(from, months) || start.year !== end.year) return ''
  return numbered('financial', Math.ceil(start.month / 3), Math.ceil(end.month / 3), financialYear(start.year))
}

/** The months of the year that a window covers, for saying how two differ: "April to December". */
export const monthsOfYear = ({ from, to }: Window): string =>
  from.month === to.month ? MONTHS[from.month - 1]! : `${MONTHS[from.month - 1]} to ${MONTHS[to.month - 1]}`

/**
 * The latest window that is like `baseline` and ends by `latest`: as long, and covering the same months of the year unless it
 * covers whole years. Null when there is none after the baseline, or the baseline is not of whole months.
 */
export function likeWindow(baseline: Window, latest: Temporal.PlainDate): Window | null {
  const months = monthsIn(baseline)
  if (months === undefined) return null
  const to = months % 12 === 0 ? latest : sameMonth(baseline.to, latest)
  const from = to.add({ days: 1 }).subtract({ months })
  return Temporal.PlainDate.compare(from, baseline.to) > 0 ? { from, to } : null
}

/** The last end of the same month on or before `latest`. */
function sameMonth(end: Temporal.PlainDate, latest: Temporal.PlainDate): Temporal.PlainDate {
  const first = end.with({ day: 1, year: latest.year })
  const thisYear = first.with({ day: first.daysInMonth })
  if (Temporal.PlainDate.compare(thisYear, latest) <= 0) return thisYear
  const before = first.subtract({ years: 1 })
  return before.with({ day: before.daysInMonth })
}
