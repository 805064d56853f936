import { BANK_HOLIDAY_LIST, bankHolidayOn, isListed } from './bank-holidays.ts'

/** Whether a date (ISO) is one on which offices work: no Saturday, Sunday or bank holiday in England and Wales. Throws RangeError outside the list. */
export function isWorkingDay(date: string): boolean {
  if (!isListed(date)) throw new RangeError(`Bank holidays are listed from ${BANK_HOLIDAY_LIST.from} to ${BANK_HOLIDAY_LIST.to}: working days of ${date} cannot be counted`)
  return Temporal.PlainDate.from(date).dayOfWeek <= 5 && bankHolidayOn(date) === null
}

/**
 * The date (ISO) `days` working days after a date; before it when negative. The day itself is not counted, as with a legal period that runs "from" it.
 * With 0, the date itself or, when nobody works then, the next working day. Throws RangeError where the list of bank holidays does not reach.
 */
export function addWorkingDays(date: string, days: number): string {
  if (!Number.isInteger(days)) throw new RangeError(`${days} is not a number of whole days`)
  const step = days < 0 ? -1 : 1
  let [day, left] = [Temporal.PlainDate.from(date), Math.abs(days)]
  while (left > 0 || !isWorkingDay(day.toString())) {
    day = day.add({ days: step })
    if (isWorkingDay(day.toString())) left--
  }
  return day.toString()
}

/** How many working days there are after `from` up to and including `to` (both ISO); as many below 0 when `to` is the earlier. Throws RangeError where the list of bank holidays does not reach. */
export function workingDaysBetween(from: string, to: string): number {
  if (to < from) return -workingDaysBetween(to, from)
  let [day, count] = [Temporal.PlainDate.from(from), 0]
  const last = Temporal.PlainDate.from(to)
  while (Temporal.PlainDate.compare(day, last) < 0) {
    day = day.add({ days: 1 })
    if (isWorkingDay(day.toString())) count++
  }
  return count
}
