import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { addCounts, addTown, NOBODYS, NORTH, SOUTH, steady } from '../../incidents/explore/specimens.ts'

const world = await openWorld()
after(() => world.close())
const analyst = await world.ours.account('analyst')
const stranger = await world.theirs.account('analyst')
const early = await world.get('/evaluations/new', analyst)

await addTown(analyst)
// From January 2023 to December 2024: North halves from January 2024, South stays as it was.
const drugs = { text: 'Drugs', north: [...steady(20, 12), ...steady(10, 12)], south: steady(20, 24) }
const theft = { text: 'Theft', north: steady(1, 24), south: steady(1, 24), noWard: steady(3, 24) }
const { sourceId, categories } = await addCounts(analyst, '2023-01-01', [drugs, theft])

const textOf = (body: string) => body.replaceAll(/<(script|style|svg)[^>]*>.*?<\/\1>/gs, ' ').replaceAll(/<[^>]+>/g, ' ').replaceAll(/&quot;/g, '"').replaceAll(/&#39;/g, "'").replaceAll(/\s+/g, ' ')
const page = async (url: string, actor: Actor = analyst) => {
  const { statusCode, body } = await world.get(url, actor)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Infinity/, url)
  assert.doesNotMatch(body, /\sstyle=|<style/, url)
  return { statusCode, body, text: textOf(body) }
}
const entry = {
  title: 'Patrols in North', what: 'A patrol every evening', expected: 'A fifth fewer', source: String(sourceId), categories: String(categories.Drugs),
  starts: '1 1 2024', ends: '30 6 2024', carryOver: '1', treated: String(NORTH), nearby: '', compared: String(SOUTH), version: '0',
}
type Entry = { [name in keyof typeof entry]: string | string[] }
const post = (url: string, over: Partial<Entry> = {}, actor: Actor = analyst) => world.post(url, actor, { ...entry, ...over })
const add = async (over: Partial<Entry> = {}) => {
  const { statusCode, headers, body } = await post('/evaluations/new', over)
  assert.equal(statusCode, 303, textOf(body))
  return String(headers.location)
}
const refused = async (over: Partial<Entry>) => {
  const { statusCode, body } = await post('/evaluations/new', over)
  assert.equal(statusCode, 422)
  return textOf(body)
}
const acts = (url: string) => asUser(analyst, async (tx) =>
  (await tx.selectFrom('intervention').select('version').where('intervention_id', '=', url.split('/').at(-1)!).execute()).map(({ version }) => version))

test('without data the form says what is wanted first', () => {
  assert.equal(early.statusCode, 200)
  assert.match(textOf(early.body), /none are held yet\. Load some first/)
})

test('half as many where the comparison stayed the same is −50%, with its interval, its incidents and what could have been seen', async () => {
  const { text, body } = await page(await add())
  assert.match(text, /While it was done Fewer than the comparison areas led one to expect, and more so than chance would give\. The treated areas changed by −50% beyond what the comparison areas did \(95% interval −66\.5% to −25\.4%\)/)
  assert.match(text, /6 whole months before \(July to December 2023\) beside as many of those in which it was done \(January to June 2024\)/)
  assert.match(text, /Treated 120 60 −50% more than chance.* Comparison 120 120 0% could be chance/)
  assert.match(text, /come to 60 fewer \(95% interval 100 fewer to 20 fewer\)/)
  assert.match(text, /four times in five is 58 crimes, about 48% of the 120 to be expected/)
  assert.match(text, /When it was over .* 5 whole months before \(August to December 2023\) beside as many after it \(August to December 2024\)/)
  assert.match(text, /July 2024 is left out of what came after, because its effect may have carried over/)
  assert.match(text, /December 2024 after it 10 20/)
  assert.match(text, /Contains public sector information/)
  assert.match(body, />Began, ended<|>Began</)
})

test('a month in which it began or ended part of the way through is in neither side, and the page says so', async () => {
  const { text } = await page(await add({ starts: '15 1 2024', ends: '10 4 2024', carryOver: '0' }))
  assert.match(text, /2 whole months before \(November and December 2023\) beside as many of those in which it was done \(February and March 2024\)/)
  assert.match(text, /January 2024 is left out: it began on the 15th\. April 2024 is left out: it ended on the 10th\./)
})

test('nearby areas show whether it moved there, and are counted into the weighted displacement difference', async () => {
  const { text } = await page(await add({ nearby: String(SOUTH), compared: String(NOBODYS), categories: [], starts: '1 1 2024' }))
  assert.match(text, /Nearby 126 126 0%/)
  assert.match(text, /A count of 0 leaves no percentage to give/)
  assert.match(text, /The nearby areas changed by 0 against the comparison areas .* neither a move there nor a spread of the benefit can be told from chance/)
  assert.match(text, /the weighted displacement difference is 60 fewer/)
})

test('where months are missing it says which, and shows no effect', async () => {
  const gappy = await addCounts(analyst, '2023-01-01', [{ text: 'Noise', north: [...steady(9, 20), 0, 0, ...steady(9, 14)], south: [...steady(9, 20), 0, 0, ...steady(9, 14)] }], { name: 'Noise complaints' })
  const { text } = await page(await add({ source: String(gappy.sourceId), categories: [], starts: '1 1 2025', ends: '30 6 2025' }))
  assert.match(text, /September and October 2024 are not held, or not in full, so before and after cannot be set side by side/)
  assert.doesNotMatch(text, /The treated areas changed by|four times in five/)
  assert.match(text, /September 2024 Not held Not held/)
})

test('what is still to come, and what began before the data, is said in words', async () => {
  assert.match((await page(await add({ starts: '1 2 2030', ends: '30 6 2030' }))).text, /Nothing can be said yet: the first whole month of it is February 2030, and the data end with December 2024/)
  assert.match((await page(await add({ starts: '1 2 2020', ends: '30 6 2020' }))).text, /No whole month before it began is held: the data begin with January 2023/)
})

test('an entry that makes no sense is refused in words, with what was typed', async () => {
  assert.match(await refused({ nearby: String(NORTH) }), /North cannot be both treated and nearby/)
  assert.match(await refused({ compared: [String(NORTH), String(SOUTH)] }), /North cannot be both treated and comparison/)
  assert.match(await refused({ treated: [], compared: [] }), /Choose where it was done.*Choose areas to compare with/)
  assert.match(await refused({ compared: '5' }), /Choose areas of one kind/)
  assert.match(await refused({ compared: '999999999' }), /Choose areas of one kind/)
  assert.match(await refused({ starts: '31 2 2024' }), /Enter a date/)
  assert.match(await refused({ ends: '1 1 2024' }), /must be after the day it began/)
  assert.match(await refused({ carryOver: '13' }), /from 0 to 12/)
  assert.match(await refused({ categories: '999999' }), /Choose kinds that the source has/)
  assert.match(await refused({ title: '', what: 'Something that was done' }), /Enter a title.*Something that was done/)
})

test('two people who change it at once: the second is told, and keeps what was typed', async () => {
  const url = await add()
  assert.equal((await post(`${url}/about`, { title: 'Patrols, first', version: '1' })).statusCode, 303)
  const late = await post(`${url}/about`, { title: 'Patrols, second', version: '1' })
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /Somebody changed this while you did/)
  assert.match(late.body, /value="Patrols, second"/)
  assert.match(late.body, /name="version" value="2"/)
  assert.deepEqual(await acts(url), [2])
})

test('it is deleted only after asking, and the audit log keeps that it was', async () => {
  const url = await add({ title: 'To go' })
  assert.match((await page(`${url}/delete`)).text, /Delete “To go”\?/)
  assert.deepEqual(await acts(url), [1])
  assert.equal((await world.post(`${url}/delete`, analyst, {})).statusCode, 303)
  assert.equal((await page(url)).statusCode, 404)
  const log = await asUser(await world.ours.account('information governance lead'), (tx) => tx.selectFrom('audit_entry').select('act').where('subject_id', '=', url.split('/').at(-1)!).orderBy('entry').execute())
  assert.deepEqual(log.map(({ act }) => act), ['collected', 'erased'])
})

test('board members read it and cannot change it; readers and other partnerships see nothing', async () => {
  const url = await add({ title: 'Seen by some' })
  const board = await world.ours.account('board member')
  assert.match((await page('/evaluations', board)).text, /Seen by some/)
  const seen = await page(url, board)
  assert.equal(seen.statusCode, 200)
  assert.doesNotMatch(seen.body, /\/delete|\/about/)
  for (const path of ['/evaluations/new', `${url}/about`, `${url}/delete`]) {
    assert.equal((await world.get(path, board)).statusCode, 404, path)
    assert.equal((await world.post(path, board, entry)).statusCode, 404, path)
  }
  const reader = await world.ours.account('reader')
  for (const path of ['/evaluations', url]) assert.equal((await world.get(path, reader)).statusCode, 404, path)
  assert.doesNotMatch((await page('/evaluations', stranger)).text, /Seen by some/)
  for (const path of [url, `${url}/about`, `${url}/delete`]) assert.equal((await world.get(path, stranger)).statusCode, 404, path)
  for (const path of [`${url}/about`, `${url}/delete`]) assert.equal((await post(path, { version: '1' }, stranger)).statusCode, 404, path)
  assert.deepEqual(await acts(url), [1])
  assert.equal((await page('/evaluations/nothing-like-it')).statusCode, 404)
})
