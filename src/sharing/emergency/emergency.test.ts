import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endOf, isOpenAt, isOverdue, reviewDueFor } from './emergency.ts'

const DUE: [string, string, string][] = [
  ['on a Wednesday', '2026-03-11T10:00:00Z', '2026-03-12'],
  ['on a Friday', '2026-03-13T10:00:00Z', '2026-03-16'],
  ['on a Saturday', '2026-03-14T10:00:00Z', '2026-03-16'],
  ['on the Thursday before Easter', '2026-04-02T10:00:00Z', '2026-04-07'],
  ['late on a Sunday in UTC that is Monday in London', '2026-06-14T23:30:00Z', '2026-06-16'],
  ['on a Wednesday beyond the list of bank holidays', '2090-03-15T10:00:00Z', '2090-03-16'],
  ['on a Friday beyond it', '2090-03-17T10:00:00Z', '2090-03-20'],
  ['on a Sunday beyond it', '2090-03-19T10:00:00Z', '2090-03-20'],
]
for (const [told, at, due] of DUE) test(`what is opened ${told} is to be reviewed on the next working day`, () => assert.equal(reviewDueFor(Temporal.Instant.from(at)), due))

test('emergency access is open until it ends by itself, to the second, or is ended before', () => {
  const endsAt = Temporal.Instant.from('2026-03-11T10:30:00Z')
  assert.equal(isOpenAt({ endsAt, endedAt: null }, Temporal.Instant.from('2026-03-11T10:29:59Z')), true)
  assert.equal(isOpenAt({ endsAt, endedAt: null }, endsAt), false)
  const endedAt = Temporal.Instant.from('2026-03-11T10:05:00Z')
  assert.equal(isOpenAt({ endsAt, endedAt }, Temporal.Instant.from('2026-03-11T10:04:00Z')), false)
  assert.equal(endOf({ endsAt, endedAt }), endedAt)
})

test('a review is overdue the day after its day, until it is done', () => {
  const due = { reviewDue: '2026-03-12', reviewedAt: null }
  assert.equal(isOverdue(due, Temporal.PlainDate.from('2026-03-12')), false)
  assert.equal(isOverdue(due, Temporal.PlainDate.from('2026-03-13')), true)
  assert.equal(isOverdue({ ...due, reviewedAt: Temporal.Instant.from('2026-03-14T00:00:00Z') }, Temporal.PlainDate.from('2026-03-15')), false)
})
