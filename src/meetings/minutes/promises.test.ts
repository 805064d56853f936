import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn, isPromise, promisesIn, saysTheSame } from './promises.ts'

test('Words that say something will be done are promises (E-36)', () => {
  for (const sentence of [
    'The police will circulate the map by April.', 'To bring back figures on repeat calls.', 'Housing to report in June.', 'Jane Doe agreed to speak to the school.', 'The plan will be published in spring.',
    'Oral update in September.', 'Draft in April', 'Sign-off by June', 'Testbury Police will also share the list.', 'The chair was asked to write to the bus company.', 'Police will count the calls by April.',
  ]) assert.ok(isPromise(sentence), sentence)
})

test('What was done, is so, or will not be done is no promise', () => {
  for (const sentence of [
    'The police circulated the map in April.', 'The figures were brought to the last meeting.', 'The square will be dark in winter.', 'The council will not publish the list.', 'Members thanked the team for the report.', 'The meeting was told that calls fell.', 'The report to the board was noted.', 'Calls will fall in winter.', 'Will Ash spoke of the lamps.',
  ]) assert.ok(!isPromise(sentence), sentence)
})

test('The day a promise means is the last that its words allow after the meeting', () => {
  const by = (sentence: string) => dayIn(sentence, '2026-03-02', '2026-04-13')
  const found = ['by April', 'by 12 April', 'in January', 'by April 2027', 'by Friday', 'at the next meeting', 'next week', 'within two weeks', 'by the end of the month', 'in the summer', 'in May', 'they may ask'].map((words) => [words, by(`They will write ${words}`)])
  assert.deepEqual(found, [['by April', '2026-04-30'], ['by 12 April', '2026-04-12'], ['in January', '2027-01-31'], ['by April 2027', '2027-04-30'], ['by Friday', '2026-03-06'], ['at the next meeting', '2026-04-13'], ['next week', '2026-03-09'], ['within two weeks', '2026-03-16'], ['by the end of the month', '2026-03-31'], ['in the summer', '2026-08-31'], ['in May', '2026-05-31'], ['they may ask', null]])
})

test('A promise is offered with whom it names and its day; one that is an action already is not', () => {
  const police = { agencyId: 'p', accountId: null }
  const jane = { agencyId: 'c', accountId: 'j' }
  const people = [{ names: ['Testbury Police', 'the police'], owner: police }, { names: ['Jane Doe'], owner: jane }]
  const items = [{ agendaItemId: 'one', minuted: 'Calls fell. Testbury Police will circulate the map by April.\nTo bring back the costs.\nJane Doe will write to the school.' }]
  const offered = promisesIn(items, [{ statement: 'Write to the school' }], people, '2026-03-02', null)
  assert.deepEqual(offered, [
    { sentence: 'Testbury Police will circulate the map by April.', itemId: 'one', owner: police, dueOn: '2026-04-30', sure: true },
    { sentence: 'To bring back the costs.', itemId: 'one', owner: null, dueOn: '2026-03-30', sure: false },
  ])
  assert.ok(!saysTheSame('The police will circulate the map', 'Write to the school'))
})
