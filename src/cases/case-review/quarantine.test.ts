import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { applicantOf } from '../../../test/applicant.ts'
import { addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { floodWatch, HIDDEN_FIELD, MOST_AN_HOUR } from './flood.ts'
import { forgetPutBy } from './quarantine-store.ts'

const world = await openWorld()
after(() => world.close())
const { ours } = world
const casework = await addCasework(ours, 'asb case review')
const { apply, today, codeIn, send: sendTo, form, complaint } = applicantOf(world, ours.partnershipId)
const send = (fields: Record<string, string>, from?: string, url = apply) => sendTo(url, fields, from)
const filled = (fields: Record<string, string> = {}) => form({ ...complaint(1, 10, 9), ...fields })
const count = (table: 'review_application' | 'review_quarantine') => asSystem('count in a test', async (tx) => (await tx.selectFrom(table).select('partnership_id').execute()).length, ours.partnershipId)
const held = () => asSystem('look at what is held', (tx) => tx.selectFrom('review_quarantine').selectAll().orderBy('received_at').execute(), ours.partnershipId)
const reasonField = (body: string) => [...body.matchAll(/action="(\/case-reviews\/held\/[^"]+\/release)"/g)].map(([, action]) => action!)

describe('the watch for floods', () => {
  test('lets each place have its share of an hour, an IPv6 household counting as one place', () => {
    let now = 0
    const watch = floodWatch(2, () => now)
    assert.deepEqual(['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '::ffff:192.0.2.1'].map((address) => watch.take(address)), [true, true, false, true, false])
    assert.deepEqual(['2001:db8:1:2::1', '2001:0db8:1:2:ffff::9', '2001:db8:1:2::7', '2001:db8:1:3::1', '2001:db8::1', '2001:db8:0:0:5::'].map((address) => watch.take(address)), [true, true, false, true, true, true])
    now = 3_600_000
    assert.equal(watch.take('192.0.2.1'), true)
  })
  test('holds no address, nor anything the same from one start to the next', () => {
    const [one, other] = [floodWatch(), floodWatch()]
    for (const watch of [one, other]) watch.take('192.0.2.77')
    assert.doesNotMatch(JSON.stringify(one.kept()), /192|\.77/)
    assert.notDeepEqual(one.kept(), other.kept())
  })
})

describe('a flood of applications', () => {
  test('the hidden field is hidden from everybody, and says what to do with it', async () => {
    const { body } = await world.get(apply, null)
    assert.match(body, new RegExp(`<div class="govuk-visually-hidden" aria-hidden="true"><label for="${HIDDEN_FIELD}">Leave empty</label><input id="${HIDDEN_FIELD}"[^>]*tabindex="-1"`))
  })

  test('what fills the hidden field is answered as everybody is, word for word, and becomes no case', async () => {
    const [plain, bot] = [await send(await filled()), await send(await filled({ [HIDDEN_FIELD]: 'https://spam.example' }))]
    const same = (body: string) => body.replace(codeIn(body), 'CODE')
    assert.deepEqual([bot.statusCode, same(bot.body)], [plain.statusCode, same(plain.body)])
    assert.deepEqual(Object.keys(bot.headers).sort(), Object.keys(plain.headers).sort())
    assert.deepEqual([await count('review_application'), await count('review_quarantine')], [1, 1])
    const [known, kept] = await Promise.all([plain, bot].map(async ({ body }) => (await send({ _csrf: (await filled())._csrf, code: codeIn(body) }, '192.0.2.9', '/case-review/follow')).body))
    assert.equal(kept!.replace(codeIn(bot.body), 'CODE'), known!.replace(codeIn(plain.body), 'CODE'), 'it is followed like any other')
  })

  test('what is wrong in a form with the hidden field filled in is still asked about', async () => assert.equal((await send(await filled({ [HIDDEN_FIELD]: 'x', victimName: '' }))).statusCode, 422))

  test('more than its share from one place waits, and nothing of it is lost; another place is taken in', async () => {
    const before = await count('review_application')
    for (let n = 0; n < MOST_AN_HOUR + 2; n++) assert.equal((await send(await filled({ victimName: `Person ${n}` }), '198.51.100.7')).statusCode, 200)
    assert.equal(await count('review_application'), before + MOST_AN_HOUR)
    assert.deepEqual((await held()).slice(1).map(({ application, why }) => [(application as { victimName: string }).victimName, why]), [[`Person ${MOST_AN_HOUR}`, 'many from one place'], [`Person ${MOST_AN_HOUR + 1}`, 'many from one place']])
    await send(await filled({ victimName: 'Somebody else' }), '198.51.100.8')
    assert.equal(await count('review_application'), before + MOST_AN_HOUR + 1)
    assert.doesNotMatch(JSON.stringify(await held()), /198\.51\.100/)
  })

  test('the same form sent twice is held once, and one taken in already is not held, however many come', async () => {
    const twice = await filled({ victimName: 'Sent twice' })
    const [first, second] = [await send(twice, '198.51.100.7'), await send(twice, '198.51.100.7')]
    assert.equal(codeIn(first.body), codeIn(second.body))
    assert.equal((await held()).length, 4)
    const taken = await filled({ victimName: 'Taken in' })
    await send(taken, '203.0.113.5')
    for (let n = 0; n < MOST_AN_HOUR + 1; n++) await send(taken, '203.0.113.5')
    assert.equal((await held()).length, 4)
  })
})

describe('what is held', () => {
  const page = async (actor: Actor) => world.get('/case-reviews/held', actor)

  test('is told of once a day, without a name, and waits in the work of those who settle it', async () => {
    const notices = await asSystem('read notices', (tx) => tx.selectFrom('notice').select(['body', 'effect']).where('effect', 'like', 'case reviews held%').execute(), ours.partnershipId)
    assert.equal(notices.length, 2, 'the coordinator and the chair, once each')
    assert.doesNotMatch(JSON.stringify(notices), /Vera|Person/)
    assert.match((await world.get('/my-work', casework.coordinator)).body, /Applications held back/)
    assert.match((await world.get('/case-reviews', casework.coordinator)).body, /Applications held back: 4 are waiting/)
  })

  test('is seen by those of the host who work in the scheme, and by nobody else', async () => {
    assert.match((await page(casework.worker)).body, /Vera Example/)
    const stranger = await ours.account('case worker')
    for (const actor of [casework.officer, stranger, await world.theirs.account('case worker')]) assert.doesNotMatch((await page(actor)).body, /Vera|Person \d/)
    assert.equal((await page(casework.governance)).statusCode, 404)
    const [{ review_quarantine_id: id } = { review_quarantine_id: '' }] = await held()
    for (const actor of [casework.officer, stranger]) for (const act of ['release', 'discard']) {
      assert.equal((await world.post(`/case-reviews/held/${id}/${act}`, actor, { reason: 'Mine' })).statusCode, 404)
      assert.equal((await world.post(`/case-reviews/held/${id}/${act}`, actor, { reason: '' })).statusCode, 404)
    }
  })

  test('is let in with a reason, as received on the day it came, and followed by the same code', async () => {
    const sent = await send(await filled({ victimName: 'Wanda Real', [HIDDEN_FIELD]: 'filled by her browser' }), '203.0.113.77')
    const row = (await held()).at(-1)!
    await asSystem('as if it had come a while ago', (tx) => tx.updateTable('review_quarantine').set({ received_on: today.subtract({ days: 3 }).toString() }).where('review_quarantine_id', '=', row.review_quarantine_id).execute(), ours.partnershipId)
    const action = `/case-reviews/held/${row.review_quarantine_id}/release`
    const without = await world.post(action, casework.worker, { reason: '' })
    assert.equal(without.statusCode, 422)
    assert.match(without.body, /Say why/)
    const released = await world.post(action, casework.worker, { reason: 'Rang her' })
    assert.equal(released.statusCode, 303)
    const application = await world.get(String(released.headers.location), casework.coordinator)
    assert.match(application.body, /Application/)
    assert.doesNotMatch((await page(casework.worker)).body, /Wanda Real/)
    const after = (await held()).find(({ review_quarantine_id }) => review_quarantine_id === row.review_quarantine_id)!
    assert.deepEqual([after.outcome, after.reason, after.settled_by, after.application], ['released', 'Rang her', casework.worker.accountId, null])
    const followed = await send({ _csrf: (await filled())._csrf, code: codeIn(sent.body) }, '203.0.113.77', '/case-review/follow')
    assert.match(followed.body, new RegExp(`Received`))
    const [kept] = await asUser(casework.worker, (tx) => tx.selectFrom('review_application').select('received_on').where('case_id', '=', after.case_id!).execute())
    assert.equal(kept!.received_on, today.subtract({ days: 3 }).toString())
    assert.equal((await world.post(action, casework.worker, { reason: 'Again' })).statusCode, 404)
  })

  test('once let in is not there for somebody shut out of its case', async () => {
    const released = (await held()).find(({ outcome }) => outcome === 'released')!
    const seen = (actor: Actor) => asUser(actor, async (tx) => (await tx.selectFrom('review_quarantine').select('outcome').where('review_quarantine_id', '=', released.review_quarantine_id).execute()).length)
    assert.equal(await seen(casework.worker), 1)
    await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: ours.partnershipId, case_id: released.case_id!, account_id: casework.worker.accountId, reason: 'A neighbour', declared_by: casework.coordinator.accountId }).execute())
    assert.deepEqual([await seen(casework.worker), await seen(casework.coordinator)], [0, 1])
  })

  test('is put by with a reason, stays as it was sent, and can be let in after all', async () => {
    const [action] = reasonField((await page(casework.coordinator)).body)
    const discard = action!.replace('release', 'discard')
    assert.equal((await world.post(discard, casework.coordinator, { reason: '' })).statusCode, 422)
    assert.equal((await world.post(discard, casework.coordinator, { reason: 'Advertising' })).statusCode, 303)
    const { body } = await page(casework.coordinator)
    assert.match(body, /Put by by Testbury case worker.*Advertising/s)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
    assert.match(body, /Vera Example/)
    assert.equal((await world.post(discard, casework.coordinator, { reason: 'Twice' })).statusCode, 404)
    assert.equal((await world.post(action!, casework.coordinator, { reason: 'It was a person' })).statusCode, 303)
    assert.doesNotMatch((await page(casework.coordinator)).body, /Advertising/)
  })

  test('keeps under seal how to reach somebody who asks that nobody should learn it, and protects it once it is let in', async () => {
    await send(await filled({ victimName: 'Sadie Hidden', phone: '020 7946 0555', keepSafe: 'yes', [HIDDEN_FIELD]: 'x' }), '203.0.113.99')
    const row = (await held()).at(-1)!
    assert.doesNotMatch(JSON.stringify(row), /7946 0555/)
    assert.doesNotMatch((await page(casework.coordinator)).body, /7946 0555/)
    assert.equal((await world.post(`/case-reviews/held/${row.review_quarantine_id}/release`, casework.coordinator, { reason: 'A person' })).statusCode, 303)
    const [plain, kept] = await asSystem('look for a number', async (tx) => [
      await tx.selectFrom('index_fact').select('index_fact_id').where('value', '=', '020 7946 0555').execute(), await tx.selectFrom('protected_fact').select('protected_fact_id').where('value', '=', '020 7946 0555').execute()], ours.partnershipId)
    assert.deepEqual([plain!.length, kept!.length], [0, 1])
  })

  test('is altered by nobody in another’s name, nor once it is settled', async () => {
    const [row] = (await held()).filter(({ outcome }) => outcome === null)
    const change = (actor: Actor, set: Record<string, string>) => asUser(actor, (tx) => tx.updateTable('review_quarantine').set(set).where('review_quarantine_id', '=', row!.review_quarantine_id).executeTakeFirst())
    await assert.rejects(change(casework.worker, { outcome: 'discarded', reason: 'x', settled_at: '2026-01-01T00:00:00Z', settled_by: casework.coordinator.accountId }), /another’s name/)
    assert.equal((await change(casework.officer, { reason: 'x' })).numUpdatedRows, 0n)
  })

  test('is forgotten half a year after it was put by, and nothing else is', async () => {
    const waiting = (await held()).filter(({ outcome }) => outcome === null)
    const discard = async (heldId: string, ago: string) => {
      assert.equal((await world.post(`/case-reviews/held/${heldId}/discard`, casework.coordinator, { reason: 'Advertising' })).statusCode, 303)
      await asSystem('as if that were a while ago', (tx) => tx.updateTable('review_quarantine').set({ settled_at: Temporal.Now.zonedDateTimeISO('Europe/London').subtract(ago).toInstant().toString() }).where('review_quarantine_id', '=', heldId).execute(), ours.partnershipId)
    }
    const [old, recent] = waiting.map(({ review_quarantine_id }) => review_quarantine_id)
    await discard(old!, 'P6M1D')
    await discard(recent!, 'P5M28D')
    const before = (await held()).length
    await asSystem('forget in a test', forgetPutBy, ours.partnershipId)
    const left = (await held()).map(({ review_quarantine_id }) => review_quarantine_id)
    assert.deepEqual([left.length, left.includes(old!), left.includes(recent!)], [before - 1, false, true])
  })
})
