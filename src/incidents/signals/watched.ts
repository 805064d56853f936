import { COVID } from '../../statistics/series/periods.ts'
import { falseDiscoveryRates } from '../../statistics/space/false-discovery.ts'
import { type SeriesSignal, signalsThisPeriod, type WatchedSeries } from '../../statistics/series/watch.ts'
import { brokenLines } from '../catalogue/gaps.ts'
import { monthAt, monthIndex } from '../catalogue/month-line.ts'
import { layOut, type MonthCount } from '../catalogue/series-line.ts'
import { ROW_WORDS } from '../catalogue/words.ts'
import { isHeld, type SourceCounts, sumOf } from '../explore/counts.ts'
import type { Area, Category, ExploredSource, SeriesBreak } from '../explore/ground.ts'
import { EVERYWHERE } from '../incident.ts'

/** Stands for every category together. */
export const ALL = 0

/** One series that is watched: a category (or all) in an area (or everywhere). `labels` are months, YYYY-MM; null counts are gaps. */
export type Watched = WatchedSeries & { categoryId: number; areaId: number; from: number }

/** What of a source is watched, and what interrupts it. */
export type WatchedSource = {
  source: Pick<ExploredSource, 'sourceId' | 'rowIs'>
  counts: SourceCounts
  categories: readonly Category[] // of this source
  areas: readonly Area[]
  breaks: readonly SeriesBreak[] // confirmed, of this source
}

/** Months in which a category is not recorded although its source is held: gaps like a nought, and the months before it began. */
export type Gaps = { gaps: ReadonlySet<number>; before: ReadonlySet<number> }

/** The gaps of each category that has any. */
export function gapsOf({ counts, categories }: Pick<WatchedSource, 'counts' | 'categories'>): Map<number, Gaps> {
  const months: MonthCount[] = categories.flatMap(({ categoryId }) =>
    Array.from({ length: counts.months }, (_, at) => counts.firstMonth + at).flatMap((month) => {
      const n = sumOf(counts, EVERYWHERE, categoryId, month, month)
      return n > 0 ? [{ month: monthAt(month), categoryId, areaId: EVERYWHERE, n }] : []
    }))
  const held = layOut(months)
  const findings = held ? brokenLines(held, () => '') : []
  const monthsIn = (kind: string, categoryId: number) => new Set(findings.filter((each) => each.kind === kind && each.categoryIds!.includes(categoryId)).flatMap(({ months: named, from, to }) =>
    named.length ? named.map(monthIndex) : Array.from({ length: monthIndex(to!) - monthIndex(from!) + 1 }, (_, at) => monthIndex(from!) + at)))
  return new Map(categories.map(({ categoryId }) => [categoryId, { gaps: monthsIn('gap like a zero', categoryId), before: monthsIn('category started', categoryId) }]))
}

const CURRENT = ({ kind, validTo }: Area) => (kind === 'ward' || kind === 'lsoa') && validTo === null

/** "Drugs, Bishopsgate"; "All crimes". */
export function nameOfSeries({ source, categories, areas }: Pick<WatchedSource, 'source' | 'categories' | 'areas'>, categoryId: number, areaId: number): string {
  const what = categoryId === ALL ? `All ${ROW_WORDS[source.rowIs].many}` : (categories.find((each) => each.categoryId === categoryId)?.text ?? 'A kind since removed')
  const where = areaId === EVERYWHERE ? null : (areas.find((each) => each.areaId === areaId)?.name ?? 'an area since removed')
  return where === null ? what : `${what}, ${where}`
}

/** Where a series begins anew for good: the month of its latest confirmed break, or null. */
export function startOf(breaks: readonly SeriesBreak[], categoryId: number, areaId: number): number | null {
  const of = breaks.filter((each) => each.state === 'confirmed' && (each.categoryId === null || each.categoryId === categoryId || categoryId === ALL) && (each.areaId === null || each.areaId === areaId))
  return of.length ? Math.max(...of.map(({ month }) => monthIndex(month))) : null
}

/** One series up to `last`, from where it last began anew. */
export function seriesOf(watched: WatchedSource, gaps: ReadonlyMap<number, Gaps>, categoryId: number, areaId: number, last: number): Watched {
  const { counts, breaks } = watched
  const of = categoryId === ALL ? [...counts.categories.keys()] : [categoryId]
  const from = Math.max(counts.firstMonth, startOf(breaks, categoryId, areaId) ?? 0)
  const months = Array.from({ length: Math.max(0, last - from + 1) }, (_, at) => from + at)
  // All together are short of what one of them lacks in a gap; that a category began later is no gap in all.
  const isGap = (month: number) => !isHeld(counts, month) || of.some((id) => gaps.get(id)?.gaps.has(month) || (categoryId !== ALL && gaps.get(id)?.before.has(month)))
  return {
    name: nameOfSeries(watched, categoryId, areaId), categoryId, areaId, from,
    labels: months.map((month) => monthAt(month).slice(0, 7)),
    counts: months.map((month) => (isGap(month) ? null : of.reduce((sum, id) => sum + sumOf(counts, areaId, id, month, month), 0))),
  }
}

/** Every series of a source that has ever had anything in it: each category, and all together, everywhere and in each ward and LSOA of today. */
export function watchedSeries(watched: WatchedSource, last: number): Watched[] {
  const gaps = gapsOf(watched)
  const areaIds = [EVERYWHERE, ...watched.areas.filter(CURRENT).map(({ areaId }) => areaId)].filter((areaId) => watched.counts.areas.has(areaId))
  const categoryIds = [...(watched.categories.length > 1 ? [ALL] : []), ...watched.categories.map(({ categoryId }) => categoryId)]
  return areaIds.flatMap((areaId) => categoryIds.map((categoryId) => seriesOf(watched, gaps, categoryId, areaId, last))).filter(({ counts }) => counts.some(Boolean))
}

/** A signal with the series it is in. */
export type FoundSignal = SeriesSignal & { categoryId: number; areaId: number }

/** What was found in one month of a source: `falseAlarms` of the `watched` series chance alone would put among the signals. */
export type Found = { month: number; watched: number; tooShort: number; falseAlarms: number; signals: FoundSignal[] }

const SETTINGS = { exceptional: [COVID] }
const AT_ONCE = 20

/**
 * Judges every series for one month, a few at a time: `pause` lets others work in between. Discoveries are controlled over all of them together.
 * Pieces are judged apart, so that what the others found counts as no signal; that only makes less of the signals when more than a fifth are.
 */
export async function findSignals(series: readonly Watched[], month: number, pause: () => Promise<void>): Promise<Found> {
  const found: Found = { month, watched: 0, tooShort: 0, falseAlarms: 0, signals: [] }
  for (let at = 0; at < series.length; at += AT_ONCE) {
    const piece = series.slice(at, at + AT_ONCE).map((each, index) => ({ ...each, name: String(at + index) }))
    const { watched, tooShort, falseAlarms, signals } = signalsThisPeriod(piece, { ...SETTINGS, period: monthAt(month).slice(0, 7) })
    found.watched += watched
    found.tooShort += tooShort.length
    found.falseAlarms += falseAlarms
    found.signals.push(...signals.map((signal) => {
      const { name, categoryId, areaId } = series[Number(signal.name)]!
      return { ...signal, name, categoryId, areaId }
    }))
    await pause()
  }
  const p = new Float64Array(found.watched).fill(1)
  found.signals.forEach((signal, index) => (p[index] = signal.p))
  const rates = falseDiscoveryRates(p)
  found.signals.forEach((signal, index) => (signal.isSure = rates[index]! <= 0.05))
  found.signals.sort((one, other) => one.p - other.p || Math.abs(other.count - other.expected) - Math.abs(one.count - one.expected))
  return found
}
