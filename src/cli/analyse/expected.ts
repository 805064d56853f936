import { expectedCounts, type ExpectedPeriod, type ExpectedSettings } from '../../statistics/series/expected.ts'
import { COVID, isExceptional, placePeriods, type LabelRange } from '../../statistics/series/periods.ts'
import { CommandError } from '../command.ts'
import { countOf, numberAsked } from './asked.ts'
import type { Answer, Method, Options, Value } from './method.ts'
import { readSeries, rowsOf, type FileSeries } from './series-file.ts'

const USAGE = `wardmote analyse expected FILE… [--exceptional FROM..TO[,FROM..TO…]|none] [--years N] [--window N] [--json]
  What each period would be expected to hold, from the periods before it only.
  In: series, period (YYYY-MM, YYYY-Qn, weekly or monthly YYYY-MM-DD, or whole numbers, taken as months), n: a count. A
  period without a row, and an empty n, is no reading; write 0 where nothing happened.
  Out: series, period, n, expected, lower95, upper95, lower99, upper99, unusual (true outside the 99% range, either way).
  Empty without history: the first 12 periods.
  With 3 years before it, a month is judged by the improved Farrington method as surveillance::farringtonFlexible fits it
  (b = --years, 3; w = --window, 2 for months, 3 for weeks, 1 for quarters; noPeriods = 1; reweighting above 2.58;
  trend kept at p < 0.05 unless it leads above every count of the baseline). With less, by the mean of the latest 12 to
  24 periods. Ranges are two-sided quantiles of a negative binomial distribution.
  --exceptional: months left out of every baseline, ${COVID.from}..${COVID.to} unless said; “none” leaves nothing out.`

async function run(files: readonly string[], { exceptional, years, window }: Options): Promise<Answer> {
  const ranges = typeof exceptional === 'string' ? rangesAsked(exceptional) : [COVID]
  const settings = {
    years: typeof years === 'string' ? numberAsked(years, 'years', { from: 1, to: 20, whole: true }) : undefined,
    window: typeof window === 'string' ? numberAsked(window, 'window', { from: 0, to: 26, whole: true }) : undefined,
  }
  const series = await readSeries(files, { least: 0 })
  const leftOut = series.reduce((sum, { labels }) => sum + labels.filter((label) => isExceptional(label, ranges)).length, 0)
  const said = leftOut > 0 ? [`Left out of every baseline as exceptional: ${countOf(leftOut, 'period')} (${ranges.map(({ from, to }) => `${from}..${to}`).join(', ')}); --exceptional changes that.`] : []
  const gaps = series.reduce((sum, { labels }) => sum + gapsIn(labels), 0)
  if (gaps > 0) said.push(`${countOf(gaps, 'period')} without a row between others: taken as no reading, not as 0.`)
  return {
    columns: ['series', 'period', 'n', 'expected', 'lower95', 'upper95', 'lower99', 'upper99', 'unusual'],
    rows: rowsOf(series, (each) => expectedRows(each, ranges, settings)),
    said,
  }
}

function expectedRows({ name, labels, readings }: FileSeries, ranges: readonly LabelRange[], settings: ExpectedSettings): Value[][] {
  const exceptional = (index: number) => isExceptional(labels[index]!, ranges)
  const judged = expectedCounts({ counts: readings, ...placePeriods(labels) }, { ...settings, exceptional })
  return judged.map((period, index) => [name, labels[index]!, ...judgedFields(period)])
}

const judgedFields = ({ count, expected, lower95, upper95, lower99, upper99, unusual }: ExpectedPeriod): Value[] =>
  [count, expected, lower95, upper95, lower99, upper99, unusual === null ? null : unusual !== 'no']

function gapsIn(labels: readonly string[]): number {
  const { places } = placePeriods(labels)
  return places.length === 0 ? 0 : places.at(-1)! - places[0]! + 1 - places.length
}

function rangesAsked(text: string): LabelRange[] {
  if (text.trim() === 'none') return []
  return text.split(',').map((part) => {
    const [, from, to] = /^\s*(\d{4}-\d{2})\.\.(\d{4}-\d{2})\s*$/.exec(part) ?? []
    if (from === undefined || to === undefined || to < from) throw new CommandError(`--exceptional takes none, or months such as 2020-03..2021-07, between commas: “${part.trim()}” is not that.`, 2)
    return { from, to }
  })
}

export const method: Method = { usage: USAGE, options: { exceptional: 'value', years: 'value', window: 'value' }, run }
