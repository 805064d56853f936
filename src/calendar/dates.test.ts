import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDate, todayInLondon, weekdayOf, writeDate, writeDateRange, writeShortDate } from './dates.ts'

const on = (text: string) => Temporal.PlainDate.from(text)
const anyDate = fc.integer({ min: 0, max: 109_571 }).map((days) => on('1900-01-01').add({ days }))

test('a date is read in every way that papers and spreadsheets write it', () => {
  const ways = [
    '12/09/2018', '12 9 2018', '12/9/18', '12.9.18', '12-09-2018', '12 / 9 / 2018', '12/09/2018 14:30', '2018-09-12', '2018/9/12',
    '2018-09-12 00:00:00', '2018-09-12T09:00', '12 September 2018', '12 Sept 2018', '12 sep. 2018',
    '12th September, 2018', '12th of September 2018', '12-Sep-18', "12 Sep '18", 'Wednesday 12 September 2018',
    'Wed, 12 Sep 2018', 'September 12, 2018', ' 12\u00a0September   2018 ', '43355', '43355.75',
  ]
  for (const way of ways) assert.equal(parseDate(way)?.toString(), '2018-09-12', way)
})

test('the day comes before the month, and is never swapped to make sense of it', () => {
  assert.equal(parseDate('03/04/2018')?.toString(), '2018-04-03')
  assert.equal(parseDate('04/13/2018'), undefined)
})

test('what is no date is not guessed at', () => {
  const none = [
    '', 'TBC', '12 September', 'September 2018', '31/02/2018', '29/02/2019', '00/01/2018', '12/09/918', '2018',
    '12/09/1899', '12 Septober 2018', 'Monkey 12 September 2018', '2018-09-12T25:00:00Z', '123456', 'Q2 2018',
    '12/09/2018 to 13/09/2018',
  ]
  for (const text of none) assert.equal(parseDate(text), undefined, text)
})

test('a weekday that is not that date is refused, since one of the two is wrong', () => {
  assert.equal(parseDate('Monday 12 September 2018'), undefined)
})

test('29 February is a date in leap years only', () => {
  assert.equal(parseDate('29/2/2024')?.toString(), '2024-02-29')
  assert.equal(parseDate('29/2/1900'), undefined)
})

test('two figures are a year from 1970 to 2069', () => {
  assert.equal(parseDate('1/1/69')?.year, 2069)
  assert.equal(parseDate('1/1/70')?.year, 1970)
})

test('a moment is dated as it was in London', () => {
  assert.equal(parseDate('2018-09-12T23:30:00Z')?.toString(), '2018-09-13', 'summer time')
  assert.equal(parseDate('2018-12-12T23:30:00Z')?.toString(), '2018-12-12')
  assert.equal(todayInLondon(Temporal.Instant.from('2026-03-28T23:59:00Z')).toString(), '2026-03-28')
  assert.equal(todayInLondon(Temporal.Instant.from('2026-03-29T23:00:00Z')).toString(), '2026-03-30')
  assert.equal(todayInLondon(Temporal.Instant.from('2026-10-25T23:30:00Z')).toString(), '2026-10-25')
})

test('the weekdays of the dates in the example partnership are those of the calendar', () => {
  const dates = {
    '28 June 2011': 'Tuesday', '9 Aug 2011': 'Tuesday', '3 Feb 2017': 'Friday', '22 Dec 2016': 'Thursday',
    '27 Jan 2017': 'Friday', '28 Feb 2017': 'Tuesday', '16 Aug 2018': 'Thursday', '10 Sept 2018': 'Monday',
    '5 Nov 2018': 'Monday',
  }
  for (const [date, weekday] of Object.entries(dates)) assert.equal(weekdayOf(parseDate(date)!), weekday, date)
})

test('every date written is read back, long and short', () => {
  fc.assert(
    fc.property(anyDate, (date) => {
      assert.ok(parseDate(writeDate(date))?.equals(date))
      assert.ok(parseDate(writeShortDate(date))?.equals(date))
      assert.ok(parseDate(`${weekdayOf(date)} ${writeDate(date)}`)?.equals(date))
      assert.ok(parseDate(date.toString())?.equals(date))
      assert.ok(parseDate(`${date.day}/${date.month}/${date.year}`)?.equals(date))
    }),
  )
})

test('reading never fails, whatever is typed', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseDate(text)))
  fc.assert(fc.property(fc.stringMatching(/^[\d/.TZ: -]{1,24}$/), (text) => void parseDate(text)))
})

test('dates are written in full, or short beside another', () => {
  assert.equal(writeDate(on('2018-09-12')), '12 September 2018')
  assert.equal(writeShortDate(on('2018-09-12')), '12 Sep 2018')
  assert.equal(writeShortDate(on('2018-09-12'), on('2018-01-01')), '12 Sep')
  assert.equal(writeShortDate(on('2018-09-12'), on('2019-01-01')), '12 Sep 2018')
})

test('a range says each month and year once', () => {
  assert.equal(writeDateRange(on('2018-09-03'), on('2018-09-09')), '3 to 9 September 2018')
  assert.equal(writeDateRange(on('2018-06-28'), on('2018-09-27')), '28 June to 27 September 2018')
  assert.equal(writeDateRange(on('2018-12-28'), on('2019-01-03')), '28 December 2018 to 3 January 2019')
  assert.equal(writeDateRange(on('2018-09-03'), on('2018-09-03')), '3 September 2018')
})
