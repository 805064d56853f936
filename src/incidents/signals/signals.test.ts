import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { addCounts, addTown, NORTH } from '../explore/specimens.ts'
import { selectGround } from '../explore/ground.ts'
import { renewSignals, signalsOf } from './renew.ts'

const world = await openWorld()
after(() => world.close())
const analyst = await world.ours.account('analyst')
const owner = await world.ours.account('owner')
const stranger = await world.theirs.account('analyst')
await addTown(analyst)

// Counts that go up and down by a fixed pattern with the seasons, so that the same months are unusual on every run.
const LENGTH = 72
const around = (mean: number, last?: number) => {
  const n = Array.from({ length: LENGTH }, (_, at) => Math.round(mean * (1 + 0.15 * Math.sin((at / 12) * 2 * Math.PI)) + [0, 2, -1, 1, -2, 1, 0, -1, 2, -2, 1, -1, 0][at % 13]!))
  return last === undefined ? n : [...n.slice(0, -1), last]
}
// The last month is December 2024.
const { sourceId, categories } = await addCounts(analyst, '2019-01-01', [
  { text: 'Theft from the person', north: around(30, 90), south: around(20) },
  { text: 'Drugs', north: around(12), south: around(15) },
  { text: 'Vehicle crime', north: [...around(10).slice(0, 36), ...around(30).slice(36)], south: around(12) },
])
const theft = categories['Theft from the person']!

const textOf = (body: string) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/&quot;/g, '"').replaceAll(/&#39;/g, "'").replaceAll(/\s+/g, ' ')
const page = async (url: string, actor: Actor = analyst) => {
  const { statusCode, body } = await world.get(url, actor)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Infinity/, url)
  assert.doesNotMatch(body, /\sstyle=|<style/, url)
  return { statusCode, body, text: textOf(body) }
}
const settled = async () => signalsOf(world.ours.partnershipId, await asUser(analyst, selectGround), sourceId)
const stored = () => asUser(analyst, (tx) => tx.selectFrom('signal').select(['category_id', 'area_id', 'month', 'direction', 'n', 'sentence', 'data_version']).orderBy('p').execute())
const series = (categoryId: number, areaId: number) => `/signals/${sourceId}/${categoryId}/${areaId}`

test('every category and area is watched, and what is unusual is kept with the version of the data it is of', async () => {
  const found = await settled()
  assert.equal(found!.watched, 12) // three categories and all together: everywhere, in North and in South
  assert.deepEqual(found!.signals.filter(({ isSure }) => isSure).map(({ name, direction }) => `${name} ${direction}`).toSorted(), [
    'All crimes higher', 'All crimes, North higher', 'Theft from the person higher', 'Theft from the person, North higher',
  ])
  const [first] = await stored()
  assert.equal(first!.month, '2024-12-01')
  assert.match(first!.sentence, /in December 2024 was higher than usual: 9\d|in December 2024 was higher than usual: 1\d\d/)
})

test('the list says in plain words what is unusual, and how many of so many chance alone would give', async () => {
  const { text } = await page('/signals')
  assert.match(text, /Recorded crime, December 2024 12 series were looked at and \d+ are unusual; chance alone would give about 0\.1/)
  assert.match(text, /Theft from the person, North Higher December 2024 was higher than usual: 90, where \d+ to \d+ is usual\. Chance alone gives a figure this high less than once in 100 years\./)
  assert.match(text, /Can be relied on/)
  assert.doesNotMatch((await page('/signals?where=lsoa')).text, /Theft from the person, North Higher/)
  assert.match((await page('/signals?source=99&where=moon')).text, /Theft from the person, North/)
})

test('a series has its chart with what was expected, its table and its notes', async () => {
  const { text, body } = await page(series(theft, NORTH))
  assert.match(text, /Theft from the person, North in December 2024 was higher than usual: 90/)
  assert.match(body, /wm-plot--wide/)
  assert.match(text, /Expected: 95 of 100 months fall in the darker range/)
  assert.match(text, /December 2024 90 \d+(\.\d)? \d+ to \d+ Higher/)
  assert.match(text, /same season of the three years before/)
  assert.match((await page(series(categories['Drugs']!, 3))).text, /No real change: \d+ is within the usual/)
})

test('a signal is dismissed with a reason of ten characters, which is kept and can be taken back', async () => {
  const short = await world.post(`${series(theft, NORTH)}/dismiss`, analyst, { month: '2024-12', reason: 'no' })
  assert.equal(short.statusCode, 422)
  assert.match(textOf(short.body), /Say why in 10 characters or more/)
  assert.equal((await world.post(`${series(theft, NORTH)}/dismiss`, analyst, { month: '2024-12', reason: 'A batch of old reports was entered' })).statusCode, 303)
  assert.match((await page(series(theft, NORTH))).text, /Dismissed: A batch of old reports was entered Testbury analyst/)
  assert.match((await page('/signals')).text, /1 dismissed/)
  assert.equal((await world.post(`${series(theft, NORTH)}/undo`, analyst, { month: '2024-12' })).statusCode, 303)
  assert.doesNotMatch((await page(series(theft, NORTH))).text, /A batch of old reports/)
})

test('a signal is pinned to a measure of the partnership and to nothing else', async () => {
  const measure_id = crypto.randomUUID()
  await asUser(analyst, (tx) => tx.insertInto('measure').values({ partnership_id: world.ours.partnershipId, measure_id, title: 'Thefts in the street', kind: 'count', numerator: 'thefts', unit: 'offences', frequency: 'month', polarity: 'lower', decimals: 0, state: 'live' }).execute())
  assert.equal((await world.post(`${series(theft, NORTH)}/pin`, analyst, { month: '2024-12', target: `measure:${crypto.randomUUID()}` })).statusCode, 422)
  assert.equal((await world.post(`${series(theft, NORTH)}/pin`, analyst, { month: '2024-12', target: `measure:${measure_id}` })).statusCode, 303)
  assert.match((await page('/signals')).text, /Theft from the person, North .*?Pinned to “Thefts in the street”/)
  assert.equal((await world.post(`${series(theft, NORTH)}/undo`, analyst, { month: '2024-12' })).statusCode, 303)
})

test('a change of level is proposed; confirmed by a person, what is expected begins anew; taken back, it does not', async () => {
  const vehicle = series(categories['Vehicle crime']!, NORTH)
  assert.match((await page(vehicle)).text, /The level changed in (December 2021|January 2022|February 2022)[^.]*: from 1\d.*? to [23]\d.*? on average/)
  const refused = await world.post(`${vehicle}/breaks`, analyst, { month: '2022-01', state: 'confirmed', scope: 'series', breakReason: 'short' })
  assert.equal(refused.statusCode, 422)
  assert.equal((await world.post(`${vehicle}/breaks`, analyst, { month: '2022-01', state: 'confirmed', scope: 'series', breakReason: 'A new recording system in January' })).statusCode, 303)
  const { text } = await page(vehicle)
  assert.match(text, /January 2022: a break.*?A new recording system in January/)
  assert.match(text, /Counted from January 2022/)
  assert.match(text, /Break: not to be compared across/)
  assert.doesNotMatch(text, /The level changed in (December 2021|January 2022)/)
  const [{ break_id }] = await asUser(analyst, (tx) => tx.selectFrom('series_break').select('break_id').execute()) as [{ break_id: string }]
  assert.equal((await world.post(`${vehicle}/breaks/${break_id}/undo`, analyst, {})).statusCode, 303)
  assert.doesNotMatch((await page(vehicle)).text, /A new recording system/)
})

test('in the transaction that changes the data their signals go, and new ones are of the new version', async () => {
  await settled()
  assert.ok((await stored()).length > 0)
  await asUser(analyst, async (tx) => {
    await tx.updateTable('source').set({ data_version: 1 }).where('source_id', '=', sourceId).execute()
    await renewSignals(tx, { sourceId })
  })
  assert.equal((await stored()).length, 0)
  await settled()
  assert.ok((await stored()).every(({ data_version }) => data_version === 1))
})

test('owners see signals and cannot decide on them; readers and other partnerships see none', async () => {
  assert.equal((await page('/signals', owner)).statusCode, 200)
  const sheet = await page(series(theft, NORTH), owner)
  assert.doesNotMatch(sheet.text, /Or say why it is not worth following up|Decide on a break/)
  for (const [path, fields] of [['dismiss', { month: '2024-12', reason: 'Not worth following up' }], ['undo', { month: '2024-12' }], ['pin', { month: '2024-12', target: '' }], ['breaks', {}]] as const)
    assert.equal((await world.post(`${series(theft, NORTH)}/${path}`, owner, fields)).statusCode, 404, path)
  assert.equal((await world.get('/signals', await world.ours.account('reader'))).statusCode, 404)
  assert.equal((await world.get(series(theft, NORTH), stranger)).statusCode, 404)
  assert.equal((await world.post(`${series(theft, NORTH)}/dismiss`, stranger, { month: '2024-12', reason: 'Not ours to say anything of' })).statusCode, 404)
  assert.match((await page('/signals', stranger)).text, /No source of data has been added yet/)
  for (const nonsense of ['/signals/x/0/0', `/signals/${sourceId}/999/0`, `/signals/${sourceId}/0/77`, '/signals/99999999999/0/0']) assert.equal((await world.get(nonsense, analyst)).statusCode, 404, nonsense)
})
