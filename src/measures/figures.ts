import { latestLimits } from '../statistics/control-chart.ts'
import type { Measure } from './measure.ts'
import type { Reading } from './reading.ts'
import { type MeasureSeries, type Rebase, seriesOf, type SignalKind } from './series.ts'
import { standingOf } from './targets/standing.ts'
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
export type WholeMeasure = { measure: Measure; readings: readonly Reading[]; rebases: readonly Rebase[]; targets: readonly Target[] }

const SHOWN = 24

export function figureOf({ measure, readings, rebases, targets }: WholeMeasure, today: Temporal.PlainDate): MeasureFigure {
  const series = seriesOf(measure, readings, rebases)
  const limits = latestLimits(series.chart)
  const from = Math.max(0, series.entries.length - SHOWN)
  const whole = series.chart.points.filter(({ value }) => value !== null).length
  return {
    measureId: measure.measureId,
    title: measure.title,
    readings: whole,
    points: series.entries.slice(from).map(({ period }, index) => ({ label: period.label, value: series.chart.points[from + index]!.value, signal: series.signals[from + index]! })),
    mean: limits?.centre ?? null,
    lower: limits?.lowerShown ?? null,
    upper: limits?.upperShown ?? null,
    sentence: series.sentence,
    ...targetFigure(measure, targets, series, today),
    hasTarget: targets.length > 0,
    unclosed: targets.filter((target) => isUnclosed(target, today)).length,
  }
}

function targetFigure(measure: Measure, targets: readonly Target[], { entries }: MeasureSeries, today: Temporal.PlainDate) {
  const target = currentTarget(targets, today)
  if (!target) return { targetStatus: null, targetMet: null }
  if (target.closed) return { targetStatus: `Target closed as ${target.closed.as}`, targetMet: target.closed.as === 'met' ? true : target.closed.as === 'not met' ? false : null }
  const { status, sentence } = standingOf(measure, target, entries, today)
  return { targetStatus: `Target: ${sentence[0]!.toLowerCase()}${sentence.slice(1)}`, targetMet: status === 'met' ? true : status === 'not met' ? false : null }
}
