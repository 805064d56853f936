import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { ItemKind, ItemState, LinkKind, OutcomeType, PlanKind, Strength, UpdateInterval } from '../plan.ts'
import type { RatingScheme, RollUp } from '../rating.ts'

export type PlanFields = {
  kind: PlanKind
  title: string
  starts: string
  ends: string
  schemeId: string
  rollUp: RollUp | null
  updateInterval: UpdateInterval
  frameId: string | null
}

export type ItemFields = {
  parentId: string | null
  kind: ItemKind
  code: string
  title: string
  strandId?: string | null
  mandate?: 'statutory' | 'discretionary' | 'both' | null
  strength?: Strength | null
  aim?: string | null
  success?: string | null
  outcome?: string | null
  outcomeType?: OutcomeType | null
  starts?: string | null
  due?: string | null
  promisedOn?: string | null
  reviewOn?: string | null
}

export type OwnerFields = { organisationId: string | null; accountId?: string | null; post?: string | null; unmatched?: string | null; accountable: boolean }

/** Thrown when what was edited has been changed by someone else since it was shown. */
export class Stale extends Error {}

const partnership = (tx: Tx) => tx.actor.partnershipId!

/** Adds a scheme with its values, best first, and gives its id. */
export async function addScheme(tx: Tx, scheme: Omit<RatingScheme, 'schemeId'>): Promise<string> {
  const { rating_scheme_id } = await tx
    .insertInto('rating_scheme')
    .values({ partnership_id: partnership(tx), name: scheme.name, version: scheme.version })
    .returning('rating_scheme_id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('rating_value')
    .values(
      scheme.values.map(({ word, colour, criterion, facts }, index) => ({
        partnership_id: partnership(tx), rating_scheme_id, rank: index + 1, word, colour, criterion, facts: [...facts],
      })),
    )
    .execute()
  audit(tx, { act: 'collected', subjectKind: 'rating scheme', subjectId: rating_scheme_id, details: { values: scheme.values.length } })
  return rating_scheme_id
}

/** Adds a frame with its strands in order; gives its id and theirs. */
export async function addFrame(tx: Tx, name: string, strands: readonly string[]): Promise<{ frameId: string; strandIds: string[] }> {
  const { frame_id } = await tx.insertInto('frame').values({ partnership_id: partnership(tx), name }).returning('frame_id').executeTakeFirstOrThrow()
  const rows = await tx
    .insertInto('strand')
    .values(strands.map((strand, index) => ({ partnership_id: partnership(tx), frame_id, name: strand, position: index + 1 })))
    .returning('strand_id')
    .execute()
  audit(tx, { act: 'collected', subjectKind: 'frame', subjectId: frame_id, details: { strands: strands.length } })
  return { frameId: frame_id, strandIds: rows.map(({ strand_id }) => strand_id) }
}

const planColumns = ({ kind, title, starts, ends, schemeId, rollUp, updateInterval, frameId }: PlanFields) => ({
  kind, title, starts, ends, rating_scheme_id: schemeId, roll_up: rollUp, update_interval: updateInterval, frame_id: frameId,
})

export async function addPlan(tx: Tx, fields: PlanFields): Promise<string> {
  const { plan_id } = await tx
    .insertInto('plan').values({ partnership_id: partnership(tx), ...planColumns(fields) }).returning('plan_id').executeTakeFirstOrThrow()
  audit(tx, { act: 'collected', subjectKind: 'plan', subjectId: plan_id, details: { kind: fields.kind } })
  return plan_id
}

/** Changes a plan's set-up. A changed roll-up rule is a new version of it. Throws Stale when `version` is no longer the plan's. */
export async function changePlan(tx: Tx, planId: string, version: number, fields: PlanFields & { state: 'draft' | 'live' | 'closed' }): Promise<void> {
  const changed = await tx
    .updateTable('plan')
    .set({
      ...planColumns(fields),
      state: fields.state,
      version: version + 1,
      roll_up_version: sql<number>`roll_up_version + case when roll_up is distinct from ${fields.rollUp} then 1 else 0 end`,
    })
    .where('plan_id', '=', planId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) throw new Stale()
  audit(tx, { act: 'altered', subjectKind: 'plan', subjectId: planId, details: { rollUp: fields.rollUp, state: fields.state } })
}

const itemColumns = (fields: ItemFields) => ({
  parent_id: fields.parentId, kind: fields.kind, title: fields.title, strand_id: fields.strandId ?? null, mandate: fields.mandate ?? null,
  strength: fields.strength ?? null, aim: fields.aim ?? null, success: fields.success ?? null, outcome: fields.outcome ?? null,
  outcome_type: fields.outcomeType ?? null, starts: fields.starts ?? null, due: fields.due ?? null, promised_on: fields.promisedOn ?? null,
  review_on: fields.reviewOn ?? null,
})

/** Adds an item after its last sibling, and gives its id. The caller has made sure that the code is new to the plan. */
export async function addItem(tx: Tx, planId: string, fields: ItemFields, state: ItemState = 'not started'): Promise<string> {
  const { position } = await tx
    .selectFrom('plan_item')
    .select((q) => q.fn.coalesce(q.fn.max('position'), sql<number>`0`).as('position'))
    .where('plan_id', '=', planId)
    .$if(fields.parentId !== null, (q) =>
      q.where((where) => where.or([where('plan_item_id', '=', fields.parentId), where('parent_id', '=', fields.parentId)])),
    )
    .executeTakeFirstOrThrow()
  await tx.updateTable('plan_item').set({ position: sql`position + 1` }).where('plan_id', '=', planId).where('position', '>', position).execute()
  const { plan_item_id } = await tx
    .insertInto('plan_item')
    .values({ partnership_id: partnership(tx), plan_id: planId, code: fields.code, position: position + 1, state, ...itemColumns(fields) })
    .returning('plan_item_id')
    .executeTakeFirstOrThrow()
  audit(tx, { act: 'collected', subjectKind: 'plan item', subjectId: plan_item_id, details: { code: fields.code } })
  return plan_item_id
}

/** Changes an item's wording, dates and place in the plan; never its code. Throws Stale when `version` is no longer the item's. */
export async function changeItem(tx: Tx, itemId: string, version: number, fields: ItemFields): Promise<void> {
  const changed = await tx
    .updateTable('plan_item')
    .set({ ...itemColumns(fields), version: version + 1 })
    .where('plan_item_id', '=', itemId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) throw new Stale()
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: itemId, details: { fields: Object.keys(itemColumns(fields)) } })
}

/** Says who answers for an item and who shares in it, in order; at most one is accountable. */
export async function setOwners(tx: Tx, itemId: string, owners: readonly OwnerFields[]): Promise<void> {
  await tx.deleteFrom('item_owner').where('plan_item_id', '=', itemId).execute()
  if (owners.length > 0)
    await tx
      .insertInto('item_owner')
      .values(
        owners.map((owner, index) => ({
          partnership_id: partnership(tx), plan_item_id: itemId, organisation_id: owner.organisationId, account_id: owner.accountId ?? null,
          post: owner.post ?? null, unmatched: owner.unmatched ?? null, accountable: owner.accountable, position: index + 1,
        })),
      )
      .execute()
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: itemId, details: { owners: owners.map(({ organisationId }) => organisationId) } })
}

export type StateChange = {
  state: ItemState
  note: string | null
  since: string
  reviewOn?: string | null
  dischargedThrough?: string | null
  deferredToPlanId?: string | null
  mergedIntoItemId?: string | null
}

/** Moves an item to another state, with what that state must say. Throws Stale when `version` is no longer the item's. */
export async function changeState(tx: Tx, itemId: string, version: number, change: StateChange): Promise<void> {
  const changed = await tx
    .updateTable('plan_item')
    .set({
      state: change.state, state_note: change.note, state_since: change.since, version: version + 1, review_on: change.reviewOn ?? null,
      discharged_through: change.dischargedThrough ?? null, deferred_to_plan_id: change.deferredToPlanId ?? null, merged_into_item_id: change.mergedIntoItemId ?? null,
    })
    .where('plan_item_id', '=', itemId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) throw new Stale()
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: itemId, details: { state: change.state } })
}

/** Ties two items; a tie that is there already stays as it is. */
export async function addLink(tx: Tx, fromItemId: string, kind: LinkKind, toItemId: string): Promise<void> {
  await tx
    .insertInto('item_link')
    .values({ partnership_id: partnership(tx), from_item_id: fromItemId, to_item_id: toItemId, kind })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: fromItemId, details: { kind, to: toItemId } })
}

export async function removeLink(tx: Tx, fromItemId: string, kind: LinkKind, toItemId: string): Promise<void> {
  await tx.deleteFrom('item_link').where('from_item_id', '=', fromItemId).where('to_item_id', '=', toItemId).where('kind', '=', kind).execute()
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: fromItemId, details: { untied: kind, to: toItemId } })
}

export async function tieMeasure(tx: Tx, itemId: string, measureId: string): Promise<void> {
  await tx
    .insertInto('item_measure')
    .values({ partnership_id: partnership(tx), plan_item_id: itemId, measure_id: measureId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: itemId, details: { measure: measureId } })
}

export async function untieMeasure(tx: Tx, itemId: string, measureId: string): Promise<void> {
  await tx.deleteFrom('item_measure').where('plan_item_id', '=', itemId).where('measure_id', '=', measureId).execute()
  audit(tx, { act: 'altered', subjectKind: 'plan item', subjectId: itemId, details: { untiedMeasure: measureId } })
}
