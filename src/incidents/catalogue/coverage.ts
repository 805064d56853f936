import type { DataFinding } from './finding.ts'
import { monthHead, monthIndex, writeMonth } from './month-line.ts'
import { writeCount } from './words.ts'

/** One month of a year. `look`: 0 to 4, how full beside the fullest month; `word` says what the number alone does not. */
export type CoverageCell = {
  label: string // "May 2017"
  short: string // "May", under the year's heading
  state: 'held' | 'part' | 'provisional' | 'gap' | 'before' | 'after'
  n: string
  look: number
  word: string | null
}
export type CoverageYear = { year: string; total: string; cells: CoverageCell[] }

/**
 * What is held month by month, a year to a row, newest first. A month of which nothing is held is a gap; one in which a kind is missing
 * that is usually there is a part. `months` in order.
 */
export function coverageOf(months: readonly { month: string; n: number }[], findings: readonly DataFinding[], provisionalFrom: string | null): CoverageYear[] {
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last) return []
  const byMonth = new Map(months.map(({ month, n }) => [monthIndex(month), n]))
  const parts = new Set(findings.filter(({ kind }) => kind === 'gap like a zero').flatMap((finding) => finding.months.map(monthIndex)))
  const most = Math.max(...byMonth.values())
  const [begins, ends] = [monthIndex(first.month), monthIndex(last.month)]
  const provisional = provisionalFrom === null ? Infinity : monthIndex(provisionalFrom)
  const cellAt = (at: number): CoverageCell => {
    const n = byMonth.get(at)
    const names = { label: writeMonth(at), short: monthHead((at % 12) + 1) }
    if (at < begins) return { ...names, state: 'before', n: '', look: 0, word: null }
    if (at > ends) return { ...names, state: 'after', n: '', look: 0, word: null }
    if (n === undefined) return { ...names, state: 'gap', n: '', look: 0, word: 'Gap' }
    const held = { ...names, n: writeCount(n), look: Math.max(1, Math.ceil((n / most) * 4)) }
    if (parts.has(at)) return { ...held, state: 'part', word: 'A kind missing' }
    return at >= provisional ? { ...held, state: 'provisional', word: 'So far' } : { ...held, state: 'held', word: null }
  }
  const years: CoverageYear[] = []
  for (let year = Math.floor(ends / 12); year >= Math.floor(begins / 12); year--) {
    const cells = Array.from({ length: 12 }, (_, month) => cellAt(year * 12 + month))
    const total = Array.from({ length: 12 }, (_, month) => byMonth.get(year * 12 + month) ?? 0).reduce((sum, n) => sum + n, 0)
    years.push({ year: String(year), total: writeCount(total), cells })
  }
  return years
}

/** What the looks in use mean. */
export function keyOf(years: readonly CoverageYear[]): { state: CoverageCell['state']; text: string }[] {
  const used = new Set(years.flatMap(({ cells }) => cells.map(({ state }) => state)))
  return [
    { state: 'gap' as const, text: 'Gap: nothing is held, which is not the same as none' },
    { state: 'part' as const, text: 'A kind missing: something usually there is at nought' },
    { state: 'provisional' as const, text: 'So far: late reports may still come in' },
  ].filter(({ state }) => used.has(state))
}
