import { writeFigure } from '../../statistics/figures.ts'
import type { KnoxBand } from '../../statistics/space/knox.ts'
import { writePeriod } from '../../statistics/series/words.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { Source } from '../source.ts'
import { tabs } from './pages.ts'
import type { PlaceQuestion, RepeatPlace } from './places.ts'

const choices = (sources: readonly Source[], chosen: number | null) => sources.map(({ sourceId, name }) => ({ value: sourceId, text: name, selected: sourceId === chosen }))
const month = (iso: string) => writePeriod(iso.slice(0, 7))

/** Places with several reports: points as their source gives them, never addresses. */
export function placesPage(sources: readonly Source[], source: Source | null, question: (PlaceQuestion & { months: number }) | null, places: readonly RepeatPlace[], mayCall: boolean) {
  return {
    title: 'Places again',
    rooms: dataNavigation('Repeats', new Set(mayCall ? ['callers.read'] : [])),
    tabs: tabs('Places', mayCall),
    sources: choices(sources, source?.sourceId ?? null),
    windows: [3, 6, 12, 24].map((months) => ({ value: months, text: `${months} months`, selected: months === question?.months })),
    atLeast: [2, 3, 5, 10, 20].map((n) => ({ value: n, text: `${n} or more`, selected: n === question?.atLeast })),
    span: question ? `${month(question.from)} to ${month(question.to)}` : null,
    snapped: source?.positions === 'snapped' ? 'These are anonymous points to which the police move what happened nearby, several addresses to a point: the streets around one may be the place, not the point itself.' : null,
    attribution: source?.attribution ?? null,
    places: places.map(({ place, easting, northing, n, months, first, last, categories }) => ({
      place: place ?? 'No name given',
      grid: `${easting} ${northing}`,
      n: n.toLocaleString('en-GB'),
      spread: `in ${months} ${months === 1 ? 'month' : 'months'}, ${first === last ? month(first) : `${month(first)} to ${month(last)}`}`,
      categories: categories.slice(0, 3).map(({ text, n: each }) => `${text} ${each.toLocaleString('en-GB')}`).join(', '),
    })),
  }
}

const FEWEST = 5
const RATIO = 1.2

/** Whether reports near each other come soon after each other oftener than chance would give. */
export function nearPage(sources: readonly Source[], source: Source | null, bands: readonly KnoxBand[] | null, events: number, why: string | null, mayCall: boolean) {
  const marked = (bands ?? []).filter(isMarked)
  const closest = marked.toSorted((one, other) => other.ratio - one.ratio)[0]
  return {
    title: 'Near repeats',
    rooms: dataNavigation('Repeats', new Set(mayCall ? ['callers.read'] : [])),
    tabs: tabs('Near repeats', mayCall),
    sources: choices(sources, source?.sourceId ?? null),
    why,
    attribution: source?.attribution ?? null,
    lead: bands === null ? null : closest
      ? `After a report, another ${withinWords(closest)} came ${writeFigure(closest.ratio)} times as often as chance would give (${closest.observed.toLocaleString('en-GB')} pairs, where ${writeFigure(closest.expected, 0)} would be expected).`
      : 'No near repeats: reports near each other came no sooner after each other than chance would give.',
    events: events.toLocaleString('en-GB'),
    merged: source && source.positions !== 'exact' ? 'The points of this source stand for a postcode or a street, so “the same place” cannot be told from next door: the first band takes in both.' : null,
    bands: (bands ?? []).map((band) => ({
      space: spaceWords(band), time: timeWords(band), observed: band.observed.toLocaleString('en-GB'), expected: writeFigure(band.expected), ratio: Number.isFinite(band.ratio) ? writeFigure(band.ratio, 2) : 'None expected',
      p: band.p === null ? '' : band.p < 0.001 ? 'less than 0.001' : writeFigure(band.p, 3), finding: isMarked(band) ? 'More than chance' : band.observed < FEWEST ? 'Too few to tell' : 'No more than chance',
    })),
  }
}

/** As the literature asks before a ratio is believed: five pairs or more, p under 0.05, and a fifth more than chance. */
const isMarked = ({ observed, p, ratio }: KnoxBand) => observed >= FEWEST && p !== null && p < 0.05 && ratio >= RATIO
const spaceWords = ({ spaceFrom, spaceTo }: KnoxBand) => (spaceFrom === 0 ? `Under ${spaceTo} m` : `${spaceFrom} to ${spaceTo} m`)
const timeWords = ({ timeFrom, timeTo }: KnoxBand) => (timeFrom === 0 ? `Within ${timeTo} days` : `${timeFrom} to ${timeTo - 1} days after`)
const withinWords = (band: KnoxBand) => `${spaceWords(band).toLowerCase()} away and ${timeWords(band).toLowerCase()}`
