import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Measure } from '../measure.ts'
import { readRows, rowsOfText } from './lines.ts'

const today = Temporal.PlainDate.from('2025-06-15')
const thefts: Measure = {
  measureId: 'm', title: 'Thefts', kind: 'count', numerator: 'thefts', denominator: null, unit: 'offences', frequency: 'month', geography: null, source: null,
  polarity: 'lower', polarityNote: null, completenessNote: null, revisionPolicy: null, decimals: 0, state: 'live', closedReason: null, version: 1,
}
const satisfied: Measure = { ...thefts, kind: 'share', denominator: 'people asked', unit: '%', frequency: 'financial quarter', decimals: 1 }
const paste = (text: string, measure = thefts) => readRows(rowsOfText(text), measure, today)
const takenFrom = (text: string, measure = thefts) => paste(text, measure).taken.map(({ reading }) => [reading.period.key, reading.value ?? reading.state])
const refusedFrom = (text: string, measure = thefts) => paste(text, measure).refused.map(({ line, reason }) => `${line}: ${reason}`)

test('a period and a figure are read however a spreadsheet or a person separates them', () => {
  for (const line of ['2025-01\t12', 'January 2025\t12', 'Jan-25\t12', '01/01/2025\t12', '31/01/2025\t12', 'January 2025,12', 'January 2025; 12', 'January 2025 12', 'January 2025: 12', '"Jan 2025","12"'])
    assert.deepEqual(takenFrom(line), [['2025-01', 12]], line)
  assert.deepEqual(takenFrom('2025-01\t1,234'), [['2025-01', 1234]])
  assert.deepEqual(takenFrom('2025-01,"1,234"'), [['2025-01', 1234]])
})

test('why there is no figure is read in words or in the shorthand of official statistics', () => {
  assert.deepEqual(takenFrom('2025-01\tnot collected\n2025-02\tSuppressed\n2025-03\t[c]\n2025-04\t[z]\nMay 2025 late'), [
    ['2025-01', 'not collected'], ['2025-02', 'suppressed'], ['2025-03', 'suppressed'], ['2025-04', 'not applicable'], ['2025-05', 'late'],
  ])
})

test('headings may name the columns in any order', () => {
  const { taken, refused } = paste('state,note,period,denominator,numerator\nincomplete,One provider missing,Q1 2024/25,20,9\nvalue,,Q2 2024/25,0,0', satisfied)
  assert.deepEqual(refused, [])
  assert.deepEqual(taken.map(({ line, reading }) => [line, reading.period.key, reading.state, reading.value, reading.note]), [
    [2, 'FY2024-Q1', 'incomplete', 45, 'One provider missing'], [3, 'FY2024-Q2', 'not applicable', null, 'No cases'],
  ])
})

test('a share of nothing is not applicable, never nought', () => {
  const [only] = paste('Q1 2024/25\t0\t0', satisfied).taken
  assert.equal(only!.reading.state, 'not applicable')
})

test('periods may stand across the top', () => {
  assert.deepEqual(takenFrom(',2025-01,2025-02,2025-03\nThefts,4,not collected,6'), [['2025-01', 4], ['2025-02', 'not collected'], ['2025-03', 6]])
  assert.deepEqual(takenFrom('2025-01\t2025-02\n4\t5'), [['2025-01', 4], ['2025-02', 5]])
  assert.deepEqual(takenFrom('\tQ1 2024/25\tQ2 2024/25\nnumerator\t9\t0\ndenominator\t20\t0', satisfied), [['FY2024-Q1', 45], ['FY2024-Q2', 'not applicable']])
  assert.deepEqual(refusedFrom('\t2025-01\t2025-02\nvalue\t4\t5\nBurglary\t1\t2'), ['3: “Burglary” is not what a row may hold, or is there twice'])
})

test('each line that cannot be taken says which it is and why', () => {
  const table: [string, string][] = [
    ['2018-13\t4', '1: “2018-13” is no period there is'],
    ['Q2 2024/25\t4', '1: “Q2 2024/25” is a quarter, and this measure is read every month'],
    ['2024/25\t4', '1: “2024/25” is a financial year, and this measure is read every month'],
    ['August 2025\t4', '1: August 2025 has not begun'],
    ['June 2025\t4', '1: June 2025 has not ended'],
    ['\t4', '1: The period is blank'],
    ['2025-01\t', '1: There is no figure'],
    ['2025-01\tsome', '1: “some” is not a figure'],
    ['2025-01\t1,23', '1: “1,23” is not a figure'],
    ['2025-01\t45%', '1: “45%” is a percentage, and this is not'],
    ['2025-01\t-4', '1: A count cannot be less than 0'],
    ['2025-01\t4.5', '1: A count is a whole number'],
    ['2025-01,45,100', '1: It has 3 columns, and 2 were expected (period, value)'],
    ['2025-01\t4\nJan 2025\t4', '2: January 2025 is on line 1 too'],
    ['period,value,ward\n2025-01,4,Aldgate', '1: The column “ward” is not known'],
    ['period,value,state\n2025-01,4,suppressed', '2: It is said to be suppressed, yet a figure is given'],
    ['period,value,state\n2025-01,4,fine', '2: “fine” is no state'],
  ]
  for (const [text, expected] of table) assert.equal(refusedFrom(text)[0], expected, text)
  const shares: [string, string][] = [
    ['Q1 2024/25\t21\t20', '1: 21 of 20 is more than the whole'],
    ['Q1 2024/25\t3\t0', '1: The denominator is 0, yet there is a figure'],
    ['Q1 2024/25\t101%', '1: A share cannot be more than 100%'],
    ['2024-05\t45%', '1: “2024-05” is a month, and this measure is read every quarter of the financial year'],
    ['FY2024-Q1\t45%', '1: “FY2024-Q1” may mean April to June 2024 or April to June 2023'],
    ['period,value,numerator,denominator\nQ1 2024/25,50%,9,20', '2: 50.0% does not agree with 9 of 20, which is 45.0%'],
    ['period,numerator\nQ1 2024/25,9', '2: The denominator is missing'],
  ]
  for (const [text, expected] of shares) assert.equal(refusedFrom(text, satisfied)[0], expected, text)
})

test('an ambiguous quarter is the kind of quarter that the measure is read by', () => {
  assert.deepEqual(takenFrom('Q2 2024\t45%', satisfied), [['FY2024-Q2', 45]])
  assert.deepEqual(takenFrom('Q2 2024\t45%', { ...satisfied, frequency: 'quarter' }), [['2024-Q2', 45]])
  assert.deepEqual(takenFrom('2011-12\t7'), [['2011-12', 7]])
})

test('no line that is not blank is ever lost', () => {
  const cell = fc.oneof(
    fc.constantFrom('2025-01', 'Feb 2025', 'Q1 2024/25', '2018-13', 'period', 'value', 'numerator', 'denominator', 'note', 'late', '[c]', '12', '45%', '', ' ', '"', '1,234'),
    fc.string({ maxLength: 12 }),
  )
  const line = fc.tuple(fc.array(cell, { maxLength: 5 }), fc.constantFrom('\t', ',', ' ', ';')).map(([cells, between]) => cells.join(between))
  const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r')).map(([lines, end]) => lines.join(end))
  fc.assert(
    fc.property(text, fc.constantFrom(thefts, satisfied), (pasted, measure) => {
      const rows = rowsOfText(pasted)
      const { taken, refused, headings } = readRows(rows, measure, today)
      const filled = rows.filter(({ cells }) => cells.some((each) => each.trim() !== '')).map(({ line }) => line)
      assert.deepEqual([...new Set([...taken, ...refused].map(({ line }) => line).concat(headings))].sort((a, b) => a - b), filled)
      for (const { reason, remedy } of refused) assert.ok(reason && remedy)
    }),
    { numRuns: 500 },
  )
})

test('splitting a line into columns keeps all its words', () => {
  fc.assert(
    fc.property(fc.string(), (pasted) => {
      const bare = (text: string) => text.replaceAll(/[\s,;:"]/g, '')
      assert.equal(bare(rowsOfText(pasted).flatMap(({ cells }) => cells).join('')), bare(pasted))
    }),
  )
})
