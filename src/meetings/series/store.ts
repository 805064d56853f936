import { sql } from 'kysely'
import { z } from 'zod'
import { DIVISIONS } from '../../calendar/bank-holidays.ts'
import { Recurrence } from '../../calendar/recurrence.ts'
import { audit, type Tx } from '../../db/tx.ts'
import { selectOptionalGroup, selectTermsInForce } from '../groups/store.ts'
import type { Changes, Planned } from './change.ts'
import { ON_HOLIDAY, type Sitting } from './sitting.ts'

const SeriesRow = z.object({
  seriesId: z.string(), groupId: z.string(), recurrence: Recurrence, beginsAt: z.string(), minutes: z.number(), place: z.string().nullable(), online: z.string().nullable(), onHoliday: z.enum(ON_HOLIDAY), division: z.enum(DIVISIONS),
  starts: z.string(), ends: z.string().nullable(), version: z.number(), writtenTo: z.string().nullable(), ahead: z.coerce.number(), next: z.string().nullable(),
})
/** When a group meets. `writtenTo`: the last day of the recurrence that stands in the calendar. `ahead`: planned sittings from today on. `next`: the first of them. */
export type Series = z.infer<typeof SeriesRow>

async function select(tx: Tx, groupId: string | null, seriesId: string | null): Promise<Series[]> {
  const { rows } = await sql`
    select s.series_id as "seriesId", s.group_id as "groupId", s.recurrence, s.begins_at as "beginsAt", s.minutes, s.place,
      case when s.group_id = any (open_groups()) then s.online end as online, s.on_holiday as "onHoliday", s.division, s.starts, s.ends, s.version,
      max(coalesce(m.meant_for, m.held_on)) as "writtenTo", count(*) filter (where m.state = 'planned' and m.held_on >= today.today) as ahead, min(m.held_on) filter (where m.state = 'planned' and m.held_on >= today.today) as next
    from series s cross join (select (now() at time zone 'Europe/London')::date as today) as today
    left join meeting m on m.partnership_id = s.partnership_id and m.series_id = s.series_id
    where (${groupId}::uuid is null or s.group_id = ${groupId}::uuid) and (${seriesId}::uuid is null or s.series_id = ${seriesId}::uuid)
    group by s.partnership_id, s.series_id, today.today
    order by s.ends is not null, s.starts desc, s.series_id`.execute(tx)
  return rows.map((row) => SeriesRow.parse(row))
}

/** Every series a group has or had, those without an end first, newest first. */
export const selectSeries = (tx: Tx, groupId: string): Promise<Series[]> => select(tx, groupId, null)

/** Every series of the partnership. */
export const selectAllSeries = (tx: Tx): Promise<Series[]> => select(tx, null, null)

/** One series of a group, or null. */
export async function selectOptionalSeries(tx: Tx, groupId: string, seriesId: string): Promise<Series | null> {
  if (!z.uuid().safeParse(seriesId).success) return null
  const [series] = await select(tx, groupId, seriesId)
  return series ?? null
}

/** What is kept of a series. */
export type SeriesFields = Pick<Series, 'recurrence' | 'beginsAt' | 'minutes' | 'place' | 'online' | 'onHoliday' | 'division' | 'starts' | 'ends'>

export async function insertSeries(tx: Tx, groupId: string, fields: SeriesFields): Promise<string> {
  const series_id = crypto.randomUUID()
  await tx.insertInto('series').values({
    partnership_id: tx.actor.partnershipId!, series_id, group_id: groupId, recurrence: JSON.stringify(fields.recurrence), begins_at: fields.beginsAt, minutes: fields.minutes,
    place: fields.place, online: fields.online, on_holiday: fields.onHoliday, division: fields.division, starts: fields.starts, ends: fields.ends,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'group', subjectId: groupId, details: { series: series_id } })
  return series_id
}

const MOST_ROWS = 1000
const inChunks = <T>(rows: readonly T[]): T[][] => Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, at) => rows.slice(at * MOST_ROWS, (at + 1) * MOST_ROWS))

/** The standard agenda of the terms in force, as addMeeting copies it: a restricted line only where this account has a seat. */
async function selectStandingAgenda(tx: Tx, groupId: string) {
  const terms = await selectTermsInForce(tx, groupId)
  const seated = 'system' in tx.actor || (await selectOptionalGroup(tx, groupId))?.seated
  return (terms?.agenda ?? []).filter(({ restricted }) => seated || !restricted)
}

/** Writes sittings of a series into the calendar, all at once, each with the standard agenda; those that are there already are left as they are. Gives how many are new. */
export async function writeSittings(tx: Tx, series: { groupId: string; seriesId: string } & Pick<SeriesFields, 'minutes' | 'place' | 'online'>, sittings: readonly Sitting[]): Promise<number> {
  const there = await tx.selectFrom('meeting').select(['held_on', 'meant_for', 'begins_at']).where('series_id', '=', series.seriesId).execute()
  const known = new Set(there.map(({ held_on, meant_for, begins_at }) => `${meant_for ?? held_on} ${begins_at}`))
  const fresh = sittings.filter(({ meantFor, beginsAt }) => !known.has(`${meantFor} ${beginsAt}`))
  if (fresh.length === 0) return 0
  const made = fresh.map((sitting) => ({ ...sitting, meetingId: crypto.randomUUID() }))
  const [partnership_id, group_id] = [tx.actor.partnershipId!, series.groupId]
  for (const some of inChunks(made))
    await tx.insertInto('meeting').values(some.map(({ meetingId, meantFor, heldOn, beginsAt, state, reason }) => ({
      partnership_id, meeting_id: meetingId, group_id, series_id: series.seriesId, held_on: heldOn, meant_for: reason === null ? null : meantFor, begins_at: beginsAt, minutes: series.minutes, place: series.place,
      online: series.online, state, changed_reason: reason, made_by: tx.actor.accountId,
    }))).execute()
  const agenda = await selectStandingAgenda(tx, group_id)
  const items = made.filter(({ state }) => state === 'planned').flatMap(({ meetingId }) => agenda.map(({ title, kind, restricted }, at) => ({ partnership_id, meeting_id: meetingId, group_id, position: at + 1, title, kind, restricted })))
  for (const some of inChunks(items)) await tx.insertInto('agenda_item').values(some).execute()
  for (const { meetingId, heldOn } of made) audit(tx, { act: 'collected', subjectKind: 'meeting', subjectId: meetingId, details: { group: group_id, heldOn } })
  return fresh.length
}

const PlannedRow = z.object({
  meetingId: z.string(), meantFor: z.string().nullable(), heldOn: z.string(), beginsAt: z.string(), minutes: z.number(), place: z.string().nullable(), online: z.string().nullable(), state: z.string(), version: z.number(),
  items: z.coerce.number(), papers: z.coerce.number(), actions: z.coerce.number(), apologies: z.coerce.number(),
})
const counted = (number: number, one: string, many: string) => (number === 0 ? [] : [`${number} ${number === 1 ? one : many}`])

/**
 * Sittings of a series from an ISO day on that are planned or cancelled, with the work already done for each: items that are not on the standard agenda
 * or have been changed, papers asked for or given, actions, and apologies.
 */
export async function selectPlannedFrom(tx: Tx, seriesId: string, from: string): Promise<Planned[]> {
  const { rows } = await sql`
    select m.meeting_id as "meetingId", m.meant_for as "meantFor", m.held_on as "heldOn", m.begins_at as "beginsAt", m.minutes, m.place, m.online, m.state, m.version,
      (select count(*) from agenda_item i where i.partnership_id = m.partnership_id and i.meeting_id = m.meeting_id
        and (i.lead is not null or i.minutes_planned is not null or i.minuted <> '' or i.version > 1 or not exists (
          select from terms t cross join jsonb_array_elements(t.agenda) line where t.partnership_id = m.partnership_id and t.group_id = m.group_id and t.adopted_on is not null and line ->> 'title' = i.title))) as items,
      (select count(*) from meeting_paper p where p.partnership_id = m.partnership_id and p.meeting_id = m.meeting_id) as papers,
      (select count(*) from action a where a.partnership_id = m.partnership_id and a.meeting_id = m.meeting_id) as actions,
      (select count(*) from attendance a where a.partnership_id = m.partnership_id and a.meeting_id = m.meeting_id) as apologies
    from meeting m
    where m.series_id = ${seriesId}::uuid and m.state in ('planned', 'cancelled') and m.held_on >= ${from}::date and coalesce(m.meant_for, m.held_on) >= ${from}::date
    order by m.held_on, m.begins_at`.execute(tx)
  return rows.map((row) => {
    const { items, papers, actions, apologies, ...rest } = PlannedRow.parse(row)
    return { ...rest, work: [...counted(items, 'item put on its agenda', 'items put on its agenda'), ...counted(papers, 'paper', 'papers'), ...counted(actions, 'action', 'actions'), ...counted(apologies, 'answer to the invitation', 'answers to the invitation')] }
  })
}

/** Cancels planned sittings for a reason; those that somebody opened or changed meanwhile are left. Gives how many. */
export async function cancelSittings(tx: Tx, planned: readonly Planned[], reason: string): Promise<number> {
  let cancelled = 0
  for (const { meetingId, version } of planned) {
    const done = await tx.updateTable('meeting').set({ state: 'cancelled', changed_reason: reason, version: version + 1 }).where('meeting_id', '=', meetingId).where('version', '=', version).where('state', '=', 'planned').executeTakeFirst()
    if (done.numUpdatedRows === 0n) continue
    cancelled++
    audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { fields: ['state'] } })
  }
  return cancelled
}

/** Gives a series its last day; false when somebody else changed it first. */
export async function endSeries(tx: Tx, { seriesId, groupId, version, starts }: Pick<Series, 'seriesId' | 'groupId' | 'version' | 'starts'>, ends: string): Promise<boolean> {
  const done = await tx.updateTable('series').set({ ends: ends < starts ? starts : ends, version: version + 1 }).where('series_id', '=', seriesId).where('version', '=', version).executeTakeFirst()
  if (done.numUpdatedRows === 0n) return false
  audit(tx, { act: 'altered', subjectKind: 'group', subjectId: groupId, details: { series: seriesId, fields: ['ends'] } })
  return true
}

/** Gives a published series its list of dates; false when somebody else changed it first. */
export async function setRecurrence(tx: Tx, { seriesId, groupId, version }: Pick<Series, 'seriesId' | 'groupId' | 'version'>, recurrence: Recurrence): Promise<boolean> {
  const done = await tx.updateTable('series').set({ recurrence: JSON.stringify(recurrence), version: version + 1 }).where('series_id', '=', seriesId).where('version', '=', version).executeTakeFirst()
  if (done.numUpdatedRows === 0n) return false
  audit(tx, { act: 'altered', subjectKind: 'group', subjectId: groupId, details: { series: seriesId, fields: ['recurrence'] } })
  return true
}

/** Hands the sittings that stay to the new series, at the day and hour it gives them. Those opened meanwhile are left. Gives how many have another day, hour or place. */
export async function moveSittings(tx: Tx, seriesId: string, fields: Pick<SeriesFields, 'minutes' | 'place' | 'online'>, stay: Changes['stay'], why: string): Promise<number> {
  let moved = 0
  for (const { was, becomes } of stay) {
    // Cancelled by its old rule for a bank holiday, it comes back where the new rule keeps it; cancelled by hand, it does not.
    const revived = was.state === 'cancelled' && was.meantFor === was.heldOn && becomes.state === 'planned'
    if (was.state === 'cancelled' && !revived) {
      await tx.updateTable('meeting').set({ series_id: seriesId }).where('meeting_id', '=', was.meetingId).execute()
      continue
    }
    const differs = was.heldOn !== becomes.heldOn || was.beginsAt !== becomes.beginsAt || was.minutes !== fields.minutes || was.place !== fields.place || was.online !== fields.online || becomes.state !== was.state
    const done = await tx.updateTable('meeting').set({
      series_id: seriesId, held_on: becomes.heldOn, meant_for: becomes.reason === null ? null : becomes.meantFor, begins_at: becomes.beginsAt, minutes: fields.minutes, place: fields.place, online: fields.online,
      state: becomes.state, changed_reason: becomes.reason ?? (differs ? why : null), version: differs ? was.version + 1 : was.version,
    }).where('meeting_id', '=', was.meetingId).where('version', '=', was.version).where('state', '=', was.state).executeTakeFirst()
    if (done.numUpdatedRows === 0n || !differs) continue
    moved++
    audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: was.meetingId, details: { fields: ['held_on', 'begins_at', 'place'] } })
  }
  return moved
}
