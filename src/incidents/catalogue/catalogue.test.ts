import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import type { Role } from '../../people/powers.ts'
import { selectOptionalSource } from '../source-store.ts'
import { findingsFor } from './source-findings.ts'
import { addSource, openSource, personalSource } from './specimens.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const reader = await world.ours.account('board member')
const stranger = await world.theirs.account(['coordinator', 'analyst'])

const clean = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Infinity/)
const fields = {
  name: 'Stop and search', provider: 'Testbury Police', rowIs: 'report', layout: 'police.uk stop and search', personal: 'no', basis: 'Open Government Licence v3.0', attribution: '',
  refresh: 'month', dueDays: '60', positions: 'snapped', fileIs: 'whole', knownGaps: '',
}

test('a partnership that holds nothing is told how to begin; somebody who cannot load is told who does', async () => {
  const first = await world.get('/data', stranger)
  assert.equal(first.statusCode, 200)
  assert.match(first.body, /Nothing is held yet/)
  assert.match(first.body, /href="\/data\/sources\/new"/)
  const other = await world.get('/data', await world.theirs.account('owner'))
  assert.match(other.body, /A coordinator or analyst adds the first source/)
  assert.doesNotMatch(other.body, /\/data\/sources\/new/)
  for (const { body } of [first, other]) clean(body)
})

const asb = Array.from({ length: 24 }, (_, at) => (at === 4 || at === 9 ? 0 : 60 + (at % 7)))
const burglary = Array.from({ length: 24 }, (_, at) => (at === 9 ? 0 : 20 + (at % 5)))
const { sourceId, loadId } = await addSource(coordinator, openSource, '2017-01-01', [{ text: 'Anti-social behaviour', n: asb, outside: 0.05, unplaced: 0.1 }, { text: 'Burglary', n: burglary }])
const own = `/data/sources/${sourceId}`

test('the catalogue says of a source what it is, by what right, what is held of it, how late it is and what misleads', async () => {
  const { body } = await world.get('/data', reader)
  clean(body)
  for (const words of [/Recorded crime/, /A crime a row/, /Open Government Licence v3\.0/, /January 2017 to December 2018/, /23 of 24 months/, /months late/, /2 mislead/, /Contains public sector information/]) assert.match(body, words)
  assert.doesNotMatch(body, /Load files|Add a source/)
  assert.match((await world.get('/data', coordinator)).body, /Load files/)
})

test('a source’s page tells gaps from noughts month by month, in words as well as looks', async () => {
  const { body, statusCode } = await world.get(own, reader)
  assert.equal(statusCode, 200)
  clean(body)
  assert.match(body, /data-label="October 2017" data-short="Oct" class="[^"]*wm-month--gap[^"]*"><span class="wm-month__word">Gap</)
  assert.match(body, /data-label="May 2017" data-short="May" class="[^"]*wm-month--part[^"]*">24<span class="wm-month__word">A kind missing/)
  assert.match(body, /data-label="December 2018" data-short="Dec" class="[^"]*"[^>]*>\d+<span class="wm-month__word">So far/)
  assert.match(body, /Nothing is held for October 2017/)
  assert.match(body, /Contains public sector information/)
  assert.match(body, /could not be placed/)
  assert.doesNotMatch(body, /Close this source|>Undo</)
})

test('what is to be known of a source is given to the pages that show its figures, and to nobody of another partnership', async () => {
  const kinds = (await findingsFor(reader, sourceId, { from: '2017-05-01', to: '2017-06-01' })).map(({ kind }) => kind)
  assert.ok(kinds.includes('gap like a zero') && !kinds.includes('missing months'))
  assert.deepEqual(await findingsFor(stranger, sourceId), [])
  assert.deepEqual(await findingsFor(reader, 999), [])
})

const MAY: [Role, boolean, boolean][] = [
  ['coordinator', true, true], ['analyst', true, true], ['owner', true, false], ['board member', true, false], ['case worker', true, false],
  ['reader', false, false], ['administrator', false, false], ['information governance lead', false, false],
]
for (const [role, reads, loads] of MAY)
  test(`a person who is only ${role} may ${[reads && 'look at sources', loads && 'add and change them'].filter(Boolean).join(', ') || 'do nothing'} here, and nothing else`, async () => {
    const actor = await world.ours.account(role)
    for (const [urls, allowed] of [[['/data', own], reads], [['/data/sources/new', `${own}/edit`], loads]] as const)
      for (const url of urls) assert.equal((await world.get(url, actor)).statusCode, allowed ? 200 : 404, url)
    if (loads) return
    for (const url of ['/data/sources/new', `${own}/edit`]) assert.equal((await world.post(url, actor, fields)).statusCode, 404, url)
    for (const url of [`${own}/close`, `${own}/reopen`]) assert.equal((await world.post(url, actor, { reason: 'Not mine to close', version: '1' })).statusCode, 404, url)
  })

test('to another partnership our sources are not there: not listed, opened, changed or closed', async () => {
  assert.doesNotMatch((await world.get('/data', stranger)).body, /Recorded crime/)
  for (const url of [own, `${own}/edit`]) assert.equal((await world.get(url, stranger)).statusCode, 404, url)
  assert.equal((await world.post(`${own}/edit`, stranger, { ...fields, version: '1' })).statusCode, 404)
  assert.equal((await world.post(`${own}/close`, stranger, { reason: 'Taken over', version: '1' })).statusCode, 404)
  assert.equal((await asUser(coordinator, (tx) => selectOptionalSource(tx, sourceId)))!.name, 'Recorded crime')
})

test('an address that names no source is not found, whatever is in it', async () => {
  for (const id of ['nonsense', '0', '-1', '99999999999999999999', '1e3', "'; drop table source; --", '%00'])
    for (const under of ['', '/edit']) assert.equal((await world.get(`/data/sources/${encodeURIComponent(id)}${under}`, coordinator)).statusCode, 404, id + under)
})

test('a source is added, and what is wrong with one is said beside the field, with what was typed', async () => {
  const wrong = await world.post('/data/sources/new', coordinator, { ...fields, name: '', personal: 'yes', dueDays: '-4', basis: 'A licence <b>' })
  assert.equal(wrong.statusCode, 422)
  for (const words of [/Enter a name for the source/, /Enter a whole number of days/, /A licence &lt;b&gt;/]) assert.match(wrong.body, words)
  assert.match((await world.post('/data/sources/new', coordinator, { ...fields, personal: 'yes' })).body, /data\.police\.uk name nobody/)
  assert.match((await world.post('/data/sources/new', coordinator, { ...fields, name: 'Recorded crime' })).body, /Another source has this name/)
  const added = await world.post('/data/sources/new', coordinator, fields)
  assert.equal(added.statusCode, 303)
  assert.match(String(added.headers.location), /^\/data\/load\?source=\d+$/)
  assert.match((await world.get('/data', coordinator)).body, /Nothing yet/)
})

test('of two people changing one source at once, the second is shown what the first did, and nothing is lost', async () => {
  const current = (await asUser(coordinator, (tx) => selectOptionalSource(tx, sourceId)))!
  const change = { ...fields, name: 'Recorded crime', layout: 'police.uk street', rowIs: 'crime', version: String(current.version) }
  assert.equal((await world.post(`${own}/edit`, coordinator, { ...change, knownGaps: 'No October 2017' })).statusCode, 303)
  const second = await world.post(`${own}/edit`, coordinator, { ...change, provider: 'Testbury and Otherham Police' })
  assert.equal(second.statusCode, 409)
  assert.match(second.body, /Someone else changed this source/)
  assert.match(second.body, /No October 2017/)
  clean(second.body)
})

test('what files have been loaded into keeps what its files are, whoever sends what', async () => {
  const current = (await asUser(coordinator, (tx) => selectOptionalSource(tx, sourceId)))!
  assert.match((await world.get(`${own}/edit`, coordinator)).body, /Files have been loaded, so this stays/)
  assert.equal((await world.post(`${own}/edit`, coordinator, { ...fields, name: 'Recorded crime', layout: 'mapped', personal: 'yes', version: String(current.version) })).statusCode, 303)
  const saved = (await asUser(coordinator, (tx) => selectOptionalSource(tx, sourceId)))!
  assert.deepEqual([saved.layout, saved.personal], ['police.uk street', false])
})

test('a source is closed with a reason that stays with it, and opened again; without a reason it stays open', async () => {
  const version = async () => String((await asUser(coordinator, (tx) => selectOptionalSource(tx, sourceId)))!.version)
  const none = await world.post(`${own}/close`, coordinator, { reason: ' ', version: await version() })
  assert.equal(none.statusCode, 422)
  assert.match(none.body, /Say why the source is closed/)
  assert.equal((await world.post(`${own}/close`, coordinator, { reason: 'The force sends it no more', version: await version() })).statusCode, 303)
  const closed = (await world.get(own, coordinator)).body
  assert.match(closed, /This source is closed/)
  assert.match(closed, /The force sends it no more/)
  assert.doesNotMatch(closed, /Load files/)
  assert.equal((await world.post(`${own}/reopen`, coordinator, { version: await version() })).statusCode, 303)
  assert.match((await world.get(own, coordinator)).body, /Load files/)
})

test('personal sources are told apart, and those who may not see people are told so', async () => {
  const personal = await addSource(coordinator, personalSource, '2026-01-01', [{ text: 'Loud music', n: [3, 4, 5] }])
  const list = async (show: string) => (await world.get(`/data?show=${show}`, reader)).body
  assert.match(await list('personal'), /Noise complaints/)
  assert.doesNotMatch(await list('personal'), /Recorded crime/)
  assert.doesNotMatch(await list('open'), /Noise complaints/)
  assert.match((await world.get(`/data/sources/${personal.sourceId}`, coordinator)).body, /seen by analysts with that power only/)
  assert.doesNotMatch((await world.get(`/data/sources/${personal.sourceId}`, await world.ours.account('analyst'))).body, /seen by analysts with that power only/)
})

test('thirty sources and ten years of months are shown whole, and a source of one month too', async () => {
  const busy = await world.theirs.account('coordinator')
  for (let number = 1; number <= 29; number++) await addSource(busy, { ...openSource, name: `Source ${number}` }, '2026-09-01', [{ text: 'A kind', n: [number] }])
  const ten = Array.from({ length: 120 }, (_, at) => 10_000 + at)
  const old = await addSource(busy, { ...openSource, name: 'Ten years' }, '2016-01-01', [{ text: 'A kind', n: ten }, { text: 'Another', n: ten }])
  const list = await world.get('/data', busy)
  clean(list.body)
  assert.equal(list.body.match(/href="\/data\/sources\/\d+">/g)!.length, 30)
  const page = await world.get(`/data/sources/${old.sourceId}`, busy)
  clean(page.body)
  assert.equal(page.body.match(/class="wm-number wm-month /g)!.length, 120)
  assert.match(page.body, /All 120 months/)
  clean((await world.get(`/data/sources/${old.sourceId - 1}`, busy)).body)
})

test('the load of a source is there on its page', async () => assert.match((await world.get(own, reader)).body, new RegExp(`/data/loads/${loadId}`)))
