import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { SEAT_ROLES } from '../groups/group.ts'
import type { Seat } from '../groups/store.ts'
import type { Meeting } from '../meeting.ts'
import { type Quorum, quorumOf } from './quorum.ts'

export const ATTENDANCE = ['present', 'deputy', 'apologies', 'absent'] as const
export type Attendance = (typeof ATTENDANCE)[number]

const CameRow = z.object({
  attendanceId: z.string(), seatId: z.string().nullable(), organisationId: z.string().nullable(), organisation: z.string().nullable(), name: z.string(), state: z.enum(ATTENDANCE), accepted: z.boolean(),
  restricted: z.boolean(), role: z.enum(SEAT_ROLES).nullable(), post: z.string().nullable(), person: z.string().nullable(),
})
/** Who came, or did not: for a seat, or as a guest (`seatId` null). `name`: who sat there, or a deputy's. `person`: whose seat it is. */
export type Came = z.infer<typeof CameRow>

/** Everybody written down for a meeting, seats before guests. */
export async function selectAttendance(tx: Tx, meetingId: string): Promise<Came[]> {
  const rows = await tx.selectFrom('attendance as t')
    .leftJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 't.partnership_id').onRef('n.organisation_id', '=', 't.organisation_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .leftJoin('group_seat as s', (on) => on.onRef('s.partnership_id', '=', 't.partnership_id').onRef('s.group_seat_id', '=', 't.group_seat_id'))
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 's.partnership_id').onRef('a.account_id', '=', 's.account_id'))
    .select((e) => ['t.attendance_id as attendanceId', 't.group_seat_id as seatId', 't.organisation_id as organisationId', 'n.name as organisation', 't.name', 't.state', 't.accepted_statement as accepted', 't.restricted', 's.role', 's.post', e.fn.coalesce('a.name', 's.person').as('person')])
    .where('t.meeting_id', '=', meetingId).orderBy('t.name').orderBy('t.attendance_id').execute()
  const order = (came: Came) => (came.role === null ? SEAT_ROLES.length : SEAT_ROLES.indexOf(came.role))
  return rows.map((row) => CameRow.parse(row)).toSorted((one, other) => order(one) - order(other))
}

const isHere = ({ state }: Pick<Came, 'state'>) => state === 'present' || state === 'deputy'
/** Seats in which somebody is there. */
export const filledOf = (came: readonly Came[]) => came.filter((each) => each.seatId !== null && isHere(each)).length

/** Whether the meeting may decide as it stands. */
export async function selectQuorum(tx: Tx, needed: number | null, seats: readonly Seat[], meetingId: string): Promise<Quorum> {
  return quorumOf(needed, seats.length, filledOf(await selectAttendance(tx, meetingId)))
}

/** What one line of the attendance form says. `was` is how the line stood on the form; an empty one was not said. */
export type Said = { key: string; was: string; state: Attendance; name: string; accepted: boolean }
/** A line as one word, so that a form can tell what its reader changed. */
export const lineOf = (line: Pick<Said, 'state' | 'name' | 'accepted'> | undefined) => (line ? `${line.state}|${line.accepted ? 'yes' : ''}|${line.name}` : '')

/** Writes down those lines that were changed on the form, and gives those that somebody else changed meanwhile, of which nothing is written. */
export async function sayWhoCame(tx: Tx, { meetingId, groupId }: Pick<Meeting, 'meetingId' | 'groupId'>, seats: readonly Seat[], said: readonly Said[]): Promise<Came[]> {
  const stands = new Map((await selectAttendance(tx, meetingId)).map((came) => [came.seatId ?? came.attendanceId, came]))
  const met: Came[] = []
  const fields = { partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: groupId }
  let written = 0
  for (const { key, was, ...line } of said) {
    const now = stands.get(key)
    if (lineOf(line) === was || lineOf(line) === lineOf(now)) continue
    if (lineOf(now) !== was) {
      if (now) met.push(now)
      continue
    }
    const seat = seats.find(({ seatId }) => seatId === key)
    const values = { name: line.name, state: line.state, accepted_statement: line.accepted }
    if (now) await tx.updateTable('attendance').set((e) => ({ ...values, version: e('version', '+', 1) })).where('attendance_id', '=', now.attendanceId).execute()
    else if (seat) {
      const { numInsertedOrUpdatedRows } = await tx.insertInto('attendance').values({ ...fields, ...values, group_seat_id: key, organisation_id: seat.organisationId }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
      const other = numInsertedOrUpdatedRows === 0n ? (await selectAttendance(tx, meetingId)).find(({ seatId }) => seatId === key) : undefined
      if (other) met.push(other)
    }
    written++
  }
  if (written > 0) audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { fields: ['attendance'] } })
  return met
}

/** Writes down a guest. */
export async function addGuest(tx: Tx, { meetingId, groupId }: Pick<Meeting, 'meetingId' | 'groupId'>, guest: { name: string; organisationId: string | null; accepted: boolean }) {
  await tx.insertInto('attendance').values({ partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: groupId, name: guest.name, organisation_id: guest.organisationId, state: 'present', accepted_statement: guest.accepted }).execute()
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { fields: ['guests'] } })
}
