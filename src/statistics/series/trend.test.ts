import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mannKendall, seasonalMannKendall, theilSen } from './trend.ts'

const near = (actual: number, expected: number, within = 1e-9) => assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`)

test('a series of five worked by hand: eight rises, a fall and a tie; of ten slopes the middle two are 1, and Sen’s ranks 1 and 10', () => {
  const readings = [3, 5, 4, 5, 8]
  const { s, variance, z } = mannKendall(readings)
  assert.equal(s, 8 - 1)
  near(variance, (5 * 4 * 15 - 2 * 1 * 9) / 18)
  near(z, 6 / Math.sqrt(variance))
  // Slopes: 2, 1/2, 2/3, 5/4, -1, 0, 1, 1, 2, 3; in order -1, 0, 1/2, 2/3, 1, 1, 5/4, 2, 2, 3.
  const { slope, low, high } = theilSen(readings)!
  assert.equal(slope, 1)
  // Ranks (10 ± 1.96 × 3.958) / 2: 1.12, and 8.88 + 1.
  assert.deepEqual([low, high], [-1, 3])
  assert.deepEqual(theilSen([3, 5, 4]), { slope: 0.5, low: null, high: null }, 'of three readings the ranks fall outside')
})

test('a steady rise has its own slope at both ends of the interval', () => {
  const steady = Array.from({ length: 30 }, (_, index) => 10 + 2 * index)
  assert.deepEqual(theilSen(steady), { slope: 2, low: 2, high: 2 })
  const { s, z, p } = mannKendall(steady)
  assert.equal(s, 435)
  near(z, 434 / Math.sqrt((30 * 29 * 65) / 18))
  assert.ok(p < 1e-12 && p > 0)
})

test('readings that never differ have no slope and no trend', () => {
  assert.deepEqual(theilSen([4, 4, 4, 4]), { slope: 0, low: 0, high: 0 })
  assert.deepEqual(mannKendall([4, 4, 4, 4]), { s: 0, variance: 0, z: 0, p: 1 })
  assert.equal(theilSen([4]), undefined)
})

test('one outlier does not move the slope of the others much', () => {
  const readings = Array.from({ length: 40 }, (_, index) => index + (index % 3))
  const spiked = readings.map((value, index) => (index === 20 ? 1000 : value))
  near(theilSen(spiked)!.slope, theilSen(readings)!.slope, 0.03)
})

test('turned round, a series has the same trend downwards', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 40 }), (readings) => {
      const back = readings.toReversed()
      near(mannKendall(back).s, -mannKendall(readings).s)
      near(mannKendall(back).p, mannKendall(readings).p)
      near(theilSen(back)!.slope, -theilSen(readings)!.slope)
    }),
  )
})

test('a long series gives by counting the slope that sorting all pairs gives', () => {
  const readings = Array.from({ length: 3001 }, (_, index) => Math.round(50 + index / 40 + 20 * Math.sin(index * 1.7)))
  const slopes = readings.flatMap((later, j) => readings.slice(0, j).map((earlier, i) => (later - earlier) / (j - i))).sort((a, b) => a - b)
  const middle = slopes.length / 2
  near(theilSen(readings)!.slope, (slopes[middle - 1]! + slopes[middle]!) / 2)
})

test('season by season, a series that only repeats its year has no trend, and one that grows each year has', () => {
  const year = [10, 12, 20, 30, 44, 60, 61, 50, 40, 30, 22, 11]
  const of = (growth: number) => Array.from({ length: 60 }, (_, index) => year[index % 12]! + growth * Math.floor(index / 12))
  const season = Array.from({ length: 60 }, (_, index) => index % 12)
  assert.equal(seasonalMannKendall(of(0), season).p, 1)
  const { s, variance, z } = seasonalMannKendall(of(1), season)
  assert.equal(s, 12 * 10)
  near(variance, (12 * 5 * 4 * 15) / 18)
  near(z, 119 / Math.sqrt(variance))
})
