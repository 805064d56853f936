import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beforeAfter, displacement } from './displacement.ts'
import { eTest } from './e-test.ts'

const near = (one: number, other: number, within = 1e-9) => assert.ok(Math.abs(one - other) <= within, `${one} is not ${other}`)

test('the example of Wheeler and Ratcliffe 2018: −118, variance 1,568, z −2.98, −196 to −40', () => {
  const { wdd, standardError, low, high, p } = displacement({
    treated: { before: 207, after: 110 }, control: { before: 308, after: 318 }, displaced: { before: 178, after: 157 }, displacedControl: { before: 150, after: 140 },
  })
  assert.equal(wdd, -118)
  near(standardError ** 2, 1568)
  assert.deepEqual([Math.round(low), Math.round(high)], [-196, -40])
  near(p, 0.002882, 5e-6)
})

test('the example of ptools: 20 to 20 against 20 to 10 is −10, 90% interval −23.761833 to 3.761833', () => {
  const { wdd, low, high } = displacement({ treated: { before: 20, after: 10 }, control: { before: 20, after: 20 } }, 0.9)
  assert.equal(wdd, -10)
  near(low, -23.761833, 1e-6)
  near(high, 3.761833, 1e-6)
})

test('half as many where the control stayed the same is an effect of −50%, and its interval holds it', () => {
  const { effect } = displacement({ treated: { before: 100, after: 50 }, control: { before: 200, after: 200 } })
  near(effect!.percent, -50)
  const factor = Math.exp(1.959963984540054 * Math.sqrt(1 / 100 + 1 / 50 + 1 / 100))
  near(effect!.low, 100 * (0.5 / factor - 1))
  near(effect!.high, 100 * (0.5 * factor - 1))
})

test('a count of nought leaves no percentage, and no count at all no evidence', () => {
  assert.equal(displacement({ treated: { before: 0, after: 4 }, control: { before: 2, after: 2 } }).effect, null)
  assert.deepEqual(displacement({ treated: { before: 0, after: 0 }, control: { before: 0, after: 0 } }).p, 1)
})

test('what 70 incidents in all could show four times in five is a difference of 23', () => {
  near(displacement({ treated: { before: 20, after: 10 }, control: { before: 20, after: 20 } }).detectable, (1.959963984540054 + 0.8416212335729143) * Math.sqrt(70))
})

test('the second example of Krishnamoorthy and Thomson 2004, as ptools gives it: 6 against 2 has p 0.1748748', () => {
  near(eTest({ count: 6, exposure: 1 }, { count: 2, exposure: 1 }), 0.1748748, 5e-8)
  near(eTest({ count: 2, exposure: 1 }, { count: 6, exposure: 1 }), 0.1748748, 5e-8)
})

test('equal rates over unequal times are no difference; two noughts are none; many incidents agree with the normal law', () => {
  assert.ok(eTest({ count: 20, exposure: 4 }, { count: 10, exposure: 2 }) > 0.99)
  assert.equal(eTest({ count: 0, exposure: 1 }, { count: 0, exposure: 1 }), 1)
  assert.ok(Number.isNaN(eTest({ count: 1, exposure: 0 }, { count: 1, exposure: 1 })))
  near(eTest({ count: 9900, exposure: 1 }, { count: 10_100, exposure: 1 }), eTest({ count: 9901, exposure: 1 }, { count: 10_101, exposure: 1 }), 2e-3)
})

test('before and after are as long as each other, days of carry-over left out', () => {
  const days = Array.from({ length: 30 }, (_, day) => ({ day, n: day < 10 ? 1 : day < 15 ? 50 : 2 }))
  assert.deepEqual(beforeAfter(days, 10, 5), { before: 10, after: 20, days: 10 })
  assert.deepEqual(beforeAfter(days, 10), { before: 10, after: 260, days: 10 })
  assert.equal(beforeAfter(days, 28, 5).days, 0)
})
