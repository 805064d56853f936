import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caveats, growth, percentageOf } from './change.ts'
import { compose, impliedBase, shareOneBase, wholeFrom } from './composition.ts'
import { writeChange, writeFigure } from './figures.ts'

test('Safety Thirst applications from 116 to 160 are growth of 37.9%', () => {
  const found = growth(116, 160)
  assert.ok(found.is === 'known')
  assert.equal(writeChange(found.percent), '+37.9%')
})

test('growth from nought has no percentage', () => {
  assert.equal(growth(0, 5).is, 'undefined')
  assert.equal(growth(0, 0).is, 'undefined')
  assert.deepEqual(growth(5, 0), { is: 'known', percent: -100 })
  assert.throws(() => growth(-1, 5), RangeError)
})

test('11 of about 40 first-year CCM cases involved residents: 27.5%', () => {
  assert.equal(percentageOf(11, 40), 27.5)
})

test('a percentage of no cases is not applicable, as for Channel discharges without referrals', () => {
  assert.equal(percentageOf(0, 0), 'not applicable')
})

test('a change has its sign, and no change has none', () => {
  const changes = [-10, 0, 0.04, -0.04, 2.56]
  assert.deepEqual(changes.map((percent) => writeChange(percent)), ['−10%', '0%', '0%', '0%', '+2.6%'])
  assert.equal(writeFigure(283866.67, 0), '283,867')
})

test('45% of respondents and 37% of residents may not stand side by side', () => {
  const respondents = { percent: 45, base: 'respondents', period: '2022' }
  assert.deepEqual(caveats(respondents, { ...respondents, percent: 41, base: 'Respondents ' }), [])
  assert.deepEqual(caveats(respondents, { percent: 37, base: 'residents', period: '2022' }), [
    'One is of respondents, the other of residents',
  ])
})

test('shares of different years, or of no stated year or base, have a caveat', () => {
  const theft = { percent: 39.5, base: 'crimes reported', period: '2019' }
  assert.deepEqual(caveats(theft, { percent: 25.5, base: 'crimes reported', period: '2021' }), [
    'One is for 2019, the other for 2021',
  ])
  assert.deepEqual(caveats(theft, { percent: 14.2, base: null, period: null }), [
    'It is not said what the percentages are of',
    'It is not said when the percentages were true',
  ])
})

test('ASB composition 61, 11 and 6% makes 78% and leaves 22% unknown', () => {
  assert.deepEqual(compose([61, 11, 6]), { total: 78, unknown: 22, state: 'remainder not explained' })
})

test('rounded shares may miss 100 by half a point each', () => {
  assert.equal(compose([33, 33, 33]).state, 'whole')
  assert.equal(compose([33.3, 33.3, 33.3], 1).state, 'whole')
  assert.equal(compose([33, 33, 32]).state, 'remainder not explained')
  assert.equal(compose([60, 41]).state, 'whole')
  assert.equal(compose([60, 45]).state, 'more than the whole')
  assert.equal(compose([60, 45]).unknown, 0)
})

test('violent crime at £15m, two thirds of all, implies £22.5m', () => {
  assert.equal(wholeFrom(15, 2 / 3), 22.5)
  assert.throws(() => wholeFrom(15, 0), RangeError)
})

const rounded = (count: number, percent: number) => {
  const { from, to } = impliedBase({ count, percent, decimals: 1 })
  return [Math.round(from), Math.round(to)]
}

test('E-51: 6,387 (2.2%) needs 283,867 to 297,070 people and 18,001 (6.4%) needs 279,085 to 283,480', () => {
  assert.deepEqual(rounded(6387, 2.2), [283_867, 297_070])
  assert.deepEqual(rounded(18_001, 6.4), [279_085, 283_480])
})

test('E-51: 165 (1.9%) needs 8,462 to 8,919 people and 466 (5.6%) needs 8,248 to 8,396', () => {
  assert.deepEqual(rounded(165, 1.9), [8462, 8919])
  assert.deepEqual(rounded(466, 5.6), [8248, 8396])
})

test('E-51: the two Hackney figures cannot be of one population, and the sentence says why', () => {
  const found = shareOneBase([{ count: 6387, percent: 2.2, decimals: 1 }, { count: 18_001, percent: 6.4, decimals: 1 }])
  assert.equal(found.agreed, null)
  assert.equal(
    found.sentence,
    '6,387 at 2.2% needs 283,867 to 297,070 people, but 18,001 at 6.4% needs 279,085 to 283,480',
  )
})

test('figures that can be of one population agree on a range', () => {
  const found = shareOneBase([{ count: 6387, percent: 2.2, decimals: 1 }, { count: 18_001, percent: 6.2, decimals: 1 }])
  assert.ok(found.agreed && found.agreed.from < 290_000 && found.agreed.to > 290_000)
  assert.equal(found.sentence, '')
})

test('E-51: London rates of 3.3% and 9.3% imply 193,545/193,559 people in Hackney and 5,000/5,011 in the City', () => {
  const people = (count: number, share: number) => Math.round(wholeFrom(count, share))
  assert.deepEqual([people(6387, 0.033), people(18_001, 0.093)], [193_545, 193_559])
  assert.deepEqual([people(165, 0.033), people(466, 0.093)], [5000, 5011])
})

test('a percentage rounded to nought sets no upper bound', () => {
  assert.equal(impliedBase({ count: 3, percent: 0, decimals: 0 }).to, Infinity)
})
