import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gammaQuantile, gammaShareBelow, logGamma } from './incomplete-gamma.ts'
import { differenceOfShares, normalFor, overlap, poisson, poissonRate, wilson, type Interval } from './intervals.ts'

const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`)

test('Wilson 95% for the 202 respondents of the 2022 consultation', () => {
  const published = { 45: [38.3, 51.9], 41: [34.4, 47.9], 34: [27.8, 40.8], 37: [30.6, 43.8] }
  const others = { 24: [18.6, 30.3], 96: [92.3, 98.0], 71: [64.4, 76.8] }
  for (const [percent, [from, to]] of Object.entries({ ...published, ...others })) {
    const interval = wilson(2.02 * Number(percent), 202) as Interval
    near(interval.from * 100, from!, 0.05)
    near(interval.to * 100, to!, 0.05)
  }
})

test('Wilson intervals of 45% and 41% of 202 overlap, so they cannot be told apart', () => {
  const [one, other] = [wilson(90.9, 202) as Interval, wilson(82.82, 202) as Interval]
  assert.ok(overlap(one, other))
  assert.ok(!overlap(one, wilson(48.48, 202) as Interval), 'while 24% is clearly less than 45%')
})

test('a share of no cases is not applicable', () => {
  assert.equal(wilson(0, 0), 'not applicable')
  assert.equal(poissonRate(0, 0), 'not applicable')
  assert.equal(differenceOfShares({ count: 0, of: 0 }, { count: 1, of: 2 }), 'not applicable')
})

test('a count that cannot be is refused', () => {
  assert.throws(() => wilson(3, 2), RangeError)
  assert.throws(() => wilson(-1, 2), RangeError)
  assert.throws(() => poisson(1.5), RangeError)
  assert.throws(() => poisson(-1), RangeError)
  assert.throws(() => poissonRate(1, -1), RangeError)
})

test('Wilson intervals stay within 0 and 1, hold the share, and narrow with more cases', () => {
  const sample = fc.integer({ min: 1, max: 5000 }).chain((of) => fc.tuple(fc.nat({ max: of }), fc.constant(of)))
  fc.assert(
    fc.property(sample, fc.constantFrom(0.8, 0.95, 0.998), ([count, of], level) => {
      const { from, to } = wilson(count, of, level) as Interval
      assert.ok(from >= 0 && to <= 1 && from <= count / of && count / of <= to)
      const larger = wilson(count * 10, of * 10, level) as Interval
      assert.ok(larger.to - larger.from < to - from)
    }),
  )
})

test('Wilson intervals of the cases and of the rest mirror each other', () => {
  const [one, other] = [wilson(30, 202) as Interval, wilson(172, 202) as Interval]
  near(one.from, 1 - other.to, 1e-12)
})

test('exact Poisson 95% (Garwood) for 0, 1, 4, 10, 40 and 157 events', () => {
  const published = [[0, 0, 3.69], [1, 0.03, 5.57], [4, 1.09, 10.24], [10, 4.8, 18.39], [40, 28.58, 54.47]] as const
  for (const [count, from, to] of published) {
    near(poisson(count).from, from, 0.005)
    near(poisson(count).to, to, 0.005)
  }
  near(poisson(157).from, 133.4, 0.05)
  near(poisson(157).to, 183.6, 0.05)
})

test('no events still leave room for up to 3.69, the logarithm of 40', () => {
  near(poisson(0).to, Math.log(40), 1e-12)
})

test('exact Poisson limits leave half of the rest on either side', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (count) => {
      const { from, to } = poisson(count)
      near(chanceUpTo(count, to), 0.025, 1e-9)
      near(1 - chanceUpTo(count - 1, from), 0.025, 1e-9)
    }),
    { numRuns: 40 },
  )
})

/** Chance of at most `count` events where `mean` are expected, added up term by term. */
function chanceUpTo(count: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let events = 1; events <= count; events += 1) sum += term *= mean / events
  return sum
}

test('a rate has its count scaled by the exposure', () => {
  const { from, to } = poissonRate(10, 4) as Interval
  near(from, 4.7954 / 4, 1e-4)
  near(to, 18.3904 / 4, 1e-4)
})

test('Newcombe method 10: 56 of 70 less 48 of 80 is 0.20, from 0.0524 to 0.3339', () => {
  const found = differenceOfShares({ count: 56, of: 70 }, { count: 48, of: 80 })
  assert.ok(found !== 'not applicable' && found.isClear)
  near(found.difference, 0.2, 1e-12)
  near(found.from, 0.0524, 5e-5)
  near(found.to, 0.3339, 5e-5)
})

test('a difference that may be nothing is not clear', () => {
  const found = differenceOfShares({ count: 10, of: 50 }, { count: 8, of: 50 })
  assert.ok(found !== 'not applicable' && !found.isClear)
})

test('the standard normal values of the levels in use', () => {
  near(normalFor(0.95), 1.959963984540054, 1e-9)
  near(normalFor(0.998), 3.090232306167813, 1e-9)
})

test('the gamma function: factorials, and the root of pi at a half', () => {
  near(logGamma(1), 0, 1e-12)
  near(logGamma(11), Math.log(3628800), 1e-12)
  near(logGamma(0.5), Math.log(Math.sqrt(Math.PI)), 1e-12)
  assert.throws(() => logGamma(0), RangeError)
})

test('the incomplete gamma of shape 1 is the exponential, on both of its ways of reckoning', () => {
  for (const x of [0, 0.1, 1, 1.9, 2.1, 10, 50]) near(gammaShareBelow(1, x), 1 - Math.exp(-x), 1e-13)
})

test('chi-square tables: 3.841 on 1 degree at 95%, 23.209 on 10 at 99%', () => {
  near(2 * gammaQuantile(0.95, 0.5), 3.8415, 5e-5)
  near(2 * gammaQuantile(0.99, 5), 23.209, 5e-4)
  assert.throws(() => gammaQuantile(1, 5), RangeError)
})
