import { sql } from 'kysely'
import { z } from 'zod'
import { asSystem, audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { Handed, type ProtectedDetail, seal } from './handed.ts'

const TransferRow = z.object({
  transferId: z.string(), partnershipId: z.string(), caseId: z.string(), fromAgencyId: z.string(), toArea: z.string(), toPartnershipId: z.string().nullable(), schemeKind: z.string(), reason: z.string(), handed: Handed, sentAt: z.instanceof(Temporal.Instant), sentById: z.string().nullable(),
  acknowledgedAt: z.instanceof(Temporal.Instant).nullable(), acknowledgedBy: z.string().nullable(), receivedCaseId: z.string().nullable(), outcome: z.string().nullable(), outcomeNote: z.string().nullable(), outcomeAt: z.instanceof(Temporal.Instant).nullable(),
  recalledAt: z.instanceof(Temporal.Instant).nullable(), isOurs: z.boolean(),
})
/** A case on its way to another area. `isOurs`: the reader is on the side that sent it. */
export type Transfer = z.infer<typeof TransferRow>

const transfers = sql`
  select t.transfer_id as "transferId", t.partnership_id as "partnershipId", t.case_id as "caseId", t.from_agency_id as "fromAgencyId", t.to_area as "toArea", t.to_partnership_id as "toPartnershipId", t.scheme_kind as "schemeKind", t.reason, t.handed,
    t.sent_at as "sentAt", t.sent_by as "sentById", t.acknowledged_at as "acknowledgedAt", t.acknowledged_by as "acknowledgedBy", t.received_case_id as "receivedCaseId", t.outcome, t.outcome_note as "outcomeNote", t.outcome_at as "outcomeAt",
    t.recalled_at as "recalledAt", t.partnership_id = (select current_partnership()) as "isOurs"
  from transfer t`

/** Transfers the reader sees, sent and received, latest first. */
export async function selectTransfers(tx: Tx, limit = 200): Promise<Transfer[]> {
  const { rows } = await sql`${transfers} order by t.sent_at desc limit ${limit}`.execute(tx)
  return z.array(TransferRow).parse(rows)
}

export async function selectTransfer(tx: Tx, transferId: string): Promise<Transfer | null> {
  if (!z.uuid().safeParse(transferId).success) return null
  const { rows } = await sql`${transfers} where t.transfer_id = ${transferId}`.execute(tx)
  return rows.length > 0 ? TransferRow.parse(rows[0]) : null
}

/** Whether a case is on its way already: sent, and neither answered nor recalled. */
export const isUnderWay = async (tx: Tx, caseId: string): Promise<boolean> =>
  (await tx.selectFrom('transfer').select('transfer_id').where('case_id', '=', caseId).where('outcome', 'is', null).where('recalled_at', 'is', null).executeTakeFirst()) !== undefined

export type Area = { partnershipId: string; name: string; area: string }

/** Other partnerships on this deployment that have casework of this kind now: by name and nothing more. Opens transactions of its own. */
export async function selectAreas(ownPartnershipId: string, schemeKind: string, today: string): Promise<Area[]> {
  const all = await asSystem('name the areas a case may be sent to', (tx) => tx.selectFrom('partnership').select(['partnership_id as partnershipId', 'name', 'area']).where('partnership_id', '<>', ownPartnershipId).orderBy('area').execute())
  const areas: Area[] = []
  for (const area of all) {
    const has = await asSystem('see whether an area has casework of a kind', (tx) => tx.selectFrom('scheme').select('scheme_id').where('kind', '=', schemeKind).where('begins', '<=', today)
      .where((is) => is.or([is('ends', 'is', null), is('ends', '>=', today)])).executeTakeFirst(), area.partnershipId)
    if (has) areas.push(area)
  }
  return areas
}

export type NewTransfer = { toArea: string; toPartnershipId: string | null; reason: string; handed: Handed; details: readonly ProtectedDetail[] }

/** Hands a case over, with protected details under seal. Gives the transfer's id. */
export async function addTransfer(tx: Tx, { caseId, agencyId, schemeKind }: Pick<CaseCover, 'caseId' | 'agencyId' | 'schemeKind'>, { toArea, toPartnershipId, reason, handed, details }: NewTransfer): Promise<string> {
  const transfer_id = crypto.randomUUID()
  await tx.insertInto('transfer').values({
    partnership_id: tx.actor.partnershipId!, transfer_id, case_id: caseId, from_agency_id: agencyId, to_area: toArea, to_partnership_id: toPartnershipId, scheme_kind: schemeKind, reason,
    handed: JSON.stringify({ ...handed, sealed: details.map((detail) => seal(detail, transfer_id)) }), sent_by: tx.actor.accountId,
  }).execute()
  audit(tx, { act: 'disclosed', subjectKind: 'case', subjectId: caseId, details: { transfer: transfer_id, toPartnership: toPartnershipId, protected: details.length } })
  return transfer_id
}

type Answer = { outcome: 'accepted' | 'refused' | 'advice given'; note: string | null; receivedCaseId: string | null; by: string }

/** Says that a transfer has come. False when it was recalled, or somebody had said so. */
export async function acknowledgeTransfer(tx: Tx, { transferId, isOurs, caseId }: Transfer, by: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('transfer').set({ acknowledged_at: sql`now()`, acknowledged_by: by }).where('transfer_id', '=', transferId).where('acknowledged_at', 'is', null).where('recalled_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: isOurs ? 'case' : 'transfer', subjectId: isOurs ? caseId : transferId, details: { transfer: transferId, acknowledged: true } })
  return numUpdatedRows > 0n
}

/** Answers a transfer, acknowledging it in the same act where nobody had. False when it was recalled or answered before. */
export async function answerTransfer(tx: Tx, { transferId, isOurs, caseId }: Transfer, { outcome, note, receivedCaseId, by }: Answer): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('transfer')
    .set({ outcome, outcome_note: note, outcome_at: sql`now()`, received_case_id: receivedCaseId, acknowledged_at: sql`coalesce(acknowledged_at, now())`, acknowledged_by: sql`coalesce(acknowledged_by, ${by})` })
    .where('transfer_id', '=', transferId).where('outcome', 'is', null).where('recalled_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: isOurs ? 'case' : 'transfer', subjectId: isOurs ? caseId : transferId, details: { transfer: transferId, outcome } })
  return numUpdatedRows > 0n
}

/** Takes a transfer back before it is acknowledged. False when that is too late. */
export async function recallTransfer(tx: Tx, { transferId, caseId }: Transfer): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('transfer').set({ recalled_at: sql`now()` }).where('transfer_id', '=', transferId).where('acknowledged_at', 'is', null).where('recalled_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { transfer: transferId, recalled: true } })
  return numUpdatedRows > 0n
}

/** Tells those who lead casework of this kind in the receiving area that a case has come: a link and no more. Opens a transaction of its own there. */
export const tellReceivers = (toPartnershipId: string, transferId: string, schemeKind: string): Promise<number> =>
  asSystem('tell an area that a case has been sent to it', async (tx) => {
    const leads = await tx.selectFrom('scheme_member as m')
      .innerJoin('scheme as s', (on) => on.onRef('s.partnership_id', '=', 'm.partnership_id').onRef('s.scheme_id', '=', 'm.scheme_id'))
      .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'm.partnership_id').onRef('a.account_id', '=', 'm.account_id'))
      .select('m.account_id as accountId').distinct().where('s.kind', '=', schemeKind).where('m.role', 'in', ['coordinator', 'chair']).where('a.disabled_at', 'is', null).execute()
    return notify(tx, leads.map(({ accountId }) => ({ accountId, effect: `transfer ${transferId} sent ${accountId}`, subject: 'A case has been sent to you by another area', body: `Another area has sent you a case. Say that it has come within two working days, and then whether you take it on.\n\n/transfers/${transferId}` })))
  }, toPartnershipId)

/** Tells whoever sent a case what became of it; when it was taken on, moves the case to "transferred" there. Opens a transaction of its own on the sending side. */
export const tellSender = ({ partnershipId, transferId, caseId, sentById, handed }: Transfer, became: 'acknowledged' | Answer['outcome'], today: string): Promise<void> =>
  asSystem('tell the area that sent a case what became of it', async (tx) => {
    if (became === 'accepted') await markTransferred(tx, caseId, today)
    const isShut = sentById && (await tx.selectFrom('case_exclusion').select('account_id').where('case_id', '=', caseId).where('account_id', '=', sentById).where('lifted_at', 'is', null).executeTakeFirst())
    if (sentById && !isShut) await notify(tx, [{ accountId: sentById, effect: `transfer ${transferId} ${became} ${sentById}`, subject: `The transfer of ${handed.reference}: ${became}`, body: `There is news of the transfer of ${handed.reference}.\n\n/transfers/${transferId}` }])
  }, partnershipId)

/** A case that another area has taken on is worked here no longer, and kept as long as one that was closed. */
export async function markTransferred(tx: Tx, caseId: string, today: string) {
  const { numUpdatedRows } = await tx.updateTable('case_file').set({
    stage: 'transferred', closed_on: today, version: sql`version + 1`, review_on: null,
    keep_until: sql<string>`(select (${today}::date + make_interval(months => s.keep_months))::date from scheme s where s.partnership_id = case_file.partnership_id and s.scheme_id = case_file.scheme_id)`,
  }).where('case_id', '=', caseId).where('stage', 'in', ['referred', 'open']).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { fields: ['stage'], stage: 'transferred' } })
}

/** Schemes of this kind that the reader leads, into which a case may be accepted. */
export const selectLedSchemes = (tx: Tx, schemeKind: string): Promise<{ schemeId: string; name: string }[]> =>
  tx.selectFrom('scheme').select(['scheme_id as schemeId', 'name']).where('kind', '=', schemeKind).where(sql<boolean>`scheme_id = any ((select led_schemes())::uuid[])`).orderBy('name').execute()
