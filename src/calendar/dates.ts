import { MONTH_NAME, monthName, monthNumber, shortMonthName } from './months.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const WEEKDAY = '(?:(?<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|r|rs|day|sday|nesday|rsday|urday)?\\.?,?\\s+)?'
const TIME = '(?:,?[T\\s]+\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)?'
const YEAR = "(?:'?(?<short>\\d{2})|(?<year>\\d{4}))"

/** The ways in which dates stand in UK papers and spreadsheets. Day before month, always. */
const WRITTEN = [
  `(?<day>\\d{1,2})\\s*[/.-]\\s*(?<month>\\d{1,2})\\s*[/.-]\\s*${YEAR}${TIME}`,
  `(?<day>\\d{1,2}) (?<month>\\d{1,2}) (?<year>\\d{4})`,
  `${WEEKDAY}(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s-]*(?<name>${MONTH_NAME})[\\s,-]*${YEAR}`,
  `${WEEKDAY}(?<name>${MONTH_NAME})\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})`,
  `(?<year>\\d{4})[-/](?<month>\\d{1,2})[-/](?<day>\\d{1,2})${TIME}`,
].map((form) => new RegExp(`^${form}$`, 'i'))

/**
 * The date a person typed, or a spreadsheet holds: "12/09/2018", "12 9 2018", "12.9.18", "Wed 12th Sept 2018", "2018-09-12",
 * "2018-09-12T23:30:00Z" (the date in London then), "43355" (a spreadsheet's serial number).
 * Undefined for anything else, for days that do not exist, and for a weekday that is not that date's: never a guess.
 * A two-figure year is 2000 to 2069, or 1970 to 1999.
 */
export function parseDate(text: string): Temporal.PlainDate | undefined {
  const typed = text.replace(/[\s\u00a0]+/g, ' ').trim()
  if (typed.length > 60) return undefined
  if (/^\d{5}(\.\d+)?$/.test(typed)) return fromSerial(Math.floor(Number(typed)))
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/i.test(typed)) return fromInstant(typed)
  for (const form of WRITTEN) {
    const parts = form.exec(typed)?.groups
    if (parts) return fromParts(parts)
  }
  return undefined
}

function fromParts({ day, month, name, year, short, weekday }: Record<string, string | undefined>) {
  const date = plainDate(fullYear(year, short), month ? Number(month) : monthNumber(name!)!, Number(day))
  if (!date || (weekday && weekdayOf(date).slice(0, 3).toLowerCase() !== weekday.toLowerCase())) return undefined
  return date
}

const fullYear = (year: string | undefined, short: string | undefined): number =>
  year ? Number(year) : Number(short) + (Number(short) < 70 ? 2000 : 1900)

/** A date of the years 1900 to 2199, or undefined when there is no such day. */
export function plainDate(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return undefined
  const length = Temporal.PlainYearMonth.from({ year, month }).daysInMonth
  return day > length ? undefined : Temporal.PlainDate.from({ year, month, day })
}

// Day 1 of a spreadsheet is 1 January 1900, with a 29 February 1900 that never was; so from March 1900 count from here.
const SERIAL_ZERO = Temporal.PlainDate.from('1899-12-30')

/** Five figures are 18 May 1927 to 14 October 2173. */
const fromSerial = (serial: number): Temporal.PlainDate => SERIAL_ZERO.add({ days: serial })

function fromInstant(text: string): Temporal.PlainDate | undefined {
  try {
    return todayInLondon(Temporal.Instant.from(text))
  } catch {
    return undefined // a time such as 25:00 in text that a person gave: not a date, and no fault of ours
  }
}

/** The date in London at a moment: after midnight in summer it is a day ahead of the date in UTC. */
export const todayInLondon = (now: Temporal.Instant): Temporal.PlainDate =>
  now.toZonedDateTimeISO('Europe/London').toPlainDate()

/** "Wednesday". */
export const weekdayOf = (date: Temporal.PlainDate): string => WEEKDAYS[date.dayOfWeek - 1]!

/** "12 September 2018". */
export const writeDate = (date: Temporal.PlainDate): string => `${date.day} ${monthName(date.month)} ${date.year}`

/** "12 Sep 2018", or "12 Sep" in the same year as `beside`. */
export function writeShortDate(date: Temporal.PlainDate, beside?: Temporal.PlainDate): string {
  const dayAndMonth = `${date.day} ${shortMonthName(date.month)}`
  return date.year === beside?.year ? dayAndMonth : `${dayAndMonth} ${date.year}`
}

/** "3 to 9 September 2018", "28 June to 27 September 2018", "28 December 2018 to 3 January 2019". */
export function writeDateRange(from: Temporal.PlainDate, to: Temporal.PlainDate): string {
  if (from.equals(to)) return writeDate(from)
  if (from.year !== to.year) return `${writeDate(from)} to ${writeDate(to)}`
  const start = from.month === to.month ? `${from.day}` : `${from.day} ${monthName(from.month)}`
  return `${start} to ${writeDate(to)}`
}
