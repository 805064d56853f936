import { todayInLondon, writeShortDate } from '../../calendar/dates.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { Load } from '../load-store.ts'
import type { Source } from '../source.ts'
import { type DataFinding, SEVERITIES, SEVERITY_TAGS } from './finding.ts'
import { latenessOf } from './lateness.ts'
import { monthIndex, writeMonth } from './month-line.ts'
import { LAYOUT_WORDS, REFRESH_WORDS, ROW_WORDS, writeCount } from './words.ts'

export type ListedSource = {
  source: Source
  months: readonly { month: string; n: number }[] // held, in order
  lastLoad: Load | null // the newest whose rows count
  underWay: Load | null
  findings: readonly DataFinding[]
}

export const DOORS = ['open', 'personal'] as const
export type Door = (typeof DOORS)[number]
export const readDoor = (query: Record<string, unknown>): Door | null => DOORS.find((door) => door === query.show) ?? null

/** The sources of a partnership, each in words: what it is, what is held, how late it is and what to know of it. */
export function listPage(sources: readonly ListedSource[], door: Door | null, powers: ReadonlySet<string>, today: Temporal.PlainDate) {
  const rows = sources.filter(({ source }) => door === null || source.personal === (door === 'personal')).map((each) => rowOf(each, today))
  const live = sources.filter(({ source }) => source.state === 'live')
  const late = live.filter(({ source, months }) => latenessOf(source, months.at(-1)?.month ?? null, today).periods > 0)
  const misleading = live.filter(({ findings }) => findings.some(({ severity }) => severity === 'misleads'))
  const held = sources.reduce((sum, { months }) => sum + months.reduce((rowsHeld, { n }) => rowsHeld + n, 0), 0)
  const mayLoad = powers.has('incidents.load')
  return {
    title: 'Data',
    rooms: dataNavigation('Data', powers),
    actions: mayLoad
      ? [...(live.length > 0 ? [{ text: 'Load files', href: '/data/load', primary: true }] : []), { text: 'Add a source', href: '/data/sources/new' }]
      : [],
    mayLoad,
    total: sources.length,
    figures: [
      { number: live.length, text: live.length === 1 ? 'source in use' : 'sources in use' },
      { number: writeCount(held), text: 'rows held' },
      { number: late.length, text: late.length === 1 ? 'source late' : 'sources late' },
      { number: misleading.length, text: misleading.length === 1 ? 'source with figures that mislead' : 'sources with figures that mislead' },
    ],
    filters: [
      { text: 'All', href: '/data', current: door === null },
      { text: 'Depersonalised', href: '/data?show=open', current: door === 'open' },
      { text: 'Personal', href: '/data?show=personal', current: door === 'personal' },
    ],
    door,
    rows,
    attributions: [...new Set(sources.map(({ source }) => source.attribution))],
  }
}

function rowOf({ source, months, lastLoad, underWay, findings }: ListedSource, today: Temporal.PlainDate) {
  const [first, last] = [months[0], months.at(-1)]
  const lateness = latenessOf(source, last?.month ?? null, today)
  return {
    href: `/data/sources/${source.sourceId}`,
    name: source.name,
    provider: source.provider,
    rowIs: `${ROW_WORDS[source.rowIs].each} a row`,
    layout: source.layout === 'mapped' ? null : LAYOUT_WORDS[source.layout].text,
    basis: source.basis,
    personal: source.personal,
    refresh: REFRESH_WORDS[source.refresh],
    lateness: { word: lateness.words, colour: lateness.periods > 0 ? ('amber' as const) : ('grey' as const) },
    held: first && last ? spanOf(first.month, last.month) : null,
    completeness: first && last ? completenessOf(months, first.month, last.month) : null,
    rows: `${writeCount(months.reduce((sum, { n }) => sum + n, 0))} rows`,
    lastLoad: lastLoad
      ? { href: `/data/loads/${lastLoad.loadId}`, on: writeShortDate(todayInLondon(lastLoad.finishedAt ?? lastLoad.askedAt)), by: lastLoad.startedBy }
      : null,
    underWay: underWay ? `/data/loads/${underWay.loadId}` : null,
    findings: SEVERITIES.map((severity) => ({ n: findings.filter((each) => each.severity === severity).length, severity }))
      .filter(({ n }) => n > 0)
      .map(({ n, severity }) => ({ word: COUNTED[severity](n), colour: SEVERITY_TAGS[severity].colour })),
  }
}

const COUNTED = {
  misleads: (n: number) => `${n} ${n === 1 ? 'misleads' : 'mislead'}`,
  question: (n: number) => `${n} ${n === 1 ? 'question' : 'questions'}`,
  note: (n: number) => `${n} ${n === 1 ? 'note' : 'notes'}`,
} as const

export const spanOf = (first: string, last: string): string =>
  first === last ? writeMonth(monthIndex(first)) : `${writeMonth(monthIndex(first))} to ${writeMonth(monthIndex(last))}`

/** "112 of 114 months". */
export function completenessOf(months: readonly { month: string }[], first: string, last: string): string {
  const all = monthIndex(last) - monthIndex(first) + 1
  if (months.length === all) return all === 1 ? '1 month' : `All ${writeCount(all)} months`
  return `${writeCount(months.length)} of ${writeCount(all)} months`
}
