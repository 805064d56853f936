import type { DataFinding } from './finding.ts'
import { listMonths, monthAt, runsOf, writeMonth, writeMonths } from './month-line.ts'
import { type Held, type Line, medianOf, sumOf } from './series-line.ts'

/** A kind about this common a month does not vanish for a month by chance. */
const COMMON = 10
/** Fewer than this a month, and months without any are ordinary. */
const SELDOM = 2
const NEAR = 12 // months either side that tell what is usual

type Name = (categoryId: number) => string

/** Months inside the series of which nothing at all is held. */
export function missingMonths({ first, totals }: Held): DataFinding[] {
  const months = totals.flatMap((total, at) => (total === 0 ? [first + at] : []))
  if (months.length === 0) return []
  return [
    {
      kind: 'missing months',
      severity: 'misleads',
      sentence: `Nothing is held for ${listMonths(months)}. Read ${months.length === 1 ? 'it as a gap' : 'them as gaps'}, not as none.`,
      from: monthAt(months[0]!),
      to: monthAt(months.at(-1)!),
      months: months.map(monthAt),
      categoryIds: null,
      placesOnly: false,
    },
  ]
}

/** Where one category is at nought while others are there: a gap, an end or a beginning. */
export function brokenLines(held: Held, name: Name): DataFinding[] {
  const there = held.totals.map((total) => total > 0)
  return held.lines.flatMap((line) => {
    if (sumOf(line.counts) === 0) return []
    return [...zeroGaps(held, line, there, name), ...endsOf(held, line, there, name)]
  })
}

/** Whether the months around a run of noughts are so full that chance does not make it, even if everything was low in those months. */
function isUnlikely({ totals }: Held, line: Line, from: number, to: number): boolean {
  const around = totals.flatMap((total, at) => (total > 0 && ((at < from && at >= from - NEAR) || (at > to && at <= to + NEAR)) ? [at] : []))
  const counts = around.map((at) => line.counts[at]!)
  const filled = counts.filter((n) => n > 0).length
  const low = Math.min(1, medianOf(totals.slice(from, to + 1)) / medianOf(around.map((at) => totals[at]! - line.counts[at]!)))
  return around.length >= 6 && medianOf(counts) * low >= COMMON && filled >= around.length * 0.8
}

const zeroRuns = ({ counts }: Line, there: readonly boolean[]) =>
  runsOf(counts.flatMap((n, at) => (n === 0 && there[at] ? [at] : [])))

function zeroGaps(held: Held, line: Line, there: readonly boolean[], name: Name): DataFinding[] {
  const { first, last } = held
  const months = zeroRuns(line, there)
    .filter(({ from, to }) => from > 0 && (first + to < last || to - from < 2) && isUnlikely(held, line, from, to))
    .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => first + from + index))
  if (months.length === 0) return []
  return [
    {
      kind: 'gap like a zero',
      severity: 'misleads',
      sentence: `${name(line.categoryId)} has nothing in ${listMonths(months)}, where other kinds are held and it is common. Read ${months.length === 1 ? 'it as a gap' : 'them as gaps'}, not as none.`,
      from: monthAt(months[0]!),
      to: monthAt(months.at(-1)!),
      months: months.map(monthAt),
      categoryIds: [line.categoryId],
      placesOnly: false,
    },
  ]
}

/** A category that is common and then never comes again, or that begins after others have been held for half a year. */
function endsOf({ first, last, totals }: Held, line: Line, there: readonly boolean[], name: Name): DataFinding[] {
  const findings: DataFinding[] = []
  const begins = line.counts.findIndex((n) => n > 0)
  const ends = line.counts.findLastIndex((n) => n > 0)
  const usual = sumOf(line.counts) / there.slice(begins, ends + 1).filter(Boolean).length
  const heldAfter = there.slice(ends + 1).filter(Boolean).length
  const heldBefore = there.slice(0, begins).filter(Boolean).length
  const one = { months: [], categoryIds: [line.categoryId], placesOnly: false }
  // By chance alone this many months without any would come about once in a thousand times.
  const isLong = (months: number) => months >= 3 && usual >= SELDOM && usual * months > 7
  if (isLong(heldAfter) && ends - begins >= 5)
    findings.push({
      kind: 'category stopped',
      severity: 'question',
      sentence: `${name(line.categoryId)} stops after ${writeMonth(first + ends)}: none in ${writeMonths(first + ends + 1, last)}. Ask whether it is recorded elsewhere or under another name.`,
      from: monthAt(first + ends + 1),
      to: monthAt(last),
      ...one,
    })
  if (isLong(heldBefore) && totals.length - begins >= 3)
    findings.push({
      kind: 'category started',
      severity: 'question',
      sentence: `${name(line.categoryId)} begins in ${writeMonth(first + begins)}; other kinds are held from ${writeMonth(first)}. Before that, read its noughts as not recorded.`,
      from: monthAt(first),
      to: monthAt(first + begins - 1),
      ...one,
    })
  return findings
}
