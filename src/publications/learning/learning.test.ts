import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addGroup } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'
import { countThemes, isOpen, isOverdue, whyNot } from './learning.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId, police } = world.ours
const coordinator = await world.ours.account('coordinator')
const owner = await world.ours.account('owner', police)
const member = await world.ours.account('board member')
const outsider = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')
const groupId = await addGroup(world.ours, { name: 'Reviews Group', seats: [{ account: member.accountId, role: 'chair' }] })

const REVIEW = { kind: 'safeguarding adult review', title: 'Review of spring', commissionedBy: 'The board', finishedOn: '1 3 2025', summary: 'Nobody put it together.', groupId: '', version: '0' }
const RECOMMENDATION = { statement: 'Every record says who was seen alone', wanted: 'Nine records of ten say it', owner: `${police} ${owner.accountId}`, dueOn: '1 9 2025', themes: 'Recording, Seen alone', version: '0' }
const SEEN = { kind: 'practice changed', seenOn: '2 10 2025', evidence: 'An audit found it in 46 of 50 records', measureId: '' }

async function addReview(fields: Record<string, string> = {}): Promise<string> {
  const { statusCode, headers } = await world.post('/learning/new', coordinator, { ...REVIEW, ...fields })
  assert.equal(statusCode, 303)
  return /[0-9a-f-]{36}/.exec(String(headers.location))![0]
}
async function recommended(fields: Record<string, string> = {}, review: Record<string, string> = {}): Promise<string> {
  const reviewId = await addReview(review)
  assert.equal((await world.post(`/learning/${reviewId}/new`, coordinator, { ...RECOMMENDATION, ...fields })).statusCode, 303)
  return `/learning/${reviewId}/1`
}
const versionOf = async (address: string) => /action="[^"]+\/state"[^]*?name="version" value="(\d+)"/.exec((await world.get(address, coordinator)).body)![1]!
const stand = async (address: string, state: string, reason = '', actor: Actor = coordinator) => world.post(`${address}/state`, actor, { state, reason, version: await versionOf(address) })
const shown = async (address: string, actor: Actor = coordinator) => (await world.get(address, actor)).body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('when a recommendation is at its end', () => {
  const of = (state: Parameters<typeof whyNot>[0], evidence: Parameters<typeof whyNot>[1]['evidence'] = [], reason: string | null = null, actionsDone = 0) => whyNot(state, { reason, evidence, actionsDone })
  test('a change was seen only where practice changed or a result was measured: something done is not enough', () => {
    assert.match(of('change seen')!.text, /not the end/)
    assert.match(of('change seen', ['something done'], null, 3)!.text, /not the end/)
    assert.equal(of('change seen', ['something done', 'practice changed']), null)
    assert.equal(of('change seen', ['result measured']), null)
  })
  test('an action is done where something shows it; what is not accepted has a reason', () => {
    assert.equal(of('action done')!.field, 'state')
    assert.deepEqual([of('action done', ['something done']), of('action done', [], null, 1)], [null, null])
    assert.equal(of('not accepted')!.field, 'reason')
    assert.equal(of('not accepted', [], 'It is another body’s to do'), null)
  })
  test('what was done stays on the list, and is late like the rest; what is ended is not', () => {
    const today = Temporal.PlainDate.from('2026-01-02')
    const late = (state: Parameters<typeof whyNot>[0], dueOn = '2026-01-01') => isOverdue({ state, dueOn }, today)
    assert.deepEqual([isOpen({ state: 'action done' }), isOpen({ state: 'change seen' }), isOpen({ state: 'not accepted' })], [true, false, false])
    assert.deepEqual([late('open'), late('action done'), late('change seen'), late('not accepted'), late('open', '2026-01-02')], [true, true, false, false, false])
  })
  test('a theme comes again when two reviews raise it, however it is typed; twice in one review is once', () => {
    const each = (reviewId: string, ...themes: string[]) => ({ reviewId, themes, state: 'open' as const })
    assert.deepEqual(countThemes([each('a', 'Recording'), each('a', 'Asking'), each('a', 'asking'), each('b', 'recording')]).map(({ theme, reviews, recommendations }) => [theme, reviews, recommendations]), [['Recording', 2, 2], ['Asking', 1, 2]])
  })
})

describe('following what reviews recommend', () => {
  test('from a review to a change that was seen: done is not the end', async () => {
    const address = await recommended()
    assert.match(await shown('/learning'), /Review of spring/)
    assert.match(await shown(address), /Late: was due 1 September 2025/)
    assert.equal((await stand(address, 'action done')).statusCode, 422)
    assert.equal((await world.post(`${address}/evidence`, coordinator, { ...SEEN, kind: 'something done', evidence: 'Everybody was trained' })).statusCode, 303)
    assert.equal((await stand(address, 'action done')).statusCode, 303)
    const refused = await stand(address, 'change seen')
    assert.deepEqual([refused.statusCode, /not the end/.test(refused.body)], [422, true])
    assert.match(await shown('/learning'), /Every record says who was seen alone.*Action done, change not seen yet/)
    assert.equal((await world.post(`${address}/evidence`, coordinator, SEEN)).statusCode, 303)
    assert.equal((await stand(address, 'change seen')).statusCode, 303)
    assert.doesNotMatch(await shown('/learning'), /Every record says who was seen alone/)
    assert.match(await shown('/learning?state=change+seen'), /Every record says who was seen alone/)
    assert.doesNotMatch(await shown(address), /Late/)
  })
  test('its owner, who holds no power over papers, keeps evidence and cannot say how it stands; somebody of another organisation can do neither', async () => {
    const address = await recommended()
    assert.match(await shown(address, owner), /Add evidence/)
    assert.doesNotMatch(await shown(address, owner), /Keep how it stands/)
    assert.equal((await world.post(`${address}/evidence`, owner, SEEN)).statusCode, 303)
    assert.equal((await stand(address, 'change seen', '', owner)).statusCode, 404)
    assert.doesNotMatch(await shown(address, outsider), /Add evidence/)
    assert.equal((await world.post(`${address}/evidence`, outsider, SEEN)).statusCode, 404)
    assert.match(await shown(address), /Evidence of change is kept/)
  })
  test('it is on the owner’s list of work, and once there is evidence of change on the coordinator’s; on nobody else’s', async () => {
    const address = await recommended({ statement: 'The rota names one lead' })
    assert.match(await shown('/my-work', owner), /The rota names one lead/)
    assert.doesNotMatch(await shown('/my-work', coordinator), /The rota names one lead/)
    await world.post(`${address}/evidence`, owner, SEEN)
    assert.match(await shown('/my-work', coordinator), /The rota names one lead/)
    assert.doesNotMatch(await shown('/my-work', outsider), /The rota names one lead/)
  })
  test('what is not accepted needs a reason, which is shown', async () => {
    const address = await recommended()
    assert.equal((await stand(address, 'not accepted')).statusCode, 422)
    assert.equal((await stand(address, 'not accepted', 'The law gives it to another body')).statusCode, 303)
    assert.match(await shown(address), /Why it is not accepted The law gives it to another body/)
  })
  test('an action is agreed on it, leads back to the review, and is for somebody who may read it', async () => {
    const address = await recommended()
    const agree = (actionOwner: string, actor = coordinator) => world.post(`${address}/actions`, actor, { action: 'Change the form', actionOwner, actionDueOn: '1 9 2099' })
    assert.equal((await agree(`${police} ${owner.accountId}`, owner)).statusCode, 404)
    assert.equal((await agree(`${police} ${crypto.randomUUID()}`)).statusCode, 422)
    assert.equal((await agree(`${police} ${owner.accountId}`)).statusCode, 303)
    const href = /\/meeting-actions\/[0-9a-f-]{36}/.exec((await world.get(address, coordinator)).body)![0]
    assert.ok((await world.get(href, owner)).body.includes(`href="${address.slice(0, -2)}"`))
  })
  test('two who change it at once: the second sees both and loses nothing', async () => {
    const address = await recommended()
    const change = (statement: string) => world.post(`${address}/edit`, coordinator, { ...RECOMMENDATION, statement, version: '1' })
    assert.equal((await change('First words')).statusCode, 303)
    const second = await change('Second words')
    assert.equal(second.statusCode, 409)
    assert.match(second.body, /First words/)
    assert.match(second.body, /Second words/)
    assert.match(await shown(address), /First words/)
  })
  test('the same of how it stands, and of the review', async () => {
    const address = await recommended()
    const version = await versionOf(address)
    assert.equal((await world.post(`${address}/state`, coordinator, { state: 'not accepted', reason: 'First reason', version })).statusCode, 303)
    assert.match((await world.post(`${address}/state`, coordinator, { state: 'open', reason: '', version })).body, /First reason/)
    const review = address.slice(0, -2)
    const change = (title: string) => world.post(`${review}/edit`, coordinator, { ...REVIEW, title, version: '1' })
    assert.deepEqual([(await change('Review of May')).statusCode, (await change('Review of June')).statusCode], [303, 409])
  })
  test('what is missing is said beside its field, and what was typed stays', async () => {
    const reviewId = await addReview()
    const { statusCode, body } = await world.post(`/learning/${reviewId}/new`, coordinator, { ...RECOMMENDATION, wanted: '', dueOn: 'soon' })
    assert.equal(statusCode, 422)
    assert.match(body, /Enter what would show that things changed/)
    assert.match(body, /value="soon"/)
    assert.equal((await world.post('/learning/new', coordinator, { ...REVIEW, finishedOn: '1 3 2199' })).statusCode, 422)
    assert.equal((await world.post('/learning/new', coordinator, { ...REVIEW, groupId: crypto.randomUUID() })).statusCode, 422)
  })
  test('the register is narrowed by theme, by who answers and to what is late; and says which themes come again', async () => {
    await recommended({ statement: 'Ask about stalking', themes: 'Stalking', dueOn: '1 9 2099', owner: world.ours.council })
    await recommended({ statement: 'Write it down', themes: 'stalking', owner: police })
    const all = await shown('/learning')
    assert.match(all, /What comes again.*stalking in 2 reviews/i)
    assert.match(await shown('/learning?theme=STALKING'), /2 of \d+ recommendations.*Write it down.*Ask about stalking/)
    assert.doesNotMatch(await shown('/learning?theme=Stalking'), /The rota names one lead/)
    assert.doesNotMatch(await shown('/learning?state=overdue&theme=stalking'), /Ask about stalking/)
    assert.match(await shown('/learning?state=overdue&theme=stalking'), /Write it down/)
    assert.doesNotMatch(await shown(`/learning?owner=${police}&theme=stalking`), /Ask about stalking/)
  })
})

describe('who reads a restricted review', () => {
  const RESTRICTED = { title: 'Review of the quiet house', restricted: 'yes', groupId }
  test('its group and those who write papers; to everybody else nothing is there, in lists, in figures or by address', async () => {
    const address = await recommended({ owner: `${world.ours.council} ${member.accountId}`, statement: 'Knock twice', themes: 'Doors' }, RESTRICTED)
    for (const actor of [coordinator, member]) {
      assert.match(await shown('/learning', actor), /Review of the quiet house/)
      assert.match(await shown(address, actor), /Knock twice/)
    }
    for (const actor of [outsider, owner]) {
      assert.doesNotMatch(await shown('/learning?state=all', actor), /quiet house|Knock twice|Doors/)
      for (const url of [address, address.slice(0, -2)]) assert.equal((await world.get(url, actor)).body, (await world.get(`/learning/${crypto.randomUUID()}`, actor)).body)
      assert.equal((await world.post(`${address}/evidence`, actor, SEEN)).statusCode, 404)
    }
    assert.equal((await world.get(address, stranger)).statusCode, 404)
    assert.doesNotMatch(await shown('/learning', stranger), /quiet house/)
  })
  test('nobody answers for it who could not read it', async () => {
    const reviewId = await addReview(RESTRICTED)
    const give = (to: string) => world.post(`/learning/${reviewId}/new`, coordinator, { ...RECOMMENDATION, owner: to })
    assert.equal((await give(`${police} ${owner.accountId}`)).statusCode, 422)
    assert.equal((await give(`${world.ours.council} ${member.accountId}`)).statusCode, 303)
  })
  test('that it was read is written down; that an open one was read is not', async () => {
    const reads = async () => (await asSystem('look at what was read', (tx) => tx.selectFrom('audit_entry').select('act').where('act', '=', 'consulted').where('subject_kind', '=', 'learning review').where('account_id', '=', outsider.accountId).execute(), partnershipId)).length
    const open = (await recommended()).slice(0, -2)
    await world.get(open, outsider)
    assert.equal(await reads(), 0)
    const shut = (await recommended({ owner: `${world.ours.council} ${member.accountId}` }, RESTRICTED)).slice(0, -2)
    await world.get(shut, outsider)
    assert.equal(await reads(), 0)
    const before = await asSystem('look at what was read', (tx) => tx.selectFrom('audit_entry').select('act').where('act', '=', 'consulted').where('subject_id', '=', shut.slice(-36)).where('account_id', '=', member.accountId).execute(), partnershipId)
    await world.get(shut, member)
    const after = await asSystem('look at what was read', (tx) => tx.selectFrom('audit_entry').select('act').where('act', '=', 'consulted').where('subject_id', '=', shut.slice(-36)).where('account_id', '=', member.accountId).execute(), partnershipId)
    assert.deepEqual([before.length, after.length], [0, 1])
  })
})
