import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectFrom } from './farrington.ts'
import { fitLevel, fitTrend, outbreakWeights, predict } from './log-linear.ts'

const near = (actual: number, expected: number, within = 1e-9) => assert.ok(Math.abs(actual - expected) <= within * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`)
const even = (n: number) => new Float64Array(n).fill(1)
const floats = (...values: number[]) => Float64Array.from(values)

test('counts that grow by half each period are fitted exactly', () => {
  const model = fitTrend(floats(8, 12, 18, 27), floats(1, 2, 3, 4), even(4))!
  near(Math.exp(model.slope), 1.5)
  near(predict(model, 5).expected, 40.5)
  near(model.dispersion, 1)
})

test('with two times the fitted line passes through the two means, and the variances are those of two Poisson means', () => {
  const model = fitTrend(floats(8, 12, 30, 10), floats(0, 0, 1, 1), even(4))!
  near(predict(model, 0).expected, 10)
  near(predict(model, 1).expected, 20)
  near(predict(model, 0).logVariance, 1 / 20)
  near(predict(model, 1).logVariance, 1 / 40)
  near(model.dispersion, (4 / 10 + 4 / 10 + 100 / 20 + 100 / 20) / 2)
})

test('a level is the weighted mean', () => {
  const model = fitLevel(floats(2, 4, 12), floats(1, 1, 2))!
  near(predict(model, 99).expected, 7.5)
  near(predict(model, 99).logVariance, 1 / 30)
})

test('a past outbreak weighs by its residual to the power of minus two, and the weights add up to the counts', () => {
  const counts = floats(...Array.from({ length: 23 }, (_, index) => 4 + (index % 3)), 30)
  const model = fitLevel(counts, even(24))!
  const weights = outbreakWeights(counts, model)
  near(weights.reduce((sum, weight) => sum + weight, 0), 24)
  const mean = counts.reduce((sum, count) => sum + count, 0) / 24
  const residual = (1.5 * (30 ** (2 / 3) * mean ** (-1 / 6) - Math.sqrt(mean))) / Math.sqrt(model.dispersion * (23 / 24))
  assert.ok(residual > 2.58)
  near(weights[23]! / weights[0]!, 1 / residual ** 2)
  const found = expectFrom(counts, new Float64Array(24), 0, false)!
  assert.ok(found.expected < 5.5 && found.expected > 5, 'nearly the level without the outbreak')
})

test('a trend is kept while it leads no higher than counts have been, and is dropped where it would lead beyond them', () => {
  const falling = floats(40, 41, 30, 29, 20, 21)
  const times = floats(1, 2, 13, 14, 25, 26)
  const down = expectFrom(falling, times, 37, true)!
  assert.ok(down.hasTrend && down.expected < 20)
  const up = expectFrom(falling.toReversed(), times, 37, true)!
  assert.ok(!up.hasTrend)
  near(up.expected, 181 / 6)
})

test('nothing can be fitted to too few counts or to one time', () => {
  assert.equal(fitTrend(floats(1, 2), floats(1, 2), even(2)), undefined)
  assert.equal(fitTrend(floats(1, 2, 3), floats(4, 4, 4), even(3)), undefined)
  assert.equal(fitLevel(floats(1), even(1)), undefined)
})
