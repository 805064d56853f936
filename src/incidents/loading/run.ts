import { rm, rmdir } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { Batch, FileHeader } from '../incident.ts'
import type { LoadFile } from '../load-store.ts'
import { readFileInWorker } from '../reading/read-file.ts'
import { AFTER_CHANGE, type AfterChange } from './after-change.ts'
import { type Compared, joined, splitBatch, storeBatch, TakenAway } from './batch.ts'
import { countMonth, monthsBetween } from './counts.ts'
import { reviseMonth, selectUsed, withdrawMonth } from './endings.ts'
import { makeFailed, makeVisible } from './finish.ts'
import { fingerprintOf } from './fingerprint.ts'
import { HeldMonth, packHeld } from './held.ts'
import { REASON_COLUMN } from './rejected-csv.ts'
import type { NewRow } from './rows.ts'
import { type InTurn, inTurnOf, type Task, takeUp } from './task.ts'
import { type Tallies, tallyRows } from './tally.ts'
import { emptyTerms, type Terms } from './terms.ts'

/** Rows of a transaction: enough that its cost is shared, few enough that a page need not wait long for it. */
const ROWS_AT_A_TIME = 5000

export type Running = {
  data: string // the folder that stored files are under
  afterChange?: readonly AfterChange[]
  /** Before a load of so many rows becomes visible: what is worked out then reads all that it brought. */
  beforeVisible?: (rowsRead: number) => Promise<void>
  read?: typeof readFileInWorker
  /** Asked between batches: true leaves the load as it stands, to be gone on with. */
  stopping?: () => boolean
  progress?: (file: LoadFile, rowsRead: number) => void
}

/** `waits`: another load of its source is being read, or it is over. `stopped`: it can be gone on with. */
export type Outcome = 'visible' | 'failed' | 'waits' | 'stopped'

class Unreadable extends Error {}

/**
 * Reads a load from where it stands to its end: every row stored, unchanged or rejected, counted, and made visible in one step. It may be
 * killed at any moment and run again. Throws only what is broken, not what is wrong with a file: that makes the load `failed`, with a sentence.
 */
export async function runLoad(partnershipId: string, loadId: number, running: Running): Promise<Outcome> {
  const inTurn = inTurnOf(partnershipId, loadId)
  const task = await takeUp(inTurn, partnershipId, loadId)
  if (!task) return 'waits'
  const outcome = await readAll(task, inTurn, running).catch(async (error: unknown): Promise<Outcome> => {
    if (error instanceof TakenAway) return 'stopped'
    if (!(error instanceof Unreadable)) throw error
    await inTurn((tx) => makeFailed(tx, loadId, error.message))
    return 'failed'
  })
  if (outcome === 'visible' || outcome === 'failed') await removeStored(inTurn, task.load.files, running.data)
  return outcome
}

/** All that is known of a load while it is read. */
type Reading = {
  task: Task
  inTurn: InTurn
  running: Running
  terms: Terms
  held: Map<string, HeldMonth>
  lastRow: number
  used: ReadonlySet<number> // rows that ended a version before a kill
  ended: Set<string> // months of which this run ended a version
  tallies: Tallies | null // null: not every row of the load was stored by this run, or there are too many
  notWhole: Set<string> // months of which a file said it is only a part
  notes: string[]
}

async function readAll(task: Task, inTurn: InTurn, running: Running): Promise<Outcome> {
  const { load, source } = task
  const of = { loadId: load.loadId, sourceId: source.sourceId }
  const lastRow = await inTurn(async (tx) => (await tx.selectFrom('incident').select((q) => q.fn.max('row_no').as('last')).where('load_id', '=', load.loadId).executeTakeFirst())?.last ?? 0)
  const terms = emptyTerms(source.sourceId, task.plan.mapping?.categories ?? null)
  const used = load.revised === 0 ? new Set<number>() : await inTurn((tx) => selectUsed(tx, load.loadId))
  const reading: Reading = { task, inTurn, running, terms, held: new Map(), lastRow, used, ended: new Set(), tallies: load.rowsRead === 0 ? new Map() : null, notWhole: new Set(), notes: [] }
  // What earlier files matched is remembered only where something was held to match.
  const begun = load.files.findLastIndex(({ header }) => header !== null)
  const from = task.sourceHolds ? 0 : Math.max(0, begun)
  for (const file of load.files.slice(from)) if ((await readOne(reading, file)) === 'stopped') return 'stopped'
  if (source.fileIs === 'whole')
    for (const [month, held] of reading.held) if (!reading.notWhole.has(month) && (await withdrawMonth(inTurn, of, held)) > 0) reading.ended.add(month)
  const now = await inTurn((tx) => tx.selectFrom('load').select(['rows_read', 'revised', 'withdrawn', 'first_month', 'last_month']).where('load_id', '=', load.loadId).executeTakeFirstOrThrow())
  if (now.first_month === null || now.last_month === null) throw new Unreadable(nothingTaken(now.rows_read))
  const counted = { ...of, ends: now.revised + now.withdrawn > 0, hours: source.layout !== 'police.uk street' && source.layout !== 'police.uk outcomes' }
  for (const month of reading.ended) reading.tallies?.delete(month)
  for (const month of monthsBetween(now.first_month, now.last_month)) {
    if (running.stopping?.()) return 'stopped'
    await inTurn((tx) => countMonth(tx, counted, month, reading.tallies ?? new Map()))
  }
  await running.beforeVisible?.(now.rows_read)
  await inTurn((tx) => makeVisible(tx, of, reading.notes, running.afterChange ?? AFTER_CHANGE))
  return 'visible'
}

const nothingTaken = (rowsRead: number) =>
  rowsRead === 0 ? 'There is no row under the headings: nothing was loaded.' : `None of the ${rowsRead.toLocaleString('en-GB')} rows could be taken. The reasons are with the rejected rows.`

async function readOne(reading: Reading, file: LoadFile): Promise<'read' | 'stopped'> {
  const { task, inTurn, running } = reading
  if (file.storedAs === null) throw new Unreadable(`The file “${file.name}” is no longer kept. Load it again.`)
  const mustCompare = task.sourceHolds || file.fileNo > 1
  const opened = await (running.read ?? readFileInWorker)(storedFile(file, running.data), task.plan, { skipRows: mustCompare ? 0 : file.rowsDone })
  if (!opened.ok) throw new Unreadable(`${file.name}: ${opened.problem}`)
  try {
    await inTurn((tx) => keepHeader(tx, task, file, opened.header))
    const { months, stopped } = await readRows(reading, file, opened.batches, mustCompare ? file.rowsDone : 0, mustCompare ? 0 : file.rowsDone)
    if (stopped) return 'stopped'
    const { cut, notes } = opened.end()
    if (cut !== null && task.source.fileIs === 'whole') throw new Unreadable(`${file.name}: ${cut}`)
    const isPart = opened.header.header.includes(REASON_COLUMN)
    for (const month of months) {
      if (isPart) reading.notWhole.add(month)
      const held = reading.held.get(month)
      if (held && (await reviseMonth(inTurn, { loadId: task.load.loadId, sourceId: task.source.sourceId }, month, file.fileNo, held, reading.used)) > 0) reading.ended.add(month)
    }
    reading.notes.push(...(cut === null ? notes : [cut, ...notes]).map((note) => (task.load.files.length > 1 ? `${file.name}: ${note}` : note)))
    return 'read'
  } finally {
    await opened.stop()
  }
}

const keepHeader = (tx: Parameters<Parameters<InTurn>[0]>[0], { load }: Task, { fileNo }: LoadFile, { header, encoding, headerLine }: FileHeader) =>
  tx.updateTable('load_file').set({ header: [...header], encoding, header_line: headerLine }).where('load_id', '=', load.loadId).where('file_no', '=', fileNo).execute()

/**
 * Takes a file's rows to the database. The first `again` of them are there already and are only compared, as they were before a kill;
 * `skipped` were not even read again.
 */
async function readRows(reading: Reading, file: LoadFile, batches: AsyncIterable<Batch>, again: number, skipped: number) {
  const { task, inTurn, running } = reading
  const place = { loadId: task.load.loadId, fileNo: file.fileNo, sourceId: task.source.sourceId, personal: task.source.personal }
  const months = new Set<string>()
  let read = skipped
  const known = again + skipped
  for await (const joint of joined(batches, ROWS_AT_A_TIME)) {
    if (running.stopping?.()) return { months, stopped: true }
    const [before, batch] = read >= known ? [null, joint] : splitBatch(joint, Math.min(known - read, joint.rowsRead))
    if (before) {
      await compare(reading, file.fileNo, before, months)
      read += before.rowsRead
    }
    if (batch.rowsRead === 0) continue
    const compared = await compare(reading, file.fileNo, batch, months)
    for (const each of compared.added) each.rowNo = ++reading.lastRow
    const categories = await inTurn((tx) => storeBatch(tx, place, read, compared, reading.terms))
    if (reading.tallies && !tallyRows(reading.tallies, compared.added, categories)) reading.tallies = null
    read += batch.rowsRead
    running.progress?.(file, read)
  }
  return { months, stopped: false }
}

/** Which rows of a batch are new to what is held; each month's held versions are fetched as it is first met. */
async function compare(reading: Reading, fileNo: number, batch: Batch, months: Set<string>): Promise<Compared> {
  const { task: { load, source, sourceHolds }, inTurn, held } = reading
  const mustCompare = sourceHolds || fileNo > 1
  let firstMonth: string | null = null
  let lastMonth: string | null = null
  const added: NewRow[] = []
  let month = ''
  let inMonth: HeldMonth | undefined
  for (const row of batch.incidents) {
    if (row.month !== month) {
      month = row.month
      if (!months.has(month)) {
        months.add(month)
        if (mustCompare) held.set(month, await heldFor(inTurn, { loadId: load.loadId, sourceId: source.sourceId }, month, fileNo, held.get(month) ?? null))
      }
      inMonth = held.get(month)
      if (firstMonth === null || month < firstMonth) firstMonth = month
      if (lastMonth === null || month > lastMonth) lastMonth = month
    }
    const fingerprint = fingerprintOf(row)
    if (!inMonth?.find(fingerprint.content)) added.push({ row, fingerprint, rowNo: 0 })
  }
  return { batch, added, firstMonth, lastMonth }
}

async function heldFor(inTurn: InTurn, of: { loadId: number; sourceId: number }, month: string, fileNo: number, before: HeldMonth | null): Promise<HeldMonth> {
  return new HeldMonth(await packHeld(inTurn, of, month, fileNo), before)
}

const MEMBER = '!'

/** How a stored file is named in the database: its path under the data folder, and the file inside it where it is an archive. */
export const storedName = (path: string, member?: string) => (member === undefined ? path : `${path}${MEMBER}${member}`)

function storedFile({ storedAs, name }: LoadFile, data: string) {
  const [path, ...member] = storedAs!.split(MEMBER)
  return { path: isAbsolute(path!) ? path! : join(data, path!), name, ...(member.length > 0 && { member: member.join(MEMBER) }) }
}

/** Throws away the copies that no other load is to be read from. A file named by its whole path is its owner's. */
async function removeStored(inTurn: InTurn, files: readonly LoadFile[], data: string) {
  const paths = new Set(files.flatMap(({ storedAs }) => (storedAs === null ? [] : [storedAs.split(MEMBER)[0]!])).filter((path) => !isAbsolute(path)))
  if (paths.size === 0) return
  const waiting = await inTurn((tx) => tx.selectFrom('load_file').select('stored_as').where('stored_as', 'is not', null).execute())
  const needed = new Set(waiting.map(({ stored_as }) => stored_as!.split(MEMBER)[0]!))
  for (const path of paths) if (!needed.has(path)) await rm(join(data, path), { force: true })
  // A folder that still holds something stays.
  for (const folder of new Set([...paths].map((path) => dirname(path)))) await rmdir(join(data, folder)).catch(() => {})
}
