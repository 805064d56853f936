import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { selectOptionalCase } from '../case-store.ts'
import { recordDisclosure, type NewDisclosure } from '../disclosure-store.ts'

let world: World
let work: Casework
let held: Awaited<ReturnType<typeof addCase>>
before(async () => {
  world = await openWorld()
  work = await addCasework(world.ours)
  held = await addCase(work)
})
after(() => world.close())

const ANSWERS = {
  kind: 'word of mouth', disclosedOn: '5/2/2026', requestedBy: 'Duty manager, Testbury Hospital', toOther: 'Testbury Hospital', what: 'That support is being offered', purpose: 'community safety casework',
  necessity: 'So that the ward knows whom to ring', proportionality: 'The offer alone, nothing of why', gateway: 'public task', condition: 'safeguarding', regime: 'UK GDPR', consent: 'given',
}
const clean = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
const plain: Omit<NewDisclosure, 'kind' | 'what' | 'people'> = { toOther: 'A school', purpose: 'community safety casework', gateway: 'public task', regime: 'UK GDPR', consent: 'not needed', necessity: 'Needed', proportionality: 'No more' }
const share = (caseId: string, stated: Partial<NewDisclosure>) => asUser(work.coordinator, async (tx) => recordDisclosure(tx, (await selectOptionalCase(tx, caseId))!, { ...plain, kind: 'word of mouth', what: 'Something', people: [], ...stated }))

describe('writing down what was shared', () => {
  test('whoever works the case records it with every question answered, and all of it is on the case’s page', async () => {
    const form = await world.get(`/cases/${held.caseId}/disclosures/new`, work.worker)
    assert.equal(form.statusCode, 200)
    clean(form.body)
    const answer = await world.post(`/cases/${held.caseId}/disclosures/new`, work.worker, { ...ANSWERS, people: held.indexEntryId, expiresOn: '1/8/2027' })
    assert.equal(answer.statusCode, 303)
    const { body } = await world.get(`/cases/${held.caseId}/disclosures`, work.officer)
    clean(body)
    for (const told of ['Testbury Hospital', 'Duty manager', 'That support is being offered', 'So that the ward knows', 'The offer alone', 'Public task', 'Safeguarding children', 'UK GDPR', 'Given', '1 person', 'Until 1 August 2027', '5 February 2026'])
      assert.ok(body.includes(told), told)
  })
  test('nothing is recorded without its ground: each question says what is missing, and what was typed comes back', async () => {
    const { statusCode, body } = await world.post(`/cases/${held.caseId}/disclosures/new`, work.worker, { what: 'Typed so far', consent: 'refused' })
    assert.equal(statusCode, 422)
    clean(body)
    for (const missing of ['Choose how it was shared', 'Choose the agency', 'Enter why it was necessary', 'Enter why no more was shared', 'Choose the power', 'Choose a condition', 'Enter why it was shared without consent', 'Typed so far'])
      assert.ok(body.includes(missing), missing)
  })
  test('a basis of the other regime, or of another time, is refused', async () => {
    for (const wrong of [{ regime: 'Part 3' }, { gateway: 'PCSC s.16', disclosedOn: '1/1/2020' }, { disclosedOn: '1/1/2190' }]) {
      const { statusCode } = await world.post(`/cases/${held.caseId}/disclosures/new`, work.worker, { ...ANSWERS, ...wrong })
      assert.equal(statusCode, 422, JSON.stringify(wrong))
    }
  })
  test('nobody outside the case records or reads: it answers as a case that is not', async () => {
    const missing = await world.get(`/cases/${crypto.randomUUID()}/disclosures`, work.worker)
    const theirs = await addCasework(world.theirs)
    await asSystem('shut one out', (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: held.caseId, account_id: work.chair.accountId, reason: 'Neighbour' }).execute(), world.ours.partnershipId)
    for (const actor of [work.chair, theirs.coordinator, await world.ours.account('case worker')]) {
      const { statusCode, body } = await world.get(`/cases/${held.caseId}/disclosures`, actor)
      assert.equal(statusCode, 404)
      if (actor === work.chair) assert.equal(body.length, missing.body.length)
      assert.equal((await world.post(`/cases/${held.caseId}/disclosures/new`, actor, ANSWERS)).statusCode, 404)
      assert.equal((await world.get(`/cases/${held.caseId}/disclosures/people/${held.indexEntryId}`, actor)).statusCode, 404)
    }
    assert.equal((await world.get(`/cases/${held.caseId}/disclosures`, work.patrol)).statusCode === 200, false)
  })
})

describe('the whole register', () => {
  test('is the governance lead’s, narrowed by reference, agency, kind and day, and taken out as CSV', async () => {
    await share(held.caseId, { kind: 'view granted', what: 'The file', toOther: null, toAgencyId: world.ours.police, people: [held.indexEntryId] })
    const all = await world.get('/sharing/disclosures', work.governance)
    assert.equal(all.statusCode, 200)
    clean(all.body)
    assert.ok(all.body.includes(held.reference))
    assert.equal(all.body.includes('Testa'), false, 'names nobody')
    const narrowed = await world.get(`/sharing/disclosures?reference=${held.reference.toLowerCase()}&kind=view+granted&agency=${world.ours.police}&from=1/1/2026`, work.governance)
    assert.ok(narrowed.body.includes('The file') && !narrowed.body.includes('That support is being offered'))
    const none = await world.get('/sharing/disclosures?reference=ZZ-2222-2222', work.governance)
    assert.ok(none.body.includes('No act of sharing is like that'))
    const csv = await world.get('/sharing/disclosures/register.csv', work.governance)
    assert.ok(csv.body.includes('That support is being offered') && csv.body.includes('Agreement for community marac'))
    for (const actor of [work.coordinator, work.patrol]) assert.notEqual((await world.get('/sharing/disclosures', actor)).statusCode, 200)
  })
  test('an entry about a case is not there for a governance lead shut out of it, in the register or under the person', async () => {
    const shutOut = await world.ours.account('information governance lead')
    await asSystem('shut one out', (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: held.caseId, account_id: shutOut.accountId, reason: 'Cousin' }).execute(), world.ours.partnershipId)
    assert.equal((await world.get('/sharing/disclosures', shutOut)).body.includes(held.reference), false)
    assert.equal((await world.post('/sharing/disclosures/people', shutOut, { q: 'Testa' })).body.includes(held.indexEntryId), false)
    assert.equal((await world.get(`/sharing/disclosures/people/${held.indexEntryId}`, shutOut)).statusCode, 404)
  })
})

describe('everything ever disclosed about one person', () => {
  test('holds every act of every case that holds them, under every entry said to be theirs, and nothing of anybody else', async () => {
    const [one, other, strangers] = [await addCase(work), await addCase(work), await addCase(work)]
    await asUser(work.coordinator, (tx) => tx.insertInto('index_merge').values({ partnership_id: world.ours.partnershipId, kept_id: one.indexEntryId, merged_id: other.indexEntryId, case_id: one.caseId, reason: 'The same', merged_by: work.coordinator.accountId }).execute())
    await share(one.caseId, { what: 'Told of by name', people: [one.indexEntryId] })
    await share(one.caseId, { kind: 'view granted', what: 'View of the first', people: [] })
    await share(other.caseId, { what: 'Told under the other entry', people: [other.indexEntryId] })
    await share(other.caseId, { kind: 'minutes sent', what: 'Minutes about nobody in particular', people: [] })
    await share(strangers.caseId, { what: 'Told of a stranger', people: [strangers.indexEntryId] })
    for (const entryId of [one.indexEntryId, other.indexEntryId]) {
      const { body, statusCode } = await world.get(`/sharing/disclosures/people/${entryId}`, work.governance)
      assert.equal(statusCode, 200)
      clean(body)
      for (const told of ['Told of by name', 'View of the first', 'Told under the other entry', 'Minutes about nobody in particular', 'Testa Person', one.reference, other.reference]) assert.ok(body.includes(told), told)
      assert.equal(body.includes('Told of a stranger'), false)
    }
    const csv = await world.get(`/sharing/disclosures/people/${one.indexEntryId}/register.csv`, work.governance)
    assert.equal(csv.body.trim().split('\r\n').length, 5)
    const word = await world.get(`/sharing/disclosures/people/${one.indexEntryId}/register.docx`, work.governance)
    assert.equal(word.statusCode, 200)
    assert.equal(String(word.headers['content-disposition']).includes('Testa'), false)
    const inCase = await world.get(`/cases/${one.caseId}/disclosures/people/${one.indexEntryId}`, work.worker)
    assert.ok(inCase.body.includes('Told of by name'))
    assert.equal((await world.get(`/cases/${one.caseId}/disclosures/people/${strangers.indexEntryId}`, work.worker)).statusCode, 404)
  })
  test('is found by any part of a name, and each look-up is in the audit log by ids alone', async () => {
    const { body } = await world.post('/sharing/disclosures/people', work.governance, { q: 'tes pers' })
    assert.ok(body.includes(`/sharing/disclosures/people/${held.indexEntryId}`))
    assert.ok((await world.post('/sharing/disclosures/people', work.governance, { q: 'Nobody such' })).body.includes('Nobody of that name'))
    const looks = await asSystem('read the log', (tx) => tx.selectFrom('audit_entry').select('details').where('account_id', '=', work.governance.accountId).where('subject_id', '=', held.caseId).where('act', '=', 'consulted').execute(), world.ours.partnershipId)
    assert.ok(looks.some(({ details }) => JSON.stringify(details).includes(held.indexEntryId)))
    assert.equal(JSON.stringify(looks).includes('Testa'), false)
    assert.notEqual((await world.post('/sharing/disclosures/people', work.coordinator, { q: 'Testa' })).statusCode, 200)
    assert.equal((await world.get('/sharing/disclosures/people?q=tes+pers', work.governance)).body.includes(held.indexEntryId), false, 'a name in the address searches nothing')
  })
})
