import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BANK_HOLIDAY_LIST, bankHolidayOn, bankHolidaysBetween, DIVISIONS, type Division, isListed, listEnding } from './bank-holidays.ts'

const inYear = (year: number, division?: Division) => bankHolidaysBetween(`${year}-01-01`, `${year}-12-31`, division).map(({ date }) => date)
const on = (text: string) => Temporal.PlainDate.from(text)

test('England and Wales have eight bank holidays in a normal year, nine in 2011 and 2012, ten in 2022 and nine in 2023', () => {
  assert.deepEqual([2011, 2012, 2013, 2016, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025].map((year) => inYear(year).length), [9, 9, 8, 8, 8, 8, 8, 8, 10, 9, 8, 8])
})

/** Easter Sunday in the Gregorian calendar (Oudin's arithmetic). */
function easter(year: number) {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const epact = (century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15) % 30
  const moon = epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  return Temporal.PlainDate.from({ year, month: 3, day: 1 }).add({ days: 27 + moon - weekday })
}
const monday = (year: number, month: number, which: 'first' | 'last') => {
  const start = which === 'first' ? Temporal.PlainDate.from({ year, month, day: 1 }) : Temporal.PlainDate.from({ year, month, day: 25 })
  return start.add({ days: (8 - start.dayOfWeek) % 7 })
}
/** A holiday at a weekend is kept on the next weekday that is no holiday (Banking and Financial Dealings Act 1971, and the practice of each year's proclamation). */
const substituted = (days: Temporal.PlainDate[]) => {
  const kept = new Set(days.filter(({ dayOfWeek }) => dayOfWeek < 6).map(String))
  for (let day of days.filter(({ dayOfWeek }) => dayOfWeek > 5)) {
    while (day.dayOfWeek > 5 || kept.has(day.toString())) day = day.add({ days: 1 })
    kept.add(day.toString())
  }
  return [...kept]
}
/** What was proclaimed for one year alone: days given, and days moved away. */
const GIVEN: Record<number, string[]> = { 2011: ['2011-04-29'], 2012: ['2012-06-04', '2012-06-05'], 2020: ['2020-05-08'], 2022: ['2022-06-02', '2022-06-03', '2022-09-19'], 2023: ['2023-05-08'] }
const TAKEN: Record<number, string[]> = { 2012: ['2012-05-28'], 2020: ['2020-05-04'], 2022: ['2022-05-30'] }
const GIVEN_IN: Partial<Record<Division, Record<number, string[]>>> = { Scotland: { 2026: ['2026-06-15'] } }

function byRule(year: number, division: Division): string[] {
  const at = (month: number, day: number) => Temporal.PlainDate.from({ year, month, day })
  const always = [easter(year).subtract({ days: 2 }), monday(year, 5, 'first'), monday(year, 5, 'last')].map(String)
  const own = division === 'Scotland'
    ? [...substituted([at(1, 1), at(1, 2)]), ...substituted([at(11, 30)]), monday(year, 8, 'first').toString()]
    : [...substituted([at(1, 1)]), easter(year).add({ days: 1 }).toString(), monday(year, 8, 'last').toString(), ...(division === 'Northern Ireland' ? [...substituted([at(3, 17)]), ...substituted([at(7, 12)])] : [])]
  const all = [...always, ...own, ...substituted([at(12, 25), at(12, 26)]), ...(GIVEN[year] ?? []), ...(GIVEN_IN[division]?.[year] ?? [])]
  return [...new Set(all)].filter((day) => !TAKEN[year]?.includes(day)).sort()
}

for (const division of DIVISIONS)
  test(`the bank holidays of ${division} from 2011 to 2028 are those of the law, a computed Easter, substitutes and the proclamations`, () => {
    for (let year = 2011; year <= 2028; year++) assert.deepEqual(inYear(year, division), byRule(year, division), String(year))
  })

test('Easter is where the calendar has it', () => {
  assert.deepEqual([2011, 2016, 2019, 2024, 2026, 2038].map((year) => easter(year).toString()), ['2011-04-24', '2016-03-27', '2019-04-21', '2024-03-31', '2026-04-05', '2038-04-25'])
})

test('a holiday has its name, a common day has none, and the list says how far it reaches', () => {
  assert.equal(bankHolidayOn('2022-09-19'), 'Bank Holiday for the State Funeral of Queen Elizabeth II')
  assert.equal(bankHolidayOn('2024-12-25'), 'Christmas Day')
  assert.equal(bankHolidayOn('2024-12-24'), null)
  assert.ok(isListed('2024-12-24') && isListed('2011-01-01') && !isListed('2010-12-31') && !isListed('2029-01-01'))
  assert.match(BANK_HOLIDAY_LIST.licence, /Open Government Licence/)
})

test('a holiday of one part of the kingdom is none of another', () => {
  assert.equal(bankHolidayOn('2026-07-13', 'Northern Ireland'), 'Battle of the Boyne (Orangemen’s Day)')
  assert.equal(bankHolidayOn('2026-07-13'), null)
  assert.equal(bankHolidayOn('2026-01-02', 'Scotland'), '2nd January')
  assert.equal(bankHolidayOn('2026-04-06', 'Scotland'), null, 'Easter Monday')
  assert.equal(bankHolidayOn('2026-04-06'), 'Easter Monday')
})

test('it is said when the list ends within six months, and not before', () => {
  assert.equal(listEnding(on('2028-06-30')), null)
  assert.match(listEnding(on('2028-07-01')) ?? '', /ends on 31 December 2028/)
  assert.match(listEnding(on('2029-01-01')) ?? '', /ended on 31 December 2028/)
})
