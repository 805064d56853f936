// Loads one invented file into the embedded database of a folder, and says so batch by batch: a process for a test to kill.
import { randomBytes } from 'node:crypto'
import { ROLE_POWERS } from '../../people/powers.ts'
import { migrate } from '../../db/migrate.ts'
import { openDatabase } from '../../db/pool.ts'
import { asSystem, useDatabase } from '../../db/tx.ts'
import { addSource, begin, readerOf, report } from './specimens.ts'
import { runLoad } from './run.ts'

const [folder] = process.argv.slice(2)
const database = await openDatabase({ kind: 'embedded', folder: folder! })
await migrate(database, ROLE_POWERS, null)
useDatabase(database, randomBytes(32))

const files = (name: string, outcome: (index: number) => string | null) =>
  ({ [name]: { bytes: name, rows: Array.from({ length: 20_000 }, (_, index) => report({ reference: `r${index}`, month: `2024-0${1 + (index % 3)}-01`, outcome: outcome(index) })).slice(name === 'two.csv' ? 500 : 0) } })
const loads = [files('one.csv', () => null), files('two.csv', (index) => (index % 4 === 0 ? 'Charged' : null))]

const known = await asSystem('find the test partnership', (tx) => tx.selectFrom('partnership').select('partnership_id').executeTakeFirst())
const partnershipId = known?.partnership_id ?? crypto.randomUUID()
if (!known) {
  await asSystem('add a test partnership', async (tx) => {
    await tx.insertInto('partnership').values({ partnership_id: partnershipId, name: 'Testbury', area: 'Testbury' }).execute()
    await tx.insertInto('audit_head').values({ partnership_id: partnershipId }).execute()
  }, partnershipId)
  await addSource(partnershipId)
}
for (const each of loads) {
  const { kind, loadId } = await begin(partnershipId, 1, each, 'any')
  if (kind === 'already') continue
  const read = readerOf(each, 5000)
  await runLoad(partnershipId, loadId, { data: '/nowhere', read, progress: (_, rows) => console.log(`load ${loadId} row ${rows}`) })
}
const { loads: held, rows, counts } = await asSystem('see what stands', async (tx) => ({
  loads: await tx.selectFrom('load').select(['state', 'rows_read', 'taken', 'revised', 'unchanged', 'withdrawn']).orderBy('load_id').execute(),
  rows: await tx.selectFrom('current_incident').select((q) => q.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  counts: await tx.selectFrom('area_month').select((q) => q.fn.sum<number>('n').as('n')).where('area_id', '=', 0).executeTakeFirstOrThrow(),
}), partnershipId)
console.log(JSON.stringify({ loads: held, rows: Number(rows.n), counts: Number(counts.n) }))
await database.close()
