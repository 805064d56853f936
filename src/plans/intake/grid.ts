import type { Cell, Paper, Table } from '../../documents/paper.ts'
import { fold, oneLine } from './folding.ts'

/** A table of the paper as the readers here see it: text tidied, merged cells resolved, every row with its place. */
export type Grid = {
  table: Table
  /** Which of the paper's tables it is, from 0. */
  number: number
  width: number
  height: number
  /** The words of a position; '' where a merged cell covers it. */
  text: (row: number, column: number) => string
  /** The words of a position, or those of the cell merged down over it. */
  spread: (row: number, column: number) => string
  cell: (row: number, column: number) => Cell | undefined
  /** Columns of a row that hold words. */
  filled: (row: number) => readonly number[]
  place: (row: number) => string
}

// A table is looked at many times over, and never changes once it is read.
const grids = new WeakMap<Table, Grid>()

export function gridOf(table: Table, number: number): Grid {
  const known = grids.get(table)
  if (known?.number === number) return known
  const grid = laidOut(table, number)
  grids.set(table, grid)
  return grid
}

function laidOut(table: Table, number: number): Grid {
  const texts = table.rows.map((row) => row.map((cell) => tidied(cell.text)))
  const filled = texts.map((row) => row.flatMap((each, column) => (each === '' ? [] : [column])))
  const above = mergedDown(table)
  const text = (row: number, column: number) => texts[row]?.[column] ?? ''
  return {
    table,
    number,
    width: table.rows[0]?.length ?? 0,
    height: table.rows.length,
    text,
    spread: (row, column) => text(above.get(`${row},${column}`) ?? row, column),
    cell: (row, column) => table.rows[row]?.[column],
    filled: (row) => filled[row] ?? [],
    place: (row) =>
      table.rowLines?.[row] === undefined
        ? `${table.place.label}, row ${row + 1}`
        : `${table.place.label.replace(/ \(line \d+\)$/, '')}, line ${table.rowLines[row]}`,
  }
}

/** Every table of the paper, hidden sheets included: what is left out is said, never skipped. */
export const gridsOf = (paper: Paper): Grid[] => paper.blocks.filter((block) => block.kind === 'table').map(gridOf)

/** For each position that a cell above is merged over: the row of that cell. */
function mergedDown(table: Table): Map<string, number> {
  const above = new Map<string, number>()
  for (const [row, cells] of table.rows.entries())
    for (const [column, cell] of cells.entries())
      for (let down = 1; down < cell.rowSpan; down++) above.set(`${row + down},${column}`, row)
  return above
}

/** Words with one paragraph to a line, and no stray space. */
const tidied = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map(oneLine)
    .filter((line) => line !== '')
    .join('\n')

/** True of a row with words in one cell only: a heading, a note, or the value of the label above it. */
export function isWide(grid: Grid, row: number): boolean {
  const filled = grid.filled(row)
  if (filled.length !== 1 || grid.width === 1) return filled.length === 1
  const coloured = (grid.table.rows[row] ?? []).some(
    (cell, column) => column !== filled[0] && cell.fill !== null && cell.fill !== grid.cell(row, filled[0]!)?.fill,
  )
  return !coloured
}

export const isBlank = (grid: Grid, row: number): boolean => grid.filled(row).length === 0

/** A row's words folded and joined, for telling two header rows alike. Figures do not count: a year or a number changes with each version. */
export const signature = (texts: readonly string[]): string =>
  texts.map((text) => fold(text).replace(/\d+/g, '').replace(/\s+/g, ' ').trim()).join('|')
