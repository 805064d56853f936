import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../test/world.ts'
import { type Actor, asUser } from '../db/tx.ts'
import type { Role } from '../people/powers.ts'
import { addReadings } from './readings/store.ts'
import { readingsOf, thefts } from './specimens.ts'
import { addMeasure, selectMeasure } from './store.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const stranger = await world.theirs.account(['coordinator', 'analyst'])
const { measureId: _, version: __, ...fields } = thefts

const measureId = await asUser(coordinator, async (tx) => {
  const added = await addMeasure(tx, { ...fields, title: 'Guarded measure' })
  await addReadings(tx, (await selectMeasure(tx, added))!.measure, readingsOf('month', '2022-07-01', [4, 5, 6]))
  return added
})
const values = () => asUser(coordinator, async (tx) => (await selectMeasure(tx, measureId))!.readings.map(({ period, value }) => `${period.key} ${value}`))
const UNTOUCHED = ['2022-07 4', '2022-08 5', '2022-09 6']
const editFields = { title: 'Theirs', kind: 'count', numerator: 'thefts', unit: 'offences', frequency: 'month', polarity: 'lower', decimals: '0', state: 'live', version: '1' }

async function sendFile(actor: Actor) {
  const cookie = await world.signIn(actor)
  const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/my-work', headers: { cookie } })).body)?.[1]
  const part = (head: string, content: string) => `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`
  const payload = `${part('name="_csrf"', token!)}${part('name="file"; filename="r.csv"', 'period,value\n2010-01,9\n')}--b--\r\n`
  return world.app.inject({ method: 'POST', url: `${own}/readings/file`, headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' }, payload })
}

const own = `/measures/${measureId}`
const READ = ['/measures', '/measures/coverage', '/measures/export.csv', '/measures/export.xlsx', own, `${own}/export.csv`, `${own}/export.xlsx`]
const EDIT = ['/measures/new', `${own}/edit`, `${own}/targets`, `${own}/rebase`]
const ENTER = [`${own}/readings`]
const MAY: [Role, boolean, boolean, boolean][] = [
  ['analyst', true, true, true], ['owner', true, false, true], ['board member', true, false, false], ['licensing officer', true, false, false],
  ['case worker', true, false, false], ['reader', false, false, false], ['administrator', false, false, false], ['information governance lead', false, false, false],
]
for (const [role, reads, edits, enters] of MAY)
  test(`a person who is only ${role} may ${[reads && 'read', edits && 'edit', enters && 'enter readings'].filter(Boolean).join(', ') || 'do nothing'} here, and nothing else`, async () => {
    const actor = await world.ours.account(role)
    for (const [urls, allowed] of [[READ, reads], [EDIT, edits], [ENTER, enters]] as const)
      for (const url of urls) assert.equal((await world.get(url, actor)).statusCode, allowed ? 200 : 404, url)
    if (!enters) assert.equal((await world.post(`${own}/readings/lines`, actor, { lines: '2010-01\t99' })).statusCode, 404)
    if (!edits) assert.equal((await world.post(`${own}/rebase`, actor, { period: '2024-01', reason: 'Not mine to give' })).statusCode, 404)
    assert.deepEqual(await values(), UNTOUCHED)
    if (!reads) return
    const { body } = await world.get(own, actor)
    assert.deepEqual([/Enter readings/.test(body), /Add a target/.test(body)], [enters, edits])
  })

test('nobody comes in without signing in', async () => {
  for (const url of [...READ, ...EDIT, ...ENTER]) assert.equal((await world.get(url, null)).statusCode, 303, url)
})

test('to another partnership our measures are not there: not listed, counted, opened, exported or changed', async () => {
  for (const url of ['/measures', '/measures/coverage', '/measures/export.csv']) assert.doesNotMatch((await world.get(url, stranger)).body, /Guarded/, url)
  for (const url of [own, `${own}/export.csv`, `${own}/export.xlsx`, `${own}/edit`, `${own}/targets`, `${own}/rebase`, `${own}/readings`]) assert.equal((await world.get(url, stranger)).statusCode, 404, url)
  assert.equal((await world.post(`${own}/edit`, stranger, editFields)).statusCode, 404)
  assert.equal((await world.post(`${own}/readings`, stranger, { period: '2010-01', state: 'value', value: '9' })).statusCode, 404)
  assert.equal((await world.post(`${own}/readings/lines`, stranger, { lines: '2010-01\t99' })).statusCode, 404)
  assert.equal((await sendFile(stranger)).statusCode, 404)
  assert.equal((await world.post(`${own}/targets`, stranger, { shape: 'at most', value: '45', due: '31 3 2023' })).statusCode, 404)
  assert.equal((await world.post(`${own}/rebase`, stranger, { period: '2024-01', reason: 'Not mine to give' })).statusCode, 404)
  assert.deepEqual(await values(), UNTOUCHED)
})

test('an address that names no measure is not found, whatever is in it', async () => {
  for (const id of ['nonsense', crypto.randomUUID(), "'; drop table measure; --", '%00', 'new/edit'])
    for (const under of ['', '/edit', '/readings', '/export.csv', `/targets/${id}/close`, `/rebase/${id}/remove`])
      assert.equal((await world.get(`/measures/${encodeURIComponent(id)}${under.replaceAll(id, encodeURIComponent(id))}`, coordinator)).statusCode, 404, id + under)
  assert.equal((await world.post(`${own}/rebase/nonsense/remove`, coordinator, { reason: 'There is no such thing' })).statusCode, 404)
  assert.equal((await world.post(`${own}/targets/nonsense/close`, coordinator, { as: 'met', on: '1 5 2023' })).statusCode, 404)
})

test('a partnership that measures nothing is told what a measure is and how to begin', async () => {
  const { statusCode, body } = await world.get('/measures', stranger)
  assert.equal(statusCode, 200)
  assert.match(body, /Nothing is measured yet/)
  assert.match(body, /Add the first measure/)
})
