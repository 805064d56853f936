import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRecurrence } from '../../calendar/recurrence.ts'
import { missingDates, type OnHoliday, type Rhythm, sittingsOf } from './sitting.ts'

function rhythm(words: string, onHoliday: OnHoliday, starts = '2010-01-01', ends: string | null = null, division: Rhythm['division'] = 'England and Wales'): Rhythm {
  const read = readRecurrence(words)
  if ('question' in read) throw new Error(read.question)
  return { recurrence: read.recurrence, beginsAt: '10:00', onHoliday, division, starts, ends }
}
const changed = (words: string, onHoliday: OnHoliday, year: number) =>
  sittingsOf(rhythm(words, onHoliday), `${year}-01-01`, `${year}-12-31`).filter(({ reason }) => reason).map(({ meantFor, heldOn, state }) => [meantFor, state === 'cancelled' ? state : heldOn])

const ORACLES: [string, OnHoliday, number, string[][]][] = [
  ['first Monday of the month', 'next working day', 2011, [['2011-01-03', '2011-01-04'], ['2011-05-02', '2011-05-03']]],
  ['first Monday of the month', 'next working day', 2012, [['2012-01-02', '2012-01-03'], ['2012-05-07', '2012-05-08'], ['2012-06-04', '2012-06-06']]],
  ['first Monday of the month', 'next working day', 2024, [['2024-01-01', '2024-01-02'], ['2024-04-01', '2024-04-02'], ['2024-05-06', '2024-05-07']]],
  ['first Monday of the month', 'week before', 2025, [['2025-05-05', '2025-04-28']]],
  ['first Monday of the month', 'cancel', 2026, [['2026-04-06', 'cancelled'], ['2026-05-04', 'cancelled']]],
  ['first Monday of the month', 'week before', 2024, [['2024-01-01', '2023-12-18'], ['2024-04-01', '2024-03-25'], ['2024-05-06', '2024-04-29']]],
  ['last Wednesday of the month', 'week before', 2011, []],
  ['last Wednesday of the month', 'next working day', 2012, [['2012-12-26', '2012-12-27']]],
  ['last Wednesday of the month', 'week before', 2024, [['2024-12-25', '2024-12-18']]],
  ['last Wednesday of the month', 'next working day', 2024, [['2024-12-25', '2024-12-27']]],
  ['last Wednesday of the month', 'cancel', 2025, []],
]
for (const [words, onHoliday, year, expected] of ORACLES)
  test(`${words} in ${year}, on a bank holiday “${onHoliday}”: ${expected.map((pair) => pair.join(' to ')).join(', ') || 'nothing is touched'}`, () =>
    assert.deepEqual(changed(words, onHoliday, year), expected))

const DIVIDED: [string, OnHoliday, Rhythm['division'], string, string][] = [
  ['2 January 2026', 'next working day', 'Scotland', '2026-01-05', '2nd January'],
  ['2 January 2026', 'next working day', 'England and Wales', '2026-01-02', ''],
  ['2 January 2026', 'next working day', 'Northern Ireland', '2026-01-02', ''],
  ['30 November 2026', 'week before', 'Scotland', '2026-11-23', 'St Andrew’s Day'],
  ['30 November 2026', 'week before', 'England and Wales', '2026-11-30', ''],
  ['1 January 2026', 'next working day', 'Scotland', '2026-01-05', 'New Year’s Day'],
  ['1 January 2026', 'next working day', 'England and Wales', '2026-01-02', 'New Year’s Day'],
  ['6 April 2026', 'next working day', 'Scotland', '2026-04-06', ''],
  ['17 March 2026', 'next working day', 'Northern Ireland', '2026-03-18', 'St Patrick’s Day'],
]
for (const [words, onHoliday, division, heldOn, why] of DIVIDED)
  test(`${words} with the bank holidays of ${division} is held on ${heldOn}`, () => {
    const [sitting] = sittingsOf(rhythm(words, onHoliday, '2025-01-01', null, division), '2026-01-01', '2026-12-31')
    assert.deepEqual([sitting!.heldOn, sitting!.state, sitting!.reason?.endsWith(why) ?? why === ''], [heldOn, 'planned', true])
  })

test('no planned sitting is ever on a bank holiday, and none is moved or cancelled without its reason', () => {
  for (const onHoliday of ['next working day', 'week before', 'cancel'] as const)
    for (const words of ['every Monday', 'every Friday', 'every day at 09:00 and 17:00, Monday to Friday', 'first Monday', '25 December 2026, 26 December 2026 and 28 December 2026']) {
      const sittings = sittingsOf(rhythm(words, onHoliday), '2026-01-01', '2028-12-31')
      for (const { meantFor, heldOn, state, reason } of sittings) {
        assert.ok(reason !== null || (heldOn === meantFor && state === 'planned'))
        if (state === 'planned') assert.ok(!['2026-12-25', '2026-12-28', '2027-03-26', '2027-03-29', '2028-05-01'].includes(heldOn), heldOn)
      }
      const planned = sittings.filter(({ state }) => state === 'planned').map(({ heldOn, beginsAt }) => `${heldOn} ${beginsAt}`)
      assert.equal(new Set(planned).size, planned.length, `${words}, ${onHoliday}: two sittings at one hour`)
    }
})

test('a weekly group does not meet twice in the week before a bank holiday: the meeting falls out, and it says why', () => {
  const [cancelled] = sittingsOf(rhythm('every Monday', 'week before'), '2026-05-01', '2026-05-10')
  assert.deepEqual([cancelled!.meantFor, cancelled!.state], ['2026-05-04', 'cancelled'])
  assert.match(cancelled!.reason ?? '', /already meets on Monday 27 April 2026/)
})

test('a weekend among listed dates is said and left, and so is a day for which no bank holidays are known', () => {
  const [saturday] = sittingsOf(rhythm('13 June 2026', 'cancel'), '2026-01-01', '2026-12-31')
  assert.deepEqual([saturday!.heldOn, saturday!.remark], ['2026-06-13', 'This is a Saturday'])
  const [far] = sittingsOf(rhythm('first Monday', 'cancel'), '2030-01-01', '2030-01-31')
  assert.equal(far!.remark, 'Bank holidays are not known for this day')
})

test('nothing is given before a series starts or after it ends', () => {
  assert.deepEqual(sittingsOf(rhythm('first Monday', 'cancel', '2026-03-01', '2026-05-31'), '2026-01-01', '2026-12-31').map(({ meantFor }) => meantFor), ['2026-03-02', '2026-04-06', '2026-05-04'])
  assert.deepEqual(sittingsOf(rhythm('first Monday', 'cancel', '2027-01-01'), '2026-01-01', '2026-12-31'), [])
})

test('published dates that a year still lacks are counted', () => {
  const quarterly = rhythm('4 published dates a year: 12 February 2026 and 14 May 2026', 'cancel')
  assert.deepEqual([missingDates(quarterly, 2026), missingDates(quarterly, 2027), missingDates(rhythm('first Monday', 'cancel'), 2026)], [2, 4, 0])
})
