import type { Paper, Reading } from '../../documents/paper.ts'
import { readPaper } from '../../documents/reading.ts'

// A person looks at one paper over several pages: the last few are kept, so that each page need not read the file again.
const KEPT = 4
const recent = new Map<string, Paper>()

/** Reads a file, or gives the paper it was read as a moment ago. `fileHash` is of `bytes`, asked for only when they are needed. */
export async function paperOf(fileName: string, fileHash: string, bytes: () => Promise<Uint8Array>): Promise<Reading> {
  const known = recent.get(fileHash)
  if (known) return { ok: true, paper: { ...known, name: fileName } }
  const reading = await readPaper(fileName, await bytes())
  if (!reading.ok) return reading
  recent.set(fileHash, reading.paper)
  for (const hash of [...recent.keys()].slice(0, -KEPT)) recent.delete(hash)
  return reading
}
