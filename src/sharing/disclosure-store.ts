import { sql } from 'kysely'
import { audit, type Tx } from '../db/tx.ts'
import type { CaseCover } from './case-store.ts'

export const DISCLOSURE_KINDS = ['view granted', 'document issued', 'minutes sent', 'export', 'word of mouth', 'transfer', 'request answered'] as const
export type DisclosureKind = (typeof DISCLOSURE_KINDS)[number]
export const CONSENTS = ['given', 'not asked', 'refused', 'not needed'] as const
export const REGIMES = ['UK GDPR', 'Part 3'] as const

/** One act of sharing, with everything the register must say of it. `people`: index entries it is about; `what` names nobody. */
export type NewDisclosure = {
  kind: DisclosureKind
  what: string
  toAgencyId?: string | null
  toOther?: string | null
  /** Who asked for it, by their post. */
  requestedBy?: string | null
  purpose: string
  gateway: string
  condition?: string | null
  regime: (typeof REGIMES)[number]
  consent: (typeof CONSENTS)[number]
  consentReason?: string | null
  necessity: string
  proportionality: string
  /** Looked up when not given: the agreement that is live between the two agencies for the purpose. */
  agreementId?: string | null
  /** Whoever acts, when not given. */
  decidedBy?: string | null
  /** Today, when not given (ISO). */
  disclosedOn?: string | null
  expiresOn?: string | null
  contributionId?: string | null
  letterId?: string | null
  people: readonly string[]
}

/** Enters an act of sharing in the register, in the transaction that shares, and gives its id. The agency of whoever acts is the one that gives. */
export async function recordDisclosure(tx: Tx, { caseId, reference, agencyId }: Pick<CaseCover, 'caseId' | 'reference' | 'agencyId'>, disclosure: NewDisclosure): Promise<string> {
  const partnership_id = tx.actor.partnershipId!
  const disclosure_id = crypto.randomUUID()
  const { people, kind, what, toAgencyId, toOther, requestedBy, purpose, gateway, condition, regime, consent, consentReason, necessity, proportionality, decidedBy, disclosedOn, expiresOn, contributionId, letterId } = disclosure
  const agreementId = disclosure.agreementId ?? (toAgencyId ? await selectLiveAgreement(tx, purpose, agencyId, toAgencyId) : null)
  await tx.insertInto('disclosure').values({
    partnership_id, disclosure_id, case_id: caseId, case_reference: reference, kind, what, from_agency_id: agencyId, to_agency_id: toAgencyId ?? null, to_other: toOther ?? null, requested_by: requestedBy ?? null, purpose, gateway,
    condition: condition ?? null, regime, consent, consent_reason: consentReason ?? null, necessity, proportionality, agreement_id: agreementId, decided_by: decidedBy ?? tx.actor.accountId,
    ...(disclosedOn ? { disclosed_at: sql`least(now(), (${disclosedOn}::date + time '12:00') at time zone 'Europe/London')` } : {}),
    expires_on: expiresOn ?? null, contribution_id: contributionId ?? null, letter_id: letterId ?? null,
  }).execute()
  if (people.length > 0) await tx.insertInto('disclosure_person').values([...new Set(people)].map((index_entry_id) => ({ partnership_id, disclosure_id, case_id: caseId, index_entry_id }))).execute()
  audit(tx, { act: 'disclosed', subjectKind: 'case', subjectId: caseId, details: { disclosure: disclosure_id, kind, toAgency: toAgencyId ?? null, outside: Boolean(toOther) } })
  return disclosure_id
}

async function selectLiveAgreement(tx: Tx, purpose: string, from: string, to: string): Promise<string | null> {
  const row = await tx.selectFrom('live_agreement').select('agreement_id').where('purpose', '=', purpose).where('agency_id', '=', from).where('with_agency_id', '=', to).limit(1).executeTakeFirst()
  return row?.agreement_id ?? null
}

/** Where one agency refers a case to another’s scheme, that is sharing: enters it, in the transaction that refers and after it has said whom the case is about. Null when both are one agency. */
export async function recordReferral(tx: Tx, { caseId, agencyId }: { caseId: string; agencyId: string }, { consent, consentReason }: Pick<NewDisclosure, 'consent' | 'consentReason'>): Promise<string | null> {
  const made = await tx.selectFrom('case_file as c').innerJoin('scheme as s', (on) => on.onRef('s.partnership_id', '=', 'c.partnership_id').onRef('s.scheme_id', '=', 'c.scheme_id'))
    .select(['c.reference', 'c.lead_agency_id', 's.purpose']).where('c.case_id', '=', caseId).executeTakeFirstOrThrow()
  if (agencyId === made.lead_agency_id) return null
  const people = await tx.selectFrom('subject').select('index_entry_id').where('case_id', '=', caseId).execute()
  return recordDisclosure(tx, { caseId, reference: made.reference, agencyId }, {
    kind: 'view granted', what: 'A referral, and the file it begins', toAgencyId: made.lead_agency_id, purpose: made.purpose, gateway: made.purpose === 'case review' ? 'ABCPA sch.4' : 'CDA s.115', regime: 'UK GDPR', consent, consentReason: consentReason ?? null,
    necessity: 'The scheme’s host decides whether the case is taken on, and leads it', proportionality: 'What the referral form asks for and no more', people: people.map(({ index_entry_id }) => index_entry_id),
  })
}

/** An agency no longer takes part: its view of the case has ended in the register too. Gives how many entries ended. */
export async function endViews(tx: Tx, caseId: string, agencyId: string): Promise<number> {
  const ended = await tx.updateTable('disclosure').set({ ended_at: sql`now()` }).where('case_id', '=', caseId).where('to_agency_id', '=', agencyId).where('kind', '=', 'view granted').where('ended_at', 'is', null).executeTakeFirst()
  return Number(ended.numUpdatedRows)
}

/** An entry of the register as it is shown. `about`: how many people it was said to be about. */
export type Disclosure = {
  disclosureId: string
  caseId: string
  reference: string
  kind: DisclosureKind
  what: string
  from: string
  to: string
  toAgencyId: string | null
  requestedBy: string | null
  purpose: string
  gateway: string
  condition: string | null
  regime: string
  consent: string
  consentReason: string | null
  necessity: string
  proportionality: string
  agreement: string | null
  decidedBy: string | null
  disclosedAt: Temporal.Instant
  expiresOn: string | null
  endedAt: Temporal.Instant | null
  about: number
}

export type RegisterFilter = { agencyId?: string | null; kind?: DisclosureKind | null; from?: string | null; to?: string | null; reference?: string | null; caseId?: string; limit?: number; offset?: number }

const nameOf = (column: string) => sql`(select n.name from organisation_name n where n.partnership_id = d.partnership_id and n.organisation_id = ${sql.ref(column)} and n.kind = 'name' order by n.valid_to desc nulls first limit 1)`
const shown = sql`d.disclosure_id as "disclosureId", d.case_id as "caseId", d.case_reference as reference, d.kind, d.what, ${nameOf('d.from_agency_id')} as "from", coalesce(${nameOf('d.to_agency_id')}, d.to_other) as "to",
  d.to_agency_id as "toAgencyId", d.requested_by as "requestedBy", d.purpose, d.gateway, d.condition, d.regime, d.consent, d.consent_reason as "consentReason", d.necessity, d.proportionality,
  (select a.title from agreement a where a.partnership_id = d.partnership_id and a.agreement_id = d.agreement_id) as agreement,
  (select a.name from account a where a.partnership_id = d.partnership_id and a.account_id = d.decided_by) as "decidedBy",
  d.disclosed_at as "disclosedAt", d.expires_on as "expiresOn", d.ended_at as "endedAt",
  (select count(*)::int from disclosure_person p where p.partnership_id = d.partnership_id and p.disclosure_id = d.disclosure_id) as about`

/** Entries of the register that whoever asks may see, the latest first, and how many there are in all. */
export async function selectRegister(tx: Tx, { agencyId, kind, from, to, reference, caseId, limit = 100, offset = 0 }: RegisterFilter): Promise<{ entries: Disclosure[]; total: number }> {
  const asked = sql.join([
    sql`true`,
    ...(agencyId ? [sql`(d.to_agency_id = ${agencyId} or d.from_agency_id = ${agencyId})`] : []), ...(kind ? [sql`d.kind = ${kind}`] : []),
    ...(from ? [sql`d.disclosed_at >= ${from}::date::timestamp at time zone 'Europe/London'`] : []), ...(to ? [sql`d.disclosed_at < (${to}::date + 1)::timestamp at time zone 'Europe/London'`] : []),
    ...(reference ? [sql`d.case_reference = ${reference}`] : []), ...(caseId ? [sql`d.case_id = ${caseId}`] : []),
  ], sql` and `)
  const { rows: entries } = await sql<Disclosure>`select ${shown} from disclosure d where ${asked} order by d.disclosed_at desc, d.recorded_at desc, d.disclosure_id limit ${limit} offset ${offset}`.execute(tx)
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from disclosure d where ${asked}`.execute(tx)
  return { entries, total: rows[0]!.total }
}

/** `named`: it was entered as about the person. Otherwise the case holds them, and the entry lets its recipient see the file, or names nobody. */
export type PersonDisclosure = Disclosure & { isNamed: boolean }

const everyEntry = (entryId: string) => sql`
  with recursive one as (
    select ${entryId}::uuid as index_entry_id
    union
    select case when m.kept_id = o.index_entry_id then m.merged_id else m.kept_id end from one o join index_merge m on m.undone_at is null and o.index_entry_id in (m.kept_id, m.merged_id))`

/**
 * Everything disclosed about a person, under every entry said to be theirs, the latest first: what was entered as about them, and of each case that holds them
 * what gave a view of the file while they were in it, and what was entered as about nobody in particular.
 */
export async function selectPersonDisclosures(tx: Tx, entryId: string): Promise<PersonDisclosure[]> {
  const { rows } = await sql<PersonDisclosure>`
    ${everyEntry(entryId)}, named as (select distinct p.disclosure_id from disclosure_person p join one o on o.index_entry_id = p.index_entry_id),
    held as (select s.case_id, min(s.added_at) as added_at from subject s join one o on o.index_entry_id = s.index_entry_id group by s.case_id)
    select ${shown}, exists (select from named n where n.disclosure_id = d.disclosure_id) as "isNamed" from disclosure d
    where exists (select from named n where n.disclosure_id = d.disclosure_id)
      or exists (select from held h where h.case_id = d.case_id and ((d.kind = 'view granted' and (d.ended_at is null or d.ended_at >= h.added_at))
        or not exists (select from disclosure_person p where p.partnership_id = d.partnership_id and p.disclosure_id = d.disclosure_id)))
    order by d.disclosed_at desc, d.recorded_at desc, d.disclosure_id`.execute(tx)
  return rows
}

/** A person in the index as the governance lead may know them: by names and births, and which cases hold them by id alone. */
export type Registered = { entryId: string; names: readonly string[]; births: readonly string[]; caseIds: readonly string[] }

/** People whose names hold every word asked for (a beginning will do), by name; at most 50. */
export async function findRegistered(tx: Tx, words: readonly string[]): Promise<Registered[]> {
  if (words.length === 0) return []
  const { rows } = await sql<{ entryId: string }>`
    select distinct f.index_entry_id as "entryId" from index_fact f where f.kind in ('name', 'alias')
      and ${sql.join(words.map((word) => sql`(lower(f.value) like ${`${escaped(word)}%`} or lower(f.value) like ${`% ${escaped(word)}%`} or lower(f.value) like ${`%-${escaped(word)}%`})`), sql` and `)} limit 50`.execute(tx)
  const people = await Promise.all(rows.map(({ entryId }) => selectRegistered(tx, entryId)))
  return people.filter((person) => person !== null).sort((a, b) => (a.names[0] ?? '').localeCompare(b.names[0] ?? '', 'en-GB'))
}

const escaped = (word: string) => word.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** A person in the index, or null when there is none that whoever asks may know of. */
export async function selectRegistered(tx: Tx, entryId: string): Promise<Registered | null> {
  const { rows } = await sql<{ names: string[]; births: string[]; caseIds: string[]; known: boolean }>`
    ${everyEntry(entryId)}
    select array(select f.value from index_fact f join one o on o.index_entry_id = f.index_entry_id where f.kind in ('name', 'alias') group by f.value order by min(f.kind) desc, min(f.recorded_at)) as names,
      array(select distinct f.value from index_fact f join one o on o.index_entry_id = f.index_entry_id where f.kind = 'birth' order by f.value) as births,
      array(select distinct s.case_id from subject s join one o on o.index_entry_id = s.index_entry_id) as "caseIds",
      exists (select from index_entry e where e.index_entry_id = ${entryId}) as known`.execute(tx)
  const { known, ...person } = rows[0]!
  return known ? { entryId, ...person } : null
}

/** Writes down that a person was looked up: once for each case that holds them, so that nobody shut out of one reads of it. */
export function logPersonLook(tx: Tx, { entryId, caseIds }: Pick<Registered, 'entryId' | 'caseIds'>, act: 'consulted' | 'disclosed' = 'consulted') {
  for (const caseId of caseIds) audit(tx, { act, subjectKind: 'case', subjectId: caseId, details: { entry: entryId, register: 'one person' } })
  if (caseIds.length === 0) audit(tx, { act, subjectKind: 'register', subjectId: null, details: { entry: entryId, register: 'one person' } })
}
