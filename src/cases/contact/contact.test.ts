import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { selectContacts } from './contact-store.ts'
import { contactWorkFor } from './work.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const theirs = await addCasework(world.theirs)
const { caseId, subjectId, reference } = await addCase(casework)
const page = `/cases/${caseId}/contact`
const call = { subject: subjectId, method: 'phone', on: '6 1 2026', time: '14:30', reached: 'yes', purpose: 'first contact', summary: 'She is worried about the weekend' }
const log = (fields: Record<string, string> = {}, by: Actor = casework.worker) => world.post(page, by, { ...call, ...fields })
const contacts = () => asUser(casework.worker, (tx) => selectContacts(tx, caseId))

test('before anything is known, the page says to ask how to reach the victim safely, and her clocks run', async () => {
  const { body } = await world.get(page, casework.worker)
  assert.match(body, /Ask them before anything else/)
  assert.match(body, /Acknowledged[\s\S]*Late by \d+ working days: it was due by 7 January 2026/)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
})

test('a contact is logged, and the clocks it meets say so', async () => {
  assert.equal((await log()).statusCode, 303)
  const { body } = await world.get(page, casework.officer)
  assert.match(body, /6 January 2026, 14:30[\s\S]*She is worried about the weekend/)
  assert.match(body, /Met: done 6 January 2026, due by 8 January 2026/)
})

describe('rules for safe contact', () => {
  test('stand first on the page, and block what they forbid: the contact is not logged until somebody says that it happened against the rule', async () => {
    assert.equal((await world.post(`${page}/safe`, casework.worker, { safe_subject: subjectId, safe_method: 'letter', allowed: 'no', note: 'He opens her post' })).statusCode, 303)
    assert.match((await world.get(page, casework.officer)).body, /Never by letter[\s\S]*He opens her post[\s\S]*Contact log/)
    const before = (await contacts()).length
    const refused = await log({ method: 'letter', summary: 'Sent an update' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /not safe\. If it happened all the same, say how and why/)
    assert.match(refused.body, /Sent an update/)
    assert.equal((await contacts()).length, before)
    assert.equal((await log({ method: 'letter', summary: 'Sent an update', against_rule: 'Posted before the rule was known' })).statusCode, 303)
    assert.match((await world.get(page, casework.officer)).body, /Against the rule for safe contact: Posted before the rule was known/)
  })
  test('a new rule for a method takes the place of the old', async () => {
    await world.post(`${page}/safe`, casework.worker, { safe_subject: subjectId, safe_method: 'letter', allowed: 'yes', hours: 'Any' })
    assert.doesNotMatch((await world.get(page, casework.worker)).body, /Never by letter/)
    assert.equal((await log({ method: 'letter' })).statusCode, 303)
  })
})

test('what is wrong is said beside its field', async () => {
  for (const [fields, said] of [[{ on: '31 2 2026' }, /Enter a date/], [{ on: '1 1 2030' }, /has not happened yet/], [{ time: '25:10' }, /Enter a time/], [{ subject: crypto.randomUUID() }, /Choose whom you contacted/]] as const) {
    const answer = await log(fields)
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, said)
  }
})

test('a scheme’s lead sets its own standards from a day on; one who only works in it cannot', async () => {
  const address = `/cases/standards/${casework.schemeId}`
  const fields = { acknowledge: '1', first_high: '1', first: '2', update: '5', closing: '3', from: '1 1 2026', source: 'The group, 5 January 2026' }
  assert.equal((await world.post(address, casework.worker, fields)).statusCode, 404)
  assert.equal((await world.get(address, casework.worker)).statusCode, 404)
  assert.equal((await world.get(address, theirs.coordinator)).statusCode, 404)
  assert.equal((await world.post(address, casework.coordinator, { ...fields, acknowledge: 'soon' })).statusCode, 422)
  assert.equal((await world.post(address, casework.coordinator, fields)).statusCode, 303)
  assert.match((await world.get(address, casework.coordinator)).body, /From 1 January 2026[\s\S]*The group, 5 January 2026/)
  assert.match((await world.get(page, casework.worker)).body, /Kept up to date/)
})

test('my work names a case whose victim has waited too long, by its reference alone', async () => {
  const today = Temporal.PlainDate.from('2026-02-20')
  const work = (by: Actor) => asUser(by, (tx) => contactWorkFor(tx, { powers: new Set(['cases.work']) }, today))
  const found = await work(casework.worker)
  assert.deepEqual(found.map(({ title }) => title), [`${reference}: kept up to date`])
  assert.match(found[0]!.note, /^Late by \d+ working days/)
  assert.doesNotMatch(JSON.stringify(found), /Testa/)
  for (const actor of [casework.patrol, theirs.coordinator, await world.ours.account('case worker')]) assert.deepEqual(await work(actor), [])
})

test('someone else cannot: another partnership, one in no scheme, and one shut out by name find nothing and add nothing', async () => {
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: casework.officer.partnershipId, case_id: caseId, account_id: casework.officer.accountId, reason: 'A cousin' }).execute())
  const before = (await contacts()).length
  for (const actor of [theirs.worker, await world.ours.account('case worker'), casework.officer]) {
    assert.equal((await world.get(page, actor)).statusCode, 404)
    assert.equal((await log({}, actor)).statusCode, 404)
    assert.equal((await world.post(`${page}/safe`, actor, { safe_subject: subjectId, safe_method: 'letter', allowed: 'no' })).statusCode, 404)
  }
  assert.equal((await contacts()).length, before)
})
