import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNearRepeat, knox } from './knox.ts'
import { bandAt, nearPairs, pairsWithin } from './near-pairs.ts'
import { seededRandom } from './random.ts'

const events = (...rows: [number, number, number][]) =>
  ({ x: Float64Array.from(rows, ([x]) => x), y: Float64Array.from(rows, ([, y]) => y), day: Float64Array.from(rows, ([, , day]) => day) })

test('a band runs from one edge up to, not including, the next: 100 m is in the second band, and 7 days in the second', () => {
  assert.deepEqual([0, 0.1, 99.9, 100, 200].map((distance) => bandAt([0, 0.1, 100, 200], distance)), [0, 1, 1, 2, -1])
  const bands = knox(events([0, 0, 0], [100, 0, 7], [100, 0, 7]), { space: [0, 0.1, 100, 200], time: [0, 7, 14], permutations: 0 })
  assert.deepEqual(bands.map(({ observed }) => observed), [1, 0, 0, 0, 0, 2])
})

test('the expectation is exact: pairs that near × pairs that soon ÷ all pairs', () => {
  const bands = knox(events([0, 0, 0], [50, 0, 1], [0, 60, 20], [900, 0, 1]), { space: [0, 100, Infinity], time: [0, 7, Infinity], permutations: 0 })
  assert.deepEqual(bands.map(({ observed, expected }) => [observed, expected]), [[1, (3 * 3) / 6], [2, (3 * 3) / 6], [2, (3 * 3) / 6], [1, (3 * 3) / 6]])
  assert.ok(bands.every(({ p }) => p === null))
})

test('by blocks, 80 m east and 80 m north are 160 m; as the crow flies, 113 m', () => {
  const { x, y } = events([0, 0, 0], [80, 80, 0])
  assert.deepEqual([...nearPairs(x, y, [0, 120, 200], 'euclidean').starts], [0, 1, 1])
  assert.deepEqual([...nearPairs(x, y, [0, 120, 200], 'manhattan').starts], [0, 0, 1])
})

test('events that follow near ones within days have a low p; events at random do not; the same seed gives the same p', () => {
  const random = seededRandom(5)
  const strangers = Array.from({ length: 150 }, (): [number, number, number] => [random() * 4000, random() * 4000, Math.floor(random() * 365)])
  const followers = strangers.slice(0, 30).map(([x, y, day]): [number, number, number] => [x + 30, y, day + 2])
  const asked = { space: [0, 100], time: [0, 7], permutations: 199 }
  assert.equal(knox(events(...strangers, ...followers), asked)[0]!.p, 1 / 200)
  assert.ok(knox(events(...strangers), asked)[0]!.p! > 0.05)
  assert.deepEqual(knox(events(...strangers), asked), knox(events(...strangers), asked))
})

test('days with fractions are counted as whole ones are', () => {
  const rows: [number, number, number][] = [[0, 0, 0.5], [10, 0, 3], [20, 0, 9.75]]
  assert.deepEqual(knox(events(...rows), { space: [0, 100], time: [0, 2.5, 7, 10], permutations: 9 }).map(({ observed }) => observed), [0, 2, 1])
})

test('pairs in time are counted without looking at each: of six, 1 within 1 day, 4 within 3, all within 100', () => {
  const day = Float64Array.of(5, 5, 7, 8)
  assert.deepEqual([0, 1, 3, 100, Infinity].map((days) => pairsWithin(day, days)), [0, 1, 4, 6, 6])
})

test('one event, or none, has no pairs', () => {
  assert.ok(knox(events([1, 1, 1]), { space: [0, 100], time: [0, 7] }).every(({ observed }) => observed === 0))
  assert.ok(knox(events(), { space: [0, 100, Infinity], time: [0, 7] }).every(({ observed }) => observed === 0))
})

test('a band of four pairs, a tenth more than chance, or one in ten by luck is not told', () => {
  const told = { observed: 5, ratio: 1.2, p: 0.049 }
  assert.deepEqual([told, { ...told, observed: 4 }, { ...told, ratio: 1.1 }, { ...told, p: 0.1 }, { ...told, p: null }].map(isNearRepeat), [true, false, false, false, false])
})
