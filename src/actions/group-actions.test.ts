import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { asSystem, asUser } from '../db/tx.ts'
import { addGroup, addMeeting } from '../../test/meeting-fixture.ts'
import { openWorld } from '../../test/world.ts'
import { addMeetingAction, selectGroupActions } from './store.ts'
import { circleOf, selectMeetingOwners } from './owners.ts'

const world = await openWorld()
after(() => world.close())
const { council, police, partnershipId } = world.ours
const coordinator = await world.ours.account('coordinator')
const secretary = await world.ours.account('case worker')
const officer = await world.ours.account('case worker', police)
const colleague = await world.ours.account('owner', police)
const stranger = await world.theirs.account('coordinator')
const seats = [{ account: secretary.accountId, role: 'secretary' }, { account: officer.accountId, organisationId: police }]
const openGroup = await addGroup(world.ours, { name: 'Open Group', seats })
const shutGroup = await addGroup(world.ours, { name: 'Shut Group', confidential: true, seats })
const action = { statement: 'Light the square', owner: { agencyId: council, accountId: null }, dueOn: '2026-04-01' }

describe('numbers of actions', () => {
  test('run on within a group and the year of its meeting, each group and year its own', async () => {
    const groupId = await addGroup(world.ours, { seats })
    const [first, later] = [await addMeeting(world.ours, groupId, { heldOn: '2025-12-01' }), await addMeeting(world.ours, groupId, { heldOn: '2026-01-05' })]
    const numbers = await asUser(secretary, async (tx) => {
      const given = []
      for (const { meetingId } of [first, first, later, first]) given.push((await addMeetingAction(tx, { meetingId, groupId }, action))?.reference)
      return given
    })
    assert.deepEqual(numbers, ['1/2025', '2/2025', '1/2026', '3/2025'])
  })
  test('are not taken twice by two secretaries at once', async () => {
    const groupId = await addGroup(world.ours, { seats })
    const { meetingId } = await addMeeting(world.ours, groupId)
    const given = await Promise.all(Array.from({ length: 8 }, (_, n) => asUser(n % 2 ? secretary : coordinator, (tx) => addMeetingAction(tx, { meetingId, groupId }, action))))
    assert.deepEqual(given.map((made) => made?.reference).sort(), [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `${n}/2026`))
  })
  test('pass over one that stands on a restricted action, which whoever counts may not read', async () => {
    const groupId = await addGroup(world.ours, { seats })
    const { meetingId } = await addMeeting(world.ours, groupId)
    await asUser(secretary, (tx) => addMeetingAction(tx, { meetingId, groupId }, { ...action, restricted: true }))
    assert.equal((await asUser(coordinator, (tx) => addMeetingAction(tx, { meetingId, groupId }, action)))?.reference, '2/2026')
    assert.equal((await asUser(coordinator, (tx) => selectGroupActions(tx, { groupId }))).length, 1)
    assert.equal((await asUser(secretary, (tx) => selectGroupActions(tx, { groupId }))).length, 2)
  })
})

describe('who may own an action', () => {
  const offered = (groupId: string, restricted: boolean) => asUser(secretary, async (tx) => (await selectMeetingOwners(tx, (await circleOf(tx, groupId, restricted))!, '2026-03-02')).map(({ agencyId, accountId }) => accountId ?? agencyId))
  test('in an open group everyone who reads meetings, and every organisation', async () => {
    const owners = await offered(openGroup, false)
    for (const owner of [council, police, coordinator.accountId, officer.accountId, colleague.accountId]) assert.ok(owners.includes(owner))
    assert.ok(!owners.includes(stranger.accountId))
  })
  test('of a confidential group or a restricted action, nobody who could not read it', async () => {
    for (const [groupId, restricted] of [[shutGroup, false], [openGroup, true]] as const)
      assert.deepEqual((await offered(groupId, restricted)).sort(), [council, police, secretary.accountId, officer.accountId].sort())
    const { meetingId } = await addMeeting(world.ours, shutGroup)
    const add = (accountId: string | null, agencyId: string = police) => asUser(secretary, (tx) => addMeetingAction(tx, { meetingId, groupId: shutGroup }, { ...action, owner: { agencyId, accountId } }))
    assert.equal(await add(colleague.accountId), null)
    assert.ok(await add(officer.accountId))
  })
  test('an organisation whose seat names no account owns nothing that only a seat may read', async () => {
    const health = crypto.randomUUID()
    await asSystem('add a partner without accounts', async (tx) => {
      await tx.insertInto('organisation').values({ partnership_id: partnershipId, organisation_id: health, standing: 'statutory', sector: 'health' }).execute()
      await tx.insertInto('organisation_name').values({ partnership_id: partnershipId, organisation_id: health, name: 'Testbury Health', kind: 'name' }).execute()
      await tx.insertInto('group_seat').values({ partnership_id: partnershipId, group_id: shutGroup, organisation_id: health, role: 'member', person: 'Somebody' }).execute()
    }, partnershipId)
    assert.ok(!(await offered(shutGroup, false)).includes(health))
    assert.ok((await offered(openGroup, false)).includes(health))
  })
})
