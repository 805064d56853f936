import { proposeMapping, type Proposal } from './propose.ts'
import { recognise, type Published } from './recognise.ts'
import type { CannotRead } from './read-file.ts'
import type { FileRow } from './header.ts'
import { openTable } from './table.ts'
import { CannotBeRead, grouped } from './unreadable.ts'

/** The beginning of a file, for the page on which a person maps its columns. */
export type Sample = {
  ok: true
  header: readonly string[]
  headerLine: number
  encoding: string
  rows: readonly FileRow[]
  layout: Published | null // of a published file, which needs no mapping
  proposal: Proposal | null // of any other
  notes: readonly string[] // sentences about the file
}

// More than is shown, so that dates after the 12th and rare categories are met.
const LOOKED_AT = 2_000

/** Reads a file's header and first rows, and proposes a mapping. `personal`: the source may hold people. `member`: the file meant, in an archive. */
export async function sampleOf(
  path: string,
  name: string,
  { rows = 200, personal = false, member }: { rows?: number; personal?: boolean; member?: string } = {},
): Promise<Sample | CannotRead> {
  try {
    const table = await openTable(
      member === undefined ? { path, name } : { path, name, member },
      (names) => recognise(names) !== null,
      Math.max(rows, LOOKED_AT),
    )
    const { header, headerLine, encoding, first } = table
    await table.close()
    const layout = recognise(header)
    const notes = [...table.notes]
    if (headerLine > 1)
      notes.push(`The columns are named on line ${grouped(headerLine)}; what stands above was passed over.`)
    if (first.length === 0) notes.push('There are no rows below the header.')
    const proposal =
      layout === null
        ? proposeMapping(
            header,
            first.map(({ fields }) => fields),
            { personal },
          )
        : null
    return { ok: true, header, headerLine, encoding, rows: first.slice(0, rows), layout, proposal, notes }
  } catch (error) {
    if (error instanceof CannotBeRead) return { ok: false, problem: error.message }
    throw error
  }
}
