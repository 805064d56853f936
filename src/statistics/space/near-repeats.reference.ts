// Knox counts of the Near Repeat Calculator 1.3 (Chicago arson, with NearRepeat, GPL-3) and of PySAL's pointpats tests (Burkitt's lymphoma, BSD-3-Clause), read where they are.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { knox } from './knox.ts'

const folder = new URL('../../../../shared/data/spatial-reference/', import.meta.url)
const text = (file: string) => readFileSync(new URL(file, folder), 'utf8')
const arson = parse(text('near-repeat/chicago_arson.csv')) as [string, string, string][]
const day = Float64Array.from(arson, ([, , date]) => Date.parse(date) / 86_400_000)
const [x, y] = [Float64Array.from(arson, ([east]) => Number(east)), Float64Array.from(arson, ([, north]) => Number(north))]

/** The calculator's table of observed pairs or of ratios: five bands of space by four of time, an empty cell being none. */
function calculator(heading: string): number[] {
  const lines = text('near-repeat/chicago_arson_NRverbose.csv').split(/\r?\n/)
  const from = lines.findIndex((line) => line.startsWith(heading)) + 3
  return lines.slice(from, from + 5).flatMap((line) => line.split(',').slice(2, 6).map(Number))
}

const BANDS = { space: [0, 0.1, 200, 400, 600, Infinity], time: [0, 1, 2, 3, Infinity], distance: 'manhattan', permutations: 0 } as const

test('Chicago arson: observed pairs equal the Near Repeat Calculator’s in all twenty bands; it keeps coordinates to a decimetre', () => {
  const decimetre = (metres: number) => Math.round(metres * 10) / 10
  assert.deepEqual(knox({ x: x.map(decimetre), y: y.map(decimetre), day }, BANDS).map(({ observed }) => observed), calculator('Observed frequencies'))
})

test('Chicago arson: ratios lie where the calculator’s 99 simulations put them', () => {
  const ours = knox({ x, y, day }, BANDS)
  calculator('Observed over').forEach((ratio, band) => {
    const { expected, ratio: exact } = ours[band]!
    assert.ok(Math.abs(exact - ratio) < 0.01 + (4 * exact) / Math.sqrt(99 * expected), `band ${band}: ${exact} against ${ratio}`)
  })
})

test('Burkitt’s lymphoma: 13 pairs within 20 km and 5 days, 10.1438161 expected, the four cells and p 0.2 as PySAL’s Knox', () => {
  const rows = parse(text('pysal/burkitt.csv'), { columns: true }) as { X: string; Y: string; T: string }[]
  const { observed, expected, p_poisson: _, permutation_p_sim_99: p } = JSON.parse(text('pysal/expected-pysal.json')).space_time[0]
  const events = { x: Float64Array.from(rows, (row) => Number(row.X)), y: Float64Array.from(rows, (row) => Number(row.Y)), day: Float64Array.from(rows, (row) => Number(row.T)) }
  const bands = knox(events, { space: [0, 20 + 1e-9, Infinity], time: [0, 6, Infinity], permutations: 999 })
  assert.deepEqual(bands.map((band) => band.observed), observed.flat())
  bands.forEach((band, place) => assert.ok(Math.abs(band.expected / expected.flat()[place] - 1) < 2e-6)) // one of the four is printed with a digit amiss
  assert.ok(Math.abs(bands[0]!.p! - p) < 0.05)
})
