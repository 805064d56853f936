import { todayInLondon, writeDate, writeShortDate } from '../../calendar/dates.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { Load } from '../load-store.ts'
import type { Mapping } from '../mapping.ts'
import type { Source } from '../source.ts'
import { coverageOf, keyOf } from './coverage.ts'
import { SEVERITY_TAGS } from './finding.ts'
import { latenessOf, provisionalFrom } from './lateness.ts'
import { completenessOf, spanOf } from './list-page.ts'
import { loadTag } from './load-words.ts'
import { sumOf } from './series-line.ts'
import type { LookedOver } from './source-findings.ts'
import { FILE_WORDS, LAYOUT_WORDS, POSITION_WORDS, REFRESH_WORDS, ROW_WORDS, writeCount } from './words.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'

export type SourceView = { source: Source; looked: LookedOver; loads: readonly Load[]; mapping: { version: number; mapping: Mapping } | null }

/** A source: what is held month by month, what to know of it, its kinds, its loads and its particulars. */
export function sourcePage({ source, looked, loads, mapping }: SourceView, powers: ReadonlySet<string>, today: Temporal.PlainDate) {
  const url = `/data/sources/${source.sourceId}`
  const months = monthsOf(looked)
  const [first, last] = [months[0]?.month ?? null, months.at(-1)?.month ?? null]
  const total = sumOf(months.map(({ n }) => n))
  const inArea = (areaId: number) => sumOf(looked.counts.filter((count) => count.areaId === areaId).map(({ n }) => n))
  const years = coverageOf(months, looked.findings, provisionalFrom(source, last))
  const lateness = latenessOf(source, last, today)
  const mayLoad = powers.has('incidents.load')
  const isLive = source.state === 'live'
  return {
    title: source.name,
    rooms: dataNavigation('Data', powers),
    back: { href: '/data', text: 'Data' },
    context: `${source.provider} · ${ROW_WORDS[source.rowIs].each} a row`,
    actions: [
      ...(mayLoad && isLive ? [{ text: 'Load files', href: `/data/load?source=${source.sourceId}`, primary: true }] : []),
      ...(total > 0 ? [{ text: 'Explore', href: `/explore?source=${source.sourceId}` }] : []),
      ...(mayLoad ? [{ text: 'Change', href: `${url}/edit` }] : []),
    ],
    closed: !isLive,
    personal: source.personal,
    mayReadCallers: powers.has('callers.read'),
    figures: [
      { number: first && last ? writeCount(total) : 'None', text: first && last ? `rows, ${spanOf(first, last)}` : 'rows held' },
      { number: first && last ? completenessOf(months, first, last) : 'None', text: 'held' },
      { number: lateness.words, text: lateness.nextDue ? `next due by ${writeDate(Temporal.PlainDate.from(lateness.nextDue))}` : REFRESH_WORDS[source.refresh] },
      ...(total > 0
        ? [
            { number: shareOf(inArea(UNPLACED), total), text: 'could not be placed' },
            { number: shareOf(inArea(OUTSIDE), total), text: 'outside the area' },
          ]
        : []),
    ],
    findings: looked.findings.map(({ severity, sentence }) => ({ tag: SEVERITY_TAGS[severity], look: SEVERITY_TAGS[severity].look, sentence })),
    monthHeads: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    years,
    key: keyOf(years),
    categories: categoryRows(looked),
    loads: loads.map((load) => loadRow(load, mayLoad)),
    mayLoad,
    particulars: particularsOf(source, mapping),
    mappingHref: source.layout === 'mapped' && mapping ? `${url}/mapping` : null,
    attribution: source.attribution,
    closeHref: mayLoad && isLive ? `${url}/close` : null,
    reopenHref: mayLoad && !isLive ? `${url}/reopen` : null,
    version: source.version,
  }
}

/** Months of which anything is held, in order. */
export function monthsOf({ counts }: Pick<LookedOver, 'counts'>): { month: string; n: number }[] {
  const totals = new Map<string, number>()
  for (const { month, areaId, n } of counts) if (areaId === EVERYWHERE) totals.set(month, (totals.get(month) ?? 0) + n)
  return [...totals].map(([month, n]) => ({ month, n })).toSorted((a, b) => (a.month < b.month ? -1 : 1))
}

/** "4.9%", of a whole that is more than nought. */
export function shareOf(part: number, whole: number): string {
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 0.1) return 'under 0.1%'
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : Math.round(percent * 10) / 10}%`
}

function categoryRows({ counts, categories }: LookedOver) {
  const byCategory = Map.groupBy(counts, ({ categoryId }) => categoryId)
  return categories
    .flatMap(({ categoryId, text, national }) => {
      const own = byCategory.get(categoryId) ?? []
      const everywhere = own.filter(({ areaId }) => areaId === EVERYWHERE)
      if (everywhere.length === 0) return []
      const months = everywhere.map(({ month }) => month).toSorted()
      const n = sumOf(everywhere.map((count) => count.n))
      return [
        {
          text,
          national: national === text ? null : national,
          n,
          count: writeCount(n),
          held: spanOf(months[0]!, months.at(-1)!),
          unplaced: shareOf(sumOf(own.filter(({ areaId }) => areaId === UNPLACED).map((count) => count.n)), n),
        },
      ]
    })
    .toSorted((a, b) => b.n - a.n)
}

function loadRow(load: Load, mayLoad: boolean) {
  const names = load.files.map(({ name }) => name)
  return {
    href: `/data/loads/${load.loadId}`,
    name: `Load ${load.loadId}`,
    on: writeShortDate(todayInLondon(load.askedAt)),
    by: load.startedBy,
    files: names.length === 1 ? names[0]! : `${names[0] ?? 'No file'}${names.length > 1 ? ` and ${writeCount(names.length - 1)} more` : ''}`,
    tag: loadTag(load),
    months: load.firstMonth && load.lastMonth ? spanOf(load.firstMonth, load.lastMonth) : null,
    came: cameOf(load),
    undoHref: mayLoad && load.state === 'visible' ? `/data/loads/${load.loadId}/undo` : null,
  }
}

/** "892 new, 14 revised, 3 refused". */
export function cameOf(load: Pick<Load, 'taken' | 'revised' | 'unchanged' | 'withdrawn' | 'rejected'>): string {
  const parts: [number, string][] = [[load.taken, 'new'], [load.revised, 'revised'], [load.unchanged, 'unchanged'], [load.withdrawn, 'withdrawn'], [load.rejected, 'refused']]
  return parts.filter(([n]) => n > 0).map(([n, word]) => `${writeCount(n)} ${word}`).join(', ') || 'No rows'
}

function particularsOf(source: Source, mapping: SourceView['mapping']) {
  return [
    { key: 'By what right', value: source.basis },
    { key: 'Rows', value: source.personal ? 'Personal: they may name people, who are kept behind a door of their own' : 'Depersonalised: nobody can be named from one' },
    { key: 'Files', value: `${LAYOUT_WORDS[source.layout].text}. ${FILE_WORDS[source.fileIs].text}: ${FILE_WORDS[source.fileIs].hint.toLowerCase()}` },
    { key: 'Comes', value: source.refresh === 'irregular' ? REFRESH_WORDS.irregular : `${REFRESH_WORDS[source.refresh]}, due ${writeCount(source.dueDays)} days after the end of the period` },
    { key: 'Places', value: `${POSITION_WORDS[source.positions].text}. ${POSITION_WORDS[source.positions].hint}` },
    { key: 'Known gaps', value: source.knownGaps ?? 'None noted' },
    ...(source.layout === 'mapped' ? [{ key: 'Mapping', value: mapping ? `Version ${mapping.version}` : 'None yet: it is made when the first file is loaded' }] : []),
  ]
}
