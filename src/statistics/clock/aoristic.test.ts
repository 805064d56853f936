import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aoristic, spreadOver, windowOf } from './aoristic.ts'
import { clockSecond, hourOfWeek } from './hour-of-week.ts'
import { aoristicInZone, universalSecond } from './zoned-windows.ts'

const at = (text: string) => clockSecond(text)!
const near = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`)
const weightsOf = (from: string, to: string | null) => aoristic(Float64Array.of(at(from)), Float64Array.of(to === null ? NaN : at(to))).weights
/** The hours that weigh anything, 0 being Sunday 00:00. */
const shown = (weights: Float64Array) => Object.fromEntries([...weights.entries()].filter(([, weight]) => weight > 0).map(([hour, weight]) => [hour, Math.round(weight * 1e6) / 1e6]))

test('the week begins on Sunday: 1 March 2026 at 00:30 is in its first hour, Saturday 28 February at 23:59 in its last', () => {
  assert.deepEqual(['2026-03-01T00:30', '2026-02-28 23:59:59', '2026-03-02', '1969-12-31T23:00'].map((text) => hourOfWeek(at(text))), [0, 167, 24, 95])
})

test('a clock time is read with or without seconds; 24:00 is the next midnight; no such day or hour is none', () => {
  assert.equal(at('2026-03-01T24:00'), at('2026-03-02T00:00'))
  for (const date of ['1900-03-01', '1970-01-01', '1999-12-31', '2000-02-29', '2024-12-31', '2026-07-04', '2100-03-01']) assert.equal(at(`${date}T06:07:08`), Date.parse(`${date}T06:07:08Z`) / 1000, date)
  assert.equal(at('2024-02-29 12:00:30.5') - at('2024-02-29'), 12 * 3600 + 30)
  for (const text of ['2026-02-31T10:00', '2025-02-29', '1900-02-29', '2026-13-01', '2026-03-01T24:01', '2026-03-01T12:60', '01/03/2026', '', '2026-03-01T10:00Z', '2026-03-01T10:00:0', '2026-03-01T10:0', '2026-03-01T10', '2026-03-01x10:00', '2026-03-01T10:00:00.', '2026-3-01', '0000-01-01']) assert.equal(clockSecond(text), null, text)
})

test('a window is shared by the hours it touches in proportion: 22:30 to 01:00 is a fifth, two and two', () => {
  assert.deepEqual(shown(weightsOf('2026-03-07T22:30', '2026-03-08T01:00')), { 0: 0.4, 166: 0.2, 167: 0.4 })
})

test('an instant weighs one in its hour, and an hour that ends on the hour gives the next nothing', () => {
  assert.deepEqual(shown(weightsOf('2026-03-02T08:00', '2026-03-02T08:00')), { 32: 1 })
  assert.deepEqual(shown(weightsOf('2026-03-02T08:00', '2026-03-02T09:00')), { 32: 1 })
})

test('a week or longer weighs the same in every hour; a minute less does not', () => {
  assert.ok(weightsOf('2026-03-02T08:30', '2026-03-09T08:30').every((weight) => weight === 1 / 168))
  const long = weightsOf('2026-03-02T08:30', '2026-03-09T08:29')
  near(long[32]!, 59 / (7 * 1440 - 1))
  near(long.reduce((sum, weight) => sum + weight, 0), 1)
})

test('a missing end is the start; an end up to a day before the start is changed about; further before, the start alone is used', () => {
  assert.deepEqual(windowOf(100, NaN), { from: 100, to: 100, reading: 'end missing' })
  assert.deepEqual(windowOf(86_500, 100), { from: 100, to: 86_500, reading: 'swapped' })
  assert.deepEqual(windowOf(86_501, 100), { from: 86_501, to: 86_501, reading: 'end ignored' })
  assert.equal(windowOf(0, 604_800).reading, 'a week or longer')
})

test('every event weighs one in all, however it was read, and vague windows are counted', () => {
  const start = Float64Array.of(at('2026-03-01'), at('2026-03-02T10:00'), at('2026-03-03T09:00'), at('2026-03-04'), at('2026-03-05'))
  const end = Float64Array.of(at('2026-03-01T04:00'), NaN, at('2026-03-02T10:00'), at('2026-03-01'), at('2026-04-05'))
  const { weights, readings, vague } = aoristic(start, end)
  near(weights.reduce((sum, weight) => sum + weight, 0), 5)
  assert.deepEqual(readings, { window: 1, instant: 0, 'end missing': 1, swapped: 1, 'end ignored': 1, 'a week or longer': 1 })
  assert.equal(vague, 2)
})

test('the hours of one event sum to one, in the order of the clock', () => {
  const hours: number[] = []
  spreadOver(windowOf(at('2026-03-07T22:30'), at('2026-03-08T01:10')), (hour) => hours.push(hour))
  assert.deepEqual(hours, [166, 167, 0, 1])
})

const inLondon = (from: string, to: string | null) => aoristicInZone(Float64Array.of(Date.parse(from) / 1000), Float64Array.of(to === null ? NaN : Date.parse(to) / 1000))

test('on the night the clocks go forward there are 23 hours, and 01:00 to 02:00 gets nothing', () => {
  // Sunday 29 March 2026: 01:00 GMT is 02:00 summer time.
  assert.deepEqual(shown(inLondon('2026-03-29T00:00Z', '2026-03-29T03:00+01:00')), { 0: 0.5, 2: 0.5 })
  assert.equal(Object.keys(shown(inLondon('2026-03-29T00:00Z', '2026-03-30T00:00+01:00'))).length, 23)
})

test('on the night the clocks go back there are 25 hours, and 01:00 to 02:00 gets both of its own', () => {
  // Sunday 25 October 2026: 02:00 summer time is 01:00 GMT.
  assert.deepEqual(shown(inLondon('2026-10-25T00:00+01:00', '2026-10-25T03:00Z')), { 0: 0.25, 1: 0.5, 2: 0.25 })
})

test('in summer an hour is read on London’s clocks, and a zone changes nothing away from the change', () => {
  assert.deepEqual(shown(inLondon('2026-07-05T22:30Z', null)), { 23: 1 })
  assert.deepEqual(shown(inLondon('2026-07-05T20:00Z', '2026-07-05T22:00Z')), { 21: 0.5, 22: 0.5 })
  assert.equal(aoristicInZone(new Float64Array(), new Float64Array()).length, 168)
})

test('a local time that comes twice is the first, one that is left out the hour after', () => {
  assert.equal(universalSecond(at('2026-10-25T01:30')), Date.parse('2026-10-25T00:30Z') / 1000)
  assert.equal(universalSecond(at('2026-03-29T01:30')), Date.parse('2026-03-29T01:30Z') / 1000)
})
