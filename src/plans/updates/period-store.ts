import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'

const day = z.string().transform((text) => Temporal.PlainDate.from(text))
const PeriodRow = z.object({ periodId: z.string(), name: z.string(), starts: day, ends: day, due: day, open: z.boolean(), reminded: z.instanceof(Temporal.Instant).nullable() })
export type ReportingPeriod = z.infer<typeof PeriodRow>

/** A plan's reporting periods, newest first. */
export async function selectPeriods(tx: Tx, planId: string): Promise<ReportingPeriod[]> {
  const rows = await tx
    .selectFrom('reporting_period')
    .select(['reporting_period_id as periodId', 'name', 'starts', 'ends', 'due', 'reminded_at as reminded'])
    .select(sql<boolean>`closed_at is null`.as('open'))
    .where('plan_id', '=', planId)
    .orderBy('starts', 'desc')
    .execute()
  return rows.map((row) => PeriodRow.parse(row))
}

export async function openPeriod(tx: Tx, planId: string, period: { name: string; starts: string; ends: string; due: string }): Promise<string> {
  const { reporting_period_id } = await tx
    .insertInto('reporting_period').values({ partnership_id: tx.actor.partnershipId!, plan_id: planId, ...period }).returning('reporting_period_id').executeTakeFirstOrThrow()
  audit(tx, { act: 'collected', subjectKind: 'reporting period', subjectId: reporting_period_id, details: { plan: planId } })
  return reporting_period_id
}

/** Closes the plan's open period, or gives it a later due date. Gives whether there was one. */
export async function changeOpenPeriod(tx: Tx, planId: string, change: { close: true } | { due: string }): Promise<boolean> {
  const row = await tx
    .updateTable('reporting_period')
    .set('close' in change ? { closed_at: sql`now()` } : { due: change.due })
    .where('plan_id', '=', planId)
    .where('closed_at', 'is', null)
    .returning('reporting_period_id')
    .executeTakeFirst()
  if (row) audit(tx, { act: 'altered', subjectKind: 'reporting period', subjectId: row.reporting_period_id, details: change })
  return row !== undefined
}

export type Answer = {
  itemId: string
  code: string
  title: string
  owner: string | null
  accountIds: string[] // who is asked: the accountable account, or every owner's account in the accountable organisation
  answered: boolean
  lastOn: Temporal.PlainDate | null
}

const AnswerRow = z.object({
  itemId: z.string(), code: z.string(), title: z.string(), owner: z.string().nullable(), accountIds: z.array(z.string()), answered: z.boolean(), lastOn: day.nullable(),
})

/** For every live item that is rated for itself: who is asked, whether they have answered in this period, and when something was last said. */
export async function selectAnswers(tx: Tx, planId: string, periodId: string): Promise<Answer[]> {
  const { rows } = await sql`
    select i.plan_item_id as "itemId", i.code, i.title,
      coalesce(person.name, o.post, o.unmatched, n.name) as owner,
      case when o.account_id is not null then array[o.account_id]
        else coalesce((select array_agg(distinct a.account_id) from account a
          join account_role r on r.partnership_id = a.partnership_id and r.account_id = a.account_id
          join role_power p on p.role = r.role and p.power = 'plans.update' and not exists (select from role_power e where e.role = r.role and e.power = 'plans.edit')
          where a.partnership_id = i.partnership_id and a.organisation_id = o.organisation_id and a.disabled_at is null), '{}') end as "accountIds",
      exists (select from item_update u where u.partnership_id = i.partnership_id and u.plan_item_id = i.plan_item_id and u.reporting_period_id = ${periodId}) as answered,
      (select max(u.position_on) from item_update u where u.partnership_id = i.partnership_id and u.plan_item_id = i.plan_item_id) as "lastOn"
    from plan_item i
      left join item_owner o on o.partnership_id = i.partnership_id and o.plan_item_id = i.plan_item_id and o.accountable
      left join account person on person.partnership_id = o.partnership_id and person.account_id = o.account_id
      left join organisation_name n on n.partnership_id = o.partnership_id and n.organisation_id = o.organisation_id and n.kind = 'name' and n.valid_to is null
    where i.plan_id = ${planId} and i.kind <> 'heading' and i.state in ('not started', 'planned', 'in progress', 'continuous', 'blocked')
      and not exists (select from plan_item c where c.partnership_id = i.partnership_id and c.parent_id = i.plan_item_id)
    order by i.position`.execute(tx)
  return rows.map((row) => AnswerRow.parse(row))
}

/** Asks everyone who has not answered, once each, and not twice on one day. Gives how many were asked now. */
export async function remind(tx: Tx, plan: { planId: string; title: string }, period: ReportingPeriod, baseUrl: string, today: Temporal.PlainDate): Promise<number> {
  const waiting = (await selectAnswers(tx, plan.planId, period.periodId)).filter(({ answered }) => !answered)
  const accounts = [...new Set(waiting.flatMap(({ accountIds }) => accountIds))]
  const asked = await notify(
    tx,
    accounts.map((accountId) => ({
      accountId,
      effect: `reminder ${period.periodId} ${accountId} ${today}`,
      subject: `Updates are due by ${period.due}`,
      body: `Updates are waiting for you in Wardmote, due by ${period.due}.\n\nSee them, and answer, at ${baseUrl}/my-work\n`,
    })),
  )
  await tx.updateTable('reporting_period').set({ reminded_at: sql`now()` }).where('reporting_period_id', '=', period.periodId).execute()
  audit(tx, { act: 'altered', subjectKind: 'reporting period', subjectId: period.periodId, details: { reminded: asked } })
  return asked
}
