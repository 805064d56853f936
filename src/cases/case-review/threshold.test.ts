import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { computeThreshold, IN_THE_ACT, narrowerThanTheAct, secondReport } from './threshold.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const complaint = (happened: string, complained: string | null, causedDistress = true) =>
  ({ happenedFrom: day(happened), happenedTo: day(happened), complainedOn: complained ? day(complained) : null, complainedTo: complained ? 'The council' : null, causedDistress })

describe('the automatic threshold of a case review (2014 Act, s.104)', () => {
  test('three complaints, each within a month of what happened, and the application within six months, meet it, whatever else is under way', () => {
    const { isMet, qualifying } = computeThreshold(day('2026-06-01'), [complaint('2026-01-05', '2026-01-06'), complaint('2026-02-10', '2026-03-10'), complaint('2026-05-30', '2026-05-30')])
    assert.deepEqual([isMet, qualifying], [true, 3])
  })
  test('two complaints leave it to the agencies, and the explanation says what they must consider', () => {
    const { isMet, explanation } = computeThreshold(day('2026-06-01'), [complaint('2026-01-05', '2026-01-06'), complaint('2026-02-10', '2026-03-10')])
    assert.equal(isMet, false)
    assert.match(explanation, /2 complaints count, and 3 are needed.*persistent.*harm.*dealt with/)
  })
  for (const [what, applied, one, qualifies] of [
    ['a complaint five weeks after the incident does not count', '2026-06-01', complaint('2026-04-01', '2026-05-06'), false],
    ['a complaint on the same day of the next month counts', '2026-06-01', complaint('2026-04-01', '2026-05-01'), true],
    ['a complaint a day later than that does not', '2026-06-01', complaint('2026-04-01', '2026-05-02'), false],
    ['what happened on 31 January may be complained of until 28 February', '2026-06-01', complaint('2026-01-31', '2026-02-28'), true],
    ['an application six months to the day after the complaint counts', '2026-07-06', complaint('2026-01-05', '2026-01-06'), true],
    ['an application a day later does not', '2026-07-07', complaint('2026-01-05', '2026-01-06'), false],
    ['what nobody was told of does not count', '2026-06-01', complaint('2026-05-01', null), false],
    ['a nuisance that distressed nobody does not count', '2026-06-01', complaint('2026-05-01', '2026-05-02', false), false],
    ['a complaint dated before the incident does not count', '2026-06-01', complaint('2026-05-03', '2026-05-02'), false],
    ['a complaint made after applying does not count', '2026-06-01', complaint('2026-05-20', '2026-06-02'), false],
  ] as const) test(what, () => assert.equal(computeThreshold(day(applied), [one]).each[0]!.qualifies, qualifies))

  test('procedures may ask for fewer complaints or give longer, and may not narrow the right', () => {
    const kinder = { ...IN_THE_ACT, complaints: 2, monthsToComplain: 3 }
    assert.equal(computeThreshold(day('2026-06-01'), [complaint('2026-01-05', '2026-03-30'), complaint('2026-05-01', '2026-05-02')], kinder).isMet, true)
    for (const narrower of [{ complaints: 4 }, { monthsToComplain: 0 }, { monthsToApply: 5 }, { complaints: 0 }]) {
      assert.equal(narrowerThanTheAct({ ...IN_THE_ACT, ...narrower }).length, 1)
      assert.throws(() => computeThreshold(day('2026-06-01'), [], { ...IN_THE_ACT, ...narrower }), RangeError)
    }
  })
  test('whoever meets it under the Act meets it under any rule that is allowed', () => {
    const complaints = fc.array(fc.record({ happened: fc.integer({ min: 0, max: 400 }), after: fc.integer({ min: 0, max: 60 }), distress: fc.boolean() }), { maxLength: 6 })
    const rules = fc.record({ complaints: fc.integer({ min: 1, max: 3 }), monthsToComplain: fc.integer({ min: 1, max: 12 }), monthsToApply: fc.integer({ min: 6, max: 24 }), source: fc.constant('Procedures') })
    fc.assert(fc.property(complaints, rules, (made, rule) => {
      const list = made.map(({ happened, after, distress }) => complaint(day('2025-01-01').add({ days: happened }).toString(), day('2025-01-01').add({ days: happened + after }).toString(), distress))
      return !computeThreshold(day('2026-01-01'), list).isMet || computeThreshold(day('2026-01-01'), list, rule).isMet
    }))
  })
})

test('the second report within six months is the day on which the victim must be told', () => {
  assert.equal(secondReport([day('2026-01-05')]), null)
  assert.equal(secondReport([day('2026-07-06'), day('2026-01-05')]), null)
  assert.equal(secondReport([day('2026-07-05'), day('2026-01-05')])?.toString(), '2026-07-05')
  assert.equal(secondReport([day('2025-01-01'), day('2026-01-05'), day('2026-01-05'), day('2026-03-01')])?.toString(), '2026-01-05')
})
