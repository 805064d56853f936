import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'

export const POINTER_ANSWERS = ['contacted', 'nothing to share', 'not the same'] as const
export type PointerAnswer = (typeof POINTER_ANSWERS)[number]

/** A case of this account's that looks as if it concerns somebody another case asks about. `asking`: the agency to get in touch with. `askingEntryId`: only where the asking case is seen too. */
export type Task = {
  pointerId: string
  heldCaseId: string
  heldReference: string
  heldEntryId: string
  asking: string | null
  askingEntryId: string | null
  foundAt: Temporal.Instant
  answer: PointerAnswer | null
  answeredAt: Temporal.Instant | null
}

const tasks = (tx: Tx) =>
  tx.selectFrom('index_pointer as p')
    .innerJoin('case_file as h', (on) => on.onRef('h.partnership_id', '=', 'p.partnership_id').onRef('h.case_id', '=', 'p.held_case_id'))
    .leftJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'p.partnership_id').onRef('c.case_id', '=', 'p.case_id'))
    .leftJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'p.partnership_id').onRef('n.organisation_id', '=', 'p.asking_agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select([
      'p.index_pointer_id as pointerId', 'p.held_case_id as heldCaseId', 'h.reference as heldReference', 'p.held_entry_id as heldEntryId', 'n.name as asking',
      sql<string | null>`case when c.case_id is null then null else p.index_entry_id end`.as('askingEntryId'), 'p.found_at as foundAt', 'p.answer', 'p.answered_at as answeredAt',
    ])
    // Of two people in one case there is nobody to ask: that is a suggestion to merge.
    .whereRef('p.case_id', '<>', 'p.held_case_id')
    .where('h.stage', 'in', ['referred', 'open'])
    .where(sql<boolean>`(h.door = any ((select open_doors())::text[]) and (select current_agency()) = any (h.parties))`)

/** What this account's cases are asked about, unanswered first, the newest first. */
export async function selectTasks(tx: Tx, { answered, limit = 50 }: { answered: boolean; limit?: number }): Promise<Task[]> {
  const rows = await tasks(tx).where('p.answer', answered ? 'is not' : 'is', null).orderBy('p.found_at', 'desc').orderBy('p.index_pointer_id').limit(limit).execute()
  return rows.map((row) => ({ ...row, answer: row.answer as PointerAnswer | null }))
}

/** One thing asked, or null when this account is not asked it. */
export async function selectTask(tx: Tx, pointerId: string): Promise<Task | null> {
  const row = await tasks(tx).where('p.index_pointer_id', '=', pointerId).executeTakeFirst()
  return row ? { ...row, answer: row.answer as PointerAnswer | null } : null
}

/** How many things asked wait for an answer. */
export const countTasks = async (tx: Tx): Promise<number> => (await tasks(tx).where('p.answer', 'is', null).execute()).length

/** Answers what is asked of a held case. False when somebody answered before, or this account is not asked. */
export async function answerPointer(tx: Tx, pointerId: string, answer: PointerAnswer): Promise<boolean> {
  const task = await selectTask(tx, pointerId)
  if (!task || task.answer) return false
  const { numUpdatedRows } = await tx.updateTable('index_pointer').set({ answer, answered_by: tx.actor.accountId, answered_at: sql`now()` }).where('index_pointer_id', '=', pointerId).where('answer', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: task.heldCaseId, details: { pointer: pointerId, answer } })
  return numUpdatedRows > 0n
}

/** Agencies that hold information about these entries and may be named to those who see these cases: none of a closed compartment, and none that said it is somebody else. */
export async function selectHolders(tx: Tx, caseIds: readonly string[]): Promise<{ entryId: string; agency: string }[]> {
  if (caseIds.length === 0) return []
  return tx.selectFrom('index_pointer as p')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'p.partnership_id').onRef('n.organisation_id', '=', 'p.ask_agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['p.index_entry_id as entryId', 'n.name as agency']).distinct()
    .where('p.case_id', 'in', [...caseIds]).where('p.shown_to_asker', '=', true).where((where) => where.or([where('p.answer', 'is', null), where('p.answer', '<>', 'not the same')]))
    // One who sees the other case too needs nobody to ask.
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('case_file as h').select('h.case_id').whereRef('h.partnership_id', '=', 'p.partnership_id').whereRef('h.case_id', '=', 'p.held_case_id'))))
    .orderBy('n.name').execute()
}

/** Pairs of entries, both in cases this account sees, that may be one and that nobody has merged or told apart. Any of `entryIds` is among them. */
export async function selectLookalikes(tx: Tx, entryIds: readonly string[]): Promise<{ pointerId: string; entryId: string; otherId: string }[]> {
  if (entryIds.length === 0) return []
  const { rows } = await sql<{ pointerId: string; entryId: string; otherId: string }>`
    select distinct on (least(p.index_entry_id, p.held_entry_id), greatest(p.index_entry_id, p.held_entry_id)) p.index_pointer_id as "pointerId", p.index_entry_id as "entryId", p.held_entry_id as "otherId"
    from index_pointer p
      join case_file a on a.partnership_id = p.partnership_id and a.case_id = p.case_id
      join case_file h on h.partnership_id = p.partnership_id and h.case_id = p.held_case_id
    where (p.index_entry_id = any (${[...entryIds]}::uuid[]) or p.held_entry_id = any (${[...entryIds]}::uuid[])) and p.answer is distinct from 'not the same'
      and not exists (select from index_merge m where m.partnership_id = p.partnership_id and m.undone_at is null and (m.kept_id, m.merged_id) in ((p.index_entry_id, p.held_entry_id), (p.held_entry_id, p.index_entry_id)))`.execute(tx)
  return rows
}
