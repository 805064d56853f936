import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { periodKey } from './period-key.ts'
import { parsePeriod } from './period-text.ts'
import { customPeriod, periodContaining, periodLabel, type CalendarKind } from './period.ts'

const KINDS: CalendarKind[] = ['day', 'week', 'month', 'quarter', 'financial quarter', 'year', 'financial year']
const on = (text: string) => Temporal.PlainDate.from(text)

/** The key of the period that a text means, both with "or" between when it may mean two, or "none". */
function meaning(text: string): string {
  const found = parsePeriod(text)
  if (!found) return 'none'
  return 'ambiguous' in found ? found.ambiguous.map(periodKey).join(' or ') : periodKey(found)
}

const meanings = (expected: Record<string, string>) => {
  for (const [text, key] of Object.entries(expected)) assert.equal(meaning(text), key, text)
}

test('months, however they are written', () => {
  meanings({
    '2018-09': '2018-09', 'Sep 2018': '2018-09', 'September 2018': '2018-09', 'sept. 2018': '2018-09',
    'Sep-18': '2018-09', "Sep '18": '2018-09', '09/2018': '2018-09', '2018/09': '2018-09', 'May 2018': '2018-05',
  })
})

test('financial years', () => {
  meanings({
    '2018-19': 'FY2018', '2018/19': 'FY2018', '2018–19': 'FY2018', '2018/2019': 'FY2018', 'FY 2018/19': 'FY2018',
    'FY18/19': 'FY2018', 'financial year 2018-19': 'FY2018', '2010/11': 'FY2010', '1999-00': 'FY1999',
    'April 2018 to March 2019': 'FY2018', 'year to March 2019': 'FY2018', 'year ending 31 March 2019': 'FY2018',
  })
})

test('quarters with two years are financial; the calendar has to be named', () => {
  meanings({
    'Q2 2018/19': 'FY2018-Q2', '2017/18 Q3': 'FY2017-Q3', 'Q2 of 2018-19': 'FY2018-Q2',
    'quarter two 2018/19': 'FY2018-Q2', 'first quarter of 2018-19': 'FY2018-Q1',
    'calendar Q2 2018': '2018-Q2', 'July to September 2018': '2018-Q3',
    'Jul-Sep 2018': '2018-Q3', 'Jul – Sep 2018': '2018-Q3', 'quarter to June 2018': '2018-Q2',
  })
})

test('what may mean two periods is asked about, never chosen', () => {
  meanings({
    'Q2 2018': '2018-Q2 or FY2018-Q2', '2018 Q2': '2018-Q2 or FY2018-Q2', '2018-Q2': '2018-Q2 or FY2018-Q2',
    'quarter one 2024': '2024-Q1 or FY2024-Q1', '2011-12': '2011-12 or FY2011', '2008-09': '2008-09 or FY2008',
    FY2018: 'FY2018 or FY2017', 'FY2018-Q2': 'FY2018-Q2 or FY2017-Q2', 'financial Q2 2018': 'FY2018-Q2 or FY2017-Q2',
  })
})

test('years, weeks and days', () => {
  meanings({
    2018: '2018', 'January to December 2018': '2018', '2018-W36': '2018-W36', 'w/c 3 September 2018': '2018-W36',
    'week commencing 03/09/2018': '2018-W36', 'week ending 9 September 2018': '2018-W36',
    'w/c 4 September 2018': '2018-09-04/2018-09-10', '12/09/2018': '2018-09-12', '12 Sept 2018': '2018-09-12',
  })
})

test('ranges, with the year said once or twice', () => {
  meanings({
    '28 June to 27 September 2018': '2018-06-28/2018-09-27', '28/06/2018 - 27/09/2018': '2018-06-28/2018-09-27',
    'from 4 to 12 September 2018': '2018-09-04/2018-09-12', 'December to February 2019': '2018-12-01/2019-02-28',
    '12 months to 30 June 2018': '2017-07-01/2018-06-30', 'April to December 2010': '2010-04-01/2010-12-31',
  })
})

test('what is no period is none', () => {
  const none = [
    '', 'soon', 'Sep 18', '2022-25', '2022-2025', 'Q5 2018', '2018-13', '43355', 'Q2', 'September', '2018-19 Q5',
    '0 months to June 2018', '12 September 2018 to 3 May 2018', 'Q2 2022/25',
  ]
  for (const text of none) assert.equal(meaning(text), 'none', text)
})

test('every name of a period is read back as the same days', () => {
  const kind = fc.constantFrom(...KINDS)
  const anyDate = fc.integer({ min: 0, max: 95_000 }).map((days) => on('1905-01-01').add({ days }))
  fc.assert(
    fc.property(kind, anyDate, fc.nat({ max: 900 }), (kind, date, days) => {
      for (const period of [periodContaining(kind, date), customPeriod(date, date.add({ days }))]) {
        const found = parsePeriod(periodLabel(period))
        assert.ok(found && 'starts' in found, periodLabel(period))
        assert.ok(found.starts.equals(period.starts) && found.ends.equals(period.ends), periodLabel(period))
      }
    }),
  )
})

test('reading never fails, whatever is typed', () => {
  fc.assert(fc.property(fc.string(), (text) => void parsePeriod(text)))
  fc.assert(fc.property(fc.stringMatching(/^[QFYW\d/ to-]{1,20}$/), (text) => void parsePeriod(text)))
})
