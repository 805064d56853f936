import { writeDate, writeDateRange } from './dates.ts'
import { monthName } from './months.ts'

export type CalendarKind = 'day' | 'week' | 'month' | 'quarter' | 'financial quarter' | 'year' | 'financial year'

/** A stretch of days that a report or a reading is for; `starts` and `ends` are both in it. */
export type Period = { kind: CalendarKind | 'custom'; starts: Temporal.PlainDate; ends: Temporal.PlainDate }

/** How long each kind is; a quarter is three months from wherever it starts. */
const LENGTH: Record<CalendarKind, Temporal.DurationLike> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  'financial quarter': { months: 3 },
  year: { years: 1 },
  'financial year': { years: 1 },
}

const startingOn = (kind: CalendarKind, starts: Temporal.PlainDate): Period => ({
  kind,
  starts,
  ends: starts.add(LENGTH[kind]).subtract({ days: 1 }),
})

/** The period of a kind that a date falls in. Weeks start on Monday; financial years and their quarters on 1 April. */
export function periodContaining(kind: CalendarKind, date: Temporal.PlainDate): Period {
  const month = date.with({ day: 1 })
  const intoYear = kind.startsWith('financial') ? (date.month + 8) % 12 : date.month - 1
  const starts: Record<CalendarKind, () => Temporal.PlainDate> = {
    day: () => date,
    week: () => date.subtract({ days: date.dayOfWeek - 1 }),
    month: () => month,
    quarter: () => month.subtract({ months: intoYear % 3 }),
    'financial quarter': () => month.subtract({ months: intoYear % 3 }),
    year: () => month.subtract({ months: intoYear }),
    'financial year': () => month.subtract({ months: intoYear }),
  }
  return startingOn(kind, starts[kind]())
}

/** Any stretch of days. Throws RangeError when it would end before it starts. */
export function customPeriod(starts: Temporal.PlainDate, ends: Temporal.PlainDate): Period {
  if (Temporal.PlainDate.compare(starts, ends) > 0) throw new RangeError('A period cannot end before it starts')
  return { kind: 'custom', starts, ends }
}

/** The calendar period with just these days, the longest kind first, or else a custom one. */
export function periodOf(starts: Temporal.PlainDate, ends: Temporal.PlainDate): Period {
  for (const kind of ['year', 'financial year', 'quarter', 'month', 'week', 'day'] as const) {
    const found = periodContaining(kind, starts)
    if (found.starts.equals(starts) && found.ends.equals(ends)) return found
  }
  return customPeriod(starts, ends)
}

/** The period after: of the same kind, or for a custom one of the same whole months, or else days. */
export const nextPeriod = (period: Period): Period => shifted(period, 1)

/** The period before: of the same kind, or for a custom one of the same whole months, or else days. */
export const previousPeriod = (period: Period): Period => shifted(period, -1)

function shifted({ kind, starts, ends }: Period, by: 1 | -1): Period {
  if (kind !== 'custom') return periodContaining(kind, by === 1 ? ends.add({ days: 1 }) : starts.subtract({ days: 1 }))
  const months = wholeMonths(starts, ends)
  if (months === undefined) {
    const days = (starts.until(ends).days + 1) * by
    return customPeriod(starts.add({ days }), ends.add({ days }))
  }
  const first = starts.add({ months: months * by })
  return customPeriod(first, first.add({ months }).subtract({ days: 1 }))
}

/** How many calendar months make up these days, or undefined when they start or end within one. */
export function wholeMonths(starts: Temporal.PlainDate, ends: Temporal.PlainDate): number | undefined {
  if (starts.day !== 1 || ends.day !== ends.daysInMonth) return undefined
  return (ends.year - starts.year) * 12 + ends.month - starts.month + 1
}

/** Every period of a kind that has a day from `from` to `to`, in order. */
export function periodsBetween(kind: CalendarKind, from: Temporal.PlainDate, to: Temporal.PlainDate): Period[] {
  const periods: Period[] = []
  let period = periodContaining(kind, from)
  while (Temporal.PlainDate.compare(period.starts, to) <= 0) {
    periods.push(period)
    period = nextPeriod(period)
  }
  return periods
}

/** Whether a date is in a period. */
export const isIn = ({ starts, ends }: Period, date: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(starts, date) <= 0 && Temporal.PlainDate.compare(date, ends) <= 0

/** As a reader knows it: "September 2018", "July to September 2018", "2018-19 (April to March)", "2018". */
export function periodLabel({ kind, starts, ends }: Period): string {
  if (kind === 'year') return `${starts.year}`
  if (kind === 'financial year') return `${financialYear(starts.year)} (April to March)`
  if (kind === 'week') return `week of ${writeDate(starts)}`
  const months = wholeMonths(starts, ends)
  if (months === undefined) return writeDateRange(starts, ends)
  const last = `${monthName(ends.month)} ${ends.year}`
  if (months === 1) return last
  return `${monthName(starts.month)}${starts.year === ends.year ? '' : ` ${starts.year}`} to ${last}`
}

/** "2018-19" for the financial year that starts in April 2018. */
export const financialYear = (year: number): string => `${year}-${String((year + 1) % 100).padStart(2, '0')}`
