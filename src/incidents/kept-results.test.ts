import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepResults } from './kept-results.ts'

const ours = (dataVersion: number, sourceId = 1) => ({ partnershipId: 'ours', sources: [{ sourceId, dataVersion }] })
const theirs = { partnershipId: 'theirs', sources: [{ sourceId: 1, dataVersion: 1 }] }

test('work is done once for those who ask together and those who ask again', async () => {
  const { kept } = keepResults(1000)
  let done = 0
  const work = async () => ++done
  assert.deepEqual(await Promise.all([kept(ours(1), 'rank', work), kept(ours(1), 'rank', work)]), [1, 1])
  assert.equal(await kept(ours(1), 'rank', work), 1)
  assert.equal(await kept(ours(1), 'another size', work), 2)
})

test('another partnership with the same source number and question never gets ours', async () => {
  const { kept } = keepResults(1000)
  assert.equal(await kept(ours(1), 'rank', async () => 'ours'), 'ours')
  assert.equal(await kept(theirs, 'rank', async () => 'theirs'), 'theirs')
  assert.equal(await kept(ours(1), 'rank', async () => 'worked out again'), 'ours')
})

test('a load makes what was worked out before it forgotten, and nothing of other sources', async () => {
  const { kept, bytes } = keepResults(1000)
  await kept(ours(1), 'rank', async () => 'old')
  await kept(ours(1, 2), 'rank', async () => 'of another source')
  const before = bytes()
  assert.equal(await kept(ours(2), 'rank', async () => 'new'), 'new')
  assert.equal(bytes(), before)
  assert.equal(await kept(ours(1, 2), 'rank', async () => 'again'), 'of another source')
})

test('when there is no more room the result longest unasked for goes first', async () => {
  const { kept, bytes } = keepResults(1000)
  const result = (name: string) => async () => ({ name, scores: new Uint8Array(300) })
  await kept(ours(1), 'a', result('a'))
  await kept(ours(1), 'b', result('b'))
  await kept(ours(1), 'a', result('a again'))
  await kept(ours(1), 'c', result('c'))
  assert.ok(bytes() <= 1000)
  assert.equal((await kept(ours(1), 'a', result('a again'))).name, 'a')
  assert.equal((await kept(ours(1), 'b', result('b again'))).name, 'b again')
})

test('work that failed is not kept: the next to ask has it done again', async () => {
  const { kept } = keepResults(1000)
  await assert.rejects(kept(ours(1), 'rank', async () => Promise.reject(new Error('no worker'))), /no worker/)
  assert.equal(await kept(ours(1), 'rank', async () => 'done'), 'done')
})
