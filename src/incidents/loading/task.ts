import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { asSystem, type Tx } from '../../db/tx.ts'
import type { ReadingPlan } from '../reading/read-file.ts'
import { type Load, selectOptionalLoad } from '../load-store.ts'
import type { Source } from '../source.ts'
import { selectMapping, selectOptionalSource } from '../source-store.ts'

/** A load to be read: whose it is, of which source, by what plan its rows are read. */
export type Task = { partnershipId: string; load: Load; source: Source; plan: ReadingPlan; sourceHolds: boolean }

/** Runs work in a transaction of its own within the task's partnership. Requests come between one and the next. */
export type InTurn = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
export const inTurnOf = (partnershipId: string, loadId: number): InTurn => async (work) => {
  const result = await asSystem(`read load ${loadId}`, work, partnershipId)
  // The embedded database answers without leaving this process's own queue of promises: without a pause no request would be heard in between.
  await setImmediate()
  return result
}

/**
 * Makes a waiting load the one its source reads (or goes on with one that was being read) and gives its task; null when another load of the
 * source is being read, or when this one is over.
 */
export async function takeUp(inTurn: InTurn, partnershipId: string, loadId: number): Promise<Task | null> {
  return inTurn(async (tx) => {
    const load = await selectOptionalLoad(tx, loadId)
    if (!load || (load.state !== 'waiting' && load.state !== 'reading')) return null
    await tx.selectFrom('source').select('source_id').where('source_id', '=', load.sourceId).forUpdate().execute()
    if (load.state === 'waiting') {
      const other = await tx.selectFrom('load').select('load_id').where('source_id', '=', load.sourceId).where('state', '=', 'reading').executeTakeFirst()
      if (other) return null
      await tx.updateTable('load').set({ state: 'reading', began_at: sql`clock_timestamp()` }).where('load_id', '=', loadId).where('state', '=', 'waiting').execute()
    }
    const source = (await selectOptionalSource(tx, load.sourceId))!
    const visible = await tx.selectFrom('load').select('load_id').where('source_id', '=', load.sourceId).where('state', '=', 'visible').limit(1).executeTakeFirst()
    return { partnershipId, load, source, plan: await planOf(tx, source, load), sourceHolds: visible !== undefined }
  })
}

async function planOf(tx: Tx, source: Source, load: Load): Promise<ReadingPlan> {
  const mapping = load.mappingVersion === null ? null : ((await selectMapping(tx, source.sourceId, load.mappingVersion))?.mapping ?? null)
  return {
    layout: source.layout, mapping, positions: source.positions, personal: source.personal,
    areas: await selectDatedAreas(tx),
    postcodes: mapping && namesPostcode(mapping) ? await selectPostcodes(tx) : new Map(),
    today: Temporal.Now.plainDateISO('Europe/London').toString(),
  }
}

const namesPostcode = ({ columns, caller, victim }: NonNullable<ReadingPlan['mapping']>) => Boolean(columns.postcode ?? caller.postcode ?? victim.postcode)

/** Every area with its boundary, as rows are placed by them. */
export const selectDatedAreas = async (tx: Tx): Promise<ReadingPlan['areas']> =>
  (await tx.selectFrom('area').select(['area_id as areaId', 'kind', 'code', 'valid_from as validFrom', 'valid_to as validTo', 'boundary']).orderBy('area_id').execute()).map(
    (row) => row as unknown as ReadingPlan['areas'][number],
  )

/** Where each postcode the partnership knows is. */
export const selectPostcodes = async (tx: Tx): Promise<ReadingPlan['postcodes']> =>
  new Map((await tx.selectFrom('postcode_point').select(['postcode', 'easting', 'northing']).execute()).map(({ postcode, easting, northing }) => [postcode, [easting, northing] as const]))
