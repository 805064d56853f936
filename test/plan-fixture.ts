import { type Actor, asUser, type Tx } from '../src/db/tx.ts'
import { addItem, addPlan, addScheme, changeState, type OwnerFields, setOwners } from '../src/plans/keeping/store.ts'
import type { EvidenceKind, ItemKind, ItemState, OutcomeType, PlanKind } from '../src/plans/plan.ts'
import { type RollUp, STANDARD_SCHEMES } from '../src/plans/rating.ts'

/** An item of a small plan for tests. Dates are 'YYYY-MM-DD'. */
export type FixtureItem = {
  code: string
  title: string
  kind?: ItemKind
  under?: string // its parent's code
  state?: ItemState
  note?: string
  owner?: OwnerFields
  due?: string
  aim?: string
  outcome?: { text: string; type: OutcomeType }
  says?: { declared: string; on: string; narrative?: string; reason?: string }
  stated?: readonly { word: string; place: string }[]
  evidence?: readonly { kind?: EvidenceKind; from: string; to?: string; statement: string; quantity?: number; unit?: string; also?: readonly string[] }[]
}

export type FixturePlan = { title?: string; kind?: PlanKind; starts?: string; ends?: string; rollUp?: RollUp | null; items: readonly FixtureItem[] }

/** Adds a plan rated by the delivery scheme, as `coordinator`; gives its id and each item's by code. */
export const insertPlan = (coordinator: Actor, plan: FixturePlan): Promise<{ planId: string; items: Map<string, string> }> =>
  asUser(coordinator, async (tx) => {
    const schemeId = await addScheme(tx, STANDARD_SCHEMES[0]!)
    const { title = 'Testbury plan', kind = 'dashboard', starts = '2026-04-01', ends = '2027-03-31', rollUp = 'worst' } = plan
    const planId = await addPlan(tx, { kind, title, starts, ends, schemeId, rollUp, updateInterval: 'quarterly', frameId: null })
    const items = new Map<string, string>()
    for (const item of plan.items) items.set(item.code, await insertItem(tx, planId, item, items))
    for (const item of plan.items) await insertEvidence(tx, planId, item, items)
    return { planId, items }
  })

async function insertItem(tx: Tx, planId: string, item: FixtureItem, items: ReadonlyMap<string, string>): Promise<string> {
  const { code, title, kind = 'activity', state = 'in progress', outcome } = item
  const parentId = item.under === undefined ? null : items.get(item.under)!
  const isEnded = state === 'withdrawn'
  const itemId = await addItem(tx, planId, {
    kind, code, title, parentId, due: item.due ?? null, aim: item.aim ?? null, outcome: outcome?.text ?? null, outcomeType: outcome?.type ?? null,
  }, isEnded ? 'not started' : state)
  if (isEnded) await changeState(tx, itemId, 1, { state, note: item.note ?? 'No longer wanted', since: '2026-06-01' })
  if (item.owner) await setOwners(tx, itemId, [item.owner])
  const own = { partnership_id: tx.actor.partnershipId!, plan_item_id: itemId }
  if (item.says) await insertUpdate(tx, itemId, item.says)
  if (item.stated?.length) await tx.insertInto('stated_rating').values(item.stated.map((stated) => ({ ...own, ...stated }))).execute()
  return itemId
}

/** Says where an item stands, after whatever was said last. */
export async function insertUpdate(tx: Tx, itemId: string, { declared, on, narrative, reason }: NonNullable<FixtureItem['says']>): Promise<void> {
  const last = await tx.selectFrom('item_update').select('item_update_id').where('plan_item_id', '=', itemId).orderBy('submitted_at', 'desc').executeTakeFirst()
  await tx
    .insertInto('item_update')
    .values({
      partnership_id: tx.actor.partnershipId!, plan_item_id: itemId, declared, position_on: on, narrative: narrative ?? null, reason: reason ?? null,
      submitted_by: tx.actor.accountId, follows: last?.item_update_id ?? null,
    })
    .execute()
}

async function insertEvidence(tx: Tx, planId: string, { code, evidence = [] }: FixtureItem, items: ReadonlyMap<string, string>): Promise<void> {
  const partnership_id = tx.actor.partnershipId!
  for (const { kind = 'activity', from, to = from, statement, quantity, unit, also = [] } of evidence) {
    const { evidence_id } = await tx
      .insertInto('evidence')
      .values({ partnership_id, plan_id: planId, kind, happened_from: from, happened_to: to, statement, quantity: quantity ?? null, unit: unit ?? null, recorded_by: tx.actor.accountId })
      .returning('evidence_id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('evidence_item').values([code, ...also].map((each) => ({ partnership_id, evidence_id, plan_item_id: items.get(each)! }))).execute()
  }
}
