import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { insertPlan } from '../../../test/plan-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { parsePaper } from '../../documents/parse.ts'
import { selectOptionalGroup, selectSeats, selectTermsInForce } from './store.ts'

let world: World
let [coordinator, otherCoordinator, member, stranger, reader, away, lead]: Actor[] = []
let [open, shut, lonely]: string[] = []

before(async () => {
  world = await openWorld()
  coordinator = await world.ours.account('coordinator')
  otherCoordinator = await world.ours.account('coordinator')
  member = await world.ours.account('owner')
  stranger = await world.ours.account('owner')
  reader = await world.ours.account('reader')
  away = await world.theirs.account('coordinator')
  lead = await world.ours.account('information governance lead')
  open = await addGroup(world.ours, { name: 'Night-Time Economy Group', seats: [{ account: coordinator.accountId, role: 'secretary' }, { person: 'Jo Bloggs', role: 'chair' }] })
  shut = await addGroup(world.ours, { name: 'Offender Panel', kind: 'panel', confidential: true, seats: [{ account: member.accountId, role: 'chair' }, { person: 'Ann Other' }] })
  lonely = await addGroup(world.ours, { name: 'Channel Panel', kind: 'panel', confidential: true, seats: [{ account: member.accountId, role: 'chair', until: '2024-01-01' }] })
})
after(() => world.close())

const wordOf = async (url: string, actor: Actor) => JSON.stringify(await parsePaper('terms.docx', (await world.app.inject({ url, headers: { cookie: await world.signIn(actor) } })).rawPayload))
const isClean = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
const locationOf = (reply: { headers: Record<string, unknown> }) => String(reply.headers.location)
const groupFields = { kind: 'working', remit: 'What it is for', handles: '', parentId: '', runById: '', schemeId: '', quorum: '', begins: '1/4/2025', ends: '' }
const asIt = (groupId: string) => asUser(coordinator!, (tx) => selectOptionalGroup(tx, groupId))

test('everybody who reads meetings sees the register, the structure, who handles what and the gaps', async () => {
  for (const [url, words] of [['/groups', 'Night-Time Economy Group'], ['/groups/structure', 'Night-Time Economy Group'], ['/groups/remits', 'Night-Time Economy Group'], ['/groups/gaps', 'What is looked for']] as const) {
    const page = await world.get(url, stranger!)
    assert.equal(page.statusCode, 200, url)
    assert.match(page.body, new RegExp(words))
    isClean(page.body)
    assert.equal((await world.get(url, reader!)).statusCode, 404, `${url} is not for readers of editions`)
    const elsewhere = await world.get(url, away!)
    assert.doesNotMatch(elsewhere.body, /Night-Time Economy Group/)
  }
})

test('a group, its seats, its names and its terms are read by everybody who reads meetings, and by nobody of another partnership', async () => {
  for (const under of ['', '/seats', '/names', '/terms', '/terms/1']) {
    const page = await world.get(`/groups/${open}${under}`, stranger!)
    assert.equal(page.statusCode, 200, under)
    const tabs = /aria-label="This group">([\s\S]*?)<\/nav>/.exec(page.body)![1]!.match(/href="[^"]+"/g)!
    assert.equal(new Set(tabs).size, tabs.length)
    for (const tab of tabs) assert.equal((await world.get(tab.slice(6, -1), stranger!)).statusCode, 200, tab)
    isClean(page.body)
    for (const nobody of [away!, reader!]) assert.equal((await world.get(`/groups/${open}${under}`, nobody)).statusCode, 404, under)
  }
})

test('an address that is no group, or no version, is not found', async () => {
  for (const url of ['/groups/nothing', `/groups/${crypto.randomUUID()}`, `/groups/${open}/terms/9`, `/groups/${open}/terms/x`, `/groups/${open}/terms/1/changes`, `/groups/${open}/seats/nothing`, `/groups/${open}/terms/9/terms.docx`])
    assert.equal((await world.get(url, coordinator!)).statusCode, 404, url)
})

test('a coordinator adds a group with a first seat; others cannot', async () => {
  const fields = { ...groupFields, name: 'Acquisitive Crime Subgroup', code: 'ACS', handles: 'Cycle theft\ncycle theft\n- Shoplifting', seatOrganisationId: world.ours.police, seatRole: 'chair', seatAccountId: '', seatPerson: 'Sam Superintendent' }
  assert.equal((await world.get('/groups/new', member!)).statusCode, 404)
  assert.equal((await world.post('/groups/new', member!, fields)).statusCode, 404)
  isClean((await world.get('/groups/new', coordinator!)).body)
  const saved = await world.post('/groups/new', coordinator!, fields)
  assert.equal(saved.statusCode, 303)
  const page = await world.get(locationOf(saved), stranger!)
  assert.match(page.body, /Acquisitive Crime Subgroup/)
  assert.match(page.body, /Sam Superintendent/)
  assert.equal(page.body.match(/cycle theft/gi)?.length, 1)
  const again = await world.post('/groups/new', coordinator!, fields)
  assert.equal(again.statusCode, 422)
  assert.match(again.body, /is known by that already/)
})

test('a confidential group is made only with somebody in it, who then keeps it, while whoever made it does not', async () => {
  const fields = { ...groupFields, kind: 'panel', name: 'Victims Panel', code: '', confidential: 'yes', seatOrganisationId: world.ours.police, seatRole: 'chair', seatPerson: 'No account' }
  const refused = await world.post('/groups/new', coordinator!, { ...fields, seatAccountId: '' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Choose who has the first seat/)
  const saved = await world.post('/groups/new', coordinator!, { ...fields, seatAccountId: member!.accountId })
  assert.equal(saved.statusCode, 303)
  assert.equal((await world.get(`${locationOf(saved)}/edit`, coordinator!)).statusCode, 404)
  assert.equal((await world.get(`${locationOf(saved)}/edit`, member!)).statusCode, 200)
})

test('a task and finish group has an end, and shows its programme', async () => {
  const fields = { ...groupFields, kind: 'task and finish', name: 'Vehicle Crime Task and Finish Group', code: '', begins: '28/6/2011', seatOrganisationId: '', seatRole: '', seatAccountId: '', seatPerson: '' }
  const refused = await world.post('/groups/new', coordinator!, fields)
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Enter the day by which a task and finish group ends/)
  const saved = await world.post('/groups/new', coordinator!, { ...fields, ends: '27/9/2011' })
  const page = await world.get(locationOf(saved), stranger!)
  assert.match(page.body, /Kick-off[\s\S]*Monthly oversight[\s\S]*Final report[\s\S]*31 December 2011[\s\S]*31 March 2012/)
})

test('who keeps a group changes it; a coordinator without a seat cannot change a confidential one, nor anyone from elsewhere', async () => {
  const version = async (groupId: string) => /name="version" value="(\d+)"/.exec((await world.get(`/groups/${groupId}/edit`, groupId === shut ? member! : coordinator!)).body)![1]!
  const fields = { ...groupFields, kind: 'panel', confidential: 'yes', remit: 'A new remit', version: await version(shut!) }
  for (const nobody of [coordinator!, stranger!, away!]) {
    assert.equal((await world.get(`/groups/${shut}/edit`, nobody)).statusCode, 404)
    assert.equal((await world.post(`/groups/${shut}/edit`, nobody, fields)).statusCode, 404)
  }
  assert.equal((await world.post(`/groups/${shut}/edit`, member!, fields)).statusCode, 303)
  assert.match((await world.get(`/groups/${shut}`, member!)).body, /A new remit/)
  assert.equal((await world.post(`/groups/${open}/edit`, stranger!, { ...groupFields, version: await version(open!) })).statusCode, 404)
  assert.equal((await world.post(`/groups/${open}/edit`, otherCoordinator!, { ...groupFields, version: await version(open!) })).statusCode, 303)
})

test('two people who change a group at once see both, and neither loses what they typed', async () => {
  const old = /name="version" value="(\d+)"/.exec((await world.get(`/groups/${open}/edit`, coordinator!)).body)![1]!
  assert.equal((await world.post(`/groups/${open}/edit`, otherCoordinator!, { ...groupFields, remit: 'Theirs', version: old })).statusCode, 303)
  const both = await world.post(`/groups/${open}/edit`, coordinator!, { ...groupFields, remit: 'Mine', version: old })
  assert.equal(both.statusCode, 409)
  assert.match(both.body, /Theirs[\s\S]*Mine/)
  isClean(both.body)
  const newer = /name="version" value="(\d+)"/.exec(both.body)![1]!
  assert.equal((await world.post(`/groups/${open}/edit`, coordinator!, { ...groupFields, remit: 'Mine', version: newer })).statusCode, 303)
  assert.match((await world.get(`/groups/${open}`, stranger!)).body, /Mine/)
})

test('a group cannot report to itself, nor to one that reports to it', async () => {
  const child = await addGroup(world.ours, { name: 'Under the night group', parentId: open! })
  const version = /name="version" value="(\d+)"/.exec((await world.get(`/groups/${open}/edit`, coordinator!)).body)![1]!
  for (const parentId of [open!, child]) {
    const refused = await world.post(`/groups/${open}/edit`, coordinator!, { ...groupFields, parentId, version })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /cannot report to itself/)
  }
  assert.equal((await world.post(`/groups/${open}/edit`, coordinator!, { ...groupFields, parentId: crypto.randomUUID(), version })).statusCode, 422)
})

test('a coordinator who has no seat in a group cannot make it confidential', async () => {
  const version = /name="version" value="(\d+)"/.exec((await world.get(`/groups/${open}/edit`, otherCoordinator!)).body)![1]!
  const refused = await world.post(`/groups/${open}/edit`, otherCoordinator!, { ...groupFields, confidential: 'yes', version })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Only somebody who has a seat/)
  assert.equal((await asIt(open!))!.confidential, false)
})

test('seats are given and changed by those who keep the group, with who stands in, and nobody else', async () => {
  const fields = { organisationId: world.ours.police, role: 'member', post: 'Licensing Sergeant', statutory: 'yes', accountId: '', person: '', deputyAccountId: '', deputy: 'Dee Deputy', since: '1/4/2025', until: '' }
  for (const nobody of [stranger!, away!, reader!]) {
    assert.equal((await world.get(`/groups/${open}/seats/new`, nobody)).statusCode, 404)
    assert.equal((await world.post(`/groups/${open}/seats/new`, nobody, fields)).statusCode, 404)
  }
  assert.equal((await world.post(`/groups/${open}/seats/new`, coordinator!, fields)).statusCode, 303)
  const page = await world.get(`/groups/${open}/seats`, stranger!)
  assert.match(page.body, /Licensing Sergeant[\s\S]*Vacant[\s\S]*Dee Deputy/)
  assert.match((await world.get('/groups/gaps', stranger!)).body, /The seat of Testbury Police \(Licensing Sergeant\) on Night-Time Economy Group is vacant/)
  const seat = (await asUser(coordinator!, (tx) => selectSeats(tx, open!))).find(({ post }) => post === 'Licensing Sergeant')!
  const address = `/groups/${open}/seats/${seat.seatId}`
  assert.equal((await world.get(address, stranger!)).statusCode, 404)
  isClean((await world.get(address, coordinator!)).body)
  const wrong = await world.post(address, coordinator!, { ...fields, until: '1/1/2025', version: '1' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /on or after the first/)
  assert.equal((await world.post(address, coordinator!, { ...fields, person: 'Pat Sergeant', version: '1' })).statusCode, 303)
  const late = await world.post(address, otherCoordinator!, { ...fields, person: 'Lee Late', version: '1' })
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /Pat Sergeant[\s\S]*Lee Late/)
})

test('in a confidential group only its own people give seats, until nobody is left: then whoever governs sharing does', async () => {
  const fields = { organisationId: world.ours.council, role: 'secretary', post: '', accountId: stranger!.accountId, person: '', deputyAccountId: '', deputy: '', since: '', until: '' }
  for (const nobody of [coordinator!, lead!]) assert.equal((await world.post(`/groups/${shut}/seats/new`, nobody, fields)).statusCode, 404)
  assert.equal((await world.post(`/groups/${lonely}/seats/new`, coordinator!, fields)).statusCode, 404)
  assert.equal((await world.get(`/groups/${lonely}/seats/new`, lead!)).statusCode, 200)
  assert.equal((await world.post(`/groups/${lonely}/seats/new`, lead!, fields)).statusCode, 303)
  assert.equal((await world.get(`/groups/${lonely}/edit`, stranger!)).statusCode, 200)
  assert.equal((await world.post(`/groups/${lonely}/seats/new`, lead!, fields)).statusCode, 404, 'somebody is there now')
})

test('a group keeps its old names when it is renamed, and its address leads to the same group', async () => {
  const groupId = await addGroup(world.ours, { name: 'Domestic Violence Forum', seats: [{ account: coordinator!.accountId, role: 'secretary' }] })
  assert.equal((await world.post(`/groups/${groupId}/rename`, stranger!, { name: 'Taken', from: '1/5/2018' })).statusCode, 404)
  assert.equal((await world.post(`/groups/${groupId}/rename`, coordinator!, { name: 'Too early', from: '1/5/2018' })).statusCode, 422)
  assert.equal((await world.post(`/groups/${groupId}/rename`, coordinator!, { name: 'Domestic Abuse Forum', from: '1/5/2024' })).statusCode, 303)
  const page = await world.get(`/groups/${groupId}/names`, stranger!)
  assert.match(page.body, /Domestic Abuse Forum[\s\S]*Domestic Violence Forum[\s\S]*30 April 2024/)
  assert.equal((await asIt(groupId))!.name, 'Domestic Abuse Forum')
  assert.equal((await world.post(`/groups/${groupId}/names/new`, coordinator!, { kind: 'code', name: 'DAF', from: '', to: '' })).statusCode, 303)
  assert.equal((await world.post(`/groups/${open}/names/new`, coordinator!, { kind: 'alias', name: 'daf', from: '', to: '' })).statusCode, 422)
  const end = /action="(\/groups\/[^"]+\/names\/[^"]+\/end)"/.exec((await world.get(`/groups/${groupId}/names`, coordinator!)).body)![1]!
  assert.equal((await world.post(end, stranger!, {})).statusCode, 404)
  assert.equal((await world.post(end, coordinator!, {})).statusCode, 303)
})

test('a group ends with a reason and a successor, stays to be read, and its thread leads on', async () => {
  const old = await addGroup(world.ours, { name: 'Robbery Group' })
  const next = await addGroup(world.ours, { name: 'Street Crime Group' })
  const fields = { on: '31/3/2026', reason: 'Its work is wider now', successor: next, version: '1' }
  for (const nobody of [stranger!, away!]) assert.equal((await world.post(`/groups/${old}/end`, nobody, fields)).statusCode, 404)
  const unasked = await world.post(`/groups/${old}/end`, coordinator!, { ...fields, reason: '', successor: '' })
  assert.equal(unasked.statusCode, 422)
  assert.match(unasked.body, /Say why it ends[\s\S]*say that none does/)
  assert.equal((await world.post(`/groups/${old}/end`, coordinator!, { ...fields, version: '7' })).statusCode, 409)
  assert.equal((await world.post(`/groups/${old}/end`, coordinator!, fields)).statusCode, 303)
  const page = await world.get(`/groups/${old}`, stranger!)
  assert.match(page.body, /Its last day was 31 March 2026[\s\S]*Its work is wider now[\s\S]*Taken over by[\s\S]*Street Crime Group/)
  assert.match((await world.get(`/groups/${next}/names`, stranger!)).body, /Groups before it[\s\S]*Robbery Group/)
  assert.match((await world.get('/groups', stranger!)).body, /Ended[\s\S]*Robbery Group/)
  assert.equal((await world.post(`/groups/${old}/reopen`, stranger!, { version: '2' })).statusCode, 404)
  assert.equal((await world.post(`/groups/${old}/reopen`, coordinator!, { version: '2' })).statusCode, 303)
  assert.equal((await asIt(old))!.ends, null)
})

test('a priority is given to a group by those who keep it, and stops being a gap', async () => {
  const { planId, items } = await insertPlan(coordinator!, { items: [{ code: 'P9', title: 'Safe nights', kind: 'priority' }] })
  const itemId = items.get('P9')!
  await asUser(coordinator!, (tx) => tx.updateTable('plan').set({ state: 'live' }).where('plan_id', '=', planId).execute())
  assert.match((await world.get('/groups/gaps', stranger!)).body, /No group delivers priority P9/)
  assert.equal((await world.post(`/groups/${open}/priorities`, stranger!, { itemId, since: '' })).statusCode, 404)
  assert.equal((await world.post(`/groups/${open}/priorities`, coordinator!, { itemId: '', since: '' })).statusCode, 422)
  assert.equal((await world.post(`/groups/${open}/priorities`, coordinator!, { itemId, since: '' })).statusCode, 303)
  assert.doesNotMatch((await world.get('/groups/gaps', stranger!)).body, /No group delivers priority P9/)
  assert.match((await world.get('/groups/remits', stranger!)).body, /Safe nights[\s\S]*Night-Time Economy Group[\s\S]*Jo Bloggs/)
  isClean((await world.get(`/groups/${open}/priorities`, coordinator!)).body)
  assert.equal((await world.post(`/groups/${open}/priorities/${itemId}/end`, stranger!, {})).statusCode, 404)
  assert.equal((await world.post(`/groups/${open}/priorities/${itemId}/end`, coordinator!, {})).statusCode, 303)
})

test('terms are drafted, adopted once, never change after, and the next version shows what it changes', async () => {
  const groupId = await addGroup(world.ours, { name: 'Fraud Group', seats: [{ account: coordinator!.accountId, role: 'secretary' }] })
  const at = `/groups/${groupId}/terms`
  const fields = { introduction: 'Why we meet', aims: 'To listen\nTo act', attendees: 'All partners', dates: 'First Monday of every month', title1: 'Any other business', kind1: 'any other business', place1: '9', title2: 'People at risk', kind2: 'discussion', place2: '2', restricted: '2', version: '0' }
  for (const nobody of [stranger!, away!]) {
    assert.equal((await world.get(`${at}/draft`, nobody)).statusCode, 404)
    assert.equal((await world.post(`${at}/draft`, nobody, fields)).statusCode, 404)
  }
  const form = await world.get(`${at}/draft`, coordinator!)
  assert.match(form.body, /It begins from version 1/)
  isClean(form.body)
  const saved = await world.post(`${at}/draft`, coordinator!, fields)
  assert.equal(locationOf(saved), `${at}/2`)
  assert.match((await world.get(`${at}/2`, coordinator!)).body, /A draft: not in force[\s\S]*People at risk[\s\S]*Members alone[\s\S]*Any other business[\s\S]*Adopt these terms/)
  assert.doesNotMatch((await world.get(`${at}/2`, stranger!)).body, /Adopt these terms/)
  assert.equal((await world.post(`${at}/draft`, otherCoordinator!, fields)).statusCode, 409, 'somebody else began the draft meanwhile')
  assert.equal((await asUser(coordinator!, (tx) => selectTermsInForce(tx, groupId)))!.number, 1)
  assert.equal((await world.post(`${at}/2/adopt`, stranger!, { on: '1/5/2025', version: '1' })).statusCode, 404)
  assert.equal((await world.post(`${at}/2/adopt`, coordinator!, { on: '1/5/2099', version: '1' })).statusCode, 422)
  assert.equal((await world.post(`${at}/2/adopt`, coordinator!, { on: '1/5/2025', version: '5' })).statusCode, 409)
  assert.equal((await world.post(`${at}/2/adopt`, coordinator!, { on: '1/5/2025', version: '1' })).statusCode, 303)
  assert.equal((await asUser(coordinator!, (tx) => selectTermsInForce(tx, groupId)))!.introduction, 'Why we meet')
  assert.equal((await world.post(`${at}/2/adopt`, coordinator!, { on: '2/5/2025', version: '2' })).statusCode, 404)
  await assert.rejects(asUser(coordinator!, (tx) => tx.updateTable('terms').set({ introduction: 'Changed' }).where('group_id', '=', groupId).where('number', '=', 2).execute()), /adopted/)
  await assert.rejects(asUser(coordinator!, (tx) => tx.deleteFrom('terms').where('group_id', '=', groupId).execute()), /adopted/)
  const changes = await world.get(`${at}/2/changes`, stranger!)
  assert.match(changes.body, /Why it meets[\s\S]*Why we meet[\s\S]*Aims[\s\S]*To test[\s\S]*It is gone/)
  isClean(changes.body)
})

test('terms leave as a Word document for whoever reads them, and the log says so', async () => {
  const paper = await world.get(`/groups/${open}/terms/1/terms.docx`, stranger!)
  assert.equal(paper.statusCode, 200)
  assert.match(String(paper.headers['content-type']), /wordprocessingml/)
  assert.equal((await world.get(`/groups/${open}/terms/1/terms.docx`, away!)).statusCode, 404)
  const log = await asSystem('look at the log', (tx) => tx.selectFrom('audit_entry').select('details').where('subject_id', '=', open!).where('act', '=', 'disclosed').execute(), world.ours.partnershipId)
  assert.equal(log.length, 1)
})

test('a restricted standing item is read by those with a seat, on the page and in Word, and by others as “A restricted item”', async () => {
  const groupId = await addGroup(world.ours, { name: 'Exploitation Group', seats: [{ account: member!.accountId }] })
  const at = `/groups/${groupId}/terms`
  const { version: before, ...fields } = { introduction: 'Why we meet', aims: 'To act', attendees: 'All', dates: 'First Monday', title1: 'Welcome and apologies', kind1: 'apologies', place1: '1', title2: 'Matters arising', kind2: 'matters arising', place2: '2', title3: 'Closing words', kind3: 'discussion', place3: '4', version: '0' }
  // The coordinator keeps the group and has no seat in it.
  const form = (await world.get(`${at}/draft`, coordinator!)).body
  assert.match(form, /1 restricted line stays as it is, in its place/)
  assert.doesNotMatch(form, /People of concern|value="A restricted item"/)
  assert.match(form, /id="place3" name="place3" value="4"/, 'a new line stands after the hidden one')
  assert.equal((await world.post(`${at}/draft`, coordinator!, { ...fields, title2: 'What came of it', version: before })).statusCode, 303)
  assert.equal((await world.post(`${at}/2/adopt`, coordinator!, { on: '1/5/2025', version: '1' })).statusCode, 303)
  for (const under of ['', '/1', '/2', '/2/changes', '/2/terms.docx', '/1/terms.docx']) {
    const textFor = async (actor: Actor) => (under.endsWith('docx') ? wordOf(`${at}${under}`, actor) : (await world.get(`${at}${under}`, actor)).body)
    const [read, hidden] = [await textFor(member!), await textFor(coordinator!)]
    assert.doesNotMatch(hidden, /People of concern/, under)
    if (under === '/2/changes') continue
    assert.match(read, /People of concern/, under)
    assert.match(hidden, /A restricted item/, under)
    assert.doesNotMatch((await world.get(`${at}${under}`, away!)).body, /restricted item/)
  }
  const kept = (await asUser(member!, (tx) => selectTermsInForce(tx, groupId)))!.agenda.map(({ title, restricted }) => [title, restricted])
  assert.deepEqual(kept, [['Welcome and apologies', false], ['What came of it', false], ['People of concern', true], ['Closing words', false]])
  assert.doesNotMatch((await world.get('/groups/gaps', stranger!)).body, /People of concern/)
  assert.equal((await world.get(`${at}/draft`, member!)).statusCode, 404)
})

test('the day and place of a confidential group’s meeting are seen by everybody who reads meetings, and its agenda is not', async () => {
  await addMeeting(world.ours, shut!, { heldOn: '2099-03-02' })
  const page = await world.get(`/groups/${shut}`, stranger!)
  assert.match(page.body, /2 March 2099, 10:00<\/a>[\s\S]*Room 1/)
  assert.match(page.body, /What is said in it is for those who have a seat/)
  assert.doesNotMatch(page.body, /Lighting of the square|People of concern/)
})

test('the structure has a drawing with a name, and the same as a list', async () => {
  const { body } = await world.get('/groups/structure', stranger!)
  assert.match(body, /<svg[^>]+role="img"[^>]+aria-labelledby="structure-title structure-description"/)
  assert.match(body, /<title id="structure-title">Structure of Testbury Safer Together<\/title>/)
  assert.match(body, /Night-Time Economy Group<\/a>[\s\S]*<ul[\s\S]*Under the night group/)
  assert.doesNotMatch(body, / style=/)
})
