import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { age, freshness } from './freshness.ts'

const on = (text: string) => Temporal.PlainDate.from(text)
const TODAY = on('2018-09-12')
const after = (days: number) => TODAY.subtract({ days })

test('an age is in days, then in months from three, then in years from two', () => {
  const ages: [string, string][] = [
    ['2018-09-12', 'today'], ['2018-09-11', 'yesterday'], ['2018-09-10', '2 days ago'], ['2018-07-03', '71 days ago'],
    ['2018-06-13', '91 days ago'], ['2018-06-12', '3 months ago'], ['2017-09-12', '12 months ago'],
    ['2016-09-13', '23 months ago'], ['2016-09-12', '2 years ago'], ['2011-06-28', '7 years ago'],
  ]
  for (const [date, words] of ages) assert.equal(age(on(date), TODAY), words)
})

test('a day to come is in so long', () => {
  assert.equal(age(on('2018-09-13'), TODAY), 'tomorrow')
  assert.equal(age(on('2018-09-21'), TODAY), 'in 9 days')
  assert.equal(age(on('2019-01-12'), TODAY), 'in 4 months')
})

test('a quarterly update is in time on day 91 and overdue on day 92', () => {
  assert.deepEqual(freshness(after(91), 'quarterly', TODAY), { state: 'due soon', ageDays: 91, dueOn: TODAY })
  assert.equal(freshness(after(92), 'quarterly', TODAY).state, 'overdue')
  assert.equal(freshness(after(92), 'quarterly', TODAY).dueOn?.toString(), '2018-09-11')
})

test('it is due soon in the fortnight before, and fresh until then', () => {
  assert.equal(freshness(after(78), 'quarterly', TODAY).state, 'due soon')
  assert.equal(freshness(after(77), 'quarterly', TODAY).state, 'fresh')
  assert.equal(freshness(TODAY, 'quarterly', TODAY).state, 'fresh')
})

test('each interval is overdue once its longest has gone by', () => {
  const first = { monthly: 31, quarterly: 92, 'six-monthly': 184, yearly: 366 } as const
  for (const interval of ['monthly', 'quarterly', 'six-monthly', 'yearly'] as const) {
    assert.equal(freshness(after(first[interval]), interval, TODAY).state, 'overdue', interval)
    assert.notEqual(freshness(after(first[interval] - 1), interval, TODAY).state, 'overdue', interval)
  }
})

test('an update on the first day of any quarter is in time throughout that quarter', () => {
  for (const first of ['2018-01-01', '2018-04-01', '2018-07-01', '2018-10-01', '2024-01-01']) {
    const last = on(first).add({ months: 3 }).subtract({ days: 1 })
    assert.notEqual(freshness(on(first), 'quarterly', last).state, 'overdue', first)
  }
})

test('what was never updated is never, which is not overdue and not fresh', () => {
  assert.deepEqual(freshness(null, 'monthly', TODAY), { state: 'never', ageDays: null, dueOn: null })
})

test('it is overdue exactly when the due day has passed', () => {
  const interval = fc.constantFrom('monthly', 'quarterly', 'six-monthly', 'yearly')
  fc.assert(
    fc.property(interval, fc.integer({ min: 0, max: 800 }), (every, days) => {
      const found = freshness(after(days), every as 'monthly', TODAY)
      assert.equal(found.state === 'overdue', Temporal.PlainDate.compare(TODAY, found.dueOn!) > 0)
    }),
  )
})
