import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'
import { FIELDS, type Mapping, PERSON_FIELDS } from './mapping.ts'
import { LAYOUTS, POSITIONS, REFRESHES, ROW_IS, type Source } from './source.ts'

/** What a person says of a source: all but its number, its state and its versions. */
export type SourceFields = Omit<Source, 'sourceId' | 'state' | 'dataVersion' | 'version'>

const SourceRow = z.object({
  sourceId: z.number(), name: z.string(), provider: z.string(), rowIs: z.enum(ROW_IS), layout: z.enum(LAYOUTS), personal: z.boolean(),
  basis: z.string(), attribution: z.string().nullable(), refresh: z.enum(REFRESHES), dueDays: z.number(), positions: z.enum(POSITIONS),
  fileIs: z.enum(['whole', 'added']), knownGaps: z.string().nullable(), state: z.enum(['live', 'closed']), dataVersion: z.number(), version: z.number(),
})

const sources = (tx: Tx) =>
  tx.selectFrom('source').select([
    'source_id as sourceId', 'name', 'provider', 'row_is as rowIs', 'layout', 'personal', 'basis', 'attribution', 'refresh', 'due_days as dueDays',
    'positions', 'file_is as fileIs', 'known_gaps as knownGaps', 'state', 'data_version as dataVersion', 'version',
  ])

/** Every source of the partnership by name, live ones first. */
export async function selectSources(tx: Tx): Promise<Source[]> {
  return (await sources(tx).orderBy(sql`state = 'closed'`).orderBy('name').execute()).map((row) => SourceRow.parse(row))
}

/** One source, or null when there is none of that number. */
export async function selectOptionalSource(tx: Tx, sourceId: number): Promise<Source | null> {
  const row = await sources(tx).where('source_id', '=', sourceId).executeTakeFirst()
  return row ? SourceRow.parse(row) : null
}

/**
 * Holds the lock under which a partnership's next source, load or word is numbered, until the transaction ends.
 * `of` keeps the three apart.
 */
export async function lockNumbers(tx: Tx, of: 'source' | 'load' | 'source_term') {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${of} ${tx.actor.partnershipId}`}, 7262))`.execute(tx)
}

/** Adds a source under the partnership's next number, and gives it. A name already taken is the caller's to look for beforehand. */
export async function insertSource(tx: Tx, fields: SourceFields): Promise<number> {
  await lockNumbers(tx, 'source')
  const { next } = await tx.selectFrom('source').select(sql<number>`coalesce(max(source_id), 0) + 1`.as('next')).executeTakeFirstOrThrow()
  await tx.insertInto('source').values({ partnership_id: tx.actor.partnershipId!, source_id: next, ...columns(fields) }).execute()
  return next
}

/** Changes a source that is still at `version`; false when somebody changed it since, and then nothing is. */
export const changeSource = (tx: Tx, sourceId: number, version: number, fields: SourceFields): Promise<boolean> =>
  update(tx, sourceId, version, columns(fields))

/** Closes a source, so that nothing more is loaded into it: what it holds stays. False when somebody changed it since `version`. */
export const closeSource = (tx: Tx, sourceId: number, version: number): Promise<boolean> => update(tx, sourceId, version, { state: 'closed' })

/** Opens a closed source again. False when somebody changed it since `version`. */
export const reopenSource = (tx: Tx, sourceId: number, version: number): Promise<boolean> => update(tx, sourceId, version, { state: 'live' })

async function update(tx: Tx, sourceId: number, version: number, change: Partial<ReturnType<typeof columns>> & { state?: Source['state'] }) {
  const { numUpdatedRows } = await tx.updateTable('source').set({ ...change, version: version + 1 })
    .where('source_id', '=', sourceId).where('version', '=', version).executeTakeFirst()
  return numUpdatedRows > 0n
}

const columns = (fields: SourceFields) => ({
  name: fields.name, provider: fields.provider, row_is: fields.rowIs, layout: fields.layout, personal: fields.personal, basis: fields.basis,
  attribution: fields.attribution, refresh: fields.refresh, due_days: fields.dueDays, positions: fields.positions, file_is: fields.fileIs,
  known_gaps: fields.knownGaps,
})

const named = <K extends string>(keys: readonly K[]) => z.partialRecord(z.enum(keys), z.string())
const MappingShape = z.object({
  columns: named(FIELDS), caller: named(PERSON_FIELDS), victim: named(PERSON_FIELDS), details: z.array(z.string()),
  dateFormat: z.enum(['iso', 'day first', 'month first']), categories: z.record(z.string(), z.string()), category: z.string().nullable(),
})

/** Keeps a mapping as the source's next version, and gives its number. Loads begun before keep the one they had. */
export async function saveMapping(tx: Tx, sourceId: number, mapping: Mapping): Promise<number> {
  await lockNumbers(tx, 'source')
  const { next } = await tx.selectFrom('source_mapping').select(sql<number>`coalesce(max(version), 0) + 1`.as('next')).where('source_id', '=', sourceId).executeTakeFirstOrThrow()
  const values = { partnership_id: tx.actor.partnershipId!, source_id: sourceId, version: next, mapping: JSON.stringify(mapping), saved_by: tx.actor.accountId }
  await tx.insertInto('source_mapping').values(values).execute()
  return next
}

/** The source's newest mapping, or the version asked for; null when there is none. */
export async function selectMapping(tx: Tx, sourceId: number, version?: number): Promise<{ version: number; mapping: Mapping } | null> {
  const kept = tx.selectFrom('source_mapping').select(['version', 'mapping']).where('source_id', '=', sourceId)
  const row = await (version === undefined ? kept.orderBy('version', 'desc').limit(1) : kept.where('version', '=', version)).executeTakeFirst()
  return row ? { version: row.version, mapping: MappingShape.parse(row.mapping) } : null
}
