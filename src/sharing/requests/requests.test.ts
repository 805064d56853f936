import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { answerOf, decisionAtFirst, dueOn, type Passage } from './exemptions.ts'

let world: World
let work: Casework
let held: Awaited<ReturnType<typeof addCase>>
let second: Casework['governance']
before(async () => {
  world = await openWorld()
  work = await addCasework(world.ours)
  held = await addCase(work)
  second = await world.ours.account('information governance lead')
  await asUser(work.coordinator, (tx) => tx.insertInto('contribution').values(['Of the victim', 'Of nobody'].map((statement) => ({
    partnership_id: world.ours.partnershipId, case_id: held.caseId, scheme_id: work.schemeId, agency_id: world.ours.council, written_by: work.coordinator.accountId, audience: 'panel', purpose: 'community safety casework',
    gateway: 'CDA s.115', nature: 'fact', regime: 'UK GDPR', necessity: 'Needed', statement, ...(statement === 'Of the victim' ? { subject_id: held.subjectId, standing: 'victim' } : {}),
  }))).execute())
})
after(() => world.close())

const clean = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
const idIn = (headers: Record<string, unknown>) => /requests\/([0-9a-f-]{36})/.exec(String(headers.location))![1]!
async function logged(kind: string) {
  const { headers, statusCode } = await world.post('/sharing/requests/new', work.governance, { kind, requester: 'Somebody who showed a passport', receivedOn: '5/1/2026' })
  assert.equal(statusCode, 303)
  return idIn(headers)
}
const itemsOf = (packId: string) => asSystem('look', (tx) => tx.selectFrom('release_item').selectAll().where('release_pack_id', '=', packId).orderBy('content').execute(), world.ours.partnershipId)
const passage = (change: Partial<Passage>): Passage => ({ itemNo: 1, summary: 'Fact', content: 'Text', decision: 'give', exemption: null, ...change })

test('a month for subject access, and its last day where there is no such day; twenty working days for freedom of information', () => {
  assert.equal(dueOn('subject access', '2026-01-31'), '2026-02-28')
  assert.equal(dueOn('subject access', '2026-03-05'), '2026-04-05')
  // Good Friday and Easter Monday of 2026 are not counted.
  assert.equal(dueOn('freedom of information', '2026-03-16'), '2026-04-15')
})

test('until somebody decides everything is held back, and that it exists too where knowing would tell somebody accused of a case that protects another', () => {
  const usual = { compartment: 'open', schemeKind: 'community marac', roles: ['victim'], isAboutOthers: false }
  assert.deepEqual(decisionAtFirst(usual), { decision: 'withhold', exemption: 'undecided' })
  assert.deepEqual(decisionAtFirst({ ...usual, isAboutOthers: true }), { decision: 'withhold', exemption: 'third party' })
  for (const sensitive of [{ roles: ['perpetrator'] }, { roles: ['victim', 'both'] }, { compartment: 'closed' }]) assert.equal(decisionAtFirst({ ...usual, ...sensitive }).decision, 'withhold existence')
  assert.equal(decisionAtFirst({ ...usual, schemeKind: 'asb perpetrators', roles: ['perpetrator'] }).decision, 'withhold')
})

test('what is held back with its existence leaves no trace in the answer: no number, no gap, no ground', () => {
  const open = [passage({ itemNo: 7, content: 'One' }), passage({ itemNo: 9, content: 'Two' }), passage({ decision: 'withhold', exemption: 'third party' })]
  const secret = passage({ itemNo: 8, decision: 'withhold existence', exemption: 'crime', content: 'Secret' })
  assert.deepEqual(answerOf([open[0]!, secret, ...open.slice(1)]), answerOf(open))
  assert.deepEqual(answerOf(open).given.map(({ no }) => no), [1, 2])
  assert.deepEqual(answerOf([secret]), answerOf([]))
})

test('subject access from logging to the answer: leads offer, each item is decided on, two people release, and the register has it', async () => {
  const packId = await logged('subject access')
  const found = await world.get(`/sharing/requests/${packId}?q=testa`, work.governance)
  clean(found.body)
  assert.ok(found.body.includes(held.indexEntryId) && found.body.includes('5 February 2026'))
  await world.post(`/sharing/requests/${packId}/person`, work.governance, { person: held.indexEntryId })
  const holding = await world.get(`/sharing/requests/${packId}`, work.governance)
  assert.ok(holding.body.includes(held.reference))
  await world.post(`/sharing/requests/${packId}/ask`, work.governance, { cases: held.caseId })
  const notices = await asSystem('look', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('effect', 'like', `case ${held.caseId} request%`).execute(), world.ours.partnershipId)
  assert.deepEqual(notices.map(({ account_id }) => account_id).sort(), [work.coordinator.accountId, work.chair.accountId].sort())
  assert.equal(notices.some(({ body, subject }) => `${body}${subject}`.includes('Testa') || `${body}${subject}`.includes('passport')), false)

  const address = `/cases/${held.caseId}/request-items/${packId}`
  for (const actor of [work.worker, work.officer, work.governance, work.patrol]) assert.notEqual((await world.get(address, actor)).statusCode, 200, 'only its leads')
  const offer = await world.get(address, work.coordinator)
  clean(offer.body)
  assert.ok(offer.body.includes('Of the victim') && !offer.body.includes('passport'))
  const values = [...offer.body.matchAll(/name="items"[^>]*value="([^"]+)"/g)].map((match) => match[1]!)
  assert.equal(values.length, 2)
  await world.post(address, work.coordinator, { items: values })
  assert.equal((await world.get(address, work.coordinator)).statusCode, 404, 'answered once')
  const items = await itemsOf(packId)
  assert.deepEqual(items.map(({ content, decision, exemption }) => [content, decision, exemption]), [['Of nobody', 'withhold', 'third party'], ['Of the victim', 'withhold', 'undecided']])
  assert.ok((await world.get(`/sharing/requests/${packId}/preview`, work.governance)).body.includes('no personal information that we are required to give'))

  const given = items[1]!.item_no
  assert.equal((await world.post(`/sharing/requests/${packId}/items/${given}`, work.governance, { decision: 'withhold', exemption: '', content: 'Of the victim' })).statusCode, 422)
  await world.post(`/sharing/requests/${packId}/items/${given}`, work.governance, { decision: 'give', exemption: '', content: 'Of the victim, shortened' })
  const preview = await world.get(`/sharing/requests/${packId}/preview`, work.governance)
  clean(preview.body)
  assert.ok(preview.body.includes('1. Fact, written') && preview.body.includes('Of the victim, shortened') && preview.body.includes('Schedule 2, paras. 16 and 17') && !preview.body.includes('Of nobody'))

  await world.post(`/sharing/requests/${packId}/release`, work.governance, {})
  await world.post(`/sharing/requests/${packId}/release`, work.governance, {})
  assert.ok((await world.get(`/sharing/requests/${packId}`, second)).body.includes('Awaiting a second person'), 'not by the same person twice')
  await world.post(`/sharing/requests/${packId}/release`, second, {})
  assert.ok((await world.get(`/sharing/requests/${packId}`, second)).body.includes('Answered'))
  assert.equal((await world.get(`/sharing/requests/${packId}/answer.docx`, second)).statusCode, 200)
  const register = await world.get(`/sharing/disclosures/people/${held.indexEntryId}`, work.governance)
  assert.ok(register.body.includes('Request answered') && register.body.includes('One passage'))
  await world.post(`/sharing/requests/${packId}/items/${given}`, work.governance, { decision: 'withhold', exemption: 'crime', content: 'Of the victim' })
  assert.ok((await world.get(`/sharing/requests/${packId}/preview`, second)).body.includes('Of the victim, shortened'), 'an answer that has gone is not changed')
})

test('a decision after the first release takes that release back', async () => {
  const packId = await logged('freedom of information')
  await world.post(`/sharing/requests/${packId}/passages`, work.governance, { summary: 'Policy', content: 'The policy is this.' })
  await world.post(`/sharing/requests/${packId}/release`, work.governance, {})
  const [item] = await itemsOf(packId)
  await world.post(`/sharing/requests/${packId}/items/${item!.item_no}`, work.governance, { decision: 'give', exemption: '', content: 'The policy is this.' })
  await world.post(`/sharing/requests/${packId}/release`, second, {})
  assert.ok((await world.get(`/sharing/requests/${packId}`, work.governance)).body.includes('Awaiting a second person'))
})

test('counts for freedom of information are protected before they can be given', async () => {
  const packId = await logged('freedom of information')
  assert.equal((await world.post(`/sharing/requests/${packId}/counts`, work.governance, { heading: 'Referrals', counts: 'no number' })).statusCode, 422)
  await world.post(`/sharing/requests/${packId}/counts`, work.governance, { heading: 'Referrals', counts: 'Ward one: 3\nWard two, 40\nWard three: 12' })
  const [item] = await itemsOf(packId)
  assert.ok(item!.content.includes('Ward one: Fewer than 5') && !item!.content.includes('Ward one: 3') && item!.content.includes('Not shown'))
})

test('nothing of a case goes into an answer through, or is shown to, somebody shut out of it', async () => {
  const packId = await logged('subject access')
  await world.post(`/sharing/requests/${packId}/person`, work.governance, { person: held.indexEntryId })
  await world.post(`/sharing/requests/${packId}/ask`, work.governance, { cases: held.caseId })
  const offer = await world.get(`/cases/${held.caseId}/request-items/${packId}`, work.chair)
  await world.post(`/cases/${held.caseId}/request-items/${packId}`, work.chair, { items: /name="items"[^>]*value="([^"]+)"/.exec(offer.body)![1]! })
  const [item] = await itemsOf(packId)
  await world.post(`/sharing/requests/${packId}/items/${item!.item_no}`, work.governance, { decision: 'give', exemption: '', content: 'Kept from her' })
  const shutOut = await world.ours.account('information governance lead')
  await asSystem('shut one out', (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: held.caseId, account_id: shutOut.accountId, reason: 'Cousin' }).execute(), world.ours.partnershipId)
  const page = await world.get(`/sharing/requests/${packId}`, shutOut)
  assert.equal(page.body.includes(held.reference) || page.body.includes('Kept from her') || page.body.includes('Testa'), false)
  await world.post(`/sharing/requests/${packId}/release`, work.governance, {})
  await world.post(`/sharing/requests/${packId}/release`, shutOut, {})
  assert.equal((await world.get(`/sharing/requests/${packId}/preview`, work.governance)).body.includes('Kept from her'), false, 'both who release must have seen what goes')
})

test('requests are the governance lead’s alone, and of their own partnership', async () => {
  const packId = await logged('subject access')
  const theirs = await world.theirs.account('information governance lead')
  assert.equal((await world.get(`/sharing/requests/${packId}`, theirs)).statusCode, 404)
  assert.equal((await world.get('/sharing/requests', theirs)).body.includes(packId), false)
  for (const actor of [work.coordinator, work.patrol]) assert.notEqual((await world.get(`/sharing/requests/${packId}`, actor)).statusCode, 200)
  assert.equal((await world.post(`/sharing/requests/${packId}/refuse`, work.governance, { answer: 'Not known here' })).statusCode, 303)
  assert.ok((await world.get(`/sharing/requests/${packId}`, work.governance)).body.includes('Refused'))
})
