import type { Batch, FileHeader, Position } from '../incident.ts'
import type { Mapping } from '../mapping.ts'
import type { DatedArea } from '../places/areas.ts'
import type { Layout } from '../source.ts'

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
 * A file being read in a worker. `batches` can be gone through once, in the file's order; leaving the loop early stops the worker.
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
export async function filesIn(_path: string, _name: string): Promise<{ ok: true; files: FileToRead[]; passedOver: string[] } | CannotRead> {
  throw new Error('Being built')
}

/**
 * Reads and places a file's rows in a worker thread, at most two batches ahead of whoever takes them. `skipRows`: rows already dealt with
 * before a kill (the sum of `rowsRead` of the batches that were stored).
 */
export async function readFileInWorker(
  _file: FileToRead, _plan: ReadingPlan, _options: { skipRows?: number; signal?: AbortSignal } = {},
): Promise<OpenedFile | CannotRead> {
  throw new Error('Being built')
}
