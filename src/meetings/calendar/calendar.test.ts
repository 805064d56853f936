import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'
import { remindOfMeetings } from './reminders.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId } = world.ours
let coordinator: Actor
let member: Actor
let outsider: Actor
let stranger: Actor
let open: string
let shut: string
const TODAY = Temporal.Now.plainDateISO('Europe/London')
const SOON = TODAY.add({ days: 20 }).toString()
const SHUT_SOON = TODAY.add({ days: 21 }).toString()
let cancelled: string

before(async () => {
  ;[coordinator, member, outsider, stranger] = await Promise.all([world.ours.account('coordinator'), world.ours.account('board member'), world.ours.account('board member'), world.theirs.account('coordinator')])
  open = await addGroup(world.ours, { name: 'Victims Group', seats: [{ account: member.accountId }] })
  shut = await addGroup(world.ours, { name: 'Shut Group', confidential: true, seats: [{ account: member.accountId }] })
  const other = await addGroup(world.ours, { name: 'Other Group', seats: [{ account: member.accountId }] })
  await addMeeting(world.ours, open, { heldOn: SOON })
  await addMeeting(world.ours, shut, { heldOn: SHUT_SOON })
  await addMeeting(world.ours, other, { heldOn: SOON })
  cancelled = (await addMeeting(world.ours, open, { heldOn: TODAY.add({ days: 30 }).toString() })).meetingId
  await asSystem('cancel a meeting', (tx) => tx.updateTable('meeting').set({ state: 'cancelled', changed_reason: 'Nothing to decide', version: 2 }).where('meeting_id', '=', cancelled).execute(), partnershipId)
})

const make = async (actor: Actor, of: string) => {
  const { statusCode, body } = await world.post('/calendar/addresses', actor, { of })
  return { statusCode, body, path: /http:\/\/127\.0\.0\.1(\/calendar\/[\w-]+\.ics)/.exec(body)?.[1] ?? '' }
}

test('the year shows every group, bank holidays and campaigns; a month shows hours and places; a group its own', async () => {
  for (const url of [`/calendar?year=${SOON.slice(0, 4)}`, '/calendar', `/calendar?year=${SOON.slice(0, 4)}&month=${Number(SOON.slice(5, 7))}`, `/calendar?group=${open}`, '/calendar?year=x&month=13&group=no', '/calendar/clashes', '/calendar/addresses']) {
    const { statusCode, body } = await world.get(url, outsider)
    assert.equal(statusCode, 200, url)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/, url)
  }
  const year = (await world.get(`/calendar?year=${SOON.slice(0, 4)}`, outsider)).body
  assert.match(year, /Victims Group/)
  assert.match(year, /Shut Group/, 'that a confidential group meets is seen')
  assert.match(year, /Bank holidays/)
  assert.match(year, /White Ribbon Day/)
  const month = (await world.get(`/calendar?year=${SOON.slice(0, 4)}&month=${Number(SOON.slice(5, 7))}&group=${open}`, outsider)).body
  assert.match(month, /10:00 to 11:30/)
  assert.doesNotMatch(month.split('</form>').at(-1)!, /Other Group/)
  assert.doesNotMatch((await world.get('/calendar', stranger)).body, /Victims Group/)
  assert.equal((await world.get('/calendar', await world.ours.account('reader'))).statusCode, 404)
})

test('what shares a room and a person at one hour is found, with the order that mends it', async () => {
  const { body } = await world.get('/calendar/clashes', coordinator)
  assert.match(body, /Other Group and Victims Group/)
  assert.match(body, /Both are in Room 1/)
  assert.match(body, /Hold them back to back: Victims Group from 11:30 to 13:00, after Other Group/)
  assert.doesNotMatch(body, /Shut Group/)
  assert.match(body, /\/change"/)
  assert.doesNotMatch((await world.get('/calendar/clashes', outsider)).body, /\/change"/, 'who does not keep a group is not led to change it')
})

test('a calendar of one’s own groups: read by its address alone, and only those', async () => {
  const { path, statusCode } = await make(member, 'me')
  assert.equal(statusCode, 200)
  const file = await world.get(path, null)
  assert.equal(file.statusCode, 200)
  assert.match(String(file.headers['content-type']), /^text\/calendar/)
  assert.equal((file.body.match(/BEGIN:VEVENT/g) ?? []).length, 4)
  assert.match(file.body, /SUMMARY:Shut Group/)
  assert.equal((file.body.match(/LOCATION/g) ?? []).length, 3, 'a confidential group’s place is not told')
  assert.match(file.body, /STATUS:CANCELLED/)
  assert.doesNotMatch(file.body, /Lighting|People of concern|Nothing to decide/)
  const again = await world.app.inject({ url: path, headers: { 'if-none-match': String(file.headers.etag) } })
  assert.equal(again.statusCode, 304)
  assert.doesNotMatch((await world.get('/calendar/addresses', member)).body, new RegExp(path.slice(10, 60)), 'it is shown once')
})

test('a calendar of one group, for who sits there and who does not; nobody else’s group', async () => {
  const file = await world.get((await make(outsider, shut)).path, null)
  assert.equal((file.body.match(/BEGIN:VEVENT/g) ?? []).length, 1)
  assert.doesNotMatch(file.body, /LOCATION/)
  assert.equal((await make(stranger, open)).statusCode, 404)
  assert.equal((await make(outsider, 'nonsense')).statusCode, 422)
  assert.equal((await world.get((await make(outsider, 'me')).path, null)).body.includes('VEVENT'), false, 'who has no seat has no meetings of their own')
})

test('an address that was ended opens nothing, nor one of a disabled account, nor one that is made up', async () => {
  const { path } = await make(member, 'me')
  const addressId = /name="addressId" value="([^"]+)"/.exec((await world.get('/calendar/addresses', member)).body)![1]!
  assert.equal((await world.post('/calendar/addresses/end', outsider, { addressId })).statusCode, 404, 'somebody else does not end it')
  assert.equal((await world.get(path, null)).statusCode, 200)
  assert.equal((await world.post('/calendar/addresses/end', member, { addressId })).statusCode, 303)
  assert.equal((await world.get(path, null)).statusCode, 404)
  const leaving = await world.ours.account('board member')
  const theirs = await make(leaving, 'me')
  assert.equal((await world.get(theirs.path, null)).statusCode, 200)
  await asSystem('disable an account', (tx) => tx.updateTable('account').set({ disabled_at: '2026-01-01T00:00:00Z' }).where('account_id', '=', leaving.accountId).execute(), partnershipId)
  assert.equal((await world.get(theirs.path, null)).statusCode, 404)
  for (const token of ['x', 'a'.repeat(65), `${path.slice(10, 40)}${'A'.repeat(35)}`]) assert.equal((await world.get(`/calendar/${token}.ics`, null)).statusCode, 404)
})

test('a seat that ends takes the group out of the calendar at once', async () => {
  const guest = await world.ours.account('board member')
  const briefly = await addGroup(world.ours, { name: 'Brief Group', seats: [{ account: guest.accountId }] })
  await addMeeting(world.ours, briefly, { heldOn: SOON })
  const { path } = await make(guest, 'me')
  assert.match((await world.get(path, null)).body, /Brief Group/)
  await asSystem('end a seat', (tx) => tx.updateTable('group_seat').set({ until: TODAY.subtract({ days: 1 }).toString() }).where('group_id', '=', briefly).execute(), partnershipId)
  assert.doesNotMatch((await world.get(path, null)).body, /Brief Group/)
})

test('the token stands nowhere in the database', async () => {
  const { path } = await make(member, 'me')
  const token = path.slice('/calendar/'.length, -'.ics'.length)
  const rows = await asSystem('look at addresses', (tx) => tx.selectFrom('calendar_address').select('token_hash').execute(), partnershipId)
  assert.ok(rows.length > 0 && rows.every(({ token_hash }) => /^[0-9a-f]{64}$/.test(token_hash) && !token.includes(token_hash)))
})

test('seats are reminded a week and a day before, once each; who has none is not; a confidential group is not named', async () => {
  const notices = () => asSystem('look at notices', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).orderBy('created_at').execute(), partnershipId)
  const clear = () => asSystem('forget notices', (tx) => tx.deleteFrom('notice').where('partnership_id', '=', partnershipId).execute(), partnershipId)
  await clear()
  const meets = Temporal.PlainDate.from(SHUT_SOON)
  assert.equal(await remindOfMeetings('http://x', meets.subtract({ days: 9 })), 0)
  assert.equal(await remindOfMeetings('http://x', meets.subtract({ days: 7 })), 3, 'two groups a day earlier, and the confidential one')
  assert.equal(await remindOfMeetings('http://x', meets.subtract({ days: 7 })), 0, 'run twice')
  assert.equal(await remindOfMeetings('http://x', meets.subtract({ days: 5 })), 0)
  assert.equal(await remindOfMeetings('http://x', meets.subtract({ days: 1 })), 3)
  const written = await notices()
  assert.ok(written.every(({ account_id }) => account_id === member.accountId))
  assert.ok(written.some(({ subject }) => subject.startsWith('Victims Group meets on')))
  assert.ok(!JSON.stringify(written).includes('Shut Group'))
  await clear()
})

test('whoever owes a paper is reminded before it is due, until it is there', async () => {
  const due = TODAY.add({ days: 10 })
  const paper = { partnership_id: partnershipId, meeting_id: cancelled, group_id: open, title: 'A paper', asked_of: outsider.accountId, due_on: due.toString() }
  const { meetingId } = await addMeeting(world.ours, open, { heldOn: TODAY.add({ days: 60 }).toString() })
  await asSystem('ask for papers', (tx) => tx.insertInto('meeting_paper').values([paper, { ...paper, meeting_id: meetingId }, { ...paper, meeting_id: meetingId, received_at: '2026-01-01T00:00:00Z' }]).execute(), partnershipId)
  assert.equal(await remindOfMeetings('http://x', due.subtract({ days: 8 })), 0)
  assert.equal(await remindOfMeetings('http://x', due.subtract({ days: 6 })), 1, 'not of one that is there, nor for a cancelled meeting')
  assert.equal(await remindOfMeetings('http://x', due.subtract({ days: 6 })), 0)
})
