import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCase, addCasework } from '../../test/case-fixture.ts'
import { openWorld } from '../../test/world.ts'
import { type Actor, asSystem, asUser } from '../db/tx.ts'
import { selectCaseAccounts, selectOptionalCase } from './case-store.ts'

const world = await openWorld()
after(() => world.close())
const { ours } = world
const partnership_id = ours.partnershipId

test('a case opens to the agencies that take part under a live agreement, and closes on the very next look', async () => {
  const casework = await addCasework(ours)
  const { agreementId, coordinator, worker, officer, patrol } = casework
  const { caseId, reference } = await addCase(casework)
  assert.match(reference, /^CM-/)
  const sees = async (actor: Actor) => (await asUser(actor, (tx) => selectOptionalCase(tx, caseId)))?.clause ?? null
  assert.deepEqual([await sees(coordinator), await sees(worker), await sees(officer)], ['takes part', 'takes part', 'takes part'])
  assert.deepEqual([await sees(patrol), await sees(await world.theirs.account('case worker')), await sees(await ours.account('administrator'))], [null, null, null])
  assert.equal((await asUser(coordinator, (tx) => selectCaseAccounts(tx, caseId))).length, 4)
  await asUser(coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id, case_id: caseId, account_id: worker.accountId, reason: 'A relative', declared_by: coordinator.accountId }).execute())
  assert.deepEqual([await sees(worker), await sees(coordinator)], [null, 'takes part'])
  await asSystem('let the agreement lapse', (tx) => tx.updateTable('agreement').set({ ends: '2026-01-31' }).where('agreement_id', '=', agreementId).execute(), partnership_id)
  assert.deepEqual([await sees(officer), await sees(coordinator)], [null, 'takes part'])
})
