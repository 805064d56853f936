import { sql } from 'kysely'
import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'

const SlippingRow = z.object({ itemId: z.string(), code: z.string(), title: z.string(), plan: z.string(), due: z.string().nullable(), state: z.string(), own: z.boolean() })

/** More than a meeting can take one by one. */
const MOST_SHOWN = 15

/** What meetings show under an item about plans: items of live plans that are blocked or past their day, those under the group's own priorities first, or alone where it has any. */
export const plansOnAgenda = {
  kind: 'plan' as const,
  none: 'Nothing in the plans is blocked or past its day.',
  show: async (tx: Tx, { groupId, heldOn }: { groupId: string; heldOn: string }) => {
    const { rows } = await sql`
      with recursive own as (
        select p.plan_item_id from group_priority p where p.group_id = ${groupId}::uuid and coalesce(p.until, 'infinity') >= ${heldOn}::date
        union select i.plan_item_id from plan_item i join own on i.parent_id = own.plan_item_id)
      select i.plan_item_id as "itemId", i.code, i.title, p.title as plan, i.due, i.state, exists (select from own where own.plan_item_id = i.plan_item_id) as own
      from plan p join plan_item i on i.partnership_id = p.partnership_id and i.plan_id = p.plan_id and i.kind <> 'heading'
      where p.state = 'live' and (i.state = 'blocked' or (i.due < ${heldOn}::date and i.state in ('not started', 'planned', 'in progress', 'continuous')))
      order by i.due nulls last, p.title, i.position`.execute(tx)
    const slipping = rows.map((row) => SlippingRow.parse(row))
    const own = slipping.filter((each) => each.own)
    const shown = own.length > 0 ? own : slipping
    const lines: { title: string; href: string; note: string }[] = shown.slice(0, MOST_SHOWN).map(({ itemId, code, title, plan, due, state }) => ({
      title: `${code} ${title}`, href: `/items/${itemId}`,
      note: [plan, state === 'blocked' ? 'Blocked' : null, due && `due ${writeDate(Temporal.PlainDate.from(due))}`].filter(Boolean).join(' · '),
    }))
    return shown.length > MOST_SHOWN ? [...lines, { title: `${shown.length - MOST_SHOWN} more`, href: '/plans', note: 'In the plans' }] : lines
  },
}
