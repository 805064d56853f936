import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeFigure } from '../../statistics/figures.ts'
import type { PointColumns } from '../holdings/points-held.ts'
import { monthNumber, monthText, writeMonth, writeMonths } from '../holdings/months.ts'
import { nameOfPlace } from '../holdings/place-words.ts'
import { gridReference, PLACE_WORDS } from '../place-sets.ts'
import { drawLines, runsOf } from '../plot/lines.ts'
import { addressOf } from '../question.ts'
import { areaName, eraSentences, eventsText, missingSentence, percent, settingPage, snappedSentence, unmappedSentence } from '../setting-page.ts'
import { eraBefore, type Setting } from '../setting.ts'
import type { Concentrated } from '../working/concentrating.ts'

const MOST_SHOWN = 25

/** How few places hold how much, how sure that is, and whether they stay the same places. `points`: given when places are map points. */
export function concentrationPage(setting: Setting, found: Concentrated, points: PointColumns | null, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  const { holding, target, question, month } = setting
  const from = Math.max(eraBefore(setting).from, target - 12)
  const period = writeMonths(holding.months[from]!, monthText(monthNumber(month) - 1))
  const word = points ? { one: 'map point', many: 'map points' } : PLACE_WORDS[setting.set.kind]
  const { whole } = found
  const half = whole.holdings.find(({ share }) => share === 0.5)!
  const page = settingPage(setting, '/hotspots/concentration', powers, notes, points ? ['month'] : ['places', 'month'])
  return {
    ...page,
    title: 'Concentration',
    by: holding.source.positions === 'snapped' ? [
      { value: 'points', text: 'Map points', selected: points !== null },
      { value: 'places', text: 'Squares or areas', selected: points === null },
    ] : null,
    actions: [{ text: 'CSV', href: addressOf('/hotspots/concentration.csv', question), download: true }, { text: 'Print', print: true }],
    nothing: whole.incidents === 0 ? `There is no ${eventsText(setting)} on the map in ${period}, so nothing is concentrated anywhere.` : null,
    lead: whole.incidents === 0 ? [] : [
      `Half of the ${eventsText(setting)} of ${period} fell at ${writeFigure(half.places, 0)} of the ${writeFigure(whole.places, 0)} ${word.many} of ${areaName(setting)}: ${writeFigure(half.percent, 1)}% of them (95% interval ${writeFigure(found.interval.from, 1)}% to ${writeFigure(found.interval.to, 1)}%).`,
      whole.incidents < whole.places ? `There were fewer incidents (${writeFigure(whole.incidents, 0)}) than ${word.many}, so most had to be empty: the general Gini allows for that.` : '',
    ].filter(Boolean),
    figures: [
      { number: `${writeFigure(half.percent, 1)}%`, text: `of ${word.many} hold half` },
      { number: writeFigure(whole.used, 0), text: `of ${writeFigure(whole.places, 0)} ${word.many} hold anything` },
      {
        number: Number.isFinite(whole.generalGini) ? whole.generalGini.toFixed(2) : 'None',
        text: 'general Gini: 0 even, 1 all in one place',
      },
      { number: writeFigure(whole.incidents, 0), text: `counted on the map, ${period}` },
    ],
    said: eraSentences(setting),
    rows: whole.incidents === 0 ? [] : whole.holdings.map(({ share, places, percent: of }) => ({
      share: percent(share), places: writeFigure(places, 0), ofAll: `${writeFigure(of, 1)}%`, ofUsed: `${writeFigure((100 * places) / whole.used, 1)}%`,
    })),
    placesHead: word.many[0]!.toUpperCase() + word.many.slice(1),
    lorenz: whole.incidents === 0 ? null : lorenzOf(found, word.many),
    lorenzRows: whole.incidents === 0 ? [] : lorenzRows(found),
    stays: staysOf(setting, found, word),
    top: topPlaces(setting, found, points),
    topHead: points ? 'Point' : PLACE_WORDS[setting.set.kind].one[0]!.toUpperCase() + PLACE_WORDS[setting.set.kind].one.slice(1),
    hasLasting: found.lasting !== null,
    caption: [
      points ? `Possible ${word.many}: all ${writeFigure(whole.places, 0)} that the source used for anything since ${writeMonth(holding.months[eraBefore(setting).from]!)}; it does not publish the rest of its list.` : `Possible ${word.many}: all ${writeFigure(whole.places, 0)} of the area, empty ones among them.`,
      unmappedSentence(setting, from, target), missingSentence(setting, from, target), snappedSentence(setting),
    ].filter(Boolean),
  }
}

/** Places from the fullest down, against an even spread and, when there are fewer incidents than places, the most even there could be. */
function lorenzOf({ whole, counts }: Concentrated, many: string): string {
  const points: [number, number][] = [[0, 0]]
  let sum = 0
  counts.forEach((count, rank) => points.push([(rank + 1) / whole.places, (sum += count) / whole.incidents]))
  points.push([1, 1])
  const shown = points.filter((_, index) => index % Math.ceil(points.length / 300) === 0 || index === points.length - 1)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${at * 100}%` }))
  const most = Math.min(1, whole.incidents / whole.places)
  return drawLines({
    id: 'lorenz', title: `Share of incidents held by the fullest ${many}`,
    description: 'The further the line bends to the upper left, the fewer places hold the most. The tables give the figures.',
    x: { from: 0, to: 1, ticks, name: `Share of all ${many}, fullest first` }, y: { from: 0, to: 1, ticks, name: 'Share of incidents' },
    lines: [
      { text: 'As it was', look: 'strong', runs: [shown] },
      {
        text: most < 1 ? 'As evenly as so few incidents could lie' : 'If every place held the same', look: 'dashed',
        runs: [[[0, 0], [most, 1], [1, 1]]],
      },
    ],
  })
}

function lorenzRows({ whole, counts }: Concentrated) {
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].map((share) => {
    const places = Math.max(1, Math.round(share * whole.places))
    const held = counts.subarray(0, places).reduce((sum, count) => sum + count, 0)
    return { share: percent(share), places: writeFigure(places, 0), held: percent(held / whole.incidents) }
  })
}

function staysOf({ holding, eras, target }: Setting, { stayed, lasting }: Concentrated, word: { one: string; many: string }) {
  const begun = eras.findLast(({ from }) => from < target)?.from ?? 0
  const known = stayed.filter((share) => share !== null)
  if (known.length === 0) return null
  const recent = stayed.slice(-12).filter((share) => share !== null)
  const mean = recent.reduce((sum, share) => sum + share, 0) / recent.length
  const chart = drawLines({
    id: 'stayed', title: `Of each month’s fullest 5% of ${word.many}, the share that were so the month before`,
    description: 'High and level means that the same places stay busy. The sentence above gives the mean.',
    x: {
      from: begun, to: Math.max(begun + 1, begun + stayed.length - 1),
      ticks: stayed.flatMap((_, index) => (holding.months[begun + index]!.endsWith('-01') ? [{ at: begun + index, text: holding.months[begun + index]!.slice(0, 4) }] : [])),
      name: '',
    },
    y: { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${at * 100}%` })), name: 'Share that stayed' },
    lines: [{ text: 'Stayed among the fullest 5%', look: 'strong', runs: runsOf(stayed, begun) }],
  })
  return {
    chart: stayed.length > 2 ? chart : null,
    sentences: [
      recent.length > 0 ? `Of each month’s fullest 5% of ${word.many}, ${percent(mean)} had been so the month before, on average over the last ${recent.length} months: by luck it would be about 5%.` : '',
      lasting ? `Of the ${writeFigure(lasting.now, 0)} that hold half of this year, ${writeFigure(lasting.both, 0)} were among the ${writeFigure(lasting.before, 0)} that held half of the year before.` : 'Two whole years of one map are not held yet, so years cannot be compared.',
    ].filter(Boolean),
  }
}

function topPlaces({ set }: Setting, { counts, whole, order, wasFull, points: at }: Concentrated, points: PointColumns | null) {
  let sum = 0
  const named = (rank: number) => at && points
    ? { name: nameOfPlace(points.places[at.place[rank]!]) ?? 'A point without a name', reference: gridReference(at.x[rank]!, at.y[rank]!) }
    : { name: set.nameOf(order[rank]!), reference: '' }
  return [...counts.subarray(0, MOST_SHOWN)].map((count, rank) => ({
    number: rank + 1, ...named(rank), count: writeFigure(count, 0), together: percent((sum += count) / whole.incidents), before: wasFull[rank] === 1 ? 'Yes' : 'No',
  }))
}
