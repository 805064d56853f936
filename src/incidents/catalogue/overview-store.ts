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

const MonthLoads = z.object({ month: z.string(), loads: z.array(z.number()) })

/** For each month of a source, in order: the loads that count and brought or took rows of it. */
export async function selectLoadsByMonth(tx: Tx, sourceId: number): Promise<z.infer<typeof MonthLoads>[]> {
  const { rows } = await sql`
    select c.month, json_agg(distinct c.load_id) as loads from area_count c
    join load l on l.partnership_id = c.partnership_id and l.load_id = c.load_id and l.state = 'visible'
    where c.source_id = ${sourceId} and c.area_id = ${EVERYWHERE} group by c.month order by c.month`.execute(tx)
  return rows.map((row) => MonthLoads.parse(row))
}

/** The distinct points that loads brought in one month (ISO first day), each as a text of its own. */
export async function selectPoints(tx: Tx, sourceId: number, month: string, loads: readonly number[]): Promise<Set<string>> {
  const { rows } = await sql<{ points: unknown }>`
    select json_agg(distinct easting || ' ' || northing) as points from incident
    where source_id = ${sourceId} and month = ${month} and load_id = any (${loads}) and easting is not null`.execute(tx)
  return new Set(z.array(z.string()).parse(rows[0]?.points ?? []))
}
