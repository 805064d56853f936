import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOf, localOf, midnightOf } from './london.ts'
import { instantAt, isFault, readClock, readMoment, readMonth } from './moment.ts'

test('Dates are read as people and systems write them', () => {
  const on = (date: string, seconds: number | null = null) => ({ date, seconds, instant: null })
  for (const [text, expected] of [
    ['31/12/2024', on('2024-12-31')],
    ['1.2.24', on('2024-02-01')],
    ['01-02-2024 14:30', on('2024-02-01', 52_200)],
    ['2024-12-31', on('2024-12-31')],
    ['2024-12-31 2:30 pm', on('2024-12-31', 52_200)],
    ['Wed 12th Sept 2018, 10:15', on('2018-09-12', 36_900)],
    ['1 Jan 2024', on('2024-01-01')],
    ['January 5, 2024', on('2024-01-05')],
    ['20240131', on('2024-01-31')],
    ['45292', on('2024-01-01')],
    ['45292.5', on('2024-01-01', 43_200)],
    ['29/02/2024', on('2024-02-29')],
    ['31/12/2024 12:00 am', on('2024-12-31', 0)],
  ] as const)
    assert.deepEqual(readMoment(text, 'day first'), expected, text)
  assert.deepEqual(readMoment('12/31/2024', 'month first'), on('2024-12-31'))
})

test('Days that do not exist are refused with what to do: 31/02, 13/25/2024, 29/02/2023, 24:00', () => {
  for (const [text, reason] of [
    ['31/02/2024', /no 31 February 2024. Correct the date/],
    ['29/02/2023', /no 29 February 2023/],
    ['13/25/2024', /neither 13 nor 25 is a month/],
    ['12/31/2024', /can only be month first. Correct the date, or the mapping/],
    ['01/01/2024 24:00', /midnight is 00:00 of the day that begins/],
    ['01/01/2024 25:10', /no clock shows/],
    ['last Tuesday', /not a date. Write it as/],
    ['00/01/2024', /no 0 January/],
    ['13/13/2024', /neither 13 nor 13/],
  ] as const) {
    const read = readMoment(text, 'day first')
    assert.ok(isFault(read), text)
    assert.match(read.fault, reason)
  }
  const ambiguous = readMoment('03/04/2024', 'iso')
  assert.ok(isFault(ambiguous) && /change the mapping’s date format/.test(ambiguous.fault))
})

test('A date with an offset is of the day it was in London', () => {
  assert.deepEqual(readMoment('2018-08-31T23:13:35+00:00', 'iso'), { date: '2018-09-01', seconds: 815, instant: Date.UTC(2018, 7, 31, 23, 13, 35) })
})

test('Times in a column of their own are read however typed', () => {
  for (const [text, seconds] of [
    ['14:30', 52_200],
    ['1430', 52_200],
    ['2.30 pm', 52_200],
    ['14', 50_400],
    ['0.604167', 52_200],
    ['12 am', 0],
    ['00:00', 0],
  ] as const)
    assert.equal(readClock(text), seconds, text)
  for (const text of ['24:00', '25:00', '14:75', 'evening', '13 pm']) assert.equal(typeof readClock(text), 'object', text)
})

test('Months are read in figures and in words', () => {
  for (const text of ['2024-03', '03/2024', 'March 2024', 'Mar-24', '2024-03-05', '05/03/2024'])
    assert.equal(readMonth(text, 'day first'), '2024-03-01', text)
  for (const text of ['2024-13', 'soon', '']) assert.equal(typeof readMonth(text, 'day first'), 'object', text)
})

test('The hour that the clocks skip is taken an hour later, and of the hour they show twice the first', () => {
  assert.deepEqual(instantAt('2026-03-29', 5_400), { instant: Date.UTC(2026, 2, 29, 1, 30), clocks: 'missing' })
  assert.deepEqual(instantAt('2026-10-25', 5_400), { instant: Date.UTC(2026, 9, 25, 0, 30), clocks: 'doubled' })
  assert.deepEqual(instantAt('2026-07-25', 5_400), { instant: Date.UTC(2026, 6, 25, 0, 30), clocks: 'plain' })
})

test('Times of every day from 1969 to 2030 agree with the time zone database', () => {
  for (let at = Date.UTC(1969, 0, 1); at < Date.UTC(2030, 0, 1); at += 25 * 3_600_000 + 1_800_000) {
    const london = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/London')
    assert.equal(localOf(at) - at, london.offsetNanoseconds / 1e6)
    const local = Date.UTC(london.year, london.month - 1, london.day, london.hour, london.minute)
    assert.equal(instantOf(local).instant, london.toPlainDateTime().toZonedDateTime('Europe/London').epochMilliseconds)
  }
  assert.equal(midnightOf('2024-07-01'), Date.UTC(2024, 5, 30, 23))
})
