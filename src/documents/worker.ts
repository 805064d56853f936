import { parentPort, workerData } from 'node:worker_threads'
import { packRows, type PackedRows } from './packing.ts'
import type { Reading } from './paper.ts'
import { parsePaper } from './parse.ts'

/** What `readPaper` hands the worker that it starts on this file. */
export type Task = { name: string; bytes: Uint8Array }

/** What comes back: rows of long tables in pieces, then the reading itself with those rows left out. */
export type Answer = { block: number; rows: PackedRows } | { reading: Reading }

// Receiving a message stops the server's thread while it is unpacked: pieces of this size cost it a few milliseconds
// each.
const CELLS_AT_ONCE = 20_000

const { name, bytes } = workerData as Task
const reading = await parsePaper(name, bytes)
for (const [block, table] of reading.ok ? reading.paper.blocks.entries() : []) {
  if (table.kind !== 'table' || table.rows.length * table.rows[0]!.length <= CELLS_AT_ONCE) continue
  const height = Math.max(1, Math.floor(CELLS_AT_ONCE / table.rows[0]!.length))
  for (let from = 0; from < table.rows.length; from += height)
    answer({ block, rows: packRows(table.rows.slice(from, from + height)) })
  table.rows = []
}
answer({ reading })

function answer(message: Answer) {
  parentPort?.postMessage(message)
}
