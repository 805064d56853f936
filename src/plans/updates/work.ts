import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import type { Tx } from '../../db/tx.ts'
import { isAnswered, isAskedAbout } from './answer-store.ts'
import type { WorkItem, WorkSource } from './my-work.ts'

const day = z.string().transform((text) => Temporal.PlainDate.from(text))
const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** `o`, an owner of an item, is the account that asks, or its organisation where no person is named. */
const isMine = sql<boolean>`(o.account_id = (select current_account()) or (o.account_id is null and o.organisation_id = (select current_organisation())))`
const ownItem = sql`plan_item i
  join plan p on p.partnership_id = i.partnership_id and p.plan_id = i.plan_id
  join item_owner o on o.partnership_id = i.partnership_id and o.plan_item_id = i.plan_item_id and o.accountable and ${isMine}`

/** What plans ask of a visitor: updates due, drafts begun, what is late or blocked; and of a coordinator, the periods and what is stuck. */
export const workFor: WorkSource = async (tx, { powers }, today) => {
  if (!powers.has('plans.read')) return []
  return [
    ...(powers.has('plans.update') ? [...(await updatesDue(tx, today)), ...(await draftsBegun(tx, today))] : []),
    ...(await lateAndBlocked(tx, today)),
    ...(powers.has('plans.edit') ? [...(await periodsKept(tx)), ...(await plansStuck(tx, today))] : []),
  ]
}

const DueRow = z.object({ itemId: z.string(), code: z.string(), title: z.string(), plan: z.string(), period: z.string(), due: day, reminded: z.instanceof(Temporal.Instant).nullable() })

async function updatesDue(tx: Tx, today: Temporal.PlainDate): Promise<WorkItem[]> {
  const { rows } = await sql`
    with open_period as materialized (
      select r.*, (select max(n.created_at) from notice n where n.partnership_id = r.partnership_id and n.account_id = (select current_account())
        and starts_with(n.effect, 'reminder ' || r.reporting_period_id || ' ')) as reminded
      from reporting_period r where r.closed_at is null)
    select i.plan_item_id as "itemId", i.code, i.title, p.title as plan, r.name as period, r.due, r.reminded
    from ${ownItem} join open_period r on r.partnership_id = i.partnership_id and r.plan_id = i.plan_id
    where ${isAskedAbout} and not ${isAnswered}
    order by r.due, i.position`.execute(tx)
  return rows.map((row) => {
    const { itemId, code, title, plan, period, due, reminded } = DueRow.parse(row)
    const note = [plan, period, reminded && `you were reminded ${age(todayInLondon(reminded), today)}`].filter(Boolean).join(' · ')
    return { kind: 'Updates to give', title: `${code} ${title}`, href: `/items/${itemId}/update`, due, note }
  })
}

const DraftRow = z.object({ itemId: z.string(), code: z.string(), title: z.string(), plan: z.string(), savedAt: z.instanceof(Temporal.Instant) })

async function draftsBegun(tx: Tx, today: Temporal.PlainDate): Promise<WorkItem[]> {
  const { rows } = await sql`
    select i.plan_item_id as "itemId", i.code, i.title, p.title as plan, d.saved_at as "savedAt"
    from update_draft d
      join plan_item i on i.partnership_id = d.partnership_id and i.plan_item_id = d.plan_item_id
      join plan p on p.partnership_id = i.partnership_id and p.plan_id = i.plan_id
    where d.account_id = (select current_account()) order by d.saved_at desc`.execute(tx)
  return rows.map((row) => {
    const { itemId, code, title, plan, savedAt } = DraftRow.parse(row)
    return { kind: 'Drafts you began', title: `${code} ${title}`, href: `/items/${itemId}/update/rating`, due: null, note: `${plan} · kept ${age(todayInLondon(savedAt), today)}` }
  })
}

const LateRow = z.object({ itemId: z.string(), code: z.string(), title: z.string(), plan: z.string(), due: day.nullable(), blockedBy: z.string().nullable() })

async function lateAndBlocked(tx: Tx, today: Temporal.PlainDate): Promise<WorkItem[]> {
  const { rows } = await sql`
    select i.plan_item_id as "itemId", i.code, i.title, p.title as plan, i.due, case when i.state = 'blocked' then i.state_note end as "blockedBy"
    from ${ownItem}
    where p.state = 'live' and (i.state = 'blocked' or (i.due < ${today.toString()} and i.state in ('not started', 'planned', 'in progress', 'continuous')))
    order by i.due, p.title, i.position`.execute(tx)
  return rows.map((row) => {
    const { itemId, code, title, plan, due, blockedBy } = LateRow.parse(row)
    const own = { title: `${code} ${title}`, href: `/items/${itemId}`, due }
    return blockedBy ? { kind: 'Blocked', ...own, note: `${plan} · ${blockedBy}` } : { kind: 'Past their due date', ...own, note: plan }
  })
}

const PeriodRow = z.object({ planId: z.string(), plan: z.string(), period: z.string(), due: day, asked: z.number(), answered: z.number() })

async function periodsKept(tx: Tx): Promise<WorkItem[]> {
  const { rows } = await sql`
    select p.plan_id as "planId", p.title as plan, r.name as period, r.due, count(i.plan_item_id) as asked, count(i.plan_item_id) filter (where ${isAnswered}) as answered
    from reporting_period r
      join plan p on p.partnership_id = r.partnership_id and p.plan_id = r.plan_id
      left join plan_item i on i.partnership_id = r.partnership_id and i.plan_id = r.plan_id and ${isAskedAbout}
    where r.closed_at is null
    group by p.plan_id, p.title, r.name, r.due order by r.due`.execute(tx)
  return rows.map((row) => {
    const { planId, plan, period, due, asked, answered } = PeriodRow.parse(row)
    const waiting = asked - answered
    const note = waiting === 0 ? 'Everyone has answered: close it and publish' : `${waiting} of ${counted(asked, 'item has', 'items have')} no answer yet`
    return { kind: 'Periods you keep', title: `${plan}: ${period}`, href: `/plans/${planId}/periods`, due, note }
  })
}

const StuckRow = z.object({ planId: z.string(), plan: z.string(), blocked: z.number(), late: z.number() })

async function plansStuck(tx: Tx, today: Temporal.PlainDate): Promise<WorkItem[]> {
  const { rows } = await sql`
    select p.plan_id as "planId", p.title as plan, count(*) filter (where i.state = 'blocked') as blocked, count(*) filter (where i.state <> 'blocked') as late
    from plan p join plan_item i on i.partnership_id = p.partnership_id and i.plan_id = p.plan_id and i.kind <> 'heading'
    where p.state = 'live' and (i.state = 'blocked' or (i.due < ${today.toString()} and i.state in ('not started', 'planned', 'in progress', 'continuous')))
    group by p.plan_id, p.title order by p.title`.execute(tx)
  return rows.map((row) => {
    const { planId, plan, blocked, late } = StuckRow.parse(row)
    const note = [blocked > 0 ? `${counted(blocked, 'item is', 'items are')} blocked` : null, late > 0 ? `${counted(late, 'item is', 'items are')} past the due date` : null]
    return { kind: 'Stuck in the plans', title: plan, href: `/plans/${planId}/action-plan`, due: null, note: note.filter(Boolean).join(', ') }
  })
}
