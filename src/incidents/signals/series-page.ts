import { writeDate, todayInLondon } from '../../calendar/dates.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { changePoints } from '../../statistics/series/change-points.ts'
import { expectedCounts, type ExpectedPeriod } from '../../statistics/series/expected.ts'
import { COVID, isExceptional, placePeriods } from '../../statistics/series/periods.ts'
import { theilSen } from '../../statistics/series/trend.ts'
import { changeSentence, periodSentence, signalSentence, trendSentence } from '../../statistics/series/words.ts'
import { errorsForPage } from '../../web/forms.ts'
import type { FieldError } from '../../web/forms.ts'
import type { DataFinding } from '../catalogue/finding.ts'
import { monthAt, monthIndex, writeMonth } from '../catalogue/month-line.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { ExploredSource, SeriesBreak } from '../explore/ground.ts'
import { hasAnything, seriesChart } from '../explore/series-drawing.ts'
import { EVERYWHERE } from '../incident.ts'
import { addressOfSeries, decisionWords, DIRECTION_TAGS, type PinTarget, worthOf } from './list-page.ts'
import type { Decision } from './store.ts'
import { ALL, type FoundSignal, type Watched } from './watched.ts'

const DRAWN = 72 // months
const ROWS = 13

/** One series and all that is known and decided of it. `whole`: every month held, breaks or none; `series`: from where it last began anew. */
export type SeriesSheet = {
  source: ExploredSource
  whole: Watched
  series: Watched
  signal: FoundSignal | null
  month: number // the latest whole one
  breaks: readonly SeriesBreak[] // that concern this series, decided either way
  decisions: readonly Decision[] // of this series
  targets: readonly PinTarget[]
  findings: readonly DataFinding[]
}

/** What was expected of each month of a series, from the months before it; the lockdowns are in nobody's baseline. */
export function expectedOf({ labels, counts }: Pick<Watched, 'labels' | 'counts'>): ExpectedPeriod[] {
  const { places, perYear } = placePeriods(labels)
  return expectedCounts({ counts, places, perYear }, { exceptional: (at) => isExceptional(labels[at]!, [COVID]) })
}

/** Where the level of a series seems to have changed, latest first, as a person may confirm it: not where one has decided already. */
export function proposedBreaks({ labels, counts }: Pick<Watched, 'labels' | 'counts'>, decided: readonly Pick<SeriesBreak, 'month'>[]) {
  const held = labels.flatMap((label, at) => (counts[at] === null ? [] : [{ label, n: counts[at]! }])).slice(-120)
  if (held.length < 24) return []
  const names = held.map(({ label }) => label)
  return changePoints(held.map(({ n }) => n), { cost: 'negative binomial', shortest: 6 }).chosen.toReversed()
    .map((change) => ({ month: names[change.after + 1]!, sentence: changeSentence(change, names), earliest: monthIndex(`${names[change.from + 1]}-01`), latest: monthIndex(`${names[Math.min(change.to + 1, names.length - 1)]}-01`) }))
    .filter(({ earliest, latest }) => !decided.some(({ month }) => monthIndex(month) >= earliest - 2 && monthIndex(month) <= latest + 2))
}

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

/** The page of one series: what it shows now, its chart and table, what to know of it, and what people made of it. `breakMonth`: the month of a break to decide on. */
export function seriesPage(sheet: SeriesSheet, powers: ReadonlySet<string>, failed: Failed = null, breakMonth: string | null = null) {
  const { source, whole, series, signal, month, decisions, targets, breaks } = sheet
  const expected = expectedOf(series)
  const latest = expected.at(-1)
  const url = addressOfSeries(source.sourceId, series)
  const mayEdit = powers.has('analysis.edit')
  const now = decisions.find((each) => monthIndex(each.month) === month)
  const points = pointsOf(sheet, expected)
  const drawing = {
    id: 'series', title: whole.name, unit: 'Each month', points,
    description: `${points.filter(({ n }) => n !== null).length} months, to ${writeMonth(month)}. ${latest ? periodSentence(latest) : ''} The table beneath has the latest figures.`,
    breaks: breaks.filter((each) => each.state === 'confirmed' && monthIndex(each.month) > points[0]!.month).map((each) => ({ month: monthIndex(each.month), text: `Break, ${writeMonth(monthIndex(each.month))}` })),
  }
  const trended = series.counts.slice(-60).filter((n) => n !== null)
  const slope = trended.length ? theilSen(trended) : undefined
  return {
    title: whole.name,
    rooms: dataNavigation('Signals', powers),
    back: { href: `/signals?source=${source.sourceId}`, text: 'Signals' },
    context: source.name,
    url,
    lead: signal ? signalSentence(signal) : `${writeMonth(month)}. ${latest ? periodSentence(latest) : 'Nothing is held.'}`,
    tags: signal ? [DIRECTION_TAGS[signal.direction], worthOf(signal)] : [],
    trend: slope ? trendSentence(slope, trended.length) : null,
    chart: hasAnything(drawing) ? seriesChart(drawing) : null,
    caption: captionOf(expected, series),
    rows: rowsOf(series, expected).slice(0, ROWS),
    decided: now ? { words: decisionWords(now, targets), by: `${now.decidedBy ?? 'An account since removed'}, ${writeDate(todayInLondon(now.decidedAt))}`, month: now.month.slice(0, 7) } : null,
    pastDecisions: decisions.filter((each) => each !== now).map((each) => `${writeMonth(monthIndex(each.month))}: ${decisionWords(each, targets)}`),
    month: monthAt(month).slice(0, 7),
    pin: signal && mayEdit && !now ? { targets: targets.map(({ kind, id, text }) => ({ value: `${kind}:${id}`, text: `${text}${kind === 'measure' ? ' (measure)' : ' (plan)'}` })) } : null,
    dismiss: Boolean(signal && mayEdit && !now),
    mayEdit,
    proposals: proposedBreaks(whole, breaks).map(({ month: at, sentence }) => ({ sentence, month: writeMonth(monthIndex(`${at}-01`)), href: `${url}?break=${at}#decide` })),
    breakMonth,
    breaks: breaks.map(({ breakId, month: at, state, reason, categoryId, areaId }) => ({
      breakId, reason, words: `${writeMonth(monthIndex(at))}: ${state === 'confirmed' ? 'a break. What came before is not compared with what came after' : 'no break'}`,
      scope: categoryId === null ? 'All of the source' : areaId === null ? 'This category everywhere' : 'This series',
    })),
    scopes: scopesOf(whole),
    exploreHref: `/explore?source=${source.sourceId}${series.categoryId === ALL ? '' : `&category=${series.categoryId}`}&area=${series.areaId}`,
    findings: sheet.findings.slice(0, 5),
    findingsHref: `/data/sources/${source.sourceId}#findings`,
    attributions: [source.attribution ?? `${source.name}, ${source.provider}`],
    entered: failed?.entered ?? {},
    ...errorsForPage(failed?.errors),
  }
}

function pointsOf({ whole, series }: SeriesSheet, expected: readonly ExpectedPeriod[]) {
  const offset = series.from - whole.from
  return whole.counts.map((n, at) => {
    const each = expected[at - offset]
    const range = each && each.expected !== null ? { expected: each.expected, lower95: each.lower95!, upper95: each.upper95!, lower99: each.lower99!, upper99: each.upper99! } : null
    return { month: whole.from + at, n: n ?? null, range, unusual: each && each.unusual !== 'no' ? each.unusual : null }
  }).slice(-DRAWN)
}

function captionOf(expected: readonly ExpectedPeriod[], { from, labels }: Watched): string {
  const basis = expected.at(-1)?.basis
  const rests = {
    'same season of earlier years': 'What is expected rests on the same season of the three years before, with past outbreaks counting for less.',
    'latest periods': 'What is expected rests on the latest months before, as there are not yet three years.',
    'too little history': 'There is too little history to say what is expected.',
  }
  return `${basis ? rests[basis] : ''} March 2020 to July 2021, the lockdowns, are left out.${labels.length ? ` Counted from ${writeMonth(from)}.` : ''}`
}

function rowsOf({ labels, counts }: Watched, expected: readonly ExpectedPeriod[]) {
  return labels.map((label, at) => {
    const each = expected[at]!
    return {
      month: writeMonth(monthIndex(`${label}-01`)),
      n: counts[at] === null ? 'Not held' : writeFigure(counts[at]!, 0),
      expected: each.expected === null ? '–' : writeFigure(each.expected, 1),
      usual: each.lower95 === null ? '–' : `${writeFigure(each.lower95, 0)} to ${writeFigure(each.upper95!, 0)}`,
      tag: each.unusual === 'higher' || each.unusual === 'lower' ? DIRECTION_TAGS[each.unusual] : null,
    }
  }).toReversed()
}

const scopesOf = ({ categoryId, areaId }: Watched) => [
  { value: 'series', text: 'This series only' },
  ...(categoryId !== ALL && areaId !== EVERYWHERE ? [{ value: 'category', text: 'This category in every area' }] : []),
  { value: 'source', text: 'Everything in the source' },
]
