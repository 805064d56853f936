import { sql } from 'kysely'
import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'

const Row = z.object({ meetingId: z.string(), name: z.string(), heldOn: z.string() })

/** Meetings a paper may be for: those of open groups from three months ago to a year on, in order. */
export async function selectMeetingChoices(tx: Tx, today: Temporal.PlainDate): Promise<{ meetingId: string; text: string }[]> {
  const { rows } = await sql`
    select m.meeting_id as "meetingId", n.name, m.held_on as "heldOn"
    from meeting m
      join meeting_group g on g.partnership_id = m.partnership_id and g.group_id = m.group_id and g.kind in ('board', 'delivery', 'working', 'task and finish', 'forum', 'linked', 'related')
      join group_name n on n.partnership_id = g.partnership_id and n.group_id = g.group_id and n.kind = 'name' and n.valid_to is null
    where m.state <> 'cancelled' and m.held_on between ${today.subtract({ months: 3 }).toString()} and ${today.add({ years: 1 }).toString()}
    order by g.kind <> 'board', m.held_on, n.name limit 200`.execute(tx)
  return rows.map((row) => Row.parse(row)).map(({ meetingId, name, heldOn }) => ({ meetingId, text: `${name}, ${writeDate(Temporal.PlainDate.from(heldOn))}` }))
}
