import { writeFigure } from '../../statistics/figures.ts'
import type { DataFinding } from '../catalogue/finding.ts'
import { monthAt, writeMonth, writeMonths } from '../catalogue/month-line.ts'
import { dataNavigation } from '../data-navigation.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import { addressOf, type Choice, DIMENSIONS, isArea } from './choice.ts'
import type { SourceCounts } from './counts.ts'
import { type Area, DENOMINATORS, type Ground } from './ground.ts'
import { HARM_WORDS, HARMS } from './harm.ts'
import { nameOfArea } from './lines.ts'
import { drawingOf, monthSeries, publishableMonths } from './month-series.ts'
import { countNotes, denominatorNotes, rowWords, shareCaveats } from './notes.ts'
import { hasAnything, seriesChart, type SeriesDrawing, type SeriesPoint } from './series-drawing.ts'
import { baseOf, compare, type Comparison, cross, type CrossTable, rateOf, type Shown } from './table.ts'
import { changeWords, comparisonView, crossView, DIMENSION_WORDS, sharesOf, writeRate } from './table-view.ts'

/** Everything an answer is made of: the page, the file and the picture say the same. */
export type Answer = {
  choice: Choice
  comparison: Comparison
  crossed: CrossTable | null
  points: SeriesPoint[] // empty where months may not be shown
  drawing: SeriesDrawing
}

export function answer(choice: Choice, ground: Ground, counts: readonly SourceCounts[], findings: readonly DataFinding[]): Answer {
  const { columns } = choice
  // Of rows by columns only the totals are compared.
  const comparison = compare(columns ? { ...choice, rows: 'source' } : choice, ground, counts)
  const crossed = columns ? cross({ ...choice, columns }, ground, counts) : null
  const open = monthSeries(choice, ground, counts, findings)
  const points = choice.publishable ? publishablePoints(choice, open, comparison, crossed) : open
  const words = { title: subjectOf(choice, ground), unit: `${capitalised(rowWords(chosenSources(choice, ground)))} each month` }
  return { choice, comparison, crossed, points, drawing: drawingOf(choice, ground, points, words) }
}

/** Months that may stand beside the table: none where months or years are in it already and it hides some of them. */
function publishablePoints(choice: Choice, open: readonly SeriesPoint[], comparison: Comparison, crossed: CrossTable | null): SeriesPoint[] {
  const isTime = (dimension: Choice['columns']) => dimension === 'month' || dimension === 'year'
  const pointOf = (month: number, shown: Shown): SeriesPoint => ({ month, n: shown.n, hidden: shown.n === null ? shown.text : null })
  if (choice.rows === 'month' && !crossed) return comparison.rows.map(({ line, now }) => pointOf(line.from!, now)).toReversed()
  if (isTime(choice.rows) || isTime(choice.columns)) return []
  return (publishableMonths(open, crossed?.total ?? comparison.total.now) ?? []).map(({ month, shown }) => pointOf(month, shown))
}

const capitalised = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const chosenSources = ({ sourceIds }: Choice, { sources }: Ground) => sources.filter(({ sourceId }) => sourceIds.includes(sourceId))

/** What is asked, in words: "Drugs and Robbery, Bishopsgate", "All crimes". */
export function subjectOf(choice: Choice, ground: Ground): string {
  const sources = chosenSources(choice, ground)
  const named = ground.categories.filter(({ categoryId }) => choice.categoryIds.includes(categoryId)).map(({ text }) => text)
  const what = named.length === 0 ? `All ${rowWords(sources)}` : named.length > 3 ? `${named.slice(0, 2).join(', ')} and ${named.length - 2} other kinds` : named.join(', ').replace(/, ([^,]*)$/, ' and $1')
  const harm = choice.harm ? `, harm ${HARM_WORDS[choice.harm].split(':')[0]!.toLowerCase()}` : ''
  return `${what}${harm}${choice.areaId === EVERYWHERE ? '' : `, ${nameOfArea(choice.areaId, ground.areas)}`}`
}

/** The page of an answer. `problems`: what of the address was not understood. */
export function explorePage(given: Answer, ground: Ground, problems: readonly string[], notes: readonly DataFinding[], isBeingLookedOver: boolean, held: { first: number; last: number }, powers: ReadonlySet<string>, counts: readonly SourceCounts[]) {
  const { choice, comparison, crossed, points, drawing } = given
  const { columns } = choice
  const sources = chosenSources(choice, ground)
  const shares = sharesOf(choice, ground, comparison)
  const rest = points.toReversed()
  return {
    ...frame(powers),
    subject: subjectOf(choice, ground),
    problems,
    lead: leadOf(given, ground),
    filters: filtersOf(choice, ground, sources.length > 1, held),
    presets: presetsOf(choice, held),
    table: columns && crossed ? crossView({ ...choice, columns }, crossed) : comparisonView(choice, ground, comparison, shares),
    isWide: Boolean(columns),
    isEmpty: (crossed?.total ?? comparison.total.now).text === '0',
    caption: captionOf(given),
    caveats: shareCaveats(choice, ground),
    notes: [...countNotes(choice, ground, counts), ...denominatorNotes(ground, choice), ...missingNotes(comparison, choice)],
    findings: notes.slice(0, 6),
    isNarrowed: choice.categoryIds.length > 0 || choice.harm !== null,
    counted: countedWords(choice, ground),
    moreFindings: Math.max(0, notes.length - 6),
    findingsHref: `/data/sources/${choice.sourceIds[0]}#findings`,
    isBeingLookedOver,
    chart: hasAnything(drawing) ? seriesChart(drawing) : null,
    noChart: choice.publishable && points.length === 0 ? 'The months are not shown by themselves: beside the table they could give a hidden number away.' : null,
    months: monthRows(rest, choice, ground).slice(0, 13),
    earlierMonths: monthRows(rest, choice, ground).slice(13),
    monthRate: choice.per ? `For each 1,000 ${choice.per}` : null,
    downloads: {
      publishable: choice.publishable,
      csv: addressOf(choice, '/explore/table.csv'),
      svg: addressOf(choice, '/explore/picture.svg'),
      otherWay: addressOf(choice, '/explore', { publishable: !choice.publishable }),
    },
    attributions: [...new Set(sources.map(({ name, provider, attribution }) => attribution ?? `${name}, ${provider}`))],
  }
}

/** What is counted, for the part of the form that is folded away. */
function countedWords({ categoryIds, sourceIds, harm }: Choice, { categories }: Ground): string {
  const all = categories.filter(({ sourceId }) => sourceIds.includes(sourceId)).length
  const chosen = categoryIds.length === 0 ? `All ${all} categories` : `${categoryIds.length} of ${all} categories`
  return `${chosen}${harm ? `, harm ${HARM_WORDS[harm].split(':')[0]!.toLowerCase()}` : ''}`
}

const frame = (powers: ReadonlySet<string>) => ({ title: 'Explore', rooms: dataNavigation('Explore', powers) })

/** The page while nothing is held of what is asked. */
export const nothingPage = (powers: ReadonlySet<string>, problems: readonly string[], ground: Ground, sourceIds: readonly number[]) => ({
  ...frame(powers),
  nothing: ground.sources.length === 0 ? 'No source of data has been added yet.' : `Nothing is held yet of ${ground.sources.filter(({ sourceId }) => sourceIds.includes(sourceId)).map(({ name }) => `“${name}”`).join(' and ')}.`,
  mayLoad: powers.has('incidents.load'),
  problems,
})

/** The page while the counts are being read. */
export const latePage = (powers: ReadonlySet<string>) => ({ ...frame(powers), nothing: 'The data have changed and their counts are being read. Show this page again in a moment.', mayLoad: null, problems: [] })

function leadOf({ choice, comparison, crossed }: Answer, ground: Ground): string {
  const { before, three, base } = comparison.total
  const now = crossed?.total ?? comparison.total.now
  const rate = rateOf(now, base)
  const words = rowWords(chosenSources(choice, ground), now.n ?? 2)
  const counted = `${now.text} ${words}, ${writeMonths(choice.from, choice.to)}${rate === null ? '' : `: ${writeRate(rate)} for each 1,000 ${choice.per}`}.`
  const { text, note } = changeWords(now, before)
  const again = comparison.yearsBack === 1 ? 'the same months a year before' : `the same months ${comparison.yearsBack} years before`
  const changed = before && before.n !== null && now.n !== null ? ` ${text === 'No change' ? 'As many as' : `That is ${text.toLowerCase()} than`} in ${again} (${before.text})${text === 'No change' ? '' : note ? ', more than chance would give' : ', which could be chance'}.` : ''
  const average = three && three.n !== null ? ` The three times before averaged ${writeFigure(three.n / 3, 1)}.` : ''
  return `${counted}${changed}${average}`
}

function captionOf({ choice, crossed }: Answer): string {
  const down = DIMENSION_WORDS[choice.rows].many
  const title = crossed ? `By ${down} and ${DIMENSION_WORDS[choice.columns!].many}` : `By ${down}`
  return `${title}, ${writeMonths(choice.from, choice.to)}${crossed && choice.per ? `. Beneath each count, its rate for each 1,000 ${choice.per}` : ''}`
}

function missingNotes({ missing, total }: Comparison, choice: Choice): string[] {
  return [
    ...(missing.length && !choice.columns ? [`No comparison with ${missing.join(' or ')}: not all of those months are held.`] : []),
    ...(total.before && !choice.columns ? ['“More than chance” marks counts further apart than luck alone sets them in 99 of 100 comparisons. What is not marked could be chance.'] : []),
    ...(choice.publishable ? [choice.columns ? '<5 stands for 1 to 4. [c] stands for a larger number that is not shown: with the totals it would give a smaller one away.' : 'Fewer than 5 stands for 1 to 4. Not shown stands for a larger number that, with the totals, would give a smaller one away.'] : []),
  ]
}

function monthRows(points: readonly SeriesPoint[], choice: Choice, ground: Ground) {
  return points.map(({ month, n, hidden, isProvisional }) => {
    const rate = n === null ? null : rateOf({ text: '', n }, baseOf(ground, choice.per, choice.areaId, month))
    const count = n === null ? (hidden ?? 'Not held') : writeFigure(n, 0)
    return { month: writeMonth(month), count, isMissing: n === null, rate: rate === null ? '–' : writeRate(rate), note: isProvisional && n !== null ? 'Provisional' : null }
  })
}

type Option = { value: string; text: string; selected?: boolean; checked?: boolean }

function filtersOf(choice: Choice, ground: Ground, severalSources: boolean, held: { first: number; last: number }) {
  const option = (value: string, text: string, chosen: string | null): Option => ({ value, text, selected: value === (chosen ?? '') })
  const categories = ground.categories.filter(({ sourceId }) => choice.sourceIds.includes(sourceId))
  const nameOfSource = (sourceId: number) => ground.sources.find((each) => each.sourceId === sourceId)!.name
  const mapped = categories.some(({ text, national }) => national !== null && national !== text)
  const offered = DIMENSIONS.filter((each) => (each !== 'compared' || severalSources || mapped) && (each !== 'source' || severalSources))
  const areas = areaOptions(ground.areas)
  const divide = DENOMINATORS.filter((per) => ground.denominators.some(({ counted }) => counted === per))
  return {
    sources: ground.sources.map(({ sourceId, name }) => ({ value: String(sourceId), text: name, checked: choice.sourceIds.includes(sourceId) })),
    categories: categories.map(({ categoryId, sourceId, text }) => ({ value: String(categoryId), text: severalSources ? `${text} (${nameOfSource(sourceId)})` : text, checked: choice.categoryIds.includes(categoryId) })),
    harm: [option('', 'Any', choice.harm), ...HARMS.map((harm) => option(harm, HARM_WORDS[harm], choice.harm))],
    area: areas.map(({ value, text }) => option(value, text, String(choice.areaId))),
    against: [option('', 'No other area', null), ...areas.map(({ value, text }) => option(value, text, choice.against === null ? null : String(choice.against)))],
    from: monthAt(choice.from).slice(0, 7),
    to: monthAt(choice.to).slice(0, 7),
    limits: { min: monthAt(held.first).slice(0, 7), max: monthAt(held.last).slice(0, 7) },
    rows: offered.map((each) => option(each, DIMENSION_WORDS[each].one, choice.rows)),
    columns: [option('none', 'Comparisons', choice.columns ?? 'none'), ...offered.map((each) => option(each, DIMENSION_WORDS[each].one, choice.columns))],
    per: [...divide.map((per) => option(per, capitalised(per), choice.per)), option('none', divide.length ? 'Counts only' : 'Nothing entered to divide by', choice.per ?? 'none')],
    publishable: choice.publishable,
    areaUnused: isArea(choice.rows) || isArea(choice.columns),
  }
}

function areaOptions(areas: readonly Area[]): Option[] {
  const special = [EVERYWHERE, OUTSIDE, UNPLACED].map((areaId) => ({ value: String(areaId), text: nameOfArea(areaId, areas) }))
  const kinds = (['partnership', 'ward', 'lsoa', 'other'] as const).flatMap((kind) =>
    areas.filter((area) => area.kind === kind).map(({ areaId }) => ({ value: String(areaId), text: `${nameOfArea(areaId, areas)}${kind === 'partnership' ? ' (placed inside it)' : kind === 'lsoa' ? ' (LSOA)' : ''}` })))
  return [special[0]!, ...kinds, ...special.slice(1)]
}

/** Periods that are often asked for, up to the latest month held. */
function presetsOf(choice: Choice, { first, last }: { first: number; last: number }) {
  const financial = last - (((last % 12) + 9) % 12)
  const presets = [
    { text: 'Latest month', from: last },
    { text: 'Latest 3 months', from: last - 2 },
    { text: 'Latest 12 months', from: last - 11 },
    { text: 'This financial year', from: financial },
    { text: 'Latest 5 years', from: last - 59 },
    { text: 'All that is held', from: first },
  ]
  return presets.filter(({ from }) => from >= first).map(({ text, from }) => ({ text, href: addressOf(choice, '/explore', { from, to: last }), current: choice.from === from && choice.to === last }))
}

