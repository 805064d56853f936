import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { addSubject } from '../index/store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { selectUses } from './store.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours, 'asb perpetrators')
const theirs = await addCasework(world.theirs, 'asb perpetrators')
const opened = await addCase(casework)
const { caseId } = opened
const person = await asUser(casework.officer, (tx) => addSubject(tx, { caseId }, { kind: 'person', role: 'perpetrator', resident: true, facts: [{ kind: 'name', value: 'Young Person', source: 'Police' }, { kind: 'birth', value: '2010-06-01', source: 'Police' }] }))
const subjectId = person!.subjectId

const of = (path = '') => `/cases/${caseId}/powers${path}`
const basic = { subject: subjectId, decided_on: '2 2 2026', proportionality: 'Least that will stop it', vulnerability: 'School and health asked' }
const uses = (by: Actor = casework.officer) => asUser(by, (tx) => selectUses(tx, caseId))
const record = (fields: Record<string, string>, by: Actor = casework.officer) => world.post(of('/new'), by, { ...basic, ...fields })

describe('what was tried in a case', () => {
  test('advice is recorded, and stands on its rung with the rest not tried', async () => {
    assert.equal((await record({ power: 'advice', state: 'given' })).statusCode, 303)
    const { body, statusCode } = await world.get(of(), casework.worker)
    assert.equal(statusCode, 200)
    assert.match(body, /Young Person, perpetrator/)
    assert.match(body, /Information and advice<\/a>[\s\S]*Given/)
    assert.match(body, /Not tried/)
    assert.doesNotMatch(body, /Closure notice/, 'closing a place is no step with a person')
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  })

  test('what the law does not allow is refused beside its field, and what was typed comes back', async () => {
    const refused = await record({ power: 'criminal behaviour order', state: 'in force', starts: '2 2 2026', ends: '2 2 2031', skipped_reason: 'A serious assault', conditions: 'Not to enter the square' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /at most 3 years for anyone under 18/)
    assert.match(refused.body, /Not to enter the square/)
    assert.match((await record({ power: 'community protection notice', state: 'in force', starts: '2 2 2026' })).body, /aged 16 or over; this person was 15/)
    assert.equal((await uses()).length, 1)
  })

  test('an order that skips steps needs a reason; with it, the page says what was left out, and a young person’s order its yearly review', async () => {
    const fields = { power: 'criminal behaviour order', state: 'in force', starts: '2 2 2026', ends: '1 2 2028', authority: 'Youth court', positive_requirements: 'Attend the mentoring scheme' }
    assert.match((await record(fields)).body, /Say why steps were left out/)
    const done = await record({ ...fields, skipped_reason: 'A serious assault' })
    assert.equal(done.statusCode, 303)
    const { body } = await world.get(String(done.headers.location), casework.coordinator)
    assert.match(body, /Attend the mentoring scheme/)
    assert.match(body, /Due 2 February 2027, because the person is then under 18/)
    assert.match((await world.get(of(), casework.worker)).body, /Left out/)
    const register = await world.get('/cases/powers', casework.chair)
    assert.match(register.body, /Criminal behaviour order/)
    assert.match(register.body, new RegExp(opened.reference))
  })

  test('a breach is recorded with what was done about it', async () => {
    const order = (await uses()).find(({ power }) => power === 'criminal behaviour order')!
    assert.equal((await world.post(of(`/${order.useId}/breaches`), casework.officer, { breached_on: '1 3 2026', what: 'Entered the square', response: '' })).statusCode, 422)
    assert.equal((await world.post(of(`/${order.useId}/breaches`), casework.officer, { breached_on: '1 3 2026', what: 'Entered the square', response: 'Arrested and charged' })).statusCode, 303)
    assert.match((await world.get(of(`/${order.useId}`), casework.worker)).body, /Arrested and charged/)
  })

  test('of two who change an order at once, the second sees both versions, and nothing is lost', async () => {
    const order = (await uses()).find(({ power }) => power === 'criminal behaviour order')!
    const change = (conditions: string, version = order.version) => world.post(of(`/${order.useId}`), casework.officer, { version: String(version), state: 'in force', starts: '2 2 2026', ends: '1 2 2028', conditions })
    assert.equal((await change('Not to enter the square')).statusCode, 303)
    const second = await change('Not to meet three named people')
    assert.equal(second.statusCode, 409)
    assert.match(second.body, /Not to enter the square/)
    assert.match(second.body, /Not to meet three named people/)
    assert.equal((await uses()).find(({ useId }) => useId === order.useId)!.conditions, 'Not to enter the square')
    assert.equal((await change('Both', order.version + 1)).statusCode, 303)
  })

  test('an order that was never given cannot be breached into being: a refused one may only be applied for again', async () => {
    const done = await record({ power: 'civil injunction', state: 'refused', skipped_reason: 'Urgent' })
    const useId = String(done.headers.location).split('/').at(-1)!
    const { version } = (await uses()).find((use) => use.useId === useId)!
    assert.equal((await world.post(of(`/${useId}`), casework.officer, { version: String(version), state: 'in force', starts: '2 2 2026', ends: '1 1 2027' })).statusCode, 422)
    assert.equal((await world.post(of(`/${useId}`), casework.officer, { version: String(version), state: 'applied for' })).statusCode, 303)
  })
})

test('support is offered to victim and perpetrator on the same page, with the answer and what came of it', async () => {
  const [victim] = (await asUser(casework.worker, (tx) => selectSubjects(tx, caseId))).filter(({ role }) => role === 'victim')
  for (const subject of [victim!.subjectId, subjectId])
    assert.equal((await world.post(of('/support'), casework.worker, { subject, service: subject === subjectId ? 'Youth mentoring' : 'Victim support', offered_on: '3 2 2026', answer: '' })).statusCode, 303)
  const { body } = await world.get(of(), casework.officer)
  assert.match(body, /Support offered to victims[\s\S]*Victim support[\s\S]*Support offered to perpetrators[\s\S]*Youth mentoring/)
  const offer = /href="([^"]+\/support\/[^"]+)">Youth mentoring/.exec(body)![1]!
  assert.equal((await world.post(offer, casework.worker, { answer: 'accepted', answered_on: '', outcome: '' })).statusCode, 422)
  assert.equal((await world.post(offer, casework.worker, { answer: 'accepted', answered_on: '9 2 2026', outcome: 'Goes each week' })).statusCode, 303)
  assert.match((await world.get(of(), casework.officer)).body, /Accepted on 9 February 2026[\s\S]*Goes each week/)
})

describe('someone else cannot', () => {
  test('one who only refers, another partnership, and one shut out by name find nothing here, on any page', async () => {
    const [use] = await uses()
    const shut = await world.ours.account('case worker')
    await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: shut.partnershipId, case_id: caseId, account_id: casework.worker.accountId, reason: 'A neighbour' }).execute())
    for (const actor of [theirs.coordinator, casework.worker, shut]) {
      for (const path of ['', '/new', `/${use!.useId}`]) assert.equal((await world.get(of(path), actor)).statusCode, 404, path)
      assert.equal((await record({ power: 'advice', state: 'given' }, actor)).statusCode, 404)
      assert.equal((await world.post(of(`/${use!.useId}/breaches`), actor, { breached_on: '1 3 2026', what: 'x', response: 'y' })).statusCode, 404)
      assert.doesNotMatch((await world.get('/cases/powers', actor)).body, new RegExp(opened.reference))
      assert.deepEqual(await uses(actor), [])
    }
    assert.notEqual((await world.get(of(), casework.patrol)).statusCode, 200)
  })

  test('nothing is added to a case no longer worked, though it is still read', async () => {
    await asUser(casework.coordinator, (tx) => tx.updateTable('case_file').set({ stage: 'closed', closed_on: '2026-06-01' }).where('case_id', '=', caseId).execute())
    assert.equal((await world.get(of(), casework.officer)).statusCode, 200)
    assert.equal((await record({ power: 'advice', state: 'given' })).statusCode, 404)
  })
})
