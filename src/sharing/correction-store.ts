import { sql } from 'kysely'
import { audit, type Tx } from '../db/tx.ts'
import { notify } from '../notices/outbox.ts'
import { type CaseCover, selectCaseAccounts } from './case-store.ts'

/** What was wrong, and of what. `what` names nobody. Without a contribution, it is of the case: all who were given anything of it are told. */
export type Correction = { contributionId?: string | null; what: string }

type Recipient = { disclosureId: string; toAgencyId: string | null; toOther: string | null }

/**
 * Tells every past recipient that something they were given has been put right: one correction to each, on the latest act that gave it to them, and a notice with
 * a reference and a link to those of them who see the case. Gives how many recipients there are. In the transaction that puts it right.
 */
export async function fanOutCorrection(tx: Tx, cover: Pick<CaseCover, 'caseId' | 'reference' | 'agencyId'>, { contributionId = null, what }: Correction): Promise<number> {
  const recipients = await selectRecipients(tx, cover, contributionId)
  if (recipients.length === 0) return 0
  const made = recipients.map((recipient) => ({ ...recipient, noticeId: crypto.randomUUID() }))
  await tx.insertInto('correction_notice').values(made.map(({ disclosureId, noticeId }) => ({
    partnership_id: tx.actor.partnershipId!, correction_notice_id: noticeId, case_id: cover.caseId, disclosure_id: disclosureId, contribution_id: contributionId, what, made_by: tx.actor.accountId,
  }))).execute()
  const accounts = await selectCaseAccounts(tx, cover.caseId)
  await notify(tx, made.flatMap(({ noticeId, toAgencyId }) => accounts.filter(({ agencyId }) => agencyId === toAgencyId).map(({ accountId }) => ({
    accountId, effect: `case ${cover.caseId} correction ${noticeId} ${accountId}`, subject: `Correction in case ${cover.reference}`,
    body: `Something your agency was given in case ${cover.reference} has been put right. Look at the correction, put it right in your own records, and say so there.\n\n/cases/${cover.caseId}/disclosures/corrections`,
  }))))
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { correction: made.map(({ noticeId }) => noticeId), contribution: contributionId } })
  return made.length
}

/** Who was given it, each once by the latest act: of a contribution, whoever was given that very one, or (being in its audience) the file or anything of it since it was written. */
async function selectRecipients(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>, contributionId: string | null): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select distinct on (coalesce(d.to_agency_id::text, lower(d.to_other))) d.disclosure_id as "disclosureId", d.to_agency_id as "toAgencyId", d.to_other as "toOther"
    from disclosure d left join contribution b on b.partnership_id = d.partnership_id and b.contribution_id = ${contributionId}
    where d.case_id = ${caseId} and d.to_agency_id is distinct from ${agencyId}
      and (${contributionId}::uuid is null or d.contribution_id = ${contributionId}
        or (d.contribution_id is null
          and (d.disclosed_at >= b.written_at or (d.kind = 'view granted' and (d.ended_at is null or d.ended_at >= b.written_at)))
          and (b.audience in ('panel', 'publication') or d.to_agency_id = any (b.named_agencies)
            or (b.audience = 'case lead' and d.to_agency_id = (select c.lead_agency_id from case_file c where c.partnership_id = d.partnership_id and c.case_id = d.case_id)))))
    order by coalesce(d.to_agency_id::text, lower(d.to_other)), d.contribution_id is null, d.disclosed_at desc`.execute(tx)
  return rows
}

export const TOLD_BY = ['letter', 'phone', 'email', 'in person'] as const
export type ToldBy = (typeof TOLD_BY)[number]

/** `isHere`: the recipient is an agency with somebody who sees the case, and so can say itself that it is put right. */
export type CorrectionNotice = {
  noticeId: string
  caseId: string
  reference: string
  what: string
  recipient: string
  toAgencyId: string | null
  madeAt: Temporal.Instant
  acknowledgedAt: Temporal.Instant | null
  acknowledgedBy: string | null
  toldHow: string | null
  toldOn: string | null
}

/** Corrections that whoever asks may know of, those not yet settled first, the oldest first; of one case, or of all. */
export async function selectCorrections(tx: Tx, caseId: string | null = null): Promise<CorrectionNotice[]> {
  const { rows } = await sql<CorrectionNotice>`
    select n.correction_notice_id as "noticeId", n.case_id as "caseId", d.case_reference as reference, n.what, d.to_agency_id as "toAgencyId",
      coalesce((select o.name from organisation_name o where o.partnership_id = d.partnership_id and o.organisation_id = d.to_agency_id and o.kind = 'name' order by o.valid_to desc nulls first limit 1), d.to_other) as recipient,
      n.made_at as "madeAt", n.acknowledged_at as "acknowledgedAt", (select a.name from account a where a.partnership_id = n.partnership_id and a.account_id = n.acknowledged_by) as "acknowledgedBy",
      n.told_how as "toldHow", n.told_on as "toldOn"
    from correction_notice n join disclosure d on d.partnership_id = n.partnership_id and d.disclosure_id = n.disclosure_id
    where ${caseId ? sql`n.case_id = ${caseId}` : sql`true`}
    order by (n.acknowledged_at is not null or n.told_on is not null), n.made_at, n.correction_notice_id limit 1000`.execute(tx)
  return rows
}

export const isSettled = ({ acknowledgedAt, toldOn }: CorrectionNotice) => acknowledgedAt !== null || toldOn !== null

/** An agency says that it has put right in its own records what was corrected. False when it was not its to say, or it had said so. */
export async function acknowledgeCorrection(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>, noticeId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('correction_notice').set({ acknowledged_at: sql`now()`, acknowledged_by: tx.actor.accountId }).where('correction_notice_id', '=', noticeId).where('case_id', '=', caseId)
    .where('acknowledged_at', 'is', null).where('disclosure_id', 'in', tx.selectFrom('disclosure').select('disclosure_id').where('to_agency_id', '=', agencyId)).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { correction: noticeId, acknowledged: true } })
  return numUpdatedRows > 0n
}

/** Notes that a recipient who cannot say so here has been told. False when they had been. */
export async function markTold(tx: Tx, caseId: string, noticeId: string, how: ToldBy, on: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('correction_notice').set({ told_how: how, told_on: on }).where('correction_notice_id', '=', noticeId).where('case_id', '=', caseId)
    .where('told_on', 'is', null).where('acknowledged_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { correction: noticeId, told: how } })
  return numUpdatedRows > 0n
}

/** What whoever works the case may say was wrong: contributions of their own agency, by when they were written. */
export async function selectOwnContributions(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>): Promise<{ contributionId: string; writtenAt: Temporal.Instant; isReplaced: boolean }[]> {
  return tx.selectFrom('contribution').select(['contribution_id as contributionId', 'written_at as writtenAt', sql<boolean>`replaced_by is not null`.as('isReplaced')])
    .where('case_id', '=', caseId).where('agency_id', '=', agencyId).orderBy('written_at').execute()
}
