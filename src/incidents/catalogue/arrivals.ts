import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Actor } from '../../db/tx.ts'
import { removeUploads } from '../loading/uploads.ts'
import type { Received } from './receiving.ts'

const Arrival = z.object({
  partnershipId: z.string(),
  accountId: z.string(),
  sourceId: z.number().nullable(),
  folder: z.string(),
  uploads: z.array(z.object({ name: z.string(), path: z.string(), hash: z.string(), bytes: z.number() })),
})
/** Files that have come and wait for a person to say what they are. They belong to whoever sent them. */
export type Arrival = z.infer<typeof Arrival> & { arrivalId: string }

const NOTE = 'arrival.json'

/** Keeps what came, with the source it is for, if that was said. */
export async function keepArrival(dataFolder: string, { accountId, partnershipId }: Actor, { folder, uploads }: Received, sourceId: number | null): Promise<Arrival> {
  const arrival = { partnershipId, accountId, sourceId, folder, uploads }
  await writeFile(join(dataFolder, folder, NOTE), JSON.stringify(arrival), { mode: 0o600 })
  return { ...arrival, arrivalId: basename(folder) }
}

/** What this account sent under that id; null when it is gone, or is another's. */
export async function openArrival(dataFolder: string, actor: Actor, arrivalId: string): Promise<Arrival | null> {
  if (!z.uuid().safeParse(arrivalId).success) return null
  const text = await readFile(join(dataFolder, 'uploads', arrivalId, NOTE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null // never sent, loaded or dropped: not there, and no fault of ours
    throw error
  })
  const arrival = text === null ? null : Arrival.parse(JSON.parse(text))
  return arrival?.accountId === actor.accountId && arrival.partnershipId === actor.partnershipId ? { ...arrival, arrivalId } : null
}

/** Throws away what nobody will load. */
export const dropArrival = (dataFolder: string, { folder }: Arrival): Promise<void> => removeUploads(dataFolder, folder)

const KEPT_HOURS = 48

/** Throws away what has waited for two days: nobody will say what it is any more. Files of a load that is under way are not touched. */
export async function dropOldArrivals(dataFolder: string, now: Temporal.Instant) {
  for (const name of await readdir(join(dataFolder, 'uploads'))) {
    const note = await stat(join(dataFolder, 'uploads', name, NOTE)).catch(() => null) // no note: a load's own, or just gone
    if (note && now.epochMilliseconds - note.mtimeMs > KEPT_HOURS * 3_600_000) await removeUploads(dataFolder, join('uploads', name))
  }
}

/** Makes what came a load's own, whose end throws it away. */
export const handOver = (dataFolder: string, { folder }: Arrival): Promise<void> => rm(join(dataFolder, folder, NOTE), { force: true })
