import type { FileToRead } from '../reading/read-file.ts'
import { recognise, type Published } from '../reading/recognise.ts'
import { openTable } from '../reading/table.ts'
import { CannotBeRead } from '../reading/unreadable.ts'

/** The head of a file: its columns, some rows, and the published layout it is of, if any. */
export type Sample = { header: readonly string[]; headerLine: number; encoding: string; layout: Published | null; rows: readonly (readonly string[])[] }

const ROWS = 300

/** Looks at the first rows of a file; the sentence its sender sees where it cannot be read. */
export async function firstLook(file: FileToRead): Promise<{ ok: true; sample: Sample } | { ok: false; problem: string }> {
  try {
    const { header, headerLine, encoding, first } = await openTable(file, (names) => recognise(names) !== null, ROWS)
    return { ok: true, sample: { header, headerLine, encoding, layout: recognise(header), rows: first.map(({ fields }) => fields) } }
  } catch (error) {
    if (error instanceof CannotBeRead) return { ok: false, problem: error.message }
    throw error
  }
}
