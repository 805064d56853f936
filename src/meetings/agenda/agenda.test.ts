import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'
import { movedPosition, runningClock } from './agenda.ts'
import { dataWindow } from './data-window.ts'

describe('An agenda’s clock', () => {
  test('runs on from the beginning as long as every item before has its minutes', () => assert.deepEqual(runningClock('09:50', [5, 10, null, 5, 5]), ['09:50', '09:55', '10:05', null, null]))
  test('an item moves between its new neighbours, and no further than the ends', () => {
    assert.deepEqual([movedPosition([1, 2, 3], 2, 'up'), movedPosition([1, 2, 3], 0, 'down'), movedPosition([1, 2, 3], 1, 'up'), movedPosition([1, 2], 0, 'up')], [1.5, 2.5, 0, null])
  })
})

describe('The days a meeting looks at', () => {
  test('the first meeting of a weekly series has its weekend too', () => assert.deepEqual(dataWindow('2026-03-02', null, true), { from: '2026-02-27', to: '2026-03-01', weekend: true }))
  const cases: [string, string, string | null, string, string, boolean][] = [
    ['a weekly group on a Monday reviews the weekend before it', '2026-03-02', '2026-02-23', '2026-02-27', '2026-03-01', true],
    ['after a bank holiday Monday it reviews the same weekend on the Tuesday', '2026-04-07', '2026-03-30', '2026-04-03', '2026-04-05', true],
    ['a monthly group looks at the days since it last met', '2026-03-02', '2026-02-02', '2026-02-02', '2026-03-01', false],
    ['a first meeting looks at the month before', '2026-03-02', null, '2026-02-01', '2026-02-28', false],
  ]
  for (const [says, heldOn, previousOn, from, to, weekend] of cases) test(says, () => assert.deepEqual(dataWindow(heldOn, previousOn), { from, to, weekend }))
})

const world = await openWorld()
after(() => world.close())
let [secretary, coordinator, member, reader, stranger] = [] as unknown as [Actor, Actor, Actor, Actor, Actor]
let [open, shut, panel] = ['', '', '']
const DAY = '2027-03-02'
before(async () => {
  secretary = await world.ours.account('owner')
  coordinator = await world.ours.account('coordinator')
  member = await world.ours.account('board member')
  reader = await world.ours.account('analyst')
  stranger = await world.theirs.account('coordinator')
  const seats = [{ account: secretary.accountId, role: 'secretary' }, { account: member.accountId }]
  open = await addGroup(world.ours, { name: 'Night Safety Group', seats })
  shut = await addGroup(world.ours, { name: 'Sealed Group', confidential: true, seats })
  panel = (await addMeeting(world.ours, open, { heldOn: DAY })).meetingId
})
const url = () => `/meetings/${panel}`
const text = async (address: string, actor: Actor) => {
  const { statusCode, body } = await world.get(address, actor)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return { statusCode, body }
}
const versionOf = (body: string, title: string) => new RegExp(`/agenda/([0-9a-f-]+)/move"(?:(?!</form>)[\\s\\S])*?name="version" value="(\\d+)"(?:(?!</form>)[\\s\\S])*?${title}`).exec(body)

describe('The agenda', () => {
  test('is read by those who read meetings, without what is restricted; a seat opens that; another partnership finds nothing', async () => {
    const seen = await text(url(), reader)
    assert.equal(seen.statusCode, 200)
    assert.match(seen.body, /Lighting of the square/)
    assert.doesNotMatch(seen.body, /People of concern|Add an item/)
    assert.match((await text(url(), member)).body, /People of concern/)
    assert.equal((await world.get(url(), stranger)).statusCode, 404)
    assert.equal((await world.get('/meetings/not-an-id', reader)).statusCode, 404)
    const read = await asSystem('look at what was read', (tx) => tx.selectFrom('audit_entry').select('account_id').where('act', '=', 'consulted').where('subject_id', '=', panel).execute(), world.ours.partnershipId)
    assert.deepEqual([...new Set(read.map(({ account_id }) => account_id))], [member.accountId])
  })

  test('is made by who keeps the group: added, timed, moved, changed and taken off; who only reads cannot', async () => {
    const fields = { title: 'Street drinking', kind: 'discussion', lead: 'Licensing', minutesPlanned: '20' }
    assert.equal((await world.post(`${url()}/agenda`, reader, fields)).statusCode, 404)
    assert.equal((await world.post(`${url()}/agenda`, secretary, fields)).statusCode, 303)
    const wrong = await world.post(`${url()}/agenda`, secretary, { title: '', kind: 'nonsense', minutesPlanned: 'many' })
    assert.equal(wrong.statusCode, 422)
    for (const says of ['Enter what the item is called', 'Choose what fills the item', 'Enter whole minutes']) assert.ok(wrong.body.includes(says), says)
    const { body } = await text(url(), secretary)
    assert.match(body, /Street drinking[\s\S]*20 minutes[\s\S]*Licensing/)
    const [, id, version] = versionOf(body, 'Street drinking')!
    assert.equal((await world.post(`${url()}/agenda/${id}/move`, secretary, { version: version!, way: 'up' })).statusCode, 303)
    const moved = (await text(url(), secretary)).body
    assert.ok(moved.indexOf('Street drinking') < moved.indexOf('People of concern'))
    const stale = await world.post(`${url()}/agenda/${id}/move`, coordinator, { version: version!, way: 'up' })
    assert.equal(stale.statusCode, 409)
    assert.match(stale.body, /Somebody else changed this agenda/)
    const both = await world.post(`${url()}/agenda/${id}`, secretary, { ...fields, title: 'Drinking outside', version: version! })
    assert.equal(both.statusCode, 409)
    assert.match(both.body, /Street drinking[\s\S]*Drinking outside/)
    const now = /name="version" value="(\d+)"/.exec(both.body)![1]!
    assert.equal((await world.post(`${url()}/agenda/${id}`, secretary, { ...fields, title: 'Drinking outside', version: now })).statusCode, 303)
    const again = versionOf((await text(url(), secretary)).body, 'Drinking outside')!
    assert.equal((await world.post(`${url()}/agenda/${id}/move`, reader, { version: again[2]!, way: 'remove' })).statusCode, 404)
    assert.equal((await world.post(`${url()}/agenda/${id}/move`, secretary, { version: again[2]!, way: 'remove' })).statusCode, 303)
    assert.doesNotMatch((await text(url(), secretary)).body, /Drinking outside/)
  })

  test('only somebody with a seat says what is restricted', async () => {
    await world.post(`${url()}/agenda`, coordinator, { title: 'By a coordinator', kind: 'discussion', restricted: 'yes' })
    assert.match((await text(url(), reader)).body, /By a coordinator/)
    await world.post(`${url()}/agenda`, secretary, { title: 'By the secretary', kind: 'discussion', restricted: 'yes' })
    assert.doesNotMatch((await text(url(), reader)).body, /By the secretary/)
    assert.match((await text(url(), member)).body, /By the secretary/)
  })

  test('of a confidential group tells a coordinator without a seat its day, hour and place, and nothing else', async () => {
    const { meetingId } = await addMeeting(world.ours, shut, { heldOn: DAY })
    const { statusCode, body } = await text(`/meetings/${meetingId}`, coordinator)
    assert.equal(statusCode, 200)
    assert.match(body, /2 March 2027[\s\S]*10:00[\s\S]*Room 1/)
    assert.doesNotMatch(body, /Lighting|concern|Minutes<|Pack</)
    for (const under of ['/papers', '/pack', '/pack.docx', '/change', '/cancel']) assert.equal((await world.get(`/meetings/${meetingId}${under}`, coordinator)).statusCode, 404, under)
    assert.match((await text(`/meetings/${meetingId}`, member)).body, /Lighting of the square/)
    assert.equal((await world.get(`/meetings/${meetingId}`, stranger)).statusCode, 404)
  })

  test('draws what stands under its items: the last minutes, open actions by number, the weekend before', async () => {
    const weekly = await addGroup(world.ours, { name: 'Weekend Review', seats: [{ account: secretary.accountId, role: 'secretary' }] })
    const first = (await addMeeting(world.ours, weekly, { heldOn: '2027-03-01', state: 'held' })).meetingId
    const second = (await addMeeting(world.ours, weekly, { heldOn: '2027-03-08' })).meetingId
    await asSystem('an action of the last meeting', (tx) => tx.insertInto('action').values({ partnership_id: world.ours.partnershipId, meeting_id: first, group_id: weekly, reference: '7/2027', statement: 'Ask the bars', owner_agency_id: world.ours.council, due_on: '2027-03-05', state: 'open' }).execute(), world.ours.partnershipId)
    for (const [title, kind] of [['Last time', 'minutes'], ['Arising', 'matters arising'], ['Figures', 'data'], ['Reports', 'feeds'], ['Plans', 'plan'], ['Signals', 'measures'], ['People', 'cases'], ['Sorry', 'apologies'], ['Again', 'next meeting']])
      assert.equal((await world.post(`/meetings/${second}/agenda`, secretary, { title: title!, kind: kind! })).statusCode, 303)
    const { body } = await text(`/meetings/${second}`, secretary)
    assert.match(body, new RegExp(`/meetings/${first}/minutes`))
    assert.match(body, /7\/2027 Ask the bars/)
    assert.match(body, /weekend of Friday 5 to Sunday 7 March 2027/)
    assert.match(body, /\/explore\?from=2027-03&amp;to=2027-03/)
  })
})
