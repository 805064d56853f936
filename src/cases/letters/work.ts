import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** Letters the recipient check held that wait for this person's word, by reference alone. */
export async function letterWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  const { rows } = await sql<{ caseId: string; letterId: string; reference: string; waits: string }>`
    select c.case_id as "caseId", l.letter_id as "letterId", c.reference, case when l.first_by is null then 'Nobody has released it yet' else 'One person has released it; a second must' end as waits
    from letter l join case_file c on c.partnership_id = l.partnership_id and c.case_id = l.case_id
    where l.state = 'held' and (l.first_by is null or l.first_by <> (select current_account())) order by l.written_at`.execute(tx)
  return rows.map(({ caseId, letterId, reference, waits }) => ({ kind: 'Letters held by the recipient check', title: reference, href: `/cases/${caseId}/letters/${letterId}`, due: null, note: waits }))
}
