import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asUser } from '../../db/tx.ts'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { addPanel, addThreeCases, readable, steady } from './specimens.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { coordinator, worker, officer, chair, schemeId } = casework
const partnership_id = world.ours.partnershipId

const exclude = (caseId: string, account: typeof worker) => asUser(coordinator, (tx) =>
  tx.insertInto('case_exclusion').values({ partnership_id, case_id: caseId, account_id: account.accountId, reason: 'A neighbour of the person', declared_by: coordinator.accountId }).execute())
const putOn = (panelId: string, ...caseIds: string[]) => world.post(`/panels/${panelId}/agenda`, coordinator, { caseIds })
const references = (body: string) => [...readable(body).matchAll(/\d+\. \d\d:\d\d (CM-\w{4}-\w{4})/g)].map(([, reference]) => reference)

test('A coordinator plans a panel on the suggested day, changes it, and everybody in the scheme finds it; a worker cannot plan one', async () => {
  const form = await world.get('/panels/new', coordinator)
  assert.match(form.body, /name="heldOn"[^>]*value="\d+ \w+ \d{4}"/)
  const told = await world.get('/panels/new', worker)
  assert.equal(told.statusCode, 200)
  assert.match(told.body, /planned by a coordinator or chair/)
  assert.doesNotMatch(told.body, /name="heldOn"/, 'a worker is told who plans panels, and has no form')
  const wrong = await world.post('/panels/new', coordinator, { schemeId, heldOn: '31 2 2027', beginsAt: 'ten', place: '', minutesEach: '15', statement: 'Say nothing outside' })
  assert.equal(wrong.statusCode, 422)
  assert.match(readable(wrong.body), /Enter a date, like .* Enter when it begins as hours and minutes/)
  const planned = await world.post('/panels/new', coordinator, { schemeId, heldOn: '1 2 2027', beginsAt: '9.30', place: 'Room 4', minutesEach: '20', statement: 'Say nothing outside' })
  const address = String(planned.headers.location)
  for (const person of [worker, officer, chair]) assert.match(readable((await world.get('/panels', person)).body), /1 February 2027 09:30 Room 4 Planned/)
  const changed = { heldOn: '8 2 2027', beginsAt: '10:00', place: 'Room 5', minutesEach: '20', statement: 'Say nothing outside', version: '1' }
  assert.equal((await world.post(`${address}/change`, worker, changed)).statusCode, 404)
  assert.equal((await world.post(`${address}/change`, coordinator, changed)).statusCode, 303)
  const late = await world.post(`${address}/change`, chair, { ...changed, place: 'Room 6' })
  assert.equal(late.statusCode, 409)
  assert.match(readable(late.body), /Place Room 5 Room 6/)
  assert.equal((await world.post(`${address}/state`, chair, { version: '2', to: 'cancelled' })).statusCode, 303)
  assert.match(readable((await world.get(address, worker)).body), /This panel was cancelled/)
})

test('The agenda is built from the open cases: proposed, ticked, put in order, and taken off', async () => {
  const panelId = await addPanel(casework, '2027-03-01')
  const [first, second, third] = await addThreeCases(casework)
  assert.ok(readable((await world.get(`/panels/${panelId}`, coordinator)).body).includes(`${first.reference} Victim 1 April 2026 Not heard by a panel yet`))
  assert.equal((await putOn(panelId)).statusCode, 422, 'nothing ticked')
  await putOn(panelId, first.caseId, second.caseId, third.caseId)
  await world.post(`/panels/${panelId}/agenda/change`, chair, { caseId: third.caseId, way: 'up' })
  await world.post(`/panels/${panelId}/agenda/change`, chair, { caseId: first.caseId, way: 'off' })
  const agenda = await world.get(`/panels/${panelId}`, worker)
  assert.deepEqual(references(agenda.body), [third.reference, second.reference])
  assert.match(readable(agenda.body), /1\. 10:00 .*2\. 10:15 /)
  assert.doesNotMatch(agenda.body, /undefined|\bNaN\b|\[object|agenda\/change/, 'a worker reads the agenda and does not change it')
  assert.equal((await world.post(`/panels/${panelId}/agenda`, worker, { caseIds: first.caseId })).statusCode, 404)
})

test('One act asks every agency that takes part in each case, once, and tells its people by reference only', async () => {
  const panelId = await addPanel(casework, '2027-04-12')
  const one = await addCase(casework)
  await putOn(panelId, one.caseId)
  const fields = { dueOn: '8 4 2027', question: 'What do you hold?' }
  assert.equal((await world.post(`/panels/${panelId}/requests`, worker, fields)).statusCode, 404)
  for (const _ of [1, 2]) await world.post(`/panels/${panelId}/requests`, coordinator, fields)
  assert.match(readable((await world.get(`/panels/${panelId}`, worker)).body), /0 of 2 answered/)
  const notices = await asUser(coordinator, (tx) => tx.selectFrom('information_request').select('to_agency_id').where('case_id', '=', one.caseId).execute())
  assert.deepEqual(new Set(notices.map(({ to_agency_id }) => to_agency_id)), new Set([world.ours.council, world.ours.police]))
})

test('For somebody shut out of a case, agenda and panels are the same bytes with it on the agenda as without it', async () => {
  const panelId = await addPanel(casework, '2027-05-10')
  const [first, hidden, last] = await addThreeCases(casework)
  await exclude(hidden.caseId, worker)
  await putOn(panelId, first.caseId, last.caseId)
  const pages = async () => Promise.all([`/panels/${panelId}`, '/panels', `/panels/${panelId}/live`, `/panels/${panelId}/actions`, `/panels/${panelId}/minutes`].map(async (url) => steady((await world.get(url, worker)).body)))
  const without = await pages()
  await putOn(panelId, hidden.caseId)
  await world.post(`/panels/${panelId}/agenda/change`, coordinator, { caseId: hidden.caseId, way: 'up' })
  assert.deepEqual(references((await world.get(`/panels/${panelId}`, coordinator)).body), [first.reference, hidden.reference, last.reference])
  assert.deepEqual(await pages(), without)
})

test('Somebody in no scheme finds no panel, nor does anybody of another partnership', async () => {
  const panelId = await addPanel(casework, '2027-06-07')
  const outsider = await world.ours.account('case worker')
  const theirs = (await addCasework(world.theirs)).coordinator
  for (const stranger of [outsider, theirs]) {
    assert.doesNotMatch((await world.get('/panels', stranger)).body, /June 2027/)
    for (const path of ['', '/change', '/live', '/actions', '/minutes']) assert.equal((await world.get(`/panels/${panelId}${path}`, stranger)).statusCode, 404, path)
    assert.equal((await world.post(`/panels/${panelId}/agenda`, stranger, { caseIds: crypto.randomUUID() })).statusCode, 404)
  }
  assert.equal((await world.get('/panels/not-an-id', coordinator)).statusCode, 404)
  assert.equal((await world.get('/panels', await world.ours.account('reader'))).statusCode, 404)
})
