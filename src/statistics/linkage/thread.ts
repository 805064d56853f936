import { parentPort, workerData } from 'node:worker_threads'
import { prepareFields } from './fields.ts'
import { sieve } from './sieve.ts'
import { textsOf } from './text.ts'
import type { Task } from './threads.ts'

const task = workerData as Task
if ('sieve' in task) {
  const { fields, chances, model, pairs, from, to } = task.sieve
  parentPort!.postMessage(sieve(fields, chances, model, pairs, from, to))
} else {
  const files = task.prepare.map(({ records, settings, columns }) => ({ settings, table: { records, columns: new Map(columns.map(([name, texts, codes]) => [name, textsOf(texts, codes)])) } }))
  parentPort!.postMessage(prepareFields(files, task.which))
}
