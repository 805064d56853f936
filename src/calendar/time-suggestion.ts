import { writeDate } from './dates.ts'
import { MONTH_NAME, monthName, monthNumber } from './months.ts'
import { customPeriod, financialYear, periodContaining, periodLabel } from './period.ts'
import type { TimeFault } from './time-form.ts'

/** What to write instead. `today` is the day the paper was written; without it no date can be offered. */
export function suggestTime(fault: TimeFault, match: string, today?: Temporal.PlainDate): string {
  if (fault === 'frequency with two meanings') return frequency(match)
  if (fault === 'quarter with two meanings') return quarters(match)
  if (fault === 'period not said') return 'Say the first and the last day of the period'
  const offered = today && dated(fault, match.toLowerCase(), today)
  if (offered) return `Say when: ${offered}, if written on ${writeDate(today)}`
  return fault === 'year missing' ? 'Say the year' : 'Say the date, or the month and year'
}

function frequency(match: string): string {
  const unit = /week/i.test(match) ? 'week' : /month/i.test(match) ? 'month' : 'year'
  return `Say “twice a ${unit}” or “every two ${unit}s”`
}

const QUARTERS: Record<string, number> = { one: 1, two: 2, three: 3, four: 4, first: 1, second: 2, third: 3, fourth: 4 }

/** "Q2 - Q4 in 2010" is "April to December 2010" or "July 2010 to March 2011". */
function quarters(match: string): string {
  const year = Number(match.slice(-4))
  const named = match.slice(0, -4).toLowerCase().match(/[1-4]|one|two|three|four|first|second|third|fourth/g)!
  const [first, last] = [named[0]!, named.at(-1)!].map((name) => QUARTERS[name] ?? Number(name)) as [number, number]
  const months = (firstMonth: number) => {
    const start = Temporal.PlainDate.from({ year, month: firstMonth, day: 1 })
    const ends = start.add({ months: last * 3 }).subtract({ days: 1 })
    return periodLabel(customPeriod(start.add({ months: (first - 1) * 3 }), ends))
  }
  return first <= last ? `Say the months: “${months(1)}” or “${months(4)}”` : 'Say the months'
}

const ENDS_IN_MONTH = new RegExp(`(?<day>\\d{1,2})?\\S*\\s*(?:of\\s+)?\\b(?<name>${MONTH_NAME})(?:['’]s)?$`, 'i')
const A_YEAR_OR_MONTH =
  /\b(?<which>this|last|next|current|coming|previous)\s+(?<unit>(?:(?:financial|calendar|academic|municipal)\s+)?year|month)\b/

/** The time an expression comes to, or undefined when it is too vague to work out. */
function dated(fault: TimeFault, match: string, today: Temporal.PlainDate): string | undefined {
  const month = ENDS_IN_MONTH.exec(match)?.groups
  if (month) {
    const isPast = fault === 'year missing' && match.startsWith('since')
    const found = nearest(monthNumber(month['name']!)!, isPast, today)
    return `${month['day'] ? `${month['day']} ` : ''}${monthName(found.month)} ${found.year}`
  }
  const step = A_YEAR_OR_MONTH.exec(match)?.groups
  if (step) return stepped(STEP[step['which']!]!, step['unit']!, today)
  const span = /(?<count>\d+|\w+)\s+(?<unit>day|week|fortnight|month|quarter|year)s?\b/.exec(match)?.groups
  const count = span && countOf(span['count']!)
  return span && count ? spanned(match, UNIT[span['unit']!]!(count), today) : undefined
}

/** The first of the month's nearest occurrence, or of its latest that has begun. */
function nearest(month: number, isPast: boolean, today: Temporal.PlainDate): Temporal.PlainDate {
  const ahead = (month - today.month + 12) % 12
  const isBehind = ahead > 0 && (isPast || ahead > 6)
  return today.with({ day: 1 }).add({ months: isBehind ? ahead - 12 : ahead })
}

const STEP: Record<string, number> = { this: 0, current: 0, last: -1, previous: -1, next: 1, coming: 1 }

function stepped(by: number, unit: string, today: Temporal.PlainDate): string {
  if (unit === 'month') return periodLabel(periodContaining('month', today.add({ months: by })))
  const financial = financialYear(periodContaining('financial year', today).starts.year + by)
  if (unit.startsWith('financial')) return financial
  return unit === 'year' ? `${today.year + by}, or ${financial} if the financial year is meant` : `${today.year + by}`
}

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

const countOf = (word: string): number | undefined =>
  /^\d+$/.test(word) ? Number(word) : /^an?$/.test(word) ? 1 : WORDS.indexOf(word) + 1 || undefined

type Length = { days?: number; weeks?: number; months?: number; years?: number }

const UNIT: Record<string, (count: number) => Length> = {
  day: (days) => ({ days }),
  week: (weeks) => ({ weeks }),
  fortnight: (fortnights) => ({ weeks: fortnights * 2 }),
  month: (months) => ({ months }),
  quarter: (quarters) => ({ months: quarters * 3 }),
  year: (years) => ({ years }),
}

function spanned(match: string, length: Length, today: Temporal.PlainDate): string {
  const isInDays = length.days !== undefined || length.weeks !== undefined
  const name = (date: Temporal.PlainDate) => (isInDays ? writeDate(date) : `${monthName(date.month)} ${date.year}`)
  if (/ago$/.test(match)) return name(today.subtract(length))
  if (/time$/.test(match)) return name(today.add(length))
  if (/next|coming/.test(match)) return `${name(today)} to ${name(today.add(length))}`
  return `${name(today.subtract(length))} to ${name(today)}`
}
