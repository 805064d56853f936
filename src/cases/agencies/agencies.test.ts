import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'

let world: World
let casework: Casework
before(async () => {
  world = await openWorld()
  casework = await addCasework(world.ours)
})
after(() => world.close())

const act = (caseId: string, what: string, actor: Casework['officer'], fields: Record<string, string>) => world.post(`/cases/${caseId}/agencies/${what}`, actor, fields)
const read = async (url: string, actor: Casework['officer']) => {
  const { statusCode, body } = await world.get(url, actor)
  assert.equal(statusCode, 200)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return body
}
const nameOf = (actor: Casework['officer']) => asSystem('read a name in a test', async (tx) => (await tx.selectFrom('account').select('name').where('account_id', '=', actor.accountId).executeTakeFirstOrThrow()).name, world.ours.partnershipId)

test('a case says which agencies take part, since when and why, and when the agreement they take part under lapses', async () => {
  const { caseId } = await addCase(casework)
  const setEnds = (ends: string | null) => asSystem('change an agreement in a test', (tx) => tx.updateTable('agreement').set({ ends }).where('partnership_id', '=', world.ours.partnershipId).where('agreement_id', '=', casework.agreementId).execute(), world.ours.partnershipId)
  for (const said of ['Leads the case: needs none', 'It referred the case', 'Agreement for community marac, with no last day']) assert.match(await read(`/cases/${caseId}/agencies`, casework.officer), new RegExp(said))
  await setEnds('2099-03-31')
  assert.match(await read(`/cases/${caseId}/agencies`, casework.officer), /lapses after 31 March 2099/)
  await setEnds('2020-03-31')
  assert.match(await read(`/cases/${caseId}/agencies`, casework.coordinator), /No agreement in force: it sees nothing of the case/)
  assert.equal((await world.get(`/cases/${caseId}/agencies`, casework.officer)).statusCode, 404)
  await setEnds(null)
})

test('an agency’s part ends with a reason and it sees nothing on its next request; the lead’s and one’s own do not end so', async () => {
  const { caseId } = await addCase(casework)
  assert.equal((await act(caseId, 'end', casework.coordinator, { endAgencyId: world.ours.police, endReason: '' })).statusCode, 422)
  assert.equal((await act(caseId, 'end', casework.coordinator, { endAgencyId: world.ours.council, endReason: 'x' })).statusCode, 422)
  assert.equal((await act(caseId, 'end', casework.chair, { endAgencyId: world.ours.police, endReason: 'x' })).statusCode, 422)
  assert.equal((await world.get(`/cases/${caseId}`, casework.officer)).statusCode, 200)
  assert.equal((await act(caseId, 'end', casework.coordinator, { endAgencyId: world.ours.police, endReason: 'Its work is done' })).statusCode, 303)
  assert.equal((await world.get(`/cases/${caseId}`, casework.officer)).statusCode, 404)
  assert.match(await read(`/cases/${caseId}/agencies`, casework.coordinator), /Its work is done/)
})

test('an agency that left is asked again, on a ground, and sees the case again', async () => {
  const { caseId } = await addCase(casework)
  await act(caseId, 'end', casework.coordinator, { endAgencyId: world.ours.police, endReason: 'Its work is done' })
  const ask = (gateway: string) => act(caseId, 'invite', casework.coordinator, { agencyId: world.ours.police, gateway, reason: 'It began again', proportionality: 'No less would do' })
  assert.equal((await ask('OMA s.14')).statusCode, 422)
  assert.equal((await ask('CDA s.115')).statusCode, 303)
  assert.equal((await world.get(`/cases/${caseId}`, casework.officer)).statusCode, 200)
  const shared = await asUser(casework.governance, (tx) => tx.selectFrom('disclosure').select(['kind', 'to_agency_id']).where('case_id', '=', caseId).execute())
  assert.deepEqual(shared, [{ kind: 'view granted', to_agency_id: world.ours.police }])
})

test('somebody shut out by name sees nothing of the case anywhere, and is chosen for nothing in it; let in again, they do', async () => {
  const made = await addCase(casework)
  const { caseId } = made
  const officer = await nameOf(casework.officer)
  assert.equal((await act(caseId, 'exclude', casework.coordinator, { excludeAccountId: casework.officer.accountId, excludeReason: 'A neighbour' })).statusCode, 303)
  for (const path of ['', '/diary', '/diary.csv', '/information', '/information/give', '/actions', '/agencies', '/conflict']) assert.equal((await world.get(`/cases/${caseId}${path}`, casework.officer)).statusCode, 404, path)
  for (const url of ['/cases', '/cases?stage=any', '/my-work']) assert.doesNotMatch((await world.get(url, casework.officer)).body, new RegExp(made.reference), url)
  assert.match(await read(`/cases/${caseId}/agencies`, casework.coordinator), /A neighbour/)
  assert.ok(!(await read(`/cases/${caseId}/actions`, casework.coordinator)).includes(officer))
  assert.equal((await act(caseId, 'lift', casework.coordinator, { liftAccountId: casework.officer.accountId, liftReason: 'They moved' })).statusCode, 303)
  assert.equal((await world.get(`/cases/${caseId}`, casework.officer)).statusCode, 200)
})

test('an administrator can be shut out too; a stranger to the partnership cannot be chosen', async () => {
  const { caseId } = await addCase(casework)
  const [administrator, stranger] = [await world.ours.account('administrator'), await world.theirs.account('case worker')]
  assert.equal((await act(caseId, 'exclude', casework.coordinator, { excludeAccountId: administrator.accountId, excludeReason: 'A neighbour' })).statusCode, 303)
  assert.equal((await act(caseId, 'exclude', casework.coordinator, { excludeAccountId: stranger.accountId, excludeReason: 'A neighbour' })).statusCode, 422)
})

test('those who do not lead see no one shut out and decide nothing', async () => {
  const { caseId } = await addCase(casework)
  await act(caseId, 'exclude', casework.coordinator, { excludeAccountId: casework.chair.accountId, excludeReason: 'A neighbour' })
  const body = await read(`/cases/${caseId}/agencies`, casework.officer)
  assert.doesNotMatch(body, /A neighbour|Shut out by name|End its part/)
  const elsewhere = (await addCasework(world.theirs)).coordinator
  for (const actor of [casework.officer, casework.worker, casework.chair, elsewhere, casework.governance]) {
    assert.equal((await act(caseId, 'exclude', actor, { excludeAccountId: casework.worker.accountId, excludeReason: 'x' })).statusCode, 404)
    assert.equal((await act(caseId, 'exclude', actor, {})).statusCode, 404)
    assert.equal((await act(caseId, 'end', actor, { endAgencyId: world.ours.police, endReason: 'x' })).statusCode, 404)
    assert.equal((await act(caseId, 'lift', actor, { liftAccountId: casework.chair.accountId, liftReason: 'x' })).statusCode, 404)
    assert.equal((await act(caseId, 'invite', actor, { agencyId: world.ours.police, gateway: 'CDA s.115', reason: 'x', proportionality: 'x' })).statusCode, 404)
  }
})
