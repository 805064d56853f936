import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { Batch } from './batch-store.ts'

/**
 * Whether the plan that a batch made is still just as the paper made it: nobody has reported on it, changed or tied an item,
 * opened a period or published. Only then can bringing it in be undone.
 */
export async function canUndo(tx: Tx, batch: Batch): Promise<boolean> {
  if (!batch.takenAt || !batch.planId || batch.summary?.made !== 'plan' || batch.summary.undone) return false
  const { rows } = await sql<{ untouched: boolean }>`
    select p.version = 1 and p.state <> 'closed'
      and not exists (select from plan_item i where i.partnership_id = p.partnership_id and i.plan_id = p.plan_id and i.version > 1)
      and not exists (select from plan_item i join item_update u on u.partnership_id = i.partnership_id and u.plan_item_id = i.plan_item_id
        where i.partnership_id = p.partnership_id and i.plan_id = p.plan_id and (u.source is null or u.follows is not null))
      and not exists (select from plan_item i join item_link l on l.partnership_id = i.partnership_id and i.plan_item_id in (l.from_item_id, l.to_item_id)
        where i.partnership_id = p.partnership_id and i.plan_id = p.plan_id)
      and not exists (select from plan_item i join item_measure m on m.partnership_id = i.partnership_id and m.plan_item_id = i.plan_item_id
        where i.partnership_id = p.partnership_id and i.plan_id = p.plan_id)
      and not exists (select from evidence e where e.partnership_id = p.partnership_id and e.plan_id = p.plan_id)
      and not exists (select from reporting_period r where r.partnership_id = p.partnership_id and r.plan_id = p.plan_id)
      and not exists (select from edition e where e.partnership_id = p.partnership_id and e.plan_id = p.plan_id)
      and not exists (select from dismissed_finding d where d.partnership_id = p.partnership_id and d.plan_id = p.plan_id)
      and not exists (select from import_batch b where b.partnership_id = p.partnership_id and b.plan_id = p.plan_id
        and b.import_batch_id <> ${batch.batchId} and b.taken_at is not null)
      as untouched
    from plan p where p.plan_id = ${batch.planId}`.execute(tx)
  return rows[0]?.untouched ?? false
}

/**
 * Undoes the bringing in of a plan. Codes are never used again and nothing is deleted, so the plan is closed, its items are
 * withdrawn with the reason, and the file may be brought in anew. Gives false when the plan is no longer as the paper made it.
 */
export async function undoImport(tx: Tx, batch: Batch, today: Temporal.PlainDate): Promise<boolean> {
  if (!(await canUndo(tx, batch))) return false
  const note = `Brought in by mistake from ${batch.fileName}; undone`
  await tx
    .updateTable('plan_item')
    .set({ state: 'withdrawn', state_note: note, state_since: today.toString(), version: sql<number>`version + 1` })
    .where('plan_id', '=', batch.planId)
    .execute()
  await tx
    .updateTable('plan')
    .set({ state: 'closed', title: sql<string>`left('Undone: ' || title, 200)`, version: sql<number>`version + 1` })
    .where('plan_id', '=', batch.planId)
    .execute()
  await tx
    .updateTable('import_batch')
    .set({ summary: JSON.stringify({ ...batch.summary, undone: today.toString() }) })
    .where('import_batch_id', '=', batch.batchId)
    .execute()
  await tx.deleteFrom('import_mapping').where('plan_id', '=', batch.planId).execute()
  audit(tx, { act: 'altered', subjectKind: 'plan', subjectId: batch.planId, details: { undone: batch.batchId } })
  return true
}
