import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem, asUser } from '../../db/tx.ts'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { draftSources } from '../drafting/sources.ts'
import { selectWholePaper } from './store.ts'

const world = await openWorld()
after(() => world.close())
const { ours, theirs } = world
const secretary = await ours.account('coordinator')
const chair = await ours.account('board member')
const analyst = await ours.account('analyst')
const stranger = await theirs.account('coordinator')
const groupId = await addGroup(ours, { name: 'Safer Testbury Board', seats: [{ account: chair.accountId, role: 'chair' }, { account: secretary.accountId, role: 'secretary' }] })
const { meetingId, openItemId, restrictedItemId } = await addMeeting(ours, groupId, { heldOn: '2026-10-05', state: 'under way' })
const later = await addMeeting(ours, groupId, { heldOn: '2026-10-26', state: 'under way' })
const here = `/meetings/${meetingId}`
const item = `${here}/live/items/${openItemId}`
const readable = (body: string) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('look at what a test did', work, ours.partnershipId)
const { headers } = await world.post('/papers/new', secretary, { kind: 'board pack', title: 'Pack of the autumn', starts: '1 7 2026', ends: '30 9 2026', asks: 'decision', meetingId, version: '0' })
const paperId = String(headers.location).split('/').at(-1)!
const sections: Record<string, string> = {}
for (const [name, recommendation, restricted] of [['lighting', 'To agree the lighting of the square', ''], ['patrols', 'To pay for patrols', ''], ['wardens', 'To take on wardens', ''], ['names', 'To write to the family', 'yes']] as const) {
  await world.post(`/papers/${paperId}/sections`, secretary, { heading: `About ${name}`, source: '' })
  const { sectionId, version } = (await asUser(secretary, (tx) => selectWholePaper(tx, paperId)))!.sections.at(-1)!
  await world.post(`/papers/${paperId}/sections/${sectionId}`, secretary, { heading: `About ${name}`, body: 'Words.', recommendation, restricted, version: String(version) })
  sections[name] = sectionId
}
const decide = (at: string, who: typeof secretary, fields: Record<string, string>) => world.post(at, who, { version: '1', minuted: '', act: 'decision', ...fields })
const wanted = (who: typeof secretary) => asUser(who, async (tx) => (await draftSources.find(({ key }) => key === 'decisions wanted')!.draft(tx, { starts: '2026-10-01', ends: '2026-12-31', today: Temporal.PlainDate.from('2026-11-23'), partnership: 'Testbury' })).body)

test('What the papers of a meeting recommend is offered under its items, what is restricted only under a restricted one; a chair who writes no papers is offered none', async () => {
  const page = await world.get(item, secretary)
  assert.match(page.body, /Pack of the autumn: To agree the lighting of the square/)
  assert.doesNotMatch(page.body, /To write to the family|undefined|\bNaN\b|\[object/)
  assert.match((await world.get(`${here}/live/items/${restrictedItemId}`, secretary)).body, /To write to the family/)
  assert.doesNotMatch((await world.get(item, chair)).body, /To agree the lighting/)
  assert.equal((await world.get(item, stranger)).statusCode, 404)
  assert.doesNotMatch((await world.get(`/meetings/${later.meetingId}/live/items/${later.openItemId}`, secretary)).body, /To agree the lighting/, 'a paper is on its own meeting')
})

test('A recommendation is agreed in its own words, amended in others, or put off; what became of it has to be said', async () => {
  const silent = await decide(item, secretary, { kind: 'decided', sectionId: sections.lighting! })
  assert.equal(silent.statusCode, 422)
  assert.match(readable(silent.body), /Choose what the meeting made of the recommendation/)
  assert.equal((await decide(item, secretary, { sectionId: sections.patrols!, outcome: 'amended' })).statusCode, 422, 'amended, how?')
  assert.equal((await decide(item, secretary, { sectionId: sections.lighting!, kind: 'deferred', outcome: 'agreed' })).statusCode, 422, 'put off and agreed at once')
  assert.equal((await decide(item, secretary, { sectionId: sections.lighting!, outcome: 'agreed' })).statusCode, 303)
  assert.equal((await decide(item, secretary, { sectionId: sections.patrols!, outcome: 'amended', decision: 'Patrols are paid for until March' })).statusCode, 303)
  assert.equal((await decide(item, secretary, { sectionId: sections.wardens!, kind: 'deferred' })).statusCode, 303)
  const page = readable((await world.get(`${here}/decisions`, chair)).body)
  assert.match(page, /Agreed: To agree the lighting of the square/)
  assert.match(page, /Agreed as amended: Patrols are paid for until March Asked: To pay for patrols/)
  assert.match(page, /Deferred: To take on wardens/)
})

test('What is restricted, decided already, or of no paper here cannot be decided under an open item', async () => {
  for (const sectionId of [sections.names!, sections.lighting!, crypto.randomUUID(), 'nonsense'])
    assert.equal((await decide(item, secretary, { sectionId, outcome: 'agreed' })).statusCode, 422, sectionId)
  assert.equal((await decide(item, chair, { sectionId: sections.names!, outcome: 'agreed' })).statusCode, 422)
  assert.equal((await decide(item, stranger, { sectionId: sections.names!, outcome: 'agreed' })).statusCode, 404)
})

test('The paper, its edition and the minutes say what was decided; those who may not read the meeting’s restricted items are told nothing of them', async () => {
  assert.equal((await decide(`${here}/live/items/${restrictedItemId}`, secretary, { sectionId: sections.names!, outcome: 'not agreed' })).statusCode, 303)
  const paper = readable((await world.get(`/papers/${paperId}`, secretary)).body)
  assert.match(paper, /Asks: To agree the lighting of the square Agreed on 5 October 2026, Safer Testbury Board \(D1\/2026\)/)
  assert.match(paper, /Agreed as amended on 5 October 2026, Safer Testbury Board \(D2\/2026\) : Patrols are paid for until March/)
  assert.match(paper, /Not agreed on 5 October 2026/)
  assert.doesNotMatch(readable((await world.get(`/papers/${paperId}`, analyst)).body), /Not agreed on/)
  const fingerprint = /name="fingerprint" value="(\w+)"/.exec((await world.get(`/papers/${paperId}/publish`, secretary)).body)![1]!
  const published = await world.post(`/papers/${paperId}/publish`, secretary, { fingerprint, overrideReason: 'A test has to publish it as it is', corrects: '', correctionNote: '' })
  assert.equal(published.statusCode, 303)
  assert.match(readable((await world.get(String(published.headers.location), analyst)).body), /What was decided on it To agree the lighting of the square: Agreed on 5 October 2026/)
  await world.post(`${here}/live/end`, secretary, {})
  assert.match(readable((await world.get(`${here}/minutes/draft`, secretary)).body), /D2\/2026 Agreed as amended: Patrols are paid for until March \(recommended: To pay for patrols\)/)
})

test('What was put off is offered to the group again at its next meeting', async () => {
  const next = `/meetings/${later.meetingId}/live/items/${later.openItemId}`
  assert.match((await world.get(next, secretary)).body, /To take on wardens/)
  assert.match(await wanted(secretary), /one waits for an answer[^]*To take on wardens \(Pack of the autumn\)[^|]*\|[^|]*\| Deferred on 5 October 2026 \(D3\/2026\)/)
  assert.equal((await decide(next, secretary, { sectionId: sections.wardens!, outcome: 'not agreed' })).statusCode, 303)
  assert.doesNotMatch((await world.get(next, secretary)).body, /<option[^>]*>[^<]*To take on wardens/)
})

test('The next pack tells, under the decisions wanted, what became of what was asked; nothing of what is restricted', async () => {
  const body = await wanted(secretary)
  assert.match(body, /nothing waits for an answer/)
  assert.match(body, /To agree the lighting of the square \(Pack of the autumn\) \| Safer Testbury Board, 5 October 2026 \| Agreed on 5 October 2026 \(D1\/2026\)/)
  assert.doesNotMatch(body, /To write to the family/)
  assert.doesNotMatch(await wanted(stranger), /Pack of the autumn/)
})

test('A section that was decided on may be taken out; the decision keeps what was asked', async () => {
  assert.equal((await world.post(`/papers/${paperId}/sections/${sections.patrols}/remove`, secretary, {})).statusCode, 303)
  const kept = await system((tx) => tx.selectFrom('decision').select(['asked', 'paper_section_id as sectionId']).where('reference', '=', 'D2/2026').executeTakeFirstOrThrow())
  assert.deepEqual(kept, { asked: 'To pay for patrols', sectionId: null })
})
