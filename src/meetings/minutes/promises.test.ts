import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promisesIn, saysTheSame } from './promises.ts'

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
