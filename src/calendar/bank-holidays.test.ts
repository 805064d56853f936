import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BANK_HOLIDAY_LIST, bankHolidayOn, isListed } from './bank-holidays.ts'

test('England and Wales have eight bank holidays in a normal year, ten in 2022 and nine in 2023 (GOV.UK)', () => {
  const inYear = (year: number) => Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10)).filter((date) => date.startsWith(`${year}`) && bankHolidayOn(date)).length
  assert.deepEqual([2019, 2020, 2021, 2022, 2023, 2024, 2025].map(inYear), [8, 8, 8, 10, 9, 8, 8])
})

test('a holiday has its name, a common day has none, and the list says how far it reaches', () => {
  assert.equal(bankHolidayOn('2022-09-19'), 'Bank Holiday for the State Funeral of Queen Elizabeth II')
  assert.equal(bankHolidayOn('2024-12-25'), 'Christmas Day')
  assert.equal(bankHolidayOn('2024-12-24'), null)
  assert.ok(isListed('2024-12-24') && !isListed('2018-12-25'))
  assert.match(BANK_HOLIDAY_LIST.licence, /Open Government Licence/)
})
