import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import type { Meeting } from '../meeting.ts'

const AskedRow = z.object({ sectionId: z.string(), paper: z.string(), heading: z.string(), words: z.string(), restricted: z.boolean(), settled: z.boolean() })
/** What a paper before the meeting recommends. `settled`: a decision answers it already, other than by deferring it. */
export type Asked = z.infer<typeof AskedRow>

/** What papers recommend to this meeting, and what the group put off before, in the order of the papers; none to an account that does not write papers. */
export async function selectAsked(tx: Tx, { meetingId, groupId }: Pick<Meeting, 'meetingId' | 'groupId'>): Promise<Asked[]> {
  const { rows } = await sql`
    select s.paper_section_id as "sectionId", p.title as paper, s.heading, s.recommendation as words, s.restricted,
      exists (select from decision d where d.partnership_id = s.partnership_id and d.paper_section_id = s.paper_section_id and d.kind <> 'deferred') as settled
    from paper_section s join paper p on p.partnership_id = s.partnership_id and p.paper_id = s.paper_id
    where s.recommendation is not null
      and (p.meeting_id = ${meetingId} or exists (select from decision d where d.partnership_id = s.partnership_id and d.paper_section_id = s.paper_section_id and d.kind = 'deferred' and d.group_id = ${groupId}))
    order by p.made_at, p.paper_id, s.position limit 200`.execute(tx)
  return rows.map((row) => AskedRow.parse(row))
}
