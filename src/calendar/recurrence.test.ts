import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Nth, occurrences, readRecurrence, Recurrence, sayRecurrence, timesOf } from './recurrence.ts'

const on = (text: string) => Temporal.PlainDate.from(text)
const read = (words: string): Recurrence => {
  const found = readRecurrence(words)
  if ('question' in found) throw new Error(`“${words}” was asked about: ${found.question}`)
  return Recurrence.parse(found.recurrence)
}
const days = (words: string, from: string, to: string) => occurrences(read(words), on(from), on(to)).map(String)

test('the first Mondays of 2011, 2012, 2024, 2025 and 2026 are those of the calendar, bank holidays among them', () => {
  const months = (year: number) => days('first Monday of the month', `${year}-01-01`, `${year}-12-31`)
  for (const year of [2011, 2012, 2024, 2025, 2026]) assert.equal(months(year).length, 12)
  for (const date of ['2011-01-03', '2011-05-02', '2012-01-02', '2012-05-07', '2012-06-04', '2024-01-01', '2024-04-01', '2024-05-06', '2025-05-05', '2026-04-06', '2026-05-04'])
    assert.ok(months(Number(date.slice(0, 4))).includes(date), date)
})

test('the last Wednesdays at Christmas are 28 December 2011, 26 December 2012, 25 December 2024 and 31 December 2025', () => {
  for (const date of ['2011-12-28', '2012-12-26', '2024-12-25', '2025-12-31']) assert.deepEqual(days('last Wednesday monthly', `${date.slice(0, 4)}-12-01`, `${date.slice(0, 4)}-12-31`), [date])
})

const COUNTED: [words: string, from: string, to: string, expected: string[]][] = [
  ['every Monday', '2026-03-20', '2026-04-06', ['2026-03-23', '2026-03-30', '2026-04-06']],
  ['2nd and 4th Wednesday', '2026-02-01', '2026-02-28', ['2026-02-11', '2026-02-25']],
  ['fortnightly on Tuesday from 6 January 2026', '2026-01-01', '2026-02-10', ['2026-01-06', '2026-01-20', '2026-02-03']],
  ['every other Tuesday from 29 December 2026', '2026-12-01', '2027-01-31', ['2026-12-29', '2027-01-12', '2027-01-26']],
  ['first Monday every two months from March 2026', '2026-01-01', '2026-12-31', ['2026-03-02', '2026-05-04', '2026-07-06', '2026-09-07', '2026-11-02']],
  ['Every two months on the first Monday from November 2026', '2027-01-01', '2027-04-01', ['2027-01-04', '2027-03-01']],
  ['second Tuesday every three months from January 2026', '2026-01-01', '2026-12-31', ['2026-01-13', '2026-04-14', '2026-07-14', '2026-10-13']],
  ['quarterly, dates published at the start of the calendar year: 9 August 2026, 3 February 2026', '2026-01-01', '2026-12-31', ['2026-02-03', '2026-08-09']],
  ['9 Aug 2011, 3/2/2017 and 3 February 2017', '2000-01-01', '2020-01-01', ['2011-08-09', '2017-02-03']],
  ['fifth Friday', '2026-01-01', '2026-05-31', ['2026-01-30', '2026-05-29']],
  ['as needed', '2026-01-01', '2026-12-31', []],
]
for (const [words, from, to, expected] of COUNTED)
  test(`“${words}” gives ${expected.join(', ') || 'no day'} from ${from} to ${to}`, () => assert.deepEqual(days(words, from, to), expected))

test('a leap day is a last Tuesday, and the year end is no edge', () => {
  assert.deepEqual(days('last Tuesday', '2028-02-01', '2028-02-29'), ['2028-02-29'])
  assert.deepEqual(days('every Thursday', '2026-12-31', '2027-01-07'), ['2026-12-31', '2027-01-07'])
})

test('a group that meets several times a day has those times, and another its series’ own', () => {
  const teleconference = read('three times a day at 9am, 13:00 and 5.30pm, Monday to Friday')
  assert.deepEqual(timesOf(teleconference, '10:00'), ['09:00', '13:00', '17:30'])
  assert.deepEqual(timesOf(read('every Monday'), '10:00'), ['10:00'])
  assert.deepEqual(occurrences(teleconference, on('2026-07-03'), on('2026-07-06')).map(String), ['2026-07-03', '2026-07-06'])
})

const ASKED = [
  'bi-weekly', 'biweekly on Tuesdays', 'Bi-monthly', 'bimonthly on the first Monday', 'bi-annually', 'semi-monthly', 'regularly', 'on a regular basis', 'periodically', 'monthly', 'weekly', 'fortnightly', 'quarterly', 'every two months',
  'three times a day', 'daily', 'every two weeks on Tuesday', 'first Monday every two months', 'every other Monday', 'every two weeks on Tuesday from 7 January 2026', 'every two weeks on Tuesday from the new year', 'twice a day at 09:00, 13:00 and 17:00',
  'first Monday except August', 'first Monday or Tuesday', 'next Monday', 'about every two weeks', 'mid-month', 'usually the first Monday', 'first working day of the month', '31 February 2026', 'June', '', 'every Mon Wed or Fri', 'last Friday of February',
]
for (const words of ASKED)
  test(`“${words}” is asked about and not guessed`, () => {
    const found = readRecurrence(words)
    assert.ok('question' in found, JSON.stringify(found))
    assert.ok(found.question.length > 20)
  })

test('“bi-weekly” is asked about with both meanings', () => {
  const asked = readRecurrence('Bi-Weekly Tasking')
  assert.ok('question' in asked && /twice a week/.test(asked.question) && /every two weeks/.test(asked.question))
})

test('a rhythm of two or more without its beginning is no recurrence', () => {
  assert.equal(Recurrence.safeParse({ kind: 'weekly', weekdays: [2], everyWeeks: 2, anchor: null }).success, false)
  assert.equal(Recurrence.safeParse({ kind: 'in the month', nths: [1], weekday: 1, everyMonths: 2, from: null }).success, false)
  assert.equal(Recurrence.safeParse({ kind: 'dates', dates: ['2026-02-30'], perYear: null }).success, false)
})

const IN_WORDS: [string, string][] = [
  ['1st monday', 'The first Monday of every month'], ['the second and fourth Wednesdays of each month', 'The second and fourth Wednesday of every month'], ['each mon', 'Every Monday'],
  ['fortnightly on Tuesdays from 6 January 2026', 'Every two weeks on Tuesday, from 6 January 2026'], ['quarterly with published dates', '4 published dates a year: none published yet'],
  ['3 feb 2027; 9/8/2026', 'On 9 August 2026 and 3 February 2027'], ['ad hoc', 'As needed'], ['twice a day at 9am and 5pm', 'Every day at 09:00 and 17:00'],
]
for (const [words, expected] of IN_WORDS) test(`“${words}” is said as “${expected}”`, () => assert.equal(sayRecurrence(read(words)), expected))

const PLAIN = { noNullPrototype: true }
const isoDay = fc.integer({ min: 0, max: 20_000 }).map((count) => on('2000-01-01').add({ days: count }))
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((list) => list.sort())
const nths = fc.uniqueArray(fc.constantFrom<Nth>(1, 2, 3, 4, 5, 'last'), { minLength: 1 })
const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const anyRecurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ kind: fc.constant('in the month' as const), nths, weekday: fc.integer({ min: 1, max: 7 }), everyMonths: fc.integer({ min: 1, max: 12 }), from: isoDay.map((date) => date.toString().slice(0, 7)) }, PLAIN),
  fc.tuple(isoDay, fc.integer({ min: 1, max: 12 })).map(([date, everyWeeks]) => ({ kind: 'weekly' as const, weekdays: [date.dayOfWeek], everyWeeks, anchor: date.toString() })),
  weekdays.map((list) => ({ kind: 'weekly' as const, weekdays: list, everyWeeks: 1, anchor: null })),
  fc.record({ kind: fc.constant('daily' as const), weekdays, times: fc.uniqueArray(clock, { minLength: 1, maxLength: 5 }).map((list) => list.sort()) }, PLAIN),
  fc.record({ kind: fc.constant('dates' as const), dates: fc.uniqueArray(isoDay.map(String), { minLength: 1, maxLength: 6 }).map((list) => list.sort()), perYear: fc.option(fc.integer({ min: 1, max: 24 })) }, PLAIN),
)

test('what is said of any recurrence is read back to the same', () => {
  fc.assert(fc.property(anyRecurrence, (recurrence) => assert.deepEqual(read(sayRecurrence(recurrence)), recurrence)), { numRuns: 500 })
})

test('days come in order, each once, within what was asked, and the same in two halves as in one', () => {
  fc.assert(fc.property(anyRecurrence, isoDay, fc.integer({ min: 1, max: 400 }), (recurrence, from, length) => {
    const [half, to] = [from.add({ days: Math.floor(length / 2) }), from.add({ days: length })]
    const all = occurrences(recurrence, from, to).map(String)
    assert.deepEqual(all, [...new Set(all)].sort())
    assert.deepEqual([...occurrences(recurrence, from, half), ...occurrences(recurrence, half.add({ days: 1 }), to)].map(String), all)
  }))
})

test('reading never fails, whatever is typed', () => {
  fc.assert(fc.property(fc.string(), (text) => void readRecurrence(text)))
})
