import { audit, type Tx } from '../db/tx.ts'
import type { CaseCover } from './case-store.ts'

export const DISCLOSURE_KINDS = ['view granted', 'document issued', 'minutes sent', 'export', 'word of mouth', 'transfer', 'request answered'] as const
export const CONSENTS = ['given', 'not asked', 'refused', 'not needed'] as const

/** One act of sharing, with everything the register must say of it. `people`: index entries it is about; `what` names nobody. */
export type NewDisclosure = {
  kind: (typeof DISCLOSURE_KINDS)[number]
  what: string
  toAgencyId?: string | null
  toOther?: string | null
  purpose: string
  gateway: string
  condition?: string | null
  regime: 'UK GDPR' | 'Part 3'
  consent: (typeof CONSENTS)[number]
  consentReason?: string | null
  necessity: string
  proportionality: string
  agreementId?: string | null
  expiresOn?: string | null
  contributionId?: string | null
  letterId?: string | null
  people: readonly string[]
}

/** Enters an act of sharing in the register, in the transaction that shares, and gives its id. The agency of whoever acts is the one that gives. */
export async function recordDisclosure(tx: Tx, { caseId, reference, agencyId }: Pick<CaseCover, 'caseId' | 'reference' | 'agencyId'>, disclosure: NewDisclosure): Promise<string> {
  const partnership_id = tx.actor.partnershipId!
  const disclosure_id = crypto.randomUUID()
  const { people, kind, what, toAgencyId, toOther, purpose, gateway, condition, regime, consent, consentReason, necessity, proportionality, agreementId, expiresOn, contributionId, letterId } = disclosure
  await tx.insertInto('disclosure').values({
    partnership_id, disclosure_id, case_id: caseId, case_reference: reference, kind, what, from_agency_id: agencyId, to_agency_id: toAgencyId ?? null, to_other: toOther ?? null, purpose, gateway,
    condition: condition ?? null, regime, consent, consent_reason: consentReason ?? null, necessity, proportionality, agreement_id: agreementId ?? null, decided_by: tx.actor.accountId,
    expires_on: expiresOn ?? null, contribution_id: contributionId ?? null, letter_id: letterId ?? null,
  }).execute()
  if (people.length > 0) await tx.insertInto('disclosure_person').values([...new Set(people)].map((index_entry_id) => ({ partnership_id, disclosure_id, case_id: caseId, index_entry_id }))).execute()
  audit(tx, { act: 'disclosed', subjectKind: 'case', subjectId: caseId, details: { disclosure: disclosure_id, kind, toAgency: toAgencyId ?? null, outside: Boolean(toOther) } })
  return disclosure_id
}
