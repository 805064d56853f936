import { parseDate, plainDate } from '../../calendar/dates.ts'
import { monthNumber } from '../../calendar/months.ts'
import { parsePeriod } from '../../calendar/period-text.ts'
import { oneLine } from './folding.ts'

export type Days = { starts: Temporal.PlainDate; ends: Temporal.PlainDate }

/**
 * The days that a date in a cell covers ("30/06/2024", "June 2024", "by end of Q2 2024/25", "2023-24"), or null when it is
 * no date or may be either of two ("Q2 2018"): those are asked about.
 */
export function readDays(text: string): Days | null {
  if (text.length > 80 || !/\d/.test(text)) return null
  const line = oneLine(text)
    .replace(/[.;,]$/, '')
    .replace(/^(?:by |the |end |of |due |before |until )+/i, '')
    .replace(/\s*\((?:new|revised|original|target)\)$/i, '')
  if (line === '' || /^\d{1,6}$/.test(line)) return /^(?:19|20)\d\d$/.test(line) ? wholeYear(Number(line)) : null
  const date = parseDate(line)
  if (date) return { starts: date, ends: date }
  const period = parsePeriod(line)
  if (period && 'kind' in period) return { starts: period.starts, ends: period.ends }
  return financialYears(line)
}

const wholeYear = (year: number): Days => ({
  starts: Temporal.PlainDate.from({ year, month: 1, day: 1 }),
  ends: Temporal.PlainDate.from({ year, month: 12, day: 31 }),
})

const YEARS = /(?<![\d/.-])((?:19|20)\d\d)\s*(?:[-/–]|to)\s*((?:19|20)?\d\d)(?![\d/-])/i

/** "2017-18", "2022/25", "2022-2025": financial years, 1 April to 31 March, as plans are dated. */
function financialYears(text: string): Days | null {
  const found = YEARS.exec(text)
  if (!found) return null
  const from = Number(found[1])
  const to = found[2]!.length === 4 ? Number(found[2]) : Math.floor(from / 100) * 100 + Number(found[2])
  if (to <= from || to - from > 15) return null
  return {
    starts: Temporal.PlainDate.from({ year: from, month: 4, day: 1 }),
    ends: Temporal.PlainDate.from({ year: to, month: 3, day: 31 }),
  }
}

export type Period = Days & { words: string }

const MONTH =
  '(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const MONTHS = new RegExp(
  `\\b${MONTH}\\s+((?:19|20)\\d\\d)\\s*(?:to|until|[-–])\\s*(?:\\d{1,2}(?:st|nd|rd|th)?\\s+)?${MONTH}\\s+((?:19|20)\\d\\d)`,
  'i',
)
const ISSUED = new RegExp(`(?:\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+)?\\b${MONTH}\\s+((?:19|20)\\d\\d)\\b`, 'i')
const PLAN_YEAR = /(?<![\d/.-])((?:19|20)\d\d)(?![\d/-])/

/** The period a title names: from one month to another, financial years, or one calendar year; null when it names none. */
export function readPeriod(text: string): Period | null {
  const months = MONTHS.exec(text)
  if (months) {
    const starts = plainDate(Number(months[2]), monthNumber(months[1]!)!, 1)
    const ends = plainDate(Number(months[4]), monthNumber(months[3]!)!, 1)
    if (starts && ends && Temporal.PlainDate.compare(starts, ends) < 0)
      return { starts, ends: ends.with({ day: ends.daysInMonth }), words: oneLine(months[0]) }
  }
  const years = financialYears(text)
  if (years) return { ...years, words: oneLine(YEARS.exec(text)![0]) }
  const year = PLAN_YEAR.exec(text)
  return year && !ISSUED.test(text) ? { ...wholeYear(Number(year[1])), words: year[1]! } : null
}

/** The day a paper speaks of ("September 2018", "12 May 2024"): of a month, its last day; null when it names neither. */
export function readIssueDate(text: string): Temporal.PlainDate | null {
  const found = ISSUED.exec(text)
  if (!found || MONTHS.test(text)) return null
  const first = plainDate(Number(found[3]), monthNumber(found[2]!)!, Number(found[1] ?? 1))
  return first ? (found[1] ? first : first.with({ day: first.daysInMonth })) : null
}
