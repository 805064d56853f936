import { type CsvValue, writeCsv } from '../documents/csv.ts'
import { protectList, sayPublishable } from '../statistics/disclosure.ts'
import { accuracy } from '../statistics/space/back-test.ts'
import type { PointColumns } from './holdings/points-held.ts'
import { monthNumber, monthText } from './holdings/months.ts'
import type { Overlapped } from './overlap/themes.ts'
import type { PlaceNames } from './place-names.ts'
import type { Rated } from './rates/rates.ts'
import { gridReference } from './place-sets.ts'
import { creditsOf } from './setting-page.ts'
import { categoryText, eraBefore, type Setting } from './setting.ts'
import type { Clustered } from './working/clustering.ts'
import type { Concentrated } from './working/concentrating.ts'
import type { Judged, Ranked } from './working/predicting.ts'
import { methodOf } from './where/methods.ts'

// As many places as a table can be protected in without keeping anybody waiting; those most expected or most marked come first.
const MOST_PLACES = 2_000

/** Counts as they may leave the partnership: small ones hidden, and those beside them that would give one away. */
const protectedCounts = (counts: readonly number[]): CsvValue[] =>
  protectList(counts).counts.map((count) => (count.shown === 'count' ? count.n : sayPublishable(count)))

/** What every row says of itself, so that the file can be read without its page. */
function provenance(setting: Setting, from: number) {
  const { holding, month } = setting
  return {
    columns: ['category', 'counted from', 'counted to', 'source', 'attribution', 'small numbers'],
    values: [
      categoryText(setting) ?? 'Every category', holding.months[from]!, monthText(monthNumber(month) - 1),
      holding.source.name, creditsOf(setting).join('; '), 'protected',
    ] satisfies CsvValue[],
  }
}

const PLACE_COLUMNS = ['place', 'west', 'south', 'side']

/** Grid reference and south-west corner of a square; an area's name alone. */
function placeCells({ set }: Setting, place: number): CsvValue[] {
  if (set.places.kind === 'areas') return [set.nameOf(place), null, null, null]
  const { x, y, side } = set.places
  return [set.nameOf(place), x[place]! * side, y[place]! * side, side]
}

export function placesCsv(setting: Setting, judged: Judged, ranked: Ranked, names: PlaceNames): string {
  const places = [...ranked.order.subarray(0, MOST_PLACES)]
  const about = provenance(setting, ranked.yearFrom)
  const [year, came] = [
    protectedCounts(places.map((place) => ranked.lastYear[place]!)),
    ranked.came ? protectedCounts(places.map((place) => ranked.came![place]!)) : null,
  ]
  const rows = places.map((place, index): CsvValue[] => [
    index + 1, ...placeCells(setting, place), index < setting.covered ? 'yes' : 'no', setting.month, Math.round(ranked.expected[place]! * 1000) / 1000, year[index]!, came ? came[index]! : null,
    (names.get(place) ?? []).join('; '), methodOf(judged.method).name, ...about.values,
  ])
  return writeCsv(
    rows,
    [
      'rank', ...PLACE_COLUMNS, 'chosen', 'predicted month', 'expected', 'year before', 'came', 'reported there as',
      'method', ...about.columns,
    ],
  )
}

export function chanceCsv(setting: Setting, clustered: Clustered, names: PlaceNames): string {
  const places = [...clustered.z.keys()].sort((a, b) => clustered.significant[b]! - clustered.significant[a]! || clustered.z[b]! - clustered.z[a]!).slice(0, MOST_PLACES)
  const about = provenance(setting, clustered.from)
  const counts = protectedCounts(places.map((place) => clustered.counts[place]!))
  const figure = (value: number): CsvValue => (Number.isFinite(value) ? value : null)
  return writeCsv(
    places.map((place, index): CsvValue[] => [
      ...placeCells(setting, place), counts[index]!, figure(clustered.z[place]!), figure(clustered.pFdr[place]!),
      clustered.significant[place] === 1 ? 'yes' : 'no', (names.get(place) ?? []).join('; '), ...about.values,
    ]),
    [...PLACE_COLUMNS, 'count', 'gi_star_z', 'p_fdr', 'more than chance', 'reported there as', ...about.columns],
  )
}

export function backTestCsv(setting: Setting, judged: Judged): string {
  const about = provenance(setting, 0)
  const rows = judged.tested.map((tested): CsvValue[] => {
    const { hitRate, pai, pei } = accuracy(tested)
    const figure = (value: number): CsvValue => (Number.isFinite(value) ? value : null)
    const [hits, crimes] = protectedCounts([tested.hits, tested.crimes])
    return [
      tested.predictor, methodOf(tested.predictor).name, 'share' in tested.budget ? tested.budget.share : null,
      tested.cells, tested.byMonth.length, hits!, crimes!, figure(hitRate), figure(pai), figure(pei),
      tested.predictor === judged.method ? 'yes' : 'no', ...about.values,
    ]
  })
  return writeCsv(
    rows,
    ['predictor', 'way of choosing', 'share', 'cells', 'months', 'hits', 'crimes', 'hit_rate', 'pai', 'pei', 'used', ...about.columns],
  )
}

export function concentrationCsv(setting: Setting, found: Concentrated, points: PointColumns | null): string {
  const from = Math.max(eraBefore(setting).from, setting.target - 12)
  const about = provenance(setting, from)
  const { whole } = found
  const shares = whole.holdings.map(({ share, places, percent }): CsvValue[] => [
    share, places, whole.places, whole.used, percent, whole.gini, whole.generalGini, null, null, null, ...about.values,
  ])
  const counts = points && found.points ? protectedCounts([...found.counts.subarray(0, MOST_PLACES)]) : []
  const rows = counts.map((count, index): CsvValue[] => {
    const { x, y, place } = found.points!
    return [
      null, null, null, null, null, null, null, place[index] === -1 ? null : points!.places[place[index]!]!,
      gridReference(x[index]!, y[index]!), count, ...about.values,
    ]
  })
  return writeCsv(
    [...shares, ...rows],
    [
      'share', 'places', 'all places', 'used places', 'percent_of_places', 'gini', 'gini_general', 'point',
      'grid reference', 'count', ...about.columns,
    ],
  )
}

export function overlapCsv(setting: Setting, { one, other, overlapping, months }: Overlapped, names: PlaceNames): string {
  const both = new Set(overlapping.both)
  const places = [...overlapping.one.keys()].filter((place) => overlapping.one[place]! + overlapping.other[place]! > 0)
    .sort((a, b) => Number(both.has(b)) - Number(both.has(a)) || overlapping.one[b]! + overlapping.other[b]! - overlapping.one[a]! - overlapping.other[a]!).slice(0, MOST_PLACES)
  const [first, second] = [overlapping.one, overlapping.other].map((counts) => protectedCounts(places.map((place) => counts[place]!)))
  const about = provenance(one, months.one.from)
  const rows = places.map((place, index): CsvValue[] => [
    ...placeCells(setting, place), first![index]!, second![index]!, both.has(place) ? 'yes' : 'no',
    (names.get(place) ?? []).join('; '), ...about.values.slice(1),
  ])
  return writeCsv(
    rows,
    [
      ...PLACE_COLUMNS, categoryText(one) ?? 'first', categoryText(other) ?? 'second', 'among the highest of both',
      'reported there as', ...about.columns.slice(1),
    ],
  )
}

export function ratesCsv(setting: Setting, rated: readonly Rated[], per: string | null): string {
  const about = provenance(setting, Math.max(eraBefore(setting).from, setting.target - 12))
  const counts = protectedCounts(rated.map(({ count }) => count))
  // A rate of a hidden count would give it back.
  const rows = rated.map((area, index): CsvValue[] => [
    area.name, counts[index]!, area.of, typeof counts[index] === 'number' ? area.rate : null,
    typeof counts[index] === 'number' ? area.standing : null, ...about.values,
  ])
  return writeCsv(rows, ['area', 'count', per ?? 'divided by', 'rate per 1000', 'against the rest', ...about.columns])
}
