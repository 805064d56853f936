import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { selectOptionalCase } from '../../sharing/case-store.ts'
import { addProtected, selectProtected } from '../index/protected-store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { seal, unseal } from './handed.ts'
import { selectTransfers } from './store.ts'
import { transferWorkFor } from './work.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const theirs = await addCasework(world.theirs)
const otherKind = await addCasework(world.theirs, 'asb victims')
const power = { powers: new Set(['cases.work']) }

const ground = { gateway: 'CDA s.115', regime: 'UK GDPR', consent: 'not asked', consentReason: 'She cannot be reached safely', necessity: 'She has moved there', proportionality: 'What they need to keep her safe' }
const PARTS = ['reasons', 'diary', 'information', 'risk', 'powers', 'safe contact']
const hand = (caseId: string, fields: Record<string, string | readonly string[]> = {}, by: Actor = casework.coordinator) =>
  world.post('/transfers/new', by, { case: caseId, to: world.theirs.partnershipId, parts: PARTS, reason: 'She lives in Otherham now', step: 'send', ...ground, ...fields })

/** A case with something said by each agency, and a safe address that only the coordinator reads. */
async function addFullCase() {
  const opened = await addCase(casework)
  const { caseId, indexEntryId } = opened
  const say = (by: Actor, agency_id: string, statement: string) => asUser(by, (tx) => tx.insertInto('contribution').values({
    partnership_id: by.partnershipId, case_id: caseId, scheme_id: casework.schemeId, agency_id, written_by: by.accountId, audience: 'panel', purpose: 'community safety casework', gateway: 'CDA s.115', nature: 'fact', regime: 'UK GDPR', necessity: 'x', statement,
  }).execute())
  await say(casework.coordinator, world.ours.council, 'The door was mended in March')
  await say(casework.officer, world.ours.police, 'Seventeen calls since January')
  await asUser(casework.coordinator, async (tx) => {
    await addProtected(tx, { caseId }, indexEntryId, { kind: 'address', value: '9 Secret Lane, EC1A 9ZZ', source: 'Herself' })
    await tx.insertInto('diary_entry').values({ partnership_id: casework.coordinator.partnershipId, case_id: caseId, happened_from: '2026-01-02', happened_to: '2026-01-02', what: 'Shouting at the door', behaviour: 'harassment, alarm or distress', agency_id: world.ours.council }).execute()
  })
  return opened
}
const opened = await addFullCase()
const stageOf = (caseId: string) => asUser(casework.coordinator, async (tx) => (await selectOptionalCase(tx, caseId))?.stage)
const seen = (by: Actor) => asUser(by, (tx) => selectTransfers(tx))
const addressOf = (answer: { headers: Record<string, unknown>; statusCode: number; body: string }) => { assert.equal(answer.statusCode, 303); return String(answer.headers.location) }

test('what is protected travels under seal, opened only for the transfer it was sealed for', () => {
  const detail = { personAt: 0, kind: 'address' as const, value: '9 Secret Lane' }
  const sealed = seal(detail, 'one')
  assert.ok(!sealed.includes('Secret') && sealed !== seal(detail, 'one'))
  assert.deepEqual(unseal(sealed, 'one'), detail)
  assert.throws(() => unseal(sealed, 'another'))
})

test('areas with casework of the same kind can be chosen, and an area that is not here named; one without it is not offered', async () => {
  const { body } = await world.get(`/transfers/new?case=${opened.caseId}`, casework.coordinator)
  assert.match(body, /Otherham: Otherham Community Safety Partnership/)
  const victims = await addCasework(world.ours, 'offender management')
  assert.doesNotMatch((await world.get(`/transfers/new?case=${(await addCase(victims)).caseId}`, victims.coordinator)).body, /Otherham: /)
})

test('before it goes, exactly what would go is shown: the agency’s own and no other’s, protected details counted and not shown; nothing is sent yet', async () => {
  const preview = await hand(opened.caseId, { step: 'preview', with_protected: 'yes' })
  assert.equal(preview.statusCode, 200)
  assert.match(preview.body, /Testa Person: victim/)
  assert.match(preview.body, /The door was mended in March/)
  assert.match(preview.body, /Shouting at the door/)
  assert.match(preview.body, /1 under seal/)
  assert.doesNotMatch(preview.body, /Seventeen calls|Three complaints|Secret Lane/)
  assert.doesNotMatch(preview.body, /undefined|\bNaN\b|\[object/)
  assert.deepEqual(await seen(casework.coordinator), [])
})

describe('a case sent to another partnership', () => {
  let address: string
  test('goes with its ground to those who lead the same casework there, and they are told by a link alone', async () => {
    assert.equal((await hand(opened.caseId, { gateway: '' })).statusCode, 422)
    address = addressOf(await hand(opened.caseId, { with_protected: 'yes' }))
    assert.equal((await hand(opened.caseId)).statusCode, 404, 'it is on its way once')
    const [entered] = await asUser(casework.coordinator, (tx) => tx.selectFrom('disclosure').select(['to_other', 'gateway']).where('case_id', '=', opened.caseId).where('kind', '=', 'transfer').execute())
    assert.deepEqual(entered, { to_other: 'Otherham Community Safety Partnership, Otherham', gateway: 'CDA s.115' })
    const notices = await asSystem('read notices in a test', (tx) => tx.selectFrom('notice').select(['subject', 'body', 'account_id']).execute(), world.theirs.partnershipId)
    assert.deepEqual(new Set(notices.map(({ account_id }) => account_id)), new Set([theirs.coordinator.accountId, theirs.chair.accountId]))
    assert.doesNotMatch(JSON.stringify(notices), /Testa|Secret|Testbury/)
  })
  test('is seen there with what was handed over, and the safe address by nobody', async () => {
    const { body } = await world.get(address, theirs.coordinator)
    assert.match(body, /From Testbury Council, Testbury Safer Together/)
    assert.match(body, /Testa Person/)
    for (const actor of [theirs.coordinator, casework.coordinator, casework.worker]) assert.doesNotMatch((await world.get(address, actor)).body, /Secret Lane|9ZZ/)
    assert.match((await world.get('/transfers', theirs.coordinator)).body, /Sent to you/)
  })
  test('and nothing else crosses: not the case, its people, what others said, nor anything of theirs to us', async () => {
    for (const by of [theirs.coordinator, theirs.chair]) {
      assert.equal(await asUser(by, (tx) => selectOptionalCase(tx, opened.caseId)), null)
      for (const table of ['case_file', 'subject', 'index_fact', 'contribution', 'diary_entry', 'protected_fact', 'disclosure', 'access_entry'] as const)
        assert.deepEqual(await asUser(by, (tx) => tx.selectFrom(table).select('partnership_id').where('partnership_id', '=', world.ours.partnershipId).execute()), [], table)
      for (const path of [`/cases/${opened.caseId}`, `/cases/${opened.caseId}/contact`, `${address}/word`]) assert.equal((await world.get(path, by)).statusCode, 404, path)
    }
  })
  test('someone else cannot see it, answer it or recall it: a worker there, one who leads other work there, another agency here, one shut out', async () => {
    for (const actor of [theirs.worker, theirs.officer, theirs.patrol, otherKind.coordinator, casework.officer, casework.patrol]) {
      assert.deepEqual(await seen(actor), [])
      assert.notEqual((await world.get(address, actor)).statusCode, 200)
      for (const path of ['acknowledge', 'recall']) assert.notEqual((await world.post(`${address}/${path}`, actor, {})).statusCode, 303, path)
      assert.notEqual((await world.post(`${address}/answer`, actor, { outcome: 'refused', note: 'x' })).statusCode, 303)
    }
    // The side that sent it does not answer for the other, nor a worker who does not lead recall it.
    for (const path of ['acknowledge', 'heard', 'mark']) assert.notEqual((await world.post(`${address}/${path}`, casework.coordinator, { by: 'x', outcome: 'accepted' })).statusCode, 303, path)
    assert.equal((await world.post(`${address}/recall`, casework.worker, {})).statusCode, 404)
    const change = (by: Actor, values: object) => asUser(by, (tx) => tx.updateTable('transfer').set(values).where('transfer_id', '=', address.split('/').at(-1)!).execute())
    await assert.rejects(change(theirs.coordinator, { handed: '{}' }), /not changed/)
    await assert.rejects(change(theirs.coordinator, { recalled_at: '2026-01-01T00:00:00Z' }))
    await assert.rejects(change(casework.coordinator, { outcome: 'accepted' }), /not changed/)
  })
  test('shows late on both sides when nobody acknowledges it within two working days', async () => {
    await asSystem('put a transfer back in time for a test', (tx) => tx.updateTable('transfer').set({ sent_at: '2026-01-05T10:00:00Z' }).where('outcome', 'is', null).execute(), world.ours.partnershipId)
    for (const actor of [casework.coordinator, theirs.coordinator]) {
      assert.match((await world.get(address, actor)).body, /Not acknowledged: late by \d+ working days/)
      const [item] = await asUser(actor, (tx) => transferWorkFor(tx, power))
      assert.equal(String(item!.due), '2026-01-07')
    }
    assert.deepEqual(await asUser(theirs.worker, (tx) => transferWorkFor(tx, power)), [])
  })
  test('is acknowledged, and then no longer recalled', async () => {
    addressOf(await world.post(`${address}/acknowledge`, theirs.coordinator, {}))
    assert.match((await world.get(address, casework.coordinator)).body, /Acknowledged[\s\S]*Otherham/)
    assert.equal((await world.post(`${address}/recall`, casework.coordinator, {})).statusCode, 404)
  })
  test('is accepted into a scheme there as a referral of its own, with the safe address opened to whoever took it on; here it stands as transferred', async () => {
    assert.equal((await world.post(`${address}/answer`, theirs.coordinator, { outcome: 'accepted', scheme: '' })).statusCode, 422)
    assert.equal((await world.post(`${address}/answer`, theirs.coordinator, { outcome: 'accepted', scheme: otherKind.schemeId })).statusCode, 404)
    const caseId = addressOf(await world.post(`${address}/answer`, theirs.coordinator, { outcome: 'accepted', scheme: theirs.schemeId })).split('/').at(-1)!
    const [cover, people, secret] = await asUser(theirs.coordinator, async (tx) => [await selectOptionalCase(tx, caseId), await selectSubjects(tx, caseId), await selectProtected(tx, caseId)] as const)
    assert.deepEqual([cover?.stage, people.map(({ name, role }) => `${name}, ${role}`), secret.map(({ value }) => value)], ['referred', ['Testa Person, victim'], ['9 Secret Lane, EC1A 9ZZ']])
    assert.deepEqual(await asUser(theirs.chair, (tx) => selectProtected(tx, caseId)), [], 'another lead there is no named reader')
    assert.equal(await stageOf(opened.caseId), 'transferred')
    assert.match((await world.get(address, casework.coordinator)).body, /Accepted/)
    assert.equal((await world.post(`${address}/answer`, theirs.chair, { outcome: 'refused', note: 'Too late' })).statusCode, 404)
    assert.equal(await asUser(casework.coordinator, (tx) => selectOptionalCase(tx, caseId)), null, 'and what is theirs now is not ours')
  })
})

test('a refusal needs a reason, which the sender reads; the case stays where it is, and may be sent elsewhere', async () => {
  const { caseId } = await addFullCase()
  const address = addressOf(await hand(caseId))
  assert.match((await world.post(`${address}/answer`, theirs.chair, { outcome: 'refused', note: '' })).body, /Say why it is refused/)
  addressOf(await world.post(`${address}/answer`, theirs.chair, { outcome: 'refused', note: 'She does not live here' }))
  assert.match((await world.get(address, casework.coordinator)).body, /Refused[\s\S]*She does not live here/)
  assert.equal(await stageOf(caseId), 'open')
  const second = addressOf(await hand(caseId))
  addressOf(await world.post(`${second}/recall`, casework.coordinator, {}))
  assert.equal((await world.get(second, theirs.coordinator)).statusCode, 404, 'what was recalled is gone from their side')
})

test('an area that is not here gets it on paper, without protected details; what it says is written down here', async () => {
  const { caseId, reference } = await addFullCase()
  const paper = { to: 'other', to_area: 'Farborough' }
  assert.match((await hand(caseId, { ...paper, with_protected: 'yes' })).body, /not put on paper/)
  const address = addressOf(await hand(caseId, paper))
  const word = await world.get(`${address}/word`, casework.coordinator)
  assert.equal(word.headers['content-disposition'], `attachment; filename="${reference}.docx"`)
  assert.equal((await world.post(`${address}/heard`, casework.worker, { by: 'Their desk', outcome: 'accepted' })).statusCode, 404)
  addressOf(await world.post(`${address}/heard`, casework.coordinator, { by: 'Their desk', outcome: '' }))
  addressOf(await world.post(`${address}/heard`, casework.coordinator, { by: 'Their desk', outcome: 'accepted' }))
  assert.equal(await stageOf(caseId), 'transferred')
})

test('only those who lead a case hand it over', async () => {
  const { caseId } = await addFullCase()
  for (const actor of [casework.worker, casework.officer, theirs.coordinator]) {
    assert.equal((await world.get(`/transfers/new?case=${caseId}`, actor)).statusCode, 404)
    assert.equal((await hand(caseId, {}, actor)).statusCode, 404)
  }
  await assert.rejects(asUser(casework.worker, (tx) => tx.insertInto('transfer').values({ partnership_id: casework.worker.partnershipId, case_id: caseId, from_agency_id: world.ours.council, to_area: 'x', scheme_kind: 'community marac', reason: 'x', handed: '{}' }).execute()), /row-level security/)
})

test('a case taken on by an agency that is not the host there is in the register there as a referral with its source; by the host itself it is no sharing', async () => {
  const taken = async (by: Actor) => {
    const address = addressOf(await hand((await addFullCase()).caseId))
    const caseId = addressOf(await world.post(`${address}/answer`, by, { outcome: 'accepted', scheme: theirs.schemeId })).split('/').at(-1)!
    return asSystem('read the register in a test', async (tx) => ({
      referral: await tx.selectFrom('referral').select(['channel', 'agency_id', 'reference']).where('case_id', '=', caseId).executeTakeFirstOrThrow(),
      register: await tx.selectFrom('disclosure').select(['from_agency_id', 'to_agency_id', 'consent_reason']).where('case_id', '=', caseId).execute(),
    }), world.theirs.partnershipId)
  }
  const { referral, register } = await taken(theirs.chair)
  assert.deepEqual([referral.channel, referral.agency_id], ['transfer', world.theirs.police])
  assert.deepEqual(register.map(({ from_agency_id, to_agency_id }) => [from_agency_id, to_agency_id]), [[world.theirs.police, world.theirs.council]])
  assert.match(register[0]!.consent_reason!, /^Handed over by Testbury Council, Testbury Safer Together, under /)
  const host = await taken(theirs.coordinator)
  assert.deepEqual([host.referral.channel, host.register], ['transfer', []])
})
