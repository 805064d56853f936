import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { addItem, setOwners } from './store.ts'

/** An action asked for by another room: what, by whom, by when, and what asked for it. */
export type AskedAction = { planId: string; title: string; ownerId: string; due: string; from: string }

/** Live plans that may be given an action, action plans first. */
export async function selectPlansForActions(tx: Tx): Promise<{ planId: string; title: string }[]> {
  const rows = await tx.selectFrom('plan').select(['plan_id as planId', 'title']).where('state', '=', 'live').orderBy(sql`kind <> 'action plan'`).orderBy('title').execute()
  return rows
}

/** Adds an action under the plan's next free code, with one accountable owner and a date. Null when there is no such live plan. */
export async function addAskedAction(tx: Tx, { planId, title, ownerId, due, from }: AskedAction): Promise<string | null> {
  const plan = await tx.selectFrom('plan').select('plan_id').where('plan_id', '=', planId).where('state', '=', 'live').executeTakeFirst()
  const owner = await tx.selectFrom('account').select('organisation_id').where('account_id', '=', ownerId).executeTakeFirst()
  if (!plan || !owner) return null
  const itemId = await addItem(tx, planId, { parentId: null, kind: 'action', code: await nextCode(tx, planId), title: title.slice(0, 500), aim: `Recommended by the problem profile “${from}”`, due })
  await setOwners(tx, itemId, [{ organisationId: owner.organisation_id, accountId: ownerId, accountable: true }])
  return itemId
}

/** A code is never used twice: one more than the highest whole number that any item of the plan has. */
async function nextCode(tx: Tx, planId: string): Promise<string> {
  const codes = await tx.selectFrom('plan_item').select('code').where('plan_id', '=', planId).execute()
  const numbers = codes.map(({ code }) => Number(/^A?(\d+)$/.exec(code)?.[1] ?? 0))
  const next = Math.max(0, ...numbers) + 1
  return codes.some(({ code }) => /^\d+$/.test(code) && !/^[1-9]$/.test(code)) ? String(next) : `A${next}`
}

const StandingRow = z.object({ itemId: z.string(), code: z.string(), title: z.string(), state: z.string() })

/** How actions stand, by item. */
export async function selectActions(tx: Tx, itemIds: readonly string[]): Promise<Map<string, { text: string; state: string; href: string }>> {
  if (itemIds.length === 0) return new Map()
  const rows = await tx.selectFrom('plan_item').select(['plan_item_id as itemId', 'code', 'title', 'state']).where('plan_item_id', 'in', [...itemIds]).execute()
  return new Map(rows.map((row) => StandingRow.parse(row)).map(({ itemId, code, title, state }) => [itemId, { text: `${code} ${title}`, state, href: `/items/${itemId}` }]))
}
