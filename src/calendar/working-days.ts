import { BANK_HOLIDAY_LIST, bankHolidayOn, DIVISIONS, type Division } from './bank-holidays.ts'

/** Every working day the list of bank holidays is whole for, in order; and of each date in it, how many there are up to and including it. */
type Counts = { workingDays: string[]; countTo: ReadonlyMap<string, number> }

function count(division: Division): Counts {
  const workingDays: string[] = []
  const countTo = new Map<string, number>()
  const last = Temporal.PlainDate.from(BANK_HOLIDAY_LIST.to)
  for (let day = Temporal.PlainDate.from(BANK_HOLIDAY_LIST.from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const date = day.toString()
    if (day.dayOfWeek <= 5 && bankHolidayOn(date, division) === null) workingDays.push(date)
    countTo.set(date, workingDays.length)
  }
  return { workingDays, countTo }
}

const counted = new Map<Division, Counts>()
function countsOf(division: Division): Counts {
  if (!DIVISIONS.includes(division)) throw new RangeError(`No bank holidays are known of ${division}`)
  const known = counted.get(division) ?? count(division)
  counted.set(division, known)
  return known
}

const unlisted = (date: string) => new RangeError(`Bank holidays are listed from ${BANK_HOLIDAY_LIST.from} to ${BANK_HOLIDAY_LIST.to}: working days from or to ${date} cannot be counted`)

function countTo(date: string, division: Division): number {
  const count = countsOf(division).countTo.get(date)
  if (count === undefined) throw unlisted(date)
  return count
}

/** Whether a date (ISO) is one on which offices work: no Saturday, Sunday or bank holiday of the division. Throws RangeError outside the list. */
export const isWorkingDay = (date: string, division: Division = 'England and Wales'): boolean => countsOf(division).workingDays[countTo(date, division) - 1] === date

/**
 * The date (ISO) `days` working days after a date; before it when negative. The day itself is not counted, as with a legal period that runs "from" it.
 * With 0, the date itself or, when nobody works then, the next working day. Throws RangeError where the list of bank holidays does not reach.
 */
export function addWorkingDays(date: string, days: number, division: Division = 'England and Wales'): string {
  if (!Number.isInteger(days)) throw new RangeError(`${days} is not a number of whole days`)
  const upToDate = countTo(date, division)
  const before = isWorkingDay(date, division) ? upToDate - 1 : upToDate
  const found = countsOf(division).workingDays[days > 0 ? upToDate + days - 1 : before + days]
  if (found === undefined) throw unlisted(date)
  return found
}

/** How many working days there are after `from` up to and including `to` (both ISO); as many below 0 when `to` is the earlier. Throws RangeError where the list of bank holidays does not reach. */
export const workingDaysBetween = (from: string, to: string, division: Division = 'England and Wales'): number => countTo(to, division) - countTo(from, division)
