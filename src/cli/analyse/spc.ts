import { inTimeOrder } from '../../statistics/series/periods.ts'
import { xmrChart } from '../../statistics/process-control.ts'
import { summaryOf, type BetterWhen } from '../../statistics/signal-words.ts'
import type { Signal } from '../../statistics/signals.ts'
import { CommandError } from '../command.ts'
import { numberAsked } from './asked.ts'
import type { Answer, Method, Options, Value } from './method.ts'
import { readSeries, rowsOf, type FileSeries } from './series-file.ts'

const USAGE = `wardmote analyse spc FILE… [--better higher|lower|neither] [--rebase PERIOD[,PERIOD…]] [--fix-after N] [--json]
  XmR charts as of NHS England's Making Data Count (mean ± 2.66 mean moving ranges, those of 3.267 times the mean or
  more left out once), point for point as NHSRplotthedots classifies.
  In: series, period (YYYY-MM, YYYY-MM-DD, or any labels that sort by time), n. Rows are taken as following on one
  another; an empty n is a gap.
  Out: series, period, n, mean, lower, upper, cause (common or special), rule, limits (trial: under 13 readings in the
  stretch, or fixed on fewer than 12; else full). The lower limit may lie below 0: draw it from 0 for counts.
  rule, the strongest of: above the upper limit, below the lower limit · seven rising, seven falling · two of three near
  the upper limit, two of three near the lower limit · seven above the mean, seven below the mean.
  --better adds a column meaning: improvement, concern or neutral.
  --rebase begins new limits at the first period on or after the one given. --fix-after N rests each stretch's limits on its first N readings.`

const MEANING: Record<string, BetterWhen> = { higher: 'higher', lower: 'lower', neither: 'neutral' }
const FIRM = 13 // readings from which NHSRplotthedots no longer warns of trial limits
const FIRM_FIXED = 12

async function run(files: readonly string[], { better, rebase, 'fix-after': fixAfter }: Options): Promise<Answer> {
  const betterWhen = typeof better === 'string' ? MEANING[better] : undefined
  if (better !== undefined && !betterWhen) throw new CommandError(`--better takes higher, lower or neither: “${better}” is not one of them.`, 2)
  const baseline = typeof fixAfter === 'string' ? numberAsked(fixAfter, 'fix-after', { from: 2, whole: true }) : undefined
  const rebases = typeof rebase === 'string' ? rebase.split(',').map((label) => label.trim()) : []
  const series = await readSeries(files)
  for (const label of rebases) {
    if (!series.some(({ labels }) => labels.some((period) => isReached(period, label)))) throw new CommandError(`--rebase ${label}: no series has a period so late.`, 2)
  }
  const columns = ['series', 'period', 'n', 'mean', 'lower', 'upper', 'cause', 'rule', 'limits', ...(betterWhen ? ['meaning'] : [])]
  return { columns, rows: rowsOf(series, (each) => chartRows(each, rebases, baseline, betterWhen)) }
}

function* chartRows({ name, labels, readings }: FileSeries, rebases: readonly string[], baseline: number | undefined, betterWhen: BetterWhen | undefined): Generator<Value[]> {
  const starts = rebases.map((label) => labels.findIndex((period) => isReached(period, label))).filter((index) => index !== -1)
  const chart = xmrChart(readings, { rebaseAt: starts, fewest: 2, firmFrom: FIRM, ...(baseline === undefined ? {} : { baseline }) })
  for (const [index, { value, phase, limits, signals }] of chart.points.entries()) {
    const { readings: held, restsOn } = chart.phases[phase]!
    const standing = held >= FIRM && restsOn >= FIRM_FIXED ? 'full' : 'trial'
    const signal = signals[0]
    const cause = value === null ? null : signal ? 'special' : 'common'
    const row = [name, labels[index]!, value, limits?.centre ?? value, limits?.lower ?? null, limits?.upper ?? null, cause, signal ? RULE[signal.pattern][signal.direction] : null, standing]
    yield betterWhen ? [...row, signal ? summaryOf(signal, betterWhen).replace('special cause: ', '') : null] : row
  }
}

const RULE: Record<Signal['pattern'], Record<Signal['direction'], string>> = {
  'outside limits': { higher: 'above the upper limit', lower: 'below the lower limit' },
  trend: { higher: 'seven rising', lower: 'seven falling' },
  'two of three near a limit': { higher: 'two of three near the upper limit', lower: 'two of three near the lower limit' },
  'run on one side': { higher: 'seven above the mean', lower: 'seven below the mean' },
}

/** A day given for monthly periods means the month it is in, when it is the first. */
const isReached = (period: string, label: string): boolean =>
  inTimeOrder(period, period.length === 7 && label.endsWith('-01') ? label.slice(0, 7) : label) >= 0

export const method: Method = { usage: USAGE, options: { better: 'value', rebase: 'value', 'fix-after': 'value' }, run }
