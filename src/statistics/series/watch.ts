import type { Series } from '../moving-range.ts'
import { falseDiscoveryRates } from '../space/false-discovery.ts'
import { changePoints, type ChangePoint } from './change-points.ts'
import { expectedAt, unjudged, type CountSeries, type ExpectedPeriod, type ExpectedSettings } from './expected.ts'
import { isExceptional, placePeriods, type LabelRange } from './periods.ts'

/** A series to watch, such as burglary in one ward: its periods in time order, every one there, noughts included. */
export type WatchedSeries = { name: string; labels: readonly string[]; counts: Series }

export type WatchSettings = Pick<ExpectedSettings, 'years' | 'window'> & {
  period?: string // the period to judge: the latest label of all, unless said
  provisional?: number // latest periods whose figures may still rise: 0, commonly 1 or 2
  exceptional?: readonly LabelRange[] // stretches left out of every baseline
  falseDiscovery?: number // share of signals marked sure that may be chance: 0.05
}

/** One series out of its usual range this period, or near enough to be ranked. */
export type SeriesSignal = {
  name: string
  period: string
  direction: 'higher' | 'lower'
  count: number
  expected: number
  lower: number // the 95% range
  upper: number
  p: number // two-sided
  onceInYears: number | null // how often chance alone does as much that way; null without a year to count in
  isSure: boolean // still a signal with all the series that were looked at allowed for
  since: string // first period of the present run of unusual ones this way
  change: { from: string; earliest: string; latest: string; before: number; next: number } | null // a change of level that way
  isProvisional: boolean
}

/** `signals`: most surprising first. `falseAlarms`: how many of so many series chance alone would put among them. */
export type Watch = { period: string; watched: number; tooShort: string[]; falseAlarms: number; signals: SeriesSignal[] }

/**
 * Every series judged for one period against its own past (see expectedCounts), in both directions: those outside
 * their 99% range, most surprising first. `isSure` holds for those that Benjamini and Hochberg's procedure keeps.
 * Series without a count in that period, or without a year of history, are named in `tooShort`.
 */
export function signalsThisPeriod(list: readonly WatchedSeries[], settings: WatchSettings = {}): Watch {
  const period = settings.period ?? list.flatMap(({ labels }) => labels.slice(-1)).reduce((latest, label) => (label > latest ? label : latest), '')
  const judged = list.map((watched) => judgeSeries(watched, period, settings))
  const tested = judged.filter((each) => each.at.p !== null)
  const rates = falseDiscoveryRates(Float64Array.from(tested, ({ at }) => at.p!))
  const signals = tested.flatMap((each, index) =>
    each.at.unusual === 'no' ? [] : [signalOf(each, period, settings, rates[index]! <= (settings.falseDiscovery ?? 0.05))])
  return {
    period,
    watched: tested.length,
    tooShort: judged.filter(({ at }) => at.p === null).map(({ watched }) => watched.name),
    falseAlarms: tested.reduce((sum, { at }) => sum + at.falseAlarm, 0),
    signals: signals.toSorted((one, other) => one.p - other.p || Math.abs(other.count - other.expected) - Math.abs(one.count - one.expected)),
  }
}

type Judged = { watched: WatchedSeries; series: CountSeries; index: number; at: ExpectedPeriod; within: ExpectedSettings }

function judgeSeries(watched: WatchedSeries, period: string, settings: WatchSettings): Judged {
  const { places, perYear } = placePeriods(watched.labels)
  const series = { counts: watched.counts, places, perYear }
  const index = watched.labels.indexOf(period)
  const exceptional = (at: number) => isExceptional(watched.labels[at]!, settings.exceptional ?? [])
  const within = { years: settings.years, window: settings.window, exceptional }
  return { watched, series, index, at: index === -1 ? unjudged(null) : expectedAt(series, places[index]!, within), within }
}

function signalOf({ watched, series, index, at, within }: Judged, period: string, settings: WatchSettings, isSure: boolean): SeriesSignal {
  const direction = at.unusual === 'lower' ? 'lower' : 'higher'
  const perYear = series.perYear
  return {
    name: watched.name, period, direction, count: at.count!, expected: at.expected!, lower: at.lower95!, upper: at.upper95!, p: at.p!,
    onceInYears: perYear === null ? null : 2 / (at.p! * perYear),
    isSure,
    since: watched.labels[startOfRun(series, index, direction, within)]!,
    change: changeBefore(watched, index, direction),
    isProvisional: index >= watched.labels.length - (settings.provisional ?? 0),
  }
}

function startOfRun(series: CountSeries, index: number, direction: 'higher' | 'lower', within: ExpectedSettings): number {
  let first = index
  while (first > 0 && expectedAt(series, series.places[first - 1]!, within).unusual === direction) first -= 1
  return first
}

// A change of level is looked for in so many periods before the one judged, which on its own is no level.
const LOOKED_BACK = 60

function changeBefore({ labels, counts }: WatchedSeries, index: number, direction: 'higher' | 'lower'): SeriesSignal['change'] {
  const held = labels.map((label, at) => ({ label, count: counts[at] ?? null })).slice(0, index).filter(({ count }) => count !== null).slice(-LOOKED_BACK)
  const found: ChangePoint | undefined = changePoints(held.map(({ count }) => count!), { cost: 'negative binomial', shortest: 6 }).chosen.at(-1)
  if (!found || found.next > found.before !== (direction === 'higher')) return null
  const firstAfter = (after: number) => held[Math.min(after + 1, held.length - 1)]!.label
  return { from: firstAfter(found.after), earliest: firstAfter(found.from), latest: firstAfter(found.to), before: found.before, next: found.next }
}
