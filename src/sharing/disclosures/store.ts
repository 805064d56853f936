import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import type { Party } from './pages.ts'

/** Who a case is about, by the name its own file gives them, in the order they were added. */
export async function selectParties(tx: Tx, caseId: string): Promise<Party[]> {
  const { rows } = await sql<Party>`
    select s.index_entry_id as "entryId", coalesce((select f.value from index_fact f where f.partnership_id = s.partnership_id and f.index_entry_id = s.index_entry_id and f.kind in ('name', 'premises')
      order by f.case_id = s.case_id desc, f.ended_reason is null desc, f.kind, f.recorded_at desc limit 1), 'Not yet named') as name
    from subject s where s.case_id = ${caseId} group by s.partnership_id, s.index_entry_id, s.case_id order by min(s.added_at), s.index_entry_id`.execute(tx)
  return rows
}
