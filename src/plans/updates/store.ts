import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { derive, spanOf } from '../derivation.ts'
import type { Item, ItemState, OutcomeType, Plan } from '../plan.ts'
import { selectPlan, selectPlanOfItem } from '../store.ts'
import { dropDraft } from './draft.ts'

/** A plan, one of its items, and the items of it to which this account may add evidence: all for a coordinator, else what it answers for or shares in. */
export type Updatable = { plan: Plan; item: Item; owned: ReadonlySet<string> }

/** The item with its plan, if this account may say where it stands; else null, as if it were not there. */
export async function selectUpdatable(tx: Tx, itemId: string): Promise<Updatable | null> {
  const planId = z.uuid().safeParse(itemId).success ? await selectPlanOfItem(tx, itemId) : null
  if (!planId) return null
  const owned = await selectOwnedItems(tx, planId)
  const plan = owned.has(itemId) ? await selectPlan(tx, planId, { itemId }) : null
  const item = plan?.items.find((each) => each.itemId === itemId)
  return plan && item ? { plan, item, owned } : null
}

async function selectOwnedItems(tx: Tx, planId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select plan_item_id as id from plan_item
    where plan_id = ${planId} and kind <> 'heading' and state <> 'withdrawn' and ((select may('plans.edit')) or plan_item_id in (
      select plan_item_id from item_owner
      where account_id = (select current_account()) or (account_id is null and organisation_id = (select current_organisation()))))`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** What an owner says, parsed. */
export type Position = {
  declared: string
  reason: string | null
  narrative: string | null
  state: ItemState
  stateNote: string | null
  outcome: string | null
  outcomeType: OutcomeType | null
  positionOn: string
}

/** What the sender had seen when writing: the latest update (null: none yet) and the item's version (null: not known). */
export type Seen = { follows: string | null; version: number | null }

export const isOvertaken = (item: Item, { follows, version }: Seen) =>
  (item.updates[0]?.updateId ?? null) !== follows || (version !== null && version !== item.version)

/** Thrown when someone else has said where the item stands, or changed it, since this update was begun. */
export class Overtaken extends Error {}

const isUniqueViolation = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23505'

/**
 * Adds what an owner says of an item after what they had `seen`, sets the item's state and outcome, and drops the draft.
 * History is only ever added to. Throws Overtaken when someone else came in between; the transaction is then of no more use.
 */
export async function sendUpdate(tx: Tx, { plan, item }: Pick<Updatable, 'plan' | 'item'>, said: Position, seen: Seen, today: Temporal.PlainDate): Promise<void> {
  if (isOvertaken(item, seen)) throw new Overtaken()
  const derived = derive(plan.scheme, { ...item, state: said.state }, spanOf(plan, today)).word
  const period = await tx.selectFrom('reporting_period').select('reporting_period_id').where('plan_id', '=', plan.planId).where('closed_at', 'is', null).executeTakeFirst()
  try {
    await tx
      .insertInto('item_update')
      .values({
        partnership_id: tx.actor.partnershipId!, plan_item_id: item.itemId, reporting_period_id: period?.reporting_period_id ?? null, declared: said.declared,
        derived, reason: said.reason, narrative: said.narrative, position_on: said.positionOn, submitted_by: tx.actor.accountId, follows: seen.follows,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Overtaken()
    throw error
  }
  const changed = await changeStanding(tx, item, said)
  await dropDraft(tx, item.itemId)
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: item.itemId, details: { declared: said.declared, derived, follows: seen.follows, changed } })
}

/** The fields of the item that the update changes, changed. A note belongs to the state it was written for. */
async function changeStanding(tx: Tx, item: Item, said: Position): Promise<string[]> {
  const stateNote = said.state === 'blocked' ? said.stateNote : said.state === item.state ? item.stateNote : null
  const next = { state: said.state, state_note: stateNote, outcome: said.outcome, outcome_type: said.outcomeType }
  const before = { state: item.state, state_note: item.stateNote, outcome: item.outcome, outcome_type: item.outcomeType }
  const changed = Object.keys(next).filter((name) => next[name as keyof typeof next] !== before[name as keyof typeof before])
  if (changed.length === 0) return []
  const since = said.state === item.state ? {} : { state_since: said.positionOn }
  const { numUpdatedRows } = await tx
    .updateTable('plan_item')
    .set({ ...next, ...since, version: item.version + 1 })
    .where('plan_item_id', '=', item.itemId)
    .where('version', '=', item.version)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Overtaken()
  return changed
}
