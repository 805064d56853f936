import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { lockNumbers } from '../source-store.ts'

/** A file kept under the data folder for a load: see uploads.ts. `hash` is of its own bytes; `storedAs` as `storedName` gives it. */
export type StoredFile = { name: string; hash: string; bytes: number; storedAs: string }

/** `begun`: the load waits to be read. `going on`: these files are being loaded already. `already`: they were, and nothing is to be done. `sentences` say so. */
export type Begun = { kind: 'begun' | 'going on' | 'already'; loadId: number; sentences: string[] }

/**
 * Asks for files to be loaded into a source. A file whose very bytes a visible load of the source brought (by the same mapping) is left
 * out, and when all are, nothing is loaded. Files that a load is waiting for or reading are not begun twice.
 */
export async function beginLoad(tx: Tx, { sourceId }: { sourceId: number }, files: readonly StoredFile[], mappingVersion: number | null = null): Promise<Begun> {
  await lockNumbers(tx, 'load')
  const hashes = files.map(({ hash }) => hash)
  const same = await tx.selectFrom('load_file as f')
    .innerJoin('load as l', (on) => on.onRef('l.partnership_id', '=', 'f.partnership_id').onRef('l.load_id', '=', 'f.load_id'))
    .select(['f.hash', 'f.file_no', 'l.load_id', 'l.state', 'l.finished_at'])
    .where('l.source_id', '=', sourceId).where('f.hash', 'in', hashes).where('l.state', 'in', ['visible', 'waiting', 'reading'])
    .where(sql<boolean>`l.mapping_version is not distinct from ${mappingVersion}::integer`).orderBy('l.load_id', 'desc').execute()
  const unfinished = same.find(({ state }) => state !== 'visible')
  if (unfinished) {
    // The copies that were just made stand in for the first ones, should those be gone; a load under way has its file open.
    for (const file of files) await tx.updateTable('load_file').set({ stored_as: file.storedAs }).where('load_id', '=', unfinished.load_id).where('hash', '=', file.hash).execute()
    return { kind: 'going on', loadId: unfinished.load_id, sentences: [`Load ${unfinished.load_id} is bringing ${files.length === 1 ? 'this file' : 'these files'} in already. It goes on where it was.`] }
  }
  const bySame = new Map(same.map((each) => [each.hash, each]))
  const fresh = files.filter(({ hash }, index) => !bySame.has(hash) && hashes.indexOf(hash) === index)
  const sentences = files.flatMap(({ name, hash }) => {
    const before = bySame.get(hash)
    return before ? [`“${name}” was loaded on ${dayOf(before.finished_at)} as load ${before.load_id}, with these very bytes. It is not loaded again.`] : []
  })
  if (fresh.length === 0) return { kind: 'already', loadId: same[0]!.load_id, sentences }
  const partnership_id = tx.actor.partnershipId!
  const { next } = await tx.selectFrom('load').select(sql<number>`coalesce(max(load_id), 0) + 1`.as('next')).executeTakeFirstOrThrow()
  await tx.insertInto('load').values({ partnership_id, load_id: next, source_id: sourceId, mapping_version: mappingVersion, started_by: tx.actor.accountId }).execute()
  await tx.insertInto('load_file').values(fresh.map(({ name, hash, bytes, storedAs }, index) => ({ partnership_id, load_id: next, file_no: index + 1, name, hash, bytes, stored_as: storedAs }))).execute()
  return { kind: 'begun', loadId: next, sentences }
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' })
const dayOf = (at: Temporal.Instant | null) => DAY.format(at?.epochMilliseconds ?? 0)
