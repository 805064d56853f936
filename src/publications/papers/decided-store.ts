import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { decidedWords } from '../../meetings/live/decided-words.ts'
import { DECISION_KINDS, OUTCOMES } from '../../meetings/minutes/shown.ts'
import { onDay } from './wording.ts'

const DecidedRow = z.object({ sectionId: z.string(), meetingId: z.string(), heldOn: z.string(), group: z.string(), reference: z.string(), kind: z.enum(DECISION_KINDS), outcome: z.enum(OUTCOMES).nullable(), asked: z.string(), statement: z.string() })
export type Decided = z.infer<typeof DecidedRow>

/** What meetings made of the recommendations of these sections, the oldest first; only what this account reads of those meetings. */
export async function selectDecided(tx: Tx, sectionIds: readonly string[]): Promise<Decided[]> {
  if (sectionIds.length === 0) return []
  const { rows } = await sql`
    select d.paper_section_id as "sectionId", d.meeting_id as "meetingId", m.held_on as "heldOn", n.name as "group", d.reference, d.kind, d.outcome, d.asked, d.statement
    from decision d
      join meeting m on m.partnership_id = d.partnership_id and m.meeting_id = d.meeting_id
      join group_name n on n.partnership_id = d.partnership_id and n.group_id = d.group_id and n.kind = 'name' and n.valid_to is null
    where d.paper_section_id in (${sql.join(sectionIds)}) order by m.held_on, d.made_at`.execute(tx)
  return rows.map((row) => DecidedRow.parse(row))
}

/** A decision as a paper's pages tell it: "Agreed on 3 March 2026 by the Delivery Group (D1/2026)". */
export const decidedRow = ({ sectionId, meetingId, heldOn, group, reference, kind, outcome, asked, statement }: Decided) => ({
  sectionId, href: `/meetings/${meetingId}/decisions`, asked, words: `${decidedWords({ kind, outcome })} on ${onDay(heldOn)}, ${group} (${reference})`, statement: statement === asked ? null : statement,
})
