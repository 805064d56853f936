import { BANK_HOLIDAY_LIST, bankHolidayOn } from './bank-holidays.ts'

/** Every working day the list of bank holidays is whole for, in order; and of each date in it, how many there are up to and including it. */
const WORKING_DAYS: string[] = []
const COUNT_TO = new Map<string, number>()
const LAST = Temporal.PlainDate.from(BANK_HOLIDAY_LIST.to)
for (let day = Temporal.PlainDate.from(BANK_HOLIDAY_LIST.from); Temporal.PlainDate.compare(day, LAST) <= 0; day = day.add({ days: 1 })) {
  const date = day.toString()
  if (day.dayOfWeek <= 5 && bankHolidayOn(date) === null) WORKING_DAYS.push(date)
  COUNT_TO.set(date, WORKING_DAYS.length)
}

const unlisted = (date: string) => new RangeError(`Bank holidays are listed from ${BANK_HOLIDAY_LIST.from} to ${BANK_HOLIDAY_LIST.to}: working days from or to ${date} cannot be counted`)

function countTo(date: string): number {
  const count = COUNT_TO.get(date)
  if (count === undefined) throw unlisted(date)
  return count
}

/** Whether a date (ISO) is one on which offices work: no Saturday, Sunday or bank holiday in England and Wales. Throws RangeError outside the list. */
export const isWorkingDay = (date: string): boolean => WORKING_DAYS[countTo(date) - 1] === date

/**
 * The date (ISO) `days` working days after a date; before it when negative. The day itself is not counted, as with a legal period that runs "from" it.
 * With 0, the date itself or, when nobody works then, the next working day. Throws RangeError where the list of bank holidays does not reach.
 */
export function addWorkingDays(date: string, days: number): string {
  if (!Number.isInteger(days)) throw new RangeError(`${days} is not a number of whole days`)
  const upToDate = countTo(date)
  const before = isWorkingDay(date) ? upToDate - 1 : upToDate
  const found = WORKING_DAYS[days > 0 ? upToDate + days - 1 : before + days]
  if (found === undefined) throw unlisted(date)
  return found
}

/** How many working days there are after `from` up to and including `to` (both ISO); as many below 0 when `to` is the earlier. Throws RangeError where the list of bank holidays does not reach. */
export const workingDaysBetween = (from: string, to: string): number => countTo(to) - countTo(from)
