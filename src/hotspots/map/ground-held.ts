import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { kept } from '../../incidents/kept-results.ts'
import type { Reader } from '../holdings/reader.ts'
import type { Boundary } from '../../incidents/places/areas.ts'

export type MapArea = { areaId: number; kind: 'partnership' | 'ward' | 'lsoa' | 'other'; code: string; name: string; boundary: Boundary; provenance: string }
export type MapLines = { name: string; attribution: string; lines: readonly (readonly number[])[] }

/** What a map of the partnership is drawn on: areas in force now, and lines. `version` changes when any of it does. */
export type MapGround = { version: string; areas: readonly MapArea[]; lines: readonly MapLines[] }

/** Read once and kept until an area or a set of lines is added or closed. */
export async function groundHeld(reader: Reader): Promise<MapGround> {
  const version = await reader.ask(selectVersion)
  return kept({ partnershipId: reader.partnershipId, sources: [] }, `hotspots ground ${version}`, async () => ({
    version, areas: await reader.ask(selectAreas), lines: await reader.ask(selectLines),
  }))
}

async function selectVersion(tx: Tx): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select concat_ws('-', (select concat_ws('-', count(*), max(area_id), count(valid_to)) from area),
      (select concat_ws('-', count(*), sum(pg_column_size(lines))) from map_lines)) as version`.execute(tx)
  return rows[0]!.version
}

const AreaRow = z.object({
  areaId: z.number(), kind: z.enum(['partnership', 'ward', 'lsoa', 'other']), code: z.string(), name: z.string(),
  boundary: z.array(z.array(z.array(z.number()))), provenance: z.string(),
})

async function selectAreas(tx: Tx): Promise<MapArea[]> {
  const rows = await tx
    .selectFrom('area')
    .select(['area_id as areaId', 'kind', 'code', 'name', 'boundary', 'provenance'])
    .where('valid_to', 'is', null)
    .orderBy('kind')
    .orderBy('name')
    .execute()
  return z.array(AreaRow).parse(rows)
}

const LinesRow = z.object({ name: z.string(), attribution: z.string(), lines: z.array(z.array(z.number())) })

const selectLines = async (tx: Tx): Promise<MapLines[]> =>
  z.array(LinesRow).parse(await tx.selectFrom('map_lines').select(['name', 'attribution', 'lines']).orderBy('name').execute())
