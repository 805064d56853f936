import { Worker } from 'node:worker_threads'
import { comparePairs, type Pairs } from './compare.ts'
import type { Field } from './fields.ts'

/** What a thread is handed: fields, pairs and room for levels in memory that threads share, and its stretch of the pairs. */
export type Stretch = { fields: readonly Field[]; pairs: Pairs; levels: readonly Uint8Array[]; from: number; to: number }

/** Fewer pairs than this are compared sooner than a thread starts. */
const WORTH_A_THREAD = 400_000

/** Levels of every pair, `levels[field][pair]`; the work is shared among `threads` threads where it is large. The result does not depend on their number. */
export async function compareAll(fields: readonly Field[], pairs: Pairs, threads: number): Promise<Uint8Array[]> {
  const levels = fields.map(() => new Uint8Array(new SharedArrayBuffer(pairs.count)))
  const parts = Math.max(1, Math.min(threads, Math.floor(pairs.count / WORTH_A_THREAD)))
  const at = (part: number) => Math.floor((pairs.count * part) / parts)
  const others = Array.from({ length: parts - 1 }, (_, part) => compareElsewhere({ fields, pairs, levels, from: at(part + 1), to: at(part + 2) }))
  comparePairs(fields, pairs, 0, at(1), levels)
  await Promise.all(others)
  return levels
}

function compareElsewhere(stretch: Stretch): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const worker = new Worker(new URL('./compare-worker.ts', import.meta.url), { workerData: stretch, execArgv: ['--disable-warning=ExperimentalWarning'] })
  worker.once('error', reject)
  worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A thread comparing records ended with ${code}`))))
  return promise
}
