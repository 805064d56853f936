import { changePoints, MOST_READINGS, type Cost } from '../../statistics/series/change-points.ts'
import { mannKendall, theilSen } from '../../statistics/series/trend.ts'
import { CommandError } from '../command.ts'
import { countOf, numberAsked } from './asked.ts'
import type { Answer, Method, Options, Value } from './method.ts'
import { readSeries, rowsOf, type FileSeries } from './series-file.ts'

const USAGE = `wardmote analyse trend FILE… [--shortest N] [--most N] [--cost least-squares|poisson|negative-binomial] [--json]
  In: series, period, n. Rows are taken as one period apart; an empty n is left out.
  Out: series, slope (Theil-Sen, a period), slope_low, slope_high (95%, Sen), mk_s, mk_z, mk_p (Mann-Kendall, ties and
  continuity corrected), as R's trend::sens.slope and mk.test; breaks: the last period of each level before it changes,
  between semicolons, as strucchange::breakpoints(y ~ 1) by BIC.
  --shortest: periods that a level must last, 12. --most: changes, 5. --cost: how the fit of a level is measured,
  least-squares; the others are for counts.`

const COSTS: Record<string, Cost> = { 'least-squares': 'least squares', poisson: 'poisson', 'negative-binomial': 'negative binomial' }
const TOO_SHORT = 24

async function run(files: readonly string[], { shortest, most, cost = 'least-squares' }: Options): Promise<Answer> {
  const asked = COSTS[String(cost)]
  if (!asked) throw new CommandError(`--cost takes ${Object.keys(COSTS).join(', ')}: “${cost}” is not one of them.`, 2)
  const settings = {
    cost: asked,
    shortest: typeof shortest === 'string' ? numberAsked(shortest, 'shortest', { from: 2, whole: true }) : 12,
    most: typeof most === 'string' ? numberAsked(most, 'most', { from: 0, to: 20, whole: true }) : 5,
  }
  const series = (await readSeries(files, asked === 'least squares' ? {} : { least: 0 })).map(held)
  for (const { name, labels } of series) {
    if (labels.length > MOST_READINGS) throw new CommandError(`The series “${name}” has ${countOf(labels.length, 'period')}; breaks are looked for in at most ${MOST_READINGS.toLocaleString('en-GB')}.`, 2)
  }
  const short = series.filter(({ labels }) => labels.length < TOO_SHORT).length
  return {
    columns: ['series', 'slope', 'slope_low', 'slope_high', 'mk_s', 'mk_z', 'mk_p', 'breaks'],
    rows: rowsOf(series, (each) => [trendRow(each, settings)]),
    said: short > 0 ? [`${countOf(short, 'series', 'series')} of fewer than ${TOO_SHORT} periods: too short to speak of a trend.`] : [],
  }
}

type Readings = { name: string; labels: string[]; readings: number[] }

function held({ name, labels, readings }: FileSeries): Readings {
  return { name, labels: labels.filter((_, index) => readings[index] !== null), readings: readings.filter((reading) => reading !== null) }
}

function trendRow({ name, labels, readings }: Readings, settings: Parameters<typeof changePoints>[1]): Value[] {
  const slope = theilSen(readings)
  if (!slope) return [name, null, null, null, null, null, null, null]
  const { s, z, p } = mannKendall(readings)
  const breaks = changePoints(readings, settings).chosen.map(({ after }) => labels[after]!)
  return [name, slope.slope, slope.low, slope.high, s, z, p, breaks.join(';')]
}

export const method: Method = { usage: USAGE, options: { shortest: 'value', most: 'value', cost: 'value' }, run }
