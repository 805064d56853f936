import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import { type AgendaItem, selectAgenda } from '../meeting-store.ts'
import { movedPosition } from './agenda.ts'
import type { ItemFields } from './forms.ts'

type Of = { meetingId: string; groupId: string }
const columns = ({ title, kind, lead, minutesPlanned, restricted }: ItemFields) => ({ title, kind, lead, minutes_planned: minutesPlanned, restricted })

/** Puts an item at the end of an agenda, before any other business and the next meeting where it is neither; gives its id. */
export async function addItem(tx: Tx, { meetingId, groupId }: Of, fields: ItemFields): Promise<string> {
  const agenda = await selectAgenda(tx, meetingId)
  const closing = (kind: string) => kind === 'any other business' || kind === 'next meeting'
  const before = closing(fields.kind) ? undefined : agenda.find(({ kind }) => closing(kind))
  const last = agenda.at(-1)?.position ?? 0
  const previous = before ? (agenda[agenda.indexOf(before) - 1]?.position ?? before.position - 2) : last
  const agendaItemId = crypto.randomUUID()
  await tx.insertInto('agenda_item').values({
    partnership_id: tx.actor.partnershipId!, agenda_item_id: agendaItemId, meeting_id: meetingId, group_id: groupId, position: before ? (previous + before.position) / 2 : last + 1, ...columns(fields),
  }).execute()
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { agendaItem: agendaItemId, added: true } })
  return agendaItemId
}

/** Changes an item if it is still at `version`; false when somebody changed it since. What hangs on an item that becomes restricted becomes so with it. */
export async function changeItem(tx: Tx, { meetingId }: Of, item: AgendaItem, version: number, fields: ItemFields): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('agenda_item').set({ ...columns(fields), version: version + 1 }).where('agenda_item_id', '=', item.agendaItemId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  if (fields.restricted && !item.restricted)
    for (const table of ['meeting_paper', 'decision', 'action', 'declared_interest'] as const)
      await tx.updateTable(table).set({ restricted: true }).where('agenda_item_id', '=', item.agendaItemId).execute()
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { agendaItem: item.agendaItemId, fields: ['title', 'kind', 'lead', 'minutesPlanned', 'restricted'] } })
  return true
}

/** Moves an item one step among those this account reads, if it is still at `version`: false when somebody changed it since, or took it off. */
export async function moveItem(tx: Tx, { meetingId }: Of, agendaItemId: string, version: number, way: 'up' | 'down'): Promise<boolean> {
  const agenda = await selectAgenda(tx, meetingId)
  const at = agenda.findIndex((item) => item.agendaItemId === agendaItemId)
  if (at < 0 || agenda[at]!.version !== version) return false
  const position = movedPosition(agenda.map((item) => item.position), at, way)
  if (position === null) return true
  const { numUpdatedRows } = await tx.updateTable('agenda_item').set({ position, version: version + 1 }).where('agenda_item_id', '=', agendaItemId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { agendaItem: agendaItemId, fields: ['position'] } })
  return numUpdatedRows > 0n
}

/** Takes an item off, with nothing minuted under it: 'removed'; 'stale' when somebody changed it since; 'in use' when minutes, papers, decisions or actions hang on it. */
export async function removeItem(tx: Tx, { meetingId }: Of, agendaItemId: string, version: number): Promise<'removed' | 'stale' | 'in use'> {
  const { rows } = await sql`
    select from agenda_item i where i.agenda_item_id = ${agendaItemId}::uuid and (i.minuted <> ''
      or exists (select from meeting_paper x where x.partnership_id = i.partnership_id and x.agenda_item_id = i.agenda_item_id)
      or exists (select from decision x where x.partnership_id = i.partnership_id and x.agenda_item_id = i.agenda_item_id)
      or exists (select from declared_interest x where x.partnership_id = i.partnership_id and x.agenda_item_id = i.agenda_item_id)
      or exists (select from action x where x.partnership_id = i.partnership_id and x.agenda_item_id = i.agenda_item_id))`.execute(tx)
  if (rows.length > 0) return 'in use'
  const { numDeletedRows } = await tx.deleteFrom('agenda_item').where('agenda_item_id', '=', agendaItemId).where('version', '=', version).executeTakeFirst()
  if (numDeletedRows === 0n) return 'stale'
  audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { agendaItem: agendaItemId, removed: true } })
  return 'removed'
}
