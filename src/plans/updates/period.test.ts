import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extensionProblem, periodProblem, proposePeriod } from './period.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

for (const [interval, last, today, name, ends] of [
  ['quarterly', null, '2026-11-22', 'October to December 2026', '2026-12-31'],
  ['monthly', '2026-01-31', '2026-02-10', 'February 2026', '2026-02-28'],
  ['quarterly', '2026-11-30', '2026-12-02', 'December 2026 to February 2027', '2027-02-28'],
  ['yearly', '2026-03-31', '2026-04-02', 'April 2026 to March 2027', '2027-03-31'],
] as const)
  test(`after ${last ?? 'nothing'}, on ${today}, the ${interval} period proposed is ${name}`, () => {
    const proposed = proposePeriod(interval, last ? { ends: day(last) } : null, day(today))
    assert.equal(proposed.name, name)
    assert.equal(String(proposed.ends), ends)
  })

test('a period may not run backwards, fall due before it starts, share a day with another, or come before one', () => {
  const summer = { name: 'Summer', starts: '2026-06-01', ends: '2026-08-31' }
  const ask = (starts: string, ends: string, due = '2027-01-01') => periodProblem({ starts, ends, due }, [summer])?.field
  assert.equal(ask('2026-09-30', '2026-09-01'), 'ends')
  assert.equal(ask('2026-09-01', '2026-09-30', '2026-08-01'), 'due')
  assert.equal(ask('2026-08-31', '2026-09-30'), 'starts')
  assert.equal(ask('2026-05-01', '2026-05-31'), 'starts')
  assert.equal(ask('2026-09-01', '2026-09-30'), undefined)
})

test('owners are given longer, never less, and never a day that has gone', () => {
  const ask = (due: string) => extensionProblem(due, { due: '2026-10-14' }, '2026-10-20')
  assert.match(ask('2026-10-14') ?? '', /after the one owners were given/)
  assert.match(ask('2026-10-19') ?? '', /still to come/)
  assert.equal(ask('2026-10-20'), null)
})
