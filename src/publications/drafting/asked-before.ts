import { sql } from 'kysely'
import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { decidedWords } from '../../meetings/live/decided-words.ts'
import { DECISION_KINDS, OUTCOMES } from '../../meetings/minutes/shown.ts'
import { typedTable } from '../papers/body.ts'
import type { DraftFor } from './source.ts'

const AskedRow = z.object({
  paper: z.string(), words: z.string(), heldOn: z.string(), body: z.string(), kind: z.enum(DECISION_KINDS).nullable(), outcome: z.enum(OUTCOMES).nullable(), reference: z.string().nullable(), decidedOn: z.string().nullable(), restricted: z.boolean().nullable(),
})
type AskedRow = z.infer<typeof AskedRow>
const MONTHS_BACK = 12

const becameOf = ({ kind, outcome, reference, decidedOn, restricted }: AskedRow): string =>
  restricted ? 'Dealt with under a restricted item' : kind ? `${decidedWords({ kind, outcome })} on ${writeDate(Temporal.PlainDate.from(decidedOn!))} (${reference})` : 'No decision is recorded'

/**
 * What papers asked of meetings, and what became of it: decided since the period began, or asked for decision within the year before today and still without an
 * answer. Nothing of a confidential group, nothing restricted. Gives paragraphs to type, or none.
 */
export async function askedBefore(tx: Tx, { starts, today }: Pick<DraftFor, 'starts' | 'today'>): Promise<{ body: string[]; drawn: { reference: string | null; waits: boolean }[] }> {
  const { rows } = await sql`
    select p.title as paper, s.recommendation as words, m.held_on as "heldOn", n.name as body, d.kind, d.outcome, d.reference, dm.held_on as "decidedOn", d.restricted
    from paper_section s
      join paper p on p.partnership_id = s.partnership_id and p.paper_id = s.paper_id
      join meeting m on m.partnership_id = p.partnership_id and m.meeting_id = p.meeting_id and m.state in ('under way', 'held')
      join meeting_group g on g.partnership_id = m.partnership_id and g.group_id = m.group_id and not g.confidential
      join group_name n on n.partnership_id = g.partnership_id and n.group_id = g.group_id and n.kind = 'name' and n.valid_to is null
      left join lateral (select * from decision d where d.partnership_id = s.partnership_id and d.paper_section_id = s.paper_section_id order by d.made_at desc limit 1) d on true
      left join meeting dm on dm.partnership_id = d.partnership_id and dm.meeting_id = d.meeting_id
    where s.recommendation is not null and not s.restricted
      and case when d.kind is null or d.kind = 'deferred' then p.asks = 'decision' and m.held_on >= ${today.subtract({ months: MONTHS_BACK }).toString()} else dm.held_on >= ${starts} end
    order by m.held_on, p.made_at, s.position limit 200`.execute(tx)
  const asked = rows.map((row) => AskedRow.parse(row))
  if (asked.length === 0) return { body: [], drawn: [] }
  const waits = asked.filter(({ kind }) => kind === null || kind === 'deferred').length
  return {
    body: [
      `What was asked before, and what became of it: ${waits === 0 ? 'nothing waits for an answer' : waits === 1 ? 'one waits for an answer' : `${waits} wait for an answer`}.`,
      typedTable(['Asked', 'Of', 'What became of it'], asked.map((row) => [`${row.words} (${row.paper})`, `${row.body}, ${writeDate(Temporal.PlainDate.from(row.heldOn))}`, becameOf(row)])),
    ],
    drawn: asked.map(({ reference, kind }) => ({ reference, waits: kind === null || kind === 'deferred' })),
  }
}
