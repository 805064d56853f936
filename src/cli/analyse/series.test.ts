import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'wardmote-series-'))
after(() => rmSync(folder, { recursive: true }))
const cli = new URL('../../cli.ts', import.meta.url).pathname

/** Runs `analyse` on rows of series, period and n; gives the lines it prints, what it says beside, and its exit status. */
function analyse(method: string, rows: readonly (readonly unknown[])[], ...options: string[]) {
  const file = join(folder, `${method}-${Math.random()}.csv`)
  writeFileSync(file, [['series', 'period', 'n'], ...rows].map((row) => row.join(',')).join('\n'))
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'analyse', method, file, ...options], { encoding: 'utf8' })
  return { lines: stdout.trim().split('\n'), said: stderr, status }
}

const month = (index: number) => `${2019 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
const series = (name: string, counts: readonly unknown[]) => counts.map((n, index) => [name, month(index), n])
const SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]

test('spc: the published series with a spike has mean 1.94 and limits -0.72 to 4.60, and the spike is a special cause', () => {
  const { lines, status } = analyse('spc', series('Spike', SPIKE))
  assert.equal(status, 0)
  assert.equal(lines[0], 'series,period,n,mean,lower,upper,cause,rule,limits')
  const fields = lines[5]!.split(',')
  assert.deepEqual(fields.slice(0, 3), ['Spike', '2019-05', '10'])
  assert.deepEqual(fields.slice(3, 6).map((field) => Number(field).toFixed(2)), ['1.94', '-0.72', '4.60'])
  assert.deepEqual(fields.slice(6), ['special', 'above the upper limit', 'full'])
  assert.equal(lines.filter((line) => line.includes(',common,,')).length, 17)
})

test('spc: 1 to 7 rising is a trend; 1,2,3,3,4,5,6 is not; a reading missing is neither', () => {
  const up = analyse('spc', series('Up', [1, 2, 3, 4, 5, 6, 7])).lines.slice(1).map((line) => line.split(',').slice(6).join(','))
  assert.deepEqual(up, ['special,below the lower limit,trial', ...Array(5).fill('special,seven rising,trial'), 'special,above the upper limit,trial'])
  assert.ok(analyse('spc', series('Flat', [1, 2, 3, 3, 4, 5, 6])).lines.every((line) => !line.includes('rising')))
  assert.match(analyse('spc', series('Gap', [1, 2, '', 2, 1, 2])).lines[3]!, /^Gap,2019-03,,[\d.]+,[-\d.]+,[\d.]+,,,trial$/)
})

test('spc: series keep their order, periods are put in theirs, and --better says what a signal means', () => {
  const rows = [...series('Zeta', SPIKE).toReversed(), ...series('Alpha', SPIKE)]
  const { lines } = analyse('spc', rows, '--better', 'lower')
  assert.ok(lines[0]!.endsWith(',meaning'))
  assert.ok(lines[1]!.startsWith('Zeta,2019-01') && lines[19]!.startsWith('Alpha,2019-01'))
  assert.ok(lines[5]!.endsWith('above the upper limit,full,concern'))
})

test('spc: --rebase begins new limits and --fix-after rests them on the first readings', () => {
  const counts = [...Array.from({ length: 14 }, (_, index) => 10 + (index % 2)), ...Array.from({ length: 14 }, (_, index) => 50 + (index % 2))]
  const rebased = analyse('spc', series('Step', counts), '--rebase', '2020-03-01').lines
  assert.ok(rebased[14]!.startsWith('Step,2020-02,11,10.5,') && rebased[15]!.startsWith('Step,2020-03,50,50.5,'))
  const fixed = analyse('spc', series('Step', counts), '--fix-after', '14').lines
  assert.ok(fixed[28]!.startsWith('Step,2021-04,51,10.5,') && fixed[28]!.endsWith('special,above the upper limit,full'))
  assert.equal(analyse('spc', series('Step', counts), '--rebase', '2030-01').status, 2)
  assert.match(analyse('spc', series('Step', counts), '--better', 'up').said, /higher, lower or neither/)
})

test('expected: a fourth year is expected to be like the three before, and a tripled month is unusual', () => {
  const year = [20, 22, 30, 41, 52, 60, 61, 50, 40, 31, 24, 20]
  const counts = Array.from({ length: 48 }, (_, index) => year[index % 12]! + (index === 44 ? 80 : 0))
  const { lines, status } = analyse('expected', series('Season', counts))
  assert.equal(status, 0)
  assert.equal(lines[0], 'series,period,n,expected,lower95,upper95,lower99,upper99,unusual')
  assert.equal(lines[1], 'Season,2019-01,20,,,,,,')
  const september = lines[45]!.split(',')
  assert.deepEqual([september[1], september[2], september[8]], ['2022-09', '120', 'true'])
  assert.ok(lines[48]!.endsWith(',false'))
})

test('expected: the pandemic is left out of baselines unless asked, and that is said', () => {
  const counts = Array.from({ length: 60 }, (_, index) => (index >= 14 && index <= 30 ? 5 : 50 + (index % 4)))
  const left = analyse('expected', series('Crime', counts))
  assert.match(left.said, /Left out of every baseline as exceptional: 17 periods \(2020-03\.\.2021-07\)/)
  const kept = analyse('expected', series('Crime', counts), '--exceptional', 'none')
  assert.equal(kept.said, '')
  const expectedAt = (lines: string[], index: number) => Number(lines[index + 1]!.split(',')[3])
  assert.ok(expectedAt(left.lines, 45) > 50 && expectedAt(kept.lines, 45) < 45)
  assert.match(analyse('expected', series('Crime', counts), '--exceptional', 'lockdown').said, /months such as 2020-03\.\.2021-07/)
})

test('expected: a month without a row is no reading, which is said; a count below 0 is refused with its line', () => {
  const rows = series('Crime', Array(48).fill(9))
  assert.match(analyse('expected', rows.filter((_, index) => index !== 20)).said, /1 period without a row between others/)
  const refused = analyse('expected', [['Crime', '2019-01', 4], ['Crime', '2019-02', -4]])
  assert.equal(refused.status, 2)
  assert.match(refused.said, /line 3, column n: -4 is below 0/)
})

test('trend: a steady rise of 2 a month, its test, and no level to break', () => {
  const { lines, said, status } = analyse('trend', series('Up', Array.from({ length: 30 }, (_, index) => 10 + 2 * index)), '--most', '0')
  assert.equal(status, 0)
  assert.equal(lines[0], 'series,slope,slope_low,slope_high,mk_s,mk_z,mk_p,breaks')
  const [name, slope, low, high, s, z] = lines[1]!.split(',')
  assert.deepEqual([name, slope, low, high, s], ['Up', '2', '2', '2', '435'])
  assert.ok(Math.abs(Number(z) - 434 / Math.sqrt((30 * 29 * 65) / 18)) < 1e-12)
  assert.equal(said, '')
})

test('trend: breaks are the last periods of the old levels, and short series are said to be short', () => {
  const counts = [...Array.from({ length: 18 }, (_, index) => 8 + (index % 3)), ...Array.from({ length: 18 }, (_, index) => 20 + (index % 3))]
  assert.ok(analyse('trend', series('Step', counts)).lines[1]!.endsWith(',2020-06'))
  assert.ok(analyse('trend', series('Step', counts), '--cost', 'poisson').lines[1]!.endsWith(',2020-06'))
  const short = analyse('trend', [...series('Short', [1, 2, 3]), ['One', '2020-01', 4]])
  assert.match(short.said, /2 series of fewer than 24 periods/)
  assert.equal(short.lines[2], 'One,,,,,,,')
})

test('a period given twice, a missing column and text for a number are refused with file and line', () => {
  const twice = analyse('trend', [['A', '2020-01', 1], ['B', '2020-01', 1], ['A', '2020-02', 2], ['A', '2020-01', 3]])
  assert.equal(twice.status, 2)
  assert.match(twice.said, /line 5: the series “A” has the period 2020-01 twice; it stands also on line 2/)
  assert.match(analyse('spc', [['A', '2020-01', 'many']]).said, /line 2, column n: “many” is not a number/)
  const file = join(folder, 'other.csv')
  writeFileSync(file, 'series,month,n\nA,2020-01,1\n')
  const { stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'analyse', 'spc', file], { encoding: 'utf8' })
  assert.match(stderr, /no column “period”/)
})

test('--json gives the same as numbers, true or false, and null for what does not apply', () => {
  const { lines } = analyse('expected', series('Crime', Array.from({ length: 14 }, (_, index) => 9 + (index % 3))), '--json')
  const rows = JSON.parse(lines.join('\n'))
  assert.deepEqual([rows[0].expected, rows[0].unusual, rows[13].unusual, rows[13].n], [null, null, false, 10])
})
