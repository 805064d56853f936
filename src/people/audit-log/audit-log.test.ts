import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem, asUser, audit } from '../../db/tx.ts'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { asSuperuser } from '../../../test/server-database.ts'
import { openWorld } from '../../../test/world.ts'

const world = await openWorld()
after(() => world.close())
const lead = await world.ours.account('information governance lead')
const coordinator = await world.ours.account('coordinator')

const act = (times: number, subjectKind: string, details: Record<string, unknown> = {}) =>
  asUser(coordinator, async (tx) => { for (let time = 0; time < times; time++) audit(tx, { act: 'altered', subjectKind, subjectId: null, details }) })
const rowsOf = (body: string) => [...body.matchAll(/data-label="What happened">([^]*?)<\/td>/g)].map(([, row]) => row!.replaceAll(/<[^>]+>/g, '').trim())

test('the log is read fifty entries a page, newest first, on to the last, and each entry is a sentence', async () => {
  await act(120, 'frame', { strands: 5 })
  const first = await world.get('/audit?kind=frame', lead)
  assert.doesNotMatch(first.body, /undefined|\bNaN\b|\[object/)
  const seen: string[] = rowsOf(first.body)
  let older = /href="([^"]+)">Older entries/.exec(first.body)?.[1]
  const pages = [seen.length]
  while (older) {
    const page = await world.get(older.replaceAll('&amp;', '&'), lead)
    pages.push(rowsOf(page.body).length)
    older = /href="([^"]+)">Older entries/.exec(page.body)?.[1]
  }
  assert.deepEqual(pages, [50, 50, 20])
  assert.equal(seen[0], 'Testbury coordinator 2 changed a frame')
  assert.match(first.body, /strands: 5/)
})

test('the log is searched by person, by act, by kind of thing and by day', async () => {
  await act(1, 'rating scheme')
  const shown = async (query: string) => rowsOf((await world.get(`/audit?${query}`, lead)).body)
  assert.deepEqual(await shown('kind=rating+scheme'), ['Testbury coordinator 2 changed a rating scheme'])
  assert.deepEqual(await shown(`kind=rating+scheme&person=${lead.accountId}`), [])
  assert.deepEqual(await shown('kind=rating+scheme&act=erased'), [])
  const today = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate()
  assert.equal((await shown(`kind=rating+scheme&from=${today}&to=${today}`)).length, 1)
  assert.equal((await shown(`kind=rating+scheme&to=${today.subtract({ days: 1 })}`)).length, 0)
  assert.equal((await shown(`kind=rating+scheme&from=${today.add({ days: 1 })}`)).length, 0)
  assert.match((await world.get('/audit?kind=nothing-like-it', lead)).body, /No entry matches/)
})

test('what was done to a person’s account is found under that person', async () => {
  const admin = await world.ours.account('administrator')
  const person = await world.ours.account('reader')
  await world.post(`/accounts/${person.accountId}/end-sessions`, admin, {})
  assert.deepEqual(rowsOf((await world.get(`/audit?person=${person.accountId}`, lead)).body), [`Testbury administrator ${3} changed account of Testbury reader ${4}`])
})

test('a search that makes no sense says so, and no search breaks the page', async () => {
  const wrong = await world.get('/audit?from=yesterday', lead)
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /Enter a date/)
  assert.match(wrong.body, /value="yesterday"/)
  assert.match((await world.get('/audit?from=2/1/2026&to=1/1/2026', lead)).body, /The last day must not be before the first/)
  for (const query of ['person=x', 'act=x', 'before=x', 'before=-1', 'before=1e99', 'before=2026-13-45T99:99:99.999999Z', 'before=2026-01-01T00:00:00.000000Z&read=-1', 'person=a&person=b', 'from=1&from=2', 'kind=%00'])
    assert.ok([200, 422].includes((await world.get(`/audit?${query}`, lead)).statusCode), query)
})

test('looking at the log, checking it and taking it away are themselves in the log', async () => {
  await world.get('/audit?act=erased', lead)
  await world.post('/audit/verify', lead, {})
  const csv = await world.get('/audit/export.csv?act=erased', lead)
  assert.match(String(csv.headers['content-disposition']), /^attachment/)
  assert.equal(csv.body.trim().split('\r\n').length, 1)
  const rows = await asSystem('read the log', (tx) => tx.selectFrom('audit_entry').select(['act', 'subject_kind', 'account_id', 'details'])
    .where('partnership_id', '=', world.ours.partnershipId).orderBy('entry', 'desc').limit(3).execute())
  assert.deepEqual(rows.map((row) => [row.act, row.subject_kind, row.account_id]), [['disclosed', 'audit log', lead.accountId], ['consulted', 'audit log', lead.accountId], ['consulted', 'audit log', lead.accountId]])
  assert.deepEqual(rows[2]!.details, { by: ['act'] })
})

test('the log that is taken away has every entry that matches, and no cell that a spreadsheet would run', async () => {
  await act(60, 'edition', { to: '=HYPERLINK("http://evil.example")' })
  const { body } = await world.get('/audit/export.csv?kind=edition', lead)
  assert.equal(body.trim().split('\r\n').length, 61)
  assert.match(body, /Testbury coordinator 2,altered,edition/)
})

test('a lead who is shut out of a case finds its entries neither in the log, nor by any number, gap or total, and the log is still whole', async () => {
  const casework = await addCasework(world.ours)
  const { coordinator, governance } = casework
  const { caseId } = await addCase(casework)
  const [shown, taken] = [async () => (await world.get('/audit?kind=case', governance)).body, async () => (await world.get('/audit/export.csv?kind=case', governance)).body]
  assert.match(await shown(), /data-label="What happened"/)
  await asUser(coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: governance.accountId, reason: 'A neighbour', declared_by: coordinator.accountId }).execute())
  const before = [withoutToken(await shown()), await taken()]
  assert.match(before[0]!, /No entry matches/)
  for (let time = 0; time < 60; time++) await asUser(coordinator, async (tx) => audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: {} }))
  assert.deepEqual([withoutToken(await shown()), await taken()], before)
  const pages = (await world.get('/audit', governance)).body
  assert.doesNotMatch(pages, />Entry<|data-label="Entry"|entries in all|before=\d+&/)
  assert.doesNotMatch((await world.get('/audit/export.csv', governance)).body, new RegExp(`^Entry|${caseId}`))
  const verdict = (await world.post('/audit/verify', governance, {})).body
  assert.match(verdict, /The audit log is whole/)
  assert.doesNotMatch(verdict, /\d+ entries|\d+:[0-9a-f]{64}/)
})
const withoutToken = (body: string) => body.replaceAll(/(name="_csrf" value|name="_form" value|nonce|content)="[^"]*"/g, '')

test('the page says that the log is whole, and names what was altered when it was', async () => {
  const whole = await world.post('/audit/verify', lead, {})
  assert.match(whole.body, /The audit log is whole/)
  await asSuperuser(world.database, async (ask) => {
    await ask(`update audit_entry set act = 'erased' where partnership_id = '${world.ours.partnershipId}' and entry = 7`)
  })
  const altered = await world.post('/audit/verify', lead, {})
  assert.match(altered.body, /The audit log is not whole/)
  assert.match(altered.body, /Entry 7 was altered\./)
})

test('one partnership’s lead reads nothing of another’s log', async () => {
  const theirLead = await world.theirs.account('information governance lead')
  for (const url of ['/audit', '/audit/export.csv', `/audit?person=${lead.accountId}`]) assert.doesNotMatch((await world.get(url, theirLead)).body, /Testbury/)
})
