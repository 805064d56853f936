import { z } from 'zod'
import { sql } from 'kysely'
import { reminderOwed } from '../../actions/action.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'

const DueRow = z.object({ paperId: z.string(), meetingId: z.string(), accountId: z.string(), dueOn: z.string(), group: z.string(), heldOn: z.string() })

/** Reminds those who owe a paper three days before its day and each week that it is late, until the meeting: within one partnership, as the system. Gives how many notices are new. No title stands in a notice. */
export async function chasePapers(tx: Tx, baseUrl: string, today: Temporal.PlainDate = todayInLondon(Temporal.Now.instant())): Promise<number> {
  const { rows } = await sql`
    select p.meeting_paper_id as "paperId", p.meeting_id as "meetingId", p.asked_of as "accountId", p.due_on as "dueOn", coalesce(n.name, 'a group') as "group", m.held_on as "heldOn"
    from meeting_paper p
    join meeting m on m.partnership_id = p.partnership_id and m.meeting_id = p.meeting_id and m.state in ('planned', 'under way') and m.held_on >= ${today.toString()}::date
    join account a on a.partnership_id = p.partnership_id and a.account_id = p.asked_of and a.disabled_at is null
    left join group_name n on n.partnership_id = m.partnership_id and n.group_id = m.group_id and n.kind = 'name' and n.valid_to is null
    where p.partnership_id = ${tx.actor.partnershipId} and p.received_at is null and p.due_on <= ${today.add({ days: 3 }).toString()}::date`.execute(tx)
  return notify(tx, rows.flatMap((row) => {
    const { paperId, meetingId, accountId, dueOn, group } = DueRow.parse(row)
    const which = reminderOwed(dueOn, today)
    return which === null ? [] : [{
      accountId, effect: `meeting paper ${paperId} ${dueOn} ${which}`, subject: which === 'soon' ? `A paper for ${group} is nearly due` : `A paper for ${group} is late`,
      body: `Hand it in, or say that it will not come:\n${baseUrl}/meetings/${meetingId}/papers/${paperId}\n`,
    }]
  }))
}
