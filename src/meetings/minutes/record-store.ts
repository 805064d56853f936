import { selectGroupActions } from '../../actions/store.ts'
import type { GroupAction } from '../../actions/group-action.ts'
import type { Tx } from '../../db/tx.ts'
import { selectOptionalGroup, selectSeats, type Seat } from '../groups/store.ts'
import { type Came, selectAttendance } from '../live/attendance-store.ts'
import { type Decision, selectDecisions } from '../live/decision-store.ts'
import { type Interest, selectInterests } from '../live/interest-store.ts'
import { type AgendaItem, selectAgenda, selectMeetings } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import type { NamedPerson } from './names.ts'

/** Everything of a meeting that this account may read, from which minutes are made. */
export type MeetingRecord = {
  meeting: Meeting
  quorum: number | null
  seats: readonly Seat[]
  came: readonly Came[]
  items: readonly AgendaItem[]
  decisions: readonly Decision[]
  actions: readonly GroupAction[]
  interests: readonly Interest[]
  nextOn: string | null
  approvedBy: string | null
  /** Every person known here, by name, with the organisation that stands for them in public. */
  people: readonly NamedPerson[]
}

export async function selectRecord(tx: Tx, meeting: Meeting): Promise<MeetingRecord> {
  const { meetingId, groupId, heldOn, beginsAt } = meeting
  const later = (await selectMeetings(tx, { groupId, from: heldOn, limit: 20 })).find((each) => each.meetingId !== meetingId && each.state !== 'cancelled' && `${each.heldOn} ${each.beginsAt}` > `${heldOn} ${beginsAt}`)
  const seats = await selectSeats(tx, groupId, heldOn)
  const came = await selectAttendance(tx, meetingId)
  const approved = await tx.selectFrom('meeting as m').innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'm.partnership_id').onRef('a.account_id', '=', 'm.approved_by')).select('a.name').where('m.meeting_id', '=', meetingId).executeTakeFirst()
  const accounts = await tx.selectFrom('account as a')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'a.partnership_id').onRef('n.organisation_id', '=', 'a.organisation_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['a.name', 'n.name as instead']).execute()
  const people = new Map<string, string>(accounts.map(({ name, instead }) => [name, instead]))
  for (const { person, deputy, organisation } of seats) for (const name of [person, deputy]) if (name) people.set(name, organisation)
  for (const { name, organisation } of came) if (name !== 'Vacant') people.set(name, organisation ?? 'a guest')
  return {
    meeting, seats, came, quorum: (await selectOptionalGroup(tx, groupId))?.quorum ?? null, items: await selectAgenda(tx, meetingId), decisions: await selectDecisions(tx, { meetingId }), actions: await selectGroupActions(tx, { meetingId }),
    interests: await selectInterests(tx, meetingId), nextOn: later?.heldOn ?? null, approvedBy: approved?.name ?? null, people: [...people].map(([name, instead]) => ({ name, instead })),
  }
}

/** Whom minutes are sent to: people of the group's seats and their deputies who have an account, and those who have none, by name. */
export async function selectRecipients(tx: Tx, groupId: string, today: string): Promise<{ accounts: { accountId: string; name: string }[]; without: string[] }> {
  const accounts = new Map<string, string>()
  const without = new Set<string>()
  for (const { accountId, person, deputyAccountId, deputy } of await selectSeats(tx, groupId, today))
    for (const [id, name] of [[accountId, person], [deputyAccountId, deputy]] as const) {
      if (id) accounts.set(id, name ?? 'Somebody')
      else if (name) without.add(name)
    }
  return { accounts: [...accounts].map(([accountId, name]) => ({ accountId, name })), without: [...without] }
}
