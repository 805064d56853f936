import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mapEras } from './map-eras.ts'
import { seededRandom } from './random.ts'

const random = seededRandom(3)
const drawn = (from: number) => new Set(Array.from({ length: 200 }, () => `${from + Math.floor(random() * 300)}`))
const months = (count: number, from: number, start = 0) => Array.from({ length: count }, (_, index) => ({ month: start + index, points: drawn(from) }))

test('a source that moved its points begins a new era, and only one', () => {
  const eras = mapEras([...months(30, 0), ...months(20, 290, 30)])
  assert.deepEqual(eras.map(({ from, to }) => [from, to]), [[0, 29], [30, 49]])
  assert.equal(eras[0]!.seenBefore, null)
  assert.ok(eras[1]!.seenBefore! < 0.1)
})

test('few months of history, a missing month and one without a single point begin no era', () => {
  const held = months(26, 0).filter(({ month }) => month !== 14).map(({ month, points }) => ({ month, points: month === 20 ? new Set<string>() : points }))
  assert.deepEqual(mapEras(held).map(({ from, to }) => [from, to]), [[0, 25]])
  assert.deepEqual(mapEras([]), [])
})

test('points moved again within a year are found when hardly one was seen before', () => {
  assert.deepEqual(mapEras([...months(4, 0), ...months(4, 1000, 4)]).map(({ from }) => from), [0, 4])
})
