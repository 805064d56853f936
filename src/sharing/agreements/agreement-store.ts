import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { Party, RegisteredAgreement, WorkedScheme } from './agreement.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const registered = (tx: Tx) =>
  tx.selectFrom('agreement as g').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'g.partnership_id').onRef('a.account_id', '=', 'g.made_by'))
    .select(['g.agreement_id', 'g.partnership_id', 'g.title', 'g.purposes', 'g.gateways', 'g.data_classes', 'g.retention', 'g.assessment_link', 'g.starts', 'g.ends', 'g.review_on',
      'g.withdrawn_at', 'g.withdrawn_reason', 'g.document_name', 'g.replaces', 'g.made_at', 'a.name as made_by'])

const named = (tx: Tx) =>
  tx.selectFrom('agreement_party as p')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'p.partnership_id').onRef('a.account_id', '=', 'p.signed_by'))
    .select(['p.agreement_id', 'p.agency_id', 'p.signed_at', 'p.signatory', 'p.left_at', 'a.name as signed_by'])
    .select((q) => q.selectFrom('organisation_name as n').whereRef('n.partnership_id', '=', 'p.partnership_id').whereRef('n.organisation_id', '=', 'p.agency_id')
      .where('n.kind', '=', 'name').orderBy(sql`n.valid_to is null`, 'desc').orderBy('n.valid_to', 'desc').select('n.name').limit(1).as('name'))

/** Every agreement of the partnership, the newest first, each with its parties by name. */
export async function selectAgreements(tx: Tx): Promise<RegisteredAgreement[]> {
  const rows = await registered(tx).orderBy('g.made_at', 'desc').execute()
  const parties = Map.groupBy(await named(tx).orderBy('name').execute(), (row) => row.agreement_id)
  return rows.map((row): RegisteredAgreement => ({
    agreementId: row.agreement_id, partnershipId: row.partnership_id, title: row.title, purposes: row.purposes, gateways: row.gateways, dataClasses: row.data_classes, retention: row.retention,
    assessmentLink: row.assessment_link, starts: day(row.starts), ends: row.ends ? day(row.ends) : null, reviewOn: day(row.review_on), withdrawn: row.withdrawn_at, withdrawnReason: row.withdrawn_reason,
    documentName: row.document_name, replaces: row.replaces, madeBy: row.made_by, madeAt: row.made_at,
    parties: (parties.get(row.agreement_id) ?? []).map((party): Party => ({
      agencyId: party.agency_id, name: party.name ?? 'An agency without a name', signed: party.signed_at, signedBy: party.signed_by, signatory: party.signatory, left: party.left_at,
    })),
  }))
}

/** The agency of the account that asks: the organisation in its own right that it belongs to. */
export async function selectOwnAgency(tx: Tx): Promise<string | null> {
  const { agency } = await tx.selectNoFrom(sql<string | null>`(select current_agency())`.as('agency')).executeTakeFirstOrThrow()
  return agency
}

/** The partnership's schemes that have not ended, by name, with how many people of each agency work in them. */
export async function selectWorkedSchemes(tx: Tx): Promise<WorkedScheme[]> {
  const schemes = await tx.selectFrom('scheme').select(['scheme_id as schemeId', 'name', 'purpose', 'host_agency_id as hostAgencyId'])
    .where((q) => q.or([q('ends', 'is', null), q('ends', '>=', sql<string>`(now() at time zone 'Europe/London')::date`)])).orderBy('name').execute()
  const { rows } = await sql<{ schemeId: string; agencyId: string; people: number }>`
    select m.scheme_id as "schemeId", agency_of(a.organisation_id) as "agencyId", count(*)::integer as people
    from scheme_member m join account a on a.partnership_id = m.partnership_id and a.account_id = m.account_id and a.disabled_at is null
    group by 1, 2`.execute(tx)
  const members = Map.groupBy(rows, ({ schemeId }) => schemeId)
  return schemes.map((scheme) => ({ ...scheme, members: members.get(scheme.schemeId) ?? [] }))
}

export type NewAgreement = {
  title: string; purposes: readonly string[]; gateways: readonly string[]; dataClasses: readonly string[]; retention: string; assessmentLink: string | null
  starts: string; ends: string | null; reviewOn: string; parties: readonly string[]; replaces: string | null
}

/** Enters an agreement that nobody has signed yet, and gives its id. */
export async function insertAgreement(tx: Tx, { title, purposes, gateways, dataClasses, retention, assessmentLink, starts, ends, reviewOn, parties, replaces }: NewAgreement): Promise<string> {
  const partnership_id = tx.actor.partnershipId!
  const agreement_id = crypto.randomUUID()
  await tx.insertInto('agreement').values({
    partnership_id, agreement_id, title, purposes: [...purposes], gateways: [...gateways], data_classes: [...dataClasses], retention, assessment_link: assessmentLink, starts, ends, review_on: reviewOn, replaces,
    made_by: tx.actor.accountId,
  }).execute()
  await tx.insertInto('agreement_party').values(parties.map((agency_id) => ({ partnership_id, agreement_id, agency_id }))).execute()
  audit(tx, { act: 'collected', subjectKind: 'agreement', subjectId: agreement_id, details: { parties: [...parties], purposes: [...purposes], replaces: replaces ?? undefined } })
  return agreement_id
}

/** Signs for an agency; with `signatory`, as recorded from paper. False when it had signed before, or is no party. */
export async function signAgreement(tx: Tx, agreementId: string, agencyId: string, signatory: string | null = null): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('agreement_party').set({ signed_at: sql`now()`, signed_by: tx.actor.accountId, signatory })
    .where('agreement_id', '=', agreementId).where('agency_id', '=', agencyId).where('signed_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'agreement', subjectId: agreementId, details: { signed: agencyId, onPaper: signatory !== null } })
  return numUpdatedRows > 0n
}

/** Records that an agency has left. From this moment the agreement covers it no longer. False when it had left before, or never signed. */
export async function leaveAgreement(tx: Tx, agreementId: string, agencyId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('agreement_party').set({ left_at: sql`now()` })
    .where('agreement_id', '=', agreementId).where('agency_id', '=', agencyId).where('signed_at', 'is not', null).where('left_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'agreement', subjectId: agreementId, details: { left: agencyId } })
  return numUpdatedRows > 0n
}

/** Withdraws an agreement for everybody, from this moment. False when it was withdrawn before. */
export async function withdrawAgreement(tx: Tx, agreementId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('agreement').set({ withdrawn_at: sql`now()`, withdrawn_reason: reason })
    .where('agreement_id', '=', agreementId).where('withdrawn_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'agreement', subjectId: agreementId, details: { fields: ['withdrawn'] } })
  return numUpdatedRows > 0n
}

/** Records that an agreement was reviewed, by setting when it next will be. */
export async function setReview(tx: Tx, agreementId: string, reviewOn: string) {
  await tx.updateTable('agreement').set({ review_on: reviewOn }).where('agreement_id', '=', agreementId).execute()
  audit(tx, { act: 'altered', subjectKind: 'agreement', subjectId: agreementId, details: { fields: ['review_on'] } })
}

/** Puts the agreement's document with it. False once somebody has signed what was there. */
export async function storeDocument(tx: Tx, agreementId: string, name: string, bytes: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('agreement as g').set({ document_name: name, document: bytes })
    .where('g.agreement_id', '=', agreementId)
    .where((q) => q.or([q('g.document', 'is', null), q.not(q.exists(q.selectFrom('agreement_party as p').select('p.agency_id')
      .whereRef('p.partnership_id', '=', 'g.partnership_id').whereRef('p.agreement_id', '=', 'g.agreement_id').where('p.signed_at', 'is not', null)))]))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'agreement', subjectId: agreementId, details: { fields: ['document'] } })
  return numUpdatedRows > 0n
}

/** The agreement's document as it was brought, or null; reading it is written down. */
export async function selectDocument(tx: Tx, agreementId: string): Promise<{ name: string; bytes: Buffer } | null> {
  const row = await tx.selectFrom('agreement').select(['document_name', 'document']).where('agreement_id', '=', agreementId).executeTakeFirst()
  if (!row?.document || !row.document_name) return null
  audit(tx, { act: 'disclosed', subjectKind: 'agreement', subjectId: agreementId, details: { document: true } })
  return { name: row.document_name, bytes: Buffer.from(row.document) }
}
