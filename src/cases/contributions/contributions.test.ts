import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { remindOfRequests, selectRequests } from './request-store.ts'

let world: World
let casework: Casework
let probation: string
let probationOfficer: Casework['officer']
before(async () => {
  world = await openWorld()
  casework = await addCasework(world.ours)
  probation = crypto.randomUUID()
  const { partnershipId: partnership_id } = world.ours
  await asSystem('add a third agency for a test', async (tx) => {
    await tx.insertInto('organisation').values({ partnership_id, organisation_id: probation, standing: 'statutory', sector: 'probation' }).execute()
    await tx.insertInto('organisation_name').values({ partnership_id, organisation_id: probation, name: 'Testbury Probation', kind: 'name' }).execute()
    await tx.insertInto('agreement_party').values({ partnership_id, agreement_id: casework.agreementId, agency_id: probation, signed_at: Temporal.Now.instant().subtract({ minutes: 5 }).toString(), signatory: 'Somebody' }).execute()
  }, partnership_id)
  probationOfficer = await world.ours.account('case worker', probation)
  await asSystem('add a worker for a test', (tx) => tx.insertInto('scheme_member').values({ partnership_id, scheme_id: casework.schemeId, account_id: probationOfficer.accountId, role: 'worker' }).execute(), partnership_id)
})
after(() => world.close())

const FIELDS = { statement: 'Three calls in May', nature: 'fact', subjectId: '', standing: '', informationOf: '', audience: 'panel', gateway: 'CDA s.115', regime: 'UK GDPR', necessity: 'The panel needs it', proportionality: 'Only the calls' }
const give = (caseId: string, actor: Casework['officer'], fields: Record<string, string | readonly string[]> = {}) => world.post(`/cases/${caseId}/information/give`, actor, { ...FIELDS, ...fields })
const saidIn = (caseId: string) => asSystem('read contributions in a test', (tx) => tx.selectFrom('contribution').selectAll().where('case_id', '=', caseId).orderBy('written_at').execute(), world.ours.partnershipId)
const invite = (caseId: string, fields: Record<string, string> = {}) =>
  world.post(`/cases/${caseId}/information/ask`, casework.coordinator, { toAgencyId: probation, question: 'Is there a licence?', dueOn: '1 6 2030', gateway: 'CDA s.115', reason: 'It may supervise somebody', proportionality: 'It alone would know', ...fields })
const read = async (url: string, actor: Casework['officer']) => {
  const { statusCode, body } = await world.get(url, actor)
  assert.equal(statusCode, 200)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return body
}

test('an agency says something with every question of the gate answered, and the register says to whom and why', async () => {
  const { caseId, subjectId } = await addCase(casework)
  assert.match(await read(`/cases/${caseId}/information/give`, casework.officer), /Testa Person, victim/)
  assert.equal((await give(caseId, casework.officer, { subjectId, standing: 'victim', informationOf: 'The hospital' })).statusCode, 303)
  const body = await read(`/cases/${caseId}/information`, casework.worker)
  for (const said of ['Three calls in May', 'Testbury Police', 'Fact', 'Of Testa Person, victim', 'Information of The hospital', 'Every agency that takes part']) assert.match(body, new RegExp(said))
  const shared = await asUser(casework.governance, (tx) => tx.selectFrom('disclosure as d').innerJoin('disclosure_person as p', 'p.disclosure_id', 'd.disclosure_id').select(['d.to_agency_id', 'd.gateway', 'd.necessity', 'd.agreement_id', 'd.kind']).where('d.case_id', '=', caseId).execute())
  assert.deepEqual(shared, [{ to_agency_id: world.ours.council, gateway: 'CDA s.115', necessity: 'The panel needs it', agreement_id: casework.agreementId, kind: 'view granted' }])
  const looks = await asUser(casework.governance, (tx) => tx.selectFrom('access_entry').select(['account_id', 'holder_agency_id']).where('case_id', '=', caseId).where('part', '=', 'contribution').execute())
  assert.deepEqual(looks, [{ account_id: casework.worker.accountId, holder_agency_id: world.ours.police }])
})

test('what is not answered is asked beside its field, and what was typed comes back', async () => {
  const { caseId, subjectId } = await addCase(casework)
  const refused = await give(caseId, casework.officer, { nature: '', subjectId, audience: 'one agency', necessity: '' })
  assert.equal(refused.statusCode, 422)
  for (const said of ['Choose whether it is fact or opinion', 'Enter why it is needed', 'Three calls in May']) assert.match(refused.body, new RegExp(said))
  const second = await give(caseId, casework.officer, { subjectId, audience: 'one agency' })
  for (const said of ['Choose what the person is to the matter', 'Choose the one agency that may read it']) assert.match(second.body, new RegExp(said))
  assert.equal((await saidIn(caseId)).length, 0)
})

test('a power that no agreement of the agency names shares nothing, and nor does any on the day the agreement is withdrawn', async () => {
  const { caseId } = await addCase(casework)
  assert.match((await give(caseId, casework.officer, { gateway: 'OMA s.14' })).body, /names this power/)
  assert.match((await give(caseId, casework.officer, { gateway: 'an old power' })).body, /Choose the power/)
  const withdraw = (at: string | null) => asSystem('withdraw an agreement in a test', (tx) => tx.updateTable('agreement').set({ withdrawn_at: at, withdrawn_reason: at && 'For a test' }).where('partnership_id', '=', world.ours.partnershipId).where('agreement_id', '=', casework.agreementId).execute(), world.ours.partnershipId)
  await withdraw(Temporal.Now.instant().subtract({ minutes: 1 }).toString())
  assert.equal((await give(caseId, casework.officer)).statusCode, 404)
  assert.match((await give(caseId, casework.coordinator)).body, /names this power/)
  await withdraw(null)
  assert.equal((await saidIn(caseId)).length, 0)
})

test('each audience reads what is said to it and nobody else does', async () => {
  const { caseId } = await addCase(casework)
  await invite(caseId)
  await give(caseId, casework.officer, { statement: 'For the leads', audience: 'case lead' })
  await give(caseId, casework.officer, { statement: 'For probation', audience: 'one agency', namedAgencies: probation })
  await give(caseId, casework.officer, { statement: 'For the panel' })
  const heard = async (actor: Casework['officer']) => {
    const body = await read(`/cases/${caseId}/information`, actor)
    return ['For the leads', 'For probation', 'For the panel'].filter((said) => body.includes(`<p class="govuk-body wm-long">${said}`))
  }
  assert.deepEqual(await heard(casework.coordinator), ['For the leads', 'For the panel'])
  assert.deepEqual(await heard(casework.worker), ['For the panel'])
  assert.deepEqual(await heard(probationOfficer), ['For probation', 'For the panel'])
  assert.deepEqual(await heard(casework.officer), ['For the leads', 'For probation', 'For the panel'])
  const [hidden] = await saidIn(caseId)
  assert.equal((await world.get(`/cases/${caseId}/information/${hidden!.contribution_id}`, casework.worker)).statusCode, 404)
  assert.match(await read(`/cases/${caseId}/information/${hidden!.contribution_id}`, casework.coordinator), /Power to disclose to a responsible authority/)
})

test('one who hears with the panel is not shown why it was needed or who wrote it; those who lead are', async () => {
  const { caseId } = await addCase(casework)
  await give(caseId, casework.officer)
  const [said] = await saidIn(caseId)
  const url = `/cases/${caseId}/information/${said!.contribution_id}`
  assert.doesNotMatch(await read(url, casework.worker), /The panel needs it|Put it right/)
  assert.match(await read(url, casework.coordinator), /The panel needs it/)
})

test('words for publication name nobody the case is about', async () => {
  const { caseId } = await addCase(casework)
  const refused = await give(caseId, casework.officer, { audience: 'publication', statement: 'Testa is safer' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /names nobody/)
  assert.equal((await give(caseId, casework.officer, { audience: 'publication', statement: 'A resident is safer' })).statusCode, 303)
  assert.match(await read(`/cases/${caseId}/information`, casework.coordinator), /What may be published/)
})

test('a correction takes the place of what was wrong, which stays readable, and each who was given it is told; nobody corrects another agency', async () => {
  const { caseId } = await addCase(casework)
  await give(caseId, casework.officer)
  const [wrong] = await saidIn(caseId)
  const url = `/cases/${caseId}/information/${wrong!.contribution_id}`
  const correct = (actor: Casework['officer'], statement = 'Two calls in May') => world.post(`${url}/correct`, actor, { statement, nature: 'fact', reason: 'One was counted twice' })
  assert.equal((await correct(casework.coordinator)).statusCode, 404)
  assert.equal((await correct(casework.officer)).statusCode, 303)
  const body = await read(`/cases/${caseId}/information`, casework.worker)
  for (const said of ['Two calls in May', 'Three calls in May', 'Replaced: One was counted twice']) assert.match(body, new RegExp(said))
  const told = await asUser(casework.coordinator, (tx) => tx.selectFrom('correction_notice').select('what').where('case_id', '=', caseId).execute())
  assert.deepEqual(told, [{ what: 'One was counted twice' }])
  const late = await correct(casework.chair, 'One call in May')
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /One call in May/)
})

test('an agency that takes no part is asked by those who lead, on a ground, and takes part from then; one with no agreement is not', async () => {
  const { caseId, reference } = await addCase(casework)
  assert.equal((await world.get(`/cases/${caseId}`, probationOfficer)).statusCode, 404)
  assert.match((await invite(caseId, { gateway: '' })).body, /Choose the power the case is opened to it under/)
  assert.match((await world.post(`/cases/${caseId}/information/ask`, casework.worker, { toAgencyId: probation, question: 'Is there?', dueOn: '1 6 2030' })).body, /Only those who lead/)
  assert.equal((await world.get(`/cases/${caseId}`, probationOfficer)).statusCode, 404)
  assert.equal((await invite(caseId)).statusCode, 303)
  assert.match(await read(`/cases/${caseId}/information`, probationOfficer), /Is there a licence/)
  const shared = await asUser(casework.governance, (tx) => tx.selectFrom('disclosure').select(['kind', 'necessity']).where('case_id', '=', caseId).where('to_agency_id', '=', probation).execute())
  assert.deepEqual(shared, [{ kind: 'view granted', necessity: 'It may supervise somebody' }])
  const notices = await asSystem('read notices in a test', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('subject', 'like', `${reference}%`).execute(), world.ours.partnershipId)
  assert.deepEqual(notices.map(({ account_id }) => account_id), [probationOfficer.accountId])
  assert.doesNotMatch(JSON.stringify(notices), /licence|Testa/)
  const stranger = crypto.randomUUID()
  assert.equal((await invite(caseId, { toAgencyId: stranger })).statusCode, 422)
})

test('what an agency is asked it answers with what it holds, with nothing, or with why it cannot; once, and only itself', async () => {
  const { caseId } = await addCase(casework)
  const ask = (question: string) => world.post(`/cases/${caseId}/information/ask`, casework.worker, { toAgencyId: world.ours.police, question, dueOn: '1 6 2030' })
  for (const question of ['First?', 'Second?', 'Third?']) assert.equal((await ask(question)).statusCode, 303)
  const requests = async () => asUser(casework.coordinator, (tx) => selectRequests(tx, { caseId }))
  const [first, second, third] = ['First?', 'Second?', 'Third?'].map(async (question) => (await requests()).find((each) => each.question === question)!)
  const at = async (request: Promise<{ requestId: string }> | undefined) => `/cases/${caseId}/information/requests/${(await request!).requestId}`
  assert.equal((await world.post(`${await at(first)}/answer`, casework.worker, { answer: 'nothing held' })).statusCode, 404)
  assert.equal((await give(caseId, casework.officer, { requestId: (await first!).requestId })).statusCode, 303)
  assert.equal((await world.post(`${await at(second)}/answer`, casework.officer, { answer: 'cannot share', note: '' })).statusCode, 422)
  assert.equal((await world.post(`${await at(second)}/answer`, casework.officer, { answer: 'cannot share', note: 'A trial is under way' })).statusCode, 303)
  assert.equal((await world.post(`${await at(third)}/cancel`, casework.worker, {})).statusCode, 303)
  await world.post(`${await at(third)}/answer`, casework.officer, { answer: 'nothing held' })
  const stands = (await requests()).map(({ question, answer, cancelledAt }) => [question, answer, cancelledAt !== null]).toSorted()
  assert.deepEqual(stands, [['First?', 'contribution', false], ['Second?', 'cannot share', false], ['Third?', null, true]])
  const body = await read(`/cases/${caseId}/information`, casework.worker)
  for (const said of ['A trial is under way', 'Taken back']) assert.match(body, new RegExp(said))
})

test('an agency is reminded on the day and weekly after, only those of it who see the case, and never twice', async () => {
  const { caseId, reference } = await addCase(casework)
  await world.post(`/cases/${caseId}/information/ask`, casework.worker, { toAgencyId: world.ours.police, question: 'Anything?', dueOn: '3 6 2030' })
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: casework.chair.accountId, reason: 'A relative', declared_by: casework.coordinator.accountId }).execute())
  for (const day of ['2030-06-02', '2030-06-03', '2030-06-03', '2030-06-05', '2030-06-12']) await remindOfRequests('http://example.test', Temporal.PlainDate.from(day))
  const notices = await asSystem('read notices in a test', (tx) => tx.selectFrom('notice').select(['account_id', 'subject']).where('subject', 'like', `${reference}: information%`).execute(), world.ours.partnershipId)
  assert.deepEqual(notices.map(({ subject }) => subject.replace(reference, '')).toSorted(), [': information is due today', ': information is late', ': information is late'])
  assert.ok(notices.every(({ account_id }) => account_id === casework.officer.accountId))
})

test('nobody without a part reads, gives or asks', async () => {
  const { caseId } = await addCase(casework)
  const elsewhere = (await addCasework(world.theirs)).coordinator
  for (const actor of [await world.ours.account('case worker'), elsewhere, casework.patrol, casework.governance]) {
    for (const path of ['', '/give', '/ask']) assert.equal((await world.get(`/cases/${caseId}/information${path}`, actor)).statusCode, 404)
    assert.equal((await give(caseId, actor)).statusCode, 404)
  }
})

async function attach(actor: Casework['officer'], said: string, bytes: Buffer, name: string) {
  const cookie = await world.signIn(actor)
  const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/my-work', headers: { cookie } })).body)![1]!
  const edge = 'edge-of-the-form'
  const payload = Buffer.concat([Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n`), bytes, Buffer.from(`\r\n--${edge}--\r\n`)])
  return world.app.inject({ method: 'POST', url: `${said}/files`, headers: { cookie, 'content-type': `multipart/form-data; boundary=${edge}` }, payload })
}

test('a file with what an agency said opens to those who may read its words and to nobody else, in its list, on its page and when it is handed out, which is written down for its writer', async () => {
  const { caseId } = await addCase(casework)
  await invite(caseId)
  await give(caseId, casework.officer, { statement: 'For probation', audience: 'one agency', namedAgencies: probation })
  const [said] = await saidIn(caseId)
  const url = `/cases/${caseId}/information/${said!.contribution_id}`
  assert.equal((await attach(casework.officer, url, Buffer.from('Seen on the camera'), 'still of May.txt')).statusCode, 303)
  const heard = await read(url, probationOfficer)
  for (const words of ['still of May.txt', 'Not scanned for viruses']) assert.ok(heard.includes(words), words)
  const href = /href="(\/cases\/[^"]+\/documents\/[^"]+)"/.exec(heard)![1]!
  const documents = `/cases/${caseId}/documents`
  assert.equal((await world.get(href, probationOfficer)).body, 'Seen on the camera')
  for (const page of [`/cases/${caseId}/information`, documents]) assert.match(await read(page, probationOfficer), /still of May/)
  for (const actor of [casework.worker, casework.coordinator]) {
    for (const address of [href, url]) assert.equal((await world.get(address, actor)).statusCode, 404)
    for (const page of [`/cases/${caseId}/information`, documents]) assert.doesNotMatch(await read(page, actor), /still of May/)
    assert.equal((await attach(actor, url, Buffer.from('x'), 'x.txt')).statusCode, 404)
  }
  const looks = await asUser(casework.governance, (tx) => tx.selectFrom('access_entry').select(['account_id', 'holder_agency_id', 'contribution_id']).where('case_id', '=', caseId).where('part', '=', 'document').execute())
  assert.deepEqual(looks, [{ account_id: probationOfficer.accountId, holder_agency_id: world.ours.police, contribution_id: said!.contribution_id }])
  const shared = await asUser(casework.governance, (tx) => tx.selectFrom('disclosure').select(['to_agency_id', 'gateway']).where('case_id', '=', caseId).where('kind', '=', 'document issued').execute())
  assert.deepEqual(shared, [{ to_agency_id: probation, gateway: 'CDA s.115' }])
})

test('a hostile file is put with nothing, nor is any file with another agency’s words, by the page or past it', async () => {
  const { caseId } = await addCase(casework)
  await give(caseId, casework.officer)
  const [said] = await saidIn(caseId)
  const url = `/cases/${caseId}/information/${said!.contribution_id}`
  const hostile = await attach(casework.officer, url, Buffer.from('<html><script>1</script></html>'), 'x.pdf')
  assert.equal(hostile.statusCode, 422)
  assert.match(hostile.body, /This is a web page/)
  assert.match((await attach(casework.officer, url, Buffer.alloc(0), '')).body, /Choose a file/)
  assert.doesNotMatch(await read(url, casework.worker), /Put a file with it/)
  assert.equal((await attach(casework.worker, url, Buffer.from('x'), 'x.txt')).statusCode, 404)
  const past = (actor: Casework['officer'], agency_id: string, case_id = caseId) => asUser(actor, (tx) => tx.insertInto('case_document').values({
    partnership_id: world.ours.partnershipId, case_id, contribution_id: said!.contribution_id, name: 'x.txt', kind: 'txt', bytes: 1, hash: 'x', content: Buffer.from('x'), scanned: 'not scanned', added_by: actor.accountId, agency_id,
  }).execute())
  await assert.rejects(past(casework.worker, world.ours.council), /row-level security/)
  await assert.rejects(past(casework.worker, world.ours.police), /row-level security/)
  await assert.rejects(past(casework.officer, world.ours.council), /row-level security/)
  await assert.rejects(past(casework.officer, world.ours.police, (await addCase(casework)).caseId), /row-level security/)
  await past(casework.officer, world.ours.police)
})
