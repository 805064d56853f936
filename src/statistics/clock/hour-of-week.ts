export const HOURS = 168
export const HOUR = 3600
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY
// 1 January 1970 was a Thursday: the week, which begins on Sunday here, was four days old.
const INTO_WEEK = 4 * DAY

/** The hour of the week of a second of clock time (counted from 1970 as if every day had 24 hours): 0 is Sunday 00:00 to 01:00, 167 Saturday 23:00 to 24:00. */
export const hourOfWeek = (second: number): number => Math.floor(intoWeek(second) / HOUR) % HOURS

const intoWeek = (second: number) => (((second + INTO_WEEK) % WEEK) + WEEK) % WEEK

const FORM = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Seconds since 1970 of a local clock time such as 2026-03-01T22:15 or 2026-03-01 22:15:00, without a zone; 24:00 is the next midnight.
 * Null when it is not such a time or no such day.
 */
export function clockSecond(text: string): number | null {
  const parts = FORM.exec(text)
  if (!parts) return null
  const [year, month, day, hour, minute, second] = [parts[1], parts[2], parts[3], parts[4] ?? 0, parts[5] ?? 0, parts[6] ?? 0].map(Number) as [number, number, number, number, number, number]
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
  const isMidnight = hour === 24 && minute === 0 && second === 0
  if (day < 1 || day > days || (hour > 23 && !isMidnight) || minute > 59 || second > 59) return null
  return Date.UTC(year, month - 1, day) / 1000 + hour * HOUR + minute * 60 + second
}
