import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { todayInLondon } from '../calendar/dates.ts'
import { checkFile } from '../plans/checks/check-file.ts'
import { findingsAsJson, hasBlocking, printFindings } from '../plans/checks/print-findings.ts'
import { type Command, CommandError, readArguments } from './command.ts'

const USAGE = `wardmote check FILE [--json]
  Reads a Word, Excel, CSV, Markdown or text file and prints what a careful reader would ask, with places. Needs no database.
  Ends with status 0; 1 when a finding would stop publication; 2 when the file cannot be read.`

async function run(args: string[]): Promise<number> {
  const { values, words } = readArguments(args, USAGE, { json: { type: 'boolean' } }, ['FILE'])
  const name = basename(words[0]!)
  const checked = await checkFile(name, bytesOf(words[0]!), todayInLondon(Temporal.Now.instant()))
  if (!checked.ok) throw new CommandError(`${name}: ${checked.problem}`, 2)
  console.log(values.json ? findingsAsJson(name, checked.findings) : printFindings(name, checked.findings))
  return hasBlocking(checked.findings) ? 1 : 0
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code
    if (why === 'ENOENT') throw new CommandError(`There is no file ${path}.`, 2)
    if (why === 'EISDIR') throw new CommandError(`${path} is a folder; give one file.`, 2)
    if (why === 'EACCES') throw new CommandError(`${path} may not be read by this user.`, 2)
    throw error
  }
}

export const command: Command = { usage: USAGE, run }
