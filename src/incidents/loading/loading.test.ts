import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { changesOf, selectOptionalLoad } from '../load-store.ts'
import { selectOptionalSource } from '../source-store.ts'
import { runLoad } from './run.ts'
import { addSource, begin, load, readerOf, report } from './specimens.ts'
import { clearAway, undoLoad } from './undo.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId } = world.ours
const analyst = await world.ours.account('analyst')

/** Everything that is counted of a source, in words that can be compared. */
const standing = (sourceId: number) =>
  asSystem('see what stands', async (tx) => ({
    areas: (await sql<{ t: string }>`select area_id || ' ' || t.text || ' ' || month || ' ' || n as t from area_month join source_term t on t.term_id = category_id where area_month.source_id = ${sourceId} order by 1`.execute(tx)).rows.map(({ t }) => t),
    cells: (await sql<{ t: string }>`select cell || ' ' || category_id || ' ' || month || ' ' || n as t from cell_month where source_id = ${sourceId} order by 1`.execute(tx)).rows.map(({ t }) => t),
    rows: (await sql<{ t: string }>`select coalesce(reference, '') || ' ' || content as t from current_incident where source_id = ${sourceId} order by 1`.execute(tx)).rows.map(({ t }) => t),
    hours: (await sql<{ t: string }>`select day || ' ' || hour || ' ' || round(sum(weight)::numeric, 6) as t from hour_count h join load l using (partnership_id, load_id) where h.source_id = ${sourceId} and l.state = 'visible'
      group by day, hour having round(sum(weight)::numeric, 6) <> 0 order by 1`.execute(tx)).rows.map(({ t }) => t),
  }), partnershipId)
const countsOf = async (loadId: number) => {
  const { state, rowsRead, taken, revised, unchanged, withdrawn, rejected } = (await asUser(analyst, (tx) => selectOptionalLoad(tx, loadId)))!
  return { state, rowsRead, taken, revised, unchanged, withdrawn, rejected }
}
const none = { rowsRead: 0, taken: 0, revised: 0, unchanged: 0, withdrawn: 0, rejected: 0 }

test('a first load brings every row, counts it by area and square, and is told so', async () => {
  const sourceId = await addSource(partnershipId, { name: 'First' })
  const rows = [report({ reference: 'a' }), report({ reference: 'b', category: 'Robbery', placed: 'outside' }), report({ reference: 'c', placed: 'unplaced', easting: null, northing: null, position: 'none' })]
  const { loadId, outcome } = await load(partnershipId, sourceId, { 'one.csv': { rows } })
  assert.equal(outcome, 'visible')
  assert.deepEqual(await countsOf(loadId), { ...none, state: 'visible', rowsRead: 3, taken: 3 })
  assert.deepEqual((await standing(sourceId)).areas, ['-1 Robbery 2024-01-01 1', '-2 Burglary 2024-01-01 1', '0 Burglary 2024-01-01 2', '0 Robbery 2024-01-01 1'])
  assert.equal((await standing(sourceId)).cells.length, 1)
  assert.equal((await asUser(analyst, (tx) => selectOptionalSource(tx, sourceId)))!.dataVersion, 1)
})

test('the same rows in another file change nothing', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Again' })
  const rows = [report({ reference: 'a' }), report(), report(), report({ month: '2024-02-01' })]
  await load(partnershipId, sourceId, { 'one.csv': { rows } })
  const before = await standing(sourceId)
  const { loadId } = await load(partnershipId, sourceId, { 'two.csv': { rows: rows.toReversed() } })
  assert.deepEqual(await countsOf(loadId), { ...none, state: 'visible', rowsRead: 4, unchanged: 4 })
  assert.deepEqual(await standing(sourceId), before)
  assert.equal(before.rows.length, 4, 'two alike without a reference are two')
})

test('the same bytes are not loaded again, and a sentence says when they were', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Bytes' })
  const file = { 'one.csv': { rows: [report()], bytes: 'the very same' } }
  const { loadId } = await load(partnershipId, sourceId, file)
  const again = await begin(partnershipId, sourceId, file, 'any')
  assert.equal(again.kind, 'already')
  assert.equal(again.loadId, loadId)
  assert.match(again.sentences[0]!, /“one\.csv” was loaded on \d+ \w+ \d{4} as load \d+/)
})

test('a changed row becomes a version, a row that is gone is withdrawn, and undoing puts all back', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Versions' })
  const first = [report({ reference: 'a' }), report({ reference: 'b' }), report({ reference: 'c', month: '2024-02-01' }), report(), report()]
  await load(partnershipId, sourceId, { 'one.csv': { rows: first } })
  const before = await standing(sourceId)
  const second = [report({ reference: 'a', outcome: 'Charged', category: 'Robbery' }), report(), report({ reference: 'd' })]
  const { loadId } = await load(partnershipId, sourceId, { 'two.csv': { rows: second } })
  assert.deepEqual(await countsOf(loadId), { ...none, state: 'visible', rowsRead: 3, taken: 1, revised: 1, unchanged: 1, withdrawn: 2 })
  assert.deepEqual((await standing(sourceId)).areas, ['0 Burglary 2024-01-01 2', '0 Burglary 2024-02-01 1', '0 Robbery 2024-01-01 1'])
  const [revised] = await asUser(analyst, (tx) => changesOf(tx, loadId, 'revised'))
  assert.deepEqual(revised!.differences, [{ field: 'Category', before: 'Burglary', now: 'Robbery' }, { field: 'Outcome', before: '', now: 'Charged' }])
  assert.deepEqual((await asUser(analyst, (tx) => changesOf(tx, loadId, 'new'))).map(({ now }) => now!.reference), ['d'])
  assert.deepEqual((await asUser(analyst, (tx) => changesOf(tx, loadId, 'withdrawn'))).map(({ before: was }) => was!.reference), ['b', null])
  assert.deepEqual(await asUser(analyst, (tx) => undoLoad(tx, loadId)), { ok: true })
  assert.deepEqual(await standing(sourceId), before)
  await clearAway((work) => asSystem('clear', work, partnershipId))
  assert.deepEqual(await standing(sourceId), before)
  assert.equal((await asSystem('look', (tx) => tx.selectFrom('incident').select('row_no').where('load_id', '=', loadId).execute(), partnershipId)).length, 0)
})

test('a source whose files only add keeps what a file does not have', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Added', fileIs: 'added' })
  await load(partnershipId, sourceId, { 'one.csv': { rows: [report({ reference: 'a' }), report({ reference: 'b' })] } })
  const { loadId } = await load(partnershipId, sourceId, { 'two.csv': { rows: [report({ reference: 'b', outcome: 'Closed' })] } })
  assert.deepEqual(await countsOf(loadId), { ...none, state: 'visible', rowsRead: 1, revised: 1 })
  assert.equal((await standing(sourceId)).rows.length, 2)
})

test('a reference that repeats within a month names separate rows: like is matched with like first, then in order', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Repeats' })
  await load(partnershipId, sourceId, { 'one.csv': { rows: [report({ reference: 'a', place: 'x' }), report({ reference: 'a', place: 'y' }), report({ reference: 'a', place: 'y' })] } })
  const { loadId } = await load(partnershipId, sourceId, { 'two.csv': { rows: [report({ reference: 'a', place: 'z' }), report({ reference: 'a', place: 'y' }), report({ reference: 'a', place: 'y' })] } })
  assert.deepEqual(await countsOf(loadId), { ...none, state: 'visible', rowsRead: 3, revised: 1, unchanged: 2 })
})

test('two files of one load may each be a part of the same month', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Parts' })
  const files = () => ({ 'north.csv': { rows: [report({ reference: 'n' }), report({ place: 'North' })] }, 'south.csv': { rows: [report({ reference: 's' })] } })
  await load(partnershipId, sourceId, files())
  const { loadId } = await load(partnershipId, sourceId, files())
  assert.deepEqual(await countsOf(loadId), { ...none, state: 'visible', rowsRead: 3, unchanged: 3 })
})

test('a rejected row put right and sent again adds itself and withdraws nothing', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Put right' })
  const rejections = [{ line: 9, column: 'Month', value: '2024-13', reason: 'There is no month 13', fields: ['x', '2024-13'] }]
  const first = await load(partnershipId, sourceId, { 'one.csv': { rows: [report({ reference: 'a' })], rejections } })
  assert.deepEqual(await countsOf(first.loadId), { ...none, state: 'visible', rowsRead: 2, taken: 1, rejected: 1 })
  const { loadId } = await load(partnershipId, sourceId, { 'fixed.csv': { rows: [report({ reference: 'x' })], header: ['Crime ID', 'Month', 'Why it was not taken'] } })
  assert.deepEqual(await countsOf(loadId), { ...none, state: 'visible', rowsRead: 1, taken: 1 })
})

test('a whole file that was cut short is not taken, and what it left is cleared away', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Cut' })
  await load(partnershipId, sourceId, { 'one.csv': { rows: [report({ reference: 'a' }), report({ reference: 'b' })] } })
  const before = await standing(sourceId)
  const { loadId, outcome } = await load(partnershipId, sourceId, { 'two.csv': { rows: [report({ reference: 'c' })], cut: 'The file ends in the middle of line 2.' } })
  assert.equal(outcome, 'failed')
  assert.match((await asUser(analyst, (tx) => selectOptionalLoad(tx, loadId)))!.problem!, /ends in the middle/)
  assert.deepEqual(await standing(sourceId), before)
  assert.ok((await clearAway((work) => asSystem('clear', work, partnershipId))) >= 1)
  assert.deepEqual(await standing(sourceId), before)
})

test('a load stopped between batches goes on where it was, and ends as if it had never stopped', async () => {
  const rows = Array.from({ length: 9000 }, (_, index) => report({ reference: index % 3 ? `r${index}` : null, place: `Place ${index % 50}`, month: `2024-0${1 + (index % 4)}-01` }))
  const changed = rows.map((row, index) => (index % 10 === 0 ? { ...row, outcome: 'Closed' } : row)).slice(0, 8900)
  const straight = await addSource(partnershipId, { name: 'Straight' })
  const broken = await addSource(partnershipId, { name: 'Broken off' })
  for (const [name, content] of [['one.csv', rows], ['two.csv', changed]] as const) {
    const whole = await load(partnershipId, straight, { [name]: { rows: content } }, { read: readerOf({ [name]: { rows: content } }, 1000) })
    const { loadId } = await begin(partnershipId, broken, { [name]: { rows: content } })
    let asked = 0
    const read = readerOf({ [name]: { rows: content } }, 1000)
    assert.equal(await runLoad(partnershipId, loadId, { data: '/nowhere', read, stopping: () => ++asked > 1 }), 'stopped')
    const half = await countsOf(loadId)
    assert.equal(half.state, 'reading')
    assert.equal(half.rowsRead, 5000)
    assert.equal(await runLoad(partnershipId, loadId, { data: '/nowhere', read }), 'visible')
    assert.deepEqual(await countsOf(loadId), await countsOf(whole.loadId))
  }
  const [one, two] = [await standing(straight), await standing(broken)]
  assert.deepEqual(two.rows, one.rows)
  assert.deepEqual(two.areas, one.areas)
})

test('a second load of one source waits for the first', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Two at once' })
  const files = { 'one.csv': { rows: [report({ reference: 'a' })] } }
  const others = { 'two.csv': { rows: [report({ reference: 'b' })] } }
  const first = await begin(partnershipId, sourceId, files)
  const second = await begin(partnershipId, sourceId, others)
  assert.equal(await runLoad(partnershipId, first.loadId, { data: '/nowhere', read: readerOf(files), stopping: () => true }), 'stopped')
  assert.equal(await runLoad(partnershipId, second.loadId, { data: '/nowhere', read: readerOf(others) }), 'waits')
  assert.equal((await countsOf(second.loadId)).state, 'waiting')
  assert.equal(await runLoad(partnershipId, first.loadId, { data: '/nowhere', read: readerOf(files) }), 'visible')
  assert.equal(await runLoad(partnershipId, second.loadId, { data: '/nowhere', read: readerOf(others) }), 'visible')
})

test('a load cannot be undone while a later one stands on it', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Undo in order' })
  const first = await load(partnershipId, sourceId, { 'one.csv': { rows: [report({ reference: 'a' })] } })
  const second = await load(partnershipId, sourceId, { 'two.csv': { rows: [report({ reference: 'a', outcome: 'Charged' })] } })
  const elsewhen = await load(partnershipId, sourceId, { 'three.csv': { rows: [report({ month: '2024-03-01' })] } })
  const refused = await asUser(analyst, (tx) => undoLoad(tx, first.loadId))
  assert.deepEqual(refused, { ok: false, why: `Load ${second.loadId} came later and changed the same months. Undo that first, the newest before the others.` })
  assert.deepEqual(await asUser(analyst, (tx) => undoLoad(tx, second.loadId)), { ok: true })
  assert.deepEqual(await asUser(analyst, (tx) => undoLoad(tx, first.loadId)), { ok: true })
  assert.deepEqual((await standing(sourceId)).areas, ['0 Burglary 2024-03-01 1'])
  assert.ok(elsewhen.loadId > second.loadId)
})

test('hours are local and shared over the window something happened in', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Hours', layout: 'mapped' })
  await load(partnershipId, sourceId, { 'one.csv': { rows: [
    report({ starts: '2024-07-01T23:30:00Z', ends: null }),
    report({ starts: '2024-01-10T10:30:00Z', ends: '2024-01-10T12:00:00Z' }),
    report({ starts: '2024-10-27T00:00:00Z', ends: '2024-10-27T02:00:00Z' }),
    report({ starts: '2020-01-01T00:00:00Z', ends: '2024-01-01T00:00:00Z' }),
  ] } })
  assert.deepEqual((await standing(sourceId)).hours, ['2024-01-10 10 0.333333', '2024-01-10 11 0.666667', '2024-07-02 0 1.000000', '2024-10-27 1 1.000000'])
})

test('another partnership sees nothing of it, and a board member cannot load', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Ours alone' })
  const { loadId } = await load(partnershipId, sourceId, { 'one.csv': { rows: [report()] } })
  const [stranger, board] = [await world.theirs.account('analyst'), await world.ours.account('board member')]
  for (const table of ['source', 'load', 'load_file', 'incident', 'area_count', 'cell_count', 'current_incident'] as const) {
    const seen = (actor: typeof stranger) => asUser(actor, async (tx) => (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx)).rows[0]!.n)
    assert.equal(await seen(stranger), 0, table)
    assert.ok((await seen(board)) > 0, table)
  }
  await assert.rejects(asUser(board, (tx) => tx.insertInto('load').values({ partnership_id: partnershipId, load_id: 9999, source_id: sourceId }).execute()), /row-level security/)
  assert.deepEqual(await asUser(stranger, (tx) => undoLoad(tx, loadId)), { ok: false, why: `There is no load ${loadId}.` })
  assert.equal((await asUser(board, (tx) => undoLoad(tx, loadId)).catch(() => ({ ok: false }))).ok, false)
  assert.equal((await countsOf(loadId)).state, 'visible')
})
