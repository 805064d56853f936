import { createHash } from 'node:crypto'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { type Mapping, parseMapping, parseRemembered, type Remembered, toRemember } from './mapping.ts'

/** A file that was sent in: waiting to be taken, or taken. */
export type Batch = {
  batchId: string
  fileName: string
  fileHash: string
  /** The reading agreed so far; null until someone has looked at it. */
  mapping: Mapping | null
  /** The plan made of it or changed by it; before it is taken, the plan it was said to be the next version of. */
  planId: string | null
  uploadedAt: Temporal.Instant
  takenAt: Temporal.Instant | null
  summary: BatchSummary | null
}

const Summary = z.object({
  made: z.enum(['plan', 'changes']),
  items: z.number(),
  changes: z.number(),
  undone: z.string().nullable(),
})
/** What came of a batch that was taken. `made`: whether a plan was made or one was changed; `undone`: the day it was undone. */
export type BatchSummary = z.infer<typeof Summary>

const COLUMNS = ['import_batch_id', 'file_name', 'file_hash', 'mapping', 'plan_id', 'uploaded_at', 'taken_at', 'summary'] as const
type Row = {
  import_batch_id: string
  file_name: string
  file_hash: string
  mapping: unknown
  plan_id: string | null
  uploaded_at: Temporal.Instant
  taken_at: Temporal.Instant | null
  summary: unknown
}

const batchOf = (row: Row): Batch => ({
  batchId: row.import_batch_id,
  fileName: row.file_name,
  fileHash: row.file_hash,
  mapping: parseMapping(row.mapping),
  planId: row.plan_id,
  uploadedAt: row.uploaded_at,
  takenAt: row.taken_at,
  summary: Summary.safeParse(row.summary).data ?? null,
})

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Keeps a file that was read without fault, and gives its batch's id. */
export async function addBatch(tx: Tx, fileName: string, bytes: Uint8Array): Promise<string> {
  const { import_batch_id } = await tx
    .insertInto('import_batch')
    .values({
      partnership_id: tx.actor.partnershipId!,
      file_name: fileName.slice(0, 255),
      file_hash: hashOf(bytes),
      content: Buffer.from(bytes),
      uploaded_by: tx.actor.accountId,
    })
    .returning('import_batch_id')
    .executeTakeFirstOrThrow()
  audit(tx, { act: 'collected', subjectKind: 'import', subjectId: import_batch_id, details: { bytes: bytes.byteLength } })
  return import_batch_id
}

/** A batch, or null when there is none that this account may see. */
export async function selectBatch(tx: Tx, batchId: string): Promise<Batch | null> {
  const row = await tx.selectFrom('import_batch').select(COLUMNS).where('import_batch_id', '=', batchId).executeTakeFirst()
  return row ? batchOf(row) : null
}

export async function selectContent(tx: Tx, batchId: string): Promise<Uint8Array> {
  const { content } = await tx
    .selectFrom('import_batch')
    .select('content')
    .where('import_batch_id', '=', batchId)
    .executeTakeFirstOrThrow()
  return content
}

/** Batches, newest first: those waiting, and the last ones taken. */
export async function selectBatches(tx: Tx): Promise<Batch[]> {
  const rows = await tx.selectFrom('import_batch').select(COLUMNS).orderBy('uploaded_at', 'desc').limit(30).execute()
  return rows.map(batchOf)
}

/** The batch with these very bytes that is waiting, or was taken and not undone since. */
export async function selectSameFile(tx: Tx, fileHash: string): Promise<Batch | null> {
  const rows = await tx
    .selectFrom('import_batch')
    .select(COLUMNS)
    .where('file_hash', '=', fileHash)
    .orderBy('uploaded_at', 'desc')
    .execute()
  return rows.map(batchOf).find(({ summary }) => !summary?.undone) ?? null
}

/** Keeps how the paper is to be read, and which plan it is the next version of (null: a new one). */
export async function saveMapping(tx: Tx, batchId: string, mapping: Mapping, planId: string | null): Promise<void> {
  await tx
    .updateTable('import_batch')
    .set({ mapping: JSON.stringify(mapping), plan_id: planId })
    .where('import_batch_id', '=', batchId)
    .where('taken_at', 'is', null)
    .execute()
}

/** Forgets a batch that was not taken, with its bytes. */
export async function dropBatch(tx: Tx, batchId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('import_batch')
    .where('import_batch_id', '=', batchId)
    .where('taken_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numDeletedRows > 0n) audit(tx, { act: 'erased', subjectKind: 'import', subjectId: batchId, details: {} })
  return numDeletedRows > 0n
}

/** Holds a batch for the rest of the transaction, so that two people cannot take it at once; null when it is gone or taken. */
export async function holdBatch(tx: Tx, batchId: string): Promise<Batch | null> {
  const row = await tx
    .selectFrom('import_batch')
    .select(COLUMNS)
    .where('import_batch_id', '=', batchId)
    .forUpdate()
    .executeTakeFirst()
  return row && row.taken_at === null ? batchOf(row) : null
}

/** Marks a batch as taken, and remembers how its tables were read for the next paper of their shape. */
export async function settleBatch(
  tx: Tx,
  batch: Batch,
  mapping: Mapping,
  planId: string,
  summary: Omit<BatchSummary, 'undone'>,
): Promise<void> {
  await tx
    .updateTable('import_batch')
    .set({
      taken_at: Temporal.Now.instant().toString(),
      plan_id: planId,
      mapping: JSON.stringify(mapping),
      summary: JSON.stringify({ ...summary, undone: null }),
    })
    .where('import_batch_id', '=', batch.batchId)
    .execute()
  const byFingerprint = new Map(
    mapping.regions
      .filter(({ role }) => role !== 'about' && role !== 'not part')
      .map((region) => [region.fingerprint, toRemember(region)]),
  )
  for (const [fingerprint, remembered] of byFingerprint) {
    const row = { mapping: JSON.stringify(remembered), plan_id: planId, saved_at: Temporal.Now.instant().toString() }
    await tx
      .insertInto('import_mapping')
      .values({ partnership_id: tx.actor.partnershipId!, fingerprint, ...row })
      .onConflict((conflict) => conflict.columns(['partnership_id', 'fingerprint']).doUpdateSet(row))
      .execute()
  }
}

/** How tables with these fingerprints were read last time. */
export async function selectRemembered(tx: Tx, mapping: Mapping): Promise<Map<string, Remembered>> {
  const fingerprints = mapping.regions.map(({ fingerprint }) => fingerprint)
  if (fingerprints.length === 0) return new Map()
  const rows = await tx
    .selectFrom('import_mapping')
    .select(['fingerprint', 'mapping'])
    .where('fingerprint', 'in', fingerprints)
    .execute()
  return new Map(
    rows.flatMap((row) => {
      const remembered = parseRemembered(row.mapping)
      return remembered ? [[row.fingerprint, remembered] as const] : []
    }),
  )
}

export type PlanOutline = { planId: string; title: string; items: { code: string; title: string }[] }

/** The plans a paper may be the next version of, with the codes and titles of their items. */
export async function selectPlanOutlines(tx: Tx): Promise<PlanOutline[]> {
  const rows = await tx
    .selectFrom('plan as p')
    .innerJoin('plan_item as i', (on) =>
      on.onRef('i.partnership_id', '=', 'p.partnership_id').onRef('i.plan_id', '=', 'p.plan_id'),
    )
    .select(['p.plan_id as planId', 'p.title', 'i.code', 'i.title as item'])
    .where('p.state', '<>', 'closed')
    .orderBy('p.starts', 'desc')
    .orderBy('p.title')
    .execute()
  return [...Map.groupBy(rows, ({ planId }) => planId)].map(([planId, items]) => ({
    planId,
    title: items[0]!.title,
    items: items.map(({ code, item }) => ({ code, title: item })),
  }))
}
