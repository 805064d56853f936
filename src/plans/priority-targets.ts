import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'

const Row = z.object({ id: z.string(), text: z.string() })

/** The priorities of live plans, as this account may see them: what a signal from the data may be pinned to. The newest plan first. */
export async function selectPriorityTargets(tx: Tx): Promise<{ kind: 'item'; id: string; text: string }[]> {
  const rows = await tx
    .selectFrom('plan_item as i')
    .innerJoin('plan as p', (on) => on.onRef('p.partnership_id', '=', 'i.partnership_id').onRef('p.plan_id', '=', 'i.plan_id'))
    .select(['i.plan_item_id as id', sql<string>`i.code || ' ' || left(i.title, 80) || ', ' || p.title`.as('text')])
    .where('i.kind', '=', 'priority')
    .where('i.state', '<>', 'withdrawn')
    .orderBy('p.starts', 'desc')
    .orderBy('i.position')
    .execute()
  return rows.map((row) => ({ kind: 'item', ...Row.parse(row) }))
}
