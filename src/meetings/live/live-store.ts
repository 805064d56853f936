import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { AgendaItem } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'

/** What is said may still be typed: the meeting has begun, and its minutes are not with the chair, approved or issued. */
export const isTyped = ({ state, minutesState }: Pick<Meeting, 'state' | 'minutesState'>) => (state === 'under way' || state === 'held') && (minutesState === 'none' || minutesState === 'draft')

const move = async (tx: Tx, meetingId: string, from: Meeting['state'], to: { state: Meeting['state']; minutes_state?: Meeting['minutesState'] }): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('meeting').set((e) => ({ ...to, version: e('version', '+', 1) })).where('meeting_id', '=', meetingId).where('state', '=', from).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { state: to.state } })
  return numUpdatedRows > 0n
}
/** Begins a planned meeting, and its minutes with it. False when it was not planned any more. */
export const beginMeeting = (tx: Tx, meetingId: string) => move(tx, meetingId, 'planned', { state: 'under way', minutes_state: 'draft' })
/** Ends a meeting under way. False when it was not. */
export const endMeeting = (tx: Tx, meetingId: string) => move(tx, meetingId, 'under way', { state: 'held', minutes_state: 'draft' })

/** Who typed last under an item, and when; null before anybody did. */
export async function selectTypedBy(tx: Tx, agendaItemId: string): Promise<{ name: string; at: Temporal.Instant } | null> {
  const row = await tx.selectFrom('agenda_item as i').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'i.partnership_id').onRef('a.account_id', '=', 'i.minuted_by'))
    .select(['a.name', 'i.minuted_at as at']).where('i.agenda_item_id', '=', agendaItemId).executeTakeFirst()
  return row?.at ? { name: row.name ?? 'A colleague', at: row.at } : null
}

/** One spelling of line ends, so that a browser's own do not count as a change. */
export const plainLines = (text: string) => text.replaceAll(/\r\n?/g, '\n')

/** Keeps what was typed under an item and gives the version that now stands; null when somebody else typed since `version`, and then nothing is changed. The same words are no change. */
export async function keepMinuted(tx: Tx, item: Pick<AgendaItem, 'agendaItemId' | 'minuted' | 'version'> & { meetingId: string }, version: number, minuted: string): Promise<number | null> {
  if (item.minuted === minuted) return item.version
  const { numUpdatedRows } = await tx.updateTable('agenda_item').set({ minuted, minuted_by: tx.actor.accountId, minuted_at: sql`now()`, version: version + 1 })
    .where('agenda_item_id', '=', item.agendaItemId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows === 0n) return null
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: item.meetingId, details: { item: item.agendaItemId, fields: ['minuted'] } })
  return version + 1
}

/** Writes down that restricted items were read. */
export function consultItems(tx: Tx, meetingId: string, items: readonly Pick<AgendaItem, 'agendaItemId' | 'restricted'>[]) {
  const restricted = items.filter((item) => item.restricted).map(({ agendaItemId }) => agendaItemId)
  if (restricted.length > 0) audit(tx, { act: 'consulted', subjectKind: 'meeting', subjectId: meetingId, details: { items: restricted } })
}
