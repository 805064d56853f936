import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { SchemeRole } from '../gate.ts'
import type { SchemeKind } from '../reference.ts'

export type Scheme = {
  schemeId: string; kind: SchemeKind; name: string; purpose: string; compartment: 'open' | 'closed'; hostAgencyId: string; host: string
  begins: string; ends: string | null; reviewWeeks: number; keepMonths: number; members: number
}

const nameOf = sql<string | null>`(select n.name from organisation_name n where n.partnership_id = s.partnership_id and n.organisation_id = s.host_agency_id and n.kind = 'name' order by n.valid_to is null desc, n.valid_to desc limit 1)`

/** The partnership's schemes by name, those that have ended last. */
export async function selectSchemes(tx: Tx): Promise<Scheme[]> {
  const rows = await tx.selectFrom('scheme as s')
    .select(['s.scheme_id as schemeId', 's.kind', 's.name', 's.purpose', 's.compartment', 's.host_agency_id as hostAgencyId', 's.begins', 's.ends', 's.review_weeks as reviewWeeks', 's.keep_months as keepMonths', nameOf.as('host')])
    .select((q) => q.selectFrom('scheme_member as m').whereRef('m.partnership_id', '=', 's.partnership_id').whereRef('m.scheme_id', '=', 's.scheme_id').select(sql<number>`count(*)::integer`.as('members')).as('members'))
    .orderBy(sql`s.ends is not null`).orderBy('s.name').execute()
  return rows.map((row) => ({ ...row, kind: row.kind as SchemeKind, compartment: row.compartment as Scheme['compartment'], host: row.host ?? 'An agency without a name', members: row.members ?? 0 }))
}

export const selectOptionalScheme = async (tx: Tx, schemeId: string): Promise<Scheme | null> => (await selectSchemes(tx)).find((scheme) => scheme.schemeId === schemeId) ?? null

/** Somebody with a role in a scheme; `isCovered`: their agency is the host, or has a live agreement with it for the scheme's purpose. */
export type Member = { accountId: string; name: string; post: string | null; agency: string; role: SchemeRole; givenAt: Temporal.Instant; worksCases: boolean; isCovered: boolean }

export async function selectMembers(tx: Tx, schemeId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select a.account_id as "accountId", a.name, a.post, m.role, m.given_at as "givenAt",
      coalesce((select n.name from organisation_name n where n.partnership_id = a.partnership_id and n.organisation_id = g.agency and n.kind = 'name' and n.valid_to is null limit 1), 'An agency without a name') as agency,
      a.disabled_at is null and exists (select from account_role r join role_power p on p.role = r.role and p.power = 'cases.work' where r.partnership_id = a.partnership_id and r.account_id = a.account_id) as "worksCases",
      g.agency = s.host_agency_id or exists (select from live_agreement l where l.partnership_id = s.partnership_id and l.purpose = s.purpose and l.agency_id = g.agency and l.with_agency_id = s.host_agency_id) as "isCovered"
    from scheme_member m
      join scheme s on s.partnership_id = m.partnership_id and s.scheme_id = m.scheme_id
      join account a on a.partnership_id = m.partnership_id and a.account_id = m.account_id
      cross join lateral (select agency_of(a.organisation_id) as agency) g
    where m.scheme_id = ${schemeId} order by agency, a.name`.execute(tx)
  return rows
}

export type Candidate = { accountId: string; name: string; agency: string }

/** Accounts that work cases and have no role in the scheme yet, by agency and name. */
export async function selectMemberChoices(tx: Tx, schemeId: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select a.account_id as "accountId", a.name,
      coalesce((select n.name from organisation_name n where n.partnership_id = a.partnership_id and n.organisation_id = agency_of(a.organisation_id) and n.kind = 'name' and n.valid_to is null limit 1), 'An agency without a name') as agency
    from account a
    where a.partnership_id = ${tx.actor.partnershipId} and a.disabled_at is null
      and exists (select from account_role r join role_power p on p.role = r.role and p.power = 'cases.work' where r.partnership_id = a.partnership_id and r.account_id = a.account_id)
      and not exists (select from scheme_member m where m.partnership_id = a.partnership_id and m.scheme_id = ${schemeId} and m.account_id = a.account_id)
    order by agency, a.name`.execute(tx)
  return rows
}

export type SchemeFields = { name: string; compartment: Scheme['compartment']; hostAgencyId: string; ends: string | null; reviewWeeks: number; keepMonths: number }
export type NewScheme = SchemeFields & { kind: SchemeKind; purpose: string; begins: string }

const columns = ({ name, compartment, hostAgencyId, ends, reviewWeeks, keepMonths }: SchemeFields) =>
  ({ name, compartment, host_agency_id: hostAgencyId, ends, review_weeks: reviewWeeks, keep_months: keepMonths })

/** Adds a scheme and gives its id. */
export async function insertScheme(tx: Tx, scheme: NewScheme): Promise<string> {
  const scheme_id = crypto.randomUUID()
  await tx.insertInto('scheme').values({ partnership_id: tx.actor.partnershipId!, scheme_id, kind: scheme.kind, purpose: scheme.purpose, begins: scheme.begins, ...columns(scheme) }).execute()
  audit(tx, { act: 'collected', subjectKind: 'scheme', subjectId: scheme_id, details: { kind: scheme.kind } })
  return scheme_id
}

/** Changes what may be changed of a scheme: its kind and purpose stay, since its cases were opened under them. */
export async function changeScheme(tx: Tx, before: Scheme, fields: SchemeFields) {
  await tx.updateTable('scheme').set(columns(fields)).where('scheme_id', '=', before.schemeId).execute()
  const changed = (Object.keys(fields) as (keyof SchemeFields)[]).filter((field) => fields[field] !== before[field])
  audit(tx, { act: 'altered', subjectKind: 'scheme', subjectId: before.schemeId, details: { fields: changed } })
}

/** Gives an account a role in a scheme, in place of the one it had. It counts on that account's next request. */
export async function giveRole(tx: Tx, schemeId: string, accountId: string, role: SchemeRole) {
  const given = { role, given_by: tx.actor.accountId, given_at: sql<string>`now()` }
  await tx.insertInto('scheme_member').values({ partnership_id: tx.actor.partnershipId!, scheme_id: schemeId, account_id: accountId, ...given })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'scheme_id', 'account_id']).doUpdateSet(given)).execute()
  audit(tx, { act: 'altered', subjectKind: 'scheme', subjectId: schemeId, details: { member: accountId, role } })
}

/** Takes an account's role in a scheme. What it opened is closed on that account's next request. False when it had none. */
export async function takeRole(tx: Tx, schemeId: string, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('scheme_member').where('scheme_id', '=', schemeId).where('account_id', '=', accountId).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'scheme', subjectId: schemeId, details: { member: accountId, role: null } })
  return numDeletedRows > 0n
}
