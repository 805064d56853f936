import { Worker } from 'node:worker_threads'
import { comparePairs, type Pairs } from './compare.ts'
import { type Field, inOrder, type LinkFile, PEOPLE, PLACES, prepareFields } from './fields.ts'
import { type NamedColumns, type Role, type Settings } from './roles.ts'
import type { SharedTexts } from './text.ts'

/** What a thread is handed: fields, pairs and room for levels in memory that threads share, and its stretch of the pairs. */
export type Stretch = { fields: readonly Field[]; pairs: Pairs; levels: readonly Uint8Array[]; from: number; to: number }

/** Fewer pairs than this are compared sooner than a thread starts. */
const WORTH_A_THREAD = 400_000

/** Levels of every pair, `levels[field][pair]`; the work is shared among `threads` threads where it is large. The result does not depend on their number. */
export async function compareAll(fields: readonly Field[], pairs: Pairs, threads: number): Promise<Uint8Array[]> {
  const levels = fields.map(() => new Uint8Array(new SharedArrayBuffer(pairs.count)))
  const parts = Math.max(1, Math.min(threads, Math.floor(pairs.count / WORTH_A_THREAD)))
  const at = (part: number) => Math.floor((pairs.count * part) / parts)
  const others = Array.from({ length: parts - 1 }, (_, part) => elsewhere<null>({ compare: { fields, pairs, levels, from: at(part + 1), to: at(part + 2) } }))
  comparePairs(fields, pairs, 0, at(1), levels)
  await Promise.all(others)
  return levels
}

/** A column as another thread can take it. */
export type Handed = { records: number; settings: Settings; columns: readonly (readonly [name: string, texts: SharedTexts, codes: Int32Array])[] }

/** What one thread is asked. */
export type Task = { compare: Stretch } | { prepare: readonly Handed[]; which: readonly Role[] }

/** Fewer records than this are cleaned sooner than a thread starts. */
const WORTH_CLEANING_APART = 50_000

/** The fields of all files, the address on another thread where there is much to clean and the columns can be shared. */
export async function prepareAll(files: readonly LinkFile[], threads: number): Promise<Field[]> {
  const records = files.reduce((sum, { table }) => sum + table.records, 0)
  const handed = threads > 1 && records >= WORTH_CLEANING_APART ? handOver(files) : null
  if (handed === null) return prepareFields(files)
  const places = elsewhere<Field[]>({ prepare: handed, which: PLACES })
  const people = prepareFields(files, PEOPLE)
  return inOrder([...people, ...(await places)])
}

function handOver(files: readonly LinkFile[]): Handed[] | null {
  const shared = (columns: NamedColumns) => [...columns].flatMap(([name, { shared: texts, codes }]) => (texts === undefined ? [] : [[name, texts, codes] as const]))
  const handed = files.map(({ table: { records, columns }, settings }) => ({ records, settings, columns: shared(columns) }))
  return handed.every(({ columns }, file) => columns.length === files[file]!.table.columns.size) ? handed : null
}

function elsewhere<Answer>(task: Task): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: task, execArgv: ['--disable-warning=ExperimentalWarning'] })
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`A thread of the linkage ended early, with code ${code}`)))
  return promise
}
