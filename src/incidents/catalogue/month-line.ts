import { monthName, shortMonthName } from '../../calendar/months.ts'

/** The place of a month on one line, from its ISO first day: months apart are a difference. */
export const monthIndex = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1

/** The ISO first day of the month at a place on that line. */
export const monthAt = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`

/** "May 2017". */
export const writeMonth = (index: number): string => `${monthName((index % 12) + 1)} ${Math.floor(index / 12)}`

/** "May" in three letters, for the head of a column. */
export const monthHead = (month: number): string => shortMonthName(month)

/** "October and November 2017", "October 2017 to January 2018": months in a row. */
export function writeMonths(from: number, to: number): string {
  if (from === to) return writeMonth(from)
  const sameYear = Math.floor(from / 12) === Math.floor(to / 12)
  return `${sameYear ? monthName((from % 12) + 1) : writeMonth(from)} ${to - from === 1 ? 'and' : 'to'} ${writeMonth(to)}`
}

/** Runs of months next to each other, of months in order. */
export function runsOf(months: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  for (const month of months) {
    const last = runs.at(-1)
    if (last && month === last.to + 1) last.to = month
    else runs.push({ from: month, to: month })
  }
  return runs
}

/** Any months, in words: "May 2017, and October to December 2017"; of more than `most` stretches, only how many more there are. */
export function listMonths(months: readonly number[], most = 4): string {
  const written = runsOf(months).map(({ from, to }) => writeMonths(from, to))
  if (written.length === 1) return written[0]!
  const shown = written.slice(0, most)
  const rest = written.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`
}
