import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { todayInLondon } from '../../calendar/dates.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { selectSeats } from '../groups/store.ts'

const world = await openWorld()
after(() => world.close())
const { police, partnershipId } = world.ours
const today = todayInLondon(Temporal.Now.instant())
const secretary = await world.ours.account('case worker')
const outsider = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')

async function group(confidential: boolean) {
  const groupId = await addGroup(world.ours, { name: confidential ? 'Quiet Group' : 'Open Group', confidential, quorum: 2, seats: [{ account: secretary.accountId, role: 'secretary' }, { person: 'The Superintendent', organisationId: police }, { person: null, organisationId: police, statutory: true, role: 'adviser' }] })
  const seats = await asUser(secretary, (tx) => selectSeats(tx, groupId))
  for (const [at, months] of [5, 4, 3].entries()) {
    const { meetingId } = await addMeeting(world.ours, groupId, { heldOn: today.subtract({ months }).toString(), state: 'held' })
    await asSystem('mark who came', (tx) => tx.insertInto('attendance').values(seats.filter(({ person }) => person !== null).map(({ seatId, role, person, organisationId }) => ({
      partnership_id: partnershipId, meeting_id: meetingId, group_id: groupId, group_seat_id: seatId, organisation_id: organisationId, name: person!, state: role === 'secretary' ? 'present' : at === 0 ? 'apologies' : 'absent',
    }))).execute(), partnershipId)
  }
  return groupId
}

test('attendance over time shows each seat, names who stays away and which statutory seat nobody fills', async () => {
  const groupId = await group(false)
  for (const actor of [secretary, outsider]) {
    const { body } = await world.get(`/groups/${groupId}/attendance`, actor)
    assert.match(body, /<strong>Testbury Police<\/strong> missed the last 3 meetings/)
    assert.match(body, /3 of 3 \(100%\)/)
    assert.match(body, /0 of 3 \(0%\)/)
    assert.match(body, /Testbury Police, Adviser/)
    assert.match(body, /No: 2 needed/)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  }
  assert.equal((await world.get(`/groups/${groupId}/attendance`, stranger)).statusCode, 404)
  assert.equal((await world.get('/groups/none/attendance', secretary)).statusCode, 404)
})

test('attendance is taken away as CSV by who reads it; of a confidential group by those with a seat, and others learn nothing but what is vacant', async () => {
  const groupId = await group(true)
  const csv = await world.get(`/groups/${groupId}/attendance.csv`, secretary)
  assert.match(csv.body, /Testbury Police,member,,The Superintendent,apologies/)
  assert.match(csv.body, /Vacant,not marked/)
  for (const other of [outsider, stranger]) assert.equal((await world.get(`/groups/${groupId}/attendance.csv`, other)).statusCode, 404)
  const { body } = await world.get(`/groups/${groupId}/attendance`, outsider)
  assert.match(body, /for those who have a seat in it/)
  assert.doesNotMatch(body, /missed the last|of 3 \(/)
})
