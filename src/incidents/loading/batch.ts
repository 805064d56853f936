import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import type { Batch } from '../incident.ts'
import type { NewRow, Place } from './rows.ts'
import { insertIncidents, insertRejections } from './rows.ts'
import type { Terms } from './terms.ts'

/** Thrown when a load is no longer this reader's: it was stopped, or another process took it up. What was stored stands. */
export class TakenAway extends Error {}

/** A batch compared with what is held: what is to be stored of it. */
export type Compared = { batch: Batch; added: readonly NewRow[]; firstMonth: string | null; lastMonth: string | null }

/**
 * Stores one batch and how far the file now is, all or nothing. `rowsDone`: the rows of the file whose fate was in the database before.
 * Throws TakenAway when the database says otherwise. Gives the numbers of the stored rows' categories.
 */
export async function storeBatch(tx: Tx, place: Place, rowsDone: number, { batch, added, firstMonth, lastMonth }: Compared, terms: Terms): Promise<number[]> {
  const file = await tx.updateTable('load_file').set({ rows_done: rowsDone + batch.rowsRead })
    .where('load_id', '=', place.loadId).where('file_no', '=', place.fileNo).where('rows_done', '=', rowsDone).executeTakeFirst()
  const load = await tx.updateTable('load').set({
    rows_read: sql`rows_read + ${batch.rowsRead}`, taken: sql`taken + ${added.length}`, unchanged: sql`unchanged + ${batch.incidents.length - added.length}`,
    rejected: sql`rejected + ${batch.rejections.length}`,
    first_month: sql`least(first_month, ${firstMonth}::date)`, last_month: sql`greatest(last_month, ${lastMonth}::date)`,
  }).where('load_id', '=', place.loadId).where('state', '=', 'reading').executeTakeFirst()
  if (file.numUpdatedRows !== 1n || load.numUpdatedRows !== 1n) throw new TakenAway(`Load ${place.loadId} is not being read here any more`)
  await insertRejections(tx, place, batch.rejections)
  return insertIncidents(tx, place, added, terms)
}

/** A batch cut after so many of its rows, taken in the order of their lines. */
export function splitBatch(batch: Batch, rows: number): [Batch, Batch] {
  const lines = [...batch.incidents, ...batch.rejections].map(({ line }) => line).toSorted((a, b) => a - b)
  const last = rows === 0 ? 0 : lines[Math.min(rows, lines.length) - 1]!
  const part = (isPart: (line: number) => boolean, rowsRead: number): Batch => ({
    incidents: batch.incidents.filter(({ line }) => isPart(line)), rejections: batch.rejections.filter(({ line }) => isPart(line)), rowsRead,
  })
  return [part((line) => line <= last, rows), part((line) => line > last, batch.rowsRead - rows)]
}

/** Batches joined until they have at least so many rows: the fewer the transactions, the less each row costs. */
export async function* joined(batches: AsyncIterable<Batch>, atLeast: number): AsyncGenerator<Batch> {
  let waiting: Batch[] = []
  let rows = 0
  const whole = (): Batch => (waiting.length === 1 ? waiting[0]! : { incidents: waiting.flatMap((each) => each.incidents), rejections: waiting.flatMap((each) => each.rejections), rowsRead: rows })
  for await (const batch of batches) {
    waiting.push(batch)
    rows += batch.rowsRead
    if (rows < atLeast) continue
    yield whole()
    waiting = []
    rows = 0
  }
  if (waiting.length > 0) yield whole()
}
