import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { Finding, Ground, Opening } from './emergency.ts'

export type Glass = Opening & {
  glassId: string; caseId: string; accountId: string; name: string; agency: string; ground: Ground; reason: string; openedAt: Temporal.Instant
  finding: Finding | null; note: string | null; reviewer: string | null; escalatedAt: Temporal.Instant | null
}

const glasses = (tx: Tx) =>
  tx.selectFrom('break_glass as b')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'b.partnership_id').onRef('a.account_id', '=', 'b.account_id'))
    .leftJoin('account as r', (on) => on.onRef('r.partnership_id', '=', 'b.partnership_id').onRef('r.account_id', '=', 'b.reviewed_by'))
    .select(['b.break_glass_id as glassId', 'b.case_id as caseId', 'b.account_id as accountId', 'a.name', 'b.ground', 'b.reason', 'b.opened_at as openedAt', 'b.ends_at as endsAt', 'b.ended_at as endedAt',
      'b.review_due as reviewDue', 'b.reviewed_at as reviewedAt', 'b.finding', 'b.note', 'r.name as reviewer', 'b.escalated_at as escalatedAt'])
    .select((q) => q.selectFrom('organisation_name as n').whereRef('n.partnership_id', '=', 'b.partnership_id').whereRef('n.organisation_id', '=', 'b.agency_id')
      .where('n.kind', '=', 'name').where('n.valid_to', 'is', null).select('n.name').limit(1).as('agency'))

type Row = Awaited<ReturnType<ReturnType<typeof glasses>['execute']>>[number]
const glassOf = (row: Row): Glass => ({ ...row, agency: row.agency ?? 'An agency since gone', ground: row.ground as Ground, finding: row.finding as Finding | null })

/** The visitor's own emergency access, newest first, but for cases shut to them since. */
export const selectOwnGlasses = async (tx: Tx): Promise<Glass[]> => (await glasses(tx).where('b.account_id', '=', tx.actor.accountId).orderBy('b.opened_at', 'desc').limit(100).execute()).map(glassOf)

/** Emergency access this account may review or read: those not reviewed, the earliest due first; then those reviewed, the latest first. */
export async function selectGlasses(tx: Tx, caseId: string | null = null): Promise<Glass[]> {
  const rows = await glasses(tx).$if(caseId !== null, (asked) => asked.where('b.case_id', '=', caseId!))
    .orderBy(sql`b.reviewed_at is not null`).orderBy(sql`case when b.reviewed_at is null then b.review_due end`).orderBy('b.opened_at', 'desc').limit(500).execute()
  return rows.map(glassOf)
}

export async function selectOptionalGlass(tx: Tx, glassId: string): Promise<Glass | null> {
  const row = await glasses(tx).where('b.break_glass_id', '=', glassId).executeTakeFirst()
  return row ? glassOf(row) : null
}

/** Ends the visitor's own emergency access to a case. Gives how many were open. */
export async function endOwnGlass(tx: Tx, caseId: string): Promise<number> {
  const { numUpdatedRows } = await tx.updateTable('break_glass').set({ ended_at: sql`now()` })
    .where('case_id', '=', caseId).where('account_id', '=', tx.actor.accountId).where('ended_at', 'is', null).where('ends_at', '>', sql<Temporal.Instant>`now()`).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { emergencyAccess: 'ended' } })
  return Number(numUpdatedRows)
}

/** Ends somebody's emergency access before its time. False when it had ended. */
export async function endGlass(tx: Tx, { glassId, caseId }: Glass): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('break_glass').set({ ended_at: sql`now()` })
    .where('break_glass_id', '=', glassId).where('ended_at', 'is', null).where('ends_at', '>', sql<Temporal.Instant>`now()`).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { emergencyAccess: glassId, ended: true } })
  return numUpdatedRows > 0n
}

/** Records what a review found. False when somebody reviewed it before. */
export async function reviewGlass(tx: Tx, { glassId, caseId }: Glass, finding: Finding, note: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('break_glass').set({ reviewed_at: sql`now()`, reviewed_by: tx.actor.accountId, finding, note })
    .where('break_glass_id', '=', glassId).where('reviewed_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { emergencyAccess: glassId, reviewed: finding } })
  return numUpdatedRows > 0n
}

export type LookedAt = { at: Temporal.Instant; part: string; holder: string }

/** What was looked at under one emergency access, in order. */
export async function selectLookedAt(tx: Tx, glassId: string): Promise<LookedAt[]> {
  const rows = await tx.selectFrom('access_entry as e').select(['e.at', 'e.part'])
    .select((q) => q.selectFrom('organisation_name as n').whereRef('n.partnership_id', '=', 'e.partnership_id').whereRef('n.organisation_id', '=', 'e.holder_agency_id')
      .where('n.kind', '=', 'name').where('n.valid_to', 'is', null).select('n.name').limit(1).as('holder'))
    .where('e.break_glass_id', '=', glassId).orderBy('e.access_entry_id').limit(500).execute()
  return rows.map((row) => ({ ...row, holder: row.holder ?? 'An agency since gone' }))
}
