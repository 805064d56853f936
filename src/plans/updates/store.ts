import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { derive, spanOf } from '../derivation.ts'
import type { EvidenceKind, Item, ItemState, OutcomeType, Plan } from '../plan.ts'
import { selectPlan, selectPlanOfItem } from '../store.ts'

export type EvidenceFields = {
  kind: EvidenceKind
  from: string
  to: string
  statement: string
  quantity: number | null
  unit: string | null
  itemIds: readonly string[]
}

/** Records one piece of evidence for one or more items of a plan, and gives its id. */
export async function addEvidence(tx: Tx, planId: string, fields: EvidenceFields): Promise<string> {
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
    .values([...new Set(fields.itemIds)].map((plan_item_id) => ({ partnership_id: tx.actor.partnershipId!, evidence_id, plan_item_id })))
    .execute()
  audit(tx, { act: 'collected', subjectKind: 'evidence', subjectId: evidence_id, details: { kind: fields.kind, items: fields.itemIds } })
  return evidence_id
}

/**
 * Takes a piece of evidence out of the reckoning, keeping its words and the reason: `by` is the piece that replaces it, or itself
 * when nothing does. Gives whether there was such a piece that this account may take out.
 */
export async function withdrawEvidence(tx: Tx, evidenceId: string, reason: string, by = evidenceId): Promise<boolean> {
  const changed = await tx
    .updateTable('evidence')
    .set({ replaced_by: by, replaced_reason: reason })
    .where('evidence_id', '=', evidenceId)
    .where('replaced_by', 'is', null)
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) return false
  audit(tx, { act: 'altered', subjectKind: 'evidence', subjectId: evidenceId, details: { withdrawn: true } })
  return true
}

/** A plan and one of its items with its history, or null when this account may not see it. */
export async function selectItemOfPlan(tx: Tx, itemId: string): Promise<{ plan: Plan; item: Item } | null> {
  const planId = await selectPlanOfItem(tx, itemId)
  const plan = planId ? await selectPlan(tx, planId) : null
  const item = plan?.items.find((each) => each.itemId === itemId)
  return plan && item ? { plan, item } : null
}

/** Items of the plan to which this account may add evidence: all, for a coordinator; else those its organisation owns or shares in. */
export async function selectOwnedItems(tx: Tx, planId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select plan_item_id as id from plan_item
    where plan_id = ${planId} and kind <> 'heading' and state <> 'withdrawn' and (may('plans.edit') or owns_item(plan_item_id))`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

export type Draft = { entered: Record<string, unknown>; follows: string | null; savedAt: Temporal.Instant }

export async function selectDraft(tx: Tx, itemId: string): Promise<Draft | null> {
  const row = await tx
    .selectFrom('update_draft')
    .select(['entered', 'follows', 'saved_at'])
    .where('plan_item_id', '=', itemId)
    .where('account_id', '=', tx.actor.accountId)
    .executeTakeFirst()
  return row ? { entered: z.record(z.string(), z.unknown()).parse(row.entered), follows: row.follows, savedAt: row.saved_at } : null
}

/** Keeps what was entered so far, for its author alone (and coordinators) to see. */
export async function saveDraft(tx: Tx, itemId: string, entered: Record<string, unknown>, follows: string | null): Promise<void> {
  const row = { entered: JSON.stringify(entered), follows, saved_at: Temporal.Now.instant().toString() }
  await tx
    .insertInto('update_draft')
    .values({ partnership_id: tx.actor.partnershipId!, plan_item_id: itemId, account_id: tx.actor.accountId!, ...row })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'plan_item_id', 'account_id']).doUpdateSet(row))
    .execute()
}

export const dropDraft = (tx: Tx, itemId: string) =>
  tx.deleteFrom('update_draft').where('plan_item_id', '=', itemId).where('account_id', '=', tx.actor.accountId).execute()

export type Said = {
  declared: string
  reason: string | null
  narrative: string | null
  state: ItemState
  stateNote: string | null
  outcome: string | null
  outcomeType: OutcomeType | null
  positionOn: string
}

/** Thrown when someone else has said where the item stands since this update was begun. */
export class Overtaken extends Error {}

const isUniqueViolation = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23505'

/**
 * Adds what an owner says of an item after the update `follows` (null: the first). History is only ever added to.
 * Throws Overtaken when another update came in between; the transaction is then of no more use.
 */
export async function sendUpdate(tx: Tx, plan: Plan, item: Item, said: Said, follows: string | null, today: Temporal.PlainDate): Promise<void> {
  if ((item.updates[0]?.updateId ?? null) !== follows) throw new Overtaken()
  const derived = derive(plan.scheme, { ...item, state: said.state }, spanOf(plan, today)).word
  try {
    await tx
      .insertInto('item_update')
      .values({
        partnership_id: tx.actor.partnershipId!, plan_item_id: item.itemId, reporting_period_id: plan.period?.reportingPeriodId ?? null, declared: said.declared,
        derived, reason: said.reason, narrative: said.narrative, position_on: said.positionOn, submitted_by: tx.actor.accountId, follows,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Overtaken()
    throw error
  }
  if (said.state !== item.state || said.stateNote !== item.stateNote || said.outcome !== item.outcome || said.outcomeType !== item.outcomeType)
    await tx
      .updateTable('plan_item')
      .set({
        state: said.state, state_note: said.stateNote, outcome: said.outcome, outcome_type: said.outcomeType, version: item.version + 1,
        ...(said.state !== item.state ? { state_since: said.positionOn } : {}),
      })
      .where('plan_item_id', '=', item.itemId)
      .execute()
  await dropDraft(tx, item.itemId)
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: item.itemId, details: { declared: said.declared, derived, follows } })
}
