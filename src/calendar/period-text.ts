import { parseDate, plainDate } from './dates.ts'
import { MONTH_NAME, monthNumber } from './months.ts'
import { parsePeriodKey } from './period-key.ts'
import { customPeriod, periodContaining, periodOf, type Period } from './period.ts'

/** `ambiguous`: the two periods it may mean, the calendar's first; ask, never choose. */
export type ParsedPeriod = Period | { ambiguous: [Period, Period] } | undefined

type Parts = Record<string, string | undefined>

const QUARTER =
  '(?:(?:Q|quarter\\s*)(?<quarter>[1-4]|one|two|three|four)|(?<ordinal>first|second|third|fourth) quarter)'
const TWO_YEARS = '(?<year>\\d{4})\\s?(?<between>[-/])\\s?(?<end>\\d{2}|\\d{4})'
const FINANCIAL = '(?:FY|financial year|year)?\\s*'

/** Forms in order: an earlier one is tried first. */
const FORMS: [string, (parts: Parts) => ParsedPeriod][] = [
  [`${QUARTER}(?:,| of)?\\s*${FINANCIAL}${TWO_YEARS}`, financialQuarter],
  [`${FINANCIAL}${TWO_YEARS}[\\s,-]*${QUARTER}`, financialQuarter],
  [`(?<basis>calendar|financial)?\\s*${QUARTER}(?:,| of)?\\s*(?<fy>FY\\s*)?(?<year>\\d{4})`, quarterOfOneYear],
  [`(?<fy>FY\\s*)?(?<year>\\d{4})[\\s,-]*${QUARTER}`, quarterOfOneYear],
  [`(?<fy>FY|financial year)?\\s*${TWO_YEARS}(?<months> \\(April to March\\))?`, financialYear],
  ['(?<fy>FY)\\s*(?<short>\\d{2})\\s?(?<between>[-/])\\s?(?<end>\\d{2})', financialYear],
  ['FY\\s*(?<year>\\d{4})', ({ year }) => either(`FY${year}`, `FY${Number(year) - 1}`)],
  ['(?:calendar year )?(?<year>\\d{4})', ({ year }) => parsePeriodKey(year!)],
  [`(?<name>${MONTH_NAME})[\\s,-]*(?<year>\\d{4})`, monthOf],
  [`(?<name>${MONTH_NAME})(?:-|\\s?['’])(?<short>\\d{2})`, monthOf],
  ['(?<month>\\d{1,2})[/-](?<year>\\d{4})', monthOf],
  ['(?<year>\\d{4})[/-](?<month>\\d{2})', monthOf],
  ['(?<year>\\d{4})[\\s-]*W(?:eek\\s?)?(?<week>\\d{2})', ({ year, week }) => parsePeriodKey(`${year}-W${week}`)],
  ['(?:w/c|week (?:commencing|beginning|starting|of))\\s*(?<date>.+)', ({ date }) => weekFrom(parseDate(date!))],
  ['(?:w/e|week (?:ending|ended))\\s*(?<date>.+)', ({ date }) => weekFrom(parseDate(date!)?.subtract({ days: 6 }))],
  ['(?:the )?(?<span>year|quarter|\\d{1,2} months) (?:to|ending|ended)(?: the end of)? (?<last>.+)', runningTo],
]
const COMPILED = FORMS.map(([form, give]) => [new RegExp(`^${form}$`, 'i'), give] as const)

/**
 * The period a person means by "2018-09", "Sept 2018", "2018/19", "2017/18 Q3", "July to September 2018", "12/09/2018",
 * "year to March 2019", "w/c 3 September 2018" and the like. Two periods when it may mean either: "Q2 2018" (calendar
 * or financial quarter), "2011-12" (December 2011 or the financial year), "FY2018" (starting or ending then).
 * Undefined when it means none.
 */
export function parsePeriod(text: string): ParsedPeriod {
  const typed = text.replace(/[\u2010-\u2015\u2212]/g, '-').replace(/\s+/g, ' ').trim()
  if (typed.length > 80 || /^\d{5}/.test(typed)) return undefined
  const date = parseDate(typed)
  if (date) return periodContaining('day', date)
  for (const [form, give] of COMPILED) {
    const parts = form.exec(typed)?.groups
    const found = parts && give(parts)
    if (found) return found
  }
  return range(typed)
}

/** "2018-19" and "2018-2019" name one financial year; "2022-25" does not. */
const isTwoYears = (parts: Parts): boolean => {
  const next = yearOf(parts) + 1
  return Number(parts['end']) === (parts['end']!.length === 4 ? next : next % 100)
}

const yearOf = ({ year, short }: Parts): number => (year ? Number(year) : 2000 + Number(short))

function financialYear(parts: Parts): ParsedPeriod {
  const { end, between, fy, months } = parts
  const year = yearOf(parts)
  if (!isTwoYears(parts)) return undefined
  const couldBeMonth = !fy && !months && between === '-' && end!.length === 2 && Number(end) >= 1 && Number(end) <= 12
  return couldBeMonth ? either(`${year}-${end}`, `FY${year}`) : parsePeriodKey(`FY${year}`)
}

const QUARTERS = ['1 one first', '2 two second', '3 three third', '4 four fourth'].map((names) => names.split(' '))
const quarterNumber = ({ quarter, ordinal }: Parts): number =>
  QUARTERS.findIndex((names) => names.includes((quarter ?? ordinal)!.toLowerCase())) + 1

function financialQuarter(parts: Parts): ParsedPeriod {
  return isTwoYears(parts) ? parsePeriodKey(`FY${parts['year']}-Q${quarterNumber(parts)}`) : undefined
}

function quarterOfOneYear(parts: Parts): ParsedPeriod {
  const { basis, fy } = parts
  const year = Number(parts['year'])
  const calendar = `${year}-Q${quarterNumber(parts)}`
  const financial = `FY${year}-Q${quarterNumber(parts)}`
  if (basis?.toLowerCase() === 'calendar') return parsePeriodKey(calendar)
  if (basis || fy) return either(financial, `FY${year - 1}-Q${quarterNumber(parts)}`)
  return either(calendar, financial)
}

function either(one: string, other: string): ParsedPeriod {
  const [first, second] = [parsePeriodKey(one), parsePeriodKey(other)]
  return first && second ? { ambiguous: [first, second] } : (first ?? second)
}

function monthOf(parts: Parts): Period | undefined {
  const { name, month } = parts
  const first = plainDate(yearOf(parts), name ? monthNumber(name)! : Number(month), 1)
  return first && periodContaining('month', first)
}

function weekFrom(starts: Temporal.PlainDate | undefined): Period | undefined {
  if (!starts) return undefined
  return starts.dayOfWeek === 1 ? periodContaining('week', starts) : customPeriod(starts, starts.add({ days: 6 }))
}

function runningTo({ span, last }: Parts): Period | undefined {
  const end = dayOrMonth(last!)
  if (!end) return undefined
  const months = /^y/i.test(span!) ? 12 : /^q/i.test(span!) ? 3 : Number.parseInt(span!, 10)
  // Counted back from the day after, so that three months to 30 September start on 1 July.
  return months > 0 ? periodOf(end.ends.add({ days: 1 }).subtract({ months }), end.ends) : undefined
}

/** "July to September 2018", "3 - 9 September 2018", "December to February 2019": from one day or month to another. */
function range(typed: string): Period | undefined {
  for (const { index, 0: between } of typed.matchAll(/\s+(?:to|until|and)\s+|\s*-\s*/g)) {
    const ends = dayOrMonth(typed.slice(index + between.length))
    const starts = ends && startOfRange(typed.slice(0, index).replace(/^(?:from|between) /i, ''), ends)
    if (starts) return periodOf(starts, ends.ends)
  }
  return undefined
}

function startOfRange(text: string, ends: Period): Temporal.PlainDate | undefined {
  const { year, month } = ends.starts
  for (const guess of [text, `${text} ${year}`, `${text} ${year - 1}`, `${text}/${month}/${year}`]) {
    const found = dayOrMonth(guess)
    if (found?.kind === ends.kind && Temporal.PlainDate.compare(found.starts, ends.ends) <= 0) return found.starts
  }
  return undefined
}

function dayOrMonth(text: string): Period | undefined {
  const date = parseDate(text)
  if (date) return periodContaining('day', date)
  const named = new RegExp(`^(?<name>${MONTH_NAME})[\\s,-]*(?<year>\\d{4})$`, 'i').exec(text.trim())?.groups
  return named && monthOf(named)
}
