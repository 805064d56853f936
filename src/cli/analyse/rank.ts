import { together } from '../../statistics/space/back-test.ts'
import { forecastNext } from '../../statistics/space/forecast.ts'
import { groundOf } from '../../statistics/space/past.ts'
import { numberAsked } from './asked.ts'
import { type Answer, type Method, type Options, type Value } from './method.ts'
import { monthAfter, monthsAsked, readMonthTable } from './month-counts.ts'

const USAGE = `wardmote analyse rank FILE… --cells FILE [--side 150] [--eras MONTH,…] [--json]
  In: month (2026-03), x, y (column and row of a square), type, n; and in --cells FILE the squares of the study area (x, y), those without incidents included.
  --side: side of a square in metres. --eras: months at which the source moved its points; only months from the last of them on are used.
  Out: x, y, type, expected (incidents next month, by decayed and lightly smoothed counts), rank (1 is the highest of the type).`

async function run(files: readonly string[], options: Options): Promise<Answer> {
  const side = numberAsked(String(options.side ?? '150'), 'side', { from: 1, to: 100_000 })
  const { lattice, months, types, said } = await readMonthTable(files, options)
  const since = typeof options.eras === 'string' ? Math.max(...monthsAsked(options.eras, months, 'eras')) : 0
  const used = [...types].map(([type, counts]) => [type, counts.slice(since)] as const)
  const all = months.slice(since).map((_, month) => together(used.map(([, counts]) => counts[month] ?? null)))
  const ground = groundOf(lattice, side)
  const forecasts = used.map(([type, counts]) => ({ type, ...forecastNext(ground, counts, all) }))
  const next = monthAfter(months.at(-1)!)
  const sentences = forecasts.map(({ type, total, recipe }) => `${type}: ${total.toFixed(1)} expected in ${next}; a crime counts half after ${recipe.halfLife} months.`)
  return { columns: ['x', 'y', 'type', 'expected', 'rank'], rows: rankedRows(lattice, forecasts), said: [...said, ...sentences] }
}

function* rankedRows({ x, y }: { x: Int32Array; y: Int32Array }, forecasts: readonly { type: string; expected: Float64Array }[]): Generator<Value[]> {
  for (const { type, expected } of forecasts) {
    const order = [...expected.keys()].sort((one, other) => expected[other]! - expected[one]! || one - other)
    for (const [place, square] of order.entries()) yield [x[square]!, y[square]!, type, expected[square]!, place + 1]
  }
}

export const method: Method = { usage: USAGE, options: { cells: 'value', side: 'value', eras: 'value' }, run }
