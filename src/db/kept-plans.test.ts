import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { addCase, addCasework } from '../../test/case-fixture.ts'
import { openWorld } from '../../test/world.ts'
import { statementNames } from './kept-plans.ts'
import { type Actor, asSystem, asUser } from './tx.ts'

const world = await openWorld()
after(() => world.close())

test('a statement is named once it has come twice before, and by the same name from then on', () => {
  const nameOf = statementNames()
  const names = Array.from({ length: 4 }, () => nameOf('select 1 from a where b = $1'))
  assert.deepEqual(names, [undefined, undefined, 'w0', 'w0'])
  assert.equal(Array.from({ length: 3 }, () => nameOf('select 2 from a where b = $1')).at(-1), 'w1')
})

test('what begins and ends a transaction, and several statements in one, are never named', () => {
  const nameOf = statementNames()
  for (const text of ['begin', 'commit', 'savepoint x', 'select 1; select 2']) assert.equal(Array.from({ length: 4 }, () => nameOf(text)).at(-1), undefined, text)
})

test('no more than four hundred plans are kept, and those kept keep their names', () => {
  const nameOf = statementNames()
  const thrice = (n: number) => Array.from({ length: 3 }, () => nameOf(`select ${n}`)).at(-1)
  assert.equal(Array.from({ length: 500 }, (_, n) => thrice(n)).filter((name) => name !== undefined).length, 400)
  assert.equal(nameOf('select 7'), 'w7')
})

test('the same kept plan gives each account what it may see, and nothing once it is shut out', async () => {
  const casework = await addCasework(world.ours)
  const elsewhere = await addCasework(world.theirs)
  const { caseId } = await addCase(casework)
  const sees = (actor: Actor) => asUser(actor, async (tx) => {
    const { rows } = await sql<{ name: string }>`select f.value as name from case_file c join subject s on s.case_id = c.case_id join index_fact f on f.index_entry_id = s.index_entry_id where c.case_id = ${caseId}`.execute(tx)
    return rows.map(({ name }) => name)
  })
  for (let look = 0; look < 12; look++) {
    assert.deepEqual(await sees(casework.coordinator), ['Testa Person'])
    assert.deepEqual(await sees(casework.patrol), [])
    assert.deepEqual(await sees(elsewhere.coordinator), [])
  }
  const { partnershipId: partnership_id, accountId: account_id } = casework.coordinator
  await asSystem('shut the coordinator out', (tx) => tx.insertInto('case_exclusion').values({ partnership_id, case_id: caseId, account_id, reason: 'A relative' }).execute(), partnership_id)
  assert.deepEqual(await sees(casework.coordinator), [])
  assert.deepEqual(await sees(casework.officer), ['Testa Person'])
  const kept = await world.database.pool.query<{ statement: string }>('select statement from pg_prepared_statements where generic_plans > 0')
  assert.ok(kept.rows.some(({ statement }) => statement.includes('select f.value as name from case_file')), 'this test is of a plan that is kept')
})
