import { bankHolidayOn } from '../../calendar/bank-holidays.ts'

const firstMonday = (month: Temporal.PlainDate) => {
  const first = month.with({ day: 1 })
  const monday = first.add({ days: (8 - first.dayOfWeek) % 7 })
  return bankHolidayOn(monday.toString()) === null ? monday : monday.add({ weeks: 1 })
}

/** The next first Monday of a month after a date, or the Monday after it where that is a bank holiday. */
export function nextPanelDate(after: Temporal.PlainDate): Temporal.PlainDate {
  const thisMonth = firstMonday(after)
  return Temporal.PlainDate.compare(thisMonth, after) > 0 ? thisMonth : firstMonday(after.with({ day: 1 }).add({ months: 1 }))
}
