import type { FileToRead } from '../reading/read-file.ts'
import type { Published } from '../reading/recognise.ts'
import { sampleOf } from '../reading/sample.ts'

/** The head of a file: its columns, some rows, and the published layout it is of, if any. `notes`: sentences about the file. */
export type Sample = {
  header: readonly string[]
  headerLine: number
  encoding: string
  layout: Published | null
  rows: readonly (readonly string[])[]
  notes: readonly string[]
}

/** Enough that dates after the 12th and seldom kinds are met. */
const ROWS = 2000

/** Looks at the first rows of a file; the sentence its sender sees where it cannot be read. */
export async function firstLook({ path, name, member }: FileToRead): Promise<{ ok: true; sample: Sample } | { ok: false; problem: string }> {
  const found = await sampleOf(path, name, { rows: ROWS, ...(member !== undefined && { member }) })
  if (!found.ok) return found
  const { header, headerLine, encoding, layout, rows, notes } = found
  return { ok: true, sample: { header, headerLine, encoding, layout, rows: rows.map(({ fields }) => fields), notes } }
}
