import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { insertCase } from '../../sharing/case-store.ts'
import { addProtected } from './protected-store.ts'
import { seekElsewhere } from './seek.ts'
import { addLink, addSubject, type NewFact } from './store.ts'

const world = await openWorld()
after(() => world.close())
const open = await addCasework(world.ours)
const elsewhere = await addCasework(world.ours, 'asb victims')
const closed = await addCasework(world.ours, 'domestic abuse marac', 'closed')
const { partnershipId } = world.ours
const theirs = await addCasework(world.theirs)
const outsider = await world.ours.account('case worker')
const born: NewFact = { kind: 'birth', value: '1991-07-08', source: 'The referral' }
const about = ({ schemeId, coordinator }: Casework, name: string, facts: readonly NewFact[] = []) =>
  asUser(coordinator, async (tx) => {
    const made = await insertCase(tx, { schemeId, about: 'victim', resident: null, referredOn: '2026-02-01' })
    const subject = await addSubject(tx, made, { kind: 'person', role: 'victim', resident: false, homeArea: 'Otherham', facts: [{ kind: 'name', value: name, source: 'The referral' }, ...facts] })
    return { ...made, entryId: subject!.entryId }
  })
const shutOut = (caseId: string, account: Actor) =>
  asSystem('shut somebody out', (tx) => tx.insertInto('case_exclusion').values({ partnership_id: partnershipId, case_id: caseId, account_id: account.accountId, reason: 'His sister', declared_by: open.coordinator.accountId }).execute(), partnershipId)
const plain = (body: string) => body.replaceAll(/value="[^"]*\.[\w-]+"/g, '').replaceAll(/(?:Testbury|Otherham) [a-z ]+ \d+/g, '')
const search = (actor: Actor, fields: Record<string, string>) => world.post('/people-and-places', actor, { name: '', birth: '', contact: '', postcode: '', place: '', ...fields })

for (const name of ['Ann Ash', 'Ben Birch', 'Cat Cedar', 'Dan Drew', 'Eve Elm', 'Flo Fern', 'Guy Gorse', 'Hew Holly', 'Ian Ivy', 'Jan Juno']) await about(elsewhere, name)
const petra = await about(open, 'Petra Example', [born, { kind: 'phone', value: '07700 900321', source: 'Herself' }, { kind: 'address', value: '3 Sham Street, Testbury TE2 2BB', source: 'Herself' }])

test('Somebody is found by name, birth, telephone, postcode or street, in cases one may see and no others', async () => {
  const typed: Record<string, string>[] = [{ name: 'petra ex' }, { birth: '8 July 1991' }, { contact: '+44 7700 900321' }, { postcode: 'te2 2bb' }, { place: '3 sham st' }, { name: 'Example', birth: '8/7/1991' }]
  for (const fields of typed) {
    for (const reader of [open.worker, open.coordinator]) {
      const { body, statusCode } = await search(reader, fields)
      assert.equal(statusCode, 200)
      assert.match(body, /1 found/, JSON.stringify(fields))
      assert.ok(body.includes('Petra Example') && body.includes(petra.reference) && body.includes('Otherham'))
      assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|1991-/)
    }
    for (const [who, reader] of [['another agency, which takes no part', open.chair], ['another scheme', elsewhere.worker], ['another partnership', theirs.worker], ['no role', outsider]] as const)
      assert.doesNotMatch((await search(reader, fields)).body, new RegExp(`\\d+ found|${petra.reference}`), who)
  }
  for (const actor of [open.patrol, open.governance]) assert.equal((await search(actor, { name: 'petra' })).statusCode, 404)
})

test('A search that is too short or holds nothing is asked again, and its words stand in no address', async () => {
  for (const [fields, words] of [[{}, 'Enter something to search for'], [{ name: 'x' }, 'Enter at least 2 letters'], [{ birth: 'soon' }, 'Enter a date of birth'], [{ contact: '12' }, 'Enter a whole telephone number']] as const) {
    const { statusCode, body } = await search(open.worker, fields)
    assert.equal(statusCode, 422)
    assert.ok(body.includes(words), words)
  }
})

test('Each search is written down with how many it found, none of its words, and a look at each case it showed', async () => {
  await search(open.worker, { name: 'petra' })
  const [entry] = await asSystem('read the log', (tx) => tx.selectFrom('audit_entry').select(['details', 'subject_id']).where('subject_kind', '=', 'index').where('account_id', '=', open.worker.accountId).orderBy('entry', 'desc').limit(1).execute(), partnershipId)
  assert.deepEqual([entry!.details, entry!.subject_id], [{ hits: 1 }, null])
  const looks = await asSystem('read who looked', (tx) => tx.selectFrom('access_entry').select('part').where('case_id', '=', petra.caseId).where('account_id', '=', open.worker.accountId).execute(), partnershipId)
  assert.ok(looks.some(({ part }) => part === 'search'))
  const all = await asSystem('read the log', (tx) => tx.selectFrom('audit_entry').select('details').execute(), partnershipId)
  assert.ok(!/petra|sham street|900321/i.test(JSON.stringify(all)))
})

test('For one who is shut out, the search, the entry and every page of it are what they are where nobody matches', async () => {
  const hidden = await about(open, 'Rufus Pretend', [born])
  const seen = await world.get(`/people-and-places/${hidden.entryId}`, open.worker)
  assert.equal(seen.statusCode, 200)
  await shutOut(hidden.caseId, open.worker)
  assert.equal(plain((await search(open.worker, { name: 'rufus' })).body).replaceAll('rufus', ''), plain((await search(open.worker, { name: 'nobodyhere' })).body).replaceAll('nobodyhere', ''))
  const never = await world.get(`/people-and-places/${crypto.randomUUID()}`, open.worker)
  for (const [actor, path] of [[open.worker, ''], [theirs.worker, ''], [outsider, ''], [elsewhere.worker, '']] as const) {
    const page = await world.get(`/people-and-places/${hidden.entryId}${path}`, actor)
    assert.equal(page.statusCode, 404)
    if (actor === open.worker) assert.equal(plain(page.body), plain(never.body))
  }
  assert.equal((await world.get(`/people-and-places/compare/${petra.entryId}/${hidden.entryId}`, open.worker)).statusCode, 404)
  assert.equal((await world.post(`/people-and-places/compare/${petra.entryId}/${hidden.entryId}`, open.worker, { verdict: 'one', reason: 'A guess' })).statusCode, 404)
})

test('An entry shows what the cases one may see hold, with source and reference, its ties, and nothing of the others', async () => {
  const quentin = await about(open, 'Quentin Notional', [born])
  await asUser(open.coordinator, async (tx) => {
    await addLink(tx, quentin.caseId, { fromId: quentin.entryId, toId: petra.entryId, kind: 'neighbour', note: null })
    await addProtected(tx, quentin, quentin.entryId, { kind: 'workplace', value: 'Unsaid Bakery', source: 'Himself' })
    // The same person in a case of another scheme, as somebody who sees both may say.
    const other = await insertCase(tx, { schemeId: elsewhere.schemeId, about: 'victim', resident: null, referredOn: '2026-02-01' })
    await addSubject(tx, other, { kind: 'person', role: 'witness', resident: null, entryId: quentin.entryId, facts: [{ kind: 'alias', value: 'Elsewherename', source: 'Their file' }] })
  })
  const { body } = await world.get(`/people-and-places/${quentin.entryId}`, open.worker)
  for (const words of ['Quentin Notional', quentin.reference, 'The referral (Testbury Council)', '8 July 1991', 'Petra Example']) assert.ok(body.includes(words), words)
  assert.doesNotMatch(body, /Elsewherename|Unsaid Bakery|undefined|\bNaN\b/)
  assert.match((await world.get(`/people-and-places/${quentin.entryId}`, elsewhere.worker)).body, /Elsewherename/)
})

test('Two who look alike are suggested with reasons, merged by a person, found as one, and undone', async () => {
  const one = await about(open, 'Xanthe Proforma', [born])
  const other = await about(open, 'Xanthe Proforma', [born])
  await seekElsewhere(partnershipId, [other.caseId])
  const address = `/people-and-places/compare/${one.entryId}/${other.entryId}`
  assert.ok((await world.get(`/people-and-places/${one.entryId}`, open.worker)).body.includes(address))
  assert.match((await world.get(`/cases/${one.caseId}/people`, open.worker)).body, /looks like the same/)
  const beside = await world.get(address, open.worker)
  assert.match(beside.body, /% likely to be one/)
  assert.match(beside.body, /Date of birth/)
  const ticked = await world.get(`/people-and-places/compare?entry=${one.entryId}&entry=${other.entryId}`, open.worker)
  assert.equal(ticked.headers.location, address)
  assert.equal((await world.get('/people-and-places/compare?entry=x', open.worker)).statusCode, 303)
  assert.equal((await world.post(address, open.worker, { verdict: 'one', reason: '' })).statusCode, 422)
  assert.equal((await world.post(address, open.worker, { verdict: 'one', reason: 'Rang her' })).statusCode, 303)
  assert.match((await search(open.worker, { name: 'xanthe' })).body, /1 found/)
  const entry = await world.get(`/people-and-places/${one.entryId}`, open.coordinator)
  assert.ok(entry.body.includes(one.reference) && entry.body.includes(other.reference) && entry.body.includes('Rang her'))
  const undo = /action="([^"]+\/undo)"/.exec(entry.body)![1]!
  assert.equal((await world.post(undo, elsewhere.worker, { reason: 'Not mine' })).statusCode, 404)
  assert.equal((await world.post(undo, open.coordinator, { reason: '' })).statusCode, 422)
  assert.equal((await world.post(undo, open.coordinator, { reason: 'Mother and daughter' })).statusCode, 303)
  assert.match((await search(open.worker, { name: 'xanthe' })).body, /2 found/)
  assert.equal((await world.post(address, open.worker, { verdict: 'two', reason: '' })).statusCode, 303)
  assert.ok(!(await world.get(`/people-and-places/${one.entryId}`, open.worker)).body.includes('looks like the same'))
})

test('A case of another scheme: the holder is asked and answers, the asker is told whom to ask; of a closed scheme the asker is told nothing', async () => {
  const held = await about(elsewhere, 'Yorick Simulated', [born])
  const secret = await about(closed, 'Yorick Simulated', [born])
  const asking = await about(open, 'Yorick Simulated', [born])
  await seekElsewhere(partnershipId, [asking.caseId])
  const asked = await world.get(`/cases/${asking.caseId}/people`, open.worker)
  assert.equal([...asked.body.matchAll(/Another agency holds information: ask Testbury Council/g)].length, 1)
  assert.ok(!asked.body.includes(secret.reference) && !asked.body.includes(held.reference))
  const waiting = await world.get('/people-and-places/pointers', elsewhere.worker)
  assert.ok(waiting.body.includes(held.reference) && !waiting.body.includes(asking.reference) && !waiting.body.includes(secret.reference))
  assert.match((await world.get('/people-and-places', elsewhere.worker)).body, /1 case looks as if it concerns somebody you know of/)
  assert.ok((await world.get('/people-and-places/pointers', closed.worker)).body.includes(secret.reference))
  const answer = new RegExp(`action="([^"]+/pointers/[^"]+)"`).exec(waiting.body)![1]!
  assert.equal((await world.post(answer, open.worker, { answer: 'contacted' })).statusCode, 404, 'only a holder answers')
  assert.equal((await world.post(answer, elsewhere.worker, {})).statusCode, 422)
  assert.equal((await world.post(answer, elsewhere.worker, { answer: 'contacted' })).statusCode, 303)
  assert.match((await world.get('/people-and-places/pointers?answered=yes', elsewhere.worker)).body, /I have been in touch with them/)
  for (const actor of [outsider, theirs.worker]) assert.match((await world.get('/people-and-places/pointers', actor)).body, /Nothing waits for you/)
})

test('What nobody may see is not there, whatever is asked for', async () => {
  await addCase(open)
  for (const path of ['/people-and-places/not-an-id', '/people-and-places/compare/a/b', `/people-and-places/compare/${petra.entryId}/${petra.entryId}`]) assert.equal((await world.get(path, open.worker)).statusCode, 404, path)
  for (const path of ['/people-and-places/pointers/not-an-id', '/people-and-places/merges/not-an-id/undo']) assert.equal((await world.post(path, open.worker, { answer: 'contacted', reason: 'x' })).statusCode, 404, path)
})
