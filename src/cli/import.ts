import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import type { Database } from '../db/pool.ts'
import { refreshStatistics } from '../incidents/loading/statistics.ts'
import { asSystem } from '../db/tx.ts'
import { beginLoad, type Begun } from '../incidents/loading/begin.ts'
import { alone } from '../incidents/loading/loader.ts'
import { runLoad } from '../incidents/loading/run.ts'
import { clearAway, undoLoad } from '../incidents/loading/undo.ts'
import { newUploadFolder, removeUploads } from '../incidents/loading/uploads.ts'
import { choosePartnership } from './choose-partnership.ts'
import { CommandError, type Command } from './command.ts'
import { type Arrived, type Lot, sortIntoLots, takeIn } from './import/arriving.ts'
import { reportOf } from './import/report.ts'
import { openWardmote } from './opening.ts'

const USAGE = `wardmote import FILE … [--source NAME|NUMBER] [--partnership NAME]
wardmote import --undo LOAD [--partnership NAME]
  Loads files of incidents: CSV (.csv, .csv.gz, or several in a .zip) and Excel (.xlsx). Files that data.police.uk publishes are known by their
  columns, and their source is added when it is first met; any other table needs a source whose columns have been said on the Data pages. Every row
  is taken, or rejected with its reason (then the exit status is 1). The same again changes nothing; a load that was broken off goes on where it was.
  “--undo” puts back what a load changed.`

const OPTIONS = { source: { type: 'string' }, partnership: { type: 'string' }, undo: { type: 'string' } } as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = readWords(args)
  if (values.undo === undefined && positionals.length === 0) throw new CommandError(`Give the files to load.\n\n${USAGE}`, 2)
  const { config, database } = await openWardmote()
  try {
    const partnershipId = await choosePartnership(values.partnership)
    return values.undo === undefined ? await bringIn({ config, database, partnershipId }, positionals, values.source) : await undo(partnershipId, values.undo)
  } finally {
    await database.close()
  }
}

function readWords(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(`${error.message.split('. To specify')[0]}.\n\n${USAGE}`, 2)
  }
}

type Open = { config: Config; database: Database; partnershipId: string }

async function bringIn({ config: { data }, database, partnershipId }: Open, paths: readonly string[], wanted: string | undefined): Promise<number> {
  const stopping = untilStopped()
  const folder = await newUploadFolder(data)
  const lots = await arrange(data, folder, partnershipId, paths, wanted).catch(async (error: unknown) => {
    await removeUploads(data, folder)
    throw error
  })
  const begunLots: { lot: Lot; begun: Begun }[] = []
  for (const lot of lots) begunLots.push({ lot, begun: await asSystem('begin a load', (tx) => beginLoad(tx, lot.source, lot.files, lot.mappingVersion), partnershipId) })
  let isWhole = true
  let keepFolder = false
  for (const { lot, begun } of begunLots) {
    for (const sentence of begun.sentences) console.log(sentence)
    if (begun.kind === 'already') continue
    console.log(`Load ${begun.loadId}: ${lot.files.length === 1 ? lot.files[0]!.name : `${lot.files.length} files`} into “${lot.source.name}”`)
    if ((await readToItsEnd(database, partnershipId, begun.loadId, data, stopping)) === 'stopped') {
      keepFolder = true
      isWhole = false
      console.log(`Load ${begun.loadId} is broken off and nothing of it counts. The same command goes on where it was; so does the server when it starts.`)
      break
    }
    const report = await reportOf(partnershipId, begun.loadId)
    console.log(report.lines.join('\n'))
    isWhole &&= report.isWhole
  }
  if (!keepFolder) await removeUploads(data, folder)
  await clearAway((work) => asSystem('clear away what is left of a load', work, partnershipId), stopping)
  return isWhole ? 0 : 1
}

async function arrange(data: string, folder: string, partnershipId: string, paths: readonly string[], wanted: string | undefined): Promise<Lot[]> {
  const tables: Arrived[] = []
  for (const path of paths) {
    const arrived = await takeIn(data, folder, path)
    tables.push(...arrived.tables)
    if (arrived.passedOver.length > 0) console.log(`${path}: not tables, and left alone: ${arrived.passedOver.join(', ')}`)
  }
  return sortIntoLots(partnershipId, tables, wanted, (text) => console.log(text))
}

/** Reads a load, after any other of its source that stands before it. */
async function readToItsEnd(database: Database, partnershipId: string, loadId: number, data: string, stopping: () => boolean): Promise<'over' | 'stopped'> {
  for (;;) {
    const began = performance.now()
    let [told, before] = [began, 0]
    const progress = (file: { name: string; rowsDone: number }, rowsRead: number) => {
      const now = performance.now()
      if (now - told < 2000) return
      console.error(`  ${file.name}: ${rowsRead.toLocaleString('en-GB')} rows${rowsRead > before ? `, ${Math.round(((rowsRead - before) / (now - told)) * 1000).toLocaleString('en-GB')} a second` : ''}`)
      ;[told, before] = [now, rowsRead]
    }
    const outcome = await alone(database, partnershipId, loadId, () => runLoad(partnershipId, loadId, { data, stopping, progress, beforeVisible: (rows) => refreshStatistics(database, rows) }))
    if (outcome === 'stopped' || stopping()) return 'stopped'
    if (outcome !== 'waits') return 'over'
    const first = await asSystem('see what stands before a load', (tx) => tx.selectFrom('load as l').innerJoin('load as o', (on) => on.onRef('o.partnership_id', '=', 'l.partnership_id').onRef('o.source_id', '=', 'l.source_id'))
      .select(['l.state', 'o.load_id']).where('l.load_id', '=', loadId).where('o.state', '=', 'reading').executeTakeFirst(), partnershipId)
    if (first && first.load_id !== loadId) {
      console.log(`Load ${first.load_id} of the same source was broken off. It is read first.`)
      if ((await readToItsEnd(database, partnershipId, first.load_id, data, stopping)) === 'stopped') return 'stopped'
    } else if (await isOver(partnershipId, loadId)) return 'over'
    else await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

const isOver = async (partnershipId: string, loadId: number) =>
  (await asSystem('see whether a load is over', (tx) => tx.selectFrom('load').select('state').where('load_id', '=', loadId).where('state', 'in', ['waiting', 'reading']).executeTakeFirst(), partnershipId)) === undefined

async function undo(partnershipId: string, wanted: string): Promise<number> {
  const loadId = Number(wanted)
  if (!Number.isInteger(loadId) || loadId < 1) throw new CommandError(`“${wanted}” is not the number of a load.`, 2)
  const undone = await asSystem('undo a load from the command line', (tx) => undoLoad(tx, loadId), partnershipId)
  if (!undone.ok) throw new CommandError(undone.why)
  await clearAway((work) => asSystem('clear away what is left of a load', work, partnershipId))
  console.log(`Load ${loadId} is undone: what it brought, revised and withdrew is as it was before.`)
  return 0
}

/** Says whether somebody asked to stop: the batch under way is stored, and the load can be gone on with. */
function untilStopped(): () => boolean {
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => (isStopping = true))
  return () => isStopping
}

export const command: Command = { usage: USAGE, run }
