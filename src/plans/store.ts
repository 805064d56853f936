import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'
import type { MeasureFigure } from '../measures/figures.ts'
import { figuresOf } from '../measures/store.ts'
import type { Evidence, Item, Link, Owner, Plan, Update } from './plan.ts'
import { COLOURS, FACTS, type RatingScheme, ROLL_UPS } from './rating.ts'
import { EVIDENCE_KINDS, ITEM_KINDS, ITEM_STATES, LINK_KINDS, OUTCOME_TYPES, PLAN_KINDS, STRENGTHS, UPDATE_INTERVALS } from './plan.ts'

const day = z.string().transform((text) => Temporal.PlainDate.from(text))
const optionalDay = day.nullable()

export type PlanSummary = Pick<Plan, 'planId' | 'kind' | 'title' | 'starts' | 'ends' | 'state'> & { items: number; period: string | null; periodOpen: boolean; editions: number }

const PlanSummaryRow = z.object({
  planId: z.string(), kind: z.enum(PLAN_KINDS), title: z.string(), starts: day, ends: day, state: z.enum(['draft', 'live', 'closed']),
  items: z.number(), period: z.string().nullable(), periodOpen: z.boolean(), editions: z.number(),
})

/** Every plan of the partnership: dashboards first, then by start, newest first. */
export async function selectPlans(tx: Tx): Promise<PlanSummary[]> {
  const { rows } = await sql`
    select p.plan_id as "planId", p.kind, p.title, p.starts, p.ends, p.state,
      (select count(*) from plan_item i where i.partnership_id = p.partnership_id and i.plan_id = p.plan_id) as items,
      (select r.name from reporting_period r where r.partnership_id = p.partnership_id and r.plan_id = p.plan_id order by r.opened_at desc limit 1) as period,
      exists (select from reporting_period r where r.partnership_id = p.partnership_id and r.plan_id = p.plan_id and r.closed_at is null) as "periodOpen",
      (select count(*) from edition e where e.partnership_id = p.partnership_id and e.plan_id = p.plan_id) as editions
    from plan p order by p.state = 'closed', p.kind <> 'dashboard', p.starts desc, p.title`.execute(tx)
  return rows.map((row) => PlanSummaryRow.parse(row))
}

/** A scheme with its values, best first. */
export async function selectScheme(tx: Tx, schemeId: string): Promise<RatingScheme> {
  const scheme = await tx.selectFrom('rating_scheme').select(['name', 'version']).where('rating_scheme_id', '=', schemeId).executeTakeFirstOrThrow()
  const values = await tx
    .selectFrom('rating_value').select(['word', 'colour', 'criterion', 'facts']).where('rating_scheme_id', '=', schemeId).orderBy('rank').execute()
  const Value = z.object({ word: z.string(), colour: z.enum(COLOURS), criterion: z.string(), facts: z.array(z.enum(FACTS)) })
  return { schemeId, ...scheme, values: values.map((value) => Value.parse(value)) }
}

const PlanRow = z.object({
  planId: z.string(), kind: z.enum(PLAN_KINDS), title: z.string(), starts: day, ends: day, state: z.enum(['draft', 'live', 'closed']),
  schemeId: z.string(), rollUp: z.enum(ROLL_UPS).nullable(), rollUpVersion: z.number(), updateInterval: z.enum(UPDATE_INTERVALS),
  frameId: z.string().nullable(), version: z.number(),
})

const ItemRow = z.object({
  itemId: z.string(), parentId: z.string().nullable(), kind: z.enum(ITEM_KINDS), code: z.string(), title: z.string(), strandId: z.string().nullable(),
  mandate: z.enum(['statutory', 'discretionary', 'both']).nullable(), strength: z.enum(STRENGTHS).nullable(), aim: z.string().nullable(),
  success: z.string().nullable(), outcome: z.string().nullable(), outcomeType: z.enum(OUTCOME_TYPES).nullable(), state: z.enum(ITEM_STATES),
  stateNote: z.string().nullable(), stateSince: optionalDay, starts: optionalDay, due: optionalDay, promisedOn: optionalDay, reviewOn: optionalDay,
  dischargedThrough: z.string().nullable(), deferredTo: z.string().nullable(), mergedInto: z.string().nullable(), version: z.number(),
})

/** How far back a whole plan carries evidence: longer than any update interval. An item's sheet carries all of it. */
const EVIDENCE_DAYS = 400

export type PlanExtent = { history?: 'latest' | 'whole'; itemId?: string }

/**
 * A plan whole, or null when there is none that this account may see. Each item carries its latest update and the evidence
 * of the last 400 days before its period's end (before `today` when none is open); with `history: 'whole'`, all of both; with `itemId`, only that item does.
 */
export async function selectPlan(tx: Tx, planId: string, { history = 'latest', itemId }: PlanExtent = {}): Promise<Plan | null> {
  const found = await tx
    .selectFrom('plan')
    .select(['plan_id as planId', 'kind', 'title', 'starts', 'ends', 'state', 'rating_scheme_id as schemeId', 'roll_up as rollUp'])
    .select(['roll_up_version as rollUpVersion', 'update_interval as updateInterval', 'frame_id as frameId', 'version'])
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  if (!found) return null
  const { schemeId, frameId, ...plan } = PlanRow.parse(found)
  const period = await tx
    .selectFrom('reporting_period')
    .select(['reporting_period_id as reportingPeriodId', 'name', 'starts', 'ends', 'due'])
    .where('plan_id', '=', planId)
    .orderBy('closed_at', (order) => order.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst()
  const strands = frameId
    ? await tx.selectFrom('strand').select(['strand_id as strandId', 'name']).where('frame_id', '=', frameId).orderBy('position').execute()
    : []
  const dates = period && { starts: day.parse(period.starts), ends: day.parse(period.ends), due: day.parse(period.due) }
  const since = history === 'whole' ? null : (dates?.ends ?? plan.ends).subtract({ days: EVIDENCE_DAYS }).toString()
  return {
    ...plan,
    scheme: await selectScheme(tx, schemeId),
    strands,
    period: period ? { reportingPeriodId: period.reportingPeriodId, name: period.name, ...dates! } : null,
    items: await selectItems(tx, planId, history, since, itemId ?? null),
  }
}

/** An item of a plan with everything ever said and recorded of it, or null when the plan has no such item. */
export async function selectWholeItem(tx: Tx, { planId, items }: Plan, itemId: string): Promise<Item | null> {
  const item = items.find((each) => each.itemId === itemId)
  if (!item) return null
  const updates = await selectUpdates(tx, planId, 'whole', itemId)
  const evidence = await selectEvidence(tx, planId, null, itemId)
  return { ...item, updates: updates.get(itemId) ?? [], evidence: evidence.get(itemId) ?? [] }
}

async function selectItems(tx: Tx, planId: string, history: 'latest' | 'whole', since: string | null, itemId: string | null): Promise<Item[]> {
  const items = await tx
    .selectFrom('plan_item as i')
    .leftJoin('plan as d', (on) => on.onRef('d.partnership_id', '=', 'i.partnership_id').onRef('d.plan_id', '=', 'i.deferred_to_plan_id'))
    .leftJoin('plan_item as m', (on) => on.onRef('m.partnership_id', '=', 'i.partnership_id').onRef('m.plan_item_id', '=', 'i.merged_into_item_id'))
    .select(['i.plan_item_id as itemId', 'i.parent_id as parentId', 'i.kind', 'i.code', 'i.title', 'i.strand_id as strandId', 'i.mandate', 'i.strength'])
    .select(['i.aim', 'i.success', 'i.outcome', 'i.outcome_type as outcomeType', 'i.state', 'i.state_note as stateNote', 'i.state_since as stateSince'])
    .select(['i.starts', 'i.due', 'i.promised_on as promisedOn', 'i.review_on as reviewOn', 'i.discharged_through as dischargedThrough'])
    .select(['d.title as deferredTo', 'm.code as mergedInto', 'i.version'])
    .where('i.plan_id', '=', planId)
    .orderBy('i.position')
    .execute()
  const owners = await selectOwners(tx, planId)
  const updates = await selectUpdates(tx, planId, history, itemId)
  const evidence = await selectEvidence(tx, planId, since, itemId)
  const stated = await selectStated(tx, planId)
  const measures = await selectItemMeasures(tx, planId)
  const links = await selectLinks(tx, planId)
  return items.map((row) => {
    const item = ItemRow.parse(row)
    const said = stated.get(item.itemId) ?? []
    return {
      ...item,
      place: said[0]?.place ?? null,
      owners: owners.get(item.itemId) ?? [],
      updates: updates.get(item.itemId) ?? [],
      evidence: evidence.get(item.itemId) ?? [],
      stated: said,
      measures: measures.get(item.itemId) ?? [],
      links: links.get(item.itemId) ?? [],
    }
  })
}

const byItem = <Row extends { itemId: string }, Value>(rows: readonly Row[], parse: (row: Row) => Value): Map<string, Value[]> =>
  new Map([...Map.groupBy(rows, (row) => row.itemId)].map(([itemId, group]) => [itemId, group.map(parse)]))

async function selectOwners(tx: Tx, planId: string): Promise<Map<string, Owner[]>> {
  const rows = await tx
    .selectFrom('item_owner as o')
    .innerJoin('plan_item as i', (on) => on.onRef('i.partnership_id', '=', 'o.partnership_id').onRef('i.plan_item_id', '=', 'o.plan_item_id'))
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'o.partnership_id').onRef('a.account_id', '=', 'o.account_id'))
    .select(['o.plan_item_id as itemId', 'o.organisation_id as organisationId', 'o.account_id as accountId', 'o.post', 'o.unmatched', 'o.accountable', 'a.name as person'])
    .select((q) =>
      q.selectFrom('organisation_name as n').whereRef('n.partnership_id', '=', 'o.partnership_id').whereRef('n.organisation_id', '=', 'o.organisation_id')
        .where('n.kind', '=', 'name').where('n.valid_to', 'is', null).select('n.name').limit(1).as('organisation'),
    )
    .where('i.plan_id', '=', planId)
    .orderBy('o.accountable', 'desc')
    .orderBy('o.position')
    .execute()
  return byItem(rows, ({ organisationId, accountId, post, unmatched, accountable, person, organisation }) => ({
    organisationId,
    accountId,
    words: [person ?? post, organisation ?? unmatched].filter(Boolean).join(', '),
    accountable,
    single: accountable && organisationId !== null && (accountId !== null || post !== null),
  }))
}

async function selectUpdates(tx: Tx, planId: string, history: 'latest' | 'whole', itemId: string | null): Promise<Map<string, Update[]>> {
  const rows = await tx
    .selectFrom('plan_item as i')
    .innerJoinLateral(
      (q) =>
        q.selectFrom('item_update as u').selectAll('u').whereRef('u.partnership_id', '=', 'i.partnership_id').whereRef('u.plan_item_id', '=', 'i.plan_item_id')
          .orderBy('u.submitted_at', 'desc').$if(history === 'latest', (latest) => latest.limit(1)).as('u'),
      (on) => on.onTrue(),
    )
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'u.partnership_id').onRef('a.account_id', '=', 'u.submitted_by'))
    .select(['i.plan_item_id as itemId', 'u.item_update_id as updateId', 'u.declared', 'u.derived', 'u.reason', 'u.narrative', 'u.position_on as positionOn'])
    .select(['a.name as by', 'u.source', 'u.reporting_period_id as reportingPeriodId'])
    .where('i.plan_id', '=', planId)
    .$if(itemId !== null, (q) => q.where('i.plan_item_id', '=', itemId))
    .orderBy('u.submitted_at', 'desc')
    .execute()
  return byItem(rows, ({ itemId: _, narrative, positionOn, ...update }) => ({ ...update, narrative: narrative ?? '', positionOn: day.parse(positionOn) }))
}

async function selectEvidence(tx: Tx, planId: string, since: string | null, itemId: string | null): Promise<Map<string, Evidence[]>> {
  const rows = await tx
    .selectFrom('evidence as e')
    .innerJoin('evidence_item as t', (on) => on.onRef('t.partnership_id', '=', 'e.partnership_id').onRef('t.evidence_id', '=', 'e.evidence_id'))
    .select(['t.plan_item_id as itemId', 'e.evidence_id as evidenceId', 'e.kind', 'e.happened_from as from', 'e.happened_to as to'])
    .select(['e.statement', 'e.quantity', 'e.unit'])
    .where('e.plan_id', '=', planId)
    .where('e.replaced_by', 'is', null)
    .$if(since !== null, (q) => q.where('e.happened_to', '>=', since!))
    .$if(itemId !== null, (q) =>
      q.where('e.evidence_id', 'in', (own) => own.selectFrom('evidence_item').select('evidence_id').where('plan_item_id', '=', itemId)),
    )
    .orderBy('e.happened_to', 'desc')
    .orderBy('e.recorded_at', 'desc')
    .execute()
  const served = Map.groupBy(rows, (row) => row.evidenceId)
  return byItem(itemId === null ? rows : rows.filter((row) => row.itemId === itemId), ({ evidenceId, kind, from, to, statement, quantity, unit }) => ({
    evidenceId,
    kind: z.enum(EVIDENCE_KINDS).parse(kind),
    from: day.parse(from),
    to: day.parse(to),
    statement,
    quantity,
    unit,
    itemIds: served.get(evidenceId)!.map((row) => row.itemId),
  }))
}

async function selectStated(tx: Tx, planId: string) {
  const rows = await tx
    .selectFrom('stated_rating as s')
    .innerJoin('plan_item as i', (on) => on.onRef('i.partnership_id', '=', 's.partnership_id').onRef('i.plan_item_id', '=', 's.plan_item_id'))
    .select(['s.plan_item_id as itemId', 's.word', 's.place', 's.trend'])
    .where('i.plan_id', '=', planId)
    .orderBy('s.stated_at')
    .orderBy('s.place')
    .execute()
  return byItem(rows, ({ word, place, trend }) => ({ word, place, trend }))
}

async function selectItemMeasures(tx: Tx, planId: string): Promise<Map<string, MeasureFigure[]>> {
  const tied = await tx
    .selectFrom('item_measure as m')
    .innerJoin('plan_item as i', (on) => on.onRef('i.partnership_id', '=', 'm.partnership_id').onRef('i.plan_item_id', '=', 'm.plan_item_id'))
    .select(['m.plan_item_id as itemId', 'm.measure_id as measureId'])
    .where('i.plan_id', '=', planId)
    .execute()
  if (tied.length === 0) return new Map()
  const figures = await figuresOf(tx, [...new Set(tied.map(({ measureId }) => measureId))])
  return byItem(tied.filter(({ measureId }) => figures.has(measureId)), ({ measureId }) => figures.get(measureId)!)
}

const LinkRow = z.object({
  itemId: z.string(), kind: z.enum(LINK_KINDS), way: z.enum(['to', 'from']), otherId: z.string(), code: z.string(), title: z.string(),
  planId: z.string(), planTitle: z.string(),
})

async function selectLinks(tx: Tx, planId: string): Promise<Map<string, Link[]>> {
  const { rows } = await sql`
    select own.plan_item_id as "itemId", l.kind, l.way, other.plan_item_id as "otherId", other.code, other.title, p.plan_id as "planId", p.title as "planTitle"
    from plan_item own
      join (select partnership_id, from_item_id as own_id, to_item_id as other_id, kind, 'to' as way from item_link
        union all select partnership_id, to_item_id, from_item_id, kind, 'from' from item_link) l
        on l.partnership_id = own.partnership_id and l.own_id = own.plan_item_id
      join plan_item other on other.partnership_id = l.partnership_id and other.plan_item_id = l.other_id
      join plan p on p.partnership_id = other.partnership_id and p.plan_id = other.plan_id
    where own.plan_id = ${planId}
    order by other.code`.execute(tx)
  const links = rows.map((row) => LinkRow.parse(row))
  return byItem(links, ({ itemId: _, otherId, ...link }) => ({ ...link, itemId: otherId }))
}

/** The plan an item belongs to, or null when this account may not see it. */
export const selectPlanOfItem = async (tx: Tx, itemId: string): Promise<string | null> =>
  (await tx.selectFrom('plan_item').select('plan_id').where('plan_item_id', '=', itemId).executeTakeFirst())?.plan_id ?? null

/** Whether the account that asks answers for this item or shares in it. */
export async function ownsItem(tx: Tx, itemId: string): Promise<boolean> {
  const { rows } = await sql<{ owns: boolean }>`select owns_item(${itemId}) as owns`.execute(tx)
  return rows[0]!.owns
}
