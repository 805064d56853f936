import { accuracy, backTest, type Budget, type Tested, trainingFor } from '../../statistics/space/back-test.ts'
import { groundOf } from '../../statistics/space/past.ts'
import { type Predictor, predictorNamed, USUAL_PREDICTORS } from '../../statistics/space/predictors.ts'
import { CommandError } from '../command.ts'
import { numberAsked } from './asked.ts'
import { type Answer, type Method, type Options, type Value } from './method.ts'
import { monthsAsked, readMonthTable } from './month-counts.ts'

const USAGE = `wardmote analyse backtest FILE… --cells FILE [--side 150] [--eras MONTH,…] [--share 0.01,0.05] [--places N,…] [--training MONTHS] [--from MONTH]
    [--predictors ${USUAL_PREDICTORS.join(',')}] [--by-month] [--json]
  In: as rank. Each predictor names squares for each month from the months before it alone, never from before the source last moved its points (--eras).
  Predictors: decayed (ours, as rank gives it), last12 (same places as last year), gistar, kde300 (kernel density of 300 m), decayed9 (a half-life of 9 months), unsmoothed9; any other whole number does.
  Months predicted: all with a year before them, or fewer when that would leave under six; --training and --from say otherwise.
  Out: predictor, type, share, cells, hits, crimes, hit_rate, pai, pei, pooled over the months; with --by-month, one row for each month and a column month before share.`

async function run(files: readonly string[], options: Options): Promise<Answer> {
  const side = numberAsked(String(options.side ?? '150'), 'side', { from: 1, to: 100_000 })
  const predictors = predictorsAsked(options.predictors)
  const budgets = budgetsAsked(options)
  const { lattice, months, types, said } = await readMonthTable(files, options)
  const eras = typeof options.eras === 'string' ? monthsAsked(options.eras, months, 'eras') : []
  const training = typeof options.training === 'string' ? numberAsked(options.training, 'training', { from: 1, whole: true }) : trainingFor(months.length - Math.max(0, ...eras))
  const from = typeof options.from === 'string' ? monthsAsked(options.from, months, 'from')[0]! : 0
  const results = backTest({ ground: groundOf(lattice, side), types, predictors, budgets, eras, training, from })
  const tested = [...new Set(results.flatMap(({ byMonth }) => byMonth.map(({ month }) => month)))].sort((one, other) => one - other)
  const sentence = tested.length === 0
    ? `No month has ${training} months before it, so nothing was tested.`
    : `${tested.length} months predicted, ${months[tested[0]!]} to ${months[tested.at(-1)!]}, each from at least ${training} months before it.`
  const few = tested.length > 0 && tested.length < 6 ? ['Fewer than six months say little: differences are mostly luck.'] : []
  const columns = ['predictor', 'type', 'share', 'cells', 'hits', 'crimes', 'hit_rate', 'pai', 'pei']
  if (options['by-month'] === true) return { columns: columns.toSpliced(2, 0, 'month'), rows: monthRows(results, months), said: [...said, sentence, ...few] }
  return { columns, rows: results.map((result) => rowOf(result)), said: [...said, sentence, ...few] }
}

function rowOf(result: Tested): Value[] {
  const { hitRate, pai, pei } = accuracy(result)
  const share = 'share' in result.budget ? result.budget.share : result.cells / result.of
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  return [result.predictor, result.type, share, result.cells, result.hits, result.crimes, known(hitRate), known(pai), known(pei)]
}

function* monthRows(results: readonly Tested[], months: readonly string[]): Generator<Value[]> {
  for (const result of results) {
    for (const held of result.byMonth) yield rowOf({ ...result, ...held }).toSpliced(2, 0, months[held.month]!)
  }
}

function predictorsAsked(names: Options[string]): Predictor[] {
  const asked = typeof names === 'string' ? names.split(',').map((name) => name.trim()) : USUAL_PREDICTORS
  return asked.map((name) => {
    const predictor = predictorNamed(name)
    if (predictor === null) throw new CommandError(`There is no predictor “${name}”.\n\n${USAGE}`, 2)
    return predictor
  })
}

function budgetsAsked({ share, places }: Options): Budget[] {
  const shares = typeof share === 'string' ? share.split(',') : typeof places === 'string' ? [] : ['0.01', '0.05']
  const counts = typeof places === 'string' ? places.split(',') : []
  return [
    ...shares.map((text) => ({ share: numberAsked(text, 'share', { from: 1e-9, to: 1 }) })),
    ...counts.map((text) => ({ places: numberAsked(text, 'places', { from: 1, whole: true }) })),
  ]
}

export const method: Method = {
  usage: USAGE, run,
  options: { cells: 'value', side: 'value', eras: 'value', share: 'value', places: 'value', training: 'value', from: 'value', predictors: 'value', 'by-month': 'flag' },
}
