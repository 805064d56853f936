import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { type Group, type GroupSeat, selectAllSeats, selectGroups, type TermsVersion, selectAllTerms } from './store.ts'

export const NAME_KINDS = ['name', 'code', 'alias'] as const
export type GroupName = { nameId: string; name: string; kind: (typeof NAME_KINDS)[number]; since: string | null; until: string | null }
/** A priority that a group delivers. */
export type Delivered = { itemId: string; code: string; title: string; since: string | null; until: string | null }
/** Another group that this one came from or went into. */
export type Succession = { groupId: string; on: string | null; note: string | null }
export type SeriesRow = { seriesId: string; recurrence: unknown; beginsAt: string; minutes: number; place: string | null; starts: string; ends: string | null }

/** A group with all that is kept of it. */
export type RegisteredGroup = Group & {
  remit: string | null
  handles: string[]
  runById: string | null
  runBy: string | null
  endedReason: string | null
  version: number
  /** Newest first, in each kind. */
  names: GroupName[]
  seats: GroupSeat[]
  /** Newest first, a draft included. */
  terms: TermsVersion[]
  delivers: Delivered[]
  cameFrom: Succession[]
  wentInto: Succession[]
  series: SeriesRow[]
}

const Particulars = z.object({
  groupId: z.string(), remit: z.string().nullable(), handles: z.array(z.string()), runById: z.string().nullable(), runBy: z.string().nullable(),
  endedReason: z.string().nullable(), version: z.number(),
})
const Name = z.object({ groupId: z.string(), nameId: z.string(), name: z.string(), kind: z.enum(NAME_KINDS), since: z.string().nullable(), until: z.string().nullable() })

const selectParticulars = async (tx: Tx) => {
  const { rows } = await sql`
    select g.group_id as "groupId", g.remit, g.handles, g.run_by_id as "runById", g.ended_reason as "endedReason", g.version,
      (select n.name from organisation_name n where n.partnership_id = g.partnership_id and n.organisation_id = g.run_by_id and n.kind = 'name' order by n.valid_to is null desc, n.valid_to desc limit 1) as "runBy"
    from meeting_group g`.execute(tx)
  return new Map(rows.map((row) => Particulars.parse(row)).map((row) => [row.groupId, row]))
}

const selectNames = async (tx: Tx) => {
  const rows = await tx.selectFrom('group_name')
    .select(['group_id as groupId', 'group_name_id as nameId', 'name', 'kind', 'valid_from as since', 'valid_to as until'])
    .orderBy((q) => q('valid_to', 'is', null), 'desc').orderBy('valid_to', 'desc').orderBy('valid_from', (order) => order.desc().nullsLast()).orderBy('name').execute()
  return Map.groupBy(rows.map((row) => Name.parse(row)), ({ groupId }) => groupId)
}

const selectDelivered = async (tx: Tx) =>
  Map.groupBy(
    await tx.selectFrom('group_priority as p')
      .innerJoin('plan_item as i', (on) => on.onRef('i.partnership_id', '=', 'p.partnership_id').onRef('i.plan_item_id', '=', 'p.plan_item_id'))
      .select(['p.group_id as groupId', 'i.plan_item_id as itemId', 'i.code', 'i.title', 'p.since', 'p.until']).orderBy('i.position').execute(),
    ({ groupId }) => groupId,
  )

const selectSeriesRows = async (tx: Tx) =>
  Map.groupBy(
    await tx.selectFrom('series')
      .select(['group_id as groupId', 'series_id as seriesId', 'recurrence', 'begins_at as beginsAt', 'minutes', 'place', 'starts', 'ends']).orderBy('starts').execute(),
    ({ groupId }) => groupId,
  )

/** Every group with all that is kept of it, by name. */
export async function selectRegister(tx: Tx): Promise<RegisteredGroup[]> {
  const groups = await selectGroups(tx)
  const particulars = await selectParticulars(tx)
  const names = await selectNames(tx)
  const seats = Map.groupBy(await selectAllSeats(tx), ({ groupId }) => groupId)
  const terms = Map.groupBy(await selectAllTerms(tx), ({ groupId }) => groupId)
  const delivered = await selectDelivered(tx)
  const series = await selectSeriesRows(tx)
  const successions = await tx.selectFrom('group_succession')
    .select(['from_group_id as from', 'to_group_id as to', 'took_over_on as on', 'note']).orderBy('took_over_on').execute()
  return groups.map((group) => {
    const { groupId } = group
    return {
      ...group,
      ...particulars.get(groupId)!,
      names: names.get(groupId) ?? [],
      seats: seats.get(groupId) ?? [],
      terms: terms.get(groupId) ?? [],
      delivers: delivered.get(groupId) ?? [],
      cameFrom: successions.filter(({ to }) => to === groupId).map(({ from, on, note }) => ({ groupId: from, on, note })),
      wentInto: successions.filter(({ from }) => from === groupId).map(({ to, on, note }) => ({ groupId: to, on, note })),
      series: series.get(groupId) ?? [],
    }
  })
}

/** A priority of a plan in force, that some body should deliver. */
export type Priority = { itemId: string; code: string; title: string; plan: string }

/** The priorities of the plans in force, in the plans' order. */
export async function selectPriorities(tx: Tx): Promise<Priority[]> {
  return tx.selectFrom('plan_item as i')
    .innerJoin('plan as p', (on) => on.onRef('p.partnership_id', '=', 'i.partnership_id').onRef('p.plan_id', '=', 'i.plan_id'))
    .select(['i.plan_item_id as itemId', 'i.code', 'i.title', 'p.title as plan'])
    .where('i.kind', '=', 'priority').where('p.state', '=', 'live').where('i.state', 'not in', ['withdrawn', 'merged', 'deferred', 'discharged'])
    .orderBy('p.starts', 'desc').orderBy('i.position').execute()
}

export type Sitting = { meetingId: string; groupId: string; heldOn: string; beginsAt: string; minutes: number; place: string | null; state: string }

/** Meetings from one ISO day to another that are not cancelled, in order; of one group or of all. */
export async function selectSittings(tx: Tx, from: string, to: string, groupId?: string): Promise<Sitting[]> {
  return tx.selectFrom('meeting')
    .select(['meeting_id as meetingId', 'group_id as groupId', 'held_on as heldOn', 'begins_at as beginsAt', 'minutes', 'place', 'state'])
    .where('held_on', '>=', from).where('held_on', '<=', to).where('state', '<>', 'cancelled')
    .$if(groupId !== undefined, (q) => q.where('group_id', '=', groupId!))
    .orderBy('held_on').orderBy('begins_at').execute()
}

export type Choice = { value: string; text: string }

/** Partners of today by name; `statutory` for those that are partners by law and not a unit of one. */
export async function selectPartners(tx: Tx): Promise<(Choice & { statutory: boolean })[]> {
  const rows = await tx.selectFrom('organisation as o')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'o.partnership_id').onRef('n.organisation_id', '=', 'o.organisation_id'))
    .select(['o.organisation_id as value', 'n.name as text', 'o.standing', 'o.parent_id'])
    .where('n.kind', '=', 'name').where('n.valid_to', 'is', null).where('o.left_on', 'is', null).orderBy('n.name').execute()
  return rows.map(({ value, text, standing, parent_id }) => ({ value, text, statutory: standing === 'statutory' && parent_id === null }))
}

export const selectAccountChoices = (tx: Tx): Promise<Choice[]> =>
  tx.selectFrom('account').select(['account_id as value', sql<string>`name || coalesce(', ' || post, '')`.as('text')]).where('disabled_at', 'is', null).orderBy('name').execute()

export const selectSchemeChoices = (tx: Tx): Promise<Choice[]> =>
  tx.selectFrom('scheme').select(['scheme_id as value', 'name as text']).orderBy('name').execute()
