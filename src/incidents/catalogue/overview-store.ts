import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import type { MonthCount } from './series-line.ts'

/** What a source holds in one month. */
export type MonthHeld = { sourceId: number; month: string; n: number }

/** Every month of every source of which anything is held, in order. */
export async function selectMonthsHeld(tx: Tx): Promise<MonthHeld[]> {
  const rows = await tx
    .selectFrom('area_month')
    .select(['source_id as sourceId', 'month', sql<number>`sum(n)::integer`.as('n')])
    .where('area_id', '=', EVERYWHERE)
    .groupBy(['source_id', 'month'])
    .orderBy('source_id')
    .orderBy('month')
    .execute()
  return rows.map((row) => z.object({ sourceId: z.number(), month: z.string(), n: z.number() }).parse(row))
}

const Counts = z.array(z.tuple([z.string(), z.number(), z.number(), z.number()]))

/** A source's counts by month and category: everywhere, outside the area and unplaced. */
export async function selectCounts(tx: Tx, sourceId: number): Promise<MonthCount[]> {
  // One row in all: the embedded database takes ten times as long over a row a count.
  const { rows } = await sql<{ counts: unknown }>`
    select json_agg(json_build_array(month, category_id, area_id, n)) as counts from area_month
    where source_id = ${sourceId} and area_id in (${EVERYWHERE}, ${OUTSIDE}, ${UNPLACED})`.execute(tx)
  return Counts.parse(rows[0]?.counts ?? []).map(([month, categoryId, areaId, n]) => ({ month, categoryId, areaId, n }))
}

export type Category = { categoryId: number; text: string; national: string | null }

/** The words a source counts its rows as. */
export async function selectCategories(tx: Tx, sourceId: number): Promise<Category[]> {
  return tx
    .selectFrom('source_term')
    .select(['term_id as categoryId', 'text', 'national'])
    .where('source_id', '=', sourceId)
    .where('field', '=', 'category')
    .orderBy('text')
    .execute()
}

/** The numbers of a source's loads whose rows count. */
export async function selectVisibleLoads(tx: Tx, sourceId: number): Promise<number[]> {
  const rows = await tx.selectFrom('load').select('load_id').where('source_id', '=', sourceId).where('state', '=', 'visible').execute()
  return rows.map(({ load_id }) => load_id)
}

/** The distinct points of one month (ISO first day), each as a text of its own. */
export async function selectPoints(tx: Tx, sourceId: number, month: string, loads: readonly number[]): Promise<Set<string>> {
  const { rows } = await sql<{ points: unknown }>`
    select json_agg(distinct easting || ' ' || northing) as points from incident
    where source_id = ${sourceId} and month = ${month} and load_id = any (${loads}) and easting is not null`.execute(tx)
  return new Set(z.array(z.string()).parse(rows[0]?.points ?? []))
}
