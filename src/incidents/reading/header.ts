import { BOUNDS } from '../../documents/bounds.ts'
import { CannotBeRead, grouped } from './unreadable.ts'

/** A row as it stands in a file, by the line it begins on (a spreadsheet's row number). */
export type FileRow = { fields: readonly string[]; line: number }

/** A header's names: trimmed, line breaks as spaces, a blank one "Column 7", a repeated one "Date (2)"; blank ones at the end left out. */
export function namesOf(fields: readonly string[]): string[] {
  const width = fields.findLastIndex((field) => field.trim() !== '') + 1
  const seen = new Map<string, number>()
  const taken = new Set(fields.map((field) => field.trim()))
  return fields.slice(0, width).map((field, at) => {
    const name = field.replace(/[\s\ufeff]+/g, ' ').trim() || `Column ${at + 1}`
    let place = (seen.get(name.toLowerCase()) ?? 0) + 1
    while (place > 1 && taken.has(`${name} (${place})`)) place++
    seen.set(name.toLowerCase(), place)
    return place === 1 ? name : `${name} (${place})`
  })
}

/** How many first rows may stand above a header. */
export const ROWS_ABOVE = 40

/**
 * The place among the first rows of the one that names the columns: the first that `isKnown` knows, else the first that is about as wide as the table and
 * holds words rather than figures. Null where there is no row at all. Throws CannotBeRead beyond the bound on columns.
 */
export function findHeader(rows: readonly FileRow[], isKnown: (names: readonly string[]) => boolean): number | null {
  for (const { fields, line } of rows) checkWidth(fields.length, line)
  const known = rows.findIndex(({ fields }) => isKnown(namesOf(fields)))
  if (known !== -1) return known
  const widths = rows.map(({ fields }) => fields.filter((field) => field.trim() !== '').length)
  const typical = [...widths].sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 0
  const isWide = (at: number) => widths[at]! >= Math.max(typical >= 2 ? 2 : 1, 0.6 * typical)
  const wide = rows.findIndex((_, at) => isWide(at))
  const named = rows.findIndex(({ fields }, at) => isWide(at) && fields.every(isName))
  return named !== -1 ? named : wide !== -1 ? wide : null
}

function checkWidth(columns: number, line: number) {
  if (columns <= BOUNDS.columns) return
  throw new CannotBeRead(
    `Line ${line} has ${grouped(columns)} columns; at most ${grouped(BOUNDS.columns)} can be read. ` +
      'Check that the file was saved with one incident a row, remove the columns that are not needed, and send it again.',
  )
}

/** True of what may name a column: words, not a figure, a date or a time. */
export const isName = (field: string): boolean =>
  !/^[\s£$-]*\d[\d,. ]*%?$/.test(field) &&
  !/^\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?([T ]|$)/.test(field.trim()) &&
  !/^\d{1,2}:\d{2}/.test(field.trim())
