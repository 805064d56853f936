import { dataNavigation } from '../incidents/data-navigation.ts'
import type { DataFinding } from '../incidents/catalogue/finding.ts'
import type { Source } from '../incidents/source.ts'
import { writeFigure } from '../statistics/figures.ts'
import { groundAreas } from './map/ground-drawing.ts'
import { monthText, writeMonth, writeMonths, monthNumber } from './holdings/months.ts'
import { isHeldFor } from './holdings/source-holding.ts'
import { PLACE_WORDS } from './place-sets.ts'
import { addressOf, type Question } from './question.ts'
import { categoryText, eraBefore, type Setting } from './setting.ts'

const VIEWS = [
  { text: 'Where next?', href: '/hotspots' },
  { text: 'More than chance?', href: '/hotspots/chance' },
  { text: 'Back-test', href: '/hotspots/back-test' },
  { text: 'Concentration', href: '/hotspots/concentration' },
  { text: 'Overlap', href: '/hotspots/overlap' },
  { text: 'Rates', href: '/hotspots/rates' },
  { text: 'Explore the map', href: '/hotspots/explore' },
] as const
export type View = (typeof VIEWS)[number]['href']

/** Which fields a view's form asks for. */
export type Field = 'places' | 'month' | 'budget'

const EVENTS: Record<Source['rowIs'], string> = {
  crime: 'recorded crime', report: 'reports', call: 'calls', complaint: 'complaints', inspection: 'inspections',
}

/** "recorded crime", "recorded burglary": what is counted, inside a sentence. */
export function eventsText(setting: Pick<Setting, 'holding' | 'category'>): string {
  const text = categoryText(setting)
  return text === null ? EVENTS[setting.holding.source.rowIs] : `recorded ${lowered(text)}`
}

const lowered = (text: string) => (/^[A-Z][a-z -]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text)

const TAKES_ARTICLE = /^(City|Borough|London Borough|Royal Borough|County|Isle|Vale) of |^partnership$/

/** "the City of London", or what the ground is called. */
export const areaName = ({ ground }: Pick<Setting, 'ground'>): string => {
  const areas = groundAreas(ground)
  const name = areas.length === 1 ? areas[0]!.name : 'partnership'
  return TAKES_ARTICLE.test(name) ? `the ${name}` : name
}

/** "17 squares", "1 ward". */
export const placesText = ({ set }: Pick<Setting, 'set'>, count: number): string => `${count.toLocaleString('en-GB')} ${count === 1 ? PLACE_WORDS[set.kind].one : PLACE_WORDS[set.kind].many}`

/** "39%", and a decimal below ten. */
export const percent = (share: number): string => `${writeFigure(share * 100, share < 0.1 ? 1 : 0)}%`

/** What every view's page has beside its own: navigation, the form, what to know of the data, whom to credit. */
export function settingPage(setting: Setting, view: View, powers: ReadonlySet<string>, notes: readonly DataFinding[], fields: readonly Field[]) {
  const { holding, question } = setting
  return {
    back: null,
    rooms: dataNavigation('Hotspots', powers),
    views: VIEWS.map(({ text, href }) => ({ text, href: addressOf(href, carried(question)), current: href === view })),
    context: [holding.source.name, categoryText(setting) ?? 'Every category', areaName(setting)].join(' · '),
    form: formOf(setting, view, fields),
    errorList: setting.budget.error && fields.includes('budget') ? [{ href: '#n', text: setting.budget.error }] : [],
    notes, notesHref: `/data/sources/${holding.source.sourceId}`,
    attributions: creditsOf(setting),
  }
}

/** What goes on to the next view: not what only one view asks. */
const carried = ({ source, category, places, month, budget, n }: Question): Question => ({ source, category, places, month, budget, n })

/** Attribution of the data, of the boundaries and of the lines a map is drawn on: once each. */
export const creditsOf = ({ holding, ground }: Pick<Setting, 'holding' | 'ground'>): string[] =>
  [...new Set([
    holding.source.attribution, ...ground.areas.map(({ provenance }) => provenance),
    ...ground.lines.map(({ attribution }) => attribution),
  ])].filter((text): text is string => Boolean(text))

function formOf(setting: Setting, view: View, fields: readonly Field[]) {
  const { holding, sources, set, kinds, category, budget, month, question } = setting
  const first = monthNumber(holding.months[0]!)
  const months = Array.from(
    { length: Math.max(1, holding.months.length - 2) }, (_, back) => monthText(first + holding.months.length - back),
  )
  const share = 'share' in budget.budget ? String(Math.round(budget.budget.share * 100)) : 'n'
  const counted = view !== '/hotspots' && view !== '/hotspots/explore'
  return {
    action: view,
    sources: sources.map(({ sourceId, name }) => ({ value: String(sourceId), text: name, selected: sourceId === holding.source.sourceId })),
    categories: [
      { value: '0', text: 'Every category', selected: category === null },
      ...holding.categories.map(({ categoryId, text }, index) => ({ value: String(categoryId), text, selected: index === category })),
    ],
    places: fields.includes('places') ? kinds.map((kind) => ({
      value: kind, text: PLACE_WORDS[kind].label, selected: kind === set.kind,
    })) : null,
    monthLabel: !counted ? 'Month to predict' : view === '/hotspots/back-test' ? 'Months up to' : 'Twelve months up to',
    months: fields.includes('month') ? months.map((text, index) => ({
      value: text,
      text: counted ? writeMonth(monthText(monthNumber(text) - 1)) : index === 0 ? `${writeMonth(text)} (next)` : writeMonth(text),
      selected: text === month,
    })) : null,
    budgets: fields.includes('budget')
      ? [
        ['1', '1% of the area'], ['5', '5% of the area'], ['n', 'A number of places'],
      ].map(([value, text]) => ({ value, text, selected: (question.budget ?? share) === value }))
      : null,
    n: budget.entered, nError: budget.error ? { text: budget.error } : null,
  }
}

const inWords = new Intl.ListFormat('en-GB')

/** Months not held among those given, said so that nobody reads a gap as nothing. */
export function missingSentence({ holding, category }: Pick<Setting, 'holding' | 'category'>, from: number, to: number): string | null {
  const isHeld = isHeldFor(holding, category)
  const missing = holding.months.filter((_, index) => index >= from && index < to && !isHeld[index])
  return missing.length === 0 ? null : `${inWords.format(missing.map(writeMonth))} ${missing.length === 1 ? 'is' : 'are'} not held, and ${missing.length === 1 ? 'is' : 'are'} left out rather than counted as nothing.`
}

const YOUNG_MONTHS = 12

/** Where the source moved its map, and whether there is enough since. */
export function eraSentences(setting: Setting): { text: string; isWarning: boolean }[] {
  const { holding, target } = setting
  const era = eraBefore(setting)
  if (era.seenBefore === null) return []
  const since = target - era.from
  const text = `The map points of “${holding.source.name}” moved in ${writeMonth(holding.months[era.from]!)}: only ${percent(era.seenBefore)} of that month’s points had been seen in the year before. Nothing from before then is compared with what came after.`
  if (since >= YOUNG_MONTHS) return [{ text, isWarning: false }]
  return [
    { text, isWarning: false },
    {
      text: `Only ${since === 1 ? 'one month is' : `${since} months are`} held since then, so what follows is unsteady. It settles as a year comes together.`,
      isWarning: true,
    },
  ]
}

/** How much of what is counted lies on no map. Null when all of it does. */
export function unmappedSentence(setting: Setting, from: number, to: number): string | null {
  const { holding, category } = setting
  const sum = (of: readonly Float64Array[]) =>
    of.reduce(
      (total, months, index) => (category === null || index === category ? months.subarray(from, to).reduce((all, n) => all + n, total) : total),
      0,
    )
  const [all, outside, unplaced] = [sum(holding.counts), sum(holding.outside), sum(holding.unplaced)]
  if (all === 0 || outside + unplaced === 0) return null
  const parts = [
    unplaced > 0 ? `${percent(unplaced / all)} came without a position` : null,
    outside > 0 ? `${percent(outside / all)} lay outside the area` : null,
  ].filter(Boolean)
  return `Of the ${writeFigure(all, 0)} held for ${writeMonths(holding.months[from]!, holding.months[to - 1]!)}, ${parts.join(' and ')}: they are in no ${PLACE_WORDS[setting.set.kind].one} here.`
}

/** Said wherever a source's points stand for addresses that are not given. */
export const snappedSentence = ({ holding }: Pick<Setting, 'holding'>): string | null =>
  holding.source.positions === 'snapped'
    ? 'Each point stands for a stretch of street with eight or more addresses: nothing happened at the point itself, and no address can be read from it.'
    : null
