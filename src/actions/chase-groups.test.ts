import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { asSystem, asUser } from '../db/tx.ts'
import { addGroup, addMeeting } from '../../test/meeting-fixture.ts'
import { openWorld } from '../../test/world.ts'
import { chaseActions } from './chase.ts'
import { addLearningAction, addMeetingAction } from './store.ts'

const world = await openWorld()
after(() => world.close())
const { police, partnershipId } = world.ours
const chair = await world.ours.account('board member')
const secretary = await world.ours.account('coordinator')
const officer = await world.ours.account('owner', police)
const unseated = await world.ours.account('owner', police)
const outside = await world.ours.account('board member')
const seats = [{ account: chair.accountId, role: 'chair' }, { account: secretary.accountId, role: 'secretary' }, { account: officer.accountId, organisationId: police }]
const groups = { open: await addGroup(world.ours, { name: 'Night Group', seats }), shut: await addGroup(world.ours, { name: 'Quiet Group', confidential: true, seats }) }
const DUE = Temporal.PlainDate.from('2026-05-01')

async function agreed({ group = 'open' as keyof typeof groups, accountId = null as string | null, agencyId = police, restricted = false } = {}) {
  const groupId = groups[group]
  const { meetingId } = await addMeeting(world.ours, groupId, { heldOn: '2026-04-01', state: 'held' })
  return (await asUser(secretary, (tx) => addMeetingAction(tx, { meetingId, groupId }, { statement: 'To do', owner: { agencyId, accountId }, dueOn: DUE.toString(), restricted })))!.actionId
}
const told = (actionId: string) => asSystem('read what was sent', async (tx) => (await tx.selectFrom('notice').select(['account_id', 'subject', 'effect', 'body']).where('effect', 'like', `%${actionId}%`).orderBy('created_at').execute()), partnershipId)
const end = (actionId: string) => asSystem('end an action', (tx) => tx.updateTable('action').set({ state: 'done', closed_on: '2026-05-01', evidence: 'Seen' }).where('action_id', '=', actionId).execute(), partnershipId)
const chase = (days: number) => chaseActions('https://w.example', DUE.add({ days }))

describe('chasing what meetings agreed', () => {
  test('reminds the person named, once before the day and once each week after it, and nobody else', async () => {
    const actionId = await agreed({ accountId: unseated.accountId })
    await chase(-10)
    assert.equal((await told(actionId)).length, 0)
    await chase(-2)
    await chase(-1)
    await chase(1)
    await chase(2)
    await chase(8)
    const sent = await told(actionId)
    assert.deepEqual(sent.map(({ account_id }) => account_id), [unseated.accountId, unseated.accountId, unseated.accountId])
    assert.match(sent[0]!.subject, /^Action \d+\/2026 of Night Group is nearly due$/)
    assert.match(sent[0]!.body, new RegExp(`https://w.example/meeting-actions/${actionId}`))
    assert.doesNotMatch(JSON.stringify(sent), /To do/)
    await end(actionId)
  })
  test('is safe to run twice, and by two at once', async () => {
    const actionId = await agreed()
    await Promise.all([chase(1), chase(1)])
    await chase(1)
    assert.equal((await told(actionId)).length, 1)
    await end(actionId)
  })
  test('reminds the people of the owner organisation who have a seat in the group', async () => {
    const actionId = await agreed()
    await chase(1)
    assert.deepEqual((await told(actionId)).map(({ account_id }) => account_id), [officer.accountId])
    await end(actionId)
  })
  test('tells the chair of what is 28 days late, and again at 56, and not before', async () => {
    const actionId = await agreed()
    const chairs = async () => (await told(actionId)).filter(({ account_id }) => account_id === chair.accountId).length
    const counts = []
    for (const days of [27, 28, 29, 55, 56]) {
      await chase(days)
      counts.push(await chairs())
    }
    assert.deepEqual(counts, [0, 1, 1, 1, 2])
    await end(actionId)
  })
  test('tells nobody of a restricted action who could not read it: an owner who lost the seat is passed over for those of the organisation who have one', async () => {
    const leaving = await world.ours.account('owner', police)
    await asSystem('give a seat', (tx) => tx.insertInto('group_seat').values({ partnership_id: partnershipId, group_id: groups.shut, organisation_id: police, role: 'member', account_id: leaving.accountId, since: '2020-01-01' }).execute(), partnershipId)
    const actionId = await agreed({ group: 'shut', accountId: leaving.accountId })
    await asSystem('take a seat', (tx) => tx.updateTable('group_seat').set({ until: '2026-04-15' }).where('account_id', '=', leaving.accountId).execute(), partnershipId)
    await chase(1)
    assert.deepEqual((await told(actionId)).map(({ account_id }) => account_id), [officer.accountId])
    await end(actionId)
  })
  test('where nobody stands for the owner, those who keep the group hear of it', async () => {
    const health = crypto.randomUUID()
    await asSystem('add a partner without accounts', async (tx) => {
      await tx.insertInto('organisation').values({ partnership_id: partnershipId, organisation_id: health, standing: 'statutory', sector: 'health' }).execute()
      await tx.insertInto('organisation_name').values({ partnership_id: partnershipId, organisation_id: health, name: 'Testbury Health', kind: 'name' }).execute()
    }, partnershipId)
    const actionId = await agreed({ agencyId: health })
    await chase(1)
    const sent = await told(actionId)
    assert.deepEqual(sent.map(({ account_id }) => account_id).sort(), [chair.accountId, secretary.accountId].sort())
    assert.match(sent[0]!.body, /no account stands for them/)
    await end(actionId)
  })
  test('an action on a recommendation is chased like the rest, and the chair of the board hears when it is 28 days late', async () => {
    await addGroup(world.ours, { name: 'The Board', kind: 'board', seats: [{ account: outside.accountId, role: 'chair' }] })
    const recommendationId = crypto.randomUUID()
    await asUser(secretary, async (tx) => {
      const learning_review_id = crypto.randomUUID()
      await tx.insertInto('learning_review').values({ partnership_id: partnershipId, learning_review_id, kind: 'other', title: 'Review A', restricted: false }).execute()
      await tx.insertInto('learning_recommendation').values({ partnership_id: partnershipId, learning_recommendation_id: recommendationId, learning_review_id, number: 1, statement: 'Train', owner_agency_id: police, due_on: '2026-05-01', wanted: 'Seen', state: 'open' }).execute()
    })
    const actionId = await asUser(secretary, (tx) => addLearningAction(tx, recommendationId, { statement: 'Train all', owner: { agencyId: police, accountId: officer.accountId }, dueOn: DUE.toString() }))
    assert.ok(actionId)
    await chase(28)
    assert.deepEqual((await told(actionId)).map(({ account_id }) => account_id).sort(), [officer.accountId, outside.accountId].sort())
  })
})
