import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { ATTENDANCE, type Attended, type Panel } from './panel.ts'

/** Somebody expected at a panel, or who came: a member of its scheme, or somebody named of an agency. `state` null: not said yet. */
export type Attendee = { attendanceId: string | null; accountId: string | null; name: string; agencyId: string; state: Attended | null; acceptedAt: Temporal.Instant | null }

const AttendeeRow = z.object({
  attendanceId: z.string().nullable(), accountId: z.string().nullable(), name: z.string(), agencyId: z.string(), state: z.enum(ATTENDANCE).nullable(), acceptedAt: z.instanceof(Temporal.Instant).nullable(),
})

/** Who is expected and who came, by name. */
export async function selectAttendees(tx: Tx, { panelId, schemeId }: Pick<Panel, 'panelId' | 'schemeId'>): Promise<Attendee[]> {
  const said = await tx.selectFrom('panel_attendance').select(['panel_attendance_id as attendanceId', 'account_id as accountId', 'name', 'agency_id as agencyId', 'state', 'accepted_at as acceptedAt'])
    .where('panel_id', '=', panelId).orderBy('name').orderBy('panel_attendance_id').execute()
  const { rows } = await sql<{ accountId: string; name: string; agencyId: string }>`
    select a.account_id as "accountId", a.name, agency_of(a.organisation_id) as "agencyId" from scheme_member m
      join account a on a.partnership_id = m.partnership_id and a.account_id = m.account_id and a.disabled_at is null
    where m.scheme_id = ${schemeId} order by a.name, a.account_id`.execute(tx)
  const known = new Set(said.map(({ accountId }) => accountId))
  const expected = rows.filter(({ accountId }) => !known.has(accountId)).map((member) => ({ ...member, attendanceId: null, state: null, acceptedAt: null }))
  return [...said, ...expected].map((row) => AttendeeRow.parse(row)).toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}

/** Whether whoever asks has signed in at a panel and accepted its statement. */
export async function hasAccepted(tx: Tx, panelId: string): Promise<boolean> {
  const row = await tx.selectFrom('panel_attendance').select('accepted_at').where('panel_id', '=', panelId).where('account_id', '=', tx.actor.accountId).where('accepted_at', 'is not', null).where('state', '=', 'present').executeTakeFirst()
  return row !== undefined
}

/** Signs whoever asks in: present, and the statement accepted. */
export async function signIn(tx: Tx, panelId: string) {
  const { accountId, partnershipId } = tx.actor
  const { numUpdatedRows } = await tx.updateTable('panel_attendance').set({ state: 'present', accepted_at: sql<string>`now()` }).where('panel_id', '=', panelId).where('account_id', '=', accountId).executeTakeFirst()
  if (numUpdatedRows === 0n) {
    const me = await tx.selectFrom('account').select('name').where('account_id', '=', accountId).executeTakeFirstOrThrow()
    const { agency } = await tx.selectNoFrom(sql<string>`(select current_agency())`.as('agency')).executeTakeFirstOrThrow()
    await tx.insertInto('panel_attendance').values({ partnership_id: partnershipId!, panel_id: panelId, agency_id: agency, account_id: accountId, name: me.name, state: 'present', accepted_at: sql<string>`now()` }).execute()
  }
  audit(tx, { act: 'altered', subjectKind: 'panel', subjectId: panelId, details: { accepted: true } })
}

/** Takes back every acceptance: the statement is not the one that was accepted. */
export async function askAcceptanceAgain(tx: Tx, panelId: string) {
  await tx.updateTable('panel_attendance').set({ accepted_at: null }).where('panel_id', '=', panelId).execute()
  audit(tx, { act: 'altered', subjectKind: 'panel', subjectId: panelId, details: { accepted: false } })
}

/** Says for members of the scheme whether each came. Nobody accepts the statement in another's name. */
export async function sayWhoCame(tx: Tx, panel: Panel, said: ReadonlyMap<string, Attended>) {
  const changed = (await selectAttendees(tx, panel)).filter((each) => said.has(keyOf(each)) && said.get(keyOf(each)) !== each.state)
  for (const { attendanceId, accountId, name, agencyId, ...each } of changed) {
    const state = said.get(keyOf({ attendanceId, accountId }))!
    if (attendanceId) await tx.updateTable('panel_attendance').set({ state }).where('panel_attendance_id', '=', attendanceId).execute()
    else await tx.insertInto('panel_attendance').values({ partnership_id: tx.actor.partnershipId!, panel_id: panel.panelId, agency_id: agencyId, account_id: accountId, name, state, accepted_at: each.acceptedAt?.toString() ?? null }).execute()
  }
  if (changed.length > 0) audit(tx, { act: 'altered', subjectKind: 'panel', subjectId: panel.panelId, details: { attendance: changed.length } })
}

/** By what a person is known on the attendance form: the account, or the line they were written on. */
export const keyOf = ({ accountId, attendanceId }: Pick<Attendee, 'accountId' | 'attendanceId'>): string => accountId ?? attendanceId!

/** Writes down somebody of an agency who has no account. */
export async function addPerson(tx: Tx, panelId: string, { name, agencyId, state, accepted }: { name: string; agencyId: string; state: Attended; accepted: boolean }) {
  await tx.insertInto('panel_attendance').values({ partnership_id: tx.actor.partnershipId!, panel_id: panelId, agency_id: agencyId, name, state, accepted_at: accepted ? sql<string>`now()` : null }).execute()
  audit(tx, { act: 'altered', subjectKind: 'panel', subjectId: panelId, details: { attendance: 1 } })
}

/** How many of each agency were there, sent apologies or were absent, at each of these panels. */
export async function selectAttendance(tx: Tx, panelIds: readonly string[]): Promise<{ panelId: string; agencyId: string; state: Attended; people: number }[]> {
  if (panelIds.length === 0) return []
  const rows = await tx.selectFrom('panel_attendance').select((eb) => ['panel_id as panelId', 'agency_id as agencyId', 'state', eb.fn.countAll<number>().as('people')])
    .where('panel_id', 'in', [...panelIds]).groupBy(['panel_id', 'agency_id', 'state']).execute()
  return rows.map((row) => ({ ...row, state: z.enum(ATTENDANCE).parse(row.state), people: Number(row.people) }))
}
