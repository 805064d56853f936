import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/pool.ts'
import { ROLE_POWERS } from '../people/powers.ts'
import { startUpkeep } from './upkeep.ts'

const database = await openDatabase({ kind: 'memory' })
after(() => database.close())
await migrate(database, ROLE_POWERS, null)

test('the embedded database knows how many rows its tables have, soon after a start', async () => {
  const known = async () => (await database.pool.query<{ rows: number }>("select reltuples as rows from pg_class where relname = 'role_power'")).rows[0]!.rows
  assert.equal(await known(), -1)
  const stop = startUpkeep(database, (error) => {
    throw error
  })
  while ((await known()) < 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await stop()
  assert.ok((await known()) > 10)
})
