import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { selectSubjects } from '../index/subject-store.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { coordinator, worker, officer, chair, patrol, governance } = casework
const stranger = await world.theirs.account('case worker')
const outsider = await world.ours.account('case worker')
const { caseId } = await addCase(casework)
const base = `/cases/${caseId}/people`
const person = { role: 'perpetrator', name: 'Dominic Contrived', alias: 'Dom', birth: '4 March 1988', gender: 'man', phone: '07700 900555', email: 'dom@example.com', address: '7 Elsewhere Road, Otherham OT1 1AA', address_from: '1 2 2020', resident: 'no', homeArea: 'Otherham', language: '', need: 'Drinks heavily', note: '', source: 'Housing register' }
const subjectNamed = async (name: string) => (await asUser(coordinator, (tx) => selectSubjects(tx, caseId))).find((subject) => subject.name === name)!
const excluded = await world.ours.account('case worker')
await asSystem('give a role and shut out', async (tx) => {
  await tx.insertInto('scheme_member').values({ partnership_id: excluded.partnershipId, scheme_id: casework.schemeId, account_id: excluded.accountId, role: 'coordinator' }).execute()
  await tx.insertInto('case_exclusion').values({ partnership_id: excluded.partnershipId, case_id: caseId, account_id: excluded.accountId, reason: 'His brother', declared_by: coordinator.accountId }).execute()
}, excluded.partnershipId)
const nobodyWhoMay: readonly (readonly [string, Actor])[] = [['excluded by name', excluded], ['no role in the scheme', outsider], ['another partnership', stranger], ['only refers', patrol], ['governance', governance]]

test('A case worker adds somebody with what is known, each with its source, and everyone in the case reads it with the home area and no guess', async () => {
  const done = await world.post(`${base}/add/person`, worker, person)
  assert.equal(done.statusCode, 303, done.body)
  for (const reader of [coordinator, officer]) {
    const { body, statusCode } = await world.get(base, reader)
    assert.equal(statusCode, 200)
    for (const words of ['Dominic Contrived', 'Dom', '4 March 1988', '07700 900555', 'since 1 February 2020', 'Otherham', 'Drinks heavily', 'Housing register (Testbury Council)']) assert.ok(body.includes(words), words)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
    assert.match(body, /<title>[^<]*<\/title>/)
    assert.doesNotMatch(/<title>([^<]*)</.exec(body)![1]!, /Contrived/)
  }
})

test('For anyone else none of its pages is there, in the same bytes as for a case that never was', async () => {
  const { subjectId } = await subjectNamed('Dominic Contrived')
  for (const [who, actor] of nobodyWhoMay)
    for (const path of ['', '/add/person', `/${subjectId}`, `/${subjectId}/facts`, '/protected', '/protected/readers']) {
      const [real, never] = [await world.get(base + path, actor), await world.get(`/cases/${crypto.randomUUID()}/people${path}`, actor)]
      assert.equal(real.statusCode, 404, `${who} at ${path}`)
      assert.equal(plain(real.body), plain(never.body), `${who} at ${path}`)
    }
  for (const [who, actor] of nobodyWhoMay) assert.notEqual((await world.post(`${base}/add/person`, actor, person)).statusCode, 303, who)
  for (const path of ['/not-an-id/facts', '/facts/not-an-id/end', '/add/ghost', `/${crypto.randomUUID()}`]) assert.equal((await world.get(base + path, worker)).statusCode, 404, path)
})
const plain = (body: string) => body.replaceAll(/value="[^"]*\.[\w-]+"/g, '')

test('A form with something wrong says so at its field and keeps what was typed', async () => {
  const { statusCode, body } = await world.post(`${base}/add/person`, worker, { ...person, name: '', birth: '31 2 1980', phone: 'soon', resident: '', source: '' })
  assert.equal(statusCode, 422)
  for (const words of ['Enter their name', 'Enter a date of birth in the past', 'Enter a telephone number', 'Say whether they live in the area', 'Say who said so', '31 2 1980']) assert.ok(body.includes(words), words)
  assert.equal((await world.post(`${base}/add/place`, worker, { role: 'location', name: '', address: '', source: 'A walk' })).statusCode, 422)
})

test('A place is added with its premises number and ward, a group with its name', async () => {
  assert.equal((await world.post(`${base}/add/place`, worker, { role: 'location', name: 'The Feigned Arms', address: '1 Mock Street, Testbury TE1 1AA', uprn: '100020003000', ward: 'Middle', note: '', source: 'A walk' })).statusCode, 303)
  assert.equal((await world.post(`${base}/add/organisation`, worker, { role: 'group', name: 'The Corner Crew', source: 'Officers' })).statusCode, 303)
  const { body } = await world.get(base, worker)
  for (const words of ['The Feigned Arms', 'UPRN 100020003000', 'Middle ward', 'The Corner Crew']) assert.ok(body.includes(words), words)
})

test('What is known is added and ended with a reason; it stays in the file and a second ending is led back', async () => {
  const { subjectId } = await subjectNamed('Dominic Contrived')
  assert.equal((await world.post(`${base}/${subjectId}/facts`, officer, { kind: 'birth', value: 'later', source: 'Police record' })).statusCode, 422)
  assert.equal((await world.post(`${base}/${subjectId}/facts`, officer, { kind: 'alias', value: 'Donny', from: '', source: 'Police record' })).statusCode, 303)
  const link = [...(await world.get(base, worker)).body.matchAll(/href="([^"]+\/facts\/[^"]+\/end)">End<span[^>]*> Also known as: Donny/g)][0]![1]!
  assert.equal((await world.get(link, worker)).statusCode, 200)
  assert.equal((await world.post(link, worker, { why: '', reason: '' })).statusCode, 422)
  assert.equal((await world.post(link, worker, { why: 'never right', on: '', reason: 'His cousin' })).statusCode, 303)
  assert.equal((await world.get(link, worker)).statusCode, 404)
  assert.match((await world.get(base, worker)).body, /Never right: His cousin/)
})

test('Two who change one part at once: the second is shown both and loses nothing', async () => {
  const subject = await subjectNamed('Dominic Contrived')
  const fields = { version: String(subject.version), role: 'perpetrator', resident: 'no', homeArea: 'Otherham', note: 'Mine' }
  assert.equal((await world.post(`${base}/${subject.subjectId}`, worker, fields)).statusCode, 303)
  const late = await world.post(`${base}/${subject.subjectId}`, officer, { ...fields, note: 'Theirs' })
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /Mine/)
  assert.match(late.body, /Theirs/)
  const version = /name="version" value="(\d+)"/.exec(late.body)![1]!
  assert.equal((await world.post(`${base}/${subject.subjectId}`, officer, { ...fields, version, note: 'Theirs' })).statusCode, 303)
})

test('What one is to another is said and ended; only of people in the case', async () => {
  const [one, other] = [await subjectNamed('Dominic Contrived'), await subjectNamed('The Feigned Arms')]
  assert.equal((await world.post(`${base}/links`, worker, { from: one.entryId, kind: 'frequents', to: one.entryId, note: '' })).statusCode, 422)
  assert.equal((await world.post(`${base}/links`, worker, { from: one.entryId, kind: 'frequents', to: other.entryId, note: 'Fridays' })).statusCode, 303)
  const { body } = await world.get(base, officer)
  assert.match(body, /Dominic Contrived is often at The Feigned Arms/)
  const end = /action="([^"]+\/links\/[^"]+\/end)"/.exec(body)![1]!
  assert.equal((await world.post(end, officer, {})).statusCode, 303)
  assert.doesNotMatch((await world.get(base, officer)).body, /is often at The/)
  const elsewhere = await addCase(casework)
  assert.equal((await world.post(`${base}/links`, worker, { from: one.entryId, kind: 'friend', to: elsewhere.indexEntryId, note: '' })).statusCode, 404)
})

test('Somebody is taken off with a reason, which stays', async () => {
  const { subjectId } = await subjectNamed('The Corner Crew')
  assert.equal((await world.post(`${base}/${subjectId}/remove`, worker, { reason: '' })).statusCode, 422)
  assert.equal((await world.post(`${base}/${subjectId}/remove`, worker, { reason: 'Nothing to do with it' })).statusCode, 303)
  assert.match((await world.get(base, worker)).body, /Taken off this case[\s\S]*Nothing to do with it/)
})

test('A protected detail: its recorder and the named read it, each look logged; others who see the case learn who can help and nothing of it', async () => {
  const victim = await subjectNamed('Testa Person')
  const wrong = await world.post(`${base}/protected`, officer, { who: victim.entryId, kind: '', value: '5 Secret Passage', source: 'Herself' })
  assert.equal(wrong.statusCode, 422)
  assert.doesNotMatch(wrong.body, /Secret Passage/, 'what was typed is not shown back')
  assert.equal((await world.post(`${base}/protected`, officer, { who: victim.entryId, kind: 'address', value: '5 Secret Passage', source: 'Herself' })).statusCode, 303)
  assert.match((await world.get(`${base}/protected`, officer)).body, /5 Secret Passage/)
  const unnamed = await world.get(base, coordinator)
  assert.match(unnamed.body, /Protected details are held\. Nobody is named/)
  assert.equal((await world.get(`${base}/protected/readers`, worker)).statusCode, 404, 'only those who lead name readers')
  assert.equal((await world.post(`${base}/protected/readers`, coordinator, { reader: chair.accountId, reason: '' })).statusCode, 422)
  assert.equal((await world.post(`${base}/protected/readers`, coordinator, { reader: chair.accountId, reason: 'Leads for the police' })).statusCode, 303)
  assert.match((await world.get(`${base}/protected`, chair)).body, /5 Secret Passage/)
  for (const actor of [coordinator, worker]) {
    const page = await world.get(`${base}/protected`, actor)
    assert.match(page.body, /Protected details are held\. Testbury case worker \d+ can help/)
    assert.doesNotMatch(page.body, /Secret Passage/)
  }
  const looks = await asSystem('read who looked', (tx) => tx.selectFrom('access_entry').select('account_id').where('case_id', '=', caseId).where('part', '=', 'protected').execute(), world.ours.partnershipId)
  assert.deepEqual(new Set(looks.map(({ account_id }) => account_id)), new Set([officer.accountId, chair.accountId]))
  assert.equal((await world.post(`${base}/protected/readers/end`, coordinator, { reader: chair.accountId, reason: 'Moved on' })).statusCode, 303)
  assert.doesNotMatch((await world.get(`${base}/protected`, chair)).body, /Secret Passage/)
  assert.match((await world.get(`${base}/protected/readers`, coordinator)).body, /Moved on/)
})
