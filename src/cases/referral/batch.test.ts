import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem } from '../../db/tx.ts'
import { writeCsv } from '../../documents/csv.ts'
import { COLUMNS, readBatch } from './batch.ts'

const world = await openWorld()
after(() => world.close())
const row = (name: string, consent = 'given') => ['victim', 'Shouted at nightly', '', 'Testa Street', 'worried', name, '1961', '', '', 'yes', '', 'no', '', '', consent, '']
const csv = (...rows: string[][]) => Buffer.from(writeCsv(rows, COLUMNS))

test('each fault is named by line, column, value and reason, and then no row is taken', () => {
  assert.deepEqual(readBatch(csv(row('A Person'), row('B Person', 'perhaps'))), { faults: [{ line: 3, column: 'consent', value: 'perhaps', why: 'Say whether they agreed' }] })
  for (const [bytes, why] of [[Buffer.from('a,b\n1,2\n'), /Columns are missing/], [csv(), /holds no referral/], [Buffer.alloc(3 * 1024 * 1024, 65), /2 MB/], [csv(...Array.from({ length: 501 }, () => row('A'))), /at most 500/], [Buffer.from('<html>'), /cannot be read/]] as const)
    assert.match(JSON.stringify(readBatch(bytes)), why)
})

test('a batch is sent whole, and the same file again changes nothing', async () => {
  const { schemeId, patrol } = await addCasework(world.ours)
  const cookie = await world.signIn(patrol)
  const send = async (bytes: Buffer) => {
    const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/refer/batch', headers: { cookie } })).body)![1]!
    const part = (head: string, body: Buffer | string) => Buffer.concat([Buffer.from(`--edge\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), Buffer.from(body as string), Buffer.from('\r\n')])
    const payload = Buffer.concat([part('name="_csrf"', token), part('name="scheme"', schemeId), part('name="file"; filename="x.csv"', bytes), Buffer.from('--edge--\r\n')])
    return world.app.inject({ method: 'POST', url: '/refer/batch', headers: { cookie, 'content-type': 'multipart/form-data; boundary=edge' }, payload })
  }
  const count = () => asSystem('count referrals', async (tx) => (await tx.selectFrom('referral').select('case_id').where('channel', '=', 'batch').execute()).length, world.ours.partnershipId)
  assert.equal((await send(csv(row('A Person'), row('B Person', 'perhaps')))).statusCode, 422)
  assert.equal(await count(), 0)
  const file = csv(row('A Person'), row('B Person'))
  assert.equal((await send(file)).statusCode, 303)
  assert.equal((await send(file)).statusCode, 303)
  assert.equal(await count(), 2)
})
