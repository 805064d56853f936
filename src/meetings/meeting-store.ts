import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../db/tx.ts'
import { AGENDA_KINDS, type AgendaKind } from './groups/group.ts'
import { selectOptionalGroup, selectTermsInForce } from './groups/store.ts'
import { type Meeting, MEETING_STATES, MINUTES_STATES } from './meeting.ts'

const MeetingRow = z.object({
  meetingId: z.string(), groupId: z.string(), seriesId: z.string().nullable(), meantFor: z.string().nullable(), heldOn: z.string(), beginsAt: z.string(), minutes: z.number(),
  place: z.string().nullable(), online: z.string().nullable(), state: z.enum(MEETING_STATES), minutesState: z.enum(MINUTES_STATES), changedReason: z.string().nullable(), version: z.number(),
  name: z.string(), kind: z.string(), confidential: z.boolean(), keeps: z.boolean(), seated: z.boolean(), reads: z.boolean(),
})

async function select(tx: Tx, where: RawBuilder<unknown>, order: RawBuilder<unknown>, limit: number | null): Promise<Meeting[]> {
  const { rows } = await sql`
    with mine as materialized (select kept_groups() as kept, my_groups() as seated, open_groups() as opened)
    select m.meeting_id as "meetingId", m.group_id as "groupId", m.series_id as "seriesId", m.meant_for as "meantFor", m.held_on as "heldOn", m.begins_at as "beginsAt", m.minutes, m.place, m.state, m.version,
      case when m.group_id = any (mine.opened) then m.online end as online, case when m.group_id = any (mine.opened) then m.changed_reason end as "changedReason",
      case when m.group_id = any (mine.opened) then m.minutes_state else 'none' end as "minutesState",
      coalesce(n.name, 'Without a name') as name, g.kind, g.confidential,
      m.group_id = any (mine.kept) as keeps, m.group_id = any (mine.seated) as seated, m.group_id = any (mine.opened) as reads
    from meeting m
    join meeting_group g on g.partnership_id = m.partnership_id and g.group_id = m.group_id
    cross join mine
    left join lateral (
      select n.name from group_name n where n.partnership_id = m.partnership_id and n.group_id = m.group_id and n.kind = 'name'
      order by n.valid_to is null desc, n.valid_to desc limit 1) n on true
    where ${where} order by ${order} limit ${limit}`.execute(tx)
  return rows.map((row) => {
    const { name, kind, confidential, keeps, seated, reads, ...rest } = MeetingRow.parse(row)
    return { ...rest, group: { name, kind, confidential, keeps, seated, reads } }
  })
}

const FORWARD = sql`m.held_on, m.begins_at, m.meeting_id`
const BACKWARD = sql`m.held_on desc, m.begins_at desc, m.meeting_id`

/** Meetings by day and hour, cancelled ones included. `from` and `to`: ISO days, both counted. `newestFirst` turns the order round. */
export const selectMeetings = (tx: Tx, { groupId = null, from = null, to = null, limit = null, newestFirst = false }: { groupId?: string | null; from?: string | null; to?: string | null; limit?: number | null; newestFirst?: boolean }): Promise<Meeting[]> =>
  select(tx, sql`(${groupId}::uuid is null or m.group_id = ${groupId}::uuid) and (${from}::date is null or m.held_on >= ${from}::date) and (${to}::date is null or m.held_on <= ${to}::date)`, newestFirst ? BACKWARD : FORWARD, limit)

/** One meeting; null where there is none of that id, or the id is none. */
export const selectOptionalMeeting = async (tx: Tx, meetingId: string): Promise<Meeting | null> =>
  z.uuid().safeParse(meetingId).success ? ((await select(tx, sql`m.meeting_id = ${meetingId}::uuid`, FORWARD, 1))[0] ?? null) : null

/** The sitting of this group before this one that was not cancelled; where it is the group's first, the last of the groups that it took over from. */
export async function previousMeeting(tx: Tx, { meetingId, groupId, heldOn, beginsAt }: Pick<Meeting, 'meetingId' | 'groupId' | 'heldOn' | 'beginsAt'>): Promise<Meeting | null> {
  const before = sql`m.state <> 'cancelled' and m.meeting_id <> ${meetingId}::uuid and (m.held_on, m.begins_at) < (${heldOn}::date, ${beginsAt})`
  const [own] = await select(tx, sql`m.group_id = ${groupId}::uuid and ${before}`, BACKWARD, 1)
  if (own) return own
  const [inherited] = await select(tx, sql`${before} and exists (select from group_succession s where s.partnership_id = m.partnership_id and s.from_group_id = m.group_id and s.to_group_id = ${groupId}::uuid)`, BACKWARD, 1)
  return inherited ?? null
}

/** An item of an agenda that this account may read. `version` guards its words; `minuted` is what stands in the minutes under it. */
export type AgendaItem = {
  agendaItemId: string
  position: number
  title: string
  kind: AgendaKind
  restricted: boolean
  lead: string | null
  minutesPlanned: number | null
  minuted: string
  version: number
}
const ItemRow = z.object({
  agendaItemId: z.string(), position: z.coerce.number(), title: z.string(), kind: z.enum(AGENDA_KINDS), restricted: z.boolean(), lead: z.string().nullable(), minutesPlanned: z.number().nullable(), minuted: z.string(), version: z.number(),
})

/** What this account may read of a meeting's agenda, in its order. */
export async function selectAgenda(tx: Tx, meetingId: string): Promise<AgendaItem[]> {
  const rows = await tx.selectFrom('agenda_item')
    .select(['agenda_item_id as agendaItemId', 'position', 'title', 'kind', 'restricted', 'lead', 'minutes_planned as minutesPlanned', 'minuted', 'version'])
    .where('meeting_id', '=', meetingId).orderBy('position').orderBy('agenda_item_id').execute()
  return rows.map((row) => ItemRow.parse(row))
}

/** A sitting as it is put into the calendar. `meantFor`, `state` and `changedReason` are for one that was moved or cancelled by its series' own rule. */
export type NewMeeting = {
  groupId: string
  heldOn: string
  beginsAt: string
  minutes?: number
  place?: string | null
  online?: string | null
  seriesId?: string | null
  meantFor?: string | null
  state?: 'planned' | 'cancelled'
  changedReason?: string | null
}

/** Puts a sitting into the calendar with the standard agenda of the terms in force, and gives its id. A restricted line is copied by somebody with a seat alone: others add none. */
export async function addMeeting(tx: Tx, meeting: NewMeeting): Promise<string> {
  const meetingId = crypto.randomUUID()
  await tx.insertInto('meeting').values({
    partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: meeting.groupId, held_on: meeting.heldOn, begins_at: meeting.beginsAt, minutes: meeting.minutes ?? 90, place: meeting.place ?? null, online: meeting.online ?? null,
    series_id: meeting.seriesId ?? null, meant_for: meeting.meantFor ?? null, state: meeting.state ?? 'planned', changed_reason: meeting.changedReason ?? null, made_by: tx.actor.accountId,
  }).execute()
  if (meeting.state !== 'cancelled') await copyStandardAgenda(tx, { meetingId, groupId: meeting.groupId })
  audit(tx, { act: 'collected', subjectKind: 'meeting', subjectId: meetingId, details: { group: meeting.groupId, heldOn: meeting.heldOn } })
  return meetingId
}

/** Puts those standing items of the terms in force on an agenda that are not on it yet, and gives how many. */
export async function copyStandardAgenda(tx: Tx, { meetingId, groupId }: { meetingId: string; groupId: string }): Promise<number> {
  const missing = await selectMissingStandingItems(tx, { meetingId, groupId })
  if (missing.length === 0) return 0
  const { rows: [last] } = await sql<{ last: number }>`select coalesce(max(position), 0)::float8 as last from agenda_item where meeting_id = ${meetingId}::uuid`.execute(tx)
  await tx.insertInto('agenda_item').values(missing.map(({ title, kind, restricted }, at) => ({
    partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: groupId, position: last!.last + at + 1, title, kind, restricted,
  }))).execute()
  return missing.length
}

/** Standing items of the terms in force that are not on a meeting's agenda, as far as this account could put them there. */
export async function selectMissingStandingItems(tx: Tx, { meetingId, groupId }: { meetingId: string; groupId: string }) {
  const terms = await selectTermsInForce(tx, groupId)
  if (!terms) return []
  const seated = 'system' in tx.actor || (await selectOptionalGroup(tx, groupId))?.seated
  const has = new Set((await selectAgenda(tx, meetingId)).map(({ title }) => title.toLowerCase()))
  return terms.agenda.filter(({ title, restricted }) => (seated || !restricted) && !has.has(title.toLowerCase()))
}
