import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { EVIDENCE_KINDS, type EvidenceKind } from '../plan.ts'

export type EvidenceFields = {
  kind: EvidenceKind
  from: string
  to: string
  statement: string
  quantity: number | null
  unit: string | null
}

/** Records one piece of evidence for one or more items of a plan, and gives its id. */
export async function addEvidence(tx: Tx, planId: string, fields: EvidenceFields, itemIds: readonly string[]): Promise<string> {
  const items = [...new Set(itemIds)]
  const { evidence_id } = await tx
    .insertInto('evidence')
    .values({
      partnership_id: tx.actor.partnershipId!, plan_id: planId, kind: fields.kind, happened_from: fields.from, happened_to: fields.to,
      statement: fields.statement, quantity: fields.quantity, unit: fields.unit, recorded_by: tx.actor.accountId,
    })
    .returning('evidence_id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('evidence_item')
    .values(items.map((plan_item_id) => ({ partnership_id: tx.actor.partnershipId!, evidence_id, plan_item_id })))
    .execute()
  audit(tx, { act: 'collected', subjectKind: 'evidence', subjectId: evidence_id, details: { kind: fields.kind, items } })
  return evidence_id
}

/**
 * Takes a piece of evidence out of the reckoning, keeping its words and the reason; `by` is the piece that replaces it.
 * Gives false when it was taken out before, or this account may not.
 */
export async function withdrawEvidence(tx: Tx, evidenceId: string, reason: string, by: string | null = null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('evidence')
    // One that nothing replaces is replaced by itself: it no longer counts, and still says why.
    .set({ replaced_by: by ?? evidenceId, replaced_reason: reason })
    .where('evidence_id', '=', evidenceId)
    .where('replaced_by', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) return false
  audit(tx, { act: 'altered', subjectKind: 'evidence', subjectId: evidenceId, details: by ? { replacedBy: by } : { withdrawn: true } })
  return true
}

/** Which of an item's evidence this account may put right: all for a coordinator, else what it recorded itself for items it still has. */
export async function selectCorrectable(tx: Tx, itemId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select e.evidence_id as id from evidence e
      join evidence_item t on t.partnership_id = e.partnership_id and t.evidence_id = e.evidence_id
    where t.plan_item_id = ${itemId} and e.replaced_by is null
      and ((select may('plans.edit')) or (e.recorded_by = (select current_account()) and not exists (
        select from evidence_item o where o.partnership_id = e.partnership_id and o.evidence_id = e.evidence_id and not owns_item(o.plan_item_id))))`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

export type TakenOut = { statement: string; kind: EvidenceKind; reason: string; replaced: boolean }

/** Evidence of an item that was replaced or taken out since a day, newest first: its words stay to be read. */
export async function selectTakenOut(tx: Tx, itemId: string, since: Temporal.PlainDate): Promise<TakenOut[]> {
  const rows = await tx
    .selectFrom('evidence as e')
    .innerJoin('evidence_item as t', (on) => on.onRef('t.partnership_id', '=', 'e.partnership_id').onRef('t.evidence_id', '=', 'e.evidence_id'))
    .select(['e.statement', 'e.kind', 'e.replaced_reason as reason'])
    .select(sql<boolean>`e.replaced_by <> e.evidence_id`.as('replaced'))
    .where('t.plan_item_id', '=', itemId)
    .where('e.replaced_by', 'is not', null)
    .where('e.happened_to', '>=', since.toString())
    .orderBy('e.recorded_at', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, kind: z.enum(EVIDENCE_KINDS).parse(row.kind), reason: row.reason ?? '' }))
}
