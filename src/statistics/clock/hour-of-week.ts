export const HOURS = 168
export const HOUR = 3600
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY
// 1 January 1970 was a Thursday: the week, which begins on Sunday here, was four days old.
const INTO_WEEK = 4 * DAY

/**
 * The hour of the week of a second of clock time (counted from 1970 as if every day had 24 hours): 0 is Sunday 00:00
 * to 01:00, 167 Saturday 23:00 to 24:00.
 */
export const hourOfWeek = (second: number): number => Math.floor(intoWeek(second) / HOUR) % HOURS

const intoWeek = (second: number) => (((second + INTO_WEEK) % WEEK) + WEEK) % WEEK

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const DAYS_BEFORE_MONTH = DAYS_IN_MONTH.map((_, month) => DAYS_IN_MONTH.slice(0, month).reduce((sum, days) => sum + days, 0))
const [NOUGHT, COLON, SPACE, T] = [...'0: T'].map((sign) => sign.charCodeAt(0))

/**
 * Seconds since 1970 of a local clock time such as 2026-03-01T22:15 or 2026-03-01 22:15:00, without a zone; 24:00 is
 * the next midnight. Null when it is not such a time or no such day. Read sign by sign: files of a million times wait
 * for it.
 */
export function clockSecond(text: string): number | null {
  const day = dayOf(text)
  if (day === null || text.length === 10) return day === null ? null : day * DAY
  const between = text.charCodeAt(10)
  const hour = numberAt(text, 11, 2)
  const minute = numberAt(text, 14, 2)
  const second = text.length > 16 ? numberAt(text, 17, 2) : 0
  const isFormed = (between === T || between === SPACE) && text.charCodeAt(13) === COLON && (text.length === 16 || text.charCodeAt(16) === COLON)
  if (!isFormed || (text.length > 19 && !/^\.\d+$/.test(text.slice(19)))) return null
  if (!(hour < 24 || (hour === 24 && minute === 0 && second === 0)) || !(minute < 60) || !(second < 60)) return null
  return day * DAY + hour * HOUR + minute * 60 + second
}

/** Days since 1970 of the date a text begins with, or null. */
function dayOf(text: string): number | null {
  if (text.length < 10 || text[4] !== '-' || text[7] !== '-') return null
  const year = numberAt(text, 0, 4)
  const month = numberAt(text, 5, 2)
  const day = numberAt(text, 8, 2)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
  if (!(year > 0 && day >= 1 && day <= days)) return null
  const years = year - 1
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) - 477 // 477 of them before 1970
  return (year - 1970) * 365 + leapDays + DAYS_BEFORE_MONTH[month - 1]! + (isLeap && month > 2 ? 1 : 0) + day - 1
}

/** The number that so many digits make, or NaN. */
function numberAt(text: string, from: number, digits: number): number {
  let number = 0
  for (let place = from; place < from + digits; place++) {
    const digit = text.charCodeAt(place) - NOUGHT!
    if (!(digit >= 0 && digit <= 9)) return NaN
    number = number * 10 + digit
  }
  return number
}
