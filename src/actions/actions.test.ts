import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../test/case-fixture.ts'
import { openWorld, type World } from '../../test/world.ts'
import { asSystem, asUser } from '../db/tx.ts'
import { chaseActions } from './chase.ts'
import { addAction, selectActions } from './store.ts'

let world: World
let casework: Casework
before(async () => {
  world = await openWorld()
  casework = await addCasework(world.ours)
})
after(() => world.close())

const listOf = async (caseId: string) => asUser(casework.coordinator, (tx) => selectActions(tx, { caseId }))
const agree = async (caseId: string, fields: Record<string, string> = {}) =>
  world.post(`/cases/${caseId}/actions`, casework.worker, { statement: 'Offer a support worker', owner: `${world.ours.police} ${casework.officer.accountId}`, dueOn: '1 6 2030', ...fields })

test('an action has one owner and a day, and shows to all who take part', async () => {
  const { caseId } = await addCase(casework)
  assert.equal((await agree(caseId)).statusCode, 303)
  const { body } = await world.get(`/cases/${caseId}/actions`, casework.officer)
  assert.match(body, /Offer a support worker/)
  assert.match(body, /Testbury case worker \d+, Testbury Police/)
  assert.match(body, /Due 1 June 2030/)
})

test('a form that cannot be an action says what is missing beside each field and gives back what was typed', async () => {
  const { caseId } = await addCase(casework)
  const { statusCode, body } = await agree(caseId, { owner: '', dueOn: '31 2 2030' })
  assert.equal(statusCode, 422)
  for (const said of ['Choose who will do it', 'Enter a date', 'Offer a support worker']) assert.match(body, new RegExp(said))
  assert.match((await agree(caseId, { dueOn: '1 6 2020' })).body, /today or later/)
})

test('an action is given to nobody who takes no part, is shut out, or is of another partnership', async () => {
  const { caseId } = await addCase(casework)
  const stranger = await world.ours.account('case worker')
  const elsewhere = await world.theirs.account('case worker', world.theirs.police)
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: casework.chair.accountId, reason: 'A relative', declared_by: casework.coordinator.accountId }).execute())
  for (const owner of [`${world.ours.council} ${stranger.accountId}`, `${world.theirs.police} ${elsewhere.accountId}`, `${world.ours.police} ${casework.chair.accountId}`, world.theirs.police])
    assert.equal((await agree(caseId, { owner })).statusCode, 422, owner)
  assert.doesNotMatch((await world.get(`/cases/${caseId}/actions`, casework.worker)).body, new RegExp(casework.chair.accountId))
  assert.equal((await listOf(caseId)).length, 0)
})

test('an action ends with what shows it was done; one that waits says so in words', async () => {
  const { caseId } = await addCase(casework)
  await agree(caseId)
  const [action] = await listOf(caseId)
  const url = `/cases/${caseId}/actions/${action!.actionId}`
  assert.equal((await world.post(`${url}/close`, casework.officer, { state: 'done', evidence: '', version: '1' })).statusCode, 422)
  assert.equal((await world.post(`${url}/close`, casework.officer, { state: 'done', evidence: 'Visited and accepted', version: '1' })).statusCode, 303)
  const { body } = await world.get(`/cases/${caseId}/actions`, casework.officer)
  assert.match(body, /Visited and accepted/)
  assert.match(body, /Nothing is waiting to be done/)
})

test('nobody without a part sees, adds, changes or ends an action', async () => {
  const { caseId } = await addCase(casework)
  await agree(caseId)
  const [action] = await listOf(caseId)
  const stranger = await world.ours.account('case worker')
  const elsewhere = (await addCasework(world.theirs)).coordinator
  for (const actor of [stranger, elsewhere, casework.patrol]) {
    const url = `/cases/${caseId}/actions`
    assert.equal((await world.get(url, actor)).statusCode, 404)
    assert.equal((await world.get(`${url}/${action!.actionId}`, actor)).statusCode, 404)
    assert.equal((await world.post(url, actor, { statement: 'x', owner: world.ours.police, dueOn: '1 6 2030' })).statusCode, 404)
    assert.equal((await world.post(`${url}/${action!.actionId}/close`, actor, { state: 'done', evidence: 'x', version: '1' })).statusCode, 404)
  }
  assert.equal((await listOf(caseId))[0]!.state, 'open')
})

test('two who change one action at once: one is saved, and the other gets back what they typed beside what stands', async () => {
  const { caseId } = await addCase(casework)
  await agree(caseId)
  const [action] = await listOf(caseId)
  const change = (actor: typeof casework.officer, statement: string) => world.post(`/cases/${caseId}/actions/${action!.actionId}/change`, actor, { statement, owner: world.ours.police, dueOn: '1 6 2030', version: '1' })
  const [first, second] = [await change(casework.officer, 'Visit on Monday'), await change(casework.worker, 'Visit on Tuesday')]
  assert.equal(first!.statusCode, 303)
  assert.equal(second!.statusCode, 409)
  assert.match(second!.body, /Visit on Monday/)
  assert.match(second!.body, /<textarea[^>]*name="statement"[^>]*>Visit on Tuesday</)
  assert.equal((await listOf(caseId))[0]!.statement, 'Visit on Monday')
})

test('my actions are those that name me, and my agency’s that name nobody', async () => {
  const { caseId } = await addCase(casework)
  await asUser(casework.worker, async (tx) => {
    const cover = { caseId, parties: [world.ours.council, world.ours.police] }
    for (const accountId of [casework.officer.accountId, casework.chair.accountId, null]) await addAction(tx, cover, { statement: `For ${accountId === null ? 'nobody' : accountId === casework.officer.accountId ? 'the officer' : 'the chair'}`, owner: { agencyId: world.ours.police, accountId }, dueOn: '2030-06-01' })
  })
  const mine = await asUser(casework.officer, (tx) => selectActions(tx, { mine: true }, { openOnly: true }))
  assert.deepEqual(mine.filter((action) => action.caseId === caseId).map(({ statement }) => statement).toSorted(), ['For nobody', 'For the officer'])
  assert.equal((await asUser(casework.worker, (tx) => selectActions(tx, { mine: true }))).filter((action) => action.caseId === caseId).length, 0)
})

test('an owner is reminded once before the day and once a week after, by reference and link alone; one who is shut out never is', async () => {
  const { caseId } = await addCase(casework)
  await agree(caseId)
  const chase = (day: string) => chaseActions('http://example.test', Temporal.PlainDate.from(day))
  const notices = () => asSystem('read notices in a test', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('body', 'like', `%${caseId}%`).execute(), world.ours.partnershipId)
  await chase('2030-05-28')
  assert.equal((await notices()).length, 0)
  await chase('2030-05-29')
  await chase('2030-05-30')
  await chase('2030-06-03')
  const written = await notices()
  assert.equal(written.length, 2)
  for (const { account_id, subject, body } of written) {
    assert.equal(account_id, casework.officer.accountId)
    assert.doesNotMatch(`${subject} ${body}`, /support worker|Testa/)
  }
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: casework.officer.accountId, reason: 'A relative', declared_by: casework.coordinator.accountId }).execute())
  await chase('2030-06-20')
  assert.equal((await notices()).filter(({ account_id }) => account_id === casework.officer.accountId).length, 2)
})
