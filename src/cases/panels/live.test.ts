import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asUser } from '../../db/tx.ts'
import { addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { addPanel, addThreeCases, openPanel, readable } from './specimens.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { coordinator, worker, officer, chair, schemeId } = casework
const { partnershipId: partnership_id, council, police } = world.ours
const theirs = (await addCasework(world.theirs)).coordinator
const [one, two, hidden] = await addThreeCases(casework)
const panelId = await addPanel(casework, '2027-03-01')
await world.post(`/panels/${panelId}/agenda`, coordinator, { caseIds: [one.caseId, hidden.caseId, two.caseId] })
await asUser(coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id, case_id: hidden.caseId, account_id: officer.accountId, reason: 'A relative', declared_by: coordinator.accountId }).execute())
await openPanel(world, casework, panelId)

const at = (caseId: string) => `/panels/${panelId}/cases/${caseId}`
const typed = (version: number, discussion: string, more: Record<string, string> = {}) => ({ version: String(version), discussion, decided: '', decision: '', ...more })

test('No case opens at a panel until its reader has signed in and accepted the statement', async () => {
  const before = await world.get(at(one.caseId), worker)
  assert.equal(before.headers.location, `/panels/${panelId}/live`)
  assert.equal((await world.post(`/panels/${panelId}/accept`, worker, {})).statusCode, 422, 'the statement is not ticked')
  for (const person of [worker, officer, coordinator, chair]) await world.post(`/panels/${panelId}/accept`, person, { accepts: 'yes' })
  const open = await world.get(at(one.caseId), worker)
  assert.equal(open.statusCode, 200)
  assert.match(readable(open.body), /1\. CM-.*Testa Person Victim/)
  assert.doesNotMatch(open.body, /undefined|\bNaN\b|\[object/)
})

test('A case one is shut out of is not there at the panel, and the others are numbered as if it never was', async () => {
  for (const [method, path] of [['get', ''], ['post', ''], ['post', '/clock'], ['post', '/typing']] as const) {
    const answer = method === 'get' ? await world.get(at(hidden.caseId) + path, officer) : await world.post(at(hidden.caseId) + path, officer, { ...typed(1, 'x'), clock: 'begin' })
    assert.equal(answer.statusCode, 404, `${method} ${path}`)
  }
  const second = readable((await world.get(at(two.caseId), officer)).body)
  assert.match(second, new RegExp(`2\\. ${two.reference}.*Previous: ${one.reference} 2 of 2`))
  assert.equal((await world.get(at(two.caseId), theirs)).statusCode, 404)
})

test('Two secretaries who type at once both see both texts, and nothing is lost', async () => {
  assert.equal((await world.post(at(one.caseId), worker, typed(1, 'The landlord was asked'))).statusCode, 303)
  const late = await world.post(at(one.caseId), officer, typed(1, 'The police will visit', { statement: 'Visit on Friday', owner: police, dueOn: '5 3 2027' }))
  assert.equal(late.statusCode, 409)
  assert.match(readable(late.body), /The landlord was asked .*Yours The police will visit/)
  assert.match(late.body, /name="statement" value="Visit on Friday"/)
  const kept = await world.post(at(one.caseId), officer, { ...typed(2, 'The police will visit', { statement: 'Visit on Friday', owner: police, dueOn: '5 3 2027' }), act: 'both' })
  assert.equal(kept.statusCode, 303)
  const page = await world.get(at(one.caseId), chair)
  assert.match(page.body, /The landlord was asked\n\nThe police will visit/)
  assert.match(readable(page.body), /Visit on Friday Testbury Police/)
  const again = await world.post(at(one.caseId), chair, typed(1, 'The landlord was asked\n\nThe police will visit'.replaceAll('\n', '\r\n')))
  assert.equal(again.statusCode, 303, 'the same words sent again are no conflict')
})

test('What is typed is kept as it is typed, for the script of the page', async () => {
  const kept = await world.post(`${at(two.caseId)}/typing`, worker, typed(1, 'Half a sent'))
  assert.deepEqual(JSON.parse(kept.body), { version: 2 })
  assert.equal((await world.post(`${at(two.caseId)}/typing`, chair, typed(1, 'Another'))).statusCode, 409)
  assert.equal((await world.post(`${at(two.caseId)}/typing`, chair, typed(2, 'Half a sent', { decided: 'close' }))).statusCode, 422, 'a decision without reasons')
})

test('A turn has a clock, a decision with reasons and actions, and ending it leads to the next case', async () => {
  const caseId = two.caseId
  await world.post(`${at(caseId)}/clock`, coordinator, { clock: 'begin' })
  assert.match(readable((await world.get(at(caseId), worker)).body), /Begun at \d\d:\d\d: 0 minutes of 15/)
  const bare = await world.post(at(caseId), coordinator, typed(2, 'Long talk', { decided: 'defer' }))
  assert.match(readable(bare.body), /Enter the reasons for the decision/)
  const wrong = await world.post(at(caseId), coordinator, typed(2, 'Long talk', { decided: 'defer', decision: 'Health was not there', act: 'action', statement: 'Ask health', owner: crypto.randomUUID(), dueOn: '1 4 2027' }))
  assert.equal(wrong.statusCode, 422)
  assert.match(readable(wrong.body), /Choose an agency that takes part/)
  const next = await world.post(at(one.caseId), coordinator, typed(3, 'The landlord was asked', { act: 'finish' }))
  assert.equal(next.headers.location, at(hidden.caseId))
  assert.match(readable((await world.get(`/panels/${panelId}/live`, worker)).body), new RegExp(`3\\. 10:30 ${two.reference} .*Put it off to the next panel`))
  assert.equal((await world.post(`/panels/${panelId}/agenda/change`, coordinator, { caseId, way: 'off' })).statusCode, 303)
  assert.match(readable((await world.get(`/panels/${panelId}`, worker)).body), new RegExp(two.reference), 'a case whose turn has begun stays on the agenda')
})

test('What an agency says is shown to those in its audience and the look is written down; the rest are shown nothing of it', async () => {
  const said = { partnership_id, case_id: one.caseId, scheme_id: schemeId, agency_id: police, written_by: officer.accountId, purpose: 'community safety casework', gateway: 'CDA s.115', nature: 'fact' as const, regime: 'Part 3' as const, necessity: 'To plan' }
  await asUser(officer, (tx) => tx.insertInto('contribution').values([
    { ...said, audience: 'panel', statement: 'Known to patrols' }, { ...said, audience: 'one agency', named_agencies: [police], statement: 'For our own ears' },
  ]).execute())
  const page = readable((await world.get(at(one.caseId), worker)).body)
  assert.match(page, /Testbury Police Known to patrols/)
  assert.doesNotMatch(page, /For our own ears/)
  assert.match(readable((await world.get(at(one.caseId), officer)).body), /For Testbury Police only\. Do not type it into the discussion\. For our own ears/)
  const looks = await asUser(officer, (tx) => tx.selectFrom('access_entry').select(['account_id', 'part', 'holder_agency_id']).where('case_id', '=', one.caseId).where('part', '=', 'contribution').where('account_id', '=', worker.accountId).execute())
  assert.deepEqual(looks.map(({ holder_agency_id }) => holder_agency_id), [police])
})

test('Its leads write down who came, with or without an account; nobody accepts the statement for an account', async () => {
  assert.equal((await world.post(`/panels/${panelId}/people`, worker, { name: 'A Nurse', agencyId: council, state: 'present', theyAccept: 'yes' })).statusCode, 404)
  assert.equal((await world.post(`/panels/${panelId}/people`, chair, { name: 'A Nurse', agencyId: council, state: 'present' })).statusCode, 422)
  await world.post(`/panels/${panelId}/people`, chair, { name: 'A Nurse', agencyId: council, state: 'present', theyAccept: 'yes' })
  const late = await world.ours.account('case worker', police)
  await asUser(await world.ours.account('information governance lead'), (tx) => tx.insertInto('scheme_member').values({ partnership_id, scheme_id: schemeId, account_id: late.accountId, role: 'worker' }).execute())
  await world.post(`/panels/${panelId}/attendance`, chair, { [`came-${late.accountId}`]: 'present' })
  assert.match(readable((await world.get(`/panels/${panelId}/live`, worker)).body), /A Nurse Testbury Council Present At \d\d:\d\d/)
  assert.equal((await world.get(at(one.caseId), late)).statusCode, 303, 'marked present, and still to accept the statement')
})
