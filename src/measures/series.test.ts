import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entriesOf, provisos, seriesOf } from './series.ts'
import { day, readingsOf, satisfied, type Seen, thefts, violence } from './specimens.ts'

const rebase = (starts: string) => ({ rebaseId: 'r', starts: day(starts), reason: 'The way of counting changed' })
const steady = [5, 6, 4, 5, 7, 5, 4, 6, 5, 5, 6, 4, 5]
const ofThefts = (seen: readonly Seen[], rebases = [] as ReturnType<typeof rebase>[]) => seriesOf(thefts, readingsOf('month', '2024-01-01', seen), rebases)

test('a period that nobody entered is a gap between its neighbours', () => {
  const entries = entriesOf(thefts, readingsOf('month', '2024-11-01', [3, null, null, 4]))
  assert.deepEqual(entries.map(({ period, reading }) => [period.key, reading?.value ?? null]), [['2024-11', 3], ['2024-12', null], ['2025-01', null], ['2025-02', 4]])
})

test('counts and amounts are charted as XmR, shares as p and rates as u where every reading has its denominator', () => {
  const pairs = Array.from({ length: 13 }, (_, index) => ({ count: 40 + (index % 3), of: 100, scale: 100 }))
  const share = seriesOf(satisfied, readingsOf('month', '2024-01-01', pairs), [])
  assert.equal(share.chart.kind, 'p')
  assert.ok(Math.abs(share.chart.points[0]!.limits!.centre - 40.92) < 0.01)
  assert.ok(Math.abs(share.chart.points[0]!.limits!.upper - (40.923 + 300 * Math.sqrt((0.40923 * 0.59077) / 100))) < 0.01)
  const rate = seriesOf(violence, readingsOf('month', '2024-01-01', pairs.map((pair) => ({ ...pair, of: 8000, scale: 1000 }))), [])
  assert.equal(rate.chart.kind, 'u')
  assert.ok(Math.abs(rate.chart.points[0]!.value! - 5) < 1e-9)
  assert.equal(ofThefts(steady).chart.kind, 'XmR')
  const bare = seriesOf(satisfied, readingsOf('month', '2024-01-01', [...pairs, 41]), [])
  assert.equal(bare.chart.kind, 'XmR')
  assert.equal(bare.chart.points[0]!.limits!.upperShown <= 100, true)
})

test('the lower limit of a count is never drawn below nought', () => {
  const { chart } = ofThefts([0, 3, 0, 4, 0, 3, 1, 0, 4, 0, 3, 0, 2])
  assert.ok(chart.points[0]!.limits!.lower < 0)
  assert.equal(chart.points[0]!.limits!.lowerShown, 0)
})

test('a rise is bad news, good news or neither, by which way is better', () => {
  const rising = [...steady, 30]
  assert.deepEqual([ofThefts(rising).signal, ofThefts(rising).sentence], ['concern', 'Higher than usual in February 2025'])
  for (const [polarity, expected] of [['higher', 'improvement'], ['neutral', 'neutral']] as const)
    assert.equal(seriesOf({ ...thefts, polarity }, readingsOf('month', '2024-01-01', rising), []).signal, expected)
  assert.equal(ofThefts(steady).sentence, 'No change: usual ups and downs')
})

test('an incomplete reading moves neither the limits nor the signal, and is said', () => {
  const whole = ofThefts(steady)
  const part = ofThefts([...steady, { part: 60 }])
  assert.deepEqual(part.chart.points[0]!.limits, whole.chart.points[0]!.limits)
  assert.equal(part.signal, null)
  assert.equal(part.sentence, 'No change: usual ups and downs (February 2025 is incomplete and left out)')
  assert.equal(part.entries.length, part.chart.points.length)
  assert.equal(part.chart.points.at(-1)!.value, null)
  assert.ok(part.chart.points.at(-1)!.limits)
  assert.equal(ofThefts([...steady, 'late']).sentence, 'No change: usual ups and downs (February 2025 is late)')
})

test('a rebase begins new limits, and the readings before it do not count towards them', () => {
  const halved = [...steady, ...steady.map((value) => value * 3)]
  assert.notEqual(ofThefts(halved).signal, null)
  const rebased = ofThefts(halved, [rebase('2025-02-01')])
  assert.equal(rebased.signal, null)
  assert.equal(rebased.chart.phases.length, 2)
  assert.equal(ofThefts(steady, [rebase('2023-01-01'), rebase('2030-01-01')]).chart.phases.length, 1)
  assert.match(ofThefts([...steady, 'late'], [rebase('2025-02-01')]).sentence, /^Not enough data: 0 of the 12 readings/)
})

test('no readings, and too few, are said plainly', () => {
  assert.equal(ofThefts([]).sentence, 'No readings yet')
  assert.equal(ofThefts([3, 4]).sentence, 'Not enough data: 2 of the 12 readings that limits need')
  assert.match(ofThefts([3, 4, 5, 3, 4, 5, 4]).sentence, /trial limits/)
  assert.doesNotThrow(() => ofThefts(['late', 'not collected']))
})

test('what weakens the limits is said beneath them', () => {
  const series = ofThefts([5, null, 'not collected', { part: 2 }, 6, 4, 5, 7, 5])
  const said = provisos(thefts, series).join(' ')
  assert.match(said, /trial limits, resting on 6 readings/)
  assert.match(said, /2 of 9 periods have no figure: they are gaps, not noughts/)
  assert.match(said, /1 of 9 periods is incomplete/)
  assert.match(said, /These counts are small/)
  assert.deepEqual(provisos({ ...thefts, kind: 'amount' }, ofThefts(steady.map((value) => value + 100))), [])
})
