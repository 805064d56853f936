import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'

export const DENOMINATORS = ['premises', 'residents', 'workers', 'daytime population', 'dwellings'] as const
export type Denominator = (typeof DENOMINATORS)[number]
export type AreaDenominator = { areaId: number; counted: Denominator; n: number; asAt: string; provenance: string }

/** For each area and thing counted, the figure as at the last date by `day`, or the first after it where there is none. */
export async function selectDenominators(tx: Tx, areaIds: readonly number[], day: string): Promise<AreaDenominator[]> {
  const { rows } = await sql<AreaDenominator>`
    select distinct on (area_id, counted) area_id as "areaId", counted, n, as_at as "asAt", provenance from area_denominator
    where area_id = any (${areaIds}::integer[]) order by area_id, counted, as_at > ${day}::date, abs(as_at - ${day}::date)`.execute(tx)
  return rows
}
