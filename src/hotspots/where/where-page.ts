import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeFigure } from '../../statistics/figures.ts'
import type { Tested } from '../../statistics/space/back-test.ts'
import { monthNumber, monthText, writeMonth, writeMonths } from '../holdings/months.ts'
import { drawMap, type MapDrawing, type Shape } from '../map/drawing.ts'
import { gathersNote } from '../holdings/place-words.ts'
import type { PlaceNames } from '../place-names.ts'
import { PLACE_WORDS } from '../place-sets.ts'
import { addressOf } from '../question.ts'
import { areaName, eraSentences, eventsText, missingSentence, percent, placesText, settingPage, snappedSentence, unmappedSentence } from '../setting-page.ts'
import { eraBefore, type Setting } from '../setting.ts'
import type { Judged, Ranked } from '../working/predicting.ts'
import { methodOf } from './methods.ts'
import { proofSentences } from './proof.ts'

export type Where = { judged: Judged; ranked: Ranked; ours: Tested; plain: Tested; names: PlaceNames }
const MOST_TINTED = 2_000
const MOST_ROWS = 60

/** The places to look at next month, why these, and how well places chosen so have done. */
export function wherePage(setting: Setting, where: Where, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  const { judged, ranked, ours, plain } = where
  const { holding, set, covered, month, target, question } = setting
  const chosen = ranked.order.subarray(0, covered)
  const expected = sumOf(chosen, ranked.expected)
  const words = PLACE_WORDS[set.kind]
  return {
    ...settingPage(setting, '/hotspots', powers, notes, ['places', 'month', 'budget']),
    title: `Where next? ${writeMonth(month)}`,
    actions: [
      { text: 'CSV', href: addressOf('/hotspots/places.csv', question), download: true },
      { text: 'Picture (SVG)', href: addressOf('/hotspots/where.svg', question), download: true },
      { text: 'GeoJSON', href: addressOf('/hotspots/places.geojson', question), download: true },
      { text: 'Print', print: true },
    ],
    lead: proofSentences(setting, judged, ours, plain, shareOfGround(setting, chosen)),
    figures: [
      {
        number: covered.toLocaleString('en-GB'),
        text: `${covered === 1 ? words.one : words.many}, ${percent(covered / set.count)} of ${set.count.toLocaleString('en-GB')}`,
      },
      {
        number: writeFigure(expected, expected < 10 ? 1 : 0),
        text: `expected in them in ${writeMonth(month)}, of ${writeFigure(ranked.total, 0)} in all`,
      },
      ...(ranked.came ? [{
        number: writeFigure(sumOf(chosen, ranked.came), 0),
        text: `came in them, of ${writeFigure(total(ranked.came), 0)}: known now, and not used to choose`,
      }] : []),
      {
        number: writeFigure(sumOf(chosen, ranked.lastYear), 0),
        text: `held in them ${writeMonths(holding.months[ranked.yearFrom]!, monthText(monthNumber(month) - 1))}`,
      },
    ],
    said: eraSentences(setting),
    map: drawMap(whereMap(setting, ranked, groundHref(setting))),
    caption: [
      `${methodOf(judged.method, set.places.kind).does}. Worked out from ${writeMonths(holding.months[eraBefore(setting).from]!, monthText(monthNumber(month) - 1))}.`,
      unmappedSentence(setting, ranked.yearFrom, target), missingSentence(setting, ranked.yearFrom, target), snappedSentence(setting),
    ].filter(Boolean),
    chanceHref: addressOf('/hotspots/chance', question), backTestHref: addressOf('/hotspots/back-test', question),
    columns: { names: set.areas === null, came: ranked.came !== null, placeHead: capital(words.one) },
    tableCaption: `${capital(placesText(setting, covered))} of ${areaName(setting)}, most expected first`,
    rows: placeRows(setting, where, Math.min(covered, MOST_ROWS)),
    more: covered > MOST_ROWS ? `The first ${MOST_ROWS} are shown; the CSV has all ${covered.toLocaleString('en-GB')}.` : null,
    nothing: ranked.total === 0 ? `There is no ${eventsText(setting)} in the months before, so no place is better than another.` : null,
  }
}

/** Of all the ground there is to choose from, the share in these places: areas are not all of a size. */
function shareOfGround({ set }: Setting, chosen: Int32Array): number {
  const ground = (places: Iterable<number>) => Iterator.from(places).reduce((sum, place) => sum + set.squareMetres(place), 0)
  return ground(chosen) / ground(Array(set.count).keys())
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
const sumOf = (places: Int32Array, values: Float64Array) => places.reduce((sum, place) => sum + values[place]!, 0)

export const groundHref = ({ ground }: Setting): string => `/hotspots/ground.svg?v=${encodeURIComponent(ground.version)}`

function placeRows({ set }: Setting, { ranked, names }: Where, count: number) {
  return [...ranked.order.subarray(0, count)].map((place, index) => {
    const known = names.get(place) ?? []
    return {
      number: index + 1, place: set.nameOf(place), names: known.join('; ') || 'No place named', gathers: gathersNote(known),
      expected: writeFigure(ranked.expected[place]!, 1), lastYear: writeFigure(ranked.lastYear[place]!, 0), came: ranked.came ? writeFigure(ranked.came[place]!, 0) : '',
    }
  })
}

export type MarkedPlace = { place: number; mark: 'chosen' | 'high' | 'raised'; number: number }

/** Places a map marks, best first: those chosen, then those expected to hold more than the usual place. */
export function markedPlaces({ set, covered }: Setting, ranked: Ranked): MarkedPlace[] {
  if (ranked.total === 0) return []
  const usual = ranked.total / set.count
  return [...ranked.order.subarray(0, Math.max(covered, MOST_TINTED))].flatMap((place, index) => {
    const times = ranked.expected[place]! / usual
    const mark = index < covered ? 'chosen' : times >= 3 ? 'high' : times >= 1 ? 'raised' : null
    return mark === null ? [] : [{ place, mark, number: index + 1 }]
  })
}

/** Chosen places dark and numbered; the others tinted by how far above the usual place they are expected to be. */
export function whereMap(setting: Setting, ranked: Ranked, groundHref: string | null): MapDrawing {
  const { set, covered, ground, month } = setting
  const shapes: Shape[] = markedPlaces(setting, ranked).map(({ place, mark, number }) => ({
    boundary: set.boundaryOf(place), mark, number: mark === 'chosen' ? number : null,
  }))
  const present = new Set(shapes.map(({ mark }) => mark))
  const words = PLACE_WORDS[set.kind]
  const title = `Where ${eventsText(setting)} is expected in ${writeMonth(month)}, ${areaName(setting)}`
  return {
    id: 'where', title, ground, groundHref, shapes,
    description: `${capital(placesText(setting, covered))} are marked and numbered in the order of the table that follows, which names each and gives its figures.`,
    key: ([
      { mark: 'chosen', text: `The ${placesText(setting, covered)} chosen, numbered as in the table` },
      { mark: 'high', text: `Three or more times what the usual ${words.one} is expected to hold` },
      { mark: 'raised', text: `More than the usual ${words.one}` },
    ] as const).filter(({ mark }) => present.has(mark)),
  }
}
