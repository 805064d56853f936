import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { storeCodes, storePassword } from '../../people/account-store.ts'
import { newSecret, recoveryHash } from '../../people/one-time-code.ts'
import { hashPassword } from '../../people/password.ts'
import { selectOptionalCase } from '../case-store.ts'
import { escalateOverdueReviews } from './overdue.ts'

const world = await openWorld()
after(() => world.close())
const PASSWORD = 'a long enough password'
const hash = await hashPassword(PASSWORD)
const casework = await addCasework(world.ours)
const { governance, coordinator, chair, worker, patrol } = casework
const opened = await addCase(casework)
const inPartnership = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('look, for a test', work, world.ours.partnershipId)

/** A case worker with a password and no role in any scheme. */
async function outsider(role: Parameters<typeof world.ours.account>[0] = 'case worker'): Promise<Actor> {
  const actor = await world.ours.account(role, world.ours.police)
  await inPartnership((tx) => storePassword(tx, actor, hash))
  return actor
}
const ASK = { reference: opened.reference, ground: 'danger to life', reason: 'She rang to say that he is on his way to her', minutes: '30', password: PASSWORD }
const ask = (actor: Actor, fields: Partial<Record<keyof typeof ASK | 'code', string>> = {}) => world.post('/sharing/emergency', actor, { ...ASK, ...fields })
const messageOf = (page: { headers: Record<string, unknown> }) => Buffer.from(/wardmote-message=([^;]+)/.exec(String(page.headers['set-cookie']))?.[1] ?? '', 'base64url').toString()
const plain = (page: { body: string }) => {
  assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object/)
  return page.body.replaceAll(/\s+/g, ' ')
}
const sees = (actor: Actor) => asUser(actor, async (tx) => (await selectOptionalCase(tx, opened.caseId)) !== null)
const exclude = (actor: Actor) => inPartnership((tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: opened.caseId, account_id: actor.accountId, reason: 'Her brother' }).execute())
const glassesOf = (actor: Actor) => inPartnership((tx) => tx.selectFrom('break_glass').selectAll().where('account_id', '=', actor.accountId).execute())
const noticesTo = (actor: Actor) => inPartnership((tx) => tx.selectFrom('notice').select(['subject', 'body']).where('account_id', '=', actor.accountId).orderBy('created_at').execute())
/** A page without what differs between any two showings of it. */
const bare = ({ body }: { body: string }) => body.replaceAll(/value="[^"]*"/g, '').replaceAll(/Testbury case worker \d+/g, '')

test('emergency access opens the case to the asker, at once, for reading, and stands on their own list with its end', async () => {
  const asker = await outsider()
  assert.equal(await sees(asker), false)
  assert.equal((await ask(asker, { reference: opened.reference.toLowerCase().replaceAll('-', ' ') })).statusCode, 303)
  assert.equal(await sees(asker), true)
  assert.match(plain(await world.get('/sharing/emergency', asker)), new RegExp(`${opened.reference}</a> until \\d\\d:\\d\\d`))
  const [glass] = await glassesOf(asker)
  assert.equal(glass!.ends_at.since(glass!.opened_at).total('minutes'), 30)
  // Asked again, it is not opened twice.
  await ask(asker)
  assert.equal((await glassesOf(asker)).length, 1)
})

test('the case’s own page says that it is seen in an emergency, and is gone the moment it is ended', async () => {
  const asker = await outsider()
  const page = () => world.get(`/cases/${opened.caseId}`, asker)
  const missing = (await world.get(`/cases/${crypto.randomUUID()}`, asker)).body
  assert.equal((await page()).body, missing)
  await ask(asker)
  assert.match(plain(await page()), /Emergency access.*You see this case because you opened it in an emergency.*I am done: close it/)
  const looked = await inPartnership((tx) => tx.selectFrom('access_entry').select(['clause', 'break_glass_id']).where('account_id', '=', asker.accountId).execute())
  const [glass] = await glassesOf(asker)
  assert.ok(looked.length > 0 && looked.every(({ clause, break_glass_id }) => clause === 'emergency access' && break_glass_id === glass!.break_glass_id))
  assert.match(plain(await world.get(`/sharing/emergency/reviews/${glass!.break_glass_id}`, governance)), /What was looked at.*The file.*Testbury Council/)
  assert.match(plain(await world.get(`/cases/${opened.caseId}/access`, coordinator)), /She rang to say that he is on his way to her/)
  await world.post(`/sharing/emergency/${opened.caseId}/end`, asker, {})
  const gone = await page()
  assert.deepEqual([gone.statusCode, gone.body], [404, missing])
})

test('every governance lead, coordinator and chair is told by reference and link alone, but not one who is shut out, nor the asker', async () => {
  const asker = await outsider()
  const shutOut = await world.ours.account('information governance lead')
  await exclude(shutOut)
  const told = { governance: (await noticesTo(governance)).length, coordinator: (await noticesTo(coordinator)).length, chair: (await noticesTo(chair)).length }
  await ask(asker)
  const to = { governance: (await noticesTo(governance)).slice(told.governance), coordinator: (await noticesTo(coordinator)).slice(told.coordinator), chair: (await noticesTo(chair)).slice(told.chair) }
  assert.deepEqual([to.governance.length, to.coordinator.length, to.chair.length], [1, 1, 1])
  const [glass] = await glassesOf(asker)
  assert.ok(to.governance[0]!.body.includes(`/sharing/emergency/reviews/${glass!.break_glass_id}`))
  assert.ok(to.coordinator[0]!.body.includes(`/cases/${opened.caseId}/access`))
  for (const { subject, body } of [...to.governance, ...to.coordinator, ...to.chair]) {
    assert.match(subject + body, new RegExp(opened.reference))
    assert.doesNotMatch(subject + body, /rang|Testa|Testbury case worker/)
  }
  for (const actor of [shutOut, asker, worker]) assert.equal((await noticesTo(actor)).length, 0)
})

test('the answer is the same where there is no such case, where one is shut out of it, and where it is erased; and nothing opens', async () => {
  const [shutOut, unknown, opener] = [await outsider(), await outsider(), await outsider()]
  await exclude(shutOut)
  const erased = await addCase(casework)
  await inPartnership((tx) => tx.updateTable('case_file').set({ stage: 'erased' }).where('case_id', '=', erased.caseId).execute())
  const answers = [await ask(shutOut), await ask(unknown, { reference: 'CM-2222-2222' }), await ask(opener), await ask(await outsider(), { reference: erased.reference })]
  assert.deepEqual(answers.map(({ statusCode }) => statusCode), [303, 303, 303, 303])
  assert.equal(new Set(answers.map(messageOf)).size, 1)
  assert.equal(new Set(answers.map(({ headers }) => headers.location)).size, 1)
  assert.deepEqual([await sees(shutOut), await sees(opener)], [false, true])
  assert.equal((await glassesOf(shutOut)).length, 0)
  assert.equal(bare(await world.get('/sharing/emergency', shutOut)), bare(await world.get('/sharing/emergency', unknown)))
  const refused = await inPartnership((tx) => tx.selectFrom('audit_entry').select(['subject_kind', 'subject_id', 'details']).where('act', '=', 'refused').where('subject_id', 'in', [shutOut.accountId, unknown.accountId]).orderBy('entry').execute())
  assert.deepEqual(refused, [
    { subject_kind: 'emergency access', subject_id: shutOut.accountId, details: { reference: opened.reference } },
    { subject_kind: 'emergency access', subject_id: unknown.accountId, details: { reference: 'CM-2222-2222' } },
  ])
})

test('one who is shut out later loses emergency access, and its mention, on the very next request', async () => {
  const asker = await outsider()
  await ask(asker)
  assert.equal(await sees(asker), true)
  await exclude(asker)
  assert.equal(await sees(asker), false)
  assert.doesNotMatch((await world.get('/sharing/emergency', asker)).body, new RegExp(opened.reference))
})

test('it is ended early by the asker, and by itself when its minutes are over', async () => {
  const [early, late] = [await outsider(), await outsider()]
  await ask(early)
  await ask(late, { minutes: '15' })
  await world.post(`/sharing/emergency/${opened.caseId}/end`, early, {})
  assert.deepEqual([await sees(early), await sees(late)], [false, true])
  assert.match(plain(await world.get('/sharing/emergency', early)), /Your earlier emergency access.*Awaiting review/)
  const [glass] = await glassesOf(late)
  assert.equal(glass!.ends_at.since(glass!.opened_at).total('minutes'), 15)
  const over = await outsider()
  const at = (minutes: number) => Temporal.Now.instant().add({ minutes }).toString()
  const add = (opened_at: string, ends_at: string) => inPartnership((tx) => tx.insertInto('break_glass').values({
    partnership_id: world.ours.partnershipId, case_id: opened.caseId, account_id: over.accountId, agency_id: world.ours.police, ground: 'law', reason: 'An order of the county court', opened_at, ends_at, review_due: '2999-01-01',
  }).execute())
  await add(at(-31), at(-1))
  assert.equal(await sees(over), false)
  await add(at(-29), at(1))
  assert.equal(await sees(over), true)
  for (const id of ['x', crypto.randomUUID()]) assert.ok([303, 404].includes((await world.post(`/sharing/emergency/${id}/end`, early, {})).statusCode))
})

test('a wrong password, a missing ground, a short reason or an odd length opens nothing, and what was typed comes back without the password', async () => {
  const asker = await outsider()
  for (const [fields, text] of [
    [{ password: 'not my password at all' }, /That is not your password/], [{ ground: '' }, /Choose the ground/], [{ reason: 'Because' }, /20 characters or more/], [{ minutes: '600' }, /Choose how long/],
    [{ reference: 'the Smith case' }, /two letters and two groups of four/],
  ] as const) {
    const page = await ask(asker, fields)
    assert.equal(page.statusCode, 422)
    assert.match(plain(page), text)
    assert.doesNotMatch(page.body, new RegExp(PASSWORD))
  }
  assert.equal((await glassesOf(asker)).length, 0)
})

test('an account with one-time codes gives one as well, and each works once', async () => {
  const asker = await outsider()
  await inPartnership((tx) => storeCodes(tx, asker, { secret: newSecret(), lastStep: 0, recoveryHashes: [recoveryHash('ABC-DEF-GHJ-KMN')] }))
  assert.match(plain(await world.get('/sharing/emergency', asker)), /One-time code/)
  assert.match(plain(await ask(asker)), /That code is not right/)
  assert.equal((await glassesOf(asker)).length, 0)
  assert.equal((await ask(asker, { code: 'ABC-DEF-GHJ-KMN' })).statusCode, 303)
  assert.equal(await sees(asker), true)
  assert.match(plain(await ask(asker, { code: 'ABC-DEF-GHJ-KMN' })), /That code is not right/)
})

test('whoever sees the case in the ordinary way is told so, and needs none', async () => {
  assert.match(plain(await ask(coordinator)), /You can open that case already/)
  assert.equal((await glassesOf(coordinator)).length, 0)
})

test('the sixth time within an hour is refused with the same sentence, and told to wait', async () => {
  const asker = await outsider()
  for (let time = 0; time < 5; time++) assert.equal((await ask(asker, { reference: 'CM-3333-3333' })).statusCode, 303)
  const sixth = await ask(asker)
  assert.equal(sixth.statusCode, 429)
  assert.match(plain(sixth), /Your request is recorded. If there is such a case.*Wait an hour/)
  assert.equal(await sees(asker), false)
})

test('another partnership’s case is not opened, and who works no cases cannot ask', async () => {
  const theirs = await world.theirs.account('case worker')
  await asSystem('set a password', (tx) => storePassword(tx, theirs, hash), theirs.partnershipId)
  assert.equal((await ask(theirs)).statusCode, 303)
  assert.equal(await sees(theirs), false)
  assert.equal((await world.get('/sharing/emergency', patrol)).statusCode, 404)
  assert.equal((await world.get('/sharing/emergency', governance)).statusCode, 404)
  assert.equal((await ask(patrol)).statusCode, 404)
})

test('the governance lead reviews it with a finding, once; nobody reviews their own, nor one of a case they are shut out of', async () => {
  const asker = await outsider(['case worker', 'information governance lead'])
  await ask(asker)
  const [glass] = await glassesOf(asker)
  const href = `/sharing/emergency/reviews/${glass!.break_glass_id}`
  await world.get(`/cases/${opened.caseId}/access`, asker)
  assert.match(plain(await world.get('/sharing/emergency/reviews', governance)), new RegExp(opened.reference))
  assert.match(plain(await world.get(href, governance)), /She rang to say.*Was it justified/)
  assert.match(plain(await world.post(href, asker, { finding: 'justified', note: 'I was right' })), /somebody else must review it/)
  assert.equal((await world.post(href, governance, { finding: 'justified', note: '' })).statusCode, 422)
  await world.post(href, governance, { finding: 'not justified', note: 'She could have waited for the lead' })
  assert.match(plain(await world.get(href, governance)), /Reviewed: not justified<\/strong> by Testbury information governance lead.*She could have waited/)
  await world.post(href, governance, { finding: 'justified', note: 'Changed my mind' })
  assert.match(plain(await world.get(href, governance)), /Reviewed: not justified/)
  const shutOut = await world.ours.account('information governance lead')
  await exclude(shutOut)
  assert.doesNotMatch((await world.get('/sharing/emergency/reviews', shutOut)).body, new RegExp(opened.reference))
  assert.equal((await world.get(href, shutOut)).body, (await world.get(`/sharing/emergency/reviews/${crypto.randomUUID()}`, shutOut)).body)
  assert.equal((await world.get(href, worker)).statusCode, 404)
})

test('the governance lead closes it before its time', async () => {
  const asker = await outsider()
  await ask(asker)
  const [glass] = await glassesOf(asker)
  await world.post(`/sharing/emergency/reviews/${glass!.break_glass_id}/end`, governance, {})
  assert.equal(await sees(asker), false)
})

test('a review that is overdue is escalated once: leads hear again, and coordinators; only those who see the case are given its reference', async () => {
  const planner = await world.ours.account('coordinator')
  const asker = await outsider()
  await inPartnership((tx) => tx.insertInto('break_glass').values({
    partnership_id: world.ours.partnershipId, case_id: opened.caseId, account_id: asker.accountId, agency_id: world.ours.police, ground: 'law', reason: 'An order of the county court',
    opened_at: '2026-03-11T10:00:00Z', ends_at: '2026-03-11T10:30:00Z', review_due: '2026-03-12',
  }).execute())
  const before = (await noticesTo(governance)).length
  assert.equal(await escalateOverdueReviews('https://here.example'), 1)
  assert.equal(await escalateOverdueReviews('https://here.example'), 0)
  assert.equal((await noticesTo(governance)).length, before + 1)
  const [notice] = await noticesTo(planner)
  assert.match(notice!.body, /opened on 11 March 2026 is overdue/)
  assert.doesNotMatch(notice!.subject + notice!.body, new RegExp(opened.reference))
  assert.match(plain(await world.get('/sharing/emergency/reviews', governance)), /Overdue: the coordinators have been told/)
  assert.equal(await sees(asker), false)
})
