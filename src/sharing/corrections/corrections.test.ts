import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { selectOptionalCase } from '../case-store.ts'
import { fanOutCorrection, selectCorrections } from '../correction-store.ts'
import { type NewDisclosure, recordDisclosure } from '../disclosure-store.ts'

let world: World
let work: Casework
let held: Awaited<ReturnType<typeof addCase>>
before(async () => {
  world = await openWorld()
  work = await addCasework(world.ours)
  held = await addCase(work)
})
after(() => world.close())

const stated: NewDisclosure = { kind: 'word of mouth', what: 'Something', toOther: 'A school', purpose: 'community safety casework', gateway: 'public task', regime: 'UK GDPR', consent: 'not needed', necessity: 'Needed', proportionality: 'No more', people: [] }
const share = (caseId: string, change: Partial<NewDisclosure>) => asUser(work.coordinator, async (tx) => recordDisclosure(tx, (await selectOptionalCase(tx, caseId))!, { ...stated, ...change }))
const correct = (caseId: string, contributionId: string | null = null) => asUser(work.coordinator, async (tx) => fanOutCorrection(tx, (await selectOptionalCase(tx, caseId))!, { contributionId, what: 'The date was wrong' }))
const toldOf = (caseId: string) => asUser(work.coordinator, async (tx) => (await selectCorrections(tx, caseId)).map(({ recipient }) => recipient).sort())

async function say(caseId: string, audience: string, named: string[] = []): Promise<string> {
  return asUser(work.coordinator, async (tx) => {
    const contribution_id = crypto.randomUUID()
    await tx.insertInto('contribution').values({ partnership_id: world.ours.partnershipId, contribution_id, case_id: caseId, scheme_id: work.schemeId, agency_id: world.ours.council, written_by: work.coordinator.accountId, audience, named_agencies: named,
      purpose: 'community safety casework', gateway: 'CDA s.115', nature: 'fact', regime: 'UK GDPR', necessity: 'Needed', statement: 'Something was said' }).execute()
    return contribution_id
  })
}

test('a correction of the file reaches each past recipient once, inside and outside, and those inside have a notice with a reference and no more', async () => {
  await share(held.caseId, { toOther: null, toAgencyId: world.ours.police, kind: 'view granted' })
  await share(held.caseId, { toOther: null, toAgencyId: world.ours.police, kind: 'minutes sent' })
  await share(held.caseId, { toOther: 'A school' })
  await share(held.caseId, { toOther: 'a School' })
  const form = await world.get(`/cases/${held.caseId}/disclosures/corrections/new`, work.coordinator)
  assert.equal(form.statusCode, 200)
  assert.equal((await world.post(`/cases/${held.caseId}/disclosures/corrections/new`, work.coordinator, { what: '' })).statusCode, 422)
  assert.equal((await world.post(`/cases/${held.caseId}/disclosures/corrections/new`, work.coordinator, { what: 'The day of the first incident was wrong' })).statusCode, 303)
  assert.deepEqual((await toldOf(held.caseId)).map((name) => name.toLowerCase()).sort(), ['a school', 'testbury police'])
  const notices = await asSystem('read notices', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('effect', 'like', `case ${held.caseId} correction%`).execute(), world.ours.partnershipId)
  assert.deepEqual(notices.map(({ account_id }) => account_id).sort(), [work.officer.accountId, work.chair.accountId].sort())
  for (const { subject, body } of notices) assert.ok(subject.includes(held.reference) && body.includes(held.reference) && !body.includes('incident'))
})

test('the recipient says that it is put right; another agency cannot say so for it', async () => {
  const page = await world.get(`/cases/${held.caseId}/disclosures/corrections`, work.officer)
  const address = /action="([^"]+\/put-right)"/.exec(page.body)![1]!
  await world.post(address, work.worker, {})
  assert.ok((await world.get(address.replace(/\/[^/]+\/put-right$/, ''), work.officer)).body.includes(address), 'the council cannot say so for the police')
  assert.ok((await world.get('/sharing/corrections', work.governance)).body.includes(held.reference))
  assert.equal((await world.post(address, work.officer, {})).statusCode, 303)
  const after = await world.get(`/cases/${held.caseId}/disclosures/corrections`, work.officer)
  assert.equal(after.body.includes(address), false)
  assert.ok(after.body.includes('Put right, says'))
})

test('somebody outside is marked told, by what means and on what day', async () => {
  const { body } = await world.get(`/cases/${held.caseId}/disclosures/corrections`, work.worker)
  const address = /action="([^"]+\/told)"/.exec(body)![1]!
  const failed = await world.post(address, work.worker, { how: '', on: '1/1/2190' })
  assert.equal(failed.statusCode, 422)
  assert.ok(failed.body.includes('Choose how they were told') && failed.body.includes('The day must be today or in the past'))
  await world.post(address, work.worker, { how: 'letter', on: '3/2/2026' })
  assert.ok((await world.get('/sharing/corrections', work.governance)).body.includes('Told by letter on 3 February 2026'))
  for (const actor of [work.patrol, await world.ours.account('case worker')]) assert.notEqual((await world.get(`/cases/${held.caseId}/disclosures/corrections`, actor)).statusCode, 200)
})

test('a correction of what one agency said reaches those who were in its audience, and tells nobody else that it was said', async () => {
  const heard = await addCase(work)
  await share(heard.caseId, { toOther: null, toAgencyId: world.ours.police, kind: 'view granted' })
  assert.equal(await correct(heard.caseId, await say(heard.caseId, 'panel')), 1)
  assert.equal(await correct(heard.caseId, await say(heard.caseId, 'case lead')), 0)
  assert.equal(await correct(heard.caseId, await say(heard.caseId, 'one agency', [world.ours.police])), 1)
  const said = await say(heard.caseId, 'case lead')
  await share(heard.caseId, { toOther: 'A hospital', contributionId: said })
  assert.equal(await correct(heard.caseId, said), 1, 'whoever was told of it by name')
})

test('nobody shut out of a case learns of its corrections', async () => {
  const shutOut = await world.ours.account('information governance lead')
  await asSystem('shut one out', (tx) => tx.insertInto('case_exclusion').values([shutOut, work.officer].map(({ accountId }) => ({ partnership_id: world.ours.partnershipId, case_id: held.caseId, account_id: accountId, reason: 'Cousin' }))).execute(), world.ours.partnershipId)
  assert.equal((await world.get('/sharing/corrections', shutOut)).body.includes(held.reference), false)
  assert.equal((await world.get(`/cases/${held.caseId}/disclosures/corrections`, work.officer)).statusCode, 404)
  await correct(held.caseId)
  const notices = await asSystem('read notices', (tx) => tx.selectFrom('notice').select('account_id').where('effect', 'like', `case ${held.caseId} correction%`).where('account_id', '=', work.officer.accountId).execute(), world.ours.partnershipId)
  assert.equal(notices.length, 1, 'only the one from before')
})
