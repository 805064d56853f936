import { controlChart, type ControlChartOptions } from '../web/charts.ts'
import { type Measure, sayValue, suffixOf } from './measure.ts'
import { beginsYear, type Frequency } from './reading-period.ts'
import type { MeasureSeries } from './series.ts'
import { NEEDS, type Target } from './targets/target.ts'

export const EACH: Record<Frequency, string> = {
  month: 'each month',
  quarter: 'each quarter',
  'financial quarter': 'each quarter',
  year: 'each year',
  'financial year': 'each financial year',
}

const METHODS: Record<string, string> = {
  XmR: 'XmR chart: the limits are the mean and 2.66 times the mean moving range either side, very large moves left out',
  p: 'p chart: the limits are the pooled share and three standard errors either side',
  u: 'u chart: the limits are the pooled rate and three standard errors either side',
}
export const methodOf = ({ chart }: MeasureSeries): string => METHODS[chart.kind] ?? ''

/** The measure's chart as markup, or null while nothing has been read. */
export function drawMeasure(measure: Measure, series: MeasureSeries, targets: readonly Target[]): string | null {
  const options = chartOptions(measure, series, targets)
  return options.points.some(({ value }) => value !== null) ? controlChart(options) : null
}

function chartOptions(measure: Measure, series: MeasureSeries, targets: readonly Target[]): ControlChartOptions {
  const { entries, chart, signals } = series
  const unit = `${measure.unit} ${EACH[measure.frequency]}`
  return {
    id: `measure-${measure.measureId}`,
    title: `${measure.title}: ${series.sentence}`,
    description: describe(measure, series),
    unit: unit[0]!.toUpperCase() + unit.slice(1),
    decimals: measure.decimals,
    suffix: suffixOf(measure),
    points: entries.map(({ period, reading }, index) => {
      const { value, phase, limits } = chart.points[index]!
      const isIncomplete = reading?.state === 'incomplete' && reading.value !== null
      return {
        label: period.label,
        value: isIncomplete ? reading.value : value,
        isIncomplete,
        phase,
        signal: signals[index]!,
        limits: limits && { centre: limits.centre, lower: limits.lowerShown, upper: limits.upperShown },
      }
    }),
    ticks: ticksOf(measure, series),
    targets: targets
      .flatMap((target) => lineOf(target) ?? [])
      .filter(({ value }, index, all) => all.findIndex((other) => other.value === value) === index),
    newLimits: chart.phases
      .slice(1)
      .map(({ starts }) => ({ index: starts, text: `New limits from ${entries[starts]!.period.tick}` })),
  }
}

/** Only an open target of a single period's figure is a line on the chart: one for a whole year is not on its scale. */
const lineOf = ({ shape, value, closed }: Target): { value: number; text: string } | null =>
  closed || NEEDS[shape].baseline || shape === 'minimum count' ? null : { value: value ?? 0, text: 'Target' }

function ticksOf({ frequency }: Measure, { entries }: MeasureSeries): ControlChartOptions['ticks'] {
  const named = entries.map(({ period }, index) => ({ index, text: period.tick, period }))
  const years = named.filter(({ period }) => beginsYear(frequency, period))
  if (years.length > 2) return years
  const every = Math.max(1, Math.ceil(entries.length / 6))
  return named.filter(({ index }) => index % every === 0)
}

/** What the chart shows, for those who cannot see it; the table beneath gives every figure. */
function describe(measure: Measure, { entries, chart, signals, sentence }: MeasureSeries): string {
  const whole = chart.points.flatMap(({ value }, index) =>
    value === null ? [] : [{ value, label: entries[index]!.period.label }],
  )
  const [first, last] = [entries[0], entries.at(-1)]
  const [lowest, highest] = [whole.toSorted((a, b) => a.value - b.value)[0], whole.toSorted((a, b) => b.value - a.value)[0]]
  const limits = chart.points.at(-1)?.limits
  const special = signals.filter(Boolean).length
  return [
    `A line of ${whole.length} whole readings from ${first?.period.label} to ${last?.period.label}.`,
    lowest && highest
      ? `Lowest ${sayValue(measure, lowest.value)}, ${lowest.label}; highest ${sayValue(measure, highest.value)}, ${highest.label}.`
      : '',
    limits
      ? `The mean is now ${sayValue(measure, limits.centre)}, and the usual range ${sayValue(measure, limits.lowerShown)} to ${sayValue(measure, limits.upperShown)}.`
      : '',
    special ? `${special} ${special === 1 ? 'reading is' : 'readings are'} marked as special cause.` : '',
    chart.phases.length > 1
      ? `Limits begin anew ${chart.phases.length - 1} ${chart.phases.length === 2 ? 'time' : 'times'}.`
      : '',
    `${sentence}.`,
  ]
    .filter(Boolean)
    .join(' ')
}
