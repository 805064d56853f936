import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { ATTENDANCE_STATES, type HeldMeeting, type Mark } from './attendance.ts'

const MarkRow = z.object({ meetingId: z.string(), seatId: z.string().nullable(), organisationId: z.string().nullable(), state: z.enum(ATTENDANCE_STATES) })

/** Meetings of a group that were held, or are under way, by day, and who was marked at them, as far as this account may read it. */
export async function selectAttendance(tx: Tx, groupId: string): Promise<{ meetings: HeldMeeting[]; marks: Mark[] }> {
  const meetings = await tx.selectFrom('meeting').select(['meeting_id as meetingId', 'held_on as heldOn']).where('group_id', '=', groupId).where('state', 'in', ['held', 'under way']).orderBy('held_on').orderBy('begins_at').execute()
  const marks = await tx.selectFrom('attendance').select(['meeting_id as meetingId', 'group_seat_id as seatId', 'organisation_id as organisationId', 'state']).where('group_id', '=', groupId).execute()
  return { meetings, marks: z.array(MarkRow).parse(marks) }
}
