import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, test } from 'node:test'
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { openWorld } from '../../../test/world.ts'
import { asSystem } from '../../db/tx.ts'
import { changesOf, selectOptionalLoad } from '../load-store.ts'
import { beginLoad } from './begin.ts'
import { runLoad } from './run.ts'
import { addSource } from './specimens.ts'
import { undoLoad } from './undo.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId } = world.ours
const ask = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('test', work, partnershipId)
const at = (path: string) => fileURLToPath(new URL(`../../../../shared/data/police-uk/city-of-london/${path}`, import.meta.url))

async function bring(sourceId: number, ...paths: string[]) {
  const files = paths.map((path) => {
    const content = readFileSync(at(path))
    return { name: path.split('/').at(-1)!, hash: createHash('sha256').update(content).digest('hex'), bytes: content.length, storedAs: at(path) }
  })
  const { loadId } = await ask((tx) => beginLoad(tx, { sourceId }, files))
  assert.equal(await runLoad(partnershipId, loadId, { data: '/nowhere' }), 'visible')
  const { taken, revised, unchanged, withdrawn, rejected } = (await ask((tx) => selectOptionalLoad(tx, loadId)))!
  return { loadId, taken, revised, unchanged, withdrawn, rejected }
}
const total = async (sourceId: number) =>
  ask(async (tx) => ({
    counted: (await sql<{ n: number }>`select coalesce(sum(n), 0)::integer as n from area_month where source_id = ${sourceId} and area_id = 0`.execute(tx)).rows[0]!.n,
    standing: (await sql<{ n: number }>`select count(*)::integer as n from current_incident where source_id = ${sourceId}`.execute(tx)).rows[0]!.n,
  }))

test('2017-12 was republished (data README): 464 rows, then 651; 13 crime numbers went, 63 came, 6 crimes moved, 1 changed type', async () => {
  const sourceId = await addSource(partnershipId, { name: '2017-12' })
  const first = await bring(sourceId, 'street-vintages/2018-04-24/2017-12-city-of-london-street.csv.gz')
  assert.deepEqual(first, { loadId: first.loadId, taken: 464, revised: 0, unchanged: 0, withdrawn: 0, rejected: 0 })
  const second = await bring(sourceId, 'street/2017-12-city-of-london-street.csv.gz')
  assert.equal(second.withdrawn, 13)
  assert.equal(second.revised + second.unchanged, 451)
  const came = await ask((tx) => changesOf(tx, second.loadId, 'new', { limit: 1000 }))
  // One of them is listed twice: the same crime again, and a row of its own.
  const numbered = came.flatMap(({ now }) => now!.reference ?? [])
  assert.deepEqual([new Set(numbered).size, numbered.length], [63, 64])
  assert.equal(came.length, 200)
  const revised = await ask((tx) => changesOf(tx, second.loadId, 'revised', { limit: 1000 }))
  assert.equal(revised.filter(({ differences }) => differences.some(({ field }) => field === 'Point')).length, 6)
  assert.equal(revised.filter(({ differences }) => differences.some(({ field }) => field === 'Category')).length, 1)
  assert.deepEqual(await total(sourceId), { counted: 651, standing: 651 })
  assert.deepEqual(await ask((tx) => undoLoad(tx, second.loadId)), { ok: true })
  assert.deepEqual(await total(sourceId), { counted: 464, standing: 464 })
})

test('another month keeps its rows and numbers between downloads (data README): only outcomes change, and the same month again changes nothing', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Outcomes revised' })
  const months = ['2020-10', '2020-11']
  const first = await bring(sourceId, ...months.map((month) => `street-vintages/2021-01-19/${month}-city-of-london-street.csv.gz`))
  const second = await bring(sourceId, ...months.map((month) => `street/${month}-city-of-london-street.csv.gz`))
  assert.deepEqual([second.taken, second.withdrawn], [0, 0])
  assert.equal(second.revised + second.unchanged, first.taken)
  assert.ok(second.revised > 0)
  const revised = await ask((tx) => changesOf(tx, second.loadId, 'revised', { limit: 2000 }))
  assert.deepEqual([...new Set(revised.flatMap(({ differences }) => differences.map(({ field }) => field)))], ['Outcome'])
})
