import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Actor, asSystem, asUser } from '../src/db/tx.ts'
import { addGroup, addMeeting } from './meeting-fixture.ts'
import { openWorld } from './world.ts'

// Who reads, minutes and ends what of a meeting, tried as the application's own role: docs/decisions/0013. Runs on the embedded database, and again on a server.
const world = await openWorld()
after(() => world.close())
const { partnershipId } = world.ours

/** Each stands to the confidential group as they are called. */
const people: Record<string, Actor> = {}
let open: Awaited<ReturnType<typeof addMeeting>> & { groupId: string }
let shut: typeof open

const CONTENT = ['agenda_item', 'meeting_paper', 'attendance', 'declared_interest', 'decision', 'issued_minutes', 'action'] as const

before(async () => {
  for (const name of ['coordinator', 'secretary', 'member', 'deputy', 'former member', 'owner']) people[name] = await world.ours.account(name === 'coordinator' ? 'coordinator' : name === 'owner' ? 'owner' : 'case worker')
  Object.assign(people, { outsider: await world.ours.account('board member'), administrator: await world.ours.account('administrator'), reader: await world.ours.account('reader'), stranger: await world.theirs.account('coordinator') })
  const seats = [
    { account: people.secretary!.accountId, role: 'secretary' }, { account: people.member!.accountId, deputy: people.deputy!.accountId }, { account: people['former member']!.accountId, until: '2021-01-01' },
  ]
  const groups = [await addGroup(world.ours, { name: 'Open Group', seats }), await addGroup(world.ours, { name: 'Shut Group', confidential: true, seats })] as const
  ;[open, shut] = await Promise.all(groups.map(async (groupId) => ({ groupId, ...(await addMeeting(world.ours, groupId)) }))) as [typeof open, typeof open]
  await asSystem('put what was said into two meetings', async (tx) => {
    for (const { groupId: group_id, meetingId: meeting_id } of [open, shut])
      for (const restricted of [false, true]) {
        const hung = { partnership_id: partnershipId, meeting_id, group_id, restricted }
        await tx.insertInto('meeting_paper').values({ ...hung, title: 'A paper' }).execute()
        await tx.insertInto('attendance').values({ ...hung, name: 'A guest', state: 'present' }).execute()
        await tx.insertInto('declared_interest').values({ ...hung, name: 'A member', interest: 'Lives there', handled: 'left the room' }).execute()
        await tx.insertInto('decision').values({ ...hung, reference: `D${restricted ? 2 : 1}/2026`, kind: 'decided', statement: 'So be it' }).execute()
        await tx.insertInto('action').values({ ...hung, reference: `${restricted ? 2 : 1}/2026`, statement: 'To do it', owner_agency_id: world.ours.council, owner_account_id: people.owner!.accountId, due_on: '2026-04-01', state: 'open' }).execute()
        const { restricted: _, ...issued } = hung
        await tx.insertInto('issued_minutes').values({ ...issued, audience: restricted ? 'group' : 'partnership', issue: 1, shown: '{}' }).execute()
      }
  }, partnershipId)
})

const seen = (actor: Actor, table: string, groupId: string) => asUser(actor, async (tx) => (await sql<{ restricted: boolean }>`select restricted from ${sql.table(table)} where group_id = ${groupId} order by restricted`.execute(tx)).rows.map(({ restricted }) => (restricted ? 'restricted' : 'open')))

const BOTH = ['open', 'restricted']
const ROWS: [string, open: string[], shut: string[]][] = [
  ['coordinator', ['open'], []], ['outsider', ['open'], []], ['former member', ['open'], []], ['owner', ['open'], []],
  ['secretary', BOTH, BOTH], ['member', BOTH, BOTH], ['deputy', BOTH, BOTH],
  ['administrator', [], []], ['reader', [], []], ['stranger', [], []],
]

describe('who reads what is said in a meeting', () => {
  for (const [who, ofOpen, ofShut] of ROWS)
    test(`${who}: of an open group ${ofOpen.join(' and ') || 'nothing'}, of a confidential one ${ofShut.join(' and ') || 'nothing'}`, async () => {
      for (const table of CONTENT) assert.deepEqual([table, await seen(people[who]!, table, open.groupId), await seen(people[who]!, table, shut.groupId)], [table, ofOpen, ofShut])
    })

  test('that a confidential group meets, and when, is read by all who read meetings', async () => {
    const days = (actor: Actor) => asUser(actor, (tx) => tx.selectFrom('meeting').select('held_on').where('meeting_id', '=', shut.meetingId).execute())
    assert.equal((await days(people.outsider!)).length, 1)
    for (const who of ['administrator', 'reader', 'stranger']) assert.equal((await days(people[who]!)).length, 0, who)
  })
})

const may = (actor: Actor, work: Parameters<typeof asUser<unknown>>[1]) => asUser(actor, work).then(
  (given) => given !== null && (typeof given !== 'object' || !('numUpdatedRows' in given) || (given as { numUpdatedRows: bigint }).numUpdatedRows > 0n),
  (error: Error) => (/row-level security|by those who minute/.test(error.message) ? false : Promise.reject(error)),
)
const minutes = (actor: Actor, itemId: string) => may(actor, (tx) => tx.updateTable('agenda_item').set({ minuted: 'Said' }).where('agenda_item_id', '=', itemId).executeTakeFirst())

describe('who minutes', () => {
  const TABLE: [string, openOfOpen: boolean, restrictedOfOpen: boolean, ofShut: boolean][] = [
    ['coordinator', true, false, false], ['secretary', true, true, true], ['member', false, false, false], ['deputy', false, false, false], ['outsider', false, false, false],
    ['administrator', false, false, false], ['stranger', false, false, false],
  ]
  for (const [who, ...allowed] of TABLE)
    test(`${who}: ${['open items', 'restricted items', 'a confidential group’s items'].filter((_, n) => allowed[n]).join(', ') || 'nothing'}`, async () => {
      const actor = people[who]!
      assert.deepEqual([await minutes(actor, open.openItemId), await minutes(actor, open.restrictedItemId), await minutes(actor, shut.openItemId)], allowed)
      const { groupId: group_id, meetingId: meeting_id } = shut
      const added = await may(actor, (tx) => tx.insertInto('decision').values({ partnership_id: partnershipId, meeting_id, group_id, reference: `D${Math.floor(Math.random() * 1e6)}/2026`, kind: 'noted', statement: 'Noted' }).execute())
      assert.equal(added, allowed[2])
    })

  test('issued minutes are never changed, whoever asks', async () => {
    for (const who of ['secretary', 'coordinator', 'member']) assert.equal(await may(people[who]!, (tx) => tx.updateTable('issued_minutes').set({ shown: '{"said":"other"}' }).executeTakeFirst()), false, who)
  })
})

describe('how a group is made up', () => {
  test('keeping meetings is no key to a confidential group: nobody without a seat gives one, opens it, or moves its meetings', async () => {
    const coordinator = people.coordinator!
    assert.equal(await may(coordinator, (tx) => tx.insertInto('group_seat').values({ partnership_id: partnershipId, group_id: shut.groupId, organisation_id: world.ours.council, role: 'secretary', account_id: coordinator.accountId }).execute()), false)
    assert.equal(await may(coordinator, (tx) => tx.updateTable('meeting_group').set({ confidential: false }).where('group_id', '=', shut.groupId).executeTakeFirst()), false)
    assert.equal(await may(coordinator, (tx) => tx.updateTable('group_seat').set({ account_id: coordinator.accountId }).where('group_id', '=', shut.groupId).executeTakeFirst()), false)
    assert.equal(await may(coordinator, (tx) => tx.updateTable('meeting').set({ place: 'Elsewhere' }).where('meeting_id', '=', shut.meetingId).executeTakeFirst()), false)
    assert.equal(await may(people.secretary!, (tx) => tx.updateTable('meeting').set({ place: 'Room 2' }).where('meeting_id', '=', shut.meetingId).executeTakeFirst()), true)
  })
  test('the governance lead gives a seat where nobody is left to, and reads nothing herself', async () => {
    const lead = await world.ours.account('information governance lead')
    assert.equal(await may(lead, (tx) => tx.insertInto('group_seat').values({ partnership_id: partnershipId, group_id: shut.groupId, organisation_id: world.ours.council, role: 'member', person: 'Somebody' }).execute()), true)
    assert.deepEqual(await seen(lead, 'agenda_item', shut.groupId), [])
  })
  test('whoever makes a group gives its first seat, and a member cannot make one', async () => {
    const make = (actor: Actor) => may(actor, async (tx) => {
      const group_id = crypto.randomUUID()
      await tx.insertInto('meeting_group').values({ partnership_id: actor.partnershipId, group_id, kind: 'working', confidential: true }).execute()
      await tx.insertInto('group_name').values({ partnership_id: actor.partnershipId, group_id, name: 'New', kind: 'name' }).execute()
      await tx.insertInto('group_seat').values({ partnership_id: actor.partnershipId, group_id, organisation_id: world.ours.council, role: 'secretary', account_id: actor.accountId }).execute()
    })
    assert.deepEqual([await make(people.coordinator!), await make(people.member!)], [true, false])
  })
  test('terms that were adopted are changed by nobody', async () => {
    await assert.rejects(asUser(people.secretary!, (tx) => tx.updateTable('terms').set({ introduction: 'Otherwise' }).where('group_id', '=', open.groupId).execute()), /adopted/)
  })
})

describe('an action of a meeting', () => {
  const end = (actor: Actor, reference: string, set: object) => may(actor, (tx) => tx.updateTable('action').set(set).where('group_id', '=', open.groupId).where('reference', '=', reference).executeTakeFirst())
  const done = { state: 'done', closed_on: '2026-03-09', evidence: 'Seen' }
  test('is ended by its owner, who does not reword it; and by nobody else', async () => {
    assert.equal(await end(people.outsider!, '1/2026', done), false)
    assert.equal(await end(people.owner!, '1/2026', { statement: 'Less' }), false)
    assert.equal(await end(people.owner!, '2/2026', done), false, 'a restricted one is not read by an owner without a seat')
    assert.equal(await end(people.owner!, '1/2026', done), true)
  })
  test('hangs on one thing only', async () => {
    const { groupId: group_id, meetingId: meeting_id } = open
    await assert.rejects(asSystem('try an action that hangs on nothing', (tx) => tx.insertInto('action').values({ partnership_id: partnershipId, statement: 'x', owner_agency_id: world.ours.council, due_on: '2026-04-01', state: 'open' }).execute(), partnershipId), /check constraint/)
    await assert.rejects(asSystem('try an action of a meeting without a number', (tx) => tx.insertInto('action').values({ partnership_id: partnershipId, meeting_id, group_id, statement: 'x', owner_agency_id: world.ours.council, due_on: '2026-04-01', state: 'open' }).execute(), partnershipId), /check constraint/)
  })
})

describe('papers, learning and what the public reads', () => {
  test('a draft paper is for those who write papers; an edition for those who read them; the public site is opened by who may publish', async () => {
    const paper_id = crypto.randomUUID()
    const write = (actor: Actor) => may(actor, (tx) => tx.insertInto('paper').values({ partnership_id: actor.partnershipId, paper_id: crypto.randomUUID(), kind: 'other', title: 'A paper', starts: '2026-01-01', ends: '2026-03-31' }).execute())
    const analyst = await world.ours.account('analyst')
    assert.deepEqual([await write(people.coordinator!), await write(analyst), await write(people.outsider!), await write(people.reader!)], [true, true, false, false])
    await asUser(people.coordinator!, (tx) => tx.insertInto('paper').values({ partnership_id: partnershipId, paper_id, kind: 'other', title: 'A draft', starts: '2026-01-01', ends: '2026-03-31' }).execute())
    const drafts = (actor: Actor) => asUser(actor, (tx) => tx.selectFrom('paper').select('paper_id').where('paper_id', '=', paper_id).execute())
    assert.deepEqual([(await drafts(analyst)).length, (await drafts(people.outsider!)).length, (await drafts(people.stranger!)).length], [1, 0, 0])
    const publish = (actor: Actor) => may(actor, (tx) => tx.insertInto('paper_edition').values({ partnership_id: partnershipId, paper_id, number: 1, shown: '{}' }).execute())
    assert.deepEqual([await publish(analyst), await publish(people.coordinator!)], [false, true])
    const editions = (actor: Actor) => asUser(actor, (tx) => tx.selectFrom('paper_edition').select('number').where('paper_id', '=', paper_id).execute())
    assert.deepEqual([(await editions(people.outsider!)).length, (await editions(people.reader!)).length, (await editions(people.stranger!)).length], [1, 0, 0])
    const site = (actor: Actor) => may(actor, (tx) => tx.insertInto('public_site').values({ partnership_id: actor.partnershipId, address: 'testbury' }).execute())
    assert.deepEqual([await site(analyst), await site(people.outsider!), await site(people.coordinator!)], [false, false, true])
  })
  test('what was released is withdrawn, once, and never changed', async () => {
    const coordinator = people.coordinator!
    await asUser(coordinator, (tx) => tx.insertInto('public_release').values({ partnership_id: partnershipId, kind: 'plan', subject_id: crypto.randomUUID(), title: 'A plan', shown: '{}' }).execute())
    await assert.rejects(asUser(coordinator, (tx) => tx.updateTable('public_release').set({ title: 'Another' }).execute()), /not changed/)
    const withdraw = (actor: Actor) => may(actor, (tx) => tx.updateTable('public_release').set({ withdrawn_at: '2026-03-01T00:00:00Z', withdrawn_reason: 'A mistake' }).executeTakeFirst())
    assert.deepEqual([await withdraw(people.outsider!), await withdraw(people.stranger!), await withdraw(coordinator)], [false, false, true])
    await assert.rejects(withdraw(coordinator), /not changed/)
  })
  test('a restricted review is read by its group and by those who write papers', async () => {
    const learning_review_id = crypto.randomUUID()
    await asUser(people.coordinator!, (tx) => tx.insertInto('learning_review').values({ partnership_id: partnershipId, learning_review_id, kind: 'other', title: 'A review', group_id: shut.groupId }).execute())
    const read = async (who: string) => (await asUser(people[who]!, (tx) => tx.selectFrom('learning_review').select('title').where('learning_review_id', '=', learning_review_id).execute())).length
    assert.deepEqual(await Promise.all(['coordinator', 'member', 'outsider', 'owner', 'reader', 'stranger'].map(read)), [1, 1, 0, 0, 0, 0])
  })
})
