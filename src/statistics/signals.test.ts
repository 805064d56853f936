import assert from 'node:assert/strict'
import { test } from 'node:test'
import { xmrChart } from './process-control.ts'
import { completesRun, completesTrend, inTwoOfThree } from './patterns.ts'
import { signalsOf, type Pattern, type Placed } from './signals.ts'

/** Readings on a chart with its centre at 0 and its limits at ±3, so that a third of the way is 1. */
const placed = (values: readonly (number | null)[]): Placed[] =>
  values.map((value) => (value === null ? null : { value, centre: 0, distance: 3 }))
const patterns = (values: readonly (number | null)[], runLength: 6 | 7 | 8 = 7): (Pattern | null)[] =>
  signalsOf(placed(values), runLength).map((signals) => signals[0]?.pattern ?? null)

test('seven readings 1 to 7 are a trend on all seven (NHS Making Data Count)', () => {
  const trend = { pattern: 'trend', direction: 'higher', began: 0, noticed: 6 }
  for (const { signals } of xmrChart([1, 2, 3, 4, 5, 6, 7]).points) {
    assert.deepEqual(signals.find(({ pattern }) => pattern === 'trend'), trend)
  }
})

test('1, 2, 3, 3, 4, 5, 6 is no trend, since two equal readings break it (NHS Making Data Count)', () => {
  assert.ok(xmrChart([1, 2, 3, 3, 4, 5, 6]).points.every(({ signals }) => signals[0]?.pattern !== 'trend'))
})

test('a run is complete at its seventh reading and at each after (NHSRplotthedots)', () => {
  assert.deepEqual(completesRun([1, 1, 1, 1, 1, 1, -1], 7), Array(7).fill(false))
  const eight = [1, 1, 1, 1, 1, 1, 1, 1, -1] as const
  assert.deepEqual(completesRun(eight, 7).map(Number), [0, 0, 0, 0, 0, 0, 1, 1, 0])
})

test('a trend is complete at its seventh reading, up or down (NHSRplotthedots)', () => {
  assert.deepEqual(completesTrend([1, 2, 3, 4, 5, 6], 7), [0, 0, 0, 0, 0, 0])
  assert.deepEqual(completesTrend([2, 1, 2, 3, 4, 5, 6, 7, 3], 7), [0, 0, 0, 0, 0, 0, 0, 1, 0])
  assert.deepEqual(completesTrend([2, 7, 6, 5, 4, 3, 2, 1, 3], 7), [0, 0, 0, 0, 0, 0, 0, -1, 0])
})

test('two of three close to a limit mark the three readings (NHSRplotthedots)', () => {
  const marked = (close: number[]) => inTwoOfThree(close.map(Boolean), close.map(() => 1)).map(Number)
  assert.deepEqual(marked([1, 0, 1]), [1, 1, 1])
  assert.deepEqual(marked([0, 0, 1, 0, 1, 0, 0]), [0, 0, 1, 1, 1, 0, 0])
  assert.deepEqual(marked([0, 0, 1, 1, 0, 0, 0]), [0, 1, 1, 1, 1, 0, 0])
})

test('two of three on opposite sides of the mean are no signal (NHSRplotthedots, issue 143)', () => {
  assert.deepEqual(inTwoOfThree([true, false, true], [1, -1, 1]), [false, false, false])
  assert.deepEqual(patterns([2.5, -0.1, 2.5]), [null, null, null])
  assert.deepEqual(patterns([2.5, -2.5, 0.1]), [null, null, null])
})

test('of two of three, only the readings near the limit carry the signal', () => {
  assert.deepEqual(patterns([2.5, 0.1, 2.5]), ['two of three near a limit', null, 'two of three near a limit'])
  assert.deepEqual(patterns([2.5, 2.5, -0.1]), [null, null, null])
  assert.deepEqual(patterns([2, 2, 2]), [null, null, null], 'two thirds of the way is not beyond it')
})

test('a reading outside its limits is not also near them', () => {
  assert.deepEqual(patterns([3.5, 2.5, 0.1]), ['outside limits', null, null])
})

test('a reading on its limit is inside it', () => {
  assert.deepEqual(patterns([3, -3]), [null, null])
})

test('a reading in several patterns is named by the strongest: outside, then trend, two of three, run', () => {
  const rising = signalsOf(placed([0.1, 0.2, 0.3, 0.4, 2.1, 2.2, 4]), 7)
  assert.deepEqual(rising.at(-1)!.map(({ pattern }) => pattern), ['outside limits', 'trend', 'run on one side'])
  assert.deepEqual(rising[5]!.map(({ pattern }) => pattern), ['trend', 'two of three near a limit', 'run on one side'])
})

test('every reading of a run has the signal, and knows where the run began and when it could be noticed', () => {
  const signals = signalsOf(placed([-1, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, -1]), 7)
  assert.deepEqual(signals.map((all) => all.length), [0, 1, 1, 1, 1, 1, 1, 1, 1, 0])
  assert.deepEqual(signals[8]![0], { pattern: 'run on one side', direction: 'higher', began: 1, noticed: 7 })
})

test('the run length is a setting: six for some spreadsheets, eight for Western Electric', () => {
  const seven = [0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5]
  assert.equal(patterns(seven.slice(1), 6)[0], 'run on one side')
  assert.equal(patterns(seven, 7)[0], 'run on one side')
  assert.equal(patterns(seven, 8)[0], null)
})

test('a reading on the centre line and a gap both end a run', () => {
  assert.deepEqual(patterns([1, 0.5, 1, 0, 1, 0.5, 1, 0.5]), Array(8).fill(null))
  assert.deepEqual(patterns([1, 0.5, 1, null, 1, 0.5, 1, 0.5]), Array(8).fill(null))
})

test('a gap ends a trend and a two-of-three', () => {
  assert.deepEqual(patterns([0.1, 0.2, 0.3, null, 0.4, -0.5, 0.6]), Array(7).fill(null))
  assert.deepEqual(patterns([2.5, null, 2.5]), [null, null, null])
})

test('at the turn from a rise to a fall the reading belongs to the fall, which is what is happening now', () => {
  const signals = signalsOf(placed([-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 1, 0.5, 0, -0.5, -1, -1.5]), 7)
  assert.deepEqual(signals[5]![0], { pattern: 'trend', direction: 'higher', began: 0, noticed: 6 })
  assert.deepEqual(signals[6]![0], { pattern: 'trend', direction: 'lower', began: 6, noticed: 12 })
})

test('the last reading of a rise is still rising when another rise begins right after a drop', () => {
  const signals = signalsOf(placed([-1.5, -1, -0.5, 0, 0.5, 1, 1.5, -1.5, -1, -0.5, 0, 0.5, 1, 1.5]), 7)
  assert.equal(signals[6]![0]!.direction, 'higher')
  assert.equal(signals[7]![0]!.began, 7)
})

test('readings outside one after the other count from the first of them, on their own side only', () => {
  const signals = signalsOf(placed([0, 4, 5, -4]), 7)
  assert.deepEqual(signals[2]![0], { pattern: 'outside limits', direction: 'higher', began: 1, noticed: 1 })
  assert.deepEqual(signals[3]![0], { pattern: 'outside limits', direction: 'lower', began: 3, noticed: 3 })
})
