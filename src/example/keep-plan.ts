import { audit, type Tx } from '../db/tx.ts'
import { derive, spanOf } from '../plans/derivation.ts'
import { addPlan } from '../plans/keeping/store.ts'
import { selectPlan } from '../plans/store.ts'
import type { Known } from './keep-partners.ts'
import type { ItemAsFound, Named, PlanAsFound } from './plan-as-found.ts'

export type Setting = Known & { schemes: Record<PlanAsFound['scheme'], string>; frameId: string; strands: ReadonlyMap<string, string> }
export type Kept = { planId: string; items: ReadonlyMap<string, string> }

/** Keeps a plan whole, in a few statements: as an import does, with one summary in the audit log. Gives ids of its items by code. */
export async function keepPlan(tx: Tx, found: PlanAsFound, setting: Setting): Promise<Kept> {
  const planId = await addPlan(tx, { ...found, schemeId: setting.schemes[found.scheme], frameId: found.hasStrands ? setting.frameId : null })
  const partnership_id = tx.actor.partnershipId!
  const items = new Map(found.items.map(({ code }) => [code, crypto.randomUUID() as string]))
  await tx.insertInto('plan_item').values(found.items.map((item, index) => ({ partnership_id, plan_id: planId, position: index + 1, ...itemColumns(item, items, setting) }))).execute()
  const owners = found.items.flatMap(({ code, owners: named = [] }) => named.map((owner, index) => ({ partnership_id, plan_item_id: items.get(code)!, position: index + 1, ...ownerColumns(owner, setting) })))
  const stated = found.items.flatMap(({ code, stated: said = [] }) => said.map((each) => ({ partnership_id, plan_item_id: items.get(code)!, ...each })))
  if (owners.length > 0) await tx.insertInto('item_owner').values(owners).execute()
  if (stated.length > 0) await tx.insertInto('stated_rating').values(stated).execute()
  await keepEvidence(tx, planId, found, items)
  await keepPositions(tx, planId, found, items)
  audit(tx, { act: 'collected', subjectKind: 'plan', subjectId: planId, details: { example: true, items: found.items.length, evidence: found.evidence.length } })
  return { planId, items }
}

const itemColumns = (item: ItemAsFound, items: ReadonlyMap<string, string>, { strands }: Setting) => ({
  plan_item_id: items.get(item.code)!, parent_id: item.under === undefined ? null : items.get(item.under)!, kind: item.kind, code: item.code, title: item.title,
  strand_id: item.strand === undefined ? null : strands.get(item.strand)!, mandate: item.mandate ?? null, strength: item.strength ?? null, aim: item.aim ?? null,
  success: item.success ?? null, outcome: item.outcome ?? null, outcome_type: item.outcomeType ?? null, state: item.state ?? 'not started', state_note: item.note ?? null,
  state_since: item.since ?? null, promised_on: item.promisedOn ?? null, review_on: item.reviewOn ?? null, discharged_through: item.dischargedThrough ?? null,
})

const ownerColumns = ({ partner, account, post, unmatched, accountable = false }: Named, { partners, accounts }: Known) => ({
  organisation_id: partner === undefined ? null : partners.get(partner)!, account_id: account === undefined ? null : accounts.get(account)!, post: post ?? null, unmatched: unmatched ?? null, accountable,
})

async function keepEvidence(tx: Tx, plan_id: string, { evidence, source }: PlanAsFound, items: ReadonlyMap<string, string>) {
  if (evidence.length === 0) return
  const partnership_id = tx.actor.partnershipId!
  const facts = evidence.map((fact) => ({ ...fact, evidence_id: crypto.randomUUID() as string }))
  await tx.insertInto('evidence').values(facts.map(({ evidence_id, kind, from, to = from, statement, quantity = null, unit = null }) => ({
    partnership_id, evidence_id, plan_id, kind, happened_from: from, happened_to: to, statement, quantity, unit, source,
  }))).execute()
  await tx.insertInto('evidence_item').values(facts.flatMap(({ evidence_id, serves }) => serves.map((code) => ({ partnership_id, evidence_id, plan_item_id: items.get(code)! })))).execute()
}

/** What a paper with a reporting period says of each item, with what the criteria give on the facts it records. Only what was said since the period was opened answers it. */
async function keepPositions(tx: Tx, planId: string, { items: found, period, source }: PlanAsFound, items: ReadonlyMap<string, string>) {
  if (!period) return
  const partnership_id = tx.actor.partnershipId!
  const { name, starts, ends, due, opened } = period
  const { reporting_period_id } = await tx
    .insertInto('reporting_period').values({ partnership_id, plan_id: planId, name, starts, ends, due, opened_at: `${opened}T09:00:00Z` })
    .returning('reporting_period_id').executeTakeFirstOrThrow()
  const plan = (await selectPlan(tx, planId))!
  const span = spanOf(plan, plan.ends)
  const derived = new Map(plan.items.map((item) => [item.code, derive(plan.scheme, item, span).word]))
  const updates = found.flatMap(({ code, position }) => position ? [{
    partnership_id, plan_item_id: items.get(code)!, reporting_period_id: position.on >= opened ? reporting_period_id : null, declared: position.declared,
    derived: derived.get(code) ?? null, reason: position.reason ?? null, narrative: position.narrative, source, position_on: position.on, submitted_at: `${position.on}T10:00:00Z`,
  }] : [])
  await tx.insertInto('item_update').values(updates).execute()
}
