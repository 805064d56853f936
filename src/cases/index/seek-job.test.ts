import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { sameName, selectNamesakes } from './namesakes.ts'
import { addProtected } from './protected-store.ts'
import { seekJob } from './seek-job.ts'
import { addFact, addSubject } from './store.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { coordinator, worker, chair, officer } = casework
const notices = (effect: string) => asSystem('read notices', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('effect', 'like', `${effect}%`).execute(), world.ours.partnershipId)
const rename = ({ accountId }: typeof worker, name: string) => asSystem('name an account', (tx) => tx.updateTable('account').set({ name }).where('account_id', '=', accountId).execute(), world.ours.partnershipId)

test('Those who lead a case are told, without a name, that an account has the name of somebody it is about; the account itself is not, and nobody twice', async () => {
  const { caseId } = await addCase(casework)
  await rename(worker, 'Person, TESTA'.split(', ').toReversed().join(' '))
  await rename(chair, 'Testa Person')
  const job = seekJob('https://wardmote.example')
  await job.run()
  await job.run()
  const told = await notices(`case ${caseId} namesake`)
  assert.deepEqual(new Set(told.map(({ account_id }) => account_id)), new Set([coordinator.accountId]), 'the chair has the name too')
  assert.equal(told.length, 2, 'once for each account')
  assert.ok(told.every(({ subject, body }) => !/testa/i.test(subject + body)))
  assert.equal((await asUser(coordinator, (tx) => selectNamesakes(tx, caseId))).length, 2)
  assert.deepEqual((await asUser(chair, (tx) => selectNamesakes(tx, caseId))).map(({ accountId }) => accountId), [worker.accountId], 'nobody is told of their own name')
  await asUser(coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: worker.accountId, reason: 'It is her', declared_by: coordinator.accountId }).execute())
  assert.deepEqual((await asUser(coordinator, (tx) => selectNamesakes(tx, caseId))).map(({ accountId }) => accountId), [chair.accountId], 'it is decided')
})

test('One name is one name in any order, with any title; a single word is nobody’s name', () => {
  for (const [one, other, same] of [['Dr Ann Other', 'OTHER Ann', true], ['Zoë Bell', 'Zoe Bell', true], ['Ann Other', 'Anna Other', false], ['Bell', 'Bell', false], ['', '', false]] as const) assert.equal(sameName(one, other), same, `${one} and ${other}`)
})

test('When a new address of the one accused is a protected address, leads and named readers are warned and whoever typed it is told nothing; and the other way round', async () => {
  const typing = { kind: 'address', value: 'Flat 2, 9 Quiet Lane, Testbury EC8Y 7XX', source: 'The landlord' } as const
  for (const protectedFirst of [true, false]) {
    const { caseId, indexEntryId } = await addCase(casework)
    const { entryId } = (await asUser(coordinator, (tx) => addSubject(tx, { caseId }, { kind: 'person', role: 'perpetrator', resident: null, facts: [{ kind: 'name', value: 'Acc Used', source: 'The referral' }] })))!
    const steps = [() => asUser(coordinator, (tx) => addProtected(tx, { caseId }, indexEntryId, { kind: 'address', value: '9 Quiet Lane, Flat 2, EC8Y7XX', source: 'Herself' })), () => asUser(officer, (tx) => addFact(tx, { caseId }, entryId, typing))]
    for (const step of protectedFirst ? steps : steps.toReversed()) await step()
    const told = await notices(`case ${caseId} protected`)
    assert.ok(told.some(({ account_id }) => account_id === coordinator.accountId))
    assert.ok(told.every(({ account_id }) => account_id !== officer.accountId))
    assert.ok(told.every(({ subject, body }) => !/quiet|EC8Y/i.test(subject + body)))
  }
})
