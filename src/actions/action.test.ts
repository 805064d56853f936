import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueInWords, isLate, ownerInWords, reminderOwed } from './action.ts'

const today = Temporal.PlainDate.from('2026-03-10')

test('an action is late from the day after it was due, and says so in words', () => {
  assert.equal(isLate('2026-03-10', today), false)
  assert.equal(isLate('2026-03-09', today), true)
  assert.equal(dueInWords('2026-03-10', today), 'Due 10 March 2026, today')
  assert.equal(dueInWords('2026-03-06', today), 'Late: was due 6 March 2026, 4 days ago')
})

test('an owner is reminded once from three days before, and once in each week that it is late', () => {
  const owed = (dueOn: string) => reminderOwed(dueOn, today)
  assert.equal(owed('2026-03-14'), null)
  assert.equal(owed('2026-03-13'), 'soon')
  assert.equal(owed('2026-03-10'), 'soon')
  assert.equal(owed('2026-03-09'), 'late 0')
  assert.equal(owed('2026-03-03'), 'late 0')
  assert.equal(owed('2026-03-02'), 'late 1')
})

test('one owner is named: the person with their agency, or the agency', () => {
  assert.equal(ownerInWords({ owner: 'A Person', ownerAgency: 'Testbury Police' }), 'A Person, Testbury Police')
  assert.equal(ownerInWords({ owner: null, ownerAgency: 'Testbury Police' }), 'Testbury Police')
})
