import { audit, type Tx } from '../../db/tx.ts'
import type { ClosedAs, TargetShape } from './target.ts'

/** A target as it is entered; dates 'YYYY-MM-DD'. */
export type TargetFields = {
  shape: TargetShape
  value: number | null
  baselineFrom: string | null
  baselineTo: string | null
  baselineValue: number | null
  starts: string | null
  due: string
  source: string | null
}

/** Adds a target to a measure and gives its id. */
export async function addTarget(
  tx: Tx,
  measureId: string,
  { baselineFrom, baselineTo, baselineValue, ...fields }: TargetFields,
): Promise<string> {
  const targetId = crypto.randomUUID()
  const baseline = { baseline_from: baselineFrom, baseline_to: baselineTo, baseline_value: baselineValue }
  await tx
    .insertInto('target')
    .values({ ...fields, ...baseline, partnership_id: tx.actor.partnershipId!, target_id: targetId, measure_id: measureId })
    .execute()
  audit(tx, { act: 'collected', subjectKind: 'target', subjectId: targetId, details: { measureId, shape: fields.shape } })
  return targetId
}

export type Closing = { on: string; as: ClosedAs; note: string | null }

/** Says how a target came out; false when someone has already, or there is none such. */
export async function closeTarget(tx: Tx, targetId: string, { on, as, note }: Closing): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('target')
    .set({ closed_on: on, closed_as: as, closed_note: note, closed_by: tx.actor.accountId })
    .where('target_id', '=', targetId)
    .where('closed_on', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'target', subjectId: targetId, details: { closedAs: as } })
  return numUpdatedRows > 0n
}

/** Begins new limits on a day, with the reason, and gives the rebase's id. */
export async function addRebase(tx: Tx, measureId: string, starts: string, reason: string): Promise<string> {
  const rebaseId = crypto.randomUUID()
  await tx
    .insertInto('rebase')
    .values({
      partnership_id: tx.actor.partnershipId!,
      rebase_id: rebaseId,
      measure_id: measureId,
      starts,
      reason,
      decided_by: tx.actor.accountId,
    })
    .execute()
  audit(tx, { act: 'collected', subjectKind: 'rebase', subjectId: rebaseId, details: { measureId, starts } })
  return rebaseId
}

/** Takes a rebase away, with the reason; it stays in the history. False when it is gone already. */
export async function removeRebase(tx: Tx, measureId: string, rebaseId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('rebase')
    .set({ removed_at: Temporal.Now.instant().toString(), removed_by: tx.actor.accountId, removed_reason: reason })
    .where('rebase_id', '=', rebaseId)
    .where('measure_id', '=', measureId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'rebase', subjectId: rebaseId, details: { measureId } })
  return numUpdatedRows > 0n
}

export type PastRebase = {
  rebaseId: string
  starts: string
  reason: string
  decidedBy: string | null
  decidedAt: Temporal.Instant
  removedAt: Temporal.Instant | null
  removedReason: string | null
}

/** Every rebase a measure has had, those taken away included, in the order of the days they begin. */
export async function selectRebases(tx: Tx, measureId: string): Promise<PastRebase[]> {
  return tx
    .selectFrom('rebase as r')
    .leftJoin('account as a', (on) =>
      on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.decided_by'),
    )
    .select([
      'r.rebase_id as rebaseId',
      'r.starts',
      'r.reason',
      'a.name as decidedBy',
      'r.decided_at as decidedAt',
      'r.removed_at as removedAt',
      'r.removed_reason as removedReason',
    ])
    .where('r.measure_id', '=', measureId)
    .orderBy('r.starts')
    .execute()
}
