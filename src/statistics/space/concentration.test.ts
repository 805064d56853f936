import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concentration, concentrationInterval } from './concentration.ts'
import { chanceOfAtLeast, themeOverlap } from './theme-overlap.ts'

const near = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`)

test('of ten places with 100 incidents, one holds a quarter, two a half and five four fifths', () => {
  const { holdings, used, gini } = concentration(Float64Array.of(30, 25, 10, 10, 5, 5, 5, 5, 5, 0))
  assert.deepEqual(holdings, [{ share: 0.25, places: 1, percent: 10 }, { share: 0.5, places: 2, percent: 20 }, { share: 0.8, places: 5, percent: 50 }])
  assert.equal(used, 9)
  const counts = [30, 25, 10, 10, 5, 5, 5, 5, 5, 0]
  const meanDifference = counts.flatMap((one) => counts.map((other) => Math.abs(one - other))).reduce((sum, difference) => sum + difference, 0) / 100
  near(gini, meanDifference / (2 * 10))
})

test('an even spread has a Gini of nought; all in one of n places has 1 − 1 ÷ n', () => {
  near(concentration(Float64Array.of(4, 4, 4, 4)).gini, 0)
  near(concentration(Float64Array.of(8), 4).gini, 0.75)
})

test('three incidents at three of a hundred places are as even as three can be: the generalised Gini is nought, the plain one 0.97', () => {
  const { gini, generalGini } = concentration(Float64Array.of(1, 1, 1), 100)
  near(gini, 0.97)
  near(generalGini, 0)
})

test('with no fewer incidents than places the two Ginis are one', () => {
  const { gini, generalGini } = concentration(Float64Array.of(9, 1, 0))
  near(gini, generalGini)
})

test('fewer places than have a count, or a count below nought, is refused; without an incident nothing is held', () => {
  assert.throws(() => concentration(Float64Array.of(1, 1), 1), RangeError)
  assert.throws(() => concentration(Float64Array.of(1, -1)), RangeError)
  const { holdings, gini } = concentration(new Float64Array(3))
  assert.ok(holdings.every(({ places }) => places === 0) && Number.isNaN(gini))
})

test('the interval of a concentration holds it, and repeats', () => {
  const counts = Float64Array.from({ length: 200 }, (_, place) => (place < 10 ? 30 : place % 3))
  const { percent } = concentration(counts, 200, [0.5]).holdings[0]!
  const interval = concentrationInterval(counts, 200, 0.5, { draws: 199 })
  assert.ok(interval.from < percent && percent < interval.to)
  assert.deepEqual(concentrationInterval(counts, 200, 0.5, { draws: 199 }), interval)
})

test('two themes with the same worst squares share them far beyond chance; squares without an incident are in neither', () => {
  const counts = (busy: number[]) => Float64Array.from({ length: 100 }, (_, square) => (busy.includes(square) ? 10 : 0))
  const { both, expected, p } = themeOverlap(counts([1, 2, 3, 4, 5]), counts([2, 3, 4, 5, 50]), 0.05)
  assert.deepEqual([...both], [2, 3, 4, 5])
  near(expected, 0.25)
  near(p, (5 * 95 + 1) / 75_287_520)
  assert.equal(themeOverlap(counts([1]), counts([2]), 0.05).p, 1)
})

test('the hypergeometric tail: two cards drawn, both among two marked of four, in one of six', () => {
  near(chanceOfAtLeast(2, 2, 2, 4), 1 / 6)
  near(chanceOfAtLeast(0, 2, 2, 4), 1)
})
