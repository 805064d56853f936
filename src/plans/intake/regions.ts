import { namedCode } from './codes.ts'
import { type Grid, isBlank, isWide } from './grid.ts'
import { beginsTable, headerColumns, headerMeaning, headerRowsAt, isHeader, isSameHeader } from './headers.ts'
import { markOfFill, readMark, readTrend } from './marks.ts'
import { guessMeaning, isLegend, isParticular, type Meaning } from './meanings.ts'
import { keyEntry } from './owner-key.ts'

/** What a stretch of a table's rows is. */
export const ROLES = ['list', 'sheet', 'columns', 'key', 'criteria', 'about', 'not part'] as const
export type Role = (typeof ROLES)[number]

export const ROLE_WORDS: Record<Role, string> = {
  list: 'A list: one item to a row',
  sheet: 'A sheet about one or several items',
  columns: 'A tracker: one item to a column',
  key: 'A key to the owners',
  criteria: 'What the ratings mean',
  about: 'About the paper itself',
  'not part': 'Not part of the plan',
}

/** Rows `from` (included) to `to` (not) of one table, and what they are. `headerRows`: how many of the first are column headers. */
export type Region = { table: number; from: number; to: number; role: Role; headerRows: number }

/** Divides a table into regions: papers stack several tables in one sheet, and one list over several tables. */
export function regionsOf(grid: Grid): Region[] {
  if (isOneToAColumn(grid)) return [{ table: grid.number, from: 0, to: grid.height, role: 'columns', headerRows: 0 }]
  const regions: Region[] = []
  for (let row = 0; row < grid.height;) {
    if (isBlank(grid, row)) {
      row++
      continue
    }
    const region = regionAt(grid, row)
    regions.push(region)
    row = region.to
  }
  return regions
}

function regionAt(grid: Grid, from: number): Region {
  const begin = { table: grid.number, from, headerRows: 0 }
  const sheet = headerRowsAt(grid, from) > 0 ? null : sheetEnd(grid, from)
  if (sheet !== null) return { ...begin, role: 'sheet', to: sheet }
  const marked = from === 0 && (grid.table.headerRows ?? 0) > 0 && grid.filled(0).length >= 2 && beginsTable(grid, 0) ? 1 : 0
  const headerRows = Math.max(headerRowsAt(grid, from), marked)
  if (headerRows > 0) {
    const to = listEnd(grid, from, headerRows)
    const role = looseRole(grid, from + headerRows, to)
    return { ...begin, role: role === 'key' || role === 'criteria' ? role : 'list', headerRows, to }
  }
  let to = from + 1
  while (to < grid.height && !isBlank(grid, to) && headerRowsAt(grid, to) === 0 && sheetEnd(grid, to) === null) to++
  return { ...begin, to, role: looseRole(grid, from, to) }
}

/** Rows that begin with no header: a key, a legend, the paper's particulars, or rows that only their neighbours explain. */
function looseRole(grid: Grid, from: number, to: number): Role {
  const rows = Array.from({ length: to - from }, (_, index) => from + index)
  const share = (test: (row: number) => boolean) => rows.filter(test).length / rows.length
  if (rows.length > 0 && share((row) => isLegendRow(grid, row)) >= 0.6) return 'criteria'
  if (rows.length > 1 && share((row) => isKeyRow(grid, row)) >= 0.6) return 'key'
  if (share((row) => isWide(grid, row) || isParticular(grid.text(row, grid.filled(row)[0]!))) === 1) return 'about'
  return 'not part'
}

const isKeyRow = (grid: Grid, row: number): boolean => {
  const [first, second, ...more] = grid.filled(row)
  return (
    first !== undefined &&
    second !== undefined &&
    more.length === 0 &&
    keyEntry(`${grid.text(row, first)}\t${grid.text(row, second)}`) !== null
  )
}

function isLegendRow(grid: Grid, row: number): boolean {
  const filled = grid.filled(row)
  const words = filled.map((column) => grid.text(row, column))
  if (filled.length === 1 && filled[0] !== 0 && markOfFill(grid.cell(row, filled[0]! - 1)?.fill ?? null)) return true
  if (filled.length === 0 || filled.length > 2) return false
  if (isLegend(words.join(' ')) && words.join(' ').length < 250) return true
  const mark = readMark(words[0]!)
  return (
    mark !== null &&
    (words.length === 2
      ? filled[0] === 0 && mark.rest === '' && !readTrend(words[1]!) && readMark(words[1]!)?.word !== mark.word
      : mark.rest !== '')
  )
}

function listEnd(grid: Grid, from: number, headerRows: number): number {
  const columns = headerColumns(grid, from, headerRows)
  for (let row = from + headerRows; row < grid.height; row++) {
    if (isBlank(grid, row)) {
      const next = nextFilled(grid, row)
      if (next === null || isAfterword(grid, next)) return row
      continue
    }
    if (sheetEnd(grid, row) !== null) return row
    if (headerRowsAt(grid, row) > 0 && !isSameHeader(columns, headerColumns(grid, row, 1))) return row
  }
  return grid.height
}

const nextFilled = (grid: Grid, row: number): number | null => {
  for (let next = row; next < grid.height; next++) if (!isBlank(grid, next)) return next
  return null
}

/** After a gap, a legend, a key or the paper's particulars are no longer the list. */
function isAfterword(grid: Grid, row: number): boolean {
  return (
    isLegendRow(grid, row) ||
    /^(?:key|note|notes|rag key|legend)\b\W*/i.test(grid.text(row, grid.filled(row)[0]!)) ||
    isParticular(grid.text(row, grid.filled(row)[0]!))
  )
}

/** The label a row of a sheet begins with, or null. */
export function labelOf(grid: Grid, row: number): Meaning | null {
  const [first, ...others] = grid.filled(row)
  if (first !== 0 || isHeader(grid, row)) return null
  const text = grid.text(row, 0).replace(/[:;.?]+$/, '')
  if (text.length > 60 || text.includes('\n') || others.length > 3) return null
  return headerMeaning(text)
}

/** Where the sheet that begins at `from` ends, or null when none begins there: headings, then at least three labels. */
function sheetEnd(grid: Grid, from: number): number | null {
  if (!isWide(grid, from) && !labelOf(grid, from)) return null
  let row = from
  while (row < grid.height && row - from < 5 && !labelOf(grid, row) && isWide(grid, row)) row++
  const first = row
  const seen = new Set<Meaning>()
  let ended = row
  for (let since = 0; row < grid.height && since < 3; row++) {
    const label = labelOf(grid, row)
    if (label && repeats(label, seen)) break
    since = label ? 0 : since + 1
    if (label) seen.add(label)
    if (label) ended = row + 1
  }
  if (!labelOf(grid, first) || seen.size < 3 || !(seen.has('title') || seen.has('owner'))) return null
  return sheetTail(grid, ended)
}

const repeats = (label: Meaning, seen: ReadonlySet<Meaning>): boolean =>
  ['title', 'owner', 'rating'].includes(label) && seen.has(label)

/** The rows after the last label are its words, until something else begins. */
function sheetTail(grid: Grid, from: number): number {
  let row = from
  while (
    row < grid.height &&
    !labelOf(grid, row) &&
    headerRowsAt(grid, row) === 0 &&
    !(row > from && isWide(grid, row) && namedCode(grid.text(row, grid.filled(row)[0]!)))
  )
    row++
  return row
}

/** One item to a column: the first column names fields, and most rows go on across the table. */
function isOneToAColumn(grid: Grid): boolean {
  const rows = Array.from({ length: grid.height }, (_, row) => row).filter((row) => !isBlank(grid, row))
  const labelled = rows.filter((row) => grid.filled(row)[0] === 0 && guessMeaning(grid.text(row, 0)) !== null)
  const meanings = new Set(labelled.map((row) => guessMeaning(grid.text(row, 0))!.meaning))
  if (
    grid.width < 3 ||
    labelled.length < 4 ||
    labelled.length < rows.length * 0.6 ||
    !meanings.has('title') ||
    !(meanings.has('rating') || meanings.has('owner'))
  )
    return false
  const across = labelled.filter((row) => grid.filled(row).length >= Math.max(3, grid.width * 0.5)).length
  return across >= labelled.length * 0.6 && !rows.slice(0, 3).some((row) => isHeader(grid, row))
}
