import { MONTH_NAME, monthName, monthNumber } from '../../calendar/months.ts'
import type { DateFormat } from '../mapping.ts'
import { instantOf, localOf, type Clocks } from './london.ts'
import { remember } from './remember.ts'

/** A day, and a time of it where one is told; `seconds` since local midnight, `instant` where the text itself says the offset. */
export type Moment = { date: string; seconds: number | null; instant: number | null }

/** What was wrong with a value, and what to do. */
export type Fault = { fault: string }
export const isFault = (given: object): given is Fault => 'fault' in given

const MINUTES = String.raw`[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?`
const ENDING = String.raw`\s*([ap]\.?m\.?)?\s*(Z|[+-]\d{2}:?\d{2})?`
const WITH_TIME = String.raw`(?:(?:[T ]|, ?)\s*(\d{1,2})${MINUTES}${ENDING})?`
const ISO = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${WITH_TIME}$`, 'i')
const FIGURES = new RegExp(`^(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4}|\\d{2})${WITH_TIME}$`, 'i')
const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,?\\s+)?'
const DAY_NAMED = new RegExp(
  `^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+(?:of\\s+)?(${MONTH_NAME})[\\s,-]+(\\d{4}|\\d{2})${WITH_TIME}$`,
  'i',
)
const MONTH_NAMED = new RegExp(
  `^${WEEKDAY}(${MONTH_NAME})[\\s-]+(\\d{1,2})(?:st|nd|rd|th)?,?[\\s-]+(\\d{4})${WITH_TIME}$`,
  'i',
)
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/
const SERIAL = /^(\d{5})(\.\d+)?$/
const CLOCK = new RegExp(`^(\\d{1,2})(?:${MINUTES})?${ENDING}$`, 'i')
const BARE_CLOCK = /^(\d{2})(\d{2})$/

const LONGEST = 60
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const pad = (figure: number) => String(figure).padStart(2, '0')

/** Reads a date, with a time or without, as people and systems write them: `format` says what 03/04/2024 means. ISO dates and months in words are read in any format. */
export function readMoment(text: string, format: DateFormat): Moment | Fault {
  if (text.length > LONGEST)
    return { fault: `“${text.slice(0, LONGEST)}…” is not a date. Write it as 31/12/2024 or 2024-12-31.` }
  const iso = ISO.exec(text)
  if (iso) return dayAndTime(text, Number(iso[1]), Number(iso[2]), Number(iso[3]), iso.slice(4))
  const figures = FIGURES.exec(text)
  if (figures) return fromFigures(text, figures, format)
  const dayNamed = DAY_NAMED.exec(text)
  if (dayNamed)
    return dayAndTime(
      text,
      fullYear(dayNamed[3]!),
      monthNumber(dayNamed[2]!)!,
      Number(dayNamed[1]),
      afterNames(dayNamed, 3),
    )
  const monthNamed = MONTH_NAMED.exec(text)
  if (monthNamed)
    return dayAndTime(
      text,
      fullYear(monthNamed[3]!),
      monthNumber(monthNamed[1]!)!,
      Number(monthNamed[2]),
      afterNames(monthNamed, 3),
    )
  const compact = COMPACT.exec(text)
  if (compact) return dayAndTime(text, Number(compact[1]), Number(compact[2]), Number(compact[3]), [])
  const serial = SERIAL.exec(text)
  if (serial) return fromSerial(Number(text))
  return { fault: `“${text}” is not a date. Write it as 31/12/2024 or 2024-12-31.` }
}

const afterNames = (found: RegExpExecArray, names: number) => found.slice(names + 1)

const fullYear = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900)

function fromFigures(text: string, found: RegExpExecArray, format: DateFormat): Moment | Fault {
  const [first, second, year] = [Number(found[1]), Number(found[2]), fullYear(found[3]!)]
  if (format === 'iso')
    return {
      fault: `“${text}” is not written as 2024-12-31, as the mapping says dates are. Write it so, or change the mapping’s date format.`,
    }
  const [day, month] = format === 'day first' ? [first, second] : [second, first]
  if (month > 12) {
    const other = format === 'day first' ? 'month first' : 'day first'
    const swapped = first <= 12 || second <= 12
    return {
      fault: swapped
        ? `There is no month ${month} in “${text}”: the mapping says dates are written ${format}, and this one can only be ${other}. Correct the date, or the mapping if the whole file is ${other}.`
        : `“${text}” is not a date either way round: neither ${first} nor ${second} is a month. Correct the date.`,
    }
  }
  return dayAndTime(text, year, month, day, found.slice(4))
}

function dayAndTime(
  text: string,
  year: number,
  month: number,
  day: number,
  time: readonly (string | undefined)[],
): Moment | Fault {
  if (month < 1 || month > 12) return { fault: `There is no month ${month} in “${text}”. Correct the date.` }
  const isShort = month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
  if (day < 1 || day > LENGTHS[month - 1]! || isShort)
    return { fault: `There is no ${day} ${monthName(month)} ${year}. Correct the date.` }
  const date = `${year}-${pad(month)}-${pad(day)}`
  if (time[0] === undefined) return { date, seconds: null, instant: null }
  const seconds = secondsOf(text, time)
  if (typeof seconds !== 'number') return seconds
  return time[4] === undefined ? { date, seconds, instant: null } : withOffset(date, seconds, time[4])
}

function withOffset(date: string, seconds: number, offset: string): Moment {
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(offset) ?? ['', '+', '0', '0']
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  const instant = Date.parse(`${date}T00:00:00Z`) + seconds * 1000 - ahead
  const local = new Date(localOf(instant)).toISOString()
  return { date: local.slice(0, 10), seconds: (localOf(instant) / 1000) % 86_400, instant }
}

/** Seconds since midnight of hour, minute, second and am or pm. */
function secondsOf(
  text: string,
  [hours, minutes = '0', seconds = '0', half]: readonly (string | undefined)[],
): number | Fault {
  const hour = Number(hours)
  if (hour === 24)
    return {
      fault: `There is no 24:00 in “${text}”: midnight is 00:00 of the day that begins. Write the next day at 00:00, or 23:59 of this one.`,
    }
  const isTwelve = half !== undefined
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59 || (isTwelve && (hour > 12 || hour === 0)))
    return { fault: `“${text}” holds a time that no clock shows. Write times from 00:00 to 23:59.` }
  const isAfternoon = half?.toLowerCase().startsWith('p') === true
  const whole = isTwelve ? (hour % 12) + (isAfternoon ? 12 : 0) : hour
  return whole * 3600 + Number(minutes) * 60 + Number(seconds)
}

// A spreadsheet counts days from the end of 1899.
const SERIAL_ZERO = Date.UTC(1899, 11, 30)

function fromSerial(serial: number): Moment {
  const seconds = Math.round(serial * 86_400)
  const date = new Date(SERIAL_ZERO + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10)
  return { date, seconds: Number.isInteger(serial) ? null : seconds % 86_400, instant: null }
}

/** Reads a time of day in a column of its own: "14:30", "2.30 pm", "1430", "14"; a spreadsheet's share of a day, "0.604167". */
export function readClock(text: string): number | Fault {
  if (text.length > LONGEST) return { fault: `“${text.slice(0, LONGEST)}…” is not a time. Write it as 14:30.` }
  const bare = BARE_CLOCK.exec(text)
  if (bare) return secondsOf(text, [bare[1], bare[2]])
  if (/^0?\.\d+$/.test(text)) return Math.round(Number(text) * 86_400)
  const found = CLOCK.exec(text)
  if (!found || found[5] !== undefined) return { fault: `“${text}” is not a time. Write it as 14:30.` }
  return secondsOf(text, found.slice(1))
}

/** Reads a month: "2024-03", "03/2024", "March 2024", "Mar-24", or the month of a whole date. Gives its first day. */
export function readMonth(text: string, format: DateFormat): string | Fault {
  if (text.length > LONGEST)
    return { fault: `“${text.slice(0, LONGEST)}…” is not a month. Write it as 2024-03 or March 2024.` }
  const figures = /^(\d{4})[-/.](\d{1,2})$/.exec(text)
  const reversed = /^(\d{1,2})[-/.](\d{4})$/.exec(text)
  const named = new RegExp(`^(${MONTH_NAME})[\\s,-]+'?(\\d{4}|\\d{2})$`, 'i').exec(text)
  const year = figures?.[1] ?? reversed?.[2] ?? named?.[2]
  const month = named ? monthNumber(named[1]!)! : Number(figures?.[2] ?? reversed?.[1])
  if (year !== undefined) {
    if (month < 1 || month > 12) return { fault: `There is no month ${month} in “${text}”. Correct it, as in 2024-03.` }
    return `${fullYear(year)}-${pad(month)}-01`
  }
  const moment = readMoment(text, format)
  if (isFault(moment)) return { fault: `“${text}” is not a month. Write it as 2024-03 or March 2024.` }
  return `${moment.date.slice(0, 7)}-01`
}

/** The instant of a day and a time of it, and what the clocks did then. */
export function instantAt(date: string, seconds: number): { instant: number; clocks: Clocks } {
  return instantOf(startOf(date) + seconds * 1000)
}

const startOf = remember((date: string) => Date.parse(`${date}T00:00:00Z`))
