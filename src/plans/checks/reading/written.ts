import { plainDate } from '../../../calendar/dates.ts'
import { MONTH_NAME, monthNumber } from '../../../calendar/months.ts'
import type { Passage, Written } from './passages.ts'

const DAY = new RegExp(`\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+(?<month>${MONTH_NAME})\\s+(?<year>(?:19|20)\\d{2})\\b`, 'i')
const MONTH = new RegExp(`\\b(?<month>${MONTH_NAME})\\s+(?<year>(?:19|20)\\d{2})\\b`, 'i')
const NUMERIC_DAY = /\b(?<day>\d{1,2})[/.](?<number>\d{1,2})[/.](?<year>(?:19|20)\d{2})\b/
export const YEARS = /\b(?<from>(?:19|20)\d{2})\s*(?:[-–—/]|to|until)\s*(?<to>(?:19|20)?\d{2})\b/
const YEAR = /\b(?<!\d\s*(?:[-–—/]|to)\s*)(?<year>(?:19|20)\d{2})\b(?!\s*(?:[-–—/]|to)\s*\d)/

/**
 * When a paper was written, as far as it says: a date on its own near the top, a month, a year or a period in its title,
 * a month in its file's name, or the year it speaks of most. Null when nothing tells.
 */
export function writtenOf(title: string | null, passages: readonly Passage[], fileName: string, today: Temporal.PlainDate): Written | null {
  const top = passages.slice(0, 40).filter((passage, at) => passage.text.length < 90 && mayDate(passage, at))
  const titles = [
    title ?? '',
    ...passages
      .slice(0, 6)
      .filter(({ column, text, kind }) => column === '' && (kind === 'heading' || text.length < 130) && !/\bAct\b/.test(text))
      .map(({ text }) => text),
  ]
  const named = /(?<year>20\d{2})[-_ ](?<number>0[1-9]|1[0-2])(?!\d)/.exec(fileName)?.groups
  const notLater = (written: Written | null) => (written && Temporal.PlainDate.compare(written.from, today) <= 0 ? written : null)
  return (
    notLater(firstOf(top, (text) => dayIn(text))) ??
    notLater(firstOf(top, (text) => monthIn(text))) ??
    notLater(named ? monthOf(Number(named.year), Number(named.number)) : null) ??
    notLater(lastYearIn(titles)) ??
    notLater(periodIn(titles)) ??
    commonYear(passages, today)
  )
}

/** Dates far down, in lists or under a table's headers are of what is planned; not so the date on a cover sheet. */
const mayDate = ({ kind, column }: Passage, at: number) =>
  (at < 12 || kind !== 'list item') &&
  (column === '' || (at < 12 && /^(?:meeting |report )?date(?:\(s\)|s)?(?: of (?:meeting|report))?:?$/i.test(column.trim())))

const firstOf = (passages: readonly Passage[], read: (text: string) => Written | null) => {
  for (const { text } of passages) {
    const written = read(text)
    if (written) return written
  }
  return null
}

function dayIn(text: string): Written | null {
  const found = (DAY.exec(text) ?? NUMERIC_DAY.exec(text))?.groups
  const month = found?.month ? monthNumber(found.month) : Number(found?.number)
  const date = found && month ? plainDate(Number(found.year), month, Number(found.day)) : undefined
  return date && text.split(/\s+/).length <= 14 ? { from: date, to: date, sure: true } : null
}

function monthIn(text: string): Written | null {
  const found = MONTH.exec(text)?.groups
  return found && text.split(/\s+/).length <= 10 ? monthOf(Number(found.year), monthNumber(found.month!)!) : null
}

const monthOf = (year: number, month: number): Written => {
  const from = Temporal.PlainDate.from({ year, month, day: 1 })
  return { from, to: from.with({ day: from.daysInMonth }), sure: true }
}

const yearOf = (year: number): Written => ({
  from: Temporal.PlainDate.from({ year, month: 1, day: 1 }),
  to: Temporal.PlainDate.from({ year, month: 12, day: 31 }),
  sure: true,
})

function lastYearIn(titles: readonly string[]): Written | null {
  const years = titles.map((text) => YEAR.exec(text)?.groups?.year).filter((year) => year !== undefined)
  return years.length > 0 ? yearOf(Math.max(...years.map(Number))) : null
}

function periodIn(titles: readonly string[]): Written | null {
  for (const text of titles) {
    const years = yearsIn(text)
    if (years) return { from: yearOf(years.from).from, to: yearOf(years.to).to, sure: true }
  }
  return null
}

/** The first and last year of a period such as "2017-18", "2022 – 2025", "2011 to 2014", or null. */
export function yearsIn(text: string): { from: number; to: number } | null {
  const found = YEARS.exec(text)?.groups
  if (!found) return null
  const from = Number(found.from)
  const to = found.to!.length === 2 ? Math.floor(from / 100) * 100 + Number(found.to) : Number(found.to)
  return to > from && to - from <= 15 ? { from, to } : null
}

function commonYear(passages: readonly Passage[], today: Temporal.PlainDate): Written | null {
  const counts = new Map<number, number>()
  for (const { text } of passages)
    for (const [, ahead, year] of text.matchAll(/(by|before|until|end of|due|since|Act|from)?\s*\b((?:19|20)\d{2})\b/gi))
      if (!ahead && Number(year) <= today.year) counts.set(Number(year), (counts.get(Number(year)) ?? 0) + 1)
  const [most] = [...counts].filter(([, count]) => count >= 3).toSorted((a, b) => b[1] - a[1] || b[0] - a[0])
  return most ? { ...yearOf(most[0]), sure: false } : null
}
