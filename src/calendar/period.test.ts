import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePeriodKey, periodKey } from './period-key.ts'
import {
  customPeriod,
  isIn,
  nextPeriod,
  periodContaining,
  periodLabel,
  periodOf,
  periodsBetween,
  previousPeriod,
  type CalendarKind,
  type Period,
} from './period.ts'

const on = (text: string) => Temporal.PlainDate.from(text)
const KINDS: CalendarKind[] = ['day', 'week', 'month', 'quarter', 'financial quarter', 'year', 'financial year']
const kind = fc.constantFrom(...KINDS)
const anyDate = fc.integer({ min: 0, max: 95_000 }).map((days) => on('1905-01-01').add({ days }))
const span = ({ starts, ends }: Period) => `${starts} to ${ends}`

test('12 September 2018 is in these periods, with these keys and names', () => {
  const expected: Record<CalendarKind, [string, string, string]> = {
    day: ['2018-09-12 to 2018-09-12', '2018-09-12', '12 September 2018'],
    week: ['2018-09-10 to 2018-09-16', '2018-W37', 'week of 10 September 2018'],
    month: ['2018-09-01 to 2018-09-30', '2018-09', 'September 2018'],
    quarter: ['2018-07-01 to 2018-09-30', '2018-Q3', 'July to September 2018'],
    'financial quarter': ['2018-07-01 to 2018-09-30', 'FY2018-Q2', 'July to September 2018'],
    year: ['2018-01-01 to 2018-12-31', '2018', '2018'],
    'financial year': ['2018-04-01 to 2019-03-31', 'FY2018', '2018-19 (April to March)'],
  }
  for (const kind of KINDS) {
    const period = periodContaining(kind, on('2018-09-12'))
    assert.deepEqual([span(period), periodKey(period), periodLabel(period)], expected[kind])
  }
})

test('January to March belong to the financial year before', () => {
  assert.equal(periodKey(periodContaining('financial year', on('2019-03-31'))), 'FY2018')
  assert.equal(periodKey(periodContaining('financial quarter', on('2019-01-01'))), 'FY2018-Q4')
  assert.equal(periodLabel(periodContaining('financial year', on('1999-06-01'))), '1999-00 (April to March)')
})

test('the week of New Year belongs to the year that has its Thursday', () => {
  assert.equal(periodKey(periodContaining('week', on('2018-12-31'))), '2019-W01')
  assert.equal(periodKey(periodContaining('week', on('2021-01-03'))), '2020-W53')
  assert.equal(parsePeriodKey('2021-W53'), undefined, '2021 had 52')
})

test('a custom period is named by its months when they are whole, or else by its days', () => {
  assert.equal(periodLabel(customPeriod(on('2018-06-28'), on('2018-09-27'))), '28 June to 27 September 2018')
  assert.equal(periodLabel(customPeriod(on('2010-04-01'), on('2010-12-31'))), 'April to December 2010')
  assert.equal(periodLabel(customPeriod(on('2017-10-01'), on('2018-09-30'))), 'October 2017 to September 2018')
  assert.throws(() => customPeriod(on('2018-02-01'), on('2018-01-31')), RangeError)
})

test('days that make up a calendar period are that period', () => {
  assert.equal(periodOf(on('2018-04-01'), on('2019-03-31')).kind, 'financial year')
  assert.equal(periodOf(on('2018-07-01'), on('2018-09-30')).kind, 'quarter')
  assert.equal(periodOf(on('2018-07-01'), on('2018-09-29')).kind, 'custom')
})

test('a custom period of whole months moves by its months, any other by its days', () => {
  const nineMonths = customPeriod(on('2010-04-01'), on('2010-12-31'))
  assert.equal(span(nextPeriod(nineMonths)), '2011-01-01 to 2011-09-30')
  assert.equal(span(previousPeriod(nineMonths)), '2009-07-01 to 2010-03-31')
  assert.equal(span(nextPeriod(customPeriod(on('2018-01-31'), on('2018-02-09')))), '2018-02-10 to 2018-02-19')
})

test('the periods between two dates hold both and follow on', () => {
  const months = periodsBetween('month', on('2018-11-30'), on('2019-02-01'))
  assert.deepEqual(months.map(periodKey), ['2018-11', '2018-12', '2019-01', '2019-02'])
  assert.deepEqual(periodsBetween('month', on('2019-02-01'), on('2018-11-30')), [])
})

test('a date is in the period from its first day to its last', () => {
  const september = periodContaining('month', on('2018-09-12'))
  const isInSeptember = (day: string) => isIn(september, on(day))
  assert.deepEqual(['2018-09-01', '2018-09-30'].map(isInSeptember), [true, true])
  assert.deepEqual(['2018-08-31', '2018-10-01'].map(isInSeptember), [false, false])
})

test('what is no key is no period', () => {
  const none = [
    '', '2018-13', '2018-Q5', '2018-W54', '2018-W00', 'FY2018-09', 'FY2018-W36', '2018-02-30', '18', '2018-9',
    '2018-09-12/2018-09-11', '2018-09/2018-10', '2018-09-12/', '/', '2018-09-12/2018-09-13/2018-09-14', 'FY', '2018-19',
  ]
  for (const key of none) assert.equal(parsePeriodKey(key), undefined, key)
})

test('every key is read back as its period', () => {
  fc.assert(
    fc.property(kind, anyDate, fc.nat({ max: 900 }), (kind, date, days) => {
      for (const period of [periodContaining(kind, date), customPeriod(date, date.add({ days }))]) {
        const found = parsePeriodKey(periodKey(period))!
        assert.deepEqual([found.kind, span(found)], [period.kind, span(period)])
      }
    }),
  )
})

test('keys of one kind sort in time order', () => {
  fc.assert(
    fc.property(kind, anyDate, anyDate, (kind, one, other) => {
      const [first, second] = [periodContaining(kind, one), periodContaining(kind, other)]
      const inTime = Temporal.PlainDate.compare(first.starts, second.starts)
      const [key, otherKey] = [periodKey(first), periodKey(second)]
      assert.equal(key < otherKey ? -1 : key > otherKey ? 1 : 0, inTime)
    }),
  )
})

test('the next period starts the day after, and the one before it is the first again', () => {
  fc.assert(
    fc.property(kind, anyDate, (kind, date) => {
      const period = periodContaining(kind, date)
      assert.ok(isIn(period, date))
      assert.ok(nextPeriod(period).starts.equals(period.ends.add({ days: 1 })))
      assert.equal(span(previousPeriod(nextPeriod(period))), span(period))
    }),
  )
})
