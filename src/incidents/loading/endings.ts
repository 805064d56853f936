import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { integers } from './arrays.ts'
import type { HeldMonth, HeldVersion } from './held.ts'
import type { InTurn } from './task.ts'

type OfLoad = { loadId: number; sourceId: number }
type Ending = { ended: HeldVersion; byRowNo: number | null }

/**
 * Once a file is stored: a version held under the reference of one of its new rows is ended by that row, the first by the first where a
 * reference repeats. Gives how many. `used`: rows that ended a version before a kill.
 */
export async function reviseMonth(inTurn: InTurn, of: OfLoad, month: string, fileNo: number, held: HeldMonth, used: ReadonlySet<number>): Promise<number> {
  const byKey = Map.groupBy(held.notFound(), ({ key }) => key)
  if (byKey.size === 0) return 0
  const pairs: (Ending & { index: number })[] = []
  await inTurn(async (tx) => {
    for (const { key, rowNo } of await newRows(tx, of, month, fileNo)) {
      const ended = used.has(rowNo) ? undefined : byKey.get(key)?.shift()
      if (ended) pairs.push({ ended, byRowNo: rowNo, index: ended.index })
    }
    await end(tx, of, pairs)
    if (pairs.length > 0) await add(tx, of, { taken: -pairs.length, revised: pairs.length })
  })
  for (const { index } of pairs) held.setFound(index)
  return pairs.length
}

/** Once every file is stored: what a whole file's month held and no row was found to be is withdrawn. Gives how many. */
export async function withdrawMonth(inTurn: InTurn, of: OfLoad, held: HeldMonth): Promise<number> {
  const gone = [...held.notFound()].filter(({ own }) => !own)
  if (gone.length === 0) return 0
  await inTurn(async (tx) => {
    await end(tx, of, gone.map((ended) => ({ ended, byRowNo: null })))
    await add(tx, of, { withdrawn: gone.length })
  })
  return gone.length
}

/** Rows of a load that ended a version. */
export async function selectUsed(tx: Tx, loadId: number): Promise<Set<number>> {
  const rows = await tx.selectFrom('incident_ending').select('by_row_no').where('load_id', '=', loadId).where('by_row_no', 'is not', null).execute()
  return new Set(rows.map(({ by_row_no }) => by_row_no!))
}

/** The file's rows of a month, in its order. */
async function newRows(tx: Tx, { loadId, sourceId }: OfLoad, month: string, fileNo: number): Promise<{ key: number; rowNo: number }[]> {
  const { rows } = await sql<{ packed: Buffer | null }>`
    select string_agg(int8send(key) || int4send(row_no), ''::bytea order by row_no) as packed from incident
    where source_id = ${sourceId} and month = ${month}::date and load_id = ${loadId} and file_no = ${fileNo}`.execute(tx)
  const packed = rows[0]!.packed ?? Buffer.alloc(0)
  return Array.from({ length: packed.length / 12 }, (_, index) => ({
    key: packed.readUInt32BE(index * 12) * 2 ** 32 + packed.readUInt32BE(index * 12 + 4), rowNo: packed.readInt32BE(index * 12 + 8),
  }))
}

async function end(tx: Tx, { loadId }: OfLoad, endings: readonly Ending[]) {
  if (endings.length === 0) return
  await sql`
    insert into incident_ending (partnership_id, load_id, ended_load_id, ended_row_no, by_row_no)
    select ${tx.actor.partnershipId}::uuid, ${loadId}::integer, t.* from unnest(${integers(endings.map(({ ended }) => ended.loadId))}::integer[],
      ${integers(endings.map(({ ended }) => ended.rowNo))}::integer[], ${integers(endings.map(({ byRowNo }) => byRowNo))}::integer[]) as t`.execute(tx)
}

const add = (tx: Tx, { loadId }: OfLoad, { taken = 0, revised = 0, withdrawn = 0 }) =>
  tx.updateTable('load').set({ taken: sql`taken + ${taken}`, revised: sql`revised + ${revised}`, withdrawn: sql`withdrawn + ${withdrawn}` })
    .where('load_id', '=', loadId).where('state', '=', 'reading').execute()
