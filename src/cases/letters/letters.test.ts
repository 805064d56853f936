import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { addProtected } from '../index/protected-store.ts'
import { addSubject } from '../index/store.ts'
import { selectUses } from '../powers/store.ts'
import { selectLetters } from './store.ts'
import { firstWords, hasGap, LETTER_KINDS } from './templates.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours, 'asb victims')
const theirs = await addCasework(world.theirs, 'asb victims')
const { caseId, subjectId, indexEntryId, reference } = await addCase(casework)
const accused = (await asUser(casework.officer, (tx) => addSubject(tx, { caseId }, { kind: 'person', role: 'perpetrator', resident: true, facts: [{ kind: 'name', value: 'Rufus Harmer', source: 'Police' }] })))!
await asUser(casework.coordinator, (tx) => addProtected(tx, { caseId }, indexEntryId, { kind: 'address', value: '14 Quiet Row, EC1A 9ZZ', source: 'The victim' }))

const own = `/cases/${caseId}/letters`
const letter = { kind: 'update', to: `subject ${subjectId}`, to_name: '', to_address: '', method: 'letter', body: 'Dear Testa Person,\n\nThe landlord has been told, and will mend the door.\n\nA worker' }
const write = (fields: Record<string, string> = {}, by: Actor = casework.worker) => world.post(`${own}/new`, by, { ...letter, ...fields })
const stored = async (address: string) => (await asUser(casework.worker, (tx) => selectLetters(tx, caseId))).find(({ letterId }) => address.endsWith(letterId))!
const addressOf = (answer: { headers: Record<string, unknown>; body: string; statusCode: number }) => { assert.equal(answer.statusCode, 303, answer.body.slice(0, 4000)); return String(answer.headers.location) }

test('every template is whole but for what only the writer knows, and names nobody but whom it is to', () => {
  for (const kind of LETTER_KINDS) {
    const words = firstWords(kind, { toName: 'Ann', writer: 'Will Worker', agency: 'Testbury Council', reference: 'AV-2222-3333', reviewOn: null })
    assert.match(words, /^Dear Ann,\n\n[\s\S]*Will Worker\nTestbury Council$/)
    assert.doesNotMatch(words, /undefined|null/)
  }
  assert.ok(hasGap('on [date] you') && !hasGap('on 4 May you'))
})

test('a letter begins from a template; what stands in brackets must be written in first', async () => {
  const { body } = await world.get(`${own}/new?kind=update`, casework.worker)
  assert.match(body, /Dear Testa Person/)
  assert.match(body, /say what has been done/)
  const refused = await write({ body: 'Since I last wrote: [say what has been done].' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Write in what stands in square brackets/)
})

test('a letter with nothing against it may go; when it went it is a contact, and its file is named by the reference alone', async () => {
  const address = addressOf(await write())
  const word = await world.get(`${address}/word`, casework.worker)
  assert.equal(word.headers['content-disposition'], `attachment; filename="${reference}.docx"`)
  addressOf(await world.post(`${address}/send`, casework.worker, { sent_on: '1 6 2026' }))
  assert.match((await world.get(address, casework.officer)).body, /Sent 1 June 2026/)
  assert.match((await world.get(`/cases/${caseId}/contact`, casework.officer)).body, /1 June 2026[\s\S]*By letter[\s\S]*A letter went/)
  assert.equal((await world.post(`${address}/send`, casework.worker, { sent_on: '1 6 2026' })).statusCode, 404, 'it went once')
})

describe('a letter the recipient check speaks against', () => {
  let held: string
  test('is held: to the accused, naming who complained', async () => {
    held = addressOf(await write({ kind: 'warning', to: `subject ${accused.subjectId}`, body: 'Dear Rufus Harmer,\n\nTesta Person says that you shouted at her.' }))
    const { body } = await world.get(held, casework.worker)
    assert.match(body, /What the recipient check found/)
    assert.equal((await stored(held)).state, 'held')
    assert.equal((await world.get(`${held}/word`, casework.worker)).statusCode, 404, 'no document of it either')
    assert.equal((await world.post(`${held}/send`, casework.worker, { sent_on: '1 6 2026' })).statusCode, 404)
  })
  test('goes only when two different people have said why', async () => {
    assert.equal((await world.post(`${held}/release`, casework.worker, { reason: '' })).statusCode, 422)
    addressOf(await world.post(`${held}/release`, casework.worker, { reason: 'She agreed to be named' }))
    const again = await world.post(`${held}/release`, casework.worker, { reason: 'I agree with myself' })
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /Two different people/)
    assert.equal((await stored(held)).state, 'held')
    addressOf(await world.post(`${held}/release`, casework.coordinator, { reason: 'She told me so too' }))
    const { state, secondReason } = await stored(held)
    assert.deepEqual([state, secondReason], ['released', 'She told me so too'])
  })
  test('loses its release when it is changed', async () => {
    const before = await stored(held)
    const answer = await world.post(`${held}/edit`, casework.worker, { ...letter, kind: 'warning', to: `subject ${accused.subjectId}`, body: 'Dear Rufus Harmer,\n\nTesta Person says more.', seen: before.writtenAt.toString() })
    addressOf(answer)
    const { state, firstBy } = await stored(held)
    assert.deepEqual([state, firstBy], ['held', null])
    const stale = await world.post(`${held}/edit`, casework.officer, { ...letter, to: `subject ${accused.subjectId}`, body: 'My own words', seen: before.writtenAt.toString() })
    assert.equal(stale.statusCode, 409)
    assert.match(stale.body, /Testa Person says more\.[\s\S]*My own words/)
  })
  test('addressed to a protected place it is held, and the place is kept nowhere in it', async () => {
    const address = addressOf(await write({ to: 'other', to_name: 'The Housing Office', to_address: '14 Quiet Row, EC1A 9ZZ', body: 'Please mend the door.' }))
    const { toAddress, state, findings } = await stored(address)
    assert.deepEqual([toAddress, state], [null, 'held'])
    assert.ok(findings.length > 0)
    assert.doesNotMatch((await world.get(address, casework.officer)).body, /Quiet Row|9ZZ/)
  })
  test('is held again as it goes, when something has changed since it was written', async () => {
    const address = addressOf(await write({ to: 'other', to_name: 'Some Body', body: 'Please ask Morwenna Late to call.' }))
    assert.equal((await stored(address)).state, 'draft')
    await asUser(casework.officer, (tx) => tx.insertInto('index_fact').values({ partnership_id: casework.officer.partnershipId, index_entry_id: accused.entryId, case_id: caseId, kind: 'alias', value: 'Some Body', source: 'Police', agency_id: world.ours.police, recorded_by: casework.officer.accountId }).execute())
    const answer = await world.post(`${address}/send`, casework.worker, { sent_on: '1 6 2026' })
    assert.equal(answer.statusCode, 303)
    assert.equal((await stored(address)).state, 'held')
  })
})

test('a way of reaching somebody that is not safe is blocked, when the letter is written and when it goes', async () => {
  const address = addressOf(await write())
  await world.post(`/cases/${caseId}/contact/safe`, casework.worker, { safe_subject: subjectId, safe_method: 'letter', allowed: 'no', note: 'He opens her post' })
  const refused = await write()
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /not safe, and nothing is sent so: He opens her post/)
  const late = await world.post(`${address}/send`, casework.worker, { sent_on: '1 6 2026' })
  assert.equal(late.statusCode, 422)
  assert.match(late.body, /no longer safe/)
  assert.equal((await stored(address)).state, 'draft')
  addressOf(await write({ method: 'by hand' }))
})

test('a letter to an agency is entered in the register of what was shared, with its ground', async () => {
  const address = addressOf(await write({ kind: 'invitation', to: `agency ${world.ours.police}`, body: 'We meet on 4 May. Please come.' }))
  const ground = { gateway: 'CDA s.115', regime: 'UK GDPR', consent: 'given', necessity: 'They hold the calls', proportionality: 'The day alone' }
  assert.match((await world.post(`${address}/send`, casework.worker, { sent_on: '1 6 2026' })).body, /Choose the power and the basis/)
  assert.match((await world.post(`${address}/send`, casework.worker, { ...ground, sent_on: '1 6 2026', gateway: 'law enforcement' })).body, /belongs to Part 3/)
  addressOf(await world.post(`${address}/send`, casework.worker, { ...ground, sent_on: '1 6 2026', people: indexEntryId }))
  const entered = await asUser(casework.worker, (tx) => tx.selectFrom('disclosure').select(['kind', 'to_agency_id', 'gateway', 'agreement_id', 'letter_id']).where('case_id', '=', caseId).where('kind', '=', 'document issued').execute())
  assert.deepEqual(entered, [{ kind: 'document issued', to_agency_id: world.ours.police, gateway: 'CDA s.115', agreement_id: casework.agreementId, letter_id: address.split('/').at(-1) }])
})

test('someone else cannot: another partnership, one in no scheme, and one shut out find no letter and write none; and nobody releases in another’s name', async () => {
  const address = addressOf(await write({ method: 'by hand' }))
  await assert.rejects(asUser(casework.worker, (tx) => tx.updateTable('letter').set({ first_by: casework.coordinator.accountId, first_reason: 'Forged' }).where('case_id', '=', caseId).execute()), /another’s name/)
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: casework.officer.partnershipId, case_id: caseId, account_id: casework.officer.accountId, reason: 'A cousin' }).execute())
  for (const actor of [theirs.coordinator, await world.ours.account('case worker'), casework.officer]) {
    for (const path of [own, `${own}/new`, address, `${address}/word`, `${address}/edit`]) assert.equal((await world.get(path, actor)).statusCode, 404, path)
    assert.equal((await write({}, actor)).statusCode, 404)
    assert.equal((await world.post(`${address}/release`, actor, { reason: 'x' })).statusCode, 404)
    assert.equal((await world.post(`${address}/cancel`, actor, {})).statusCode, 404)
  }
  addressOf(await world.post(`${address}/cancel`, casework.worker, {}))
  assert.equal((await stored(address)).state, 'cancelled')
})

test('a warning letter that went stands on the powers ladder of whom it is to, once, with why steps before it were left out; one that did not go leaves nothing there', async () => {
  const { caseId } = await addCase(casework)
  const him = (await asUser(casework.officer, (tx) => addSubject(tx, { caseId }, { kind: 'person', role: 'perpetrator', resident: true, facts: [{ kind: 'name', value: 'Basil Loudman', source: 'Police' }] })))!
  const rungs = async () => (await asUser(casework.officer, (tx) => selectUses(tx, caseId))).map(({ power, state, decidedOn, subjectId: of, skippedReason }) => [power, state, decidedOn, of, skippedReason])
  const send = async (fields: Record<string, string>) => {
    const address = addressOf(await world.post(`/cases/${caseId}/letters/new`, casework.worker, { ...letter, to: `subject ${him.subjectId}`, ...fields }))
    for (const by of [casework.worker, casework.coordinator]) addressOf(await world.post(`${address}/release`, by, { reason: 'He knows of it' }))
    return address
  }
  const stateOf = async (address: string) => (await asUser(casework.worker, (tx) => selectLetters(tx, caseId))).find(({ letterId }) => address.endsWith(letterId))!.state
  const warn = () => send({ kind: 'warning', body: 'Dear Basil Loudman,\n\nStop shouting in the street at night.' })
  const went = (address: string, fields: Record<string, string> = {}, by: Actor = casework.worker) => world.post(`${address}/send`, by, { sent_on: '1 6 2026', ...fields })
  const address = await warn()
  const refused = await went(address)
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Say why steps were left out/)
  assert.deepEqual([await stateOf(address), await rungs()], ['released', []])
  assert.equal((await went(address, { skipped_reason: 'He will not be met' }, theirs.worker)).statusCode, 404)
  assert.deepEqual(await rungs(), [])
  addressOf(await went(address, { skipped_reason: 'He will not be met' }))
  const rung = ['warning letter', 'given', '2026-06-01', him.subjectId, 'He will not be met']
  assert.deepEqual(await rungs(), [rung])
  assert.equal((await went(address, { skipped_reason: 'x' })).statusCode, 404)
  assert.match((await world.get(`/cases/${caseId}/powers`, casework.officer)).body, /Warning letter[\s\S]*1 June 2026/)
  addressOf(await went(await warn(), { skipped_reason: 'He will not be met' }))
  assert.deepEqual(await rungs(), [rung], 'two of one day are one step')
  addressOf(await went(await send({ body: 'Dear Basil Loudman,\n\nThank you for coming.' })))
  assert.deepEqual(await rungs(), [rung], 'no other letter is a step')
})
