import { parentPort, workerData } from 'node:worker_threads'
import { comparePairs } from './compare.ts'
import { prepareFields } from './fields.ts'
import { textsOf } from './text.ts'
import type { Task } from './threads.ts'

const task = workerData as Task
if ('compare' in task) {
  const { fields, pairs, levels, from, to } = task.compare
  comparePairs(fields, pairs, from, to, levels)
  parentPort!.postMessage(null)
} else {
  const files = task.prepare.map(({ records, settings, columns }) => ({ settings, table: { records, columns: new Map(columns.map(([name, texts, codes]) => [name, textsOf(texts, codes)])) } }))
  parentPort!.postMessage(prepareFields(files, task.which))
}
