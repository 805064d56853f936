import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addMeetingAction } from '../../actions/store.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { chaseFeeds } from './chase.ts'
import { blocksOf, emptyOf } from './content.ts'
import { addFeed, type NewFeed, selectFeedsOwedTo, selectReturn } from './store.ts'

const world = await openWorld()
after(() => world.close())
const { council, police, partnershipId } = world.ours
const coordinator = await world.ours.account('coordinator')
const secretary = await world.ours.account('case worker')
const member = await world.ours.account('board member')
const outsider = await world.ours.account('owner', police)
const stranger = await world.theirs.account('coordinator')
const today = todayInLondon(Temporal.Now.instant())
const ago = (days: number) => today.subtract({ days }).toString()
const seats = [{ account: secretary.accountId, role: 'secretary' }, { account: member.accountId, role: 'chair' }]

async function twoGroups({ fromConfidential = false, toConfidential = false } = {}) {
  const from = await addGroup(world.ours, { name: `Victims Group ${crypto.randomUUID().slice(0, 4)}`, confidential: fromConfidential, seats })
  const to = await addGroup(world.ours, { name: `Strategy Group ${crypto.randomUUID().slice(0, 4)}`, kind: 'board', confidential: toConfidential, seats: [{ account: member.accountId, role: 'chair' }] })
  const held = await addMeeting(world.ours, from, { heldOn: ago(20), state: 'held' })
  const before = await addMeeting(world.ours, to, { heldOn: ago(30), state: 'held' })
  const last = await addMeeting(world.ours, to, { heldOn: ago(3), state: 'held' })
  await addMeeting(world.ours, to, { heldOn: ago(-20) })
  return { from, to, held, before, last }
}
const owe = (from: string, to: string, fields: Partial<NewFeed> = {}) =>
  asSystem('owe something', (tx) => addFeed(tx, { fromGroupId: from, toGroupId: to, what: 'Counts, actions and outcomes', content: ['meetings held', 'actions', 'decisions', 'messages'], every: 'meeting', since: ago(29), ...fields }), partnershipId)
const act = (groupId: string, meetingId: string, statement: string, restricted = false) =>
  asUser(secretary, (tx) => addMeetingAction(tx, { meetingId, groupId }, { statement, owner: { agencyId: council, accountId: null }, dueOn: ago(5), restricted }))
const at = (feedId: string, dueOn: string) => `/feeds/${feedId}/returns/${dueOn}`
const bodyIn = (page: string) => /<textarea[^>]*id="body"[^>]*>([\s\S]*?)<\/textarea>/.exec(page)![1]!.trim()

describe('what groups owe one another', () => {
  test('stands in one list, late in words, and leads those who keep the group to the return; others are only told', async () => {
    const { from, to } = await twoGroups()
    const feedId = await owe(from, to)
    const own = (await world.get(`/feeds?group=${from}`, secretary)).body
    assert.match(own, /Late: was due [^<]+, 3 days ago/)
    assert.ok(own.includes(`href="${at(feedId, ago(3))}"`))
    const other = (await world.get(`/feeds?group=${from}`, outsider)).body
    assert.match(other, /Late: was due/)
    assert.ok(!other.includes(at(feedId, ago(3))))
    assert.doesNotMatch((await world.get('/feeds', stranger)).body, new RegExp(feedId))
    for (const page of [own, other]) assert.doesNotMatch(page, /undefined|\bNaN\b|\[object/)
  })
  test('is added and ended by who keeps meetings and one of the two groups; by nobody else', async () => {
    const { from, to } = await twoGroups()
    const fields = { fromGroupId: from, toGroupId: to, what: 'Counts', content: ['actions', 'messages'], every: 'quarter', since: '1 1 2026' }
    for (const other of [secretary, outsider, stranger]) assert.notEqual((await world.post('/feeds/new', other, fields)).statusCode, 303)
    assert.equal((await world.post('/feeds/new', coordinator, { ...fields, toGroupId: from })).statusCode, 422)
    const { headers, statusCode } = await world.post('/feeds/new', coordinator, fields)
    assert.equal(statusCode, 303)
    const address = String(headers.location)
    assert.match((await world.get(address, outsider)).body, /Each quarter/)
    assert.equal((await world.post(`${address}/end`, secretary, { until: '1 2 2026' })).statusCode, 404)
    assert.equal((await world.post(`${address}/end`, coordinator, { until: 'then' })).statusCode, 422)
    assert.equal((await world.post(`${address}/end`, coordinator, { until: '1 2 2026' })).statusCode, 303)
    assert.match((await world.get(address, coordinator)).body, /until 1 February 2026/)
    const shut = await twoGroups({ fromConfidential: true, toConfidential: true })
    assert.equal((await world.post('/feeds/new', coordinator, { ...fields, fromGroupId: shut.from, toGroupId: shut.to })).statusCode, 422)
  })
  test('lateness that somebody cannot see is not claimed: between confidential groups they are told that they do not see it', async () => {
    const { from, to } = await twoGroups({ fromConfidential: true, toConfidential: true })
    await owe(from, to)
    assert.match((await world.get(`/feeds?group=${from}`, coordinator)).body, /You do not see what is sent between these groups/)
    assert.match((await world.get(`/feeds?group=${from}`, secretary)).body, /Late: was due/)
  })
})

describe('a return', () => {
  test('is drafted from the record, without what is restricted', async () => {
    const { from, to, held } = await twoGroups()
    await act(from, held.meetingId, 'Light the square')
    await act(from, held.meetingId, 'Watch the corner', true)
    const feedId = await owe(from, to)
    const body = bodyIn((await world.get(at(feedId, ago(3)), secretary)).body)
    assert.match(body, /## Meetings held\n\nThe group met once/)
    assert.match(body, /1 action was agreed and 0 done\. 1 is open, of which 1 is late\./)
    assert.match(body, /Light the square/)
    assert.doesNotMatch(body, /Watch the corner/)
    assert.match(body, /## Messages$/)
  })
  test('of a confidential group tells how many, and never what', async () => {
    const { from, to, held } = await twoGroups({ fromConfidential: true })
    await act(from, held.meetingId, 'See the family')
    const feedId = await owe(from, to)
    const body = bodyIn((await world.get(at(feedId, ago(3)), secretary)).body)
    assert.match(body, /1 action was agreed/)
    assert.doesNotMatch(body, /See the family/)
  })
  test('tells casework as the published figures do: a small number is not shown', async () => {
    const { from, to } = await twoGroups()
    const scheme_id = crypto.randomUUID()
    await asSystem('count some cases', async (tx) => {
      await tx.insertInto('scheme').values({ partnership_id: partnershipId, scheme_id, kind: 'asb victims', name: 'A scheme', purpose: 'asb', compartment: 'open', host_agency_id: council, begins: '2024-04-01' }).execute()
      await tx.insertInto('case_count').values([{ part: 'resident', n: 3 }, { part: 'not resident', n: 40 }, { part: 'no person', n: 20 }].map((count) => ({ partnership_id: partnershipId, scheme_id, month: today.subtract({ months: 6 }).with({ day: 1 }).toString(), figure: 'referrals', ...count }))).execute()
      await tx.updateTable('meeting_group').set({ scheme_id }).where('group_id', '=', from).execute()
    }, partnershipId)
    const feedId = await owe(from, to, { content: ['case figures'] })
    const body = bodyIn((await world.get(at(feedId, ago(3)), secretary)).body)
    assert.match(body, /Referrals, April \d+ to March \d+(?: so far)?: About residents Fewer than 5/)
    assert.doesNotMatch(body, /residents 3\b/)
  })
  test('is written and sent by those who keep the group, and by nobody else', async () => {
    const { from, to } = await twoGroups()
    const feedId = await owe(from, to)
    const fields = { body: '## Messages\n\nMind the lane', version: '0' }
    for (const other of [outsider, stranger]) {
      assert.equal((await world.get(at(feedId, ago(3)), other)).statusCode, 404)
      assert.equal((await world.post(at(feedId, ago(3)), other, { ...fields, send: 'yes' })).statusCode, 404)
    }
    assert.equal((await world.post(at(feedId, ago(3)), secretary, fields)).statusCode, 303)
    assert.equal((await world.get(at(feedId, ago(3)), outsider)).statusCode, 404, 'a draft is for those who write it')
    assert.equal((await world.post(at(feedId, ago(3)), secretary, { ...fields, body: '## Messages', version: '1', send: 'yes' })).statusCode, 422)
    assert.equal((await world.post(at(feedId, ago(3)), secretary, { ...fields, version: '1', send: 'yes' })).statusCode, 303)
    assert.match((await world.get(at(feedId, ago(3)), outsider)).body, /Mind the lane/)
    assert.equal((await world.get(at(feedId, ago(3)), stranger)).statusCode, 404)
  })
  test('two who write it at once: the second is shown what the first saved', async () => {
    const { from, to } = await twoGroups()
    const address = at(await owe(from, to), ago(3))
    assert.equal((await world.post(address, secretary, { body: 'First words', version: '0' })).statusCode, 303)
    const second = await world.post(address, coordinator, { body: 'Second words', version: '0' })
    assert.equal(second.statusCode, 409)
    assert.match(second.body, /First words[\s\S]*Second words/)
    assert.equal((await world.post(`${address}/draft`, coordinator, { version: '1' })).statusCode, 303)
    assert.match(bodyIn((await world.get(address, secretary)).body), /## Meetings held/)
  })
  test('once sent is changed by nobody, not even by the database’s own hand', async () => {
    const { from, to } = await twoGroups()
    const feedId = await owe(from, to)
    await world.post(at(feedId, ago(3)), secretary, { body: '## Messages\n\nOnce', version: '0', send: 'yes' })
    const again = await world.post(at(feedId, ago(3)), secretary, { body: '## Messages\n\nTwice', version: '2', send: 'yes' })
    assert.equal(again.statusCode, 409)
    for (const change of ['update', 'delete'] as const)
      await assert.rejects(asSystem('try to change what was sent', async (tx) => {
        if (change === 'update') await tx.updateTable('feed_return').set({ body: 'Twice' }).where('owed_feed_id', '=', feedId).execute()
        else await tx.deleteFrom('feed_return').where('owed_feed_id', '=', feedId).execute()
      }, partnershipId), /is not changed/)
    assert.match((await asUser(secretary, (tx) => selectReturn(tx, feedId, ago(3))))!.body, /Once/)
  })
  test('of a day on which nothing is owed, or of no feed, is not found', async () => {
    const { from, to } = await twoGroups()
    const feedId = await owe(from, to)
    for (const address of [at(feedId, ago(4)), at(feedId, 'soon'), at(crypto.randomUUID(), ago(3)), `/feeds/nothing`]) assert.equal((await world.get(address, secretary)).statusCode, 404)
  })
})

test('an agenda shows what was owed to the meeting’s day: what was sent, and what was not', async () => {
  const { from, to } = await twoGroups()
  const [sent, unsent] = [await owe(from, to), await owe(from, to, { what: 'Questions' })]
  await world.post(at(sent, ago(3)), secretary, { body: '## Messages\n\nAll well', version: '0', send: 'yes' })
  const shown = async (actor: typeof member) => (await asUser(actor, (tx) => selectFeedsOwedTo(tx, to, ago(3)))).map(({ feedId, state, body }) => [feedId, state, body])
  for (const actor of [member, outsider]) assert.deepEqual(await shown(actor), [[sent, 'sent', '## Messages\n\nAll well'], [unsent, 'not sent', null]])
  assert.deepEqual(await shown(stranger), [])
})

test('those who write what is late hear of it once a week, and find it in their work; nobody else does', async () => {
  const { from, to } = await twoGroups()
  const feedId = await owe(from, to)
  await Promise.all([chaseFeeds('https://w.example'), chaseFeeds('https://w.example')])
  await chaseFeeds('https://w.example', today.add({ days: 1 }))
  await chaseFeeds('https://w.example', today.add({ days: 7 }))
  const sent = await asSystem('read what was sent', (tx) => tx.selectFrom('notice').select(['account_id', 'body']).where('effect', 'like', `feed ${feedId}%`).execute(), partnershipId)
  assert.deepEqual(sent.map(({ account_id }) => account_id), [secretary.accountId, secretary.accountId])
  assert.match(sent[0]!.body, new RegExp(at(feedId, ago(3))))
  assert.ok((await world.get('/my-work', secretary)).body.includes(at(feedId, ago(3))))
  assert.ok(!(await world.get('/my-work', outsider)).body.includes(feedId))
})

test('a return’s text is headings, lists and paragraphs, and what was to be typed must be', () => {
  assert.deepEqual(blocksOf('## One\nSaid\n\n- a\n- b\n\n## Two'), [{ kind: 'heading', text: 'One' }, { kind: 'paragraph', text: 'Said' }, { kind: 'list', lines: ['a', 'b'] }, { kind: 'heading', text: 'Two' }])
  assert.deepEqual(emptyOf(['messages', 'questions', 'actions'], '## Messages\n\n## Questions\n\nNone'), ['Messages'])
  assert.deepEqual(emptyOf(['messages'], 'No headings'), ['Messages'])
})
