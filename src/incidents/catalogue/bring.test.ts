import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import type { Role } from '../../people/powers.ts'
import { selectLoads, selectOptionalLoad } from '../load-store.ts'
import { runLoad } from '../loading/run.ts'
import { insertSource, selectMapping, type SourceFields } from '../source-store.ts'
import { openSource, personalSource } from './specimens.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const analyst = await world.ours.account('analyst')
const reader = await world.ours.account('board member')
const stranger = await world.theirs.account(['coordinator', 'analyst'])

const clean = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Infinity/)
const add = (fields: SourceFields) => asUser(coordinator, (tx) => insertSource(tx, fields))

/** Sends files as a browser does, with the token of a page, or without. */
async function send(actor: Actor, files: Record<string, string>, { source = '', token = true } = {}) {
  const cookie = await world.signIn(actor)
  const page = await world.app.inject({ url: '/my-work', headers: { cookie } })
  const csrf = token ? (/name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '') : 'wrong'
  const part = (head: string, content: string) => `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`
  const payload = [
    part('name="_csrf"', csrf), part('name="source"', source),
    ...Object.entries(files).map(([name, content]) => part(`name="files"; filename="${name}"`, content)), '--b--\r\n',
  ].join('')
  return world.app.inject({ method: 'POST', url: '/data/load', headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' }, payload })
}
const loadOf = (answer: { headers: Record<string, unknown> }) => Number(/^\/data\/loads\/(\d+)$/.exec(String(answer.headers.location))?.[1])
const read = (loadId: number, partnershipId = world.ours.partnershipId) => runLoad(partnershipId, loadId, { data: tmpdir() })
async function bring(actor: Actor, files: Record<string, string>, source: number) {
  const loadId = loadOf(await send(actor, files, { source: String(source) }))
  await read(loadId)
  return loadId
}
const state = (loadId: number) => asUser(coordinator, async (tx) => (await selectOptionalLoad(tx, loadId))!)

const HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context'
const crime = (id: string, outcome: string, month = '2024-01') => `${id},${month},Testbury Police,Testbury Police,-0.097562,51.516000,On or near Long Lane,E01000001,Testbury 001A,Burglary,${outcome},`
const street = (...rows: string[]) => [HEADER, ...rows, ''].join('\n')

const sourceId = await add(openSource)

test('a file of data.police.uk is known by its columns, read, and told of row by row count', async () => {
  const answer = await send(coordinator, { '2024-01-testbury-street.csv': street(crime('a1', 'Under investigation'), crime('a2', 'Under investigation'), crime('a3', 'Under investigation', '2024-13')) })
  assert.equal(answer.statusCode, 303)
  const loadId = loadOf(answer)
  const waiting = await world.get(`/data/loads/${loadId}`, coordinator)
  assert.equal(waiting.headers.refresh, '3')
  assert.match(waiting.body, /Waiting to be read/)
  clean(waiting.body)
  assert.equal(await read(loadId), 'visible')
  const { body, headers } = await world.get(`/data/loads/${loadId}`, coordinator)
  assert.equal(headers.refresh, undefined, 'a load that is over is not asked for again and again')
  clean(body)
  for (const words of [/3 rows were read for January 2024/, /<dt>new<\/dt><dd><a[^>]*>2</, /<dt>refused<\/dt><dd><a[^>]*>1</, /Download refused rows/, /2 more/, /Undo this load/]) assert.match(body, words)
  assert.match(body, /2024-01-testbury-street\.csv, line 4/)
})

test('a month loaded again with other outcomes shows what was and what is; the very same file changes nothing', async () => {
  const loadId = await bring(coordinator, { '2024-01-later.csv': street(crime('a1', 'Offender given a caution'), crime('a2', 'Under investigation'), crime('a4', 'Under investigation')) }, sourceId)
  const { body } = await world.get(`/data/loads/${loadId}/changes?kind=revised`, reader)
  clean(body)
  assert.match(body, /<strong>Outcome:<\/strong> Under investigation .*Offender given a caution/)
  assert.match(body, /Revised: 1/)
  assert.match(body, /<dt>Outcome differs<\/dt><dd>1</)
  assert.doesNotMatch(body, /Category differs/)
  for (const kind of ['new', 'withdrawn', 'nonsense']) clean((await world.get(`/data/loads/${loadId}/changes?kind=${kind}`, reader)).body)
  const again = await send(coordinator, { 'same.csv': street(crime('a1', 'Offender given a caution'), crime('a2', 'Under investigation'), crime('a4', 'Under investigation')) }, { source: String(sourceId) })
  assert.equal(loadOf(again), loadId)
  assert.match((await world.get(`/data/sources/${sourceId}`, coordinator)).body, /unchanged/)
})

test('a load is undone after a question, once, by those who may load, and the figures are as before', async () => {
  const loadId = await bring(coordinator, { '2024-02.csv': street(crime('b1', 'Under investigation', '2024-02')) }, sourceId)
  const url = `/data/loads/${loadId}/undo`
  assert.match((await world.get(url, coordinator)).body, /<li>1 new row is taken away<\/li>/)
  assert.equal((await world.get(url, reader)).statusCode, 404)
  assert.equal((await world.post(url, reader, {})).statusCode, 404)
  assert.equal((await world.post(url, stranger, {})).statusCode, 404)
  assert.equal((await state(loadId)).state, 'visible')
  assert.equal((await world.post(url, coordinator, {})).statusCode, 303)
  assert.equal((await state(loadId)).state, 'undone')
  const { body } = await world.get(`/data/loads/${loadId}`, reader)
  clean(body)
  assert.match(body, /Nothing of it counts/)
  assert.doesNotMatch((await world.get(`/data/sources/${sourceId}`, reader)).body, /data-label="February 2024" data-short="Feb" class="[^"]*">1/)
  assert.equal((await world.post(url, coordinator, {})).statusCode, 303)
})

test('an earlier load whose months a later one changed is not undone before it, and the sentence says which', async () => {
  const loads = await asUser(coordinator, (tx) => selectLoads(tx, sourceId))
  const first = loads.filter(({ state: is }) => is === 'visible').at(-1)!
  const answer = await world.post(`/data/loads/${first.loadId}/undo`, coordinator, {})
  const told = Buffer.from(/wardmote-message=([^;]+)/.exec(String(answer.headers['set-cookie']))![1]!, 'base64url').toString()
  assert.match(told, /came later and changed the same months/)
})

test('files of another kind, no file, a file that is no table, and a closed source are answered in words, and nothing is kept', async () => {
  const outcomes = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\nx,2024-01,T,T,-0.09,51.5,L,E01,T,Charged\n'
  for (const [files, words] of [
    [{}, /Choose the files/],
    [{ 'outcomes.csv': outcomes }, /is of another kind/],
    [{ 'other.csv': 'A,B\n1,2\n' }, /has other columns: A, B/],
    [{ 'empty.csv': '' }, /empty/i],
  ] as const) {
    const answer = await send(coordinator, files, { source: String(sourceId) })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, words)
    clean(answer.body)
  }
  const mixed = await send(coordinator, { 'a.csv': street(crime('q', 'x')), 'b.csv': outcomes })
  assert.match(mixed.body, /of different kinds/)
})

const complaints = await add({ ...personalSource, name: 'Complaints without names', personal: false })
const TABLE = ['Ref,Date received,Type,Street,Note', 'C1,03/02/2024,Loud music,Long Lane,late', 'C2,31/02/2024,Loud music,Long Lane,', 'C3,14/02/2024,Barking,Cloth Fair,', ''].join('\r\n')
const holds = { holds_0: 'reference', holds_1: 'date', holds_2: 'category', holds_3: 'place', holds_4: 'details', dateFormat: 'day first', category: '', word_0: 'Loud music', as_0: 'Anti-social behaviour', word_1: 'Barking', as_1: '' }

test('a table of our own is explained once: the first rows are shown as they would be taken, and the next file goes straight on', async () => {
  const answer = await send(coordinator, { 'complaints.csv': TABLE }, { source: String(complaints) })
  const url = String(answer.headers.location)
  assert.match(url, /^\/data\/load\/[0-9a-f-]{36}\/mapping\?source=\d+$/)
  const page = await world.get(url, coordinator)
  clean(page.body)
  for (const words of [/Date received/, /Loud music · Barking|Loud music/, /Leave it out/]) assert.match(page.body, words)
  assert.doesNotMatch(page.body, /Caller: surname/)
  for (const [field, value] of [['holds_0', 'reference'], ['holds_1', 'date'], ['holds_2', 'category']] as const)
    assert.match(page.body, new RegExp(`name="${field}">(<option[^>]*>[^<]*</option>)*<option value="${value}" selected>`), `${field} is proposed as ${value}`)
  const wrong = await world.post(url, coordinator, { ...holds, holds_1: 'none', holds_4: 'place' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /which column holds the date/)
  assert.match(wrong.body, /are both taken for the same/)
  const look = await world.post(url, coordinator, { ...holds, then: 'look' })
  assert.equal(look.statusCode, 200)
  clean(look.body)
  assert.match(look.body, /Of the first 3 rows, 2 would be taken/)
  assert.match(look.body, /Refused\.<\/span> Date received/)
  const begun = await world.post(url, coordinator, { ...holds, then: 'load' })
  const loadId = loadOf(begun)
  assert.equal(await read(loadId), 'visible')
  assert.deepEqual([(await state(loadId)).taken, (await state(loadId)).rejected], [2, 1])
  assert.deepEqual((await asUser(coordinator, (tx) => selectMapping(tx, complaints)))!.mapping.categories, { 'Loud music': 'Anti-social behaviour' })
  assert.match((await world.get(`/data/sources/${complaints}`, reader)).body, /Compared as Anti-social behaviour/)
  const kept = await world.get(`/data/sources/${complaints}/mapping`, reader)
  clean(kept.body)
  assert.match(kept.body, /Kept beside the row/)
  assert.equal((await world.get(`/data/sources/${complaints}/mapping`, stranger)).statusCode, 404)
  assert.equal((await world.get(url, coordinator)).statusCode, 404, 'what was loaded waits no more')
  const next = await send(coordinator, { 'more.csv': 'Ref,Date received,Type,Street,Note\nC9,01/03/2024,Barking,Long Lane,\n' })
  assert.ok(loadOf(next) > loadId, 'found by its columns')
})

test('a column that names people cannot be kept in a source that names nobody, whatever the form sends', async () => {
  const url = String((await send(coordinator, { 'named.csv': 'Ref,Date received,Type,Complainant name\nC1,03/02/2024,Loud music,Mary Featherstonehaugh\n' }, { source: String(complaints) })).headers.location)
  const page = await world.get(url, coordinator)
  assert.match(page.body, /holds people’s names/)
  const sent = await world.post(url, coordinator, { ...holds, holds_3: 'details', holds_4: 'none', then: 'load' })
  assert.equal(sent.statusCode, 422)
  assert.match(sent.body, /cannot be kept/)
  assert.equal((await world.post(url, coordinator, { ...holds, holds_3: 'caller surname', holds_4: 'none', then: 'load' })).statusCode, 422)
})

test('refused rows are downloaded with their reasons, put right, and loaded again: only what is put right is taken', async () => {
  const [loadId] = (await asUser(coordinator, (tx) => selectLoads(tx, complaints))).filter(({ rejected }) => rejected > 0).map((load) => load.loadId)
  const csv = await world.get(`/data/loads/${loadId}/rejected.csv`, coordinator)
  assert.match(String(csv.headers['content-disposition']), /attachment; filename="refused-rows-of-load-\d+\.csv"/)
  assert.match(csv.body, /C2,31\/02\/2024,Loud music/)
  const page = await world.get(`/data/loads/${loadId}/rejected`, coordinator)
  clean(page.body)
  assert.match(page.body, /31\/02\/2024/)
  const fixed = await bring(coordinator, { 'fixed.csv': csv.body.replace('31/02/2024', '29/02/2024') }, complaints)
  assert.deepEqual([(await state(fixed)).taken, (await state(fixed)).withdrawn], [1, 0])
})

test('two loads of one source at once: the second says which it waits for', async () => {
  const first = loadOf(await send(coordinator, { 'm3.csv': street(crime('c1', 'x', '2024-03')) }, { source: String(sourceId) }))
  const second = loadOf(await send(coordinator, { 'm4.csv': street(crime('d1', 'x', '2024-04')) }, { source: String(sourceId) }))
  const { body } = await world.get(`/data/loads/${second}`, reader)
  assert.match(body, new RegExp(`Waiting until load ${first} of the same source is over`))
  assert.doesNotMatch(body, /Stop this load/)
  assert.equal((await world.post(`/data/loads/${second}/stop`, reader, {})).statusCode, 404)
  assert.equal((await world.post(`/data/loads/${second}/stop`, coordinator, {})).statusCode, 303)
  const stopped = await world.get(`/data/loads/${second}`, reader)
  assert.match(stopped.body, /Failed/)
  clean(stopped.body)
  await read(first)
})

test('while a load is read its page says how far it has come and asks again by itself; what is read so far counts nowhere', async () => {
  const loadId = loadOf(await send(coordinator, { 'm5.csv': street(...Array.from({ length: 20 }, (_, at) => crime(`e${at}`, 'x', '2024-05'))) }, { source: String(sourceId) }))
  assert.equal(await runLoad(world.ours.partnershipId, loadId, { data: tmpdir(), stopping: () => true }), 'stopped')
  const { body, headers } = await world.get(`/data/loads/${loadId}`, reader)
  clean(body)
  assert.equal(headers.refresh, '3')
  for (const words of [/Being read/, /Reading file 1 of 1: m5\.csv/, /rows a second/, /Nothing counts until all of it is read/]) assert.match(body, words)
  assert.match((await world.get('/data', reader)).body, /A load is under way/)
  assert.doesNotMatch((await world.get(`/data/sources/${sourceId}`, reader)).body, /data-label="May 2024" data-short="May" class="[^"]*wm-month--held/)
  assert.equal((await world.get(`/data/loads/${loadId}/undo`, coordinator)).statusCode, 303)
  assert.equal(await read(loadId), 'visible')
  assert.equal((await state(loadId)).taken, 20)
})

const personal = await add(personalSource)

test('rows that a personal source refused are seen by those who may see people, and the others are told so', async () => {
  const url = String((await send(analyst, { 'noise.csv': 'Ref,Received,Type,Surname\nN1,40/01/2024,Music,Featherstonehaugh\nN2,04/01/2024,Music,Smith\n' }, { source: String(personal) })).headers.location)
  assert.match((await world.get(url, analyst)).body, /Caller: surname/)
  const loadId = loadOf(await world.post(url, analyst, { holds_0: 'reference', holds_1: 'date', holds_2: 'category', holds_3: 'caller surname', dateFormat: 'day first', then: 'load' }))
  await read(loadId)
  const at = `/data/loads/${loadId}`
  const mine = await world.get(`${at}/rejected`, analyst)
  assert.match(mine.body, /Featherstonehaugh/)
  assert.match(mine.body, /That you looked at them is recorded/)
  assert.match((await world.get(`${at}/rejected.csv`, analyst)).body, /Featherstonehaugh/)
  const page = await world.get(at, coordinator)
  clean(page.body)
  assert.match(page.body, /only analysts with the power to see callers may read them/)
  assert.doesNotMatch(page.body, /Download refused rows|Featherstonehaugh/)
  for (const under of ['/rejected', '/rejected.csv', '/changes?kind=new']) assert.equal((await world.get(at + under, coordinator)).statusCode, 404, under)
  assert.doesNotMatch((await world.get(at, reader)).body, /Featherstonehaugh/)
})

const MAY: [Role, boolean, boolean][] = [
  ['coordinator', true, true], ['analyst', true, true], ['owner', true, false], ['case worker', true, false], ['reader', false, false], ['administrator', false, false], ['information governance lead', false, false],
]
for (const [role, reads, loads] of MAY)
  test(`a person who is only ${role} may ${[reads && 'see what loads brought', loads && 'load, look at refused rows and undo'].filter(Boolean).join(', ') || 'do nothing'} here, and nothing else`, async () => {
    const actor = await world.ours.account(role)
    const [first] = (await asUser(coordinator, (tx) => selectLoads(tx, sourceId))).filter(({ state: is }) => is === 'visible')
    const at = `/data/loads/${first!.loadId}`
    for (const [urls, allowed] of [[[at, `${at}/changes`], reads], [['/data/load', `${at}/rejected`, `${at}/rejected.csv`, `${at}/undo`], loads]] as const)
      for (const url of urls) assert.equal((await world.get(url, actor)).statusCode, allowed ? 200 : 404, url)
    if (!loads) assert.equal((await send(actor, { 'x.csv': street(crime('z', 'x')) }, { source: String(sourceId) })).statusCode, 404)
  })

test('to another partnership our loads and what we sent are not there, nor to a colleague what somebody else sent', async () => {
  const [first] = await asUser(coordinator, (tx) => selectLoads(tx, sourceId))
  for (const under of ['', '/changes', '/rejected', '/rejected.csv', '/undo']) assert.equal((await world.get(`/data/loads/${first!.loadId}${under}`, stranger)).statusCode, 404, under)
  for (const under of ['/undo', '/stop']) assert.equal((await world.post(`/data/loads/${first!.loadId}${under}`, stranger, {})).statusCode, 404, under)
  const answer = await send(coordinator, { 'new.csv': 'Other,Columns\n1,2\n' })
  const url = String(answer.headers.location)
  assert.match(url, /^\/data\/load\/[0-9a-f-]{36}$/)
  assert.equal((await world.get(url, coordinator)).statusCode, 200)
  for (const actor of [stranger, analyst]) {
    for (const under of ['', `/mapping?source=${complaints}`]) assert.equal((await world.get(url + under, actor)).statusCode, 404)
    assert.equal((await world.post(url, actor, { source: String(complaints) })).statusCode, 404)
    assert.equal((await world.post(`${url}/drop`, actor, {})).statusCode, 404)
  }
  assert.equal((await world.post(url, coordinator, {})).statusCode, 422)
  assert.match(String((await world.post(url, coordinator, { source: String(complaints) })).headers.location), /\/mapping\?source=/)
  const folder = join(tmpdir(), 'uploads', url.split('/').at(-1)!)
  assert.ok(existsSync(folder))
  assert.equal((await world.post(`${url}/drop`, coordinator, {})).statusCode, 303)
  assert.ok(!existsSync(folder))
  assert.match(String((await send(stranger, { 'x.csv': street(crime('z', 'x')) }, { source: String(sourceId) })).body), /not there any more/)
})

test('an address that names no load and no upload is not found, whatever is in it', async () => {
  for (const id of ['nonsense', '0', '99999999999999999999', "'; drop table load; --", '..%2f..%2fetc%2fpasswd', crypto.randomUUID()]) {
    for (const url of [`/data/loads/${encodeURIComponent(id)}`, `/data/loads/${encodeURIComponent(id)}/rejected.csv`, `/data/load/${encodeURIComponent(id)}`, `/data/load/${encodeURIComponent(id)}/mapping?source=1`])
      assert.equal((await world.get(url, coordinator)).statusCode, 404, url)
    assert.equal((await world.post(`/data/load/${encodeURIComponent(id)}/drop`, coordinator, {})).statusCode, 404)
  }
})

test('files that come with a form that is not this site’s own are refused and thrown away', async () => {
  const before = (await asUser(coordinator, (tx) => selectLoads(tx, null))).length
  const answer = await send(coordinator, { 'x.csv': street(crime('evil', 'x')) }, { source: String(sourceId), token: false })
  assert.equal(answer.statusCode, 404)
  assert.equal((await asUser(coordinator, (tx) => selectLoads(tx, null))).length, before)
})
