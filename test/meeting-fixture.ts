import { asSystem } from '../src/db/tx.ts'
import type { TestPartnership } from './world.ts'

type Seat = { account?: string | null; deputy?: string | null; role?: string; person?: string | null; organisationId?: string; statutory?: boolean; until?: string | null }
type Asked = { name?: string; kind?: string; confidential?: boolean; quorum?: number | null; seats?: readonly Seat[]; parentId?: string | null }

/** Puts a group into a partnership, with a name, seats, and adopted terms of one version; gives its id. */
export function addGroup({ partnershipId: partnership_id, council }: TestPartnership, { name = 'Delivery Group', kind = 'delivery', confidential = false, quorum = null, seats = [], parentId = null }: Asked = {}): Promise<string> {
  return asSystem('put a group into a test partnership', async (tx) => {
    const group_id = crypto.randomUUID()
    await tx.insertInto('meeting_group').values({ partnership_id, group_id, kind, confidential, quorum, parent_id: parentId, remit: 'What the test needs', begins: '2020-01-01' }).execute()
    await tx.insertInto('group_name').values({ partnership_id, group_id, name, kind: 'name', valid_from: '2020-01-01' }).execute()
    await tx.insertInto('terms').values({ partnership_id, group_id, number: 1, introduction: 'Why it meets', aims: JSON.stringify(['To test']), attendees: 'All', dates: 'First Monday',
      agenda: JSON.stringify([{ title: 'Welcome and apologies', kind: 'apologies', restricted: false }, { title: 'Matters arising', kind: 'matters arising', restricted: false }, { title: 'People of concern', kind: 'discussion', restricted: true }]), adopted_on: '2020-01-01' }).execute()
    if (seats.length > 0)
      await tx.insertInto('group_seat').values(seats.map(({ account = null, deputy = null, role = 'member', person = null, organisationId = council, statutory = false, until = null }) => ({
        partnership_id, group_id, organisation_id: organisationId, role, account_id: account, deputy_account_id: deputy, person, statutory, since: '2020-01-01', until,
      }))).execute()
    return group_id
  }, partnership_id)
}

/** Puts a meeting of a group into a partnership, with an open and a restricted item, and gives their ids. */
export function addMeeting({ partnershipId: partnership_id }: TestPartnership, groupId: string, { heldOn = '2026-03-02', state = 'planned' }: { heldOn?: string; state?: string } = {}): Promise<{ meetingId: string; openItemId: string; restrictedItemId: string }> {
  return asSystem('put a meeting into a test partnership', async (tx) => {
    const ids = { meetingId: crypto.randomUUID(), openItemId: crypto.randomUUID(), restrictedItemId: crypto.randomUUID() }
    await tx.insertInto('meeting').values({ partnership_id, meeting_id: ids.meetingId, group_id: groupId, held_on: heldOn, begins_at: '10:00', place: 'Room 1', state }).execute()
    const item = { partnership_id, meeting_id: ids.meetingId, group_id: groupId, kind: 'discussion' }
    await tx.insertInto('agenda_item').values([
      { ...item, agenda_item_id: ids.openItemId, position: 1, title: 'Lighting of the square' },
      { ...item, agenda_item_id: ids.restrictedItemId, position: 2, title: 'People of concern', restricted: true },
    ]).execute()
    return ids
  }, partnership_id)
}
