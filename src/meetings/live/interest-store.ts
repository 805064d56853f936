import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { Meeting } from '../meeting.ts'
import { HANDLED } from '../minutes/shown.ts'

const InterestRow = z.object({ interestId: z.string(), agendaItemId: z.string().nullable(), restricted: z.boolean(), name: z.string(), interest: z.string(), handled: z.enum(HANDLED) })
/** An interest somebody declared: against an item, or the whole meeting (`agendaItemId` null). */
export type Interest = z.infer<typeof InterestRow>

/** The interests declared at a meeting, by name. */
export async function selectInterests(tx: Tx, meetingId: string): Promise<Interest[]> {
  const rows = await tx.selectFrom('declared_interest').select(['declared_interest_id as interestId', 'agenda_item_id as agendaItemId', 'restricted', 'name', 'interest', 'handled'])
    .where('meeting_id', '=', meetingId).orderBy('name').orderBy('declared_interest_id').execute()
  return rows.map((row) => InterestRow.parse(row))
}

/** Writes an interest down. Declared against a restricted item it is as restricted as the item. */
export async function addInterest(tx: Tx, { meetingId, groupId }: Pick<Meeting, 'meetingId' | 'groupId'>, { agendaItemId, restricted, name, interest, handled }: Omit<Interest, 'interestId'>) {
  await tx.insertInto('declared_interest').values({ partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: groupId, agenda_item_id: agendaItemId, restricted, name, interest, handled }).execute()
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { fields: ['interests'], item: agendaItemId } })
}

/** Takes out an interest written down in error. False when there is none. */
export async function removeInterest(tx: Tx, meetingId: string, interestId: string): Promise<boolean> {
  if (!z.uuid().safeParse(interestId).success) return false
  const { numDeletedRows } = await tx.deleteFrom('declared_interest').where('meeting_id', '=', meetingId).where('declared_interest_id', '=', interestId).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'erased', subjectKind: 'meeting', subjectId: meetingId, details: { interest: interestId } })
  return numDeletedRows > 0n
}
