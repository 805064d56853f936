import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COVID, everyMonth, inTimeOrder, isExceptional, placePeriods } from './periods.ts'

const gapsOf = (labels: string[]) => {
  const { kind, places, perYear } = placePeriods(labels)
  return { kind, perYear, steps: places.slice(1).map((place, index) => place - places[index]!) }
}

test('months, quarters, weeks and numbers are told apart, and a gap in the labels is a gap in time', () => {
  assert.deepEqual(gapsOf(['2025-11', '2025-12', '2026-02']), { kind: 'months', perYear: 12, steps: [1, 2] })
  assert.deepEqual(gapsOf(['202511', '202512', '202602']), { kind: 'months', perYear: 12, steps: [1, 2] })
  assert.deepEqual(gapsOf(['2025-12-01', '2026-01-01']), { kind: 'months', perYear: 12, steps: [1] })
  assert.deepEqual(gapsOf(['2026-01-31', '2026-02-28', '2026-04-30']), { kind: 'months', perYear: 12, steps: [1, 2] })
  assert.deepEqual(gapsOf(['2025-Q4', '2026-Q1', '2026-Q3']), { kind: 'quarters', perYear: 4, steps: [1, 2] })
  assert.deepEqual(gapsOf(['2026-01-05', '2026-01-12', '2026-01-26']), { kind: 'weeks', perYear: 52, steps: [1, 2] })
  assert.deepEqual(gapsOf(['2026-01-05', '2026-01-06', '2026-01-09']), { kind: 'days', perYear: null, steps: [1, 3] })
  assert.deepEqual(gapsOf(['7', '8', '10']), { kind: 'numbers', perYear: 12, steps: [1, 2] })
})

test('numbers that only name days, and any other labels, are taken as following on one another', () => {
  assert.deepEqual(gapsOf(['20260101', '20260201']), { kind: 'labels', perYear: null, steps: [1] })
  assert.deepEqual(gapsOf(['2025-02', '202501']), { kind: 'labels', perYear: null, steps: [1] })
  assert.deepEqual(gapsOf(['week a', 'week b']), { kind: 'labels', perYear: null, steps: [1] })
})

test('numbers sort by size and dates by time', () => {
  assert.deepEqual(['10', '9', '-1'].sort(inTimeOrder), ['-1', '9', '10'])
  assert.deepEqual(['2026-01', '2025-12'].sort(inTimeOrder), ['2025-12', '2026-01'])
})

test('the pandemic runs from March 2020 to July 2021, both included, however the month is written', () => {
  const within = (label: string) => isExceptional(label, [COVID])
  assert.deepEqual(['2020-02', '2020-03', '2021-07', '2021-08'].map(within), [false, true, true, false])
  assert.deepEqual(['202003', '2021-07-31', '2020-Q1', '2020-Q2'].map(within), [true, true, false, true])
  assert.equal(within('27'), false)
})

test('a month in which nothing was recorded is 0, and one without data is no reading', () => {
  const filled = everyMonth(new Map([['2025-12', 3], ['2026-03', 1]]), '2025-12', '2026-03', new Set(['2026-02']))
  assert.deepEqual(filled, { months: ['2025-12', '2026-01', '2026-02', '2026-03'], counts: [3, 0, null, 1] })
})
