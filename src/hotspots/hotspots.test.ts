import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../test/world.ts'
import { asSystem, asUser } from '../db/tx.ts'
import { addHappenings, addTown, monthsFrom2023, usualMonths } from './specimens.ts'
import { warmHotspots } from './warm.ts'

const world = await openWorld()
after(() => world.close())
const analyst = await world.ours.account('analyst')
const reader = await world.ours.account('reader')
const stranger = await world.theirs.account('analyst')
await addTown(world.ours.partnershipId)
await addHappenings(world.ours.partnershipId, usualMonths())

const PAGES = [
  '/hotspots', '/hotspots/chance', '/hotspots/back-test', '/hotspots/concentration', '/hotspots/overlap',
  '/hotspots/rates', '/hotspots/explore',
]
const FILES = [
  'places.csv', 'where.svg', 'places.geojson', 'chance.csv', 'chance.svg', 'back-test.csv', 'concentration.csv',
  'overlap.csv', 'overlap.svg', 'rates.csv', 'ground.svg', 'ground.geojson',
]
const text = (body: string) => body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

test('an analyst sees every view of hotspots, credited to its sources, with nothing left unsaid', async () => {
  for (const url of PAGES) {
    const { statusCode, body } = await world.get(url, analyst)
    assert.equal(statusCode, 200, url)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/, url)
    assert.match(body, /Words owed to Police figures/, url)
    assert.match(body, /Made-up street makers/, url)
  }
})

test('every file of hotspots can be taken away by an analyst, and none by someone who may not read incidents', async () => {
  for (const name of FILES) {
    const { statusCode, body } = await world.get(`/hotspots/${name}`, analyst)
    assert.equal(statusCode, 200, name)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/, name)
    assert.equal((await world.get(`/hotspots/${name}`, reader)).statusCode, 404, name)
  }
})

test('someone who may not read incidents finds no hotspots', async () => {
  for (const url of PAGES) assert.equal((await world.get(url, reader)).statusCode, 404, url)
})

test('another partnership sees nothing of ours, even at our addresses', async () => {
  for (const url of PAGES) {
    const { body } = await world.get(url, stranger)
    assert.match(body, /Hotspots need two things/, url)
    assert.doesNotMatch(body, /Market Place|Police figures|Testbury,/, url)
  }
  assert.equal((await world.get('/hotspots?source=1', stranger)).statusCode, 404)
  for (const name of FILES) assert.equal((await world.get(`/hotspots/${name}`, stranger)).statusCode, 404, name)
})

test('the place where most has happened comes first, by name, with what is expected of it', async () => {
  const page = text((await world.get('/hotspots?category=0&places=100&budget=n&n=2', analyst)).body)
  assert.match(page, /These 2 squares are 2% of Testbury\./)
  assert.match(page, /Where next\? September 2024/)
  const table = page.slice(page.indexOf('most expected first'))
  assert.ok(table.indexOf('Market Place') < table.indexOf('Quay'), 'the market before the quay')
})

test('a month already held is predicted from what came before it, and what came is set beside', async () => {
  const page = text((await world.get('/hotspots?month=2024-06&budget=n&n=1', analyst)).body)
  assert.match(page, /13 came in them, of 19: known now, and not used to choose/)
  assert.doesNotMatch(text((await world.get('/hotspots', analyst)).body), /came in them/)
})

test('the sentence of proof is the back-test’s own figure', async () => {
  const page = text((await world.get('/hotspots?places=100&budget=n&n=1', analyst)).body)
  // The market holds 13 of each month's 19.
  assert.match(page, /held 68% of the next month’s recorded crime; the best any 1 square could have done, with hindsight, was 68%/)
  assert.match(page, /no better than a simple count|Nothing else that was tried did better/)
})

test('a number of places that is not one is said, and the usual share shown', async () => {
  for (const [n, said] of [['twelve', 'must be a whole number'], ['0', 'must be a whole number'], ['1000', 'must be 100 or fewer'], ['', 'Enter how many places']] as const) {
    const { statusCode, body } = await world.get(`/hotspots?places=100&budget=n&n=${n}`, analyst)
    assert.equal(statusCode, 422, n)
    assert.match(body, new RegExp(said))
    assert.match(body, /These 5 squares/)
  }
})

test('an address that asks what cannot be is not found', async () => {
  for (const asked of [
    'source=9', 'source=one', 'category=999', 'month=2031-01', 'month=2024-13', 'places=75', 'places=lsoa',
    'budget=50', 'month=2023-01',
  ])
    assert.equal((await world.get(`/hotspots?${asked}`, analyst)).statusCode, 404, asked)
})

test('wards are ranked like squares, and a busy ward is not a dangerous one', async () => {
  assert.match(text((await world.get('/hotspots?places=ward&budget=n&n=1', analyst)).body), /1 East/)
  const page = text((await world.get('/hotspots/rates', analyst)).body)
  assert.match(page, /East has the most recorded crime/)
  assert.match(page, /For each 1,000 premises it is 2nd of 2; West &amp; Quay is first/)
})

test('two themes that share their worst place are set against what chance would share', async () => {
  const page = text((await world.get('/hotspots/overlap', analyst)).body)
  assert.match(page, /1 is in both lists/)
  assert.match(page, /On or near Market Place/)
  assert.doesNotMatch(page, /100 1 On or near Mill Lane/)
})

test('half of it at few map points is said with an interval and what was counted as a place', async () => {
  const page = text((await world.get('/hotspots/concentration', analyst)).body)
  assert.match(page, /Half of the recorded crime of September 2023 to August 2024 fell at 1 of the 8 map points of Testbury: 12\.5% of them/)
  assert.match(page, /95% interval/)
  assert.match(page, /it does not publish the rest of its list/)
})

test('small counts do not leave in a file, and large ones do', async () => {
  const { body } = await world.get('/hotspots/places.csv?places=100', analyst)
  const rows = body.split('\r\n').filter((line) => /^\d/.test(line))
  assert.equal(rows.length, 100)
  assert.match(rows[0]!, /,156,/) // the market's year: 13 a month
  assert.ok(rows.some((row) => row.includes('Fewer than 5')))
  assert.ok(!rows.some((row) => /,0\.\d+,[1-4],/.test(row)))
})

test('a file taken away is in the audit log; a page looked at is not', async () => {
  const governance = await world.ours.account('information governance lead')
  const entries = async () => (await asUser(governance, (tx) => tx.selectFrom('audit_entry').select('entry').where('subject_kind', '=', 'hotspots').execute())).length
  const before = await entries()
  await world.get('/hotspots', analyst)
  assert.equal(await entries(), before)
  await world.get('/hotspots/places.csv', analyst)
  assert.equal(await entries(), before + 1)
})

test('a source whose points all moved is warned of, and nothing before is learnt from', async () => {
  const moved = monthsFrom2023(18).flatMap((month, index) => Array.from({ length: 12 }, (_, point) =>
    ({ month, category: 'Burglary', place: 'On or near Somewhere', east: 75 * point + (index < 14 ? 10 : 35), north: index < 14 ? 100 : 700, times: 1 })))
  await addHappenings(world.ours.partnershipId, moved, { sourceId: 2, name: 'Moved points' })
  const page = text((await world.get('/hotspots?source=2&places=100', analyst)).body)
  assert.match(page, /The map points of “Moved points” moved in March 2024: only 0% of that month’s points had been seen/)
  assert.match(page, /Only 4 months are held since then/)
  assert.match(page, /Worked out from March 2024 to June 2024/)
  for (const view of ['', '/chance', '/back-test', '/concentration', '/overlap', '/rates', '/explore']) {
    const { statusCode, body } = await world.get(`/hotspots${view}?source=2&month=2024-04`, analyst)
    assert.equal(statusCode, 200, view)
    if (view === '/overlap') assert.match(body, /only one is held/)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/, view)
  }
  assert.match(text((await world.get('/hotspots/back-test?source=2&month=2024-04', analyst)).body), /No month of the present map has been predicted yet|Nothing can be tested yet|naming the same places as last year/)
  const own = text((await world.get('/hotspots?source=1&places=100', analyst)).body)
  assert.doesNotMatch(own, /map points of “[^”]+” moved/)
})

test('too little to tell is said rather than marked', async () => {
  const few = monthsFrom2023(14).slice(0, 8).map((month) => ({
    month, category: 'Arson', place: 'On or near Shed', east: 500, north: 500, times: 1,
  }))
  await addHappenings(world.ours.partnershipId, few, { sourceId: 3, positions: 'exact', name: 'Fires' })
  const page = text((await world.get('/hotspots/chance?source=3', analyst)).body)
  assert.match(page, /Too few to tell: 8 in/)
  assert.doesNotMatch(page, /Each point stands for a stretch of street/)
})

test('a load that is undone is gone from the pages at once, although they keep what they worked out', async () => {
  const rows = monthsFrom2023(13).map((month) => ({ month, category: 'Litter', place: 'On or near Bin', east: 325, north: 325, times: 6 }))
  await addHappenings(world.ours.partnershipId, rows, { sourceId: 4, positions: 'exact', name: 'Litter calls' })
  assert.match(text((await world.get('/hotspots?source=4', analyst)).body), /On or near Bin/)
  await asSystem('undo a test load', async (tx) => {
    await tx.updateTable('load').set({ state: 'undone' }).where('load_id', '=', 4).execute()
    await tx.updateTable('source').set({ data_version: 2 }).where('source_id', '=', 4).execute()
  }, world.ours.partnershipId)
  assert.equal((await world.get('/hotspots?source=4', analyst)).statusCode, 404)
})

test('what is worked out ahead after a load is what the page then shows, and a source that is not there is no trouble', async () => {
  await warmHotspots(world.ours.partnershipId, 1)
  await warmHotspots(world.ours.partnershipId, 99)
  await warmHotspots(world.theirs.partnershipId, 1)
  assert.equal((await world.get('/hotspots?source=1&category=101', analyst)).statusCode, 200)
})
