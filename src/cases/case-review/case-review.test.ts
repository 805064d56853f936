import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { applicantOf } from '../../../test/applicant.ts'
import { addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { noteSecondReports } from './store.ts'

const world = await openWorld()
after(() => world.close())
const { ours } = world
const casework = await addCasework(ours, 'asb case review')
const { apply, ago, fieldOf, codeIn, send, form, complaint } = applicantOf(world, ours.partnershipId)
const threeThatCount = { ...complaint(1, 60, 59), ...complaint(2, 40, 39), ...complaint(3, 20, 20) }
let metCase = ''
const caseIds = async () => (await asUser(casework.coordinator, (tx) => tx.selectFrom('review_application').select('case_id').orderBy('received_on').execute())).map((row) => row.case_id)

describe('the public asks for a case review', () => {
  test('the pages open to nobody in particular, say both its names, and set no cookie', async () => {
    const about = await world.get('/case-review', null)
    assert.equal(about.statusCode, 200)
    assert.match(about.body, /case review.*Community Trigger/s)
    assert.match(about.body, /Testbury/)
    assert.equal(about.headers['set-cookie'], undefined)
    assert.equal((await world.get(`/case-review/${world.theirs.partnershipId}/apply`, null)).statusCode, 404, 'a partnership without the scheme takes none')
  })
  test('what is missing is asked for beside its field, and what was typed stays', async () => {
    const { statusCode, body } = await send(apply, { ...(await form({ victimName: '', applicant: 'representative' })), ...complaint(1, 10, 9, '') })
    assert.equal(statusCode, 422)
    for (const text of [/Enter the victim’s name/, /Enter your own name/, /agreed in writing/, /Complaint 1: say whether it alarmed/, /Shouting at the door, time 1/]) assert.match(body, text)
  })
  test('room for another complaint is added without losing anything', async () => {
    const { statusCode, body } = await send(apply, { ...(await form()), ...complaint(1, 10, 9), more: 'yes' })
    assert.equal(statusCode, 200)
    assert.match(body, /name="what4"/)
    assert.match(body, /Shouting at the door, time 1/)
  })
  test('three complaints that count are met automatically, the applicant is told why, and the same form sent twice is one application', async () => {
    const filled = { ...(await form()), ...threeThatCount }
    const [first, second] = [await send(apply, filled), await send(apply, filled)]
    assert.equal(first.statusCode, 200)
    assert.match(first.body, /3 complaints count.*a review must be held/s)
    assert.doesNotMatch(first.body, /Vera|Shouting|020 7946/, 'nothing reported is repeated')
    assert.equal(codeIn(first.body), codeIn(second.body))
    assert.equal((await caseIds()).length, 1)
    metCase = (await caseIds())[0]!
    const followed = await send('/case-review/follow', { _csrf: filled._csrf, code: codeIn(first.body).toLowerCase().replaceAll('-', ' ') })
    assert.equal(followed.statusCode, 200)
    assert.match(followed.body, /Received/)
    assert.doesNotMatch(followed.body, /Vera|Shouting/)
    assert.equal((await send('/case-review/follow', { _csrf: filled._csrf, code: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF' })).statusCode, 422)
  })
  test('what is to be kept safe is among the protected fields and nowhere else', async () => {
    await send(apply, { ...(await form({ keepSafe: 'yes', phone: '020 7946 0777' })), ...complaint(1, 10, 9) })
    const [plain, kept] = await asSystem('look for a number', async (tx) => [
      await tx.selectFrom('index_fact').select('index_fact_id').where('value', '=', '020 7946 0777').execute(), await tx.selectFrom('protected_fact').select('protected_fact_id').where('value', '=', '020 7946 0777').execute()], ours.partnershipId)
    assert.deepEqual([plain!.length, kept!.length], [0, 1])
  })
})

describe('officers see it through', () => {
  const open = async () => metCase
  const post = (path: string, fields: Record<string, string>, actor = casework.coordinator) => world.post(`${path}`, actor, fields)
  const versionOf = async (url: string) => fieldOf((await world.get(url, casework.coordinator)).body, 'version')

  test('the list shows what is due, and the leads were told without a name', async () => {
    const list = await world.get('/case-reviews', casework.coordinator)
    assert.match(list.body, /Acknowledge the application by/)
    const notices = await asSystem('read notices', (tx) => tx.selectFrom('notice').select(['subject', 'body']).execute(), ours.partnershipId)
    assert.ok(notices.length >= 2)
    assert.doesNotMatch(JSON.stringify(notices), /Vera|Shouting/)
  })
  test('the automatic test cannot be decided away, and the decision keeps its computation', async () => {
    const url = `/cases/${await open()}/application`
    assert.match((await world.get(url, casework.coordinator)).body, /3 complaints count/)
    const refused = await post(`${url}/decision`, { version: await versionOf(url), decision: 'not met', on: ago(0), persistence: 'x', harm: 'x', response: 'x' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /cannot be refused/)
    assert.equal((await post(`${url}/decision`, { version: await versionOf(url), decision: 'met automatically', on: ago(0) })).statusCode, 303)
    const row = await asUser(casework.coordinator, (tx) => tx.selectFrom('review_application as a').innerJoin('case_file as c', 'c.case_id', 'a.case_id').select(['a.decision', 'a.computed', 'c.stage']).where('a.decision', 'is not', null).executeTakeFirstOrThrow())
    assert.deepEqual([row.decision, (row.computed as { qualifying: number }).qualifying, row.stage], ['met automatically', 3, 'open'])
  })
  test('a worker does not decide, and somebody who changed it meanwhile is not overwritten', async () => {
    const url = `/cases/${await open()}/application`
    assert.equal((await post(`${url}/decision`, { version: await versionOf(url), decision: 'met automatically', on: ago(0) }, casework.worker)).statusCode, 422)
    const stale = await versionOf(url)
    assert.equal((await post(`${url}/steps/acknowledge`, { version: stale, on: ago(0) })).statusCode, 303)
    const second = await post(`${url}/steps/told`, { version: stale, on: ago(0) })
    assert.equal(second.statusCode, 409)
    assert.match(second.body, /Somebody changed this application/)
  })
  test('recommendations are followed up, an appeal is recorded, and steps keep their order', async () => {
    const url = `/cases/${await open()}/application`
    assert.equal((await post(`${url}/steps/outcome-told`, { version: await versionOf(url), on: ago(0) })).statusCode, 422, 'no review was held yet')
    assert.equal((await post(`${url}/steps/met`, { version: await versionOf(url), on: ago(0) })).statusCode, 303)
    assert.equal((await post(`${url}/recommendations`, { to: 'Testbury Council', statement: 'Fit a better door', madeOn: ago(0) })).statusCode, 303)
    const action = /action="(\/cases\/[^"]+\/recommendations\/[^"]+)"/.exec((await world.get(url, casework.coordinator)).body)![1]!
    assert.equal((await post(action, { response: 'accepted', carriedOutOn: ago(0), evidence: 'The door is in' })).statusCode, 303)
    assert.equal((await post(`${url}/appeal`, { version: await versionOf(url), on: ago(0), by: 'The victim' })).statusCode, 303)
    const { body } = await world.get(url, casework.coordinator)
    for (const text of [/carried out/, /Asked for on .* by The victim\. Not decided yet/]) assert.match(body, text)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  })
  test('nobody else finds it: an excluded officer, a case worker outside the scheme, another partnership', async () => {
    const id = await open()
    const missing = await world.get(`/cases/${crypto.randomUUID()}/application`, casework.officer)
    await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: ours.partnershipId, case_id: id, account_id: casework.worker.accountId, reason: 'A neighbour' }).execute())
    for (const actor of [casework.worker, casework.officer, await ours.account('case worker'), await world.theirs.account('case worker')]) {
      const hidden = await world.get(`/cases/${id}/application`, actor)
      assert.equal(hidden.statusCode, 404)
      assert.equal((await world.post(`/cases/${id}/application/steps/met`, actor, { version: '1', on: ago(0) })).statusCode, 404)
    }
    assert.equal((await world.get(`/cases/${id}/application`, casework.officer)).body, missing.body)
  })
  test('an officer types one in from paper, and gives the applicant a code', async () => {
    const page = await world.get('/case-reviews/new', casework.coordinator)
    const { _csrf, ...filled } = await form()
    const answer = await post('/case-reviews/new', { ...filled, ticket: fieldOf(page.body, 'ticket'), schemeId: casework.schemeId, channel: 'paper', receivedOn: ago(1), ...complaint(1, 10, 9) })
    assert.equal(answer.statusCode, 303)
    assert.equal((await world.get(String(answer.headers.location), casework.coordinator)).statusCode, 200)
  })
})

test('somebody outside the scheme is told who enters applications, and enters none', async () => {
  const outside = await ours.account('case worker')
  const { statusCode, body } = await world.get('/case-reviews/new', outside)
  assert.equal(statusCode, 200)
  assert.match(body, /entered by those who work in your partnership’s scheme for case reviews.*Ask Testbury information governance lead/s)
  assert.doesNotMatch(body, /name="ticket"/)
  const { _csrf, ...filled } = await form()
  assert.equal((await world.post('/case-reviews/new', outside, { ...filled, schemeId: casework.schemeId, channel: 'paper', receivedOn: ago(1), ...complaint(1, 10, 9) })).statusCode, 404)
  const elsewhere = await world.theirs.account('case worker')
  assert.match((await world.get('/case-reviews/new', elsewhere)).body, /Your partnership has none yet/)
  assert.equal((await world.get('/case-reviews/new', await ours.account('owner'))).statusCode, 404)
})

test('the four figures are published with small numbers kept back, and a year without any says none', async () => {
  const { body, statusCode } = await world.get(`/case-review/${ours.partnershipId}/figures`, null)
  assert.equal(statusCode, 200)
  assert.match(body, /Fewer than 5/)
  assert.match(body, /data-label="Applications">0<\/td>/)
  assert.match((await world.get(`/case-review/${ours.partnershipId}/figures.csv`, null)).body, /April to March/)
})

test('a victim’s second report in six months is noted once, and somebody tells her', async () => {
  const other = await addCasework(ours, 'asb victims')
  const { addCase } = await import('../../../test/case-fixture.ts')
  const { caseId, reference } = await addCase(other)
  const report = (on: string) => asUser(other.worker, (tx) => tx.insertInto('diary_entry').values({ partnership_id: ours.partnershipId, case_id: caseId, happened_from: on, happened_to: on, what: 'Noise', behaviour: 'harassment, alarm or distress', complained_on: on, complained_to: 'The council', agency_id: ours.council }).execute())
  const note = () => asSystem('note second reports', noteSecondReports, ours.partnershipId)
  await report('2026-01-05')
  assert.equal(await note(), 0)
  await report('2026-03-05')
  assert.deepEqual([await note(), await note()], [1, 0])
  const page = await world.get('/case-reviews', other.worker)
  assert.match(page.body, new RegExp(`${reference}.*Testa Person`, 's'))
  assert.doesNotMatch((await world.get('/case-reviews', casework.coordinator)).body, new RegExp(reference))
  const action = /action="(\/case-reviews\/notices\/[^"]+)"/.exec(page.body)![1]!
  assert.equal((await world.post(action, casework.coordinator, { how: 'By telephone' })).statusCode, 404)
  assert.equal((await world.post(action, other.worker, { how: 'By telephone' })).statusCode, 303)
  assert.doesNotMatch((await world.get('/case-reviews', other.worker)).body, /told of the case review/)
})
