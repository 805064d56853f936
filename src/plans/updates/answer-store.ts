import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'

const day = z.string().transform((text) => Temporal.PlainDate.from(text))

/** `i`, a plan item, is one that somebody is asked about: live, and rated for itself. */
export const isAskedAbout = sql<boolean>`i.kind <> 'heading' and i.state in ('not started', 'planned', 'in progress', 'continuous', 'blocked')
  and not exists (select from plan_item c where c.partnership_id = i.partnership_id and c.parent_id = i.plan_item_id)`

/** `i`, a plan item, was answered for in `r`, a reporting period. */
export const isAnswered = sql<boolean>`exists (select from item_update u
  where u.partnership_id = i.partnership_id and u.plan_item_id = i.plan_item_id and u.reporting_period_id = r.reporting_period_id)`

const AnswerRow = z.object({
  itemId: z.string(), code: z.string(), title: z.string(), owner: z.string().nullable(), accountIds: z.array(z.string()), answered: z.boolean(),
  lastOn: day.nullable(), lastDeclared: z.string().nullable(), lastNarrative: z.string().nullable(),
})
/** `accountIds`: who is asked, being the accountable account, or in the accountable organisation whoever may update but not edit. */
export type Answer = z.infer<typeof AnswerRow>

/** For every item that somebody is asked about in a period: who, whether they have answered, and what was last said. In plan order. */
export async function selectAnswers(tx: Tx, periodId: string): Promise<Answer[]> {
  const { rows } = await sql`
    with asked as (
      select a.partnership_id, a.account_id, a.organisation_id, bool_or(p.power = 'plans.edit') as edits from account a
        join account_role g on g.partnership_id = a.partnership_id and g.account_id = a.account_id
        join role_power p on p.role = g.role and p.power in ('plans.update', 'plans.edit')
      where a.disabled_at is null
      group by 1, 2, 3 having bool_or(p.power = 'plans.update'))
    select i.plan_item_id as "itemId", i.code, i.title, nullif(concat_ws(', ', coalesce(person.name, o.post), coalesce(n.name, o.unmatched)), '') as owner,
      array(select w.account_id from asked w where w.partnership_id = i.partnership_id
        and (w.account_id = o.account_id or (o.account_id is null and w.organisation_id = o.organisation_id and not w.edits))) as "accountIds",
      ${isAnswered} as answered,
      last.position_on as "lastOn", last.declared as "lastDeclared", last.narrative as "lastNarrative"
    from reporting_period r
      join plan_item i on i.partnership_id = r.partnership_id and i.plan_id = r.plan_id
      left join item_owner o on o.partnership_id = i.partnership_id and o.plan_item_id = i.plan_item_id and o.accountable
      left join account person on person.partnership_id = o.partnership_id and person.account_id = o.account_id
      left join lateral (select n.name from organisation_name n
        where n.partnership_id = o.partnership_id and n.organisation_id = o.organisation_id and n.kind = 'name' and n.valid_to is null limit 1) n on true
      left join lateral (select u.position_on, u.declared, u.narrative from item_update u
        where u.partnership_id = i.partnership_id and u.plan_item_id = i.plan_item_id order by u.submitted_at desc limit 1) last on true
    where r.reporting_period_id = ${periodId} and ${isAskedAbout}
    order by i.position`.execute(tx)
  return rows.map((row) => AnswerRow.parse(row))
}
