import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addGroup } from '../../../../test/meeting-fixture.ts'
import { openWorld } from '../../../../test/world.ts'
import { todayInLondon } from '../../../calendar/dates.ts'
import { type Actor, asSystem, asUser } from '../../../db/tx.ts'
import { findingsOf } from './all.ts'
import { knownBy, selectSetAside, type SetAside, weigh } from './set-aside.ts'
import { governance, group, seat } from './specimens.ts'

const vacant = (...names: string[]) => findingsOf(governance([group('Board', { kind: 'board', seats: names.map((organisation) => seat({ role: 'chair', statutory: true, seatId: organisation, organisation, person: null })) })])).filter(({ id }) => id === 'statutory-seat-vacant')
const answer = (given: Partial<SetAside>): SetAside => ({ rule: '', subject: '', fingerprint: '', reason: 'It is being filled', until: null, by: 'A Person', at: Temporal.Instant.from('2026-05-01T10:00:00Z'), ...given })

describe('what was set aside', () => {
  const [police, fire] = vacant('Police', 'Fire')
  test('is one finding and no other, though both are of one rule and one group', () => {
    const { standing, aside } = weigh([police!, fire!], [answer(knownBy(police!))], '2026-06-01')
    assert.deepEqual([aside.map(({ about }) => about), standing.map(({ about }) => about)], [['Police'], ['Fire']])
  })
  test('while its facts stay comes back when they change, and says that it was answered before', () => {
    const changed = { ...police!, sentence: 'It says something else now.' }
    const { standing, aside } = weigh([changed], [answer(knownBy(police!))], '2026-06-01')
    assert.deepEqual([aside.length, standing[0]?.lapsed?.reason], [0, 'It is being filled'])
  })
  test('until a day holds through that day whatever the facts, and not after it', () => {
    const changed = { ...police!, sentence: 'It says something else now.' }
    const answers = [answer({ ...knownBy(police!), until: '2026-06-30' })]
    assert.equal(weigh([changed], answers, '2026-06-30').aside.length, 1)
    assert.equal(weigh([police!], answers, '2026-07-01').standing[0]?.lapsed?.until, '2026-06-30')
  })
  test('with facts of its own is not brought back by words that change with the day', () => {
    const one = { ...police!, facts: 'these' }
    assert.equal(knownBy({ ...one, sentence: 'Nine times in the year ahead' }).fingerprint, knownBy(one).fingerprint)
    assert.notEqual(knownBy({ ...one, facts: 'those' }).fingerprint, knownBy(one).fingerprint)
  })
})

const world = await openWorld()
after(() => world.close())
let coordinator: Actor, other: Actor, member: Actor, stranger: Actor, groupId: string
before(async () => {
  coordinator = await world.ours.account('coordinator')
  other = await world.ours.account('coordinator')
  member = await world.ours.account('board member')
  stranger = await world.theirs.account('coordinator')
  groupId = await addGroup(world.ours, { name: 'Licensing Group', seats: [{ account: coordinator.accountId, role: 'secretary' }] })
})
const gaps = async (actor: Actor) => (await world.get('/groups/gaps', actor)).body
/** What the page offers for a finding of this rule: the fields of its form, or none. */
const fieldsOf = (body: string, rule: string) => {
  const found = new RegExp(`name="rule" value="${rule}">\\s*<input type="hidden" name="subject" value="([^"]*)">\\s*<input type="hidden" name="fingerprint" value="([^"]*)"`).exec(body)
  return found && { rule, subject: found[1]!, fingerprint: found[2]! }
}
const reason = 'The chair is elected in May'
const inDays = (days: number) => { const { day, month, year } = todayInLondon(Temporal.Now.instant()).add({ days }); return `${day} ${month} ${year}` }

describe('A gap of governance', () => {
  test('is set aside with a reason by who keeps meetings, and stands below with who, when and why, for all', async () => {
    const fields = fieldsOf(await gaps(coordinator), 'no-chair')!
    for (const nobody of [member, stranger]) await world.post('/groups/gaps/set-aside', nobody, { ...fields, reason, lasts: 'facts', until: '' })
    assert.match(await gaps(member), /Questions \(\d+\)[\s\S]*Nobody is named as chair of Licensing Group/)
    assert.doesNotMatch(await gaps(member), /Set it aside|Set aside \(/)
    assert.equal((await world.post('/groups/gaps/set-aside', coordinator, { ...fields, reason, lasts: 'facts', until: '' })).statusCode, 303)
    const body = await gaps(member)
    assert.match(body, /Set aside \(1\)[\s\S]*Nobody is named as chair of Licensing Group[\s\S]*The chair is elected in May[\s\S]*while the facts stay as they are/)
    assert.doesNotMatch(body.split('Set aside (1)')[0]!, /Nobody is named as chair/)
    assert.doesNotMatch(body, /Take it up again|undefined|\bNaN\b|\[object/)
    assert.doesNotMatch((await world.get(`/groups/${groupId}`, coordinator)).body, /Nobody is named as chair of/)
    assert.doesNotMatch(await gaps(stranger), /The chair is elected/)
    const acts = await asSystem('read what was written down', (tx) => tx.selectFrom('audit_entry').select(['subject_id', 'details']).where('act', '=', 'altered').execute(), world.ours.partnershipId)
    assert.deepEqual(acts.filter(({ details }) => JSON.stringify(details).includes('setAside')), [{ subject_id: groupId, details: { setAside: 'no-chair' } }])
  })
  test('is taken up again by another who keeps meetings, and by nobody else', async () => {
    const fields = { rule: 'no-chair', subject: groupId }
    assert.equal((await world.post('/groups/gaps/take-up', member, fields)).statusCode, 404)
    await world.post('/groups/gaps/take-up', stranger, fields)
    assert.match(await gaps(member), /Set aside \(1\)/)
    assert.equal((await world.post('/groups/gaps/take-up', other, fields)).statusCode, 303)
    const body = await gaps(member)
    assert.doesNotMatch(body, /Set aside \(/)
    assert.match(body, /Nobody is named as chair of Licensing Group/)
  })
  test('without a reason, or until a day that is past, far away or none, is answered beside the field, and what was typed stays', async () => {
    const fields = { ...fieldsOf(await gaps(coordinator), 'no-chair')!, reason, lasts: 'day', until: inDays(10) }
    for (const [wrong, says] of [[{ reason: 'No <i>' }, /in at least 10 characters[\s\S]*No &lt;i&gt;/], [{ until: '' }, /Enter the last day it may stand/], [{ until: inDays(-1) }, /must be today or later/], [{ until: inDays(800) }, /within a year/], [{ until: 'soon' }, /Enter a date[\s\S]*value="soon"/], [{ lasts: '' }, /Choose how long/]] as const) {
      const { statusCode, body } = await world.post('/groups/gaps/set-aside', coordinator, { ...fields, ...wrong })
      assert.equal(statusCode, 422, JSON.stringify(wrong))
      assert.match(body, says)
    }
    assert.deepEqual(await asUser(coordinator, selectSetAside), [])
  })
  test('that changed while it was looked at is not set aside', async () => {
    const fields = fieldsOf(await gaps(coordinator), 'no-chair')!
    await world.post('/groups/gaps/set-aside', coordinator, { ...fields, fingerprint: 'of other facts', reason, lasts: 'facts', until: '' })
    assert.deepEqual(await asUser(coordinator, selectSetAside), [])
  })
})
