import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem } from '../../db/tx.ts'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { quorumOf } from './quorum.ts'

const world = await openWorld()
after(() => world.close())
const { ours, theirs } = world
const secretary = await ours.account('coordinator')
const second = await ours.account('coordinator')
const chair = await ours.account('board member')
const member = await ours.account('board member', ours.police)
const stranger = await theirs.account('coordinator')
const groupId = await addGroup(ours, { quorum: 2, seats: [{ account: chair.accountId, role: 'chair' }, { account: secretary.accountId, role: 'secretary' }, { account: member.accountId, organisationId: ours.police }, { person: null }] })
const { meetingId, openItemId, restrictedItemId } = await addMeeting(ours, groupId)
const here = `/meetings/${meetingId}`
const item = `${here}/live/items/${openItemId}`
const readable = (body: string) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('look at what a test did', work, ours.partnershipId)
const seats = await system((tx) => tx.selectFrom('group_seat').select(['group_seat_id as id', 'account_id as account']).where('group_id', '=', groupId).execute())
const seatOf = (account: string | null) => seats.find((seat) => seat.account === account)!.id
const typed = (version: number, minuted: string, more: Record<string, string> = {}) => ({ version: String(version), minuted, ...more })

test('A quorum is said in words', () => {
  assert.match(quorumOf(3, 5, 2).words, /There is no quorum: 2 of 5 seats are filled, and 3 are needed/)
  assert.match(quorumOf(1, 5, 1).words, /There is a quorum: 1 of 5 seats is filled, and 1 is needed/)
  assert.equal(quorumOf(null, 5, 2).met, null)
})

test('Whoever keeps the papers begins the meeting; a member and another partnership cannot, and nothing is typed before', async () => {
  assert.equal((await world.get(item, secretary)).statusCode, 404)
  assert.equal((await world.post(`${here}/live/begin`, member, {})).statusCode, 404)
  assert.equal((await world.post(`${here}/live/begin`, stranger, {})).statusCode, 404)
  assert.match(readable((await world.get(`${here}/live`, secretary)).body), /Begin the meeting/)
  assert.equal((await world.post(`${here}/live/begin`, secretary, {})).statusCode, 303)
  const page = await world.get(`${here}/live`, member)
  assert.match(readable(page.body), /Under way .*0 of 4 seats are filled/)
  assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object|End the meeting/)
  assert.equal((await world.get(item, member)).statusCode, 404, 'a member types nothing')
})

test('A meeting that is still to come cannot begin', async () => {
  const later = await addMeeting(ours, groupId, { heldOn: '2099-01-05' })
  await world.post(`/meetings/${later.meetingId}/live/begin`, secretary, {})
  assert.match(readable((await world.get(`/meetings/${later.meetingId}/live`, secretary)).body), /Planned .*begins on Monday 5 January 2099/)
})

test('Attendance is said seat by seat, with deputies and guests, and two who mark at once do not overwrite one another', async () => {
  assert.equal((await world.post(`${here}/attendance`, member, {})).statusCode, 404)
  const [ofChair, ofMember, vacant] = [seatOf(chair.accountId), seatOf(member.accountId), seatOf(null)]
  const nameless = await world.post(`${here}/attendance`, secretary, { [`came-${ofMember}`]: 'deputy', [`was-${ofMember}`]: '' })
  assert.equal(nameless.statusCode, 422)
  assert.match(readable(nameless.body), /Enter who sat there for/)
  assert.equal((await world.post(`${here}/attendance`, secretary, { [`came-${vacant}`]: 'present', [`was-${vacant}`]: '' })).statusCode, 422)
  assert.equal((await world.post(`${here}/attendance`, secretary, { [`came-${ofChair}`]: 'apologies', [`was-${ofChair}`]: '' })).statusCode, 303)
  const late = await world.post(`${here}/attendance`, second, { [`came-${ofChair}`]: 'absent', [`was-${ofChair}`]: '', [`came-${ofMember}`]: 'deputy', [`name-${ofMember}`]: 'Sam Stand', [`was-${ofMember}`]: '' })
  assert.equal(late.statusCode, 409)
  assert.match(readable(late.body), /Somebody else said otherwise .*: apologies/)
  const page = readable((await world.get(`${here}/attendance`, member)).body)
  assert.match(page, /There is no quorum: 1 of 4 seats is filled, and 2 are needed/)
  assert.match(page, /Sam Stand/)
  assert.equal((await world.post(`${here}/attendance/guests`, secretary, { guest: '' })).statusCode, 422)
  assert.equal((await world.post(`${here}/attendance/guests`, secretary, { guest: 'Pat Visitor', organisationId: ours.police })).statusCode, 303)
  assert.match(readable((await world.get(`${here}/attendance`, chair)).body), /Pat Visitor Guest, Testbury Police/)
})

test('Two secretaries on one item: the second sees both texts and can join them, and the same words again are no conflict', async () => {
  assert.equal((await world.post(item, secretary, typed(1, 'The lamps were discussed'))).statusCode, 303)
  const late = await world.post(item, second, typed(1, 'Police will count calls', { decision: 'Light the square', kind: 'decided' }))
  assert.equal(late.statusCode, 409)
  assert.match(readable(late.body), /The lamps were discussed Yours Police will count calls/)
  assert.match(late.body, /name="decision" value="Light the square"/)
  assert.equal((await world.post(item, second, typed(2, 'Police will count calls', { act: 'join' }))).statusCode, 303)
  assert.match((await world.get(item, chair)).body, /The lamps were discussed\n\nPolice will count calls/)
  assert.equal((await world.post(item, chair, typed(1, 'The lamps were discussed\r\n\r\nPolice will count calls'))).statusCode, 303)
})

test('The script of the page saves what is typed with its version; whoever may not type cannot', async () => {
  const kept = await world.post(`${item}/typing`, secretary, typed(3, 'The lamps were discussed at length'))
  assert.deepEqual(JSON.parse(kept.body), { version: 4 })
  assert.equal((await world.post(`${item}/typing`, second, typed(3, 'Other'))).statusCode, 409)
  assert.equal((await world.post(`${item}/typing`, member, typed(4, 'Mine'))).statusCode, 404)
  assert.equal((await world.post(`${item}/typing`, stranger, typed(4, 'Mine'))).statusCode, 404)
})

test('Deciding without a quorum is warned of and recorded; noting is not', async () => {
  const warned = await world.post(item, secretary, typed(4, 'The lamps were discussed at length', { kind: 'decided', decision: 'Light the square' }))
  assert.equal(warned.statusCode, 422)
  assert.match(readable(warned.body), /There is no quorum\. Tick this/)
  assert.equal((await world.post(item, secretary, typed(4, 'The lamps were discussed at length', { kind: 'decided', decision: 'Light the square', noQuorum: 'yes' }))).statusCode, 303)
  assert.equal((await world.post(item, secretary, typed(4, 'The lamps were discussed at length', { kind: 'noted', decision: 'Calls fell' }))).statusCode, 303)
  const page = readable((await world.get(`${here}/decisions`, member)).body)
  assert.match(page, /D1\/2026 Decided: Light the square Without a quorum .*D2\/2026 Noted: Calls fell Lighting/)
  assert.match(readable((await world.post(item, secretary, typed(4, 'The lamps were discussed at length', { decision: 'Nothing chosen' }))).body), /Choose whether it was decided/)
})

test('A decision is reworded by whoever keeps the papers, once; a second who began from the old words sees both', async () => {
  const id = await system((tx) => tx.selectFrom('decision').select('decision_id').where('reference', '=', 'D2/2026').executeTakeFirstOrThrow())
  const at = `${here}/decisions/${id.decision_id}`
  assert.equal((await world.post(at, member, { version: '1', kind: 'noted', statement: 'x' })).statusCode, 404)
  assert.equal((await world.post(at, secretary, { version: '1', kind: 'noted', statement: 'Calls fell by half' })).statusCode, 303)
  const late = await world.post(at, second, { version: '1', kind: 'deferred', statement: 'Ask again' })
  assert.equal(late.statusCode, 409)
  assert.match(readable(late.body), /Calls fell by half/)
})

test('An action has one owner and a date, is numbered, and stands in matters arising at the next meeting', async () => {
  const half = await world.post(item, secretary, typed(4, 'The lamps were discussed at length', { statement: 'Count the lamps', owner: '', dueOn: '' }))
  assert.equal(half.statusCode, 422)
  assert.match(readable(half.body), /Choose who will do it/)
  assert.equal((await world.post(item, secretary, typed(4, 'The lamps were discussed at length', { statement: 'Count the lamps', owner: `${ours.police} ${member.accountId}`, dueOn: '1 4 2026' }))).statusCode, 303)
  assert.match(readable((await world.get(item, secretary)).body), /Action 1\/2026 Count the lamps , Testbury board/)
  const next = await addMeeting(ours, groupId, { heldOn: '2026-04-13', state: 'under way' })
  const arising = crypto.randomUUID()
  await system((tx) => tx.insertInto('agenda_item').values({ partnership_id: ours.partnershipId, meeting_id: next.meetingId, group_id: groupId, agenda_item_id: arising, position: 3, title: 'Matters arising', kind: 'matters arising' }).execute())
  assert.match(readable((await world.get(`/meetings/${next.meetingId}/live/items/${arising}`, secretary)).body), /Action 1\/2026 Count the lamps/)
})

test('An interest declared against a restricted item is as restricted as the item', async () => {
  assert.equal((await world.post(`${here}/interests`, member, { name: 'x', interest: 'y', handled: 'left the room' })).statusCode, 404)
  assert.equal((await world.post(`${here}/interests`, secretary, { item: restrictedItemId, name: 'Sam Stand', interest: 'A cousin is concerned', handled: 'left the room' })).statusCode, 303)
  assert.equal((await world.post(`${here}/interests`, secretary, { item: '', name: 'Pat Visitor', interest: 'Lives on the square', handled: 'stayed and spoke' })).statusCode, 303)
  assert.match(readable((await world.get(`${here}/interests`, member)).body), /Sam Stand 2\. People of concern A cousin is concerned/)
  const outside = readable((await world.get(`${here}/interests`, second)).body)
  assert.match(outside, /Lives on the square/)
  assert.doesNotMatch(outside, /cousin|People of concern/)
})

test('A restricted item is minuted by those with a seat; a coordinator without one cannot open it, and each opening is written down', async () => {
  const restricted = `${here}/live/items/${restrictedItemId}`
  assert.equal((await world.get(restricted, second)).statusCode, 404)
  assert.equal((await world.post(restricted, second, typed(1, 'x'))).statusCode, 404)
  assert.equal((await world.get(restricted, secretary)).statusCode, 200)
  const looks = await system((tx) => tx.selectFrom('audit_entry').select('details').where('act', '=', 'consulted').where('subject_id', '=', meetingId).execute())
  assert.ok(looks.some(({ details }) => JSON.stringify(details).includes(restrictedItemId)))
})

test('The next date is put into the calendar, and the meeting is ended by whoever keeps its papers', async () => {
  const alone = await addGroup(ours, { name: 'Small Group', seats: [{ account: secretary.accountId, role: 'chair' }] })
  const first = await addMeeting(ours, alone, { state: 'under way' })
  const at = `/meetings/${first.meetingId}/live`
  assert.equal((await world.post(`${at}/next`, secretary, { heldOn: '1 1 2026', beginsAt: '10:00' })).statusCode, 422)
  assert.equal((await world.post(`${at}/next`, member, { heldOn: '6 4 2026', beginsAt: '10:00' })).statusCode, 404)
  assert.equal((await world.post(`${at}/next`, secretary, { heldOn: '6 4 2026', beginsAt: '10:00', place: 'Room 2' })).statusCode, 303)
  assert.match(readable((await world.get(at, member)).body), /Monday 6 April 2026, 10:00 to 11:30/)
  assert.equal((await world.post(`${at}/end`, member, {})).statusCode, 404)
  assert.equal((await world.post(`${at}/end`, secretary, {})).headers.location, `/meetings/${first.meetingId}/minutes/draft`)
})

test('Nothing of a confidential group’s day is there for somebody outside it', async () => {
  const closed = await addGroup(ours, { name: 'Closed Panel', confidential: true, seats: [{ account: member.accountId, role: 'secretary' }] })
  const shut = await addMeeting(ours, closed, { state: 'under way' })
  for (const path of ['/live', '/attendance', '/interests', '/decisions', `/live/items/${shut.openItemId}`, '/minutes', '/minutes/draft', '/minutes/issue'])
    assert.equal((await world.get(`/meetings/${shut.meetingId}${path}`, secretary)).statusCode, 404, path)
  assert.equal((await world.get(`/meetings/${shut.meetingId}/live/items/${shut.openItemId}`, member)).statusCode, 200)
})
