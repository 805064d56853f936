import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heaps } from './heaping.ts'
import { unusualHours } from './unusual-hours.ts'

const even = (count: number) => Array.from({ length: count }, (_, event) => (event * 7) % 1440)

test('times that are rounded to the hour, or written as midnight when unknown, are found', () => {
  assert.deepEqual(heaps(even(1440)), [])
  const found = heaps([...even(1440), ...Array.from({ length: 40 }, () => 0)])
  assert.deepEqual(found.map(({ time, count, around }) => [time, count, around]), [['00:00', 41, 1]])
  assert.deepEqual(heaps([...even(1440), ...Array.from({ length: 24 * 9 }, (_, event) => (event % 24) * 60)]).map(({ time }) => time), ['00:00', '12:00', 'on the hour'])
  assert.deepEqual(heaps([0, 0, 0]), [])
})

test('an hour that a busy day and a busy hour explain is as expected; one beyond both stands out; a thin one is not judged', () => {
  const weights = Float64Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 18 ? 20 : 6) * (Math.floor(hour / 24) === 6 ? 2 : 1))
  assert.ok(unusualHours(weights).every(({ finding }) => finding === 'as expected'))
  weights[6 * 24 + 23] = 110
  const hours = unusualHours(weights)
  assert.equal(hours[6 * 24 + 23]!.finding, 'more')
  assert.equal(hours.filter(({ finding }) => finding === 'more').length, 1)
  assert.ok(unusualHours(new Float64Array(168).fill(0.5)).every(({ finding }) => finding === 'too few'))
  assert.ok(unusualHours(new Float64Array(168)).every(({ finding, expected }) => finding === 'too few' && expected === 0))
})

test('an empty hour where many were expected is fewer', () => {
  const weights = new Float64Array(168).fill(30)
  weights[50] = 0
  assert.equal(unusualHours(weights)[50]!.finding, 'fewer')
})
