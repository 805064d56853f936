import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld, type TestPartnership } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { figuresFrom, incidentFigures } from '../../incidents/figures.ts'
import { selectMeasure } from '../store.ts'
import { renewReadings } from './store.ts'

const world = await openWorld()
after(() => world.close())

/** A source of one category, with a load for each list of months and counts. */
async function hold({ partnershipId }: TestPartnership, ...loads: Record<string, number>[]) {
  await asSystem('hold data', async (tx) => {
    const of = { partnership_id: partnershipId, source_id: 1 }
    await tx.insertInto('source').values({ ...of, name: 'Recorded crime', provider: 'The police', row_is: 'crime', layout: 'police.uk street', basis: 'OGL', refresh: 'month', positions: 'snapped', file_is: 'whole' }).execute()
    await tx.insertInto('source_term').values({ ...of, term_id: 1, field: 'category', text: 'Robbery' }).execute()
    for (const [index, counts] of loads.entries()) {
      await tx.insertInto('load').values({ ...of, load_id: index + 1, state: 'visible' }).execute()
      await tx.insertInto('area_count').values(Object.entries(counts).map(([month, n]) => ({ ...of, area_id: 0, category_id: 1, load_id: index + 1, month: `${month}-01`, n }))).execute()
    }
  }, partnershipId)
}
const setState = (state: string, loadId: number) =>
  asSystem('change a load', (tx) => tx.updateTable('load').set({ state }).where('load_id', '=', loadId).execute(), world.ours.partnershipId)

await hold(world.ours, { '2024-01': 12, '2024-02': 9 }, { '2024-03': 30 })
await hold(world.theirs, { '2024-01': 77 })
const coordinator = await world.ours.account('coordinator')
const readingsOf = async (measureId: string) =>
  (await asUser(coordinator, (tx) => selectMeasure(tx, measureId)))!.readings.map(({ period, state, value }) => `${period.key} ${value ?? state}`)

let measureId = ''

test('a coordinator adds a measure that counts incidents, and its readings are there at once', async () => {
  const page = await world.get('/measures/from-data?source=1&category=1', coordinator)
  assert.match(page.body, /value="1" selected[^>]*>Recorded crime/)
  const answer = await world.post('/measures/from-data', coordinator, { source: '1', category: '1', area: '0', per: '', title: 'Robberies', frequency: 'month', polarity: 'lower' })
  assert.equal(answer.statusCode, 303)
  measureId = String(answer.headers.location).split('/').at(-1)!
  assert.deepEqual(await readingsOf(measureId), ['2024-01 12', '2024-02 9', '2024-03 30'])
  assert.match((await world.get(`/measures/${measureId}`, coordinator)).body, /Each load of its data renews it/)
})

test('a load that is undone takes its readings with it, and one that comes back brings them', async () => {
  await setState('undone', 2)
  await asUser(coordinator, (tx) => renewReadings(tx, incidentFigures))
  assert.deepEqual(await readingsOf(measureId), ['2024-01 12', '2024-02 9', '2024-03 not collected'])
  await setState('visible', 2)
  await asUser(coordinator, (tx) => renewReadings(tx, incidentFigures))
  assert.deepEqual(await readingsOf(measureId), ['2024-01 12', '2024-02 9', '2024-03 30'])
  assert.deepEqual(await asUser(coordinator, (tx) => renewReadings(tx, incidentFigures)), [], 'the same again changes nothing')
})

test('the partnership’s own area holds what is neither outside it nor without a place', async () => {
  await asSystem('add the area', async (tx) => {
    const of = { partnership_id: world.ours.partnershipId, source_id: 1, category_id: 1, load_id: 1, month: '2024-01-01' }
    await tx.insertInto('area').values({ partnership_id: of.partnership_id, area_id: 7, kind: 'partnership', code: 'X', name: 'Testbury', valid_from: '2010-01-01', boundary: '[]', provenance: 'Invented' }).execute()
    await tx.insertInto('area_count').values([{ ...of, area_id: -1, n: 2 }, { ...of, area_id: -2, n: 3 }]).execute()
  }, world.ours.partnershipId)
  const [january] = await asUser(coordinator, (tx) => incidentFigures.figures(tx, { sourceId: 1, categoryIds: [], areaId: 7, per: null }, { kind: 'count', frequency: 'month', unit: 'crimes' }))
  assert.equal(january!.value, 12 - 2 - 3)
})

test('a denominator nobody entered is asked about, and nothing is kept', async () => {
  const answer = await world.post('/measures/from-data', coordinator, { source: '1', area: '0', per: 'workers', frequency: 'month', polarity: 'lower' })
  assert.equal(answer.statusCode, 422)
  assert.match(answer.body, /Nobody has entered how many workers/)
})

test('a source of another partnership is not there to count, and an owner cannot say what a measure counts', async () => {
  const theirs = await world.theirs.account('coordinator')
  assert.equal((await world.get(`/measures/${measureId}/from-data`, theirs)).statusCode, 404)
  assert.equal((await world.post(`/measures/${measureId}/from-data/stop`, theirs, {})).statusCode, 404)
  const owner = await world.ours.account('owner')
  assert.equal((await world.get('/measures/from-data', owner)).statusCode, 404)
  assert.equal((await world.post(`/measures/${measureId}/from-data`, owner, { source: '1' })).statusCode, 404)
})

test('once stopped, loads leave the readings alone and people enter them again', async () => {
  await world.post(`/measures/${measureId}/from-data/stop`, coordinator, {})
  await setState('undone', 2)
  await asUser(coordinator, (tx) => renewReadings(tx, incidentFigures))
  assert.deepEqual(await readingsOf(measureId), ['2024-01 12', '2024-02 9', '2024-03 30'])
  await setState('visible', 2)
})

const month = (key: string, n: number, all = 100) => ({ month: `${key}-01`, n, all, per: 2000 })

test('a quarter with a month that no file holds is incomplete, and a common kind at nought is a gap', () => {
  const count = { kind: 'count', unit: 'crimes' } as const
  const quarters = figuresFrom([month('2024-01', 5), month('2024-03', 6), month('2024-04', 1)], { ...count, frequency: 'quarter' })
  assert.deepEqual(quarters.map(({ state, value }) => [state, value]), [['incomplete', 11], ['incomplete', 1]])
  const year = Array.from({ length: 12 }, (_, index) => month(`2023-${String(index + 1).padStart(2, '0')}`, 80))
  const months = figuresFrom([...year, month('2024-01', 0), month('2024-02', 70)], { ...count, frequency: 'month' })
  assert.deepEqual(months.slice(-2).map(({ state, value }) => [state, value]), [['not collected', null], ['value', 70]])
})

test('a rate is each thousand of what the area has', () => {
  const [reading] = figuresFrom([month('2024-01', 5)], { kind: 'rate', unit: 'per 1,000 residents', frequency: 'month' })
  assert.deepEqual([reading!.value, reading!.numerator, reading!.denominator], [2.5, 5, 2000])
})
