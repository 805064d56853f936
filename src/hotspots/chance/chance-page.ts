import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { monthNumber, monthText, writeMonths } from '../holdings/months.ts'
import { drawMap, type MapDrawing, type Shape } from '../map/drawing.ts'
import { gathersNote } from '../holdings/place-words.ts'
import type { PlaceNames } from '../place-names.ts'
import { PLACE_WORDS } from '../place-sets.ts'
import { addressOf } from '../question.ts'
import { areaName, eraSentences, eventsText, missingSentence, placesText, settingPage, snappedSentence, unmappedSentence } from '../setting-page.ts'
import type { Setting } from '../setting.ts'
import type { Clustered } from '../working/clustering.ts'
import { groundHref } from '../where/where-page.ts'

const MOST_ROWS = 60

/** Places whose surroundings hold more than chance would put there, strongest first. */
export const markedPlaces = ({ significant, z }: Clustered): number[] =>
  [...significant.keys()].filter((place) => significant[place] === 1).sort((a, b) => z[b]! - z[a]!)

/** Which clusters are more than luck, and how that differs from where to go next. */
export function chancePage(setting: Setting, clustered: Clustered, names: PlaceNames, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  const { holding, set, month, target, question } = setting
  const marked = markedPlaces(clustered)
  const words = PLACE_WORDS[set.kind]
  const period = writeMonths(holding.months[clustered.from]!, monthText(monthNumber(month) - 1))
  const quiet = clustered.quiet.reduce((sum, each) => sum + each, 0)
  return {
    ...settingPage(setting, '/hotspots/chance', powers, notes, ['places', 'month']),
    title: 'Is this more than chance?',
    actions: [
      { text: 'CSV', href: addressOf('/hotspots/chance.csv', question), download: true },
      { text: 'Picture (SVG)', href: addressOf('/hotspots/chance.svg', question), download: true },
      { text: 'Print', print: true },
    ],
    lead: leadOf(setting, clustered, marked.length, period),
    figures: [
      { number: writeFigure(clustered.incidents, 0), text: `${eventsText(setting)} on the map, ${period}` },
      {
        number: clustered.law === 'too few to tell' ? 'Too few' : marked.length.toLocaleString('en-GB'),
        text: `${marked.length === 1 ? words.one : words.many} of ${set.count.toLocaleString('en-GB')} marked`,
      },
      { number: clustered.empty.toLocaleString('en-GB'), text: `${words.many} where nothing happened` },
    ],
    said: eraSentences(setting),
    map: drawMap(chanceMap(setting, clustered, groundHref(setting))),
    caption: [
      clustered.law === 'shuffled' ? 'Most places hold nothing, so luck was judged by shuffling the counts 9,999 times rather than by a formula.' : null,
      unmappedSentence(setting, clustered.from, target), missingSentence(setting, clustered.from, target), snappedSentence(setting),
    ].filter(Boolean),
    quiet: quiet > 0 ? `${quiet === 1 ? `One ${words.one} stands` : `${quiet.toLocaleString('en-GB')} ${words.many} stand`} out only by ${quiet === 1 ? 'its' : 'their'} surroundings: nothing happened in ${quiet === 1 ? 'it' : 'them'}, so ${quiet === 1 ? 'it is' : 'they are'} not marked.` : null,
    whereHref: addressOf('/hotspots', question),
    columns: { names: set.areas === null, placeHead: words.one[0]!.toUpperCase() + words.one.slice(1) },
    tableCaption: `${marked.length === 1 ? `The ${words.one}` : `The ${words.many}`} marked, strongest first`,
    rows: marked.slice(0, MOST_ROWS).map((place, index) => {
      const known = names.get(place) ?? []
      return {
        number: index + 1, place: set.nameOf(place), count: writeFigure(clustered.counts[place]!, 0), z: writeFigure(clustered.z[place]!, 1),
        luck: writeLuck(clustered.pFdr[place]!), names: known.join('; ') || 'No place named', gathers: gathersNote(known),
      }
    }),
    more: marked.length > MOST_ROWS ? `The first ${MOST_ROWS} are shown; the CSV has all ${marked.length.toLocaleString('en-GB')}.` : null,
  }
}

function leadOf(setting: Setting, { law, incidents }: Clustered, marked: number, period: string): string[] {
  const what = eventsText(setting)
  const words = PLACE_WORDS[setting.set.kind]
  if (law === 'too few to tell') return [`Too few to tell: ${writeFigure(incidents, 0)} in ${setting.set.count.toLocaleString('en-GB')} ${words.many} in ${period}. Choose a longer-held source, a wider category or smaller places.`]
  if (marked === 0) return [`No: in ${period} ${what} lies about ${areaName(setting)} no more unevenly than chance alone would put it.`]
  return [
    `Yes, in ${placesText(setting, marked)} of ${setting.set.count.toLocaleString('en-GB')}: in ${period} more ${what} fell in and around ${marked === 1 ? 'it' : 'them'} than chance would put there.`,
    `Luck alone would make fewer than 1 in 20 of the ${words.many} marked look like this.`,
  ]
}

/** "1 in 200", "under 1 in 1,000". */
function writeLuck(share: number): string {
  if (share < 0.001) return 'under 1 in 1,000'
  return `1 in ${Math.round(1 / share).toLocaleString('en-GB')}`
}

export function chanceMap(setting: Setting, clustered: Clustered, groundHref: string | null): MapDrawing {
  const { set, ground } = setting
  const shapes: Shape[] = markedPlaces(clustered).map((place, index) => ({ boundary: set.boundaryOf(place), mark: 'cluster', number: index + 1 }))
  return {
    id: 'chance', title: `Clusters of ${eventsText(setting)} that are more than chance, ${areaName(setting)}`, ground, groundHref, shapes,
    description: `${placesText(setting, shapes.length)} marked and numbered in the order of the table that follows, which names each and gives its figures.`,
    key: shapes.length > 0 ? [{
      mark: 'cluster',
      text: `More in and around this ${PLACE_WORDS[set.kind].one} than chance would put there, numbered as in the table`,
    }] : [],
  }
}
