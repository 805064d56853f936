import { Worker } from 'node:worker_threads'
import type { Pairs } from './compare.ts'
import { type Field, inOrder, type LinkFile, PEOPLE, PLACES, prepareFields } from './fields.ts'
import type { Chance } from './frequencies.ts'
import type { Model } from './model.ts'
import type { NamedColumns, Role, Settings } from './roles.ts'
import { joined, sieve, type Sieved } from './sieve.ts'
import type { SharedTexts } from './text.ts'

/** A thread's stretch of the pairs, in memory that threads share, and what it weighs them by. */
export type Stretch = { fields: readonly Field[]; chances: readonly Chance[]; model: Model; pairs: Pairs; from: number; to: number }

/** Fewer pairs than this are compared sooner than a thread starts. */
const WORTH_A_THREAD = 400_000

/** Compares and weighs all pairs and keeps those worth a second look; shared among `threads` threads where there are many. The result does not depend on their number. */
export async function sieveAll(fields: readonly Field[], chances: readonly Chance[], model: Model, pairs: Pairs, threads: number): Promise<Sieved> {
  const parts = Math.max(1, Math.min(threads, Math.floor(pairs.count / WORTH_A_THREAD)))
  const at = (part: number) => Math.floor((pairs.count * part) / parts)
  const others = Array.from({ length: parts - 1 }, (_, part) => elsewhere<Sieved>({ sieve: { fields, chances, model, pairs, from: at(part + 1), to: at(part + 2) } }))
  const own = sieve(fields, chances, model, pairs, 0, at(1))
  return joined(fields.length, [own, ...(await Promise.all(others))])
}

/** A column as another thread can take it. */
export type Handed = { records: number; settings: Settings; columns: readonly (readonly [name: string, texts: SharedTexts, codes: Int32Array])[] }

/** What one thread is asked. */
export type Task = { sieve: Stretch } | { prepare: readonly Handed[]; which: readonly Role[] }

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
