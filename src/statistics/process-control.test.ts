import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { latestLimits, latestReading, type ControlChart } from './control-chart.ts'
import { meanMovingRange, movingRanges } from './moving-range.ts'
import { xmrChart } from './process-control.ts'

const SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
const near = (actual: number | undefined, expected: number, within: number) =>
  assert.ok(Math.abs(actual! - expected) <= within, `${actual} is not ${expected}`)

test('XmR with screening gives mean 1.94 and limits -0.72 to 4.60 on the published series with a spike of 10', () => {
  const limits = latestLimits(xmrChart(SPIKE))!
  near(limits.centre, 1.94, 0.005)
  near(limits.upper, 4.6, 0.005)
  near(limits.lower, -0.72, 0.005)
})

test('XmR without screening gives limits -3.06 to 6.95 on the same series, drawn from 0 when it is a count', () => {
  const limits = latestLimits(xmrChart(SPIKE, { screened: false, floor: 0 }))!
  near(limits.upper, 6.95, 0.005)
  near(limits.lower, -3.06, 0.005)
  assert.equal(limits.lowerShown, 0)
  assert.equal(limits.upperShown, limits.upper)
})

test('a moving range of exactly 3.267 times the mean moving range is screened out, as the published tool does', () => {
  const ranges = [3267, ...Array<number>(8).fill(748), 749] // mean 1000
  const values = ranges.reduce<number[]>((line, range) => [...line, line.at(-1)! + range], [0])
  near(meanMovingRange(values), 6733 / 9, 1e-9)
})

test('screening happens once: ranges that are large beside the screened mean stay', () => {
  near(meanMovingRange([0, 0, 0, 0, 0, 0, 0, 0, 1, 11, 111]), 11 / 9, 1e-9)
})

test('readings that never vary have limits on the centre, and no signal from rounding error', () => {
  const chart = xmrChart(Array<number>(14).fill(0.7))
  near(latestLimits(chart)!.upper, 0.7, 1e-12)
  assert.ok(chart.points.every(({ signals }) => signals.length === 0))
})

test('no moving range is taken across a gap, so a gap does not widen the limits', () => {
  assert.deepEqual(movingRanges([1, null, 40, 41, 40]), [null, null, null, 1, 1])
  const chart = xmrChart([1, 2, 1, 2, 1, 2, null, 9, 8, 9, 8, 9, 8])
  assert.equal(latestLimits(chart)!.upper - latestLimits(chart)!.centre, 2.66)
  assert.equal(chart.points[6]!.value, null)
  assert.deepEqual(chart.points[6]!.signals, [])
})

test('fewer than 5 readings have no limits, fewer than 12 have trial limits, 12 have limits, and it says why', () => {
  const standing = (readings: number) => xmrChart(SPIKE.slice(0, readings)).phases[0]!
  assert.deepEqual([4, 5, 11, 12].map((readings) => standing(readings).standing), [
    'not enough data',
    'trial limits',
    'trial limits',
    'limits',
  ])
  assert.equal(standing(3).why, '3 of the 12 readings that limits need')
  assert.equal(standing(8).why, '8 of the 12 readings that limits need')
  assert.equal(standing(12).why, '')
  assert.equal(latestLimits(xmrChart([1, 2, 3])), null)
})

test('readings without neighbours have no limits, however many there are', () => {
  const chart = xmrChart([1, null, 2, null, 3, null, 4, null, 5, null, 6])
  assert.equal(chart.phases[0]!.standing, 'not enough data')
  assert.equal(chart.phases[0]!.why, 'gaps leave 0 pairs of readings side by side, and limits need 4')
})

test('a gap among the first five readings leaves too few pairs, and a sixth reading makes up for it', () => {
  assert.equal(xmrChart([1, 2, null, 3, 4, 5]).phases[0]!.standing, 'not enough data')
  assert.equal(xmrChart([1, 2, null, 3, 4, 5, 6]).phases[0]!.standing, 'trial limits')
})

test('a phase that has only just begun has no latest reading, whatever came before it', () => {
  assert.equal(latestReading(xmrChart([...SPIKE, null])), 17)
  assert.equal(latestReading(xmrChart([...SPIKE, null], { rebaseAt: [18] })), undefined)
})

test('an empty series has no phases and no limits', () => {
  assert.deepEqual(xmrChart([]).phases, [])
  assert.equal(latestLimits(xmrChart([])), null)
})

test('each phase has its own centre and limits', () => {
  const low = [4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5]
  const high = low.map((value) => value * 10)
  const chart = xmrChart([...low, ...high], { rebaseAt: [12] })
  assert.deepEqual(chart.phases.map(({ starts, ends }) => [starts, ends]), [[0, 11], [12, 23]])
  assert.equal(chart.points[0]!.limits!.centre, 4.5)
  assert.equal(chart.points[23]!.limits!.centre, 45)
  assert.ok(chart.points.every(({ signals }) => signals.length === 0), 'neither phase is a surprise to itself')
  assert.ok(xmrChart([...low, ...high]).points.some(({ signals }) => signals.length > 0), 'together they are')
})

test('a phase cannot begin where there is no reading', () => {
  assert.throws(() => xmrChart([1, 2, 3], { rebaseAt: [3] }), RangeError)
  assert.throws(() => xmrChart([1, 2, 3], { rebaseAt: [0.5] }), RangeError)
})

test('limits that rest on a baseline stay put while later readings arrive', () => {
  const baseline = [4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5]
  const chart = xmrChart([...baseline, 4, 30, 31], { baseline: 12 })
  assert.equal(latestLimits(chart)!.centre, 4.5)
  assert.equal(chart.phases[0]!.restsOn, 12)
  assert.equal(chart.phases[0]!.readings, 15)
  assert.equal(chart.points[13]!.signals[0]!.pattern, 'outside limits')
})

const signalsIn = (chart: ControlChart) => chart.points.map(({ signals }) => signals)
const counts = fc.array(fc.option(fc.integer({ min: 0, max: 500 }), { freq: 8 }), { minLength: 12, maxLength: 40 })

test('adding a constant to every reading moves centre and limits by it and changes no signal', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: -100, max: 100 }), (values, shift) => {
      const before = xmrChart(values)
      const after = xmrChart(values.map((value) => (value === null ? null : value + shift)))
      const limits = latestLimits(before)
      if (!limits) return assert.equal(latestLimits(after), null)
      near(latestLimits(after)!.lower, limits.lower + shift, 1e-6)
      near(latestLimits(after)!.upper, limits.upper + shift, 1e-6)
      assert.deepEqual(signalsIn(after), signalsIn(before))
    }),
  )
})

test('multiplying every reading by a factor multiplies the limits and changes no signal', () => {
  fc.assert(
    fc.property(counts, fc.constantFrom(0.25, 2, 8, 1024), (values, factor) => {
      const before = xmrChart(values)
      const after = xmrChart(values.map((value) => (value === null ? null : value * factor)))
      const limits = latestLimits(before)
      if (!limits) return assert.equal(latestLimits(after), null)
      near(latestLimits(after)!.upper, limits.upper * factor, 1e-6 * factor)
      assert.deepEqual(signalsIn(after), signalsIn(before))
    }),
  )
})

test('turning every reading upside down turns every signal upside down', () => {
  const flip = { higher: 'lower', lower: 'higher' } as const
  fc.assert(
    fc.property(counts, (values) => {
      const after = signalsIn(xmrChart(values.map((value) => (value === null ? null : -value))))
      const flipped = after.map((all) => all.map((signal) => ({ ...signal, direction: flip[signal.direction] })))
      assert.deepEqual(flipped, signalsIn(xmrChart(values)))
    }),
  )
})
