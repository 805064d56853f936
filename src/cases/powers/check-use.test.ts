import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkUse, nextYouthReview, skippedRungs, standingOn, type Use } from './check-use.ts'
import { ladderOn, POWERS, powerOn, successorOf } from './power.ts'

const use = (over: Partial<Use>): Use => ({ power: 'civil injunction', state: 'in force', decidedOn: '2026-02-02', starts: '2026-02-02', ends: '2027-02-01', age: 30, skippedReason: 'Violence', earlier: [], ...over })
const warned = [{ power: 'community protection warning', state: 'given', decidedOn: '2026-01-05' }] as const
const limits = (over: Partial<Use>) => checkUse(use(over)).filter(({ kind }) => kind === 'limit').map(({ text }) => text)

// [what it is, the use, what the law says against it or null]
const CASES: readonly [string, Partial<Use>, RegExp | null][] = [
  ['an injunction on an adult with no end', { ends: null }, null],
  ['an injunction on a child of 9', { age: 9 }, /aged 10 or over; this person was 9/],
  ['an injunction on a child of 10 for 12 months', { age: 10 }, null],
  ['an injunction on a person of 17 for 13 months', { age: 17, ends: '2027-03-02' }, /at most 12 months for anyone under 18/],
  ['an injunction on a person of 17 with no end', { age: 17, ends: null }, /always has one/],
  ['an injunction on a company', { isBody: true, age: null }, /for a person, not a company/],
  ['a criminal behaviour order on an adult for one year', { power: 'criminal behaviour order' }, /at least 2 years: until 1 February 2028, or with no end/],
  ['a criminal behaviour order on an adult for two years', { power: 'criminal behaviour order', ends: '2028-02-01' }, null],
  ['a criminal behaviour order on an adult with no end', { power: 'criminal behaviour order', ends: null }, null],
  ['a criminal behaviour order on a person of 15 for eleven months', { power: 'criminal behaviour order', age: 15, ends: '2027-01-01' }, /at least 12 months for anyone under 18/],
  ['a criminal behaviour order on a person of 15 for three years', { power: 'criminal behaviour order', age: 15, ends: '2029-02-01' }, null],
  ['a criminal behaviour order on a person of 15 for four years', { power: 'criminal behaviour order', age: 15, ends: '2030-02-01' }, /at most 3 years for anyone under 18/],
  ['a dispersal for 48 hours', { power: 'dispersal', ends: '2026-02-04' }, null],
  ['a dispersal for three days', { power: 'dispersal', ends: '2026-02-05' }, /at most 48 hours/],
  ['a notice after a warning', { power: 'community protection notice', ends: null, earlier: warned }, null],
  ['a notice without a warning', { power: 'community protection notice', ends: null }, /needs a community protection warning first/],
  ['a notice before its warning', { power: 'community protection notice', ends: null, earlier: [{ ...warned[0], decidedOn: '2026-02-03' }] }, /needs a community protection warning/],
  ['a notice on a person of 15', { power: 'community protection notice', age: 15, ends: null, earlier: warned }, /aged 16 or over/],
  ['a notice on a company', { power: 'community protection notice', isBody: true, age: null, ends: null, earlier: warned }, null],
  ['a notice only thought of, without a warning', { power: 'community protection notice', state: 'considered', starts: null, ends: null }, null],
  ['a closure order for three months', { power: 'closure order', age: null, ends: '2026-05-01', earlier: [{ power: 'closure notice', state: 'ended', decidedOn: '2026-01-31' }] }, null],
  ['a closure order for four months', { power: 'closure order', age: null, ends: '2026-06-01', earlier: [{ power: 'closure notice', state: 'ended', decidedOn: '2026-01-31' }] }, /at most 3 months/],
  ['a closure order extended to six months', { power: 'closure order', age: null, ends: '2026-08-01', extended: true, earlier: [{ power: 'closure notice', state: 'ended', decidedOn: '2026-01-31' }] }, null],
  ['a closure order extended to seven months', { power: 'closure order', age: null, ends: '2026-09-01', extended: true, earlier: [{ power: 'closure notice', state: 'ended', decidedOn: '2026-01-31' }] }, /at most 6 months/],
  ['a closure notice for 48 hours', { power: 'closure notice', age: null, ends: '2026-02-04' }, null],
  ['a public spaces protection order for three years', { power: 'public spaces protection order', age: null, ends: '2029-02-01' }, null],
  ['a public spaces protection order for three years and a month', { power: 'public spaces protection order', age: null, ends: '2029-03-05' }, /at most 3 years/],
  ['an order that ends before it begins', { ends: '2026-01-01' }, /cannot end before it begins/],
  ['an ASBO today', { power: 'ASBO' }, /ended on 22 March 2015\. What took its place is: civil injunction/],
  ['an ASBO in 2012', { power: 'ASBO', decidedOn: '2012-05-01', starts: '2012-05-01', ends: '2014-04-30' }, null],
  ['an injunction before they came', { decidedOn: '2014-12-01' }, /did not exist before 23 March 2015/],
  ['a criminal behaviour order on the day they came', { power: 'criminal behaviour order', decidedOn: '2014-10-20', ends: null }, null],
  ['no power at all', { power: 'stocks' }, /Choose a power/],
]

describe('the limits of each power', () => {
  for (const [what, over, against] of CASES)
    test(`${what}: ${against ? 'beyond the law' : 'within it'}`, () => {
      const found = limits(over)
      if (against) assert.match(found.join('\n'), against)
      else assert.deepEqual(found, [])
    })
})

test('a rung that is skipped needs a reason, and with one is noted; a step on the same rung stands for it', () => {
  assert.deepEqual(skippedRungs('warning letter', '2026-02-02', []), ['advice', 'rapid contact'])
  assert.deepEqual(skippedRungs('warning letter', '2026-02-02', [{ power: 'advice', state: 'given', decidedOn: '2026-01-01' }]), ['rapid contact'])
  assert.deepEqual(skippedRungs('civil injunction', '2026-02-02', []).at(-1), 'community protection notice', 'closing a place is no step towards an order on a person')
  assert.ok(!skippedRungs('civil injunction', '2026-02-02', [{ power: 'ABC', state: 'ended', decidedOn: '2013-01-01' }]).includes('acceptable behaviour contract'), 'older powers count as what took their place')
  assert.deepEqual(skippedRungs('dispersal', '2026-02-02', []), [], 'dispersal stands beside the ladder')
  const asks = (skippedReason: string | null) => checkUse(use({ skippedReason })).filter(({ field }) => field === 'skipped_reason').map(({ kind }) => kind)
  assert.deepEqual([asks(null), asks('A knife was shown')], [['reason'], ['note']])
})

test('the order of a young person is reviewed every 12 months until they are 18', () => {
  const order = { birth: '2010-06-01', starts: '2026-02-02', ends: '2029-02-01', reviewedOn: null }
  assert.equal(nextYouthReview(order), '2027-02-02')
  assert.equal(nextYouthReview({ ...order, reviewedOn: '2027-01-20' }), '2028-01-20')
  assert.equal(nextYouthReview({ ...order, reviewedOn: '2027-07-01' }), null, 'by then she is 18')
  assert.equal(nextYouthReview({ ...order, ends: '2027-02-01' }), null, 'it is over by then')
})

test('an order is over the day after it ends', () => {
  assert.equal(standingOn('2027-02-01', { state: 'in force', ends: '2027-02-01' }), 'in force')
  assert.equal(standingOn('2027-02-02', { state: 'in force', ends: '2027-02-01' }), 'expired')
  assert.equal(standingOn('2027-02-02', { state: 'in force', ends: null }), 'in force')
})

test('each power has its source, older ones lead to today’s, and none stands twice on a day', () => {
  for (const power of POWERS) {
    assert.ok(power.source.length > 10 && power.breach && power.authority.length > 0, power.key)
    assert.equal(POWERS.filter(({ key }) => key === power.key && powerOn(key, power.from)?.from === power.from).length, 1)
    if (power.to) assert.ok(powerOn(successorOf(power.key), '2026-01-01'), `${power.key} leads to a power of today`)
  }
  assert.deepEqual(['ASBO', 'ASBI', 'CRASBO', 'DPPO', 'DISP', 'ABC', 'crack house closure'].map((key) => successorOf(key as 'ASBO')),
    ['civil injunction', 'civil injunction', 'criminal behaviour order', 'public spaces protection order', 'dispersal', 'acceptable behaviour contract', 'closure order'])
  assert.deepEqual(ladderOn('2026-01-01').map(({ rung }) => rung), [1, 2, 3, 4, 5, 6, 7, 8])
})
