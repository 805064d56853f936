import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'

/** One thing that waits for somebody: which heading it stands under, where it leads, and how late it is. */
export type WorkItem = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** A room that may have work for a visitor offers it; app.ts introduces the rooms. */
export type WorkSource = (tx: Tx, visitor: Visitor, today: Temporal.PlainDate) => Promise<WorkItem[]>

type Row = { kind: string; title: string; href: string; due: string | null; note: string }

/** What plans ask of a visitor: updates due, drafts begun, what is late or blocked, and for a coordinator who has not answered. */
export const planWork: WorkSource = async (tx, visitor) => {
  if (!visitor.powers.has('plans.read')) return []
  const { rows } = await sql<Row>`
    select 'Updates to give' as kind, i.code || ' ' || i.title as title, '/items/' || i.plan_item_id || '/update' as href, r.due, p.title || ', ' || r.name as note
    from reporting_period r
      join plan p on p.partnership_id = r.partnership_id and p.plan_id = r.plan_id
      join plan_item i on i.partnership_id = r.partnership_id and i.plan_id = r.plan_id
      join item_owner o on o.partnership_id = i.partnership_id and o.plan_item_id = i.plan_item_id and o.accountable
    where r.closed_at is null and may('plans.update') and i.kind <> 'heading'
      and i.state in ('not started', 'planned', 'in progress', 'continuous', 'blocked')
      and (o.account_id = current_account() or (o.account_id is null and o.organisation_id = current_organisation()))
      and not exists (select from item_update u where u.partnership_id = i.partnership_id and u.plan_item_id = i.plan_item_id and u.reporting_period_id = r.reporting_period_id)
    union all
    select 'Drafts you began', i.code || ' ' || i.title, '/items/' || i.plan_item_id || '/update/rating', null, p.title
    from update_draft d
      join plan_item i on i.partnership_id = d.partnership_id and i.plan_item_id = d.plan_item_id
      join plan p on p.partnership_id = i.partnership_id and p.plan_id = i.plan_id
    where d.account_id = current_account()
    union all
    select 'Past their due date', i.code || ' ' || i.title, '/items/' || i.plan_item_id, i.due, p.title
    from plan_item i
      join plan p on p.partnership_id = i.partnership_id and p.plan_id = i.plan_id and p.state = 'live'
      join item_owner o on o.partnership_id = i.partnership_id and o.plan_item_id = i.plan_item_id and o.accountable
    where i.due < current_date and i.state in ('not started', 'planned', 'in progress', 'continuous', 'blocked')
      and (o.account_id = current_account() or (o.account_id is null and o.organisation_id = current_organisation()))
    union all
    select 'Periods you keep', p.title || ': ' || r.name, '/plans/' || p.plan_id || '/periods', r.due, 'See who has not answered, remind them, close the period'
    from reporting_period r join plan p on p.partnership_id = r.partnership_id and p.plan_id = r.plan_id
    where r.closed_at is null and may('plans.edit')`.execute(tx)
  return rows.map((row) => ({ ...row, due: row.due ? Temporal.PlainDate.from(row.due) : null }))
}

/** The first page after signing in: what waits for this person, gathered from every room that has work for her. */
export function myWork(app: FastifyInstance, sources: readonly WorkSource[]) {
  app.get('/my-work', { config: { power: 'signed in' } }, async (request, reply) => {
    const today = todayInLondon(Temporal.Now.instant())
    const { user } = request
    const work = await asUser(user, async (tx) => {
      const found: WorkItem[] = []
      for (const source of sources) found.push(...(await source(tx, user, today)))
      return found
    })
    const order = (item: WorkItem) => item.due?.toString() ?? '9999'
    const groups = [...Map.groupBy(work, ({ kind }) => kind)].map(([kind, items]) => ({
      kind,
      items: items.toSorted((a, b) => order(a).localeCompare(order(b))).map((item) => ({ ...item, ...whenDue(item.due, today) })),
    }))
    return reply.page('plans/updates/my-work.njk', { title: 'My work', context: `${user.name}, ${user.organisationName}`, groups })
  })
}

const whenDue = (due: Temporal.PlainDate | null, today: Temporal.PlainDate) => ({
  when: due ? `due ${writeDate(due)}, ${age(due, today)}` : null,
  late: due !== null && Temporal.PlainDate.compare(due, today) < 0,
})
