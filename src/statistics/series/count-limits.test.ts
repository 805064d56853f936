import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartFor, countLimits, daysBetween } from './count-limits.ts'

test('the chart is chosen by the mean: days between events below 1, count limits to 10, XmR above', () => {
  assert.deepEqual([0.4, 1, 10, 10.1].map(chartFor), ['days between', 'negative binomial', 'negative binomial', 'XmR'])
})

test('counts of mean 4 that vary no more than a Poisson are usual from 0 to 10, by Poisson tables', () => {
  const counts = [4, 2, 5, 6, 3, 4, 1, 7, 5, 3, 4, 2, 6, 4, 5, 3, 8, 2, 4, 3, 5, 4, 2, 4]
  const limits = countLimits(counts)!
  assert.ok(Math.abs(limits.mean - 4) < 1e-9)
  assert.deepEqual([limits.dispersion, limits.lower, limits.upper, limits.restsOn], [1, 0, 10, 24])
})

test('counts that vary more than chance have wider limits, and an old outbreak hardly moves them', () => {
  const wild = [0, 9, 1, 8, 0, 7, 2, 9, 1, 0, 8, 3, 0, 9, 1, 8, 0, 7, 2, 9, 1, 0, 8, 3]
  assert.ok(countLimits(wild)!.dispersion > 2)
  const calm = Array.from({ length: 24 }, (_, index) => 3 + (index % 3))
  const outbreak = calm.map((count, index) => (index === 10 ? 30 : count))
  assert.ok(countLimits(outbreak)!.mean < 4.6)
})

test('fewer than twelve counts have no limits, gaps are not counted, and a baseline holds the limits still', () => {
  const counts = [3, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4]
  assert.equal(countLimits([...counts, null]), null)
  const limits = countLimits([...counts, 5, null, 40, 40, 40], { baseline: 12 })!
  assert.deepEqual([limits.mean, limits.restsOn], [4, 12])
})

const day = (text: string) => Temporal.PlainDate.from(text)

test('waits of about a month are usual from nothing to five months: the geometric distribution is that wide', () => {
  const events = Array.from({ length: 13 }, (_, index) => day('2025-01-01').add({ days: 30 * index }))
  const { mean, lower, upper, waits } = daysBetween(events)
  assert.equal(mean, 30)
  assert.equal(lower, 0)
  // The first whole wait with at most 0.5% of waits beyond it: (30 / 31) ^ (wait + 1) <= 0.005.
  assert.equal(upper, Math.ceil(Math.log(0.005) / Math.log(30 / 31)) - 1)
  assert.ok(waits.every(({ unusual }) => unusual === 'no'))
  assert.equal(waits.length, 12)
})

test('half a year without an event where one a fortnight was usual is a longer wait', () => {
  const events = [...Array.from({ length: 20 }, (_, index) => day('2025-01-01').add({ days: 14 * index })), day('2026-06-01')]
  assert.equal(daysBetween(events).waits.at(-1)!.unusual, 'longer')
})

test('fewer than five waits have no limits', () => {
  const { lower, waits } = daysBetween([day('2026-01-01'), day('2026-01-01'), day('2026-02-01')])
  assert.equal(lower, null)
  assert.deepEqual(waits.map(({ days, unusual }) => [days, unusual]), [[0, null], [31, null]])
})
