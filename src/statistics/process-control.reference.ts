// Limits and rule cases published with qcc (GPL) and NHSRplotthedots (MIT), read where they are and not copied here.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { cChart, npChart, pChart, uChart, type Tally } from './attribute-charts.ts'
import { latestLimits, type ControlChart } from './control-chart.ts'
import { completesRun, completesTrend, inTwoOfThree, type Side } from './patterns.ts'
import { xmrChart } from './process-control.ts'

const folder = new URL('../../../shared/data/spatial-reference/spc/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')
const expected = JSON.parse(read('expected-spc.json'))
const charts = expected.qcc.charts as { type: string; rows: string; center: number; lcl: number; ucl: number }[]

/** Rows of one of qcc's tables, by heading. */
function table(file: string): Record<string, string>[] {
  const [head, ...rows] = read(file).trim().split('\n').map((line) => line.trim().split(/\s+/))
  return rows.map((row) => Object.fromEntries(head!.map((name, index) => [name, row[index]!])))
}

const trial = (file: string, leftOut: string[] = []) =>
  table(file).filter((row) => row['trial'] === 'TRUE' && !leftOut.includes(row['sample']!))
const juice = (leftOut: string[] = []): Tally[] =>
  trial('qcc-orangejuice.txt', leftOut).map((row) => ({ count: Number(row['D']), of: Number(row['size']) }))
const circuit = (leftOut: string[] = []): Tally[] =>
  trial('qcc-circuit.txt', leftOut).map((row) => ({ count: Number(row['x']), of: Number(row['size']) }))
const viscosity = () => trial('qcc-viscosity.txt').map((row) => Number(row['viscosity']))

// qcc's limits are 3 / 1.128 mean moving ranges, which the NHS tools round to 2.66.
const QCC = { screened: false, distance: 3 / 1.128 }

const ours: [string, string, () => ControlChart][] = [
  ['p', 'trial = TRUE', () => pChart(juice())],
  ['np', 'trial = TRUE', () => npChart(juice())],
  ['p', 'trial = TRUE without samples 15 and 23', () => pChart(juice(['15', '23']))],
  ['c', 'trial = TRUE', () => cChart(circuit().map(({ count }) => count))],
  ['c', 'trial = TRUE without samples 6 and 20', () => cChart(circuit(['6', '20']).map(({ count }) => count))],
  ['u', 'trial = TRUE without samples 6 and 20, size 100', () => uChart(circuit(['6', '20']))],
  ['xbar.one (XmR, moving range)', 'trial = TRUE', () => xmrChart(viscosity(), QCC)],
]

for (const [type, rows, chart] of ours) {
  test(`qcc prints the centre and limits we draw: ${type}, ${rows}`, () => {
    const printed = charts.find((each) => each.type === type && each.rows === rows)!
    const limits = latestLimits(chart())!
    assertPrinted(limits.centre, printed.center)
    assertPrinted(limits.lower, printed.lcl)
    assertPrinted(limits.upper, printed.ucl)
  })
}

test('qcc finds one viscosity reading outside its XmR limits', () => {
  const { points } = xmrChart(viscosity(), { screened: false })
  assert.equal(points.filter(({ signals }) => signals[0]?.pattern === 'outside limits').length, 1)
})

test('qcc finds one breach among the later circuits on the u chart of the first 24: an eighth on one side', () => {
  const later = table('qcc-circuit.txt').filter((row) => row['trial'] === 'FALSE')
  const all = [...circuit(['6', '20']), ...later.map((row) => ({ count: Number(row['x']), of: Number(row['size']) }))]
  const { points } = uChart(all, { baseline: 24, runLength: 8 })
  assert.equal(points.filter(({ signals }) => signals[0]?.pattern === 'outside limits').length, 0)
  const sides = points.map(({ value, limits }) => Math.sign(value! - limits!.centre) as Side)
  assert.equal(completesRun(sides, 8).filter(Boolean).length, 1)
})

test('qcc flags the eighth of eight readings on one side (Western Electric)', () => {
  const rule = expected.qcc.rules[0]
  assert.deepEqual(completesRun(rule.values.map(Math.sign), 8).map(Number), rule.flags)
})

const nhs = expected.nhs_plot_the_dots
const nhsValues: number[] = nhs.values
const spiked = nhsValues.map((value, index) => (index === 14 ? 10 : value))
const series: [number[], boolean][] = [
  [nhsValues, true],
  [spiked, true],
  [spiked, false],
  [nhsValues.slice(0, 10), true],
  [nhsValues.slice(10), true],
]

for (const [index, [values, screened]] of series.entries()) {
  const printed = nhs.cases[index]
  test(`NHSRplotthedots prints the mean and limits we draw: ${printed.name}`, () => {
    const limits = latestLimits(xmrChart(values, { screened }))!
    assertPrinted(limits.centre, printed.mean)
    assertPrinted(limits.lower, printed.lpl)
    assertPrinted(limits.upper, printed.upl)
  })
}

test('NHSRplotthedots limits for each half are those of our two phases', () => {
  const chart = xmrChart(nhsValues, { rebaseAt: [10] })
  assertPrinted(chart.points[0]!.limits!.upper, nhs.cases[3].upl)
  assertPrinted(chart.points[19]!.limits!.upper, nhs.cases[4].upl)
})

test('NHSRplotthedots finds common cause in all 20 readings', () => {
  const { points } = xmrChart(nhsValues)
  assert.equal(points.filter(({ signals }) => signals.length === 0).length, nhs.cases[0].common_cause)
})

test('NHSRplotthedots flags for seven on one side are ours', () => {
  for (const { relative_to_mean: sides, flags } of nhs.rules.seven_points_one_side_of_mean) {
    assert.deepEqual(completesRun(sides, 7).map(Number), flags)
  }
})

test('NHSRplotthedots flags for a trend of seven are ours', () => {
  for (const { values, flags } of nhs.rules.seven_point_trend) assert.deepEqual(completesTrend(values, 7), flags)
})

test('NHSRplotthedots flags for two of three are ours', () => {
  for (const { close_to_limit: close, relative_to_mean: sides, flags } of nhs.rules.two_of_three_close_to_limit) {
    assert.deepEqual(inTwoOfThree(close.map(Boolean), sides).map(Number), flags)
  }
})

test('NHSRplotthedots has the last two of the opposite-sides example as common cause, and so have we', () => {
  const { points } = xmrChart(nhs.rules.opposite_sides_example.values)
  assert.deepEqual(points.slice(-2).map(({ signals }) => signals), [[], []])
})

/** Equal to the digits printed. The file's shortest figures have trailing noughts dropped, so at least two decimals. */
function assertPrinted(actual: number, printed: number): void {
  const decimals = Math.max(2, String(printed).split('.')[1]?.length ?? 0)
  assert.ok(Math.abs(actual - printed) <= 0.5001 / 10 ** decimals, `${actual} does not print as ${printed}`)
}
