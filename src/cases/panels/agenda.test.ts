import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moved, propose, timesOf } from './agenda.ts'
import { nextPanelDate } from './next-date.ts'

const heard = { lastHeardOn: '2026-05-11', lastDecided: 'continue' as const, reviewOn: null }

test('A panel is proposed the cases never heard, then those put off, then those due for review by its date, and no others', () => {
  const proposals = propose([
    { caseId: 'quiet', ...heard },
    { caseId: 'due that day', ...heard, reviewOn: '2026-06-01' },
    { caseId: 'due the day after', ...heard, reviewOn: '2026-06-02' },
    { caseId: 'put off', ...heard, lastDecided: 'defer' },
    { caseId: 'new', lastHeardOn: null, lastDecided: null, reviewOn: '2026-09-01' },
  ], '2026-06-01')
  assert.deepEqual(proposals.map(({ caseId, why }) => [caseId, why]), [['new', 'new'], ['put off', 'update'], ['due that day', 'review']])
})

test('Cases follow one another from the beginning of the panel', () => {
  assert.deepEqual(timesOf('09:50', 15, 3), ['09:50', '10:05', '10:20'])
  assert.deepEqual(timesOf('10:00', 15, 0), [])
})

test('A case moves one place up or down, and stays where it cannot', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 'c', 'up'), ['a', 'c', 'b'])
  assert.deepEqual(moved(['a', 'b', 'c'], 'a', 'down'), ['b', 'a', 'c'])
  assert.deepEqual(moved(['a', 'b', 'c'], 'a', 'up'), ['a', 'b', 'c'])
  assert.deepEqual(moved(['a', 'b'], 'not there', 'down'), ['a', 'b'])
})

const next = (date: string) => nextPanelDate(Temporal.PlainDate.from(date)).toString()

test('The next panel is suggested for the first Monday after the last one, a week later where that is a bank holiday', () => {
  assert.equal(next('2026-06-01'), '2026-07-06')
  assert.equal(next('2026-05-31'), '2026-06-01')
  assert.equal(next('2026-12-07'), '2027-01-04')
  assert.equal(next('2026-04-30'), '2026-05-11', '4 May 2026 is the early May bank holiday')
  assert.equal(next('2026-04-01'), '2026-04-13', '6 April 2026 is Easter Monday')
})
