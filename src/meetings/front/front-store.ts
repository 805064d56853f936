import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'

const IssuedRow = z.object({ meetingId: z.string(), heldOn: z.string(), group: z.string(), issuedAt: z.instanceof(Temporal.Instant), issue: z.number() })
/** Minutes issued since a day (ISO) that this account may read, the latest first: one line a meeting. */
export async function selectIssuedLately(tx: Tx, since: string): Promise<z.infer<typeof IssuedRow>[]> {
  const { rows } = await sql`
    select m.meeting_id as "meetingId", m.held_on as "heldOn", coalesce(n.name, 'Without a name') as "group", max(i.issued_at) as "issuedAt", max(i.issue) as issue
    from issued_minutes i join meeting m on m.partnership_id = i.partnership_id and m.meeting_id = i.meeting_id
    left join group_name n on n.partnership_id = m.partnership_id and n.group_id = m.group_id and n.kind = 'name' and n.valid_to is null
    where i.issued_at >= ${since}::date group by 1, 2, 3 order by 4 desc limit 20`.execute(tx)
  return rows.map((row) => IssuedRow.parse(row))
}

const OwedRow = z.object({ paperId: z.string(), meetingId: z.string(), title: z.string(), dueOn: z.string().nullable(), group: z.string(), heldOn: z.string() })
/** Papers asked of this account that are still to come, the first due first. */
export async function selectPapersOwed(tx: Tx): Promise<z.infer<typeof OwedRow>[]> {
  const { rows } = await sql`
    select p.meeting_paper_id as "paperId", p.meeting_id as "meetingId", p.title, p.due_on as "dueOn", coalesce(n.name, 'Without a name') as "group", m.held_on as "heldOn"
    from meeting_paper p join meeting m on m.partnership_id = p.partnership_id and m.meeting_id = p.meeting_id
    left join group_name n on n.partnership_id = m.partnership_id and n.group_id = m.group_id and n.kind = 'name' and n.valid_to is null
    where p.asked_of = (select current_account()) and p.received_at is null and m.state in ('planned', 'under way') order by p.due_on nulls last, m.held_on, p.title`.execute(tx)
  return rows.map((row) => OwedRow.parse(row))
}

const MinutesRow = z.object({ meetingId: z.string(), heldOn: z.string(), group: z.string(), waits: z.enum(['approve', 'issue', 'write']) })
/** Minutes that wait on this account: to approve where it chairs the group, to write or to issue where it is its secretary or facilitator. */
export async function selectMinutesWaiting(tx: Tx, today: string): Promise<z.infer<typeof MinutesRow>[]> {
  const { rows } = await sql`
    select m.meeting_id as "meetingId", m.held_on as "heldOn", coalesce(n.name, 'Without a name') as "group",
      case m.minutes_state when 'with the chair' then 'approve' when 'approved' then 'issue' else 'write' end as waits
    from meeting m left join group_name n on n.partnership_id = m.partnership_id and n.group_id = m.group_id and n.kind = 'name' and n.valid_to is null
    where m.state <> 'cancelled' and m.held_on < ${today}::date and m.held_on > ${today}::date - 120 and exists (
      select from group_seat s where s.partnership_id = m.partnership_id and s.group_id = m.group_id and s.account_id = (select current_account())
        and coalesce(s.since, '-infinity') <= ${today}::date and coalesce(s.until, 'infinity') >= ${today}::date
        and ((m.minutes_state = 'with the chair' and s.role in ('chair', 'co-chair')) or (m.minutes_state in ('none', 'draft', 'approved') and s.role in ('secretary', 'facilitator'))))
    order by m.held_on`.execute(tx)
  return rows.map((row) => MinutesRow.parse(row))
}
