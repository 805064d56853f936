import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { asSystem } from '../../db/tx.ts'
import { type Load, selectOptionalLoad, selectRejections } from '../../incidents/load-store.ts'
import { rejectedRowsAsCsv } from '../../incidents/loading/rejected-csv.ts'
import { inThisFolder } from './arriving.ts'

const SHOWN = 10
const number = (value: number) => value.toLocaleString('en-GB')

/** What came of a load, as lines to print, and whether all of it was taken. Rejected rows beyond the first ten go to a file. */
export async function reportOf(partnershipId: string, loadId: number): Promise<{ lines: string[]; isWhole: boolean }> {
  const inTurn = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(`report load ${loadId}`, work, partnershipId)
  const load = (await inTurn((tx) => selectOptionalLoad(tx, loadId)))!
  const lines = [`Load ${loadId}: ${resultOf(load)}`]
  if (load.state === 'visible') {
    const { rowsRead, taken, revised, unchanged, withdrawn, rejected } = load
    lines.push(`  ${number(rowsRead)} rows read: ${number(taken)} taken, ${number(revised)} revised, ${number(unchanged)} unchanged, ${number(rejected)} rejected; ${number(withdrawn)} withdrawn`)
    if (load.problem) lines.push(...load.problem.split('\n').map((note) => `  ${note}`))
  }
  if (load.rejected === 0) return { lines, isWhole: load.state === 'visible' }
  for (const { file, line, column, value, reason } of await inTurn((tx) => selectRejections(tx, loadId, { limit: SHOWN })))
    lines.push(`  ${file}, line ${number(line)}${column === null ? '' : `, ${column}`}${value === null ? '' : ` “${value}”`}: ${reason}`)
  const csv = await rejectedRowsAsCsv(inTurn, loadId)
  const name = `load-${loadId}-not-taken.csv`
  await pipeline(csv!, createWriteStream(inThisFolder(name), { mode: 0o600 }))
  lines.push(`  ${load.rejected > SHOWN ? `All ${number(load.rejected)} rejected rows are` : 'The rejected rows are'} in ${name}, with the reason in the last column. Put them right there and import that file.`)
  return { lines, isWhole: false }
}

function resultOf(load: Load): string {
  if (load.state === 'failed') return `not loaded. ${load.problem ?? ''}`
  if (load.state !== 'visible') return load.state
  if (load.taken + load.revised + load.withdrawn === 0) return 'nothing is new. All of it was held already'
  const months = load.firstMonth === load.lastMonth ? load.firstMonth?.slice(0, 7) : `${load.firstMonth?.slice(0, 7)} to ${load.lastMonth?.slice(0, 7)}`
  return `loaded, ${months}`
}
