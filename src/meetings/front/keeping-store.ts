import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import type { Meeting } from '../meeting.ts'
import { dayInWords } from '../meeting-page.ts'
import { selectMeetings } from '../meeting-store.ts'
import { selectDivisions } from '../series/division.ts'
import { type Beside, dateFindings, type Thought } from './date-check.ts'

const SharedRow = z.object({ groupId: z.string(), person: z.string() })

/** What speaks against a day and hour for a group: bank holidays, its own meetings, rooms taken, and people wanted twice. */
export async function selectDateFindings(tx: Tx, thought: Thought, today: Temporal.PlainDate): Promise<string[]> {
  const others = await selectMeetings(tx, { from: thought.heldOn, to: thought.heldOn })
  const { rows } = await sql`
    with sitting as (
      select s.group_id, coalesce(s.account_id::text, lower(s.person)) as who, coalesce(a.name, s.person) as person from group_seat s
      left join account a on a.partnership_id = s.partnership_id and a.account_id = s.account_id
      where coalesce(s.since, '-infinity') <= ${thought.heldOn}::date and coalesce(s.until, 'infinity') >= ${thought.heldOn}::date)
    select distinct o.group_id as "groupId", o.person from sitting m join sitting o on o.who = m.who and o.group_id <> m.group_id
    where m.group_id = ${thought.groupId}::uuid and o.person is not null order by 2`.execute(tx)
  const shared = Map.groupBy(rows.map((row) => SharedRow.parse(row)), ({ groupId }) => groupId)
  const beside: Beside[] = others.map((meeting) => ({ meeting, people: (shared.get(meeting.groupId) ?? []).map(({ person }) => person) }))
  return dateFindings(thought, beside, today, (await selectDivisions(tx)).of(thought.groupId))
}

export type Moved = { heldOn: string; beginsAt: string; minutes: number; place: string | null; online: string | null; reason: string }

/** Changes when and where a meeting is if it is still at `version`; false when somebody changed it since. The day it was meant for stays known. */
export async function moveMeeting(tx: Tx, meeting: Meeting, version: number, { reason, heldOn, beginsAt, minutes, place, online }: Moved, baseUrl: string): Promise<boolean> {
  const meantFor = meeting.meantFor ?? (heldOn === meeting.heldOn ? null : meeting.heldOn)
  const { numUpdatedRows } = await tx.updateTable('meeting').set({ held_on: heldOn, begins_at: beginsAt, minutes, place, online, changed_reason: reason, meant_for: meantFor, version: version + 1 })
    .where('meeting_id', '=', meeting.meetingId).where('version', '=', version).where('state', 'in', ['planned', 'under way']).executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  const fields = [heldOn !== meeting.heldOn && 'heldOn', beginsAt !== meeting.beginsAt && 'beginsAt', minutes !== meeting.minutes && 'minutes', place !== meeting.place && 'place', online !== meeting.online && 'online'].filter(Boolean)
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meeting.meetingId, details: { fields } })
  await tellSeats(tx, meeting, `changed ${version}`, { subject: `${meeting.group.name}: the meeting of ${dayInWords(meeting.heldOn)} is changed`, body: `It is now on ${dayInWords(heldOn)} at ${beginsAt}. Why:` }, baseUrl)
  return true
}

/** Cancels a meeting that is planned, with why, and tells those who have a seat; false when somebody changed it since. */
export async function cancelMeeting(tx: Tx, meeting: Meeting, version: number, reason: string, baseUrl: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('meeting').set({ state: 'cancelled', changed_reason: reason, version: version + 1 }).where('meeting_id', '=', meeting.meetingId).where('version', '=', version).where('state', '=', 'planned').executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meeting.meetingId, details: { fields: ['state'], state: 'cancelled' } })
  await tellSeats(tx, meeting, 'cancelled', { subject: `${meeting.group.name}: the meeting of ${dayInWords(meeting.heldOn)} is cancelled`, body: 'Why:' }, baseUrl)
  return true
}

/** Writes to everyone with a seat in a meeting's group today, and their deputies, but not to who does it. */
async function tellSeats(tx: Tx, { meetingId, groupId }: Meeting, what: string, { subject, body }: { subject: string; body: string }, baseUrl: string) {
  const { rows } = await sql<{ accountId: string }>`
    select distinct who.account_id as "accountId" from group_seat s cross join lateral (values (s.account_id), (s.deputy_account_id)) as who (account_id)
    where s.group_id = ${groupId}::uuid and who.account_id is not null and who.account_id <> ${tx.actor.accountId}::uuid
      and coalesce(s.since, '-infinity') <= (now() at time zone 'Europe/London')::date and coalesce(s.until, 'infinity') >= (now() at time zone 'Europe/London')::date`.execute(tx)
  await notify(tx, rows.map(({ accountId }) => ({ accountId, effect: `meeting ${meetingId} ${what} ${accountId}`, subject, body: `${body}\n${baseUrl}/meetings/${meetingId}\n` })))
}
