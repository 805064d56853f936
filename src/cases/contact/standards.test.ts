import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clocksOf, DEFAULT_STANDARDS, type Standards, standardsOn, type Told } from './standards.ts'

const told = (over: Partial<Told>): Told => ({ referredOn: '2026-01-05', openedOn: null, closedOn: null, toldOn: null, isHighRisk: false, contacts: [], ...over })
const spoke = (on: string) => ({ on, reached: true, purpose: 'update' })
const words = (over: Partial<Told>, today: string, sets: Standards[] = []) => Object.fromEntries(clocksOf(told(over), sets, today).map(({ name, words: said }) => [name, said]))

// [why, what happened, today, clock, what it says]
const SAID: readonly [string, Partial<Told>, string, string, string][] = [
  ['a referral on Monday is acknowledged by Wednesday', {}, '2026-01-06', 'Acknowledged', 'Due by 7 January 2026, in 1 working day'],
  ['on the day itself it is due today', {}, '2026-01-07', 'Acknowledged', 'Due today'],
  ['the day after it is late', {}, '2026-01-08', 'Acknowledged', 'Late by 1 working day: it was due by 7 January 2026'],
  ['a weekend adds nothing to lateness', {}, '2026-01-12', 'Acknowledged', 'Late by 3 working days: it was due by 7 January 2026'],
  ['a letter of acknowledgement that nobody answered counts', { contacts: [{ on: '2026-01-06', reached: false, purpose: 'acknowledgement' }] }, '2026-01-09', 'Acknowledged', 'Met: done 6 January 2026, due by 7 January 2026'],
  ['a call nobody took is no first contact', { contacts: [{ on: '2026-01-06', reached: false, purpose: 'first contact' }] }, '2026-01-09', 'First contact', 'Late by 1 working day: it was due by 8 January 2026'],
  ['at high risk the first contact is due in one working day', { isHighRisk: true }, '2026-01-05', 'First contact', 'Due by 6 January 2026, in 1 working day'],
  ['a first contact late says by how much', { contacts: [spoke('2026-01-13')] }, '2026-02-01', 'First contact', 'Done 13 January 2026, 3 working days late'],
  ['an update is due ten working days after the last', { openedOn: '2026-01-06', contacts: [spoke('2026-01-06'), spoke('2026-01-15')] }, '2026-01-20', 'Kept up to date', 'Due by 29 January 2026, in 7 working days'],
  ['a failed call does not put the update off', { openedOn: '2026-01-06', contacts: [spoke('2026-01-06'), { on: '2026-01-19', reached: false, purpose: 'update' }] }, '2026-01-21', 'Kept up to date', 'Late by 1 working day: it was due by 20 January 2026'],
  ['a letter does', { openedOn: '2026-01-06', contacts: [spoke('2026-01-06'), { on: '2026-01-19', reached: false, purpose: 'update', method: 'letter' }] }, '2026-01-21', 'Kept up to date', 'Due by 2 February 2026, in 8 working days'],
  ['over Christmas bank holidays are left out', { referredOn: '2026-12-23' }, '2026-12-24', 'Acknowledged', 'Due by 29 December 2026, in 1 working day'],
  ['the victim is told of closing within five', { openedOn: '2026-01-06', closedOn: '2026-03-02' }, '2026-03-10', 'Told of closing', 'Late by 1 working day: it was due by 9 March 2026'],
  ['and when she was, it is met', { openedOn: '2026-01-06', closedOn: '2026-03-02', toldOn: '2026-03-03' }, '2026-03-10', 'Told of closing', 'Met: done 3 March 2026, due by 9 March 2026'],
  ['what the bank holidays do not reach is not counted', { referredOn: '2007-05-05' }, '2026-01-05', 'Acknowledged', 'Not counted: the list of bank holidays does not reach from 5 May 2007'],
]

describe('the minimum standards of contact', () => {
  for (const [why, over, today, name, expected] of SAID) test(why, () => assert.equal(words(over, today)[name], expected))

  test('nothing is due to be updated in a case that is not yet open, or is closed', () => {
    assert.equal(words({}, '2026-03-01')['Kept up to date'], undefined)
    assert.equal(words({ openedOn: '2026-01-06', closedOn: '2026-02-01' }, '2026-03-01')['Kept up to date'], undefined)
  })

  test('a scheme’s own standards count from the day they came, and not before', () => {
    const own: Standards = { ...DEFAULT_STANDARDS, acknowledge: 5, from: '2026-02-01', to: null, source: 'The group, January 2026' }
    assert.match(words({ referredOn: '2026-02-02' }, '2026-02-03', [own]).Acknowledged!, /9 February 2026/)
    assert.match(words({ referredOn: '2026-01-29' }, '2026-02-02', [own]).Acknowledged!, /Due today/)
    assert.equal(standardsOn([own], '2026-01-31'), DEFAULT_STANDARDS)
  })
})
