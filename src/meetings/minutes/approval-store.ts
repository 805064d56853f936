import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import type { Seat } from '../groups/store.ts'
import { dayInWords } from '../meeting-page.ts'
import type { Meeting, MinutesState } from '../meeting.ts'

const CHAIRS = ['chair', 'co-chair']
/** The accounts that chair a group, of its seats today. */
export const chairsOf = (seats: readonly Seat[]) => seats.flatMap(({ role, accountId }) => (CHAIRS.includes(role) && accountId ? [accountId] : []))

/** Minutes are approved by whoever chairs the group; where no chair has an account, whoever keeps its papers writes the approval down. */
export const mayApprove = (seats: readonly Seat[], accountId: string | null) => {
  const chairs = chairsOf(seats)
  return chairs.length === 0 || chairs.some((chair) => chair === accountId)
}

/** Moves a meeting's minutes from one state to the next. False when they were not there any more. */
export async function moveMinutes(tx: Tx, meetingId: string, from: readonly MinutesState[], to: MinutesState): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('meeting').set((e) => ({ minutes_state: to, version: e('version', '+', 1) }))
    .$if(to === 'approved', (query) => query.set({ approved_by: tx.actor.accountId, approved_at: sql`now()` })).$if(to === 'draft', (query) => query.set({ approved_by: null, approved_at: null }))
    .where('meeting_id', '=', meetingId).where('state', '=', 'held').where('minutes_state', 'in', [...from]).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { minutes: to } })
  return numUpdatedRows > 0n
}

/** Tells people of a meeting's minutes: which group's, of which day, and where; never what they say. Whoever does it is not told. */
export async function tell(tx: Tx, { meetingId, group, heldOn }: Meeting, accountIds: readonly string[], { subject, says, under }: { subject: string; says: string; under: string }, baseUrl: string) {
  const act = crypto.randomUUID()
  await notify(tx, [...new Set(accountIds)].filter((accountId) => accountId !== tx.actor.accountId).map((accountId) => ({
    accountId, effect: `meeting minutes ${act} ${accountId}`, subject: `${subject}: ${group.name}, ${dayInWords(heldOn)}`, body: `${says}\n\n${baseUrl}/meetings/${meetingId}${under}`,
  })))
}

/** Why a draft went back. */
export async function addNote(tx: Tx, { meetingId, groupId }: Pick<Meeting, 'meetingId' | 'groupId'>, note: string, restricted: boolean) {
  await tx.insertInto('minutes_note').values({ partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: groupId, restricted, note, said_by: tx.actor.accountId }).execute()
}

/** The notes with which drafts went back, the last first. */
export const selectNotes = (tx: Tx, meetingId: string): Promise<{ note: string; by: string | null; at: Temporal.Instant }[]> =>
  tx.selectFrom('minutes_note as n').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'n.partnership_id').onRef('a.account_id', '=', 'n.said_by'))
    .select(['n.note', 'a.name as by', 'n.said_at as at']).where('n.meeting_id', '=', meetingId).orderBy('n.said_at', 'desc').execute()

/** Who minuted a meeting, by account. */
export const selectSecretaries = async (tx: Tx, meetingId: string): Promise<string[]> =>
  (await tx.selectFrom('agenda_item').select('minuted_by').distinct().where('meeting_id', '=', meetingId).where('minuted_by', 'is not', null).execute()).flatMap(({ minuted_by }) => minuted_by ?? [])
