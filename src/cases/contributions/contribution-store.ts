import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { audit, type Tx } from '../../db/tx.ts'
import { type Contribution, NATURES, type Nature, recipientsOf, type Regime, STANDINGS, type Standing } from '../../sharing/audience.ts'
import { type CaseCover, logLook } from '../../sharing/case-store.ts'
import { recordDisclosure, REGIMES } from '../../sharing/disclosure-store.ts'
import { AUDIENCES, type Audience } from '../../sharing/gate.ts'
import { type Gateway, GATEWAYS, inForce } from '../../sharing/law.ts'
import { addDocument } from '../attachments/document-store.ts'
import type { SafeFile } from '../../documents/safe-file.ts'

const ContributionRow = z.object({
  contributionId: z.string(), agencyId: z.string(), agency: z.string(), writtenBy: z.string().nullable(), writtenAt: z.instanceof(Temporal.Instant), audience: z.enum(AUDIENCES), namedAgencies: z.array(z.string()),
  purpose: z.string(), gateway: z.custom<Gateway>((key) => typeof key === 'string' && key in GATEWAYS), informationOf: z.string().nullable(), nature: z.enum(NATURES), subjectId: z.string().nullable(),
  standing: z.enum(STANDINGS).nullable(), regime: z.enum(REGIMES), necessity: z.string(), statement: z.string(), replacedBy: z.string().nullable(), replacedReason: z.string().nullable(),
})

const contributions = (tx: Tx, caseId: string) =>
  tx.selectFrom('contribution as b')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'b.partnership_id').onRef('n.organisation_id', '=', 'b.agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .leftJoin('account as w', (on) => on.onRef('w.partnership_id', '=', 'b.partnership_id').onRef('w.account_id', '=', 'b.written_by'))
    .select([
      'b.contribution_id as contributionId', 'b.agency_id as agencyId', 'n.name as agency', 'w.name as writtenBy', 'b.written_at as writtenAt', 'b.audience', 'b.named_agencies as namedAgencies', 'b.purpose', 'b.gateway',
      'b.information_of as informationOf', 'b.nature', 'b.subject_id as subjectId', 'b.standing', 'b.regime', 'b.necessity', 'b.statement', 'b.replaced_by as replacedBy', 'b.replaced_reason as replacedReason',
    ])
    .where('b.case_id', '=', caseId)

/** What was said in a case as far as this account may read it, the latest first, with the look at each written down for the agency that said it. */
export async function consultContributions(tx: Tx, cover: CaseCover, { standing = false, limit = 1000 }: { standing?: boolean; limit?: number } = {}): Promise<Contribution[]> {
  const rows = await contributions(tx, cover.caseId).$if(standing, (q) => q.where('b.replaced_by', 'is', null)).orderBy('b.written_at', 'desc').orderBy('b.contribution_id').limit(limit).execute()
  const read = z.array(ContributionRow).parse(rows)
  await logLook(tx, cover, read.map(({ contributionId, agencyId }) => ({ part: 'contribution', contributionId, holderAgencyId: agencyId })))
  return read
}

/** One thing said in a case, with the look written down; null when there is none that this account may read. */
export async function consultContribution(tx: Tx, cover: CaseCover, contributionId: string): Promise<Contribution | null> {
  if (!z.uuid().safeParse(contributionId).success) return null
  const row = await contributions(tx, cover.caseId).where('b.contribution_id', '=', contributionId).executeTakeFirst()
  if (!row) return null
  const contribution = ContributionRow.parse(row)
  await logLook(tx, cover, [{ part: 'contribution', contributionId, holderAgencyId: contribution.agencyId }])
  return contribution
}

/** The powers an agency may share under for a case's purpose today: in force, and named by a live agreement of its own. With the agreement that names each. */
export async function selectGateways(tx: Tx, { purpose, agencyId }: Pick<CaseCover, 'purpose' | 'agencyId'>): Promise<{ gateway: Gateway; agreementId: string }[]> {
  const rows = await tx.selectFrom('live_agreement as l')
    .innerJoin('agreement as a', (on) => on.onRef('a.partnership_id', '=', 'l.partnership_id').onRef('a.agreement_id', '=', 'l.agreement_id'))
    .select(['a.gateways', 'a.agreement_id as agreementId', 'a.starts']).where('l.purpose', '=', purpose).where('l.agency_id', '=', agencyId).where('l.with_agency_id', '<>', agencyId).orderBy('a.starts', 'desc').execute()
  return inForce(GATEWAYS, todayInLondon(Temporal.Now.instant()).toString()).flatMap((gateway) => {
    const agreement = rows.find(({ gateways }) => gateways.includes(gateway))
    return agreement ? [{ gateway, agreementId: agreement.agreementId }] : []
  })
}

export type NewContribution = {
  audience: Audience
  namedAgencies: readonly string[]
  gateway: Gateway
  informationOf: string | null
  nature: Nature
  subjectId: string | null
  standing: Standing | null
  regime: Regime
  necessity: string
  proportionality: string
  statement: string
}

/**
 * Says something in a case for the agency of whoever acts, and enters in the register each agency that it reaches by it. Gives its id;
 * null when the agency may not share under that power now, for want of a live agreement that names it.
 */
export async function contribute(tx: Tx, cover: CaseCover, { proportionality, ...said }: NewContribution): Promise<string | null> {
  const ground = (await selectGateways(tx, cover)).find(({ gateway }) => gateway === said.gateway)
  if (!ground) return null
  const contributionId = await insertContribution(tx, cover, said)
  const people = said.subjectId ? await tx.selectFrom('subject').select('index_entry_id').where('case_id', '=', cover.caseId).where('subject_id', '=', said.subjectId).execute() : []
  for (const toAgencyId of recipientsOf(said, cover, cover.agencyId))
    await recordDisclosure(tx, cover, {
      kind: 'view granted', what: `Information given to the case, ${said.nature === 'fact' ? 'as fact' : 'as opinion'}`, toAgencyId, purpose: cover.purpose, gateway: said.gateway, regime: said.regime,
      consent: said.gateway === 'consent' ? 'given' : 'not needed', necessity: said.necessity, proportionality, agreementId: ground.agreementId, contributionId, people: people.map(({ index_entry_id }) => index_entry_id),
    })
  return contributionId
}

async function insertContribution(tx: Tx, cover: CaseCover, said: Omit<NewContribution, 'proportionality'>): Promise<string> {
  const contribution_id = crypto.randomUUID()
  await tx.insertInto('contribution').values({
    partnership_id: tx.actor.partnershipId!, contribution_id, case_id: cover.caseId, scheme_id: cover.schemeId, agency_id: cover.agencyId, written_by: tx.actor.accountId, audience: said.audience,
    named_agencies: [...said.namedAgencies], purpose: cover.purpose, gateway: said.gateway, information_of: said.informationOf, nature: said.nature, subject_id: said.subjectId, standing: said.standing, regime: said.regime,
    necessity: said.necessity, statement: said.statement,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: cover.caseId, details: { contribution: contribution_id, audience: said.audience, gateway: said.gateway } })
  return contribution_id
}

/**
 * Replaces what an agency said by what is right, with why: the old stays readable, marked. Gives the new one's id, or null when it was replaced already
 * or is not this agency's. Whoever calls it tells those who were given the old.
 */
export async function replaceContribution(tx: Tx, cover: CaseCover, { contributionId, ...old }: Contribution, { statement, nature, reason }: { statement: string; nature: Nature; reason: string }): Promise<string | null> {
  const { rows } = await sql`select contribution_id from contribution where case_id = ${cover.caseId} and contribution_id = ${contributionId} and agency_id = ${cover.agencyId} and replaced_by is null for update`.execute(tx)
  if (rows.length === 0) return null
  const replacement = await insertContribution(tx, cover, { ...old, statement, nature })
  await tx.updateTable('contribution').set({ replaced_by: replacement, replaced_reason: reason }).where('contribution_id', '=', contributionId).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { contribution: contributionId, replacedBy: replacement } })
  return replacement
}

/**
 * Puts a file with what the agency of whoever acts said, and enters in the register each agency that it reaches by it, on the ground its words were shared on. Gives the file's id;
 * null when the words are another agency's or were replaced, or no live agreement names their power now: then nothing is kept.
 */
export async function addFileToSaid(tx: Tx, cover: CaseCover, said: Contribution, file: SafeFile): Promise<string | null> {
  const ground = said.agencyId === cover.agencyId && !said.replacedBy ? (await selectGateways(tx, cover)).find(({ gateway }) => gateway === said.gateway) : undefined
  if (!ground) return null
  const documentId = await addDocument(tx, cover, file, said.contributionId)
  const people = said.subjectId ? await tx.selectFrom('subject').select('index_entry_id').where('case_id', '=', cover.caseId).where('subject_id', '=', said.subjectId).execute() : []
  for (const toAgencyId of recipientsOf(said, cover, cover.agencyId))
    await recordDisclosure(tx, cover, {
      kind: 'document issued', what: 'A file with information given to the case', toAgencyId, purpose: cover.purpose, gateway: said.gateway, regime: said.regime, consent: said.gateway === 'consent' ? 'given' : 'not needed',
      necessity: said.necessity, proportionality: 'It bears out what was said, and goes to the same agencies and no others', agreementId: ground.agreementId, contributionId: said.contributionId, people: people.map(({ index_entry_id }) => index_entry_id),
    })
  return documentId
}
