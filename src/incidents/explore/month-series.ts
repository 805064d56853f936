import { protectList, sayPublishable } from '../../statistics/disclosure.ts'
import type { DataFinding } from '../catalogue/finding.ts'
import { monthIndex, writeMonth, writeMonths } from '../catalogue/month-line.ts'
import type { Choice } from './choice.ts'
import { isHeld, type SourceCounts } from './counts.ts'
import type { Ground } from './ground.ts'
import { baseLine, countOf } from './lines.ts'
import { breaksIn } from './notes.ts'
import type { SeriesDrawing, SeriesPoint } from './series-drawing.ts'
import type { Shown } from './table.ts'

const CONTEXT = 36 // months that a chart shows at least, where they are held

/**
 * What is chosen, month by month: the period, and before it as many months as make up three years. A month that a source does not hold, or in
 * which a kind that is asked for by itself was not sent, is a gap.
 */
export function monthSeries(choice: Choice, ground: Ground, counts: readonly SourceCounts[], findings: readonly DataFinding[]): SeriesPoint[] {
  const first = Math.min(...counts.filter(({ months }) => months > 0).map(({ firstMonth }) => firstMonth))
  const from = choice.publishable ? choice.from : Math.min(choice.from, Math.max(first, choice.to - CONTEXT + 1))
  const base = baseLine(choice, ground)
  const used = counts.filter(({ months }) => months > 0)
  const provisional = monthsOf(findings, 'provisional')
  const gaps = gapsFor(base.categoryIds!, findings)
  return Array.from({ length: choice.to - from + 1 }, (_, index) => {
    const month = from + index
    const isGap = used.length === 0 || gaps.has(month) || !used.every((source) => isHeld(source, month))
    return { month, n: isGap ? null : countOf(used, [{ ...base, from: month, to: month }]), isProvisional: provisional.has(month) }
  })
}

function monthsOf(findings: readonly DataFinding[], kind: DataFinding['kind']): Set<number> {
  return new Set(findings.filter((finding) => finding.kind === kind).flatMap(({ from, to, months }) => {
    if (months.length) return months.map(monthIndex)
    return from && to ? Array.from({ length: monthIndex(to) - monthIndex(from) + 1 }, (_, index) => monthIndex(from) + index) : []
  }))
}

/** Months in which everything chosen is a nought that is really a gap. */
function gapsFor(categoryIds: ReadonlySet<number>, findings: readonly DataFinding[]): Set<number> {
  const concerned = findings.filter(({ kind, categoryIds: of }) => kind === 'gap like a zero' && of && [...categoryIds].every((id) => of.includes(id)))
  return monthsOf(concerned, 'gap like a zero')
}

/**
 * The months of a period as they may be published beside a total that is shown: hidden like any row of a table. Null where the total itself is hidden,
 * or would have to be: months that can be added up would give it away.
 */
export function publishableMonths(points: readonly SeriesPoint[], total: Shown): { month: number; shown: Shown }[] | null {
  if (total.n === null || points.some(({ n }) => n === null)) return null
  const list = protectList(points.map(({ n }) => n!))
  if (list.total.shown !== 'count') return null
  return points.map(({ month }, index) => {
    const count = list.counts[index]!
    return { month, shown: { text: sayPublishable(count), n: count.shown === 'count' ? count.n : null } }
  })
}

/** The series as it is drawn, with its words. */
export function drawingOf(choice: Choice, ground: Ground, points: readonly SeriesPoint[], { title, unit }: { title: string; unit: string }): SeriesDrawing {
  const read = points.filter(({ n }) => n !== null)
  const sorted = read.toSorted((a, b) => a.n! - b.n!)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const [first, last] = [points[0]?.month ?? choice.from, points.at(-1)?.month ?? choice.to]
  const breaks = breaksIn({ ...choice, from: first + 12 }, ground)
  return {
    id: 'explore', title, unit, points,
    description: lowest && highest
      ? `A line of ${read.length} months, ${writeMonths(first, last)}. Lowest ${lowest.n!.toLocaleString('en-GB')}, ${writeMonth(lowest.month)}; highest ${highest.n!.toLocaleString('en-GB')}, ${writeMonth(highest.month)}. The table beneath has every figure.`
      : 'No month is held.',
    breaks: breaks.map(({ month }) => ({ month, text: `Break, ${writeMonth(month)}` })),
  }
}
