import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem, asUser } from '../../db/tx.ts'
import { addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { addPanel, addThreeCases, openPanel, readable } from './specimens.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { coordinator, worker, officer, chair, schemeId, agreementId } = casework
const { partnershipId: partnership_id, council, police } = world.ours
const [open, shut, shared] = await addThreeCases(casework)
const panelId = await addPanel(casework, '2027-03-01')
const caseIds = [open.caseId, shut.caseId, shared.caseId]
await world.post(`/panels/${panelId}/agenda`, coordinator, { caseIds })
await openPanel(world, casework, panelId)
await world.post(`/panels/${panelId}/accept`, coordinator, { accepts: 'yes' })
for (const [at, caseId] of caseIds.entries()) await world.post(`/panels/${panelId}/cases/${caseId}`, coordinator, { version: '1', discussion: `Talk ${at}`, decided: 'continue', decision: 'More to do' })
const exclude = (caseId: string, account: typeof worker) => asUser(chair, (tx) => tx.insertInto('case_exclusion').values({ partnership_id, case_id: caseId, account_id: account.accountId, reason: 'A relative', declared_by: chair.accountId }).execute())
await exclude(shut.caseId, officer)
await exclude(shared.caseId, coordinator)
const said = { partnership_id, case_id: open.caseId, scheme_id: schemeId, agency_id: council, written_by: coordinator.accountId, purpose: 'community safety casework', gateway: 'CDA s.115', nature: 'fact' as const, regime: 'UK GDPR' as const, necessity: 'To plan' }
await asUser(coordinator, (tx) => tx.insertInto('contribution').values([
  { ...said, audience: 'panel', statement: 'Told to everybody' }, { ...said, audience: 'case lead', statement: 'Told to the leads' }, { ...said, audience: 'one agency', named_agencies: [council], statement: 'Told to the council' },
]).execute())
const grounds = { gateway: 'CDA s.115', necessity: 'To carry out what was agreed', proportionality: 'Each its own' }
const minutes = `/panels/${panelId}/minutes`

test('Minutes are issued only when the panel is over, only by those who lead, and on a power that an agreement names', async () => {
  assert.equal((await world.get(`${minutes}/issue`, coordinator)).statusCode, 404, 'still under way')
  await world.post(`/panels/${panelId}/state`, coordinator, { version: '2', to: 'held' })
  assert.equal((await world.get(`${minutes}/issue`, worker)).statusCode, 404)
  assert.equal((await world.get(`${minutes}/agencies/${police}`, officer)).statusCode, 404)
  assert.match(readable((await world.get(minutes, officer)).body), /No minutes of this panel are issued to your agency/)
  const wrong = await world.post(`${minutes}/issue`, coordinator, { ...grounds, gateway: 'OMA s.14', necessity: '' })
  assert.match(readable(wrong.body), /Enter why sharing the minutes is needed/)
  assert.match(readable((await world.post(`${minutes}/issue`, coordinator, { ...grounds, gateway: 'OMA s.14' })).body), /Choose a power that your agency’s agreement names/)
})

test('Each agency’s version is looked over before it is issued, and holds only what that agency may see', async () => {
  const [theirs, ours] = [readable((await world.get(`${minutes}/agencies/${police}`, coordinator)).body), readable((await world.get(`${minutes}/agencies/${council}`, coordinator)).body)]
  assert.match(theirs, /Restricted\. Made for Testbury Police/)
  assert.match(theirs, /Told to everybody/)
  assert.doesNotMatch(theirs, /Told to the (leads|council)/)
  for (const words of ['everybody', 'the leads', 'the council']) assert.match(ours, new RegExp(`Told to ${words}`))
})

test('Issued minutes are read by each agency as its own; somebody shut out of a case reads neither its part nor a gap', async () => {
  const issued = await world.post(`${minutes}/issue`, coordinator, grounds)
  assert.equal(issued.headers.location, minutes)
  assert.doesNotMatch((await world.get(minutes, coordinator)).body, new RegExp(shared.reference), 'the coordinator is shut out of it')
  assert.match(readable((await world.get(`${minutes}/issue`, coordinator)).body), /Nothing waits to be issued/)
  assert.match(readable((await world.get(`${minutes}/issue`, chair)).body), new RegExp(`3 ${shared.reference} .* To be issued`))
  await world.post(`${minutes}/issue`, chair, grounds)
  const page = await world.get(minutes, officer)
  assert.match(readable(page.body), new RegExp(`1\\. ${open.reference}.*2\\. ${shared.reference}`))
  assert.doesNotMatch(page.body, new RegExp(`${shut.reference}|Talk 1|Told to the leads|undefined|\\bNaN\\b|\\[object`))
  assert.match(readable((await world.get(minutes, chair)).body), new RegExp(`2\\. ${shut.reference}`))
  const paper = await world.get(`${minutes}/word`, officer)
  assert.equal(paper.headers['content-disposition'], 'attachment; filename="panel-minutes-2027-03-01.docx"')
  assert.equal((await world.get(minutes, await world.ours.account('case worker', police))).statusCode, 404, 'nobody outside the scheme')
})

test('What passed to another agency stands in the register for each case, and its people are told the day and the address only', async () => {
  const register = await asUser(chair, (tx) => tx.selectFrom('disclosure').select(['case_id', 'to_agency_id', 'agreement_id', 'consent', 'gateway', 'what']).where('kind', '=', 'minutes sent').execute())
  assert.deepEqual(new Set(register.map(({ case_id }) => case_id)), new Set(caseIds))
  for (const entry of register) assert.deepEqual([entry.to_agency_id, entry.agreement_id, entry.consent, entry.gateway, entry.what], [entry.case_id === shared.caseId ? council : police, agreementId, 'given', 'CDA s.115', 'Minutes of the panel of 1 March 2027'])
  const told = await asSystem('read what was sent, in a test', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('subject', 'like', 'Minutes of the panel%').execute(), partnership_id)
  assert.deepEqual(new Set(told.map(({ account_id }) => account_id)), new Set([worker, officer, chair].map(({ accountId }) => accountId)))
  for (const { subject, body } of told) assert.doesNotMatch(subject + body, /CM-|Person|Talk/)
})

test('Minutes put right are issued again with what was put right; the first issue is kept, and what is typed no longer changes', async () => {
  const here = `${minutes}/cases/${open.caseId}`
  assert.equal((await world.get(here, worker)).statusCode, 404)
  assert.equal((await world.post(here, chair, { ...grounds, correction: '', discussion: 'Talk 0, put right', decision: 'More to do' })).statusCode, 422)
  assert.equal((await world.post(here, chair, { ...grounds, correction: 'The date was wrong', discussion: 'Talk 0, put right', decision: 'More to do' })).statusCode, 303)
  assert.match(readable((await world.get(minutes, officer)).body), /issue 2\)\. Put right: The date was wrong.*Talk 0, put right/)
  const kept = await asUser(chair, (tx) => tx.selectFrom('issued_minute').select(['issue', 'agency_id']).where('case_id', '=', open.caseId).where('agency_id', '=', police).orderBy('issue').execute())
  assert.deepEqual(kept.map(({ issue }) => issue), [1, 2])
  assert.equal((await world.post(`/panels/${panelId}/cases/${open.caseId}`, coordinator, { version: '2', discussion: 'Rewritten', decided: '', decision: '' })).statusCode, 404)
})

test('When the agreement is withdrawn, the other agency’s issued minutes are shut at once', async () => {
  await asSystem('withdraw an agreement in a test', (tx) => tx.updateTable('agreement').set({ withdrawn_at: Temporal.Now.instant().toString(), withdrawn_reason: 'A test' }).where('agreement_id', '=', agreementId).execute(), partnership_id)
  assert.match(readable((await world.get(minutes, officer)).body), /No minutes of this panel are issued to your agency/)
  assert.equal((await world.get(`${minutes}/word`, officer)).statusCode, 404)
})
