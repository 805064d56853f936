import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addWorkingDays, isWorkingDay, workingDaysBetween } from './working-days.ts'

// From a wall calendar and GOV.UK's list, by hand: date, days, the date they lead to, why.
const COUNTED: readonly [string, number, string, string][] = [
  ['2026-01-05', 1, '2026-01-06', 'Monday to Tuesday'],
  ['2026-01-09', 1, '2026-01-12', 'over a weekend'],
  ['2026-01-09', 5, '2026-01-16', 'a week is five'],
  ['2026-01-10', 1, '2026-01-12', 'from a Saturday'],
  ['2026-01-11', 2, '2026-01-13', 'from a Sunday'],
  ['2025-12-31', 1, '2026-01-02', 'New Year'],
  ['2026-04-02', 1, '2026-04-07', 'Good Friday and Easter Monday 2026'],
  ['2026-04-01', 3, '2026-04-08', 'Easter 2026'],
  ['2026-05-01', 2, '2026-05-06', 'early May bank holiday 2026'],
  ['2026-05-22', 1, '2026-05-26', 'spring bank holiday 2026'],
  ['2026-08-28', 1, '2026-09-01', 'summer bank holiday 2026'],
  ['2026-12-24', 1, '2026-12-29', 'Christmas 2026: Boxing Day is a Saturday, its substitute Monday 28 December'],
  ['2026-12-23', 2, '2026-12-29', 'Christmas 2026'],
  ['2026-12-24', 4, '2027-01-04', 'Christmas 2026 to after New Year'],
  ['2027-12-24', 1, '2027-12-29', 'Christmas 2027 falls at a weekend: two substitutes, 27 and 28 December'],
  ['2027-12-31', 1, '2028-01-04', 'New Year’s Day 2028 is a Saturday: substitute Monday 3 January'],
  ['2022-06-01', 1, '2022-06-06', 'Platinum Jubilee 2022: Thursday and Friday'],
  ['2022-09-16', 1, '2022-09-20', 'the State Funeral 2022'],
  ['2023-05-05', 1, '2023-05-09', 'the Coronation 2023'],
  ['2020-05-04', 4, '2020-05-11', 'early May 2020 was moved to Friday 8 May'],
  ['2024-02-28', 1, '2024-02-29', 'a leap day'],
  ['2024-02-28', 2, '2024-03-01', 'over a leap day'],
  ['2026-03-27', 1, '2026-03-30', 'over the change of the clocks in spring'],
  ['2026-10-23', 1, '2026-10-26', 'over the change of the clocks in autumn'],
  ['2026-04-03', 0, '2026-04-07', 'none from a bank holiday is the next day of work'],
  ['2026-04-08', 0, '2026-04-08', 'none from a working day is itself'],
  ['2026-04-07', -1, '2026-04-02', 'back over Easter'],
  ['2026-01-12', -1, '2026-01-09', 'back over a weekend'],
  ['2026-01-11', -1, '2026-01-09', 'back from a Sunday'],
  ['2026-11-02', 20, '2026-11-30', 'twenty days, as for freedom of information'],
  ['2026-12-01', 20, '2026-12-31', 'twenty days over Christmas'],
]

for (const [date, days, expected, why] of COUNTED)
  test(`${days} working days from ${date} is ${expected}: ${why}`, () => assert.equal(addWorkingDays(date, days), expected))

test('Christmas Day and substitute days are no working days, the days beside them are', () => {
  assert.deepEqual(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27', '2026-12-28', '2026-12-29'].map((date) => isWorkingDay(date)), [true, false, false, false, false, true])
})

test('counting between two dates undoes adding, both ways', () => {
  for (const [date, days, expected] of COUNTED.filter(([, days]) => days > 0)) assert.equal(workingDaysBetween(date, expected), days)
  assert.equal(workingDaysBetween('2026-12-29', '2026-12-24'), -1)
  assert.equal(workingDaysBetween('2026-04-03', '2026-04-06'), 0)
})

test('outside the list of bank holidays nothing is counted, and it says so', () => {
  assert.throws(() => addWorkingDays('2028-12-28', 5), /listed from 2011-01-01 to 2028-12-31/)
  assert.throws(() => workingDaysBetween('2010-12-01', '2011-01-05'), RangeError)
  assert.throws(() => addWorkingDays('2026-01-05', 1.5), RangeError)
})

test('each part of the kingdom counts its own working days', () => {
  assert.equal(addWorkingDays('2026-07-10', 1), '2026-07-13')
  assert.equal(addWorkingDays('2026-07-10', 1, 'Northern Ireland'), '2026-07-14', 'the twelfth is a Sunday: its substitute is Monday')
  assert.equal(addWorkingDays('2026-04-02', 1, 'Scotland'), '2026-04-06', 'Easter Monday is worked in Scotland')
  assert.equal(addWorkingDays('2025-12-31', 1, 'Scotland'), '2026-01-05')
})

test('working days before 2019 are counted too: the Royal Wedding and the Diamond Jubilee', () => {
  assert.equal(addWorkingDays('2011-04-21', 1), '2011-04-26')
  assert.equal(addWorkingDays('2011-04-28', 1), '2011-05-03')
  assert.equal(addWorkingDays('2012-06-01', 1), '2012-06-06')
  assert.equal(addWorkingDays('2012-05-25', 1), '2012-05-28', 'the spring bank holiday was moved')
})
