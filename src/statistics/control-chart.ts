import type { Series } from './moving-range.ts'
import { signalsOf, type Placed, type RunLength, type Signal } from './signals.ts'

/** How far limits may be relied on, from the number of readings they rest on. */
export type Standing = 'limits' | 'trial limits' | 'not enough data'

export type Limits = {
  centre: number
  lower: number
  upper: number
  lowerShown: number // what a chart draws: a count's lower limit is not drawn below nought
  upperShown: number
}

/** `signals`: the patterns the reading belongs to, strongest first; the first is the one to name. */
export type ControlPoint = { value: number | null; phase: number; limits: Limits | null; signals: Signal[] }

/** A stretch of readings with limits of its own, `starts` and `ends` included. */
export type Phase = {
  starts: number
  ends: number
  readings: number
  restsOn: number // readings the limits were worked out from
  standing: Standing
  why: string // why the standing is no better; empty for full limits
}

export type ChartKind = 'XmR' | 'p' | 'np' | 'c' | 'u'
export type ControlChart = { kind: ChartKind; points: ControlPoint[]; phases: Phase[]; readingsNeeded: number }

export type ChartSettings = {
  rebaseAt?: readonly number[] // indexes at which a person has decided that a new phase begins
  baseline?: number // readings, from the start of each phase, that its limits rest on; all, unless said
  runLength?: RunLength // 7
  fewest?: number // readings below which there are no limits: 5
  firmFrom?: number // readings from which limits are no longer on trial: 12
}

/** The centre and the distance to either limit at each index, or in words why there are none. */
export type LimitLines = { at: (index: number) => Line } | { why: string }
type Line = { centre: number; distance: number }

/** What one kind of chart adds. `linesFor` is given the series with all but the baseline readings blank. */
export type ChartTheory = {
  kind: ChartKind
  floor?: number
  ceiling?: number
  linesFor: (baseline: Series) => LimitLines
}

/**
 * A control chart of `values`, which are in time order: limits for each phase, and the signals of each reading.
 * Throws RangeError when a phase would begin outside the series.
 */
export function controlChart(values: Series, theory: ChartTheory, settings: ChartSettings = {}): ControlChart {
  const starts = phaseStarts(values.length, settings.rebaseAt ?? [])
  const ends = [...starts.slice(1), values.length]
  const charted = starts.map((start, phase) => chartPhase(values, start, ends[phase]!, theory, settings))
  return {
    kind: theory.kind,
    points: charted.flatMap(({ points }, phase) => points.map((point) => ({ ...point, phase }))),
    phases: charted.map(({ phase }) => phase),
    readingsNeeded: settings.firmFrom ?? 12,
  }
}

function phaseStarts(length: number, rebaseAt: readonly number[]): number[] {
  for (const index of rebaseAt) {
    if (Number.isInteger(index) && index >= 0 && index < length) continue
    throw new RangeError(`There is no reading ${index} to begin a phase at`)
  }
  return length === 0 ? [] : [...new Set([0, ...rebaseAt])].sort((a, b) => a - b)
}

function chartPhase(values: Series, start: number, end: number, theory: ChartTheory, settings: ChartSettings) {
  const { baseline = Infinity, runLength = 7, fewest = 5, firmFrom = 12 } = settings
  const within = values.map((value, index) => (index >= start && index < end ? value : null))
  const readings = within.filter((value) => value !== null).length
  const restsOn = Math.min(readings, baseline)
  const phase = (standing: Standing, why: string): Phase => {
    return { starts: start, ends: end - 1, readings, restsOn, standing, why }
  }

  const lines: LimitLines =
    restsOn < fewest ? { why: countedOf(restsOn, firmFrom) } : theory.linesFor(firstReadings(within, restsOn))
  if ('why' in lines) {
    const points = values.slice(start, end).map((value) => ({ value, limits: null, signals: [] }))
    return { phase: phase('not enough data', lines.why), points }
  }
  const placed: Placed[] = within.map((value, index) => (value === null ? null : { value, ...lines.at(index) }))
  const signals = signalsOf(placed.slice(start, end), runLength)
  const points = values.slice(start, end).map((value, index) => ({
    value,
    limits: limitsAt(lines.at(start + index), theory),
    signals: signals[index]!.map((signal) => ({
      ...signal,
      began: signal.began + start,
      noticed: signal.noticed + start,
    })),
  }))
  const isFirm = restsOn >= firmFrom
  return { phase: phase(isFirm ? 'limits' : 'trial limits', isFirm ? '' : countedOf(restsOn, firmFrom)), points }
}

const countedOf = (readings: number, needed: number): string => `${readings} of the ${needed} readings that limits need`

/** The series with all but its first `count` readings blank. */
function firstReadings(values: Series, count: number): Series {
  let seen = 0
  return values.map((value) => (value !== null && ++seen <= count ? value : null))
}

function limitsAt({ centre, distance }: Line, { floor = -Infinity, ceiling = Infinity }: ChartTheory): Limits {
  const lower = centre - distance
  const upper = centre + distance
  return { centre, lower, upper, lowerShown: Math.max(lower, floor), upperShown: Math.min(upper, ceiling) }
}

/** The limits in force now: those of the latest phase's last period; null when that phase has too few readings. */
export const latestLimits = (chart: ControlChart): Limits | null => chart.points.at(-1)?.limits ?? null

/** Index of the last reading of the latest phase; undefined when that phase has none. */
export function latestReading({ points, phases }: ControlChart): number | undefined {
  const index = points.findLastIndex(({ value, phase }) => value !== null && phase === phases.length - 1)
  return index === -1 ? undefined : index
}
