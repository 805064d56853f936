import { BOUNDS, checkSize, grouped, Unreadable } from './bounds.ts'
import type { Cell } from './paper.ts'

/** A cell before it has its place: what it holds and how far it stretches. */
export type Piece = Pick<Cell, 'paragraphs' | 'fill' | 'columnSpan' | 'rowSpan' | 'bold'>

/** How many more cells this paper may hold, across all its tables. */
export type CellBudget = { left: number }

export const newCellBudget = (): CellBudget => ({ left: BOUNDS.cells })

/** Takes cells off the budget; throws Unreadable when it is spent. */
export function spend(budget: CellBudget, cells: number): void {
  budget.left -= cells
  if (budget.left >= 0) return
  const reached = grouped(BOUNDS.cells - budget.left)
  throw new Unreadable(
    `The tables reach ${reached} cells; at most ${grouped(BOUNDS.cells)} can be read. Split the file and send the parts.`,
  )
}

/** A piece of one position holding these paragraphs; blank ones are dropped. */
export const piece = (paragraphs: string[], span: Partial<Piece> = {}): Piece => ({
  paragraphs: paragraphs.filter((text) => text.trim() !== ''),
  fill: null,
  columnSpan: 1,
  rowSpan: 1,
  ...span,
})

export const cellOf = ({ paragraphs, fill, columnSpan, rowSpan, bold }: Piece): Cell => ({
  text: paragraphs.join('\n'),
  paragraphs,
  fill,
  columnSpan,
  rowSpan,
  covered: false,
  ...(bold ? { bold } : {}),
})

/** A single cell of a spreadsheet or list: its text exactly, one paragraph a line. */
export function textCell(
  text: string,
  look: { fill?: string | null; bold?: boolean; value?: number | string } = {},
): Cell {
  const paragraphs = text === '' ? [] : text.includes('\n') ? text.split('\n') : [text]
  const cell: Cell = { text, paragraphs, fill: look.fill ?? null, columnSpan: 1, rowSpan: 1, covered: false }
  if (look.value !== undefined) cell.value = look.value
  if (look.bold) cell.bold = true
  return cell
}

export const blankCell = (covered = false): Cell => ({
  text: '',
  paragraphs: [],
  fill: null,
  columnSpan: 1,
  rowSpan: 1,
  covered,
})

/**
 * Lays pieces out as a rectangular grid: each takes the first free column of its row, as in HTML; short rows are filled
 * with blanks and spans are cut at the table's edge. Throws Unreadable beyond the bounds; `where` begins the sentence.
 */
export function makeGrid(where: string, rows: readonly (readonly Piece[])[], budget: CellBudget): Cell[][] {
  checkSize(where, rows.length, 1)
  const grid: Cell[][] = rows.map(() => [])
  for (const [r, row] of rows.entries()) {
    let column = 0
    for (const each of row) {
      while (grid[r]![column]) column++
      checkSize(where, 1, column + each.columnSpan)
      column = place(grid, r, column, each, budget)
    }
  }
  const width = Math.max(0, ...grid.map((row) => row.length))
  checkSize(where, rows.length, width)
  spend(
    budget,
    grid.reduce((padding, row) => padding + width - row.length, 0),
  )
  return grid.map((row) => Array.from({ length: width }, (_, c) => row[c] ?? blankCell()))
}

/** Puts a piece at its corner and marks what it covers; a span stops short of a position already taken. */
function place(grid: Cell[][], r: number, c: number, each: Piece, budget: CellBudget): number {
  const row = grid[r]!
  let columnSpan = 1
  while (columnSpan < each.columnSpan && !row[c + columnSpan]) columnSpan++
  const rowSpan = Math.max(1, Math.min(each.rowSpan, grid.length - r))
  spend(budget, rowSpan * columnSpan)
  for (let down = 0; down < rowSpan; down++) {
    for (let along = 0; along < columnSpan; along++) grid[r + down]![c + along] ??= blankCell(true)
  }
  row[c] = cellOf({ ...each, columnSpan, rowSpan })
  return c + columnSpan
}
