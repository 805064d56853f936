import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { asSystem, asUser } from '../../db/tx.ts'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { addMeetingAction, selectOptionalGroupAction } from '../store.ts'

const world = await openWorld()
after(() => world.close())
const { council, police, partnershipId } = world.ours
const coordinator = await world.ours.account('coordinator')
const secretary = await world.ours.account('case worker')
const officer = await world.ours.account('owner', police)
const seatedOfficer = await world.ours.account('owner', police)
const member = await world.ours.account('board member')
const reader = await world.ours.account('reader')
const stranger = await world.theirs.account('coordinator')
const seats = [{ account: secretary.accountId, role: 'secretary' }, { account: seatedOfficer.accountId, organisationId: police }]
const openGroup = await addGroup(world.ours, { name: 'Night Safety Group', seats })
const shutGroup = await addGroup(world.ours, { name: 'Quiet Group', confidential: true, seats })
const { meetingId } = await addMeeting(world.ours, openGroup, { heldOn: '2026-03-02', state: 'held' })
const shut = await addMeeting(world.ours, shutGroup, { heldOn: '2026-03-03', state: 'held' })
const add = async (statement: string, { agencyId = police, accountId = null as string | null, dueOn = '2026-04-01', restricted = false, quiet = false } = {}) =>
  (await asUser(secretary, (tx) => addMeetingAction(tx, quiet ? { meetingId: shut.meetingId, groupId: shutGroup } : { meetingId, groupId: openGroup }, { statement, owner: { agencyId, accountId }, dueOn, restricted })))!.actionId
const lit = await add('Light the square')
const swept = await add('Sweep the lane', { agencyId: council, dueOn: '2099-01-01' })
const secret = await add('Watch the corner', { restricted: true })
const quiet = await add('Ask the family', { quiet: true })
const one = (actionId: string) => `/meeting-actions/${actionId}`

describe('the action log', () => {
  test('shows every open action of the police in one click, with how many there are and how late', async () => {
    const { body } = await world.get('/meeting-actions', coordinator)
    assert.match(body, new RegExp(`href="/meeting-actions\\?agency=${police}">Testbury Police</a> 1 open, <span class="wm-wrong">1 late</span>`))
    const theirs = (await world.get(`/meeting-actions?agency=${police}`, coordinator)).body
    assert.match(theirs, /Light the square/)
    assert.doesNotMatch(theirs, /Sweep the lane/)
    assert.doesNotMatch(body + theirs, /undefined|\bNaN\b|\[object/)
  })
  test('shows what is restricted, or of a confidential group, to those with a seat and to nobody else', async () => {
    const seen = async (actor: typeof coordinator) => (await world.get('/meeting-actions', actor)).body
    for (const [statement, href] of [['Watch the corner', one(secret)], ['Ask the family', one(quiet)]] as const) {
      assert.match(await seen(secretary), new RegExp(statement))
      assert.equal((await world.get(href, secretary)).statusCode, 200)
      for (const other of [coordinator, member, stranger]) {
        assert.doesNotMatch(await seen(other), new RegExp(statement))
        assert.equal((await world.get(href, other)).statusCode, 404)
      }
    }
    assert.equal((await world.get('/meeting-actions', reader)).statusCode, 404)
  })
  test('narrows to a group, a state, a person and a source, and takes what it does not understand for nothing', async () => {
    const statements = async (query: string) => ['Light the square', 'Sweep the lane', 'Ask the family'].filter((each) => query !== '' && bodies.get(query)!.includes(each))
    const bodies = new Map<string, string>()
    for (const query of [`group=${shutGroup}`, 'state=late', 'state=done', 'source=recommendation', 'person=nobody', `person=${officer.accountId}`]) bodies.set(query, (await world.get(`/meeting-actions?${query}`, secretary)).body)
    assert.deepEqual(await statements(`group=${shutGroup}`), ['Ask the family'])
    assert.deepEqual(await statements('state=late'), ['Light the square', 'Ask the family'])
    assert.deepEqual(await statements('state=done'), [])
    assert.deepEqual(await statements('source=recommendation'), [])
    assert.deepEqual(await statements('person=nobody'), ['Light the square', 'Sweep the lane', 'Ask the family'])
    assert.deepEqual(await statements(`person=${officer.accountId}`), [])
  })
  test('is taken away as CSV and as a workbook, with what the reader may see and no more, and that is written down', async () => {
    const csv = await world.get('/meeting-actions.csv', coordinator)
    assert.match(csv.body, /1\/2026,Light the square/)
    assert.doesNotMatch(csv.body, /Watch the corner|Ask the family/)
    assert.match((await world.get('/meeting-actions.csv', secretary)).body, /Watch the corner,Restricted/)
    assert.equal((await world.get('/meeting-actions.xlsx', coordinator)).statusCode, 200)
    const acts = await asSystem('read what was written down', (tx) => tx.selectFrom('audit_entry').select('details').where('act', '=', 'disclosed').where('subject_kind', '=', 'action log').where('account_id', '=', coordinator.accountId).execute(), partnershipId)
    assert.equal(acts.length, 2)
  })
  test('says how old an action is, and at how many meetings it was carried forward', async () => {
    await addMeeting(world.ours, openGroup, { heldOn: '2026-04-06', state: 'held' })
    await addMeeting(world.ours, openGroup, { heldOn: '2026-05-04', state: 'cancelled' }).catch(() => null)
    await addMeeting(world.ours, openGroup, { heldOn: '2026-06-01', state: 'held' })
    await addMeeting(world.ours, openGroup, { heldOn: '2099-06-01' })
    assert.match((await world.get(one(lit), member)).body, /carried forward at 2 meetings/)
  })
})

describe('one action', () => {
  const version = (actionId: string) => asUser(secretary, async (tx) => String((await selectOptionalGroupAction(tx, actionId))!.version))
  test('is ended with evidence by its owner, and by nobody else who merely reads it', async () => {
    const actionId = await add('Count the lamps')
    const fields = { state: 'done', evidence: 'Twelve work', version: '1' }
    assert.match((await world.get(one(actionId), officer)).body, /End the action/)
    assert.doesNotMatch((await world.get(one(actionId), officer)).body, /Save the change/)
    for (const other of [member, stranger, await world.ours.account('owner')]) {
      assert.doesNotMatch((await world.get(one(actionId), other)).body, /End the action/)
      assert.equal((await world.post(`${one(actionId)}/close`, other, fields)).statusCode, 404)
    }
    assert.equal((await world.post(`${one(actionId)}/close`, officer, { ...fields, evidence: '' })).statusCode, 422)
    assert.equal((await world.post(`${one(actionId)}/close`, officer, fields)).statusCode, 303)
    const page = (await world.get(one(actionId), member)).body
    assert.match(page, /Twelve work/)
    assert.match(page, /It was ended/)
  })
  test('is changed by those who keep its group, and its page says what stood before; nobody else changes it', async () => {
    const actionId = await add('Ask for a patrol', { dueOn: '2099-01-01' })
    const fields = { statement: 'Ask for two patrols', owner: `${police} ${officer.accountId}`, dueOn: '1 2 2099', version: '1' }
    for (const other of [officer, member, stranger]) {
      assert.equal((await world.post(`${one(actionId)}/change`, other, fields)).statusCode, 404)
      assert.equal((await world.post(`${one(actionId)}/change`, other, { ...fields, statement: '' })).statusCode, 404)
    }
    assert.equal((await world.post(`${one(actionId)}/change`, coordinator, fields)).statusCode, 303)
    const page = (await world.get(one(actionId), member)).body
    for (const words of [/Ask for two patrols/, /It said: Ask for a patrol/, /It was due 1 January 2099/]) assert.match(page, words)
    const stale = await world.post(`${one(actionId)}/change`, coordinator, { ...fields, statement: 'Ask for three' })
    assert.equal(stale.statusCode, 409)
    assert.match(stale.body, /Ask for three/)
    assert.match(stale.body, /Ask for two patrols/)
  })
  test('two who end it at once: the second is shown what the first said', async () => {
    const actionId = await add('Write to the landlord')
    assert.equal((await world.post(`${one(actionId)}/close`, officer, { state: 'done', evidence: 'Written', version: '1' })).statusCode, 303)
    const second = await world.post(`${one(actionId)}/close`, coordinator, { state: 'dropped', evidence: 'Not needed', version: '1' })
    assert.equal(second.statusCode, 409)
    assert.match(second.body, /Written/)
    assert.match(second.body, /Not needed/)
  })
  test('of a confidential group offers no owner who could not read it, and takes none', async () => {
    const { body } = await world.get(one(quiet), secretary)
    assert.match(body, new RegExp(seatedOfficer.accountId))
    assert.doesNotMatch(body, new RegExp(officer.accountId))
    const posted = await world.post(`${one(quiet)}/change`, secretary, { statement: 'Ask the family', owner: `${police} ${officer.accountId}`, dueOn: '1 4 2026', version: await version(quiet) })
    assert.equal(posted.statusCode, 422)
    assert.match(posted.body, /nobody can own an action they could not read/)
  })
  test('is restricted afterwards by somebody with a seat, once its owner can read it so', async () => {
    const actionId = await add('See the shopkeeper', { accountId: officer.accountId, dueOn: '2099-01-01' })
    const fields = { statement: 'See the shopkeeper', owner: `${police} ${officer.accountId}`, dueOn: '1 1 2099', restricted: 'yes', version: '1' }
    assert.equal((await world.post(`${one(actionId)}/change`, secretary, fields)).statusCode, 422)
    assert.equal((await world.post(`${one(actionId)}/change`, secretary, { ...fields, owner: `${police} ${seatedOfficer.accountId}` })).statusCode, 303)
    assert.equal((await world.get(one(actionId), member)).statusCode, 404)
    assert.equal((await world.get(one(actionId), seatedOfficer)).statusCode, 200)
  })
  test('ended too soon is opened again by those who keep its group, with what was said at its end', async () => {
    const actionId = await add('Mend the gate')
    await world.post(`${one(actionId)}/close`, officer, { state: 'done', evidence: 'Mended', version: '1' })
    assert.equal((await world.post(`${one(actionId)}/reopen`, officer, { version: '2' })).statusCode, 404)
    assert.equal((await world.post(`${one(actionId)}/reopen`, coordinator, { version: '2' })).statusCode, 303)
    assert.match((await world.get(one(actionId), member)).body, /It had been done: Mended/)
  })
  test('that is not there, or whose address is none, is not found', async () => {
    for (const address of [one(crypto.randomUUID()), one('nothing')]) assert.equal((await world.get(address, coordinator)).statusCode, 404)
  })
})

test('my work shows an owner what is theirs to do, a restricted one by its number alone, and nobody else’s', async () => {
  await add('Tell nobody', { accountId: seatedOfficer.accountId, restricted: true })
  const own = (await world.get('/my-work', seatedOfficer)).body
  assert.match(own, /Actions of meetings/)
  assert.match(own, /Light the square/)
  assert.doesNotMatch(own, /Tell nobody|Sweep the lane/)
  assert.doesNotMatch((await world.get('/my-work', member)).body, /Light the square/)
  assert.match((await world.get('/my-work', member)).body, /Sweep the lane/)
  assert.ok(swept)
})
