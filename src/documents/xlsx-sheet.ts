import type { Archive } from './archive.ts'
import { checkSize } from './bounds.ts'
import { blankCell, spend, textCell, type CellBudget } from './grid.ts'
import type { Cell } from './paper.ts'
import { shown } from './xlsx-formats.ts'
import type { CellStyle } from './xlsx-styles.ts'
import { readXml, type Attributes } from './xml.ts'

/** What a sheet needs from its workbook. */
export type Workbook = {
  strings: readonly string[]
  styleOf(index: number): CellStyle
  from1904: boolean
  budget: CellBudget
}

/** What on a sheet was not carried over, counted for the notes. */
export type SheetTally = {
  uncalculated: number
  errors: number
  lostStrings: number
  hiddenRows: number
  hiddenColumns: number
  rules: boolean
}

export type SheetContent = { rows: Cell[][]; tally: SheetTally }

/** Reads one sheet as a grid from A1 to its last text. `where` begins the sentence when a bound is met. */
export async function readSheet(
  archive: Archive,
  path: string,
  where: string,
  workbook: Workbook,
): Promise<SheetContent> {
  const tally: SheetTally = {
    uncalculated: 0,
    errors: 0,
    lostStrings: 0,
    hiddenRows: 0,
    hiddenColumns: 0,
    rules: false,
  }
  const sparse: (Cell[] | undefined)[] = []
  const merges: string[] = []
  const extent = { rows: 0, columns: 0 }
  const at = { row: -1, column: -1 }
  let cell: Attributes = {}
  let formula = false
  let into: 'v' | 't' | null = null
  let phonetic = false
  let value = ''
  let text = ''

  await readXml(archive, path, {
    open(name, attributes) {
      if (name === 's:c') {
        const reference = addressOf(attributes.r)
        at.column = reference?.column ?? at.column + 1
        at.row = reference?.row ?? at.row
        cell = attributes
        formula = false
        value = ''
        text = ''
      } else if (name === 's:row') {
        at.row = attributes.r === undefined ? at.row + 1 : Number(attributes.r) - 1
        at.column = -1
        if (isOn(attributes.hidden)) tally.hiddenRows++
      } else if (name === 's:v') into = 'v'
      else if (name === 's:t') into = phonetic ? null : 't'
      else if (name === 's:rPh') phonetic = true
      else if (name === 's:f') formula = true
      else if (name === 's:mergeCell') merges.push(attributes.ref ?? '')
      else if (name === 's:conditionalFormatting') tally.rules = true
      else if (name === 's:col' && isOn(attributes.hidden))
        tally.hiddenColumns += Math.min(2_000, Number(attributes.max) - Number(attributes.min) + 1 || 0)
    },
    text(piece) {
      if (into === 'v') value += piece
      else if (into === 't') text += piece
    },
    close(name) {
      if (name === 's:v' || name === 's:t') into = null
      else if (name === 's:rPh') phonetic = false
      else if (name === 's:c') keep(cellFrom(cell, value, text, formula, workbook, tally))
    },
  })

  function keep(read: Cell | null) {
    if (read === null || at.row < 0) return
    if (read.text.trim() !== '') {
      checkSize(where, at.row + 1, 1)
      checkSize(where, 1, at.column + 1)
      extent.rows = Math.max(extent.rows, at.row + 1)
      extent.columns = Math.max(extent.columns, at.column + 1)
    } else if (at.row >= extent.rows + STRETCH || at.column >= extent.columns + STRETCH) return
    spend(workbook.budget, 1)
    sparse[at.row] ??= []
    sparse[at.row]![at.column] = read
  }

  checkSize(where, extent.rows, extent.columns)
  const rows = fill(sparse, extent, workbook.budget)
  merge(rows, merges)
  return { rows, tally }
}

// A coloured cell without words is kept only near words: colours painted to the end of the sheet say nothing.
const STRETCH = 2_000

const isOn = (value: string | undefined) => value === '1' || value === 'true'

function cellFrom(
  cell: Attributes,
  value: string,
  text: string,
  formula: boolean,
  workbook: Workbook,
  tally: SheetTally,
): Cell | null {
  const { format, fill, bold } = workbook.styleOf(Number(cell.s ?? 0))
  const look = { fill, ...(bold ? { bold } : {}) }
  switch (cell.t) {
    case 's': {
      const shared = workbook.strings[Number(value)]
      if (shared === undefined) tally.lostStrings++
      return kept(textCell(shared ?? '', look))
    }
    case 'inlineStr':
      return kept(textCell(unescaped(text), look))
    case 'str':
      return kept(textCell(unescaped(value), look))
    case 'b':
      return kept(textCell(value === '1' || value === 'true' ? 'TRUE' : 'FALSE', look))
    case 'e':
      tally.errors++
      return textCell(value, look)
    case 'd':
      return textCell(value.slice(0, 10), { ...look, value: value.slice(0, 10) })
  }
  if (value.trim() === '') {
    if (formula) tally.uncalculated++
    return kept(textCell('', look))
  }
  const number = Number(value)
  return Number.isFinite(number)
    ? ((shownAs) => textCell(shownAs.text, { ...look, value: shownAs.value }))(shown(number, format, workbook.from1904))
    : textCell(value, look)
}

const kept = (cell: Cell): Cell | null => (cell.text === '' && cell.fill === null ? null : cell)

/** Undoes the workbook's way of writing characters XML cannot hold, and gives every line break as one '\n'. */
export function unescaped(text: string): string {
  const plain = text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text
  return plain.includes('\r') ? plain.replace(/\r\n?/g, '\n') : plain
}

/** 'C7' as row 6, column 2; null when it is no address. Counted by hand: a sheet may have two million of them. */
export function addressOf(reference: string | undefined): { row: number; column: number } | null {
  let column = 0
  let row = 0
  for (let at = 0; at < (reference?.length ?? 0); at++) {
    const code = reference!.charCodeAt(at)
    if (code >= 65 && code <= 90 && row === 0) column = column * 26 + code - 64
    else if (code >= 48 && code <= 57 && column > 0) row = row * 10 + code - 48
    else if (code !== DOLLAR) return null
    if (column > 18_278 || row > 9_999_999) return null
  }
  return column > 0 && row > 0 ? { row: row - 1, column: column - 1 } : null
}

const DOLLAR = 36

function fill(sparse: (Cell[] | undefined)[], extent: { rows: number; columns: number }, budget: CellBudget): Cell[][] {
  const present = sparse.reduce((sum, row) => sum + (row === undefined ? 0 : Object.keys(row).length), 0)
  spend(budget, Math.max(0, extent.rows * extent.columns - present))
  return Array.from({ length: extent.rows }, (_, r) => {
    const row = sparse[r]
    return Array.from({ length: extent.columns }, (_, c) => row?.[c] ?? blankCell())
  })
}

/** Applies merged ranges, cut at the grid's edge; one that overlaps an earlier one is passed over. */
function merge(rows: Cell[][], references: readonly string[]) {
  const width = rows[0]?.length ?? 0
  let effort = 2 * rows.length * width + references.length
  for (const reference of references) {
    const [from, to] = reference.split(':').map(addressOf)
    if (!from || !to || from.row >= rows.length || from.column >= width) continue
    const rowSpan = Math.min(to.row, rows.length - 1) - from.row + 1
    const columnSpan = Math.min(to.column, width - 1) - from.column + 1
    effort -= Math.max(1, rowSpan * columnSpan)
    if (rowSpan < 1 || columnSpan < 1 || effort < 0) continue
    const range = rows
      .slice(from.row, from.row + rowSpan)
      .map((row) => row.slice(from.column, from.column + columnSpan))
    if (range.some((row) => row.some((cell) => cell.covered || cell.rowSpan * cell.columnSpan > 1))) continue
    for (let r = 0; r < rowSpan; r++)
      for (let c = 0; c < columnSpan; c++) rows[from.row + r]![from.column + c] = blankCell(true)
    rows[from.row]![from.column] = { ...range[0]![0]!, rowSpan, columnSpan }
  }
}
