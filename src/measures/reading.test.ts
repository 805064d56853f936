import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixed, type Measure, sayValue, scaleOf, writeValue } from './measure.ts'
import { giveReading, isFault, type Typed } from './reading.ts'
import { readPeriod } from './reading-period.ts'
import { day, satisfied, thefts, violence } from './specimens.ts'

const give = (measure: Measure, typed: Partial<Typed>) => giveReading(measure, { value: '', numerator: '', denominator: '', state: null, note: null, ...typed })
const reasonFor = (measure: Measure, typed: Partial<Typed>) => {
  const given = give(measure, typed)
  return isFault(given) ? `${given.field}: ${given.reason}` : given.state
}

test('a blank is never taken for nought', () => {
  assert.equal(reasonFor(thefts, {}), 'value: There is no figure')
  assert.equal(reasonFor(thefts, { value: '0' }), 'value')
  assert.equal(reasonFor(thefts, { state: 'not collected' }), 'not collected')
})

test('the value of a share or rate is worked out from its parts', () => {
  const table: [Measure, Partial<Typed>, number][] = [
    [satisfied, { numerator: '9', denominator: '20' }, 45],
    [satisfied, { value: '33.3', numerator: '1', denominator: '3' }, 100 / 3],
    [violence, { numerator: '43', denominator: '8,600' }, 5],
    [{ ...violence, unit: 'per 100,000 people' }, { numerator: '43', denominator: '8600' }, 500],
    [{ ...violence, unit: 'incidents per household' }, { numerator: '3', denominator: '6' }, 0.5],
  ]
  for (const [measure, typed, expected] of table) {
    const given = give(measure, typed)
    assert.ok(!isFault(given) && Math.abs(given.value! - expected) < 1e-9, JSON.stringify(typed))
  }
})

test('no cases is not applicable, and says so', () => {
  const given = give(satisfied, { numerator: '0', denominator: '0' })
  assert.deepEqual(given, { state: 'not applicable', value: null, numerator: 0, denominator: 0, note: 'No cases' })
})

test('what cannot be right is refused with its field', () => {
  const table: [Measure, Partial<Typed>, string][] = [
    [thefts, { value: 'about 4' }, 'value: “about 4” is not a figure'],
    [thefts, { value: '4', state: 'suppressed' }, 'state: It is said to be suppressed, yet a figure is given'],
    [thefts, { value: '4', numerator: '4', denominator: '9' }, 'numerator: This measure has no denominator'],
    [thefts, { value: '9999999999999' }, 'value: “9999999999999” is too large to be right'],
    [satisfied, { value: '50', numerator: '9', denominator: '20' }, 'value: 50.0% does not agree with 9 of 20, which is 45.0%'],
    [satisfied, { numerator: '9' }, 'denominator: The denominator is missing'],
    [satisfied, { numerator: '-9', denominator: '3' }, 'numerator: The numerator cannot be less than 0'],
    [satisfied, { value: '0', numerator: '0', denominator: '0' }, 'denominator: The denominator is 0, yet there is a figure'],
  ]
  for (const [measure, typed, expected] of table) assert.equal(reasonFor(measure, typed), expected)
  assert.equal(reasonFor({ ...thefts, kind: 'amount' }, { value: '−4.5' }), 'value')
  assert.equal(reasonFor({ ...thefts, kind: 'amount' }, { value: '£1 200' }), 'value')
})

test('part of a figure may be given for an incomplete period, or none of it', () => {
  assert.deepEqual(give(thefts, { state: 'incomplete', value: '157' }), { state: 'incomplete', value: 157, numerator: null, denominator: null, note: null })
  assert.equal(reasonFor(thefts, { state: 'incomplete' }), 'incomplete')
})

test('a period is read at the measure’s own frequency, or why not is said', () => {
  const today = day('2025-06-15')
  const read = (text: string, frequency: Measure['frequency']) => {
    const found = readPeriod(text, frequency, today)
    return 'reason' in found ? found.reason : `${found.key} ${found.tick}`
  }
  assert.equal(read('Sept 2018', 'month'), '2018-09 Sep 2018')
  assert.equal(read('Q4 2018/19', 'financial quarter'), 'FY2018-Q4 Q4 2018-19')
  assert.equal(read('January to March 2019', 'financial quarter'), 'FY2018-Q4 Q4 2018-19')
  assert.equal(read('January to March 2019', 'quarter'), '2019-Q1 Q1 2019')
  assert.equal(read('2018/19', 'financial year'), 'FY2018 2018-19')
  assert.equal(read('01/04/2018', 'financial year'), 'FY2018 2018-19')
  assert.equal(read('2018-13', 'month'), '“2018-13” is no period there is')
  assert.equal(read('2018', 'financial year'), '“2018” is a calendar year, and this measure is read every financial year')
  assert.equal(read('15/09/2018', 'month'), '“15/09/2018” is a day, and this measure is read every month')
  assert.equal(read('2030', 'year'), '2030 has not begun')
})

test('figures line up in tables and carry their unit in sentences', () => {
  assert.deepEqual([fixed(1020, 0), fixed(-3, 1), fixed(-0.01, 1), fixed(86.4, 2)], ['1,020', '−3.0', '0.0', '86.40'])
  assert.deepEqual([writeValue(satisfied, 86.44), sayValue(thefts, 12), sayValue(violence, 3.2), sayValue({ ...thefts, kind: 'amount', unit: '£' }, 1200)], ['86.4%', '12 offences', '3.2 per 1,000 people', '£1,200'])
  assert.deepEqual([scaleOf(satisfied), scaleOf({ kind: 'rate', unit: 'rate' }), scaleOf(thefts)], [100, 1000, 1])
})
