import { parentPort } from 'node:worker_threads'
import type { IncidentRow, FileHeader, RejectedRow } from '../incident.ts'
import type { DatedArea } from '../places/areas.ts'
import { makePlacer, type Placer } from '../places/placer.ts'
import { columnsOf } from './mapped-rows.ts'
import { packBatch, type PackedBatch } from './packing.ts'
import { recognise } from './recognise.ts'
import type { FileEnd, FileToRead, ReadingPlan } from './read-file.ts'
import { isRejected, makeRowReader, type RowReader } from './row-reader.ts'
import { openTable, type Table, type Taker } from './table.ts'
import { CannotBeRead, grouped } from './unreadable.ts'

/** What a worker is asked. A `job` is one file; areas and postcodes are sent when they are not those of the job before. */
export type Ask =
  | {
      ask: 'read'
      job: number
      file: FileToRead
      plan: Omit<ReadingPlan, 'areas' | 'postcodes'>
      held: Held | null
      skipRows: number
    }
  | { ask: 'more'; job: number }
  | { ask: 'drop'; job: number }

export type Held = { areas: readonly DatedArea[]; postcodes: ReadingPlan['postcodes'] }

export type Answer =
  | { answer: 'opened'; job: number; header: FileHeader }
  | { answer: 'cannot'; job: number; problem: string }
  | { answer: 'batch'; job: number; batch: PackedBatch }
  | { answer: 'end'; job: number; end: FileEnd }

/** Rows in a batch, and how many batches may be on their way or waiting to be taken. */
export const BATCH = 5_000
export const AHEAD = 2

/** So many refusals are not faults of rows but of the mapping or the file, and millions of them would help nobody. */
const HOPELESS = 50_000

/** A file's turn: how many batches may still be sent, and whether anybody still wants them. */
type Turn = { job: number; credit: number; dropped: boolean; wake(): void }

class Dropped extends Error {}

let held: (Held & { placer: Placer }) | null = null
let turn: Turn = { job: 0, credit: 0, dropped: true, wake: () => {} }

parentPort?.on('message', (asked: Ask) => {
  if (asked.ask === 'read') return begin(asked)
  if (asked.job !== turn.job) return
  if (asked.ask === 'more') turn.credit++
  else turn.dropped = true
  turn.wake()
})

function begin(asked: Extract<Ask, { ask: 'read' }>) {
  if (asked.held) held = { ...asked.held, placer: makePlacer(asked.held.areas) }
  const { areas, postcodes, placer } = held!
  turn = { job: asked.job, credit: AHEAD, dropped: false, wake: () => {} }
  void readFile(turn, asked.file, { ...asked.plan, areas, postcodes }, placer, asked.skipRows).catch(
    (error: unknown) => {
      if (error instanceof Dropped) return
      if (!(error instanceof CannotBeRead)) throw error
      tell({ answer: 'cannot', job: asked.job, problem: error.message })
    },
  )
}

function tell(answer: Answer, transfer: ArrayBuffer[] = []) {
  parentPort?.postMessage(answer, transfer)
}

async function readFile(turn: Turn, file: FileToRead, plan: ReadingPlan, placer: Placer, skipRows: number) {
  const { job } = turn
  const table = await openTable(file, isKnown(plan))
  const { header, headerLine, encoding } = table
  const reader = await readerOf(table, file, plan, placer)
  tell({ answer: 'opened', job, header: { header, headerLine, encoding } })
  tell({ answer: 'end', job, end: await sendRows(turn, table, reader, skipRows) })
}

async function readerOf(table: Table, file: FileToRead, plan: ReadingPlan, placer: Placer): Promise<RowReader> {
  const sample = table.first.map(({ fields }) => fields)
  try {
    return makeRowReader(plan, placer, table.header, file.name, sample)
  } catch (error) {
    await table.close()
    throw error
  }
}

/** How the header is known: by the published layout looked for, or by the columns that the mapping names. */
function isKnown({ layout, mapping }: ReadingPlan): (names: readonly string[]) => boolean {
  if (layout !== 'mapped') return (names) => recognise(names) !== null
  const columns = mapping === null ? [] : columnsOf(mapping)
  return (names) => columns.length > 0 && columns.every((column) => names.includes(column))
}

async function sendRows(turn: Turn, table: Table, reader: RowReader, skipRows: number): Promise<FileEnd> {
  let incidents: IncidentRow[] = []
  let rejections: RejectedRow[] = []
  let skipped = 0
  let rowsRead = 0
  let refused = 0
  let last: { fields: readonly string[]; line: number } | null = null
  const full: (() => void)[] = []

  const size = () => incidents.length + rejections.length
  const cutBatch = () => {
    const { packed, transfer } = packBatch(incidents, rejections)
    rowsRead += packed.rowsRead
    incidents = []
    rejections = []
    full.push(() => tell({ answer: 'batch', job: turn.job, batch: packed }, transfer))
  }
  const take = (row: IncidentRow | RejectedRow | null) => {
    if (row === null) return
    if (skipped < skipRows) return void skipped++
    // Cut before the row and not after it, so that the last row of all can still be taken back.
    if (size() >= BATCH) cutBatch()
    if (isRejected(row)) rejections.push(row)
    else incidents.push(row)
    refused += isRejected(row) ? 1 : 0
    if (refused % HOPELESS === 0 && isRejected(row) && refused > 0.9 * (rowsRead + size()))
      throw new CannotBeRead(
        `More than nine in ten of the first ${grouped(rowsRead + size())} rows were refused, and reading stopped there. See why the first of them were, and change the mapping or the file.`,
      )
  }
  const send = async () => {
    if (turn.dropped) throw new Dropped()
    for (let each = full.shift(); each; each = full.shift()) {
      while (turn.credit === 0 && !turn.dropped) await new Promise<void>((resolve) => (turn.wake = resolve))
      if (turn.dropped) throw new Dropped()
      turn.credit--
      each()
    }
  }

  const taker: Taker = {
    row(fields, line) {
      last = { fields, line }
      take(reader.read(fields, line))
    },
    openQuote(text, line) {
      last = null
      take(
        reader.broken(
          text,
          line,
          'A quotation mark in this row is never closed, or the file is cut off within it. Close it, or save the file again, and load the row again.',
        ),
      )
    },
    more: send,
  }
  const { unended, cut } = await table.read(taker).catch((error: unknown) => {
    if (!(error instanceof CannotBeRead)) throw error
    return { unended: false, cut: error.message }
  })
  const torn = last as { fields: readonly string[]; line: number } | null
  const isTorn =
    torn !== null &&
    (cut !== null || unended) &&
    reader.isShort(torn.fields) &&
    torn.fields.some((field) => field.trim() !== '')
  if (isTorn) takeBack(torn, incidents, rejections, reader)
  else if (cut !== null) take(reader.broken('', (torn?.line ?? table.headerLine) + 1, cut))
  if (size() > 0) cutBatch()
  await send()
  const notes = [...table.notes, ...reader.notes()]
  return { rowsRead, cut: cut ?? (isTorn ? cutIn(torn.line) : null), notes, newCategories: reader.newCategories }
}

const cutIn = (line: number) =>
  `The file is cut off in line ${grouped(line)}, which ends before its last columns. Download or save it again and send the new copy.`

/** The last row of a file that stops in the middle was read as if it were whole. */
function takeBack(
  torn: { fields: readonly string[]; line: number },
  incidents: IncidentRow[],
  rejections: RejectedRow[],
  reader: RowReader,
) {
  if (incidents.at(-1)?.line === torn.line) incidents.pop()
  else if (rejections.at(-1)?.line === torn.line) rejections.pop()
  else return
  rejections.push(reader.torn(torn))
}
