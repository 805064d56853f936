import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem, asUser } from '../../db/tx.ts'
import { readPaper } from '../../documents/reading.ts'
import { notify } from '../../notices/outbox.ts'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { selectIssuedMinutes } from './store.ts'

const world = await openWorld()
after(() => world.close())
const { ours, theirs } = world
const secretary = await ours.account('coordinator')
const unseated = await ours.account('coordinator')
const chair = await ours.account('board member')
const member = await ours.account('board member', ours.police)
const outsider = await ours.account('board member')
const stranger = await theirs.account('coordinator')
const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('look at what a test did', work, ours.partnershipId)
const nameOf = async (accountId: string) => (await system((tx) => tx.selectFrom('account').select('name').where('account_id', '=', accountId).executeTakeFirstOrThrow())).name
const groupId = await addGroup(ours, { seats: [{ account: chair.accountId, role: 'chair' }, { account: secretary.accountId, role: 'secretary' }, { account: member.accountId, organisationId: ours.police }, { person: 'Una Paper', organisationId: ours.police }] })
const { meetingId, openItemId, restrictedItemId } = await addMeeting(ours, groupId, { state: 'under way' })
const here = `/meetings/${meetingId}`
const minutes = `${here}/minutes`
const readable = (body: string) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const memberName = await nameOf(member.accountId)
const seats = await system((tx) => tx.selectFrom('group_seat').select(['group_seat_id as id', 'account_id as account']).where('group_id', '=', groupId).execute())
await world.post(`${here}/attendance`, secretary, Object.fromEntries(seats.filter(({ account }) => account).flatMap(({ id }) => [[`came-${id}`, 'present'], [`was-${id}`, '']])))
await world.post(`${here}/live/items/${openItemId}`, secretary, { version: '1', minuted: `${memberName} spoke of the lamps.\n\nTestbury Police will circulate the map by April. To bring back the costs.`, kind: 'decided', decision: 'Light the square' })
await world.post(`${here}/live/items/${restrictedItemId}`, secretary, { version: '1', minuted: 'Alex Secret was discussed', kind: 'noted', decision: 'Alex Secret is of concern', statement: 'Visit Alex Secret', owner: `${ours.police} ${member.accountId}`, dueOn: '1 4 2026' })
const noticesOf = (accountId: string) => system((tx) => tx.selectFrom('notice').select(['subject', 'body']).where('account_id', '=', accountId).execute())

test('The draft is made of what was minuted, for whoever keeps the papers and nobody else', async () => {
  assert.equal((await world.post(`${here}/live/end`, secretary, {})).statusCode, 303)
  const draft = await world.get(`${minutes}/draft`, secretary)
  assert.match(readable(draft.body), /spoke of the lamps.*D1\/2026 Decided: Light the square.*Alex Secret was discussed/)
  assert.doesNotMatch(draft.body, /undefined|\bNaN\b|\[object/)
  for (const person of [member, outsider, stranger]) assert.equal((await world.get(`${minutes}/draft`, person)).statusCode, 404)
  const without = readable((await world.get(`${minutes}/draft`, unseated)).body)
  assert.match(without, /You have no seat in this group/)
  assert.doesNotMatch(without, /Alex Secret|People of concern/)
  assert.match(readable((await world.get(minutes, outsider)).body), /The minutes are being written/)
})

test('Every promise that is no action is offered as one, with its owner and day guessed; made an action it is offered no more', async () => {
  const page = readable((await world.get(`${minutes}/draft`, secretary)).body)
  assert.match(page, /“Testbury Police will circulate the map by April\.”.*“To bring back the costs\.”/)
  const body = (await world.get(`${minutes}/draft`, secretary)).body
  assert.match(body, new RegExp(`<option value="${ours.police}" selected>`))
  assert.match(body, /value="30 April 2026"/)
  const promise = { item: openItemId, statement: 'Circulate the map', owner: ours.police, dueOn: '30 April 2026' }
  assert.equal((await world.post(`${minutes}/promises`, member, promise)).statusCode, 404)
  assert.equal((await world.post(`${minutes}/promises`, secretary, { ...promise, owner: '' })).statusCode, 422)
  assert.equal((await world.post(`${minutes}/promises`, secretary, promise)).statusCode, 303)
  const after = readable((await world.get(`${minutes}/draft`, secretary)).body)
  assert.doesNotMatch(after, /“Testbury Police will circulate/)
  assert.match(after, /“To bring back the costs\.”.*2\/2026 Circulate the map Testbury Police 30 April 2026/)
})

test('The chair is told, and approves or sends back with a note; the secretary cannot approve', async () => {
  assert.equal((await world.post(`${minutes}/to-chair`, member, {})).statusCode, 404)
  assert.equal((await world.post(`${minutes}/to-chair`, secretary, {})).statusCode, 303)
  const [told] = await noticesOf(chair.accountId)
  assert.match(`${told?.subject} ${told?.body}`, /Minutes to approve: Delivery Group, Monday 2 March 2026 .*\/minutes\/draft/s)
  assert.doesNotMatch(`${told?.body}`, /Secret|lamps/)
  assert.equal((await world.post(`${minutes}/approve`, secretary, {})).statusCode, 404)
  assert.equal((await world.post(`${here}/live/items/${openItemId}/typing`, secretary, { version: '2', minuted: 'Changed behind the chair’s back' })).statusCode, 404)
  assert.equal((await world.post(`${minutes}/return`, chair, { note: '' })).statusCode, 422)
  assert.equal((await world.post(`${minutes}/return`, chair, { note: 'Alex Secret’s age is wrong' })).statusCode, 303)
  assert.match(readable((await world.get(`${minutes}/draft`, secretary)).body), /Sent back by .* Alex Secret’s age is wrong/)
  assert.doesNotMatch((await world.get(`${minutes}/draft`, unseated)).body, /Alex Secret/, 'a note on restricted items is restricted')
  await world.post(`${minutes}/to-chair`, secretary, {})
  assert.equal((await world.get(`${minutes}/issue`, secretary)).statusCode, 404, 'not before it is approved')
  assert.equal((await world.post(`${minutes}/approve`, chair, {})).statusCode, 303)
})

test('Minutes are issued to each audience as its own: the group has all, the rest nothing restricted, the public no names but officers', async () => {
  assert.equal((await world.post(`${minutes}/issue`, member, { audiences: 'group' })).statusCode, 404)
  assert.equal((await world.post(`${minutes}/issue`, unseated, { audiences: 'group' })).statusCode, 422, 'the group’s own are issued by somebody with a seat')
  assert.equal((await world.post(`${minutes}/issue`, secretary, {})).statusCode, 422)
  assert.equal((await world.get(`${minutes}/issue?audience=public`, secretary)).statusCode, 200)
  const issued = await world.post(`${minutes}/issue`, secretary, { audiences: ['group', 'partnership', 'public'], looked: 'yes' })
  assert.equal(issued.statusCode, 303)
  const all = await asUser(secretary, (tx) => selectIssuedMinutes(tx, meetingId))
  assert.deepEqual(all.map(({ audience, issue }) => [audience, issue]), [['group', 1], ['partnership', 1], ['public', 1]])
  const said = (audience: string) => JSON.stringify(all.find((each) => each.audience === audience)!.shown)
  assert.match(said('group'), /Alex Secret was discussed.*Visit Alex Secret/)
  assert.ok(said('partnership').includes(memberName))
  for (const audience of ['partnership', 'public']) assert.doesNotMatch(said(audience), /Alex Secret|People of concern/)
  assert.ok(!said('public').includes(memberName))
  assert.ok(said('public').includes(await nameOf(chair.accountId)) && said('public').includes('Testbury Police spoke of the lamps'))
  assert.deepEqual(all[0]!.shown.notSentTo, ['Una Paper'])
  assert.match((await noticesOf(member.accountId)).map(({ subject }) => subject).join(), /Minutes issued: Delivery Group/)
})

test('Restricted minutes are opened by the group alone, and each reading is written down; others read theirs', async () => {
  assert.match(readable((await world.get(minutes, member)).body), /Alex Secret was discussed.*Who has been sent them/)
  const other = readable((await world.get(minutes, outsider)).body)
  assert.match(other, /Light the square/)
  assert.doesNotMatch(other, /Alex Secret/)
  for (const [person, audience, status] of [[member, 'group', 200], [outsider, 'group', 404], [unseated, 'group', 404], [outsider, 'partnership', 200], [stranger, 'public', 404]] as const) {
    assert.equal((await world.get(`${minutes}/${audience}/1`, person)).statusCode, status, audience)
    assert.equal((await world.get(`${minutes}/${audience}/1/word`, person)).statusCode, status, `${audience} in Word`)
  }
  const looks = await system((tx) => tx.selectFrom('audit_entry').select(['details', 'account_id']).where('act', '=', 'consulted').where('subject_id', '=', meetingId).where('account_id', '=', member.accountId).execute())
  assert.deepEqual(looks.map(({ details }) => (details as { part?: string }).part).filter(Boolean).toSorted(), ['export', 'minutes', 'minutes'])
})

test('Minutes in Word have a heading to each item and a table of actions', async () => {
  const cookie = await world.signIn(member)
  const file = await world.app.inject({ url: `${minutes}/group/1/word`, headers: { cookie } })
  const paper = await readPaper('minutes.docx', file.rawPayload)
  assert.ok(paper.ok)
  const headings = paper.paper.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
  assert.ok(headings.some((text) => text.includes('Lighting of the square')) && paper.paper.blocks.some((block) => block.kind === 'table'))
})

test('What was issued is put right only by a new issue that says what it puts right, to all who had the first', async () => {
  assert.equal((await world.post(`${minutes}/reopen`, member, {})).statusCode, 404)
  await world.post(`${minutes}/reopen`, secretary, {})
  const { version } = await system((tx) => tx.selectFrom('agenda_item').select('version').where('agenda_item_id', '=', openItemId).executeTakeFirstOrThrow())
  await world.post(`${here}/live/items/${openItemId}`, secretary, { version: String(version), minuted: 'The lamps were spoken of, and the bins.' })
  assert.match(readable((await world.get(minutes, outsider)).body), /spoke of the lamps/, 'the first issue stands')
  await world.post(`${minutes}/to-chair`, secretary, {})
  await world.post(`${minutes}/approve`, chair, {})
  assert.equal((await world.post(`${minutes}/issue`, secretary, { audiences: ['group', 'partnership', 'public'], looked: 'yes' })).statusCode, 422)
  assert.equal((await world.post(`${minutes}/issue`, secretary, { audiences: ['group'], correction: 'The bins were left out' })).statusCode, 422)
  assert.equal((await world.post(`${minutes}/issue`, secretary, { audiences: ['group', 'partnership', 'public'], correction: 'The bins were left out', looked: 'yes' })).statusCode, 303)
  assert.match(readable((await world.get(minutes, outsider)).body), /Issue 2 Put right: The bins were left out.*and the bins/)
  const first = readable((await world.get(`${minutes}/partnership/1`, outsider)).body)
  assert.match(first, /A later issue put this right.*spoke of the lamps/)
})

test('A confidential group’s minutes are for its people alone; where no chair has an account, whoever keeps the papers writes the approval down', async () => {
  const closed = await addGroup(ours, { name: 'Closed Panel', confidential: true, seats: [{ account: member.accountId, role: 'secretary' }, { person: 'Chair Without Account', role: 'chair' }] })
  const shut = await addMeeting(ours, closed, { state: 'held' })
  const at = `/meetings/${shut.meetingId}/minutes`
  await world.post(`${at}/to-chair`, member, {})
  assert.match(readable((await world.get(`${at}/draft`, member)).body), /No chair of this group has an account/)
  await world.post(`${at}/approve`, member, {})
  assert.equal((await world.post(`${at}/issue`, member, { audiences: ['partnership'] })).statusCode, 422)
  assert.equal((await world.post(`${at}/issue`, member, { audiences: ['group'] })).statusCode, 303)
  assert.equal((await world.get(at, member)).statusCode, 200)
  for (const person of [secretary, outsider, stranger]) assert.equal((await world.get(at, person)).statusCode, 404)
})

test('Who keeps no group’s papers tells nobody of a meeting', async () => {
  const notice = { accountId: chair.accountId, effect: 'meeting x', subject: 'x', body: 'x' }
  await assert.rejects(asUser(outsider, (tx) => notify(tx, [notice])))
  assert.equal(await asUser(chair, (tx) => notify(tx, [{ ...notice, accountId: outsider.accountId }])), 1)
})

test('Minutes that wait stand in the work of whoever they wait for', async () => {
  const waiting = await addMeeting(ours, groupId, { heldOn: '2026-05-04', state: 'held' })
  assert.match(readable((await world.get('/my-work', secretary)).body), /Finish the minutes of Delivery Group/)
  await world.post(`/meetings/${waiting.meetingId}/minutes/to-chair`, secretary, {})
  assert.match(readable((await world.get('/my-work', chair)).body), /Approve the minutes of Delivery Group/)
  assert.doesNotMatch((await world.get('/my-work', member)).body, /minutes of Delivery Group/)
})
