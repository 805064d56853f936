import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'
import type { Meeting } from '../meeting.ts'
import { dateFindings } from './date-check.ts'

const other = (over: Partial<Meeting> & { name?: string }): Meeting => ({
  meetingId: 'other', groupId: 'other', group: { name: over.name ?? 'Victims Group', kind: 'working', confidential: false, keeps: false, seated: false, reads: true }, seriesId: null, meantFor: null,
  heldOn: '2026-06-01', beginsAt: '11:00', minutes: 60, place: 'North Wing', online: null, state: 'planned', minutesState: 'none', changedReason: null, version: 1, ...over,
})
const thought = { meetingId: null, groupId: 'own', heldOn: '2026-06-01', beginsAt: '10:00', minutes: 90, place: 'north wing' }
const today = Temporal.PlainDate.from('2026-01-10')

describe('Before a day is kept', () => {
  test('a first Monday that is a bank holiday is told, with the next working day', () => {
    assert.deepEqual(dateFindings({ ...thought, heldOn: '2026-05-04' }, [], today, 'England and Wales'), ['4 May 2026 is a bank holiday in England and Wales: Early May bank holiday. The next working day is 5 May 2026.'])
    assert.deepEqual(dateFindings({ ...thought, heldOn: '2026-11-30' }, [], today, 'Scotland'), ['30 November 2026 is a bank holiday in Scotland: St Andrew’s Day. The next working day is 1 December 2026.'])
    assert.deepEqual(dateFindings({ ...thought, heldOn: '2026-11-30' }, [], today, 'England and Wales'), [])
  })
  test('a Saturday and a day that is past are told', () => {
    assert.match(dateFindings({ ...thought, heldOn: '2026-06-06' }, [], today, 'England and Wales')[0]!, /is a Saturday/)
    assert.match(dateFindings({ ...thought, heldOn: '2026-01-09' }, [], today, 'England and Wales')[0]!, /is past/)
  })
  test('a room taken and people wanted twice are told; meetings one after another, and cancelled ones, are not', () => {
    const found = dateFindings(thought, [{ meeting: other({}), people: ['A Chair'] }], today, 'England and Wales')
    assert.equal(found.length, 2)
    assert.match(found[0]!, /North Wing is taken by Victims Group, 11:00 to 12:00/)
    assert.match(found[1]!, /A Chair sits in Victims Group too/)
    assert.deepEqual(dateFindings(thought, [{ meeting: other({ beginsAt: '11:30' }), people: ['A Chair'] }, { meeting: other({ state: 'cancelled' }), people: ['A Chair'] }], today, 'England and Wales'), [])
  })
})

const world = await openWorld()
after(() => world.close())
let [secretary, member, reader, stranger, governance, administrator] = [] as unknown as [Actor, Actor, Actor, Actor, Actor, Actor]
let group = ''
before(async () => {
  secretary = await world.ours.account('owner')
  member = await world.ours.account('board member')
  reader = await world.ours.account('analyst')
  governance = await world.ours.account('information governance lead')
  administrator = await world.ours.account('administrator')
  stranger = await world.theirs.account('coordinator')
  group = await addGroup(world.ours, { name: 'Night Safety Group', seats: [{ account: secretary.accountId, role: 'secretary' }, { account: member.accountId }] })
})
const noneOdd = ({ body, statusCode }: { body: string; statusCode: number }) => {
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return { body, statusCode }
}
const today0 = Temporal.Now.plainDateISO('Europe/London')

describe('The front page of meetings', () => {
  test('serves somebody with no seat, leads to what is theirs for who has one, and is closed to who reads no meetings', async () => {
    const { meetingId } = await addMeeting(world.ours, group, { heldOn: today0.add({ days: 3 }).toString() })
    const plain = noneOdd(await world.get('/meetings', reader))
    assert.equal(plain.statusCode, 200)
    assert.match(plain.body, /Night Safety Group/)
    assert.doesNotMatch(plain.body, /Your coming meetings|Plan a meeting/)
    const own = noneOdd(await world.get('/meetings', secretary))
    assert.match(own.body, /Your coming meetings[\s\S]*Plan a meeting|Plan a meeting[\s\S]*Your coming meetings/)
    assert.match(own.body, new RegExp(`/meetings/${meetingId}`))
    for (const actor of [governance, await world.theirs.account('reader')]) noneOdd(await world.get('/meetings', actor))
    assert.equal((await world.get('/meetings', governance)).statusCode, 200)
    assert.notEqual((await world.get('/meetings', administrator)).statusCode, 200)
    assert.doesNotMatch((await world.get('/meetings', stranger)).body, /Night Safety Group/)
    assert.match((await world.get('/my-work', secretary)).body, /Your meetings this week[\s\S]*the pack is ready/)
  })
})

describe('Planning a meeting', () => {
  const fields = () => ({ groupId: group, heldOn: '4 5 2026', beginsAt: '10.30', minutes: '60', place: 'Room 2', online: '' })
  test('tells of a bank holiday before it keeps it, keeps it when asked again, and copies the standard agenda', async () => {
    const told = noneOdd(await world.post('/meetings/new', secretary, { ...fields(), heldOn: '3 5 2027' }))
    assert.equal(told.statusCode, 422)
    assert.match(told.body, /bank holiday in England and Wales/)
    const seen = /name="told" value="([^"]*)"/.exec(told.body)![1]!.replaceAll('&#39;', "'").replaceAll('&amp;', '&')
    const kept = await world.post('/meetings/new', secretary, { ...fields(), heldOn: '3 5 2027', told: seen })
    assert.equal(kept.statusCode, 303)
    const page = noneOdd(await world.get(String(kept.headers.location), secretary))
    for (const shows of ['3 May 2027', '10:30 to 11:30', 'Welcome and apologies', 'Matters arising', 'People of concern']) assert.ok(page.body.includes(shows), shows)
    const again = noneOdd(await world.get(`/meetings/new?group=${group}`, secretary))
    assert.match(again.body, /value="Room/)
  })
  test('is for who keeps the group: a member is not offered it, and cannot', async () => {
    assert.equal((await world.get('/meetings/new', member)).statusCode, 404)
    assert.equal((await world.post('/meetings/new', member, fields())).statusCode, 404)
    assert.equal((await world.post('/meetings/new', stranger, fields())).statusCode, 404)
  })
  test('says what is missing beside the fields', async () => {
    const { statusCode, body } = noneOdd(await world.post('/meetings/new', secretary, { groupId: '', heldOn: '31 2 2027', beginsAt: 'noon', minutes: '' }))
    assert.equal(statusCode, 422)
    for (const says of ['Choose the group', 'Enter a date, like', 'hours and minutes']) assert.ok(body.includes(says), says)
  })
})

describe('Changing and cancelling', () => {
  test('want a reason, tell those who have a seat, keep the day it was meant for, and never overwrite somebody else', async () => {
    const { meetingId } = await addMeeting(world.ours, group, { heldOn: '2027-06-07' })
    const url = `/meetings/${meetingId}`
    const moved = { heldOn: '8 6 2027', beginsAt: '11:00', minutes: '90', place: 'Room 1', online: '', version: '1' }
    assert.match((await world.post(`${url}/change`, secretary, { ...moved, reason: '' })).body, /Enter why/)
    assert.equal((await world.post(`${url}/change`, member, { ...moved, reason: 'x' })).statusCode, 404)
    assert.equal((await world.post(`${url}/change`, secretary, { ...moved, reason: 'The room is being painted' })).statusCode, 303)
    const page = noneOdd(await world.get(url, reader)).body
    assert.match(page, /Moved from Monday 7 June 2027: The room is being painted/)
    const late = noneOdd(await world.post(`${url}/change`, secretary, { ...moved, heldOn: '9 6 2027', reason: 'Another' }))
    assert.equal(late.statusCode, 409)
    assert.match(late.body, /Somebody else changed this meeting[\s\S]*8 June 2027[\s\S]*9 June 2027/)
    assert.equal((await world.post(`${url}/cancel`, secretary, { reason: 'Nobody can come', version: '1' })).statusCode, 409)
    assert.equal((await world.post(`${url}/cancel`, secretary, { reason: 'Nobody can come', version: '2' })).statusCode, 303)
    assert.match((await world.get(url, reader)).body, /Cancelled: Nobody can come/)
    const told = await asSystem('look at notices', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('effect', 'like', `meeting ${meetingId}%`).execute(), world.ours.partnershipId)
    assert.deepEqual(told.map(({ account_id }) => account_id), [member.accountId, member.accountId])
    assert.doesNotMatch(JSON.stringify(told), /painted|Nobody can come/)
  })
})
