import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addGroup } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem } from '../../db/tx.ts'
import { chaseLearning } from './chase.ts'
import type { State } from './learning.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId, police, council } = world.ours
const coordinator = await world.ours.account('coordinator')
const analyst = await world.ours.account('analyst')
const officer = await world.ours.account('owner', police)
const colleague = await world.ours.account('owner', police)
const chair = await world.ours.account('board member')
const boardChair = await world.ours.account('board member')
const groupId = await addGroup(world.ours, { name: 'Reviews Group', seats: [{ account: chair.accountId, role: 'chair' }] })
await addGroup(world.ours, { name: 'The Board', kind: 'board', seats: [{ account: boardChair.accountId, role: 'chair' }] })
const DUE = Temporal.PlainDate.from('2026-05-01')

type Asked = { accountId?: string | null; agencyId?: string; group?: string | null; restricted?: boolean; state?: State; dueOn?: string }
/** Puts a recommendation that was due on 1 May 2026 into the partnership; what was there before is ended. */
const recommended = ({ accountId = officer.accountId, agencyId = police, group = groupId, restricted = false, state = 'open', dueOn = DUE.toString() }: Asked = {}) => asSystem('put a recommendation into a test partnership', async (tx) => {
  await tx.updateTable('learning_recommendation').set({ state: 'not accepted', reason: 'Before this test' }).execute()
  const [learning_review_id, learning_recommendation_id] = [crypto.randomUUID(), crypto.randomUUID()]
  await tx.insertInto('learning_review').values({ partnership_id: partnershipId, learning_review_id, kind: 'other', title: 'Review of a quiet house', group_id: group, restricted }).execute()
  await tx.insertInto('learning_recommendation').values({ partnership_id: partnershipId, learning_recommendation_id, learning_review_id, number: 1, statement: 'Knock twice', owner_agency_id: agencyId, owner_account_id: accountId, due_on: dueOn, wanted: 'Seen', state }).execute()
  return learning_recommendation_id
}, partnershipId)
const chase = (days: number) => asSystem('chase what reviews recommend', (tx) => chaseLearning(tx, 'https://w.example', DUE.add({ days })), partnershipId)
const told = (id: string) => asSystem('read what was sent', async (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body', 'effect']).where('effect', 'like', `%${id}%`).execute(), partnershipId)
const toldTo = async (id: string) => (await told(id)).map(({ account_id }) => account_id).sort()
const only = (...actors: { accountId: string }[]) => actors.map(({ accountId }) => accountId).sort()

describe('recommendations that are late', () => {
  test('their owner hears of it once, and not on the day itself; a fortnight later those who keep the papers and the group’s chair, once', async () => {
    const id = await recommended()
    assert.equal(await chase(0), 0)
    await chase(1)
    await chase(13)
    assert.deepEqual(await toldTo(id), only(officer))
    await Promise.all([chase(14), chase(14)])
    await chase(60)
    assert.deepEqual(await toldTo(id), only(officer, coordinator, chair))
  })
  test('what was done is late like the rest; a change that was seen, and what is not accepted, are not', async () => {
    await recommended({ state: 'action done' })
    assert.equal(await chase(1), 1)
    await recommended({ state: 'change seen' })
    assert.equal(await chase(20), 0)
  })
  test('a notice says nothing of the review and leads to the recommendation', async () => {
    const sent = await told(await recommended().then(async (id) => (await chase(14), id)))
    assert.doesNotMatch(JSON.stringify(sent), /quiet house|Knock/)
    for (const { body } of sent) assert.match(body, /https:\/\/w\.example\/learning\/[0-9a-f-]{36}\/1/)
  })
  test('an organisation with nobody named: its people who give updates; and where no group follows the review, the board’s chair', async () => {
    const id = await recommended({ accountId: null, group: null })
    await chase(1)
    assert.deepEqual(await toldTo(id), only(officer, colleague))
    await chase(14)
    assert.deepEqual(await toldTo(id), only(officer, colleague, coordinator, boardChair))
  })
  test('of a restricted review nobody hears who could not read it, not its owner either: those who could hear of it at once', async () => {
    const id = await recommended({ restricted: true, group: null })
    await chase(1)
    assert.deepEqual(await toldTo(id), only(coordinator))
    assert.match((await told(id))[0]!.subject, /nobody stands for its owner/)
    const own = await recommended({ restricted: true, agencyId: council, accountId: analyst.accountId })
    await chase(1)
    assert.deepEqual(await toldTo(own), only(analyst))
  })
  test('a new day begins it again', async () => {
    const id = await recommended()
    await chase(1)
    await asSystem('give it more time', (tx) => tx.updateTable('learning_recommendation').set({ due_on: DUE.add({ days: 30 }).toString() }).where('learning_recommendation_id', '=', id).execute(), partnershipId)
    assert.equal(await chase(30), 0)
    assert.equal(await chase(31), 1)
  })
})
