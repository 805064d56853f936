import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { writeMonths } from '../holdings/months.ts'
import { drawMap, type MapDrawing, type Shape } from '../map/drawing.ts'
import type { PlaceNames } from '../place-names.ts'
import { PLACE_WORDS } from '../place-sets.ts'
import { addressOf } from '../question.ts'
import { areaName, creditsOf, eraSentences, percent, placesText, settingPage, snappedSentence } from '../setting-page.ts'
import { categoryText, type Setting } from '../setting.ts'
import { groundHref } from '../where/where-page.ts'
import type { Months, Overlapped } from './themes.ts'

/** Whether two themes share their worst places, beside what chance would give. */
export function overlapPage(setting: Setting, overlapped: Overlapped, names: PlaceNames, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  const { one, other, overlapping, holdings, months } = overlapped
  const [first, second] = [themeName(one), themeName(other)]
  const { question, set } = setting
  const words = PLACE_WORDS[set.kind]
  const asked = { ...question, category: categoryIdOf(one), other: categoryIdOf(other) }
  const page = settingPage(one, '/hotspots/overlap', powers, notes, ['places', 'month'])
  const both = placesInBoth(overlapped)
  return {
    ...page,
    title: `${first} and ${lowered(second)}`,
    context: [
      one.holding.source.name,
      one.holding.source.sourceId === other.holding.source.sourceId ? null : other.holding.source.name,
      areaName(setting),
    ].filter(Boolean).join(' · '),
    form: { ...page.form, categories: page.form.categories.filter(({ value }) => value !== '0') },
    others: holdings.flatMap(({ source, categories }) => categories.map(({ categoryId, text }) =>
      ({ value: String(categoryId), text: holdings.length > 1 ? `${text} (${source.name})` : text, selected: categoryId === asked.other }))),
    actions: [
      { text: 'CSV', href: addressOf('/hotspots/overlap.csv', asked), download: true },
      { text: 'Picture (SVG)', href: addressOf('/hotspots/overlap.svg', asked), download: true },
      { text: 'Print', print: true },
    ],
    lead: leadOf(overlapped, first, second),
    figures: [
      { number: both.length.toLocaleString('en-GB'), text: `${both.length === 1 ? words.one : words.many} among the highest 5% of both` },
      { number: writeFigure(overlapping.expected, 1), text: 'would be shared by chance' },
      { number: overlapping.p < 0.001 ? 'Under 0.1%' : percent(overlapping.p), text: 'chance of as many by luck alone' },
    ],
    said: eraSentences(one),
    map: drawMap(overlapMap(overlapped, groundHref(setting))),
    caption: [periodSentence(first, one, months.one), periodSentence(second, other, months.other), snappedSentence(one)].filter(Boolean),
    columns: { names: set.areas === null, first, second, placeHead: words.one[0]!.toUpperCase() + words.one.slice(1) },
    tableCaption: both.length === 0 ? null : `${placesText(setting, both.length)} among the highest of both`,
    rows: both.map((place, index) => ({
      number: index + 1, place: set.nameOf(place), names: (names.get(place) ?? []).join('; ') || 'No place named',
      one: writeFigure(overlapping.one[place]!, 0), other: writeFigure(overlapping.other[place]!, 0),
    })),
    attributions: [...new Set([...creditsOf(one), ...creditsOf(other)])],
  }
}

/** Said where only one kind of thing is held. */
export function noOverlapPage(setting: Setting, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  return {
    ...settingPage(setting, '/hotspots/overlap', powers, notes, ['places', 'month']), title: 'Overlap', actions: [], others: [],
    nothing: 'Two kinds of thing are needed to see whether they share their places, and only one is held.',
  }
}

const themeName = (setting: Setting): string => categoryText(setting) ?? 'Every category'
const lowered = (text: string) => (/^[A-Z][a-z -]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text)
const categoryIdOf = ({ holding, category }: Setting): number => holding.categories[category!]!.categoryId

/** Most of both together first. */
export const placesInBoth = ({ overlapping: { both, one, other } }: Overlapped): number[] => [...both].sort((a, b) => one[b]! + other[b]! - one[a]! - other[a]!)

function leadOf({ one, overlapping }: Overlapped, first: string, second: string): string[] {
  const { both, expected, p, places } = overlapping
  const named = `Of the ${placesText(one, places)} with most ${lowered(first)} and the ${places.toLocaleString('en-GB')} with most ${lowered(second)}`
  const shared = both.length === 0 ? 'none is in both lists' : `${both.length.toLocaleString('en-GB')} ${both.length === 1 ? 'is' : 'are'} in both lists`
  const judged = p < 0.05 ? `More than luck: as many would come by chance ${writeChance(p)}.` : 'That is no more than luck could give.'
  return [
    `${named}, ${shared}; chance would put ${writeFigure(expected, 1)} there.`, judged,
    'That two things share places does not say that one brings the other.',
  ]
}

const writeChance = (p: number): string => (p < 0.001 ? 'under 1 time in 1,000' : p > 0.5 ? 'more often than not' : `1 time in ${Math.round(1 / p).toLocaleString('en-GB')}`)

const periodSentence = (theme: string, { holding }: Setting, { from, to }: Months) => `${theme}: ${writeMonths(holding.months[from]!, holding.months[to - 1]!)}.`

/** Places among the highest of the first theme, the second, or both. */
export function overlapMap(overlapped: Overlapped, groundHref: string | null): MapDrawing {
  const { one, other, overlapping } = overlapped
  const { set, ground } = one
  const both = placesInBoth(overlapped)
  const [first, second] = [highest(overlapping.one, overlapping.places), highest(overlapping.other, overlapping.places)]
  const mark = (places: readonly number[], mark: Shape['mark']): Shape[] =>
    places.filter((place) => !both.includes(place)).map((place) => ({ boundary: set.boundaryOf(place), mark, number: null }))
  const [nameOne, nameOther] = [themeName(one), themeName(other)]
  return {
    id: 'overlap', title: `The highest 5% of ${PLACE_WORDS[set.kind].many} for ${lowered(nameOne)} and for ${lowered(nameOther)}`, ground, groundHref,
    shapes: [
      ...mark(first, 'one'), ...mark(second, 'other'),
      ...both.map((place, index): Shape => ({ boundary: set.boundaryOf(place), mark: 'both', number: index + 1 })),
    ],
    description: `${both.length} are in both lists and numbered in the order of the table that follows.`,
    key: [
      { mark: 'both', text: both.length > 0 ? 'Both, numbered as in the table' : 'Both: none' },
      { mark: 'one', text: `${nameOne} only` }, { mark: 'other', text: `${nameOther} only` },
    ],
  }
}

/** The same choice as the overlap's: most first, the first in order among equals, nothing where nothing happened. */
function highest(counts: Float64Array, places: number): number[] {
  return [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, places).filter((place) => counts[place]! > 0)
}
