import type { Tx } from '../../db/tx.ts'
import { holdsOn } from '../groups/group.ts'
import { type GroupSeat, selectAllSeats } from '../groups/store.ts'
import type { Meeting } from '../meeting.ts'
import { selectMeetings } from '../meeting-store.ts'
import type { Attended } from './clashes.ts'

const keyed = (accountId: string | null, name: string | null) => (accountId ?? name?.trim().toLowerCase()) || null

/** Who sits in a group on an ISO day, by account or, without one, by name. A deputy is not counted: they come in place of somebody. */
export function peopleOf(seats: readonly GroupSeat[], groupId: string, day: string): Map<string, string> {
  const people = seats.filter((seat) => seat.groupId === groupId && holdsOn(seat, day) && seat.person !== null)
  return new Map(people.flatMap(({ accountId, person }) => { const key = keyed(accountId, person); return key ? [[key, person!] as const] : [] }))
}

const attended = (seats: readonly GroupSeat[], { meetingId, groupId, group, heldOn, beginsAt, minutes, place }: Meeting): Attended =>
  ({ meetingId, groupId, groupName: group.name, heldOn, beginsAt, minutes, place, people: peopleOf(seats, groupId, heldOn) })

/** Sittings that stand in the calendar from one ISO day to another, with who sits in them. */
export async function selectAttended(tx: Tx, from: string, to: string): Promise<Attended[]> {
  const [meetings, seats] = [await selectMeetings(tx, { from, to }), await selectAllSeats(tx)]
  return meetings.filter(({ state }) => state === 'planned' || state === 'under way').map((meeting) => attended(seats, meeting))
}
