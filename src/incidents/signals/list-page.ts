import { falseAlarmSentence, signalSentence } from '../../statistics/series/words.ts'
import { writeMonth } from '../catalogue/month-line.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { ExploredSource, Ground } from '../explore/ground.ts'
import { EVERYWHERE } from '../incident.ts'
import type { Decision } from './store.ts'
import type { Found, FoundSignal } from './watched.ts'

/** A thing that a signal can be pinned to, in words. */
export type PinTarget = { kind: 'measure' | 'item'; id: string; text: string }

const PLACES = ['all', 'everywhere', 'ward', 'lsoa'] as const
type Places = (typeof PLACES)[number]
const PLACE_WORDS: Record<Places, string> = { all: 'All', everywhere: 'The whole partnership', ward: 'Wards', lsoa: 'LSOAs' }

export const readPlaces = (query: Record<string, unknown>): Places => PLACES.find((each) => each === query.where) ?? 'all'

export const addressOfSeries = (sourceId: number, { categoryId, areaId }: { categoryId: number; areaId: number }) => `/signals/${sourceId}/${categoryId}/${areaId}`

export const DIRECTION_TAGS = { higher: { word: 'Higher', colour: 'amber' }, lower: { word: 'Lower', colour: 'blue' } } as const

/** What a signal is worth, with all that was looked at allowed for. */
export const worthOf = ({ isSure }: Pick<FoundSignal, 'isSure'>) => (isSure ? { word: 'Can be relied on', colour: 'green' } : { word: 'May be chance', colour: 'grey' })

/** What a person made of a signal, in words. */
export function decisionWords(decision: Decision | undefined, targets: readonly PinTarget[]): string | null {
  if (!decision) return null
  if (decision.decision === 'dismissed') return `Dismissed: ${decision.reason}`
  const target = targets.find(({ kind, id }) => id === (kind === 'measure' ? decision.measureId : decision.itemId))
  return `Pinned to ${target ? `“${target.text}”` : 'something you may not see'}`
}

/** The signals of one source. `found`: null while they are being worked out; 'nothing' where nothing is held. */
export function listPage(ground: Ground, source: ExploredSource, found: Found | 'nothing' | null, decisions: readonly Decision[], targets: readonly PinTarget[], places: Places, powers: ReadonlySet<string>) {
  const kindOf = (areaId: number): Places => (areaId === EVERYWHERE ? 'everywhere' : ground.areas.find((area) => area.areaId === areaId)?.kind === 'lsoa' ? 'lsoa' : 'ward')
  const watched = found === 'nothing' ? null : found
  const month = watched ? writeMonth(watched.month) : null
  const all = (watched?.signals ?? []).map((signal) => ({ signal, decision: decisionOf(decisions, signal, watched!.month) }))
  const rows = all.filter(({ signal }) => places === 'all' || kindOf(signal.areaId) === places)
  const view = (each: (typeof all)[number]) => rowOf(source.sourceId, each.signal, each.decision, targets)
  return {
    title: 'Signals',
    rooms: dataNavigation('Signals', powers),
    sources: ground.sources.filter(({ state }) => state === 'live').map(({ sourceId, name }) => ({ text: name, href: `/signals?source=${sourceId}`, current: sourceId === source.sourceId })),
    heading: month ? `${source.name}, ${month}` : source.name,
    isBeingWorkedOut: found === null,
    nothing: found === 'nothing',
    lead: watched && falseAlarmSentence(watched),
    tooShort: watched && watched.tooShort > 0 ? `${watched.tooShort.toLocaleString('en-GB')} more series have no count this month or less than a year of counts, and are not judged.` : null,
    filters: PLACES.map((place) => ({
      text: `${PLACE_WORDS[place]} (${place === 'all' ? all.length : all.filter(({ signal }) => kindOf(signal.areaId) === place).length})`, href: `/signals?source=${source.sourceId}&where=${place}`, current: place === places,
    })),
    sure: rows.filter(({ signal, decision }) => signal.isSure && decision?.decision !== 'dismissed').map(view),
    unsure: rows.filter(({ signal, decision }) => !signal.isSure && decision?.decision !== 'dismissed').map(view),
    dismissed: rows.filter(({ decision }) => decision?.decision === 'dismissed').map(view),
    attributions: [source.attribution ?? `${source.name}, ${source.provider}`],
  }
}

const decisionOf = (decisions: readonly Decision[], { categoryId, areaId }: FoundSignal, month: number) =>
  decisions.find((each) => each.categoryId === categoryId && each.areaId === areaId && Number(each.month.slice(0, 4)) * 12 + Number(each.month.slice(5, 7)) - 1 === month)

function rowOf(sourceId: number, signal: FoundSignal, decision: Decision | undefined, targets: readonly PinTarget[]) {
  return {
    name: signal.name,
    href: addressOfSeries(sourceId, signal),
    direction: DIRECTION_TAGS[signal.direction],
    sentence: signalSentence(signal).replace(`${signal.name} in `, ''),
    decision: decisionWords(decision, targets),
  }
}
