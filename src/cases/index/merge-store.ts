import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'

/** Every entry that people have said is the same as this one, itself first, as far as the account that asks sees. */
export async function selectCluster(tx: Tx, entryId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive one as (
      select ${entryId}::uuid as id
      union
      select case when m.kept_id = o.id then m.merged_id else m.kept_id end
      from one o join index_merge m on m.partnership_id = (select current_partnership()) and m.undone_at is null and o.id in (m.kept_id, m.merged_id))
    select o.id from one o join index_entry e on e.partnership_id = (select current_partnership()) and e.index_entry_id = o.id`.execute(tx)
  return rows.map(({ id }) => id).toSorted((one, other) => Number(other === entryId) - Number(one === entryId))
}

export type Merge = { mergeId: string; keptId: string; mergedId: string; reason: string; by: string | null; at: Temporal.Instant; undoneAt: Temporal.Instant | null; undoneReason: string | null }

/** Merges among these entries, standing and undone, the latest first. */
export async function selectMerges(tx: Tx, entryIds: readonly string[]): Promise<Merge[]> {
  return tx.selectFrom('index_merge as m')
    .innerJoin('index_entry as k', (on) => on.onRef('k.partnership_id', '=', 'm.partnership_id').onRef('k.index_entry_id', '=', 'm.kept_id'))
    .innerJoin('index_entry as g', (on) => on.onRef('g.partnership_id', '=', 'm.partnership_id').onRef('g.index_entry_id', '=', 'm.merged_id'))
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'm.partnership_id').onRef('a.account_id', '=', 'm.merged_by'))
    .select(['m.index_merge_id as mergeId', 'm.kept_id as keptId', 'm.merged_id as mergedId', 'm.reason', 'a.name as by', 'm.merged_at as at', 'm.undone_at as undoneAt', 'm.undone_reason as undoneReason'])
    .where((where) => where.or([where('m.kept_id', 'in', [...entryIds]), where('m.merged_id', 'in', [...entryIds])]))
    .orderBy('m.merged_at', 'desc').orderBy('m.index_merge_id').execute()
}

/** A case in which this account works and that one of these entries is in: the merge is read with it. */
async function selectMergingCase(tx: Tx, entryIds: readonly string[]): Promise<string | null> {
  const row = await tx.selectFrom('subject as s')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 's.partnership_id').onRef('c.case_id', '=', 's.case_id'))
    .select('c.case_id').where('s.index_entry_id', 'in', [...entryIds]).where('c.stage', 'in', ['referred', 'open'])
    .where(sql<boolean>`(c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties))`).orderBy('c.made_at').orderBy('c.case_id').executeTakeFirst()
  return row?.case_id ?? null
}

/** Says that two entries are one, until somebody undoes it; neither loses anything. 'same' when they are one already, 'not worked' when neither is in a case that this account works. */
export async function mergeEntries(tx: Tx, keptId: string, mergedId: string, reason: string): Promise<'merged' | 'same' | 'not worked'> {
  if ((await selectCluster(tx, keptId)).includes(mergedId)) return 'same'
  const caseId = await selectMergingCase(tx, [keptId, mergedId])
  if (!caseId) return 'not worked'
  // Each entry is merged into one other at most, so the one that is not merged yet is merged into the other.
  const taken = await tx.selectFrom('index_merge').select('merged_id').where('undone_at', 'is', null).where('merged_id', '=', mergedId).executeTakeFirst()
  const [kept_id, merged_id] = taken ? [mergedId, keptId] : [keptId, mergedId]
  const written = await tx.insertInto('index_merge').values({ partnership_id: tx.actor.partnershipId!, kept_id, merged_id, case_id: caseId, reason, merged_by: tx.actor.accountId })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'merged_id']).where('undone_at', 'is', null).doNothing()).executeTakeFirst()
  if (!written.numInsertedOrUpdatedRows) return 'same'
  audit(tx, { act: 'combined', subjectKind: 'case', subjectId: caseId, details: { kept: kept_id, merged: merged_id } })
  return 'merged'
}

/** Undoes a merge, with the reason: both entries stand as they were. False when it was undone before, or is not there. */
export async function undoMerge(tx: Tx, mergeId: string, reason: string): Promise<boolean> {
  const row = await tx.updateTable('index_merge').set({ undone_at: sql`now()`, undone_by: tx.actor.accountId, undone_reason: reason }).where('index_merge_id', '=', mergeId).where('undone_at', 'is', null).returning('case_id').executeTakeFirst()
  if (row) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: row.case_id, details: { merge: mergeId, undone: true } })
  return Boolean(row)
}

/** Says that two entries that looked alike are not one: they are not proposed again. */
export async function tellApart(tx: Tx, entryId: string, otherId: string): Promise<boolean> {
  const rows = await tx.updateTable('index_pointer').set({ answer: 'not the same', answered_by: tx.actor.accountId, answered_at: sql`now()` })
    .where((where) => where.or([where.and([where('index_entry_id', '=', entryId), where('held_entry_id', '=', otherId)]), where.and([where('index_entry_id', '=', otherId), where('held_entry_id', '=', entryId)])]))
    .where('answer', 'is distinct from', 'not the same').returning(['held_case_id', 'index_pointer_id']).execute()
  for (const { held_case_id, index_pointer_id } of rows) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: held_case_id, details: { pointer: index_pointer_id, answer: 'not the same' } })
  return rows.length > 0
}
