import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse/sync'
import { CommandError } from '../command.ts'
import { method as aoristic } from './aoristic.ts'
import { method as backtest } from './backtest.ts'
import { method as beforeAfter } from './before-after.ts'
import { method as concentration } from './concentration.ts'
import { method as gistar } from './gistar.ts'
import { method as knox } from './knox.ts'
import type { Method, Options } from './method.ts'
import { method as rank } from './rank.ts'

const folder = mkdtempSync(join(tmpdir(), 'wardmote-place-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const CLI = join(import.meta.dirname, '../../cli.ts')
const { DATABASE_URL: _, ...environment } = process.env

let files = 0
/** A CSV file of these lines. */
function csv(...lines: string[]): string {
  const file = join(folder, `${++files}.csv`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

type Told = { rows: Record<string, string>[]; said: string }

/** What the command prints, as a person at a terminal gets it. */
async function analyse(...args: string[]): Promise<Told & { status: number }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'analyse', ...args], { env: environment })
  let [out, said] = ['', '']
  child.stdout.on('data', (text) => (out += text))
  child.stderr.on('data', (text) => (said += text))
  const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  return { rows: args.includes('--json') ? JSON.parse(out) : parse(out, { columns: true }), said, status }
}

const METHODS: Record<string, Method> = { gistar, rank, backtest, knox, aoristic, concentration, 'before-after': beforeAfter }

/** The same answer worked out within this process: starting another for each would take longer than the work. */
async function ask(name: string, ...args: string[]): Promise<Told> {
  const method = METHODS[name]!
  const options = Object.fromEntries(Object.entries(method.options).map(([option, kind]) => [option, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) }]))
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  try {
    const { columns, rows, said = [] } = await method.run(positionals, values as Options)
    return { rows: [...rows].map((row) => Object.fromEntries(columns.map((column, place) => [column, String(row[place] ?? '')]))), said: said.join('\n') }
  } catch (error) {
    if (error instanceof CommandError) return { rows: [], said: error.message }
    throw error
  }
}

const near = (one: string | undefined, other: number, within = 1e-9) => assert.ok(one !== '' && Math.abs(Number(one) - other) <= within, `${one} is not ${other}`)
const field = (side: number, counts: Record<string, number>) =>
  Array.from({ length: side * side }, (_, place) => `${place % side},${Math.floor(place / side)},${counts[`${place % side},${Math.floor(place / side)}`] ?? 0}`)

test('gistar: squares with their score, p and false-discovery rate; an empty one is never significant', async () => {
  const { rows, status } = await analyse('gistar', csv('x,y,n', ...field(9, { '4,4': 60, '5,4': 30, '0,0': 20 })))
  assert.equal(status, 0)
  assert.deepEqual(Object.keys(rows[0]!), ['x', 'y', 'n', 'k', 'z', 'p', 'p_fdr', 'significant'])
  const at = (x: number, y: number) => rows.find((row) => row['x'] === String(x) && row['y'] === String(y))!
  assert.deepEqual([at(0, 0)['k'], at(4, 0)['k'], at(4, 4)['k']], ['4', '6', '9'])
  assert.deepEqual([at(4, 4)['significant'], at(4, 3)['significant']], ['true', 'false'])
  assert.equal(at(4, 3)['z'], at(4, 4)['z'])
})

test('gistar: areas of any name with listed neighbours give the score of PySAL’s six points, one way or both', async () => {
  const areas = csv('id,n', 'A,2', 'B,3', 'C,3.2', 'D,5', 'E,8', 'F,7')
  const oneWay = ['A,B', 'A,D', 'B,D', 'C,E', 'D,E', 'E,F']
  const once = await ask('gistar', areas, '--neighbours', csv('i,j', ...oneWay, 'A,Z'))
  const both = await ask('gistar', areas, '--neighbours', csv('i,j', ...oneWay, ...oneWay.map((pair) => pair.split(',').reverse().join(','))))
  near(once.rows[0]!['z'], -1.39727626, 1e-8)
  assert.deepEqual(Object.keys(once.rows[0]!), ['id', 'n', 'k', 'z', 'p', 'p_fdr', 'significant'])
  assert.match(once.said, /1 pair of .* left out[^]*read both ways/)
  assert.deepEqual(both.rows, once.rows)
})

test('gistar: a column that is missing, a value that is no number and a square that comes twice are named, with the place', async () => {
  assert.match((await ask('gistar', csv('x,y', '1,1'))).said, /has no column “n”\. Its columns are: x, y/)
  assert.match((await ask('gistar', csv('x,y,n', '1,1,3', '1,2,NaN'))).said, /line 3, column n: “NaN” is not a number/)
  assert.match((await ask('gistar', csv('x,y,n', '1.5,1,3'))).said, /line 2, column x: 1\.5 is not the number of a column or row/)
  const twice = await analyse('gistar', csv('x,y,n', '1,1,3', '1,1,4'))
  assert.deepEqual([twice.status, /1, 1 comes twice/.test(twice.said)], [2, true])
})

const monthsOf = (count: number) => Array.from({ length: count }, (_, month) => `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`)
const cells = () => csv('x,y', ...field(10, {}).map((line) => line.split(',').slice(0, 2).join(',')))
const thefts = (count: number) => monthsOf(count).flatMap((month) => [`${month},3,3,Theft,5`, `${month},7,8,Theft,1`, `${month},1,1,Robbery,1`])

test('rank: every square of every type, those expected to have most first; rows outside the squares are counted', async () => {
  const { rows, said, status } = await analyse('rank', csv('month,x,y,type,n', ...thefts(18), '2023-04,99,3,Theft,2', '2023-04,99,4,Theft,1'), '--cells', cells())
  assert.equal(status, 0)
  assert.deepEqual(Object.keys(rows[0]!), ['x', 'y', 'type', 'expected', 'rank'])
  assert.equal(rows.length, 200)
  assert.deepEqual([rows[0]!['x'], rows[0]!['y'], rows[0]!['type'], rows[0]!['rank']], ['3', '3', 'Theft', '1'])
  near(String(rows.filter(({ type }) => type === 'Theft').reduce((sum, { expected }) => sum + Number(expected), 0)), 6)
  assert.match(said, /2 rows \(3 incidents\) left out: not in any square/)
  assert.match(said, /Theft: 6\.0 expected in 2024-07/)
})

test('backtest: each predictor, type and share with its hits, and the months it was tested on', async () => {
  const { rows, said } = await analyse('backtest', csv('month,x,y,type,n', ...thefts(20)), '--cells', cells())
  assert.deepEqual(Object.keys(rows[0]!), ['predictor', 'type', 'share', 'cells', 'hits', 'crimes', 'hit_rate', 'pai', 'pei'])
  const { hits, crimes, hit_rate: hitRate, pai, pei, cells: named } = rows.find(({ predictor, type, share }) => predictor === 'decayed' && type === 'Theft' && share === '0.01')!
  assert.deepEqual([named, hits, crimes, pei], ['1', '40', '48', '1'])
  near(hitRate, 40 / 48)
  near(pai, 40 / 48 / 0.01)
  assert.match(said, /8 months predicted, 2024-01 to 2024-08, each from at least 12 months/)
})

test('backtest: months, predictors and budgets as asked, one row a month; a month or predictor that is not there is named', async () => {
  const file = csv('month,x,y,type,n', ...thefts(20))
  const { rows } = await ask('backtest', file, '--cells', cells(), '--predictors', 'last12,kde200', '--places', '3', '--from', '2024-06', '--by-month')
  assert.deepEqual(rows.filter(({ type }) => type === 'Theft').map(({ predictor, month, cells: named }) => [predictor, month, named]),
    ['last12', 'kde200'].flatMap((predictor) => ['2024-06', '2024-07', '2024-08'].map((month) => [predictor, month, '3'])))
  assert.match((await ask('backtest', file, '--cells', cells(), '--eras', '2031-01')).said, /there is no month “2031-01” from 2023-01 to 2024-08/)
  assert.match((await ask('backtest', file, '--cells', cells(), '--predictors', 'crystal')).said, /no predictor “crystal”/)
  assert.match((await ask('rank', csv('month,x,y,type,n', '2024-13,1,1,Theft,1'), '--cells', cells())).said, /column month: “2024-13” is not a month/)
  assert.match((await ask('rank', file)).said, /Give --cells FILE/)
})

test('backtest: a month without a single row is missing, not empty, and is not tested', async () => {
  const { said } = await ask('backtest', csv('month,x,y,type,n', ...thefts(20).filter((row) => !row.startsWith('2024-03'))), '--cells', cells())
  assert.match(said, /No row for 2024-03: taken as missing/)
  assert.match(said, /7 months predicted/)
})

test('knox: bands as asked, half-open, with the exact expectation', async () => {
  const { rows } = await analyse('knox', csv('x,y,day', '0,0,2026-03-01', '50,0,2026-03-02', '0,60,2026-03-21', '900,0,2026-03-02'), '--space', '0.1,100,inf', '--time', '0,7,inf', '--permutations', '99')
  assert.deepEqual(Object.keys(rows[0]!), ['space_from', 'space_to', 'time_from', 'time_to', 'observed', 'expected', 'ratio', 'p'])
  assert.deepEqual(rows.slice(2, 4).map((row) => [row['space_from'], row['space_to'], row['time_to'], row['observed'], row['expected']]), [['0.1', '100', '7', '1', '1.5'], ['0.1', '100', 'Infinity', '2', '1.5']])
  assert.ok(rows.every(({ p }) => Number(p) > 0 && Number(p) <= 1))
  assert.match((await ask('knox', csv('x,y,day', '1,1,31/02/2026'))).said, /line 2, column day: “31\/02\/2026” is neither a date/)
  assert.match((await ask('knox', csv('x,y,day', '1,1,1'), '--space', '200,100')).said, /--space takes numbers from 0 up/)
  assert.match((await ask('knox', csv('x,y,day', '1,1,1'), '--distance', 'taxi')).said, /--distance is euclidean or manhattan/)
})

test('aoristic: 168 weights, the rows that were mended listed; with --events one row for each event and hour', async () => {
  const file = csv('id,start,end', 'a,2026-03-07T22:30,2026-03-08T01:00', 'b,2026-03-01 00:10,', 'c,2026-03-01T03:00,2026-03-01T02:00', 'd,2026-03-01T05:00,2026-02-01T05:00')
  const { rows, said } = await analyse('aoristic', file)
  assert.deepEqual(rows.map(({ hour_of_week: hour }) => Number(hour)), Array.from({ length: 168 }, (_, hour) => hour + 1))
  near(rows[0]!['weight'], 1.4)
  near(rows[2]!['weight'], 1)
  assert.match(said, /line 3, id b: no end[^]*line 4, id c: the end is before the start by no more than a day[^]*line 5, id d: .*more than a day/)
  const events = await ask('aoristic', file, '--events')
  assert.deepEqual(events.rows.slice(0, 4).map((row) => [row['id'], row['hour_of_week'], row['weight']]), [['a', '167', '0.2'], ['a', '168', '0.4'], ['a', '1', '0.4'], ['b', '1', '1']])
  assert.match((await ask('aoristic', csv('id,start,end', 'a,2026-02-31,'))).said, /line 2, column start: “2026-02-31” is not a time/)
})

test('concentration: the fewest places that hold a share, of all there could be', async () => {
  const { rows } = await analyse('concentration', csv('place,n', 'A,30', 'B,20', 'C,5', 'A,20', 'D,25'), '--places', '10')
  assert.deepEqual(rows.map(({ share, places, percent_of_places: percent }) => [share, places, percent]), [['0.25', '1', '10'], ['0.5', '1', '10'], ['0.8', '3', '30']])
  assert.equal(rows[0]!['gini'], rows[0]!['gini_general'])
  assert.match((await ask('concentration', csv('place,n', 'A,1', 'B,1'), '--places', '1')).said, /fewer than the 2 places/)
  assert.match((await ask('concentration', csv('place,n', 'A,-1'))).said, /column n: -1 is below 0/)
})

test('before-after: the worked example of Wheeler and Ratcliffe 2018, as JSON too', async () => {
  const counts = { treated: [207, 110], control: [308, 318], displaced: [178, 157], 'displaced control': [150, 140] }
  const file = csv('area,period,n', ...Object.entries(counts).flatMap(([area, [before, after]]) => [`${area},before,${before}`, `${area},after,${after}`]))
  const { rows, said } = await analyse('before-after', file)
  assert.deepEqual(Object.keys(rows[0]!), ['effect', 'low', 'high', 'wdd', 'detectable'])
  assert.equal(rows[0]!['wdd'], '-118')
  near(rows[0]!['effect'], 100 * ((110 / 207) / (318 / 308) - 1))
  near(rows[0]!['detectable'], (1.959963984540054 + 0.8416212335729143) * Math.sqrt(1568))
  assert.match(said, /95% interval -195\.6 to -40\.4/)
  assert.equal((await analyse('before-after', file, '--json')).rows[0]!['wdd'], -118)
  assert.match((await ask('before-after', csv('area,period,n', 'treated,before,1'))).said, /no row of the control area/)
  assert.match((await ask('before-after', csv('area,period,n', 'next door,before,1'))).said, /column area: “next door” is not one of/)
})
