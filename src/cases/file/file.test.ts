import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'

let world: World
let casework: Casework
before(async () => {
  world = await openWorld()
  casework = await addCasework(world.ours)
})
after(() => world.close())

const readable = (body: string) => assert.doesNotMatch(body.replace(/<script[\s\S]*?<\/script>/g, ''), /undefined|\bNaN\b|\[object/)

test('a caseload shows each case to those who take part, with whom it is about and when it is reviewed, and the look is written down', async () => {
  const made = await addCase(casework)
  const { statusCode, body } = await world.get('/cases', casework.worker)
  assert.equal(statusCode, 200)
  readable(body)
  for (const said of [made.reference, 'Testa Person', 'Testbury Council', 'Scheme for community marac']) assert.match(body, new RegExp(said))
  const looks = await asUser(casework.governance, (tx) => tx.selectFrom('access_entry').select(['part', 'clause']).where('case_id', '=', made.caseId).where('account_id', '=', casework.worker.accountId).execute())
  assert.deepEqual(looks, [{ part: 'list', clause: 'takes part' }])
})

test('nobody without a part sees a case listed: not another partnership, not one who only refers, not one in no scheme', async () => {
  const made = await addCase(casework)
  const stranger = await world.ours.account('case worker')
  const elsewhere = await addCasework(world.theirs)
  for (const actor of [stranger, elsewhere.coordinator]) {
    const { statusCode, body } = await world.get('/cases?stage=any', actor)
    assert.equal(statusCode, 200)
    assert.doesNotMatch(body, new RegExp(`${made.reference}|Testa`))
    assert.equal((await world.get(`/cases/${made.caseId}`, actor)).statusCode, 404)
  }
  for (const actor of [casework.patrol, casework.governance]) assert.equal((await world.get('/cases', actor)).statusCode, 404)
})

test('a caseload is narrowed by scheme, stage, what is mine and what is late, and says when nothing matches', async () => {
  const late = await addCase(casework)
  const waiting = await addCase(casework, 'referred')
  await asUser(casework.coordinator, (tx) => tx.updateTable('case_file').set({ review_on: '2026-01-08' }).where('case_id', '=', late.caseId).execute())
  const shows = async (query: string) => {
    const { body } = await world.get(`/cases?${query}`, casework.officer)
    readable(body)
    return [late, waiting].map(({ reference }) => body.includes(reference))
  }
  assert.deepEqual(await shows('late=yes'), [true, false])
  assert.deepEqual(await shows('stage=referred'), [false, true])
  assert.deepEqual(await shows(`scheme=${casework.schemeId}`), [true, true])
  assert.deepEqual(await shows('stage=closed'), [false, false])
  assert.deepEqual(await shows('mine=yes'), [false, false])
  await asUser(casework.worker, (tx) => tx.insertInto('information_request').values({ partnership_id: world.ours.partnershipId, case_id: waiting.caseId, to_agency_id: world.ours.police, asked_by: casework.worker.accountId, question: 'What is held?', due_on: '2030-01-01' }).execute())
  assert.deepEqual(await shows('mine=yes'), [false, true])
  assert.match((await world.get('/cases?stage=transferred', casework.officer)).body, /No case matches/)
  assert.equal((await world.get('/cases?page=-1&stage=nonsense&scheme=x', casework.officer)).statusCode, 200)
})

test('the overview says what a case is about, where it stands and what is next, and writes down the look', async () => {
  const made = await addCase(casework)
  const { statusCode, body } = await world.get(`/cases/${made.caseId}`, casework.officer)
  assert.equal(statusCode, 200)
  readable(body)
  for (const said of ['Testa Person, victim', 'A victim', 'Open', 'Testbury Council', 'Review', 'Referred by Testbury Police', 'Declare a conflict of interest', 'Not assessed yet']) assert.match(body, new RegExp(said))
  assert.doesNotMatch(/<title>([\s\S]*?)<\/title>/.exec(body)?.[1] ?? '', /Testa/)
  const looks = await asUser(casework.governance, (tx) => tx.selectFrom('access_entry').select('part').where('case_id', '=', made.caseId).where('account_id', '=', casework.officer.accountId).execute())
  assert.deepEqual(looks, [{ part: 'file' }])
})

test('an unknown case, a hidden one and a malformed address are the same page that is not there', async () => {
  const made = await addCase(casework)
  const stranger = await world.ours.account('case worker')
  await world.get('/cases', stranger)
  const pages = await Promise.all([`/cases/${made.caseId}`, `/cases/${crypto.randomUUID()}`, '/cases/not-an-id'].map((url) => world.get(url, stranger)))
  for (const { statusCode, body } of pages) {
    assert.equal(statusCode, 404)
    assert.equal(body, pages[0]!.body)
  }
})

test('whoever declares a conflict of interest is shut out at once, and nothing they see names the case; their colleagues go on', async () => {
  const made = await addCase(casework)
  assert.equal((await world.post(`/cases/${made.caseId}/conflict`, casework.officer, { reason: 'I know one of them' })).statusCode, 422)
  const declared = await world.post(`/cases/${made.caseId}/conflict`, casework.officer, { reason: 'I know one of them', sure: 'yes' })
  assert.equal(declared.statusCode, 303)
  assert.equal(declared.headers.location, '/cases')
  assert.doesNotMatch(Buffer.from(/wardmote-message=([^;]+)/.exec(String(declared.headers['set-cookie']))?.[1] ?? '', 'base64url').toString(), /-[0-9A-Z]{4}-|Testa/)
  assert.equal((await world.get(`/cases/${made.caseId}`, casework.officer)).statusCode, 404)
  assert.doesNotMatch((await world.get('/cases?stage=any', casework.officer)).body, new RegExp(made.reference))
  assert.equal((await world.get(`/cases/${made.caseId}`, casework.chair)).statusCode, 200)
  assert.equal((await world.post(`/cases/${made.caseId}/conflict`, casework.officer, { reason: 'Again', sure: 'yes' })).statusCode, 404)
})

test('whoever was let back in may shut themselves out again, and cannot lift it themselves', async () => {
  const made = await addCase(casework)
  const leave = () => world.post(`/cases/${made.caseId}/conflict`, casework.worker, { reason: 'I know one of them', sure: 'yes' })
  assert.equal((await leave()).statusCode, 303)
  const lift = (actor: typeof casework.worker) => asUser(actor, (tx) => tx.updateTable('case_exclusion').set({ lifted_at: Temporal.Now.instant().toString(), lifted_reason: 'It was somebody else' }).where('case_id', '=', made.caseId).executeTakeFirst())
  assert.equal((await lift(casework.worker)).numUpdatedRows, 0n)
  assert.equal((await lift(casework.coordinator)).numUpdatedRows, 1n)
  assert.equal((await world.get(`/cases/${made.caseId}`, casework.worker)).statusCode, 200)
  assert.equal((await leave()).statusCode, 303)
  assert.equal((await world.get(`/cases/${made.caseId}`, casework.worker)).statusCode, 404)
})

test('of ten who save one cover at once, one is saved, and nine get back what they typed beside what stands', async () => {
  const made = await addCase(casework)
  const leads = await Promise.all(Array.from({ length: 10 }, () => world.ours.account('case worker')))
  await asSystem('name ten chairs for a test', (tx) => tx.insertInto('scheme_member').values(leads.map(({ accountId }) => ({ partnership_id: world.ours.partnershipId, scheme_id: casework.schemeId, account_id: accountId, role: 'chair' }))).execute(), world.ours.partnershipId)
  const version = /name="version" value="(\d+)"/.exec((await world.get(`/cases/${made.caseId}/details`, leads[0]!)).body)?.[1] ?? ''
  const answers = await Promise.all(leads.map((lead, i) => world.post(`/cases/${made.caseId}/details`, lead, { about: 'perpetrator', resident: 'no', reviewOn: `${i + 1} 6 2027`, version })))
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [303, ...Array.from({ length: 9 }, () => 409)])
  const winner = answers.findIndex(({ statusCode }) => statusCode === 303)
  for (const [i, { statusCode, body }] of answers.entries()) {
    if (statusCode !== 409) continue
    assert.match(body, new RegExp(`value="${i + 1} 6 2027"`))
    assert.match(body, new RegExp(`>${winner + 1} June 2027<`))
  }
})

test('those who do not lead change no cover', async () => {
  const made = await addCase(casework)
  for (const actor of [casework.officer, casework.worker]) {
    assert.equal((await world.get(`/cases/${made.caseId}/details`, actor)).statusCode, 404)
    assert.equal((await world.post(`/cases/${made.caseId}/details`, actor, { about: 'victim', resident: 'no', reviewOn: '', version: '1' })).statusCode, 404)
  }
})

test('an agency whose part ends while a form is in flight finds the case gone, and nothing is saved', async () => {
  const made = await addCase(casework)
  await asUser(casework.coordinator, (tx) => tx.updateTable('case_party').set({ left_at: Temporal.Now.instant().toString(), left_reason: 'Its part is done' }).where('case_id', '=', made.caseId).where('agency_id', '=', world.ours.police).execute())
  assert.equal((await world.post(`/cases/${made.caseId}/actions`, casework.officer, { statement: 'Visit', owner: world.ours.police, dueOn: '1 6 2030' })).statusCode, 404)
  const saved = await asUser(casework.coordinator, (tx) => tx.selectFrom('action').select('action_id').where('case_id', '=', made.caseId).execute())
  assert.equal(saved.length, 0)
})

test('a kill between an act and its log leaves neither', async () => {
  const made = await addCase(casework)
  const { changeCase, consultCase } = await import('../../sharing/case-store.ts')
  const trail = () => asUser(casework.governance, async (tx) => ({
    looks: (await tx.selectFrom('access_entry').select('access_entry_id').where('case_id', '=', made.caseId).execute()).length,
    log: (await tx.selectFrom('audit_entry').select('entry').where('subject_id', '=', made.caseId).execute()).length,
  }))
  const before = await trail()
  await assert.rejects(asUser(casework.coordinator, async (tx) => {
    const cover = await consultCase(tx, made.caseId)
    assert.equal(await changeCase(tx, cover!, { about: 'location' }), true)
    throw new Error('killed here')
  }), /killed here/)
  assert.deepEqual(await trail(), before)
  const stands = await asUser(casework.coordinator, (tx) => tx.selectFrom('case_file').select('about').where('case_id', '=', made.caseId).executeTakeFirstOrThrow())
  assert.equal(stands.about, 'victim')
})

test('the caseload ends with the way to agreements, looks, emergency access and orders, and each opens', async () => {
  const { body } = await world.get('/cases', casework.worker)
  for (const href of ['/cases/agreements', '/cases/access-to-ours', '/sharing/emergency', '/cases/powers']) {
    assert.ok(body.includes(`<a class="govuk-link" href="${href}"`), href)
    assert.equal((await world.get(href, casework.worker)).statusCode, 200, href)
  }
})

test('how long a case is kept is decided from its overview once it has ended, by those who lead it alone; its files have a tab', async () => {
  const [ended, open] = [await addCase(casework), await addCase(casework)]
  await asUser(casework.coordinator, (tx) => tx.updateTable('case_file').set({ stage: 'closed', closed_on: '2026-03-02' }).where('case_id', '=', ended.caseId).execute())
  const leadsToKeeping = async (caseId: string, actor: typeof casework.worker) => (await world.get(`/cases/${caseId}`, actor)).body.includes(`/cases/${caseId}/keeping`)
  assert.deepEqual([await leadsToKeeping(ended.caseId, casework.coordinator), await leadsToKeeping(open.caseId, casework.coordinator), await leadsToKeeping(ended.caseId, casework.worker)], [true, false, false])
  assert.equal((await world.get(`/cases/${ended.caseId}/keeping`, casework.coordinator)).statusCode, 200)
  const files = await world.get(`/cases/${open.caseId}/documents`, casework.worker)
  assert.match(files.body, new RegExp(`aria-current="page" href="/cases/${open.caseId}/documents"`))
})
