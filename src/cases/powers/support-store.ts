import { audit, type Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'

export const ANSWERS = ['accepted', 'declined', 'no answer'] as const
export type Answer = (typeof ANSWERS)[number]

/** Support offered to somebody a case is about: what they said to it, and what came of it. Dates are ISO. */
export type SupportOffer = { offerId: string; subjectId: string; service: string; offeredOn: string; answer: Answer | null; answeredOn: string | null; outcome: string | null; agency: string | null }

/** What support was offered in a case, latest first. */
export async function selectSupportOffers(tx: Tx, caseId: string): Promise<SupportOffer[]> {
  const rows = await tx.selectFrom('support_offer as o')
    .leftJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'o.partnership_id').onRef('n.organisation_id', '=', 'o.agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['o.support_offer_id as offerId', 'o.subject_id as subjectId', 'o.service', 'o.offered_on as offeredOn', 'o.answer', 'o.answered_on as answeredOn', 'o.outcome', 'n.name as agency'])
    .where('o.case_id', '=', caseId).orderBy('o.offered_on', 'desc').orderBy('o.support_offer_id').execute()
  return rows.map(({ answer, ...offer }) => ({ ...offer, answer: ANSWERS.find((each) => each === answer) ?? null }))
}

/** Records that support was offered, with the answer where there is one already. */
export async function addSupportOffer(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>, offer: Pick<SupportOffer, 'subjectId' | 'service' | 'offeredOn' | 'answer' | 'answeredOn' | 'outcome'>) {
  const support_offer_id = crypto.randomUUID()
  await tx.insertInto('support_offer').values({
    partnership_id: tx.actor.partnershipId!, support_offer_id, case_id: caseId, subject_id: offer.subjectId, service: offer.service, offered_on: offer.offeredOn, offered_by: tx.actor.accountId, agency_id: agencyId,
    answer: offer.answer, answered_on: offer.answeredOn, outcome: offer.outcome,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { supportOffer: support_offer_id } })
}

/** Writes what was said to an offer, or what came of it. False when there is no such offer in the case. */
export async function answerSupportOffer(tx: Tx, caseId: string, offerId: string, { answer, answeredOn, outcome }: Pick<SupportOffer, 'answer' | 'answeredOn' | 'outcome'>): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('support_offer').set({ answer, answered_on: answeredOn, outcome }).where('case_id', '=', caseId).where('support_offer_id', '=', offerId).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { supportOffer: offerId, fields: ['answer', 'outcome'] } })
  return numUpdatedRows > 0n
}
