import { latestLimits } from '../statistics/control-chart.ts'
import type { Measure } from './measure.ts'
import type { Reading } from './reading.ts'
import { type MeasureSeries, type Rebase, seriesOf, type SignalKind } from './series.ts'
import { type Standing, standingOf } from './targets/standing.ts'
import { currentTarget, isUnclosed, type Target } from './targets/target.ts'

/** What other rooms show of a measure: its course, what it says now in one sentence, and how it stands to its target. */
export type MeasureFigure = {
  measureId: string
  title: string
  readings: number // whole ones
  points: { label: string; value: number | null; signal: SignalKind | null }[] // the last 24 periods; null is a gap
  mean: number | null // the limits now in force
  lower: number | null
  upper: number | null
  sentence: string // without full stop
  targetStatus: string | null // a sentence without full stop; null when it has no target
  targetMet: boolean | null // null: no target, or it cannot be said yet
  hasTarget: boolean
  unclosed: number // targets whose due date has passed with nobody saying how they came out
}

/** A measure with all that its chart and targets are made of. Readings are the current ones only. */
export type WholeMeasure = {
  measure: Measure
  readings: readonly Reading[]
  rebases: readonly Rebase[]
  targets: readonly Target[]
}

/** A measure weighed up: its series, and where the target to speak of first stands. `standing` is null without a target, and once it is closed. */
export type Assessment = { series: MeasureSeries; target: Target | null; standing: Standing | null; unclosed: number }

export function assess({ measure, readings, rebases, targets }: WholeMeasure, today: Temporal.PlainDate): Assessment {
  const series = seriesOf(measure, readings, rebases)
  const target = currentTarget(targets, today) ?? null
  const standing = target && !target.closed ? standingOf(measure, target, series.entries, today) : null
  return { series, target, standing, unclosed: targets.filter((each) => isUnclosed(each, today)).length }
}

const SHOWN = 24

export function figureOf(whole: WholeMeasure, today: Temporal.PlainDate): MeasureFigure {
  const { series, target, standing, unclosed } = assess(whole, today)
  return {
    measureId: whole.measure.measureId,
    title: whole.measure.title,
    readings: series.chart.points.filter(({ value }) => value !== null).length,
    ...courseOf(series),
    sentence: series.sentence,
    targetStatus: target && targetSentence(target, standing),
    targetMet: target && metOrNot(target, standing),
    hasTarget: whole.targets.length > 0,
    unclosed,
  }
}

/** What a sparkline draws. */
export function courseOf({ entries, chart, signals }: MeasureSeries): Pick<MeasureFigure, 'points' | 'mean' | 'lower' | 'upper'> {
  const limits = latestLimits(chart)
  const from = Math.max(0, entries.length - SHOWN)
  return {
    points: entries
      .slice(from)
      .map(({ period }, index) => ({
        label: period.label,
        value: chart.points[from + index]!.value,
        signal: signals[from + index]!,
      })),
    mean: limits?.centre ?? null,
    lower: limits?.lowerShown ?? null,
    upper: limits?.upperShown ?? null,
  }
}

/** "Target met: 9 as at 31 March 2012, against at most 10", without full stop. */
export function targetSentence({ closed }: Target, standing: Standing | null): string {
  if (closed || !standing) return `Target closed as ${closed?.as}`
  const { status, sentence } = standing
  return `${status === 'no reading' ? 'Target: ' : 'Target '}${sentence[0]!.toLowerCase()}${sentence.slice(1)}`
}

function metOrNot({ closed }: Target, standing: Standing | null): boolean | null {
  const said = closed?.as ?? standing?.status
  return said === 'met' ? true : said === 'not met' ? false : null
}
