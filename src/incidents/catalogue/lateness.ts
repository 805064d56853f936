import { writeDate } from '../../calendar/dates.ts'
import type { Source } from '../source.ts'
import type { DataFinding } from './finding.ts'
import { monthAt, monthIndex, writeMonth, writeMonths } from './month-line.ts'

const LENGTH: Record<Source['refresh'], { months: number; unit: string } | null> = {
  week: { months: 1, unit: 'month' }, // rows are held by month, so a week late cannot be told from them
  month: { months: 1, unit: 'month' },
  quarter: { months: 3, unit: 'quarter' },
  year: { months: 12, unit: 'year' },
  irregular: null,
}

export type Lateness = {
  periods: number // that should be held by now and are not
  words: string // "2 months late", "On time", "No set times", "Nothing loaded yet"
  nextDue: string | null // ISO day by which the next period should be here
}

/** How late a source is. `lastMonth`: ISO first day of the last month held, or null. Closed sources and those without set times are never late. */
export function latenessOf(source: Pick<Source, 'refresh' | 'dueDays' | 'state'>, lastMonth: string | null, today: Temporal.PlainDate): Lateness {
  const length = LENGTH[source.refresh]
  if (source.state === 'closed') return { periods: 0, words: 'Closed', nextDue: null }
  if (lastMonth === null) return { periods: 0, words: 'Nothing loaded yet', nextDue: null }
  if (!length) return { periods: 0, words: 'No set times', nextDue: null }
  const { months, unit } = length
  const next = Math.floor(monthIndex(lastMonth) / months) * months + months // first month of the period after the last one held
  const dueOf = (index: number) => Temporal.PlainDate.from(monthAt(index + months)).add({ days: source.dueDays - 1 })
  let periods = 0
  while (Temporal.PlainDate.compare(dueOf(next + periods * months), today) < 0) periods++
  return {
    periods,
    words: periods === 0 ? 'On time' : `${periods} ${unit}${periods === 1 ? '' : 's'} late`,
    nextDue: dueOf(next).toString(),
  }
}

export function lateFinding(source: Pick<Source, 'refresh' | 'dueDays' | 'state'>, lastMonth: string, today: Temporal.PlainDate): DataFinding[] {
  const { periods, words, nextDue } = latenessOf(source, lastMonth, today)
  if (periods === 0 || nextDue === null) return []
  return [
    {
      kind: 'late',
      severity: 'question',
      sentence: `${words}: nothing is held after ${writeMonth(monthIndex(lastMonth))}, and more was due by ${writeDate(Temporal.PlainDate.from(nextDue))}.`,
      from: monthAt(monthIndex(lastMonth) + 1),
      to: null,
      months: [],
      categoryIds: null,
      placesOnly: false,
    },
  ]
}

/** How many of the last months may still grow as late reports come in. */
const PROVISIONAL = 2

/** The first of the months held that may still change (ISO), or null for what is held at a date and not reported late. */
export const provisionalFrom = (source: Pick<Source, 'rowIs' | 'state'>, lastMonth: string | null): string | null =>
  lastMonth === null || source.rowIs === 'inspection' || source.state === 'closed' ? null : monthAt(monthIndex(lastMonth) - PROVISIONAL + 1)

export function provisionalFinding(source: Pick<Source, 'rowIs' | 'state'>, lastMonth: string): DataFinding[] {
  const from = provisionalFrom(source, lastMonth)
  if (from === null) return []
  return [
    {
      kind: 'provisional',
      severity: 'note',
      sentence: `${writeMonths(monthIndex(from), monthIndex(lastMonth))} are provisional: late reports and outcomes may still come in.`,
      from,
      to: lastMonth,
      months: [],
      categoryIds: null,
      placesOnly: false,
    },
  ]
}
