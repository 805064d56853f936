import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asSystem } from '../../db/tx.ts'
import { selectLoads } from '../load-store.ts'
import { beginLoad } from './begin.ts'
import type { DataChange } from './after-change.ts'
import { startLoader } from './loader.ts'
import { runLoad } from './run.ts'
import { addSource } from './specimens.ts'
import { storedFilesIn } from './stored-files.ts'
import { undoLoad } from './undo.ts'
import { keepUpload, newUploadFolder } from './uploads.ts'

const world = await openWorld()
const data = mkdtempSync(join(tmpdir(), 'wardmote-loader-'))
after(async () => {
  await world.close()
  rmSync(data, { recursive: true, force: true })
})
const { partnershipId } = world.ours
const ask = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('test', work, partnershipId)

const HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context'
const csv = (month: string, rows: number) => [HEADER, ...Array.from({ length: rows }, (_, index) => `${String(index).padStart(64, 'a')},${month},T,T,-0.09,51.515,On or near Long Lane,E01000001,T 001A,Burglary,Under investigation,`)].join('\n')

async function send(sourceId: number, name: string, content: string): Promise<number> {
  const found = await storedFilesIn(data, await keepUpload(data, await newUploadFolder(data), name, Readable.from([Buffer.from(content)])))
  assert.ok(found.ok)
  return (await ask((tx) => beginLoad(tx, { sourceId }, found.files))).loadId
}

async function until(isSo: () => Promise<boolean>) {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('the server reads what was sent, goes on with what was broken off, in turn, tells of each change, and clears away', async () => {
  const [one, other] = [await addSource(partnershipId, { name: 'One' }), await addSource(partnershipId, { name: 'Other' })]
  const broken = await send(one, '2024-01-t-street.csv', csv('2024-01', 30))
  const after = await send(one, '2024-02-t-street.csv', csv('2024-02', 20))
  const elsewhere = await send(other, '2024-01-t-street.csv', csv('2024-01', 10))
  assert.equal(await runLoad(partnershipId, broken, { data, stopping: () => true }), 'stopped')
  const changes: DataChange[] = []
  const stop = startLoader(world.database, data, () => {}, [async (_, change) => changes.push(change)])
  await until(async () => (await ask((tx) => selectLoads(tx, null))).every(({ state }) => state === 'visible'))
  assert.deepEqual(changes.toSorted((a, b) => a.loadId - b.loadId), [
    { sourceId: one, loadId: broken, months: ['2024-01-01'] }, { sourceId: one, loadId: after, months: ['2024-02-01'] }, { sourceId: other, loadId: elsewhere, months: ['2024-01-01'] },
  ])
  assert.deepEqual((await ask((tx) => selectLoads(tx, one))).map(({ taken }) => taken), [20, 30])
  await until(async () => readdirSync(join(data, 'uploads')).length === 0)
  await ask((tx) => undoLoad(tx, after, []))
  await until(async () => (await ask((tx) => tx.selectFrom('incident').select('row_no').where('load_id', '=', after).execute())).length === 0)
  await stop()
})

test('a load that cannot be read has failed, with the sentence, and the next one is read', async () => {
  const sourceId = await addSource(partnershipId, { name: 'Bad file' })
  const bad = await send(sourceId, 'bad.csv', 'Colour,Size\nred,2\n')
  const good = await send(sourceId, '2024-03-t-street.csv', csv('2024-03', 5))
  const stop = startLoader(world.database, data, () => {}, [])
  await until(async () => (await ask((tx) => selectLoads(tx, sourceId))).every(({ state }) => state === 'visible' || state === 'failed'))
  await stop()
  const loads = await ask((tx) => selectLoads(tx, sourceId))
  assert.deepEqual(loads.map(({ loadId, state }) => [loadId, state]), [[good, 'visible'], [bad, 'failed']])
  assert.match(loads[1]!.problem!, /^bad\.csv: .*Crime ID/s)
})
