import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import { selectMonthsChanged, selectOptionalLoad } from '../load-store.ts'
import { AFTER_CHANGE, type AfterChange } from './after-change.ts'
import { makeFailed, raiseDataVersion } from './finish.ts'
import type { InTurn } from './task.ts'

/** `why`: a sentence for whoever asked. */
export type Undone = { ok: true } | { ok: false; why: string }

/**
 * Undoes a visible load: what it brought, revised and withdrew is as it was before, at once and everywhere. Refused while a later load of
 * its source stands on it, or one is being read. Its rows are cleared away afterwards (clearAway).
 */
export async function undoLoad(tx: Tx, loadId: number, afterChange: readonly AfterChange[] = AFTER_CHANGE): Promise<Undone> {
  const load = await selectOptionalLoad(tx, loadId)
  if (!load) return { ok: false, why: `There is no load ${loadId}.` }
  await tx.selectFrom('source').select('source_id').where('source_id', '=', load.sourceId).forUpdate().execute()
  const { state } = await tx.selectFrom('load').select('state').where('load_id', '=', loadId).executeTakeFirstOrThrow()
  const refused = (why: string): Undone => ({ ok: false, why })
  if (state === 'undone') return refused(`Load ${loadId} is undone already.`)
  if (state !== 'visible') return refused(`Load ${loadId} never became visible, so there is nothing to undo.`)
  const reading = await tx.selectFrom('load').select('load_id').where('source_id', '=', load.sourceId).where('state', '=', 'reading').executeTakeFirst()
  if (reading) return refused(`Load ${reading.load_id} of the same source is being read. Wait until it is over, then undo.`)
  const later = await selectLaterLoads(tx, load)
  if (later.length > 0) return refused(`${later.length === 1 ? `Load ${later[0]} came` : `Loads ${later.join(', ')} came`} later and changed the same months. Undo ${later.length === 1 ? 'that' : 'those'} first, the newest before the others.`)
  await raiseDataVersion(tx, load.sourceId)
  await tx.updateTable('load').set({ state: 'undone', undone_by: tx.actor.accountId, undone_at: sql`clock_timestamp()` }).where('load_id', '=', loadId).execute()
  const months = (await selectMonthsChanged(tx, loadId)).map(({ month }) => month)
  if (months.length > 0) for (const tell of afterChange) await tell(tx, { sourceId: load.sourceId, loadId, months })
  audit(tx, { act: 'altered', subjectKind: 'load', subjectId: String(loadId), details: { source: load.sourceId, fields: ['state'], state: 'undone' } })
  return { ok: true }
}

/** Visible loads of the source after this one, newest first, that changed a month it changed, or took rows it brought as their own. */
async function selectLaterLoads(tx: Tx, { loadId, sourceId, firstMonth, lastMonth }: { loadId: number; sourceId: number; firstMonth: string | null; lastMonth: string | null }): Promise<number[]> {
  const { rows } = await sql<{ load_id: number }>`
    select l.load_id from load l where l.source_id = ${sourceId} and l.load_id > ${loadId} and l.state = 'visible' and (
      exists (select from area_count a join area_count b on b.partnership_id = a.partnership_id and b.source_id = a.source_id and b.area_id = 0 and b.month = a.month and b.load_id = l.load_id
        where a.source_id = ${sourceId} and a.area_id = 0 and a.load_id = ${loadId})
      or (l.unchanged > 0 and l.first_month <= ${lastMonth}::date and l.last_month >= ${firstMonth}::date))
    order by l.load_id desc`.execute(tx)
  return rows.map(({ load_id }) => load_id)
}

/** Stops a load that waits or is being read; false when it is over already. */
export async function stopLoad(tx: Tx, loadId: number): Promise<boolean> {
  const load = await tx.selectFrom('load').select('state').where('load_id', '=', loadId).forUpdate().executeTakeFirst()
  if (load?.state !== 'waiting' && load?.state !== 'reading') return false
  await makeFailed(tx, loadId, 'Somebody stopped it before it was complete. Nothing of it counts.')
  audit(tx, { act: 'altered', subjectKind: 'load', subjectId: String(loadId), details: { fields: ['state'], state: 'failed' } })
  return true
}

const ROWS_AT_A_TIME = 5000

/**
 * Clears away what undone and failed loads left behind, a few thousand rows to a transaction; of a failed load the rejected rows stay, to be
 * read. Gives how many loads it cleared. `stopping` true leaves the rest for another time.
 */
export async function clearAway(inTurn: InTurn, stopping: () => boolean = () => false): Promise<number> {
  const over = await inTurn((tx) =>
    tx.selectFrom('load as l').select(['l.load_id', 'l.source_id', 'l.state']).where('l.state', 'in', ['undone', 'failed'])
      .where((q) => q.or((['incident', 'incident_ending', 'rejection'] as const).map((table) =>
        q.exists(q.selectFrom(table).select(sql`1`.as('one')).whereRef(`${table}.partnership_id`, '=', 'l.partnership_id').whereRef(`${table}.load_id`, '=', 'l.load_id')
          .$if(table === 'rejection', (asked) => asked.where(sql<boolean>`l.state = 'undone'`)))))).execute(),
  )
  for (const load of over) if (!(await clearOne(inTurn, load, stopping))) return 0
  return over.length
}

async function clearOne(inTurn: InTurn, { load_id, source_id, state }: { load_id: number; source_id: number; state: string }, stopping: () => boolean): Promise<boolean> {
  const categories = await inTurn((tx) => tx.selectFrom('source_term').select('term_id').where('source_id', '=', source_id).where('field', '=', 'category').execute())
  const areas = await inTurn((tx) => tx.selectFrom('area').select('area_id').execute())
  for (const { term_id } of categories)
    for (const table of ['cell_count', 'hour_count'] as const)
      await inTurn((tx) => sql`delete from ${sql.table(table)} where source_id = ${source_id} and category_id = ${term_id} and load_id = ${load_id}`.execute(tx))
  for (const area of [0, -1, -2, ...areas.map(({ area_id }) => area_id)])
    await inTurn((tx) => tx.deleteFrom('area_count').where('source_id', '=', source_id).where('area_id', '=', area).where('load_id', '=', load_id).execute())
  // The rows go last: as long as one is there, the load is known not to be cleared.
  for (const table of [...(state === 'undone' ? ['rejection'] : []), 'incident_ending', 'incident_person', 'incident'])
    for (let gone = ROWS_AT_A_TIME; gone >= ROWS_AT_A_TIME; ) {
      if (stopping()) return false
      gone = await inTurn((tx) => removeSome(tx, table, load_id))
    }
  return true
}

async function removeSome(tx: Tx, table: string, loadId: number): Promise<number> {
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ctid = any (array(select ctid from ${sql.table(table)} where load_id = ${loadId} limit ${ROWS_AT_A_TIME}))`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
