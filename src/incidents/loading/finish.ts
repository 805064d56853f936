import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import { selectMonthsChanged } from '../load-store.ts'
import type { AfterChange } from './after-change.ts'
import { TakenAway } from './batch.ts'

/**
 * Makes a load that is read and counted visible: in one transaction its state, its source's data version, and all that is worked out from
 * the source. `notes` are sentences its reader should know.
 */
export async function makeVisible(tx: Tx, { loadId, sourceId }: { loadId: number; sourceId: number }, notes: readonly string[], afterChange: readonly AfterChange[]) {
  const version = await raiseDataVersion(tx, sourceId)
  const { numUpdatedRows } = await tx.updateTable('load')
    .set({ state: 'visible', became_visible: version, finished_at: sql`clock_timestamp()`, problem: notes.join('\n') || null })
    .where('load_id', '=', loadId).where('state', '=', 'reading').executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new TakenAway(`Load ${loadId} is not being read here any more`)
  await tx.updateTable('load_file').set({ stored_as: null }).where('load_id', '=', loadId).execute()
  const months = (await selectMonthsChanged(tx, loadId)).map(({ month }) => month)
  if (months.length > 0) for (const tell of afterChange) await tell(tx, { sourceId, loadId, months })
  const counts = await tx.selectFrom('load').select(['taken', 'revised', 'unchanged', 'withdrawn', 'rejected']).where('load_id', '=', loadId).executeTakeFirstOrThrow()
  audit(tx, { act: 'collected', subjectKind: 'load', subjectId: String(loadId), details: { source: sourceId, ...counts } })
}

/** Says why a load came to nothing. Its rejected rows stay to be read; all else of it is cleared away afterwards. */
export async function makeFailed(tx: Tx, loadId: number, problem: string) {
  await tx.updateTable('load').set({ state: 'failed', problem, finished_at: sql`clock_timestamp()` })
    .where('load_id', '=', loadId).where('state', 'in', ['waiting', 'reading']).execute()
  await tx.updateTable('load_file').set({ stored_as: null }).where('load_id', '=', loadId).execute()
}

/** The source's next data version, under which what was worked out before no longer stands. Holds the source until the transaction ends. */
export async function raiseDataVersion(tx: Tx, sourceId: number): Promise<number> {
  const { data_version } = await tx.updateTable('source').set({ data_version: sql`data_version + 1` }).where('source_id', '=', sourceId)
    .returning('data_version').executeTakeFirstOrThrow()
  return data_version
}
