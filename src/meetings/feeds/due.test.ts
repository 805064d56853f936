import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answered, duesOf, toWrite } from './due.ts'

const MONDAYS = ['2026-01-05', '2026-02-02', '2026-03-02', '2026-04-13', '2026-05-11']
const days = (dues: readonly { dueOn: string }[]) => dues.map(({ dueOn }) => dueOn)

describe('when a feed is owed', () => {
  test('for each meeting: on its day, telling of the days since the meeting before', () => {
    const dues = duesOf({ every: 'meeting', since: '2026-02-01', until: null }, MONDAYS, '2026-03-15')
    assert.deepEqual(days(dues), ['2026-02-02', '2026-03-02', '2026-04-13'])
    assert.deepEqual(dues[0], { dueOn: '2026-02-02', starts: '2026-01-05', ends: '2026-02-01' })
  })
  test('for a quarter: at the receiving group’s first meeting after the quarter’s end', () => {
    const dues = duesOf({ every: 'quarter', since: '2026-01-10', until: null }, MONDAYS, '2026-04-01')
    assert.deepEqual(dues, [{ dueOn: '2026-04-13', starts: '2026-01-01', ends: '2026-03-31' }])
  })
  test('months that come to the same meeting are told in one', () => {
    assert.deepEqual(duesOf({ every: 'month', since: '2026-02-01', until: null }, MONDAYS, '2026-04-01'), [
      { dueOn: '2026-03-02', starts: '2026-02-01', ends: '2026-02-28' }, { dueOn: '2026-04-13', starts: '2026-03-01', ends: '2026-03-31' },
    ])
    assert.deepEqual(duesOf({ every: 'month', since: '2025-11-01', until: null }, ['2026-02-02'], '2026-02-02')[0], { dueOn: '2026-02-02', starts: '2025-11-01', ends: '2026-01-31' })
  })
  test('without a meeting in the calendar it is owed 28 days after the period, and a year runs from April', () => {
    assert.equal(duesOf({ every: 'month', since: '2026-06-01', until: null }, [], '2026-06-30')[0]!.dueOn, '2026-07-28')
    assert.deepEqual(duesOf({ every: 'year', since: '2026-02-01', until: null }, [], '2026-03-01')[0], { dueOn: '2026-04-28', starts: '2025-04-01', ends: '2026-03-31' })
  })
  test('nothing is owed once it has ended', () => {
    assert.deepEqual(days(duesOf({ every: 'meeting', since: '2026-01-01', until: '2026-02-28' }, MONDAYS, '2026-05-01')), ['2026-01-05', '2026-02-02'])
  })
})

describe('what is late', () => {
  const dues = duesOf({ every: 'meeting', since: '2026-01-01', until: null }, MONDAYS, '2026-04-20')
  const states = (returns: { dueOn: string; sentOn: string | null }[], today = '2026-04-20') => answered(dues, returns, today).map(({ state }) => state)
  test('what was not sent is late from the day after, until a later one is sent', () => {
    assert.deepEqual(states([]), ['late', 'late', 'late', 'late', 'ahead'])
    assert.deepEqual(states([{ dueOn: '2026-03-02', sentOn: '2026-03-01' }]), ['missed', 'missed', 'sent', 'late', 'ahead'])
    assert.deepEqual(states([], '2026-01-05'), ['ahead', 'ahead', 'ahead', 'ahead', 'ahead'])
  })
  test('a draft is not an answer', () => assert.equal(states([{ dueOn: '2026-04-13', sentOn: null }])[3], 'late'))
  test('a return still answers for a meeting that moved', () => {
    for (const dueOn of ['2026-04-06', '2026-04-20']) assert.deepEqual(states([{ dueOn, sentOn: '2026-04-06' }]).slice(3), ['sent', 'ahead'])
  })
  test('what to write now tells of all the days since the last return', () => {
    const given = answered(dues, [{ dueOn: '2026-01-05', sentOn: '2026-01-05' }], '2026-04-01')
    assert.deepEqual(toWrite(given), { dueOn: '2026-03-02', starts: '2026-01-05', ends: '2026-03-01' })
    assert.equal(toWrite(answered(dues, [{ dueOn: '2026-04-13', sentOn: '2026-04-13' }], '2026-04-20'))?.dueOn, '2026-05-11')
    assert.equal(toWrite([]), null)
  })
})
