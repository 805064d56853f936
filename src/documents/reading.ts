import { Worker } from 'node:worker_threads'
import { BOUNDS, oversize } from './bounds.ts'
import { unpackRows } from './packing.ts'
import type { Cell, Reading } from './paper.ts'
import type { Answer, Task } from './worker.ts'

const TOO_SLOW =
  `The file takes longer than ${BOUNDS.milliseconds / 1000} seconds to read. ` +
  'Split it, or copy its text into a new document, and send that.'
const TOO_BIG = 'The file needs more memory than reading may take. Split it and send the parts.'

// A flood of uploads waits its turn rather than taking the machine's memory.
const AT_ONCE = 2
const waiting: (() => void)[] = []
let running = 0

/**
 * Reads an uploaded file into a paper: Word, Excel, CSV, Markdown or plain text, decided by content. Whatever is wrong
 * with the file is a value with one sentence for its sender. The work is done in a thread of its own with bounds on
 * time and memory, two files at a time. Cells of the result are not to be changed.
 */
export async function readPaper(name: string, bytes: Uint8Array): Promise<Reading> {
  // Asked here as well, so that an oversized file is not copied into a thread first.
  const tooLarge = oversize(bytes.byteLength)
  if (tooLarge !== null) return { ok: false, problem: tooLarge }
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await inWorker({ name, bytes }, BOUNDS)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** What one reading may take. */
type Limits = { milliseconds: number; heapMebibytes: number }

/** Reads in a new worker, which is gone when this settles. Rejects when our reader is at fault and not the file. */
export async function inWorker(task: Task, limits: Limits): Promise<Reading> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMebibytes },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<Reading>((resolve, reject) => {
      const pieces = new Map<number, Cell[][]>()
      worker.on('message', (answer: Answer) => {
        if ('reading' in answer) return resolve(whole(answer.reading, pieces))
        const rows = pieces.get(answer.block) ?? []
        for (const row of unpackRows(answer.rows)) rows.push(row)
        pieces.set(answer.block, rows)
      })
      worker.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ ok: false, problem: TOO_BIG }) : reject(error),
      )
      worker.on('exit', (code) => reject(new Error(`The reader of papers ended early, with code ${code}.`)))
      timer = setTimeout(() => resolve({ ok: false, problem: TOO_SLOW }), limits.milliseconds)
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

function whole(reading: Reading, pieces: ReadonlyMap<number, Cell[][]>): Reading {
  if (!reading.ok) return reading
  for (const [at, rows] of pieces) {
    const block = reading.paper.blocks[at]
    if (block?.kind === 'table') block.rows = rows
  }
  return reading
}
