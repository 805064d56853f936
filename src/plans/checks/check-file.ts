import type { Paper } from '../../documents/paper.ts'
import { readPaper } from '../../documents/reading.ts'
import { planOf, readPlanFrom } from '../intake/recognise.ts'
import type { Finding } from './finding.ts'
import { runChecksOnBoth } from './run.ts'

export type CheckedFile = { ok: true; paper: Paper; findings: Finding[] } | { ok: false; problem: string }

/** Reads a Word, Excel, CSV, Markdown or text file and runs every check that needs no database, on it and on the plan in it. */
export async function checkFile(name: string, bytes: Uint8Array, today: Temporal.PlainDate): Promise<CheckedFile> {
  const reading = await readPaper(name, bytes)
  if (!reading.ok) return reading
  const found = readPlanFrom(reading.paper)
  const plan = found && !found.unsure ? planOf(found) : null
  return { ok: true, paper: reading.paper, findings: runChecksOnBoth(reading.paper, plan, today) }
}
