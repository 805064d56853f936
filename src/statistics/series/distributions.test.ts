import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { betaShareBelow, countQuantile, countShareAt, countShareFrom, countShareUpTo, normalQuantile, normalShareAbove, studentShareBeyond } from './distributions.ts'

const near = (actual: number, expected: number, within = 1e-9) => assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`)

test('normal tables: 2.5% above 1.96, and the far tail is not lost to rounding', () => {
  near(normalShareAbove(1.959963984540054), 0.025)
  near(normalShareAbove(-1), 0.8413447460685429)
  near(normalShareAbove(8) / 6.22096057427174e-16, 1)
  near(normalQuantile(0.975), 1.959963984540054)
  near(normalQuantile(0.001), -3.090232306167813)
})

test('Student tables: 5% lies beyond 2.228 on 10 degrees of freedom, 1% beyond 2.977 on 14', () => {
  near(studentShareBeyond(2.2281388519649385, 10), 0.05)
  near(studentShareBeyond(2.9768427343708344, 14), 0.01)
  near(studentShareBeyond(2.5, 13), 0.026588782810857463)
})

test('the incomplete beta of whole shapes is a binomial sum', () => {
  near(betaShareBelow(2, 3, 0.4), 1 - 0.6 ** 4 - 4 * 0.4 * 0.6 ** 3)
  assert.equal(betaShareBelow(2, 3, 0), 0)
  assert.equal(betaShareBelow(2, 3, 1), 1)
})

test('surveillance’s own worked thresholds: mean 5 at 5% gives 1 to 10 with a dispersion of 1.5, and 2 to 9 without', () => {
  const spread = { mean: 5, variance: 7.5 }
  assert.deepEqual([0.05, 0.95].map((share) => countQuantile(spread, share)), [1, 10])
  near(countShareFrom(spread, 11), 0.03763657, 5e-9)
  const poisson = { mean: 5, variance: 5 }
  assert.deepEqual([0.05, 0.95].map((share) => countQuantile(poisson, share)), [2, 9])
  near(countShareFrom(poisson, 11), 0.01369527, 5e-9)
})

test('a quantile is the first count with at least that share at or below it, and the two tails make up the whole', () => {
  const means = fc.constantFrom(0.03, 0.5, 1, 5, 40, 750, 20_000)
  fc.assert(
    fc.property(means, fc.constantFrom(1, 1.2, 3, 30), fc.constantFrom(0.005, 0.025, 0.5, 0.975, 0.995), (mean, dispersion, share) => {
      const distribution = { mean, variance: mean * dispersion }
      const count = countQuantile(distribution, share)
      assert.ok(countShareUpTo(distribution, count) >= share - 1e-12)
      assert.ok(count === 0 || countShareUpTo(distribution, count - 1) < share + 1e-12)
      near(countShareUpTo(distribution, count) + countShareFrom(distribution, count + 1), 1)
      near(countShareUpTo(distribution, count) - countShareUpTo(distribution, count - 1), countShareAt(distribution, count))
    }),
  )
})

test('nothing is expected where nothing ever happens', () => {
  assert.equal(countQuantile({ mean: 0, variance: 0 }, 0.995), 0)
  assert.equal(countShareFrom({ mean: 0, variance: 0 }, 1), 0)
})
