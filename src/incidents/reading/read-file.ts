import type { Batch, FileHeader, Position } from '../incident.ts'
import type { Mapping } from '../mapping.ts'
import type { DatedArea } from '../places/areas.ts'
import type { Layout } from '../source.ts'
import { listFiles } from './members.ts'
import { unpackBatch } from './packing.ts'
import { keepThread, takeThread } from './thread.ts'

/** A file on this machine and the name it was sent under; `member` is the file inside it that is meant, where it is an archive. */
export type FileToRead = { path: string; name: string; member?: string }

/** What a row is read by. `mapping` is of layout "mapped" only; postcodes are canonical (capitals, no space) → easting, northing. */
export type ReadingPlan = {
  layout: Layout
  mapping: Mapping | null
  positions: Position
  personal: boolean
  areas: readonly DatedArea[]
  postcodes: ReadonlyMap<string, readonly [easting: number, northing: number]>
  today: string // ISO date in London
}

/** The sentence its sender sees: what is wrong and what to do. */
export type CannotRead = { ok: false; problem: string }

/**
 * What is known once a file has been read to its end (of the rows after `skipRows` only).
 * `cut`: why the reading stopped before the file's true end, as a sentence (its last line is then also a rejection), else null.
 * A file that is whole for its month must not be taken when it was cut: what is missing would count as withdrawn.
 */
export type FileEnd = {
  rowsRead: number
  cut: string | null
  notes: readonly string[] // sentences: assumptions made, rows outside the area, postcodes not found
  newCategories: ReadonlyMap<string, number> // words that the layout or the mapping does not know → rows
}

/**
 * A file being read in a worker. `batches` can be gone through once, in the file's order; leaving the loop early stops the reading.
 * `end()` may be asked after the last batch. `stop()` gives the worker up at any time.
 */
export type OpenedFile = {
  ok: true
  header: FileHeader
  batches: AsyncIterable<Batch>
  end(): FileEnd
  stop(): Promise<void>
}

/** The files to read in what was sent: itself, or the CSVs of an archive (`name` then carries the member's). `passedOver`: members of other kinds. */
export async function filesIn(
  path: string,
  name: string,
): Promise<{ ok: true; files: FileToRead[]; passedOver: string[] } | CannotRead> {
  return await listFiles(path, name)
}

/**
 * Reads and places a file's rows in a worker thread, at most two batches ahead of whoever takes them. `skipRows`: rows already dealt with
 * before a kill (the sum of `rowsRead` of the batches that were stored). An aborted signal stops the worker, and the batches end by throwing its reason.
 */
export async function readFileInWorker(
  file: FileToRead,
  plan: ReadingPlan,
  { skipRows = 0, signal }: { skipRows?: number; signal?: AbortSignal } = {},
): Promise<OpenedFile | CannotRead> {
  signal?.throwIfAborted()
  const thread = takeThread()
  const { areas, postcodes, ...rest } = plan
  const reading = thread.begin({ file, plan: rest, skipRows }, { areas, postcodes })
  const abort = () => void thread.end(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const first = await reading.next()
  if (first.answer === 'cannot') {
    signal?.removeEventListener('abort', abort)
    keepThread(thread)
    return { ok: false, problem: first.problem }
  }
  if (first.answer !== 'opened') throw new Error(`A file being opened answered “${first.answer}”.`)
  let end: FileEnd | null = null
  let rowsRead = 0
  let isLeft = false

  async function* batches(): AsyncGenerator<Batch> {
    try {
      while (end === null) {
        const answer = await reading.next()
        if (answer.answer === 'batch') {
          yield unpackBatch(answer.batch)
          reading.more()
          rowsRead += answer.batch.rowsRead
        } else if (answer.answer === 'end') end = answer.end
        else if (answer.answer === 'cannot')
          end = { rowsRead, cut: answer.problem, notes: [], newCategories: new Map() }
        else throw new Error('A file was opened a second time.')
      }
    } finally {
      signal?.removeEventListener('abort', abort)
      if (end === null) reading.drop()
      isLeft = true
      keepThread(thread)
    }
  }

  return {
    ok: true,
    header: first.header,
    batches: batches(),
    end() {
      if (end === null) throw new Error('A file’s end is known only once its batches have been taken.')
      return end
    },
    stop: () => (isLeft ? Promise.resolve() : thread.end(new Error('The reading was stopped.'))),
  }
}
