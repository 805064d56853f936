import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'

const PaperRow = z.object({
  paperId: z.string(), meetingId: z.string(), groupId: z.string(), agendaItemId: z.string().nullable(), title: z.string(), restricted: z.boolean(),
  askedOf: z.string().nullable(), asked: z.string().nullable(), dueOn: z.string().nullable(), receivedAt: z.instanceof(Temporal.Instant).nullable(), received: z.string().nullable(),
  address: z.string().nullable(), fileName: z.string().nullable(), fileKind: z.string().nullable(), bytes: z.number().nullable(), mine: z.boolean(),
})
/** A paper for a meeting, without its content. `asked` and `received` are names; `address` is within the product; `mine`: asked of this account. */
export type MeetingPaper = z.infer<typeof PaperRow>

async function select(tx: Tx, where: ReturnType<typeof sql>): Promise<MeetingPaper[]> {
  const { rows } = await sql`
    select p.meeting_paper_id as "paperId", p.meeting_id as "meetingId", p.group_id as "groupId", p.agenda_item_id as "agendaItemId", p.title, p.restricted,
      p.asked_of as "askedOf", a.name as asked, p.due_on as "dueOn", p.received_at as "receivedAt", r.name as received, p.address, p.file_name as "fileName", p.file_kind as "fileKind", length(p.content) as bytes,
      coalesce(p.asked_of = (select current_account()), false) as mine
    from meeting_paper p
    left join account a on a.partnership_id = p.partnership_id and a.account_id = p.asked_of
    left join account r on r.partnership_id = p.partnership_id and r.account_id = p.received_by
    left join agenda_item i on i.partnership_id = p.partnership_id and i.agenda_item_id = p.agenda_item_id
    where ${where} order by i.position nulls last, p.due_on, p.title, p.meeting_paper_id`.execute(tx)
  return rows.map((row) => PaperRow.parse(row))
}

/** Papers of a meeting that this account may read, in the agenda's order. */
export const selectPapers = (tx: Tx, meetingId: string): Promise<MeetingPaper[]> => select(tx, sql`p.meeting_id = ${meetingId}::uuid`)

/** How many papers are still to come for each of these meetings, among those this account may read. */
export async function countMissing(tx: Tx, meetingIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (meetingIds.length === 0) return new Map()
  const rows = await tx.selectFrom('meeting_paper').select(['meeting_id as meetingId', sql<number>`count(*)::int`.as('missing')]).where('meeting_id', 'in', meetingIds).where('received_at', 'is', null).groupBy('meeting_id').execute()
  return new Map(rows.map(({ meetingId, missing }) => [meetingId, missing]))
}

/** One paper of a meeting; null where this account may read none of that id. */
export const selectOptionalPaper = async (tx: Tx, meetingId: string, paperId: string): Promise<MeetingPaper | null> =>
  z.uuid().safeParse(paperId).success && z.uuid().safeParse(meetingId).success ? ((await select(tx, sql`p.meeting_id = ${meetingId}::uuid and p.meeting_paper_id = ${paperId}::uuid`))[0] ?? null) : null

export type AskedPaper = { title: string; agendaItemId: string | null; restricted: boolean; askedOf: string | null; dueOn: string | null }

/** Asks for a paper, or says that one will come; gives its id. */
export async function askForPaper(tx: Tx, { meetingId, groupId }: { meetingId: string; groupId: string }, { title, agendaItemId, restricted, askedOf, dueOn }: AskedPaper): Promise<string> {
  const paperId = crypto.randomUUID()
  await tx.insertInto('meeting_paper').values({
    partnership_id: tx.actor.partnershipId!, meeting_paper_id: paperId, meeting_id: meetingId, group_id: groupId, title, agenda_item_id: agendaItemId, restricted, asked_of: askedOf, due_on: dueOn,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'meeting', subjectId: meetingId, details: { paper: paperId, askedOf } })
  return paperId
}

export type HandedIn = { file: { name: string; kind: string; bytes: Buffer } } | { address: string }

/** Hands a paper in, once: false when somebody did before, or it is not this account's to hand in. */
export async function handIn(tx: Tx, { meetingId, paperId }: Pick<MeetingPaper, 'meetingId' | 'paperId'>, given: HandedIn): Promise<boolean> {
  const set = 'file' in given ? { file_name: given.file.name, file_kind: given.file.kind, content: given.file.bytes } : { address: given.address }
  const { numUpdatedRows } = await tx.updateTable('meeting_paper').set({ ...set, received_at: sql`now()`, received_by: tx.actor.accountId }).where('meeting_paper_id', '=', paperId).where('received_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'collected', subjectKind: 'meeting', subjectId: meetingId, details: { paper: paperId, handedIn: 'file' in given ? given.file.kind : 'address' } })
  return numUpdatedRows > 0n
}

/** Takes a paper out, or back to be handed in again: for those who keep the meeting. */
export async function takeBack(tx: Tx, { meetingId, paperId }: Pick<MeetingPaper, 'meetingId' | 'paperId'>, way: 'again' | 'out'): Promise<boolean> {
  const done = way === 'out'
    ? (await tx.deleteFrom('meeting_paper').where('meeting_paper_id', '=', paperId).executeTakeFirst()).numDeletedRows
    : (await tx.updateTable('meeting_paper').set({ file_name: null, file_kind: null, content: null, address: null, received_at: null, received_by: null }).where('meeting_paper_id', '=', paperId).executeTakeFirst()).numUpdatedRows
  if (done > 0n) audit(tx, { act: way === 'out' ? 'erased' : 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { paper: paperId } })
  return done > 0n
}

/** A paper's file; null where this account may read none. A restricted one is written down as read. */
export async function selectPaperFile(tx: Tx, meetingId: string, paperId: string): Promise<{ name: string; kind: string; content: Buffer } | null> {
  if (!z.uuid().safeParse(paperId).success) return null
  const row = await tx.selectFrom('meeting_paper').select(['file_name', 'file_kind', 'content', 'restricted']).where('meeting_id', '=', meetingId).where('meeting_paper_id', '=', paperId).executeTakeFirst()
  if (!row?.content || !row.file_name) return null
  if (row.restricted) audit(tx, { act: 'consulted', subjectKind: 'meeting', subjectId: meetingId, details: { restricted: [paperId], part: 'paper' } })
  return { name: row.file_name, kind: row.file_kind ?? '', content: Buffer.from(row.content) }
}

const PersonRow = z.object({ accountId: z.string(), name: z.string(), organisation: z.string(), seated: z.boolean() })
/** People of whom a paper may be asked, those with a seat in the group first: whoever reads meetings, and of a confidential group or for a restricted paper its own people alone. */
export async function selectWritersOf(tx: Tx, groupId: string, onlySeated: boolean): Promise<z.infer<typeof PersonRow>[]> {
  const { rows } = await sql`
    select a.account_id as "accountId", a.name, coalesce(n.name, '') as organisation, s.seated
    from account a
    left join organisation_name n on n.partnership_id = a.partnership_id and n.organisation_id = a.organisation_id and n.kind = 'name' and n.valid_to is null
    cross join lateral (select exists (select from group_seat s where s.partnership_id = a.partnership_id and s.group_id = ${groupId}::uuid and a.account_id in (s.account_id, s.deputy_account_id)
      and coalesce(s.since, '-infinity') <= (now() at time zone 'Europe/London')::date and coalesce(s.until, 'infinity') >= (now() at time zone 'Europe/London')::date) as seated) s
    where a.disabled_at is null and (s.seated or not ${onlySeated}::boolean)
      and exists (select from account_role r join role_power p on p.role = r.role where r.partnership_id = a.partnership_id and r.account_id = a.account_id and p.power = 'meetings.read')
    order by s.seated desc, a.name`.execute(tx)
  return rows.map((row) => PersonRow.parse(row))
}
