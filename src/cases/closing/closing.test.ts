import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { selectOptionalCase } from '../../sharing/case-store.ts'
import { selectClosures } from './store.ts'
import { closingWorkFor } from './work.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const theirs = await addCasework(world.theirs)
const { caseId, subjectId, reference } = await addCase(casework)
const page = `/cases/${caseId}/close`
const cover = async () => (await asUser(casework.coordinator, (tx) => selectOptionalCase(tx, caseId)))!
const version = async () => String((await cover()).version)
const closing = { outcome: 'risk reduced', what_changed: 'The shouting has stopped', closed_on: '1 9 2026', months: '6', carried_reason: '' }
const isSaved = (answer: { statusCode: number; body: string }) => assert.equal(answer.statusCode, 303, /govuk-error-[\s\S]{0,500}/.exec(answer.body)?.[0] ?? '')

await asUser(casework.officer, (tx) => tx.insertInto('diary_entry').values(['2025-10-10', '2025-11-11', '2025-12-12', '2026-06-15'].map((on) => ({
  partnership_id: casework.officer.partnershipId, case_id: caseId, happened_from: on, happened_to: on, what: 'Shouting', behaviour: 'harassment, alarm or distress', agency_id: world.ours.police,
}))).execute())

test('a review is written down with the day of the next, by those who lead; work names a review that is due, by reference alone', async () => {
  const fields = { held_on: '1 4 2026', review_note: 'Calmer, but not over', next_on: '1 7 2026' }
  assert.match((await world.post(`/cases/${caseId}/reviews`, casework.coordinator, { ...fields, version: await version(), next_on: '1 4 2026' })).body, /must be after this one/)
  isSaved(await world.post(`/cases/${caseId}/reviews`, casework.coordinator, { ...fields, version: await version() }))
  assert.equal((await cover()).reviewOn, '2026-07-01')
  assert.match((await world.get(page, casework.worker)).body, /Calmer, but not over[\s\S]*Next set for 1 July 2026/)
  const work = (by: Actor) => asUser(by, (tx) => closingWorkFor(tx, { powers: new Set(['cases.work']) }, Temporal.PlainDate.from('2026-06-28')))
  assert.deepEqual((await work(casework.coordinator)).map(({ title, due }) => `${title} ${due}`), [`${reference} 2026-07-01`])
  for (const actor of [casework.worker, theirs.coordinator]) assert.deepEqual(await work(actor), [])
  assert.equal((await world.post(`/cases/${caseId}/reviews`, casework.worker, { ...fields, version: await version() })).statusCode, 404)
})

test('what is still open is listed, and the case closes with it only for a reason', async () => {
  await asUser(casework.worker, (tx) => tx.insertInto('action').values({ partnership_id: casework.worker.partnershipId, case_id: caseId, statement: 'Mend the door', owner_agency_id: world.ours.council, due_on: '2026-05-01', state: 'open' }).execute())
  const { body } = await world.get(page, casework.coordinator)
  assert.match(body, /Still open[\s\S]*1 action is open/)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  const refused = await world.post(page, casework.coordinator, { ...closing, version: await version() })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Something is still open/)
  assert.match(refused.body, /The shouting has stopped/)
  assert.equal((await cover()).stage, 'open')
})

test('of two who decide at once the second sees both, and what they wrote is not lost', async () => {
  const before = await version()
  isSaved(await world.post(`/cases/${caseId}/reviews`, casework.chair, { version: before, held_on: '2 7 2026', review_note: 'Go on', next_on: '1 10 2026' }))
  const second = await world.post(page, casework.coordinator, { ...closing, carried_reason: 'The landlord does it', version: before })
  assert.equal(second.statusCode, 409)
  assert.match(second.body, /Next review: 1 October 2026[\s\S]*The shouting has stopped/)
  assert.equal((await cover()).stage, 'open')
})

test('a case is closed with its outcome, what changed, and how often it happened before and after; it is kept as long as the scheme says', async () => {
  for (const actor of [casework.worker, casework.officer]) assert.equal((await world.post(page, actor, { ...closing, version: await version() })).statusCode, 404, 'only those who lead close')
  isSaved(await world.post(page, casework.coordinator, { ...closing, carried_reason: 'The landlord does it', version: await version() }))
  const { stage, closedOn, keepUntil } = await cover()
  assert.deepEqual([stage, closedOn, keepUntil], ['closed', '2026-09-01', '2032-09-01'])
  const [closure] = await asUser(casework.worker, (tx) => selectClosures(tx, caseId))
  assert.deepEqual([closure!.before, closure!.after, closure!.carriedReason], [3, 1, 'The landlord does it'])
  assert.match((await world.get(page, casework.worker)).body, /Less often: 1 against 3 before/)
})

test('the victim is told, within the days the standards give, and asked how satisfied she was', async () => {
  assert.match((await world.get(`/cases/${caseId}/contact`, casework.worker)).body, /Told of closing[\s\S]*Late by/)
  assert.equal((await world.post(`${page}/told`, casework.worker, { told_on: '1 8 2026' })).statusCode, 422)
  isSaved(await world.post(`${page}/told`, casework.worker, { told_on: '3 9 2026' }))
  assert.match((await world.get(`/cases/${caseId}/contact`, casework.worker)).body, /Met: done 3 September 2026, due by 8 September 2026/)
  isSaved(await world.post(`/cases/${caseId}/satisfaction`, casework.worker, { subject: subjectId, asked_on: '10 9 2026', answer: '', answered_on: '', said: '' }))
  const about = /name="about" value="([^"]+)"/.exec((await world.get(page, casework.worker)).body)![1]!
  assert.equal((await world.post(`/cases/${caseId}/satisfaction/answer`, casework.worker, { about, answer: '', answered_on: '' })).statusCode, 422)
  isSaved(await world.post(`/cases/${caseId}/satisfaction/answer`, casework.worker, { about, answer: 'satisfied', answered_on: '14 9 2026', said: 'I sleep again' }))
  assert.match((await world.get(page, casework.officer)).body, /Satisfied, 14 September 2026[\s\S]*I sleep again/)
})

test('a closed case is opened again for a reason, and what was said of closing stays', async () => {
  assert.equal((await world.post(`/cases/${caseId}/reopen`, casework.worker, { version: await version(), reopen_reason: 'x' })).statusCode, 404)
  assert.equal((await world.post(`/cases/${caseId}/reopen`, casework.coordinator, { version: await version(), reopen_reason: '' })).statusCode, 422)
  isSaved(await world.post(`/cases/${caseId}/reopen`, casework.coordinator, { version: await version(), reopen_reason: 'It began again in October' }))
  const { stage, keepUntil, reviewOn } = await cover()
  assert.deepEqual([stage, keepUntil, reviewOn !== null], ['open', null, true])
  assert.match((await world.get(page, casework.worker)).body, /It began again in October/)
})

test('someone else cannot: another partnership, one in no scheme, and one shut out find nothing and change nothing; nor does one who does not lead close in the database', async () => {
  await assert.rejects(asUser(casework.worker, (tx) => tx.insertInto('closure').values({ partnership_id: casework.worker.partnershipId, case_id: caseId, closed_on: '2026-09-01', outcome: 'resolved', what_changed: 'x', months_compared: 6 }).execute()), /row-level security/)
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: casework.chair.partnershipId, case_id: caseId, account_id: casework.chair.accountId, reason: 'A brother' }).execute())
  for (const actor of [theirs.coordinator, await world.ours.account('case worker'), casework.chair]) {
    assert.equal((await world.get(page, actor)).statusCode, 404)
    for (const [path, fields] of [['close', closing], ['reopen', { reopen_reason: 'x' }], ['reviews', { held_on: '1 9 2026', review_note: 'x', next_on: '1 10 2026' }], ['close/told', { told_on: '3 9 2026' }], ['satisfaction', { subject: subjectId, asked_on: '1 9 2026' }]] as const)
      assert.equal((await world.post(`/cases/${caseId}/${path}`, actor, { ...fields, version: '1' })).statusCode, 404, path)
  }
})
