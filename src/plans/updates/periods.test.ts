import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { sendWaiting } from '../../notices/outbox.ts'
import { setOwners } from '../keeping/store.ts'
import { addTwoItemPlan, itemNow, readable, thisMonth, valueOn } from './specimens.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const police = await world.ours.account('owner', world.ours.police)
const gone = await world.ours.account('owner', world.ours.police)
const council = await world.ours.account('owner')
const board = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')
await asSystem('close an account', (tx) => tx.updateTable('account').set({ disabled_at: Temporal.Now.instant().toString() }).where('account_id', '=', gone.accountId).execute())
const { planId, patrols, lights } = await addTwoItemPlan(coordinator, world.ours)

const at = (rest = '') => `/plans/${planId}/periods${rest}`
const monthEnd = thisMonth.add({ months: 1 }).subtract({ days: 1 })
const dates = { name: 'This month', starts: thisMonth.toString(), ends: monthEnd.toString(), due: monthEnd.add({ days: 14 }).toString() }
const noticesOf = (actor: typeof police) => asUser(actor, (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).execute())

async function answer(actor: typeof police, itemId: string, narrative: string) {
  const { body } = await world.get(`/items/${itemId}/update/rating`, actor)
  const fields = { state: 'planned', declared: 'Amber', positionOn: thisMonth.toString(), narrative, follows: valueOn(body, 'follows') ?? '', version: valueOn(body, 'version') ?? '' }
  await world.post(`/items/${itemId}/update/rating`, actor, fields)
  assert.equal((await world.post(`/items/${itemId}/update/check`, actor, {})).statusCode, 303)
}

test('a coordinator opens a period from the one proposed; owners, board members and strangers cannot', async () => {
  const { body } = await world.get(at(), coordinator)
  assert.ok(valueOn(body, 'name'))
  for (const other of [police, board, stranger]) {
    for (const act of ['', '/remind', '/due', '/close']) assert.equal((await world.post(at(act), other, dates)).statusCode, 404)
    assert.equal((await world.get(at('/close'), other)).statusCode, 404)
  }
  assert.equal((await world.post(at(), coordinator, { ...dates, ends: '2001-01-01' })).statusCode, 422)
  assert.equal((await world.post(at(), coordinator, dates)).statusCode, 303)
  assert.match((await world.get(at(), board)).body, /This month is open/)
  assert.equal((await world.get(at(), stranger)).statusCode, 404)
})

test('one is open at a time, whoever is quicker', async () => {
  const refused = await world.post(at(), coordinator, { ...dates, name: 'Kept name' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /A period is open already/)
})

test('an address that is no plan’s is not found, whatever is done there', async () => {
  for (const act of ['', '/remind', '/due', '/close']) assert.equal((await world.post(`/plans/nonsense/periods${act}`, coordinator, { ...dates, newDue: '1 1 2190' })).statusCode, 404)
  assert.equal((await world.get('/plans/nonsense/periods', coordinator)).statusCode, 404)
})

test('all who have not answered are reminded once a day, closed accounts left out, and nothing personal is in the message', async () => {
  const first = await world.post(at('/remind'), coordinator, {})
  assert.equal(first.statusCode, 303)
  await world.post(at('/remind'), coordinator, {})
  const notices = await noticesOf(coordinator)
  assert.deepEqual(notices.map(({ account_id }) => account_id).sort(), [police.accountId, council.accountId].sort())
  for (const { subject, body } of notices) {
    assert.doesNotMatch(`${subject} ${body}`, /Patrol|Light|Testbury|owner/)
    assert.match(body, /\/my-work/)
  }
  assert.equal((await noticesOf(police)).length, 1)
  assert.equal((await noticesOf(stranger)).length, 0)
  assert.match(readable((await world.get('/my-work', police)).body), /you were reminded today/)
})

test('a reminder that cannot be delivered is shown to the coordinator with its reason, and to nobody else', async () => {
  await sendWaiting(async () => { throw new Error('The mailbox is full') })
  assert.match(readable((await world.get(at(), coordinator)).body), /could not be delivered .*The mailbox is full/)
  assert.doesNotMatch((await world.get(at(), board)).body, /mailbox/)
})

test('who has answered, who has not, and what they last said stand by owner', async () => {
  await answer(police, patrols, 'Shifts are drawn up')
  const text = readable((await world.get(at(), board)).body)
  assert.match(text, /1 of 2 items answered/)
  assert.match(text, /Testbury Council 0 of 1 2 Light the square Nothing was ever said/)
  assert.match(text, /Inspector, Testbury Police 1 of 1 Nothing/)
  await world.post(at('/remind'), coordinator, {})
  assert.equal((await noticesOf(coordinator)).length, 2)
})

test('owners may be given longer, and not less', async () => {
  assert.match((await world.post(at('/due'), coordinator, { newDue: thisMonth.toString() })).body, /after the one owners were given/)
  assert.equal((await world.post(at('/due'), coordinator, { newDue: monthEnd.add({ days: 30 }).toString() })).statusCode, 303)
})

test('closing first says who has not answered, and what is said later is not counted for the closed period', async () => {
  assert.match(readable((await world.get(at('/close'), coordinator)).body), /1 item of 2 has no answer/)
  assert.equal((await world.post(at('/close'), coordinator, {})).statusCode, 303)
  assert.equal((await world.post(at('/close'), coordinator, {})).statusCode, 404)
  assert.match((await world.get(at(), coordinator)).body, new RegExp(`/plans/${planId}/publish`))
  await answer(council, lights, 'Said too late')
  assert.equal((await itemNow(coordinator, planId, lights)).updates[0]?.reportingPeriodId, null)
  assert.ok((await itemNow(coordinator, planId, patrols)).updates[0]?.reportingPeriodId)
})

test('the next period comes after the last and shares no day with it, even when two coordinators open at once', async () => {
  assert.match((await world.post(at(), coordinator, dates)).body, /overlap with “This month”/)
  const next = { name: 'Next month', starts: monthEnd.add({ days: 1 }).toString(), ends: monthEnd.add({ days: 28 }).toString(), due: monthEnd.add({ days: 40 }).toString() }
  const both = await Promise.all([world.post(at(), coordinator, next), world.post(at(), coordinator, next)])
  assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [303, 422])
})

test('an item whose owner no account can answer for is named', async () => {
  await asUser(coordinator, (tx) => setOwners(tx, lights, [{ organisationId: null, unmatched: 'The Lamplighters', accountable: true }]))
  assert.match(readable((await world.get(at(), coordinator)).body), /The Lamplighters No owner there has an account/)
})
