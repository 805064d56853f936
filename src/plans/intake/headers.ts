import { readDays } from './dates.ts'
import { type Grid, isBlank, isWide } from './grid.ts'
import { readMark } from './marks.ts'
import { guessMeaning, isLegend, type Meaning } from './meanings.ts'

/** The meaning of a cell if nothing but a header would be written so. */
export function headerMeaning(text: string): Meaning | null {
  if (text === '' || text.length > 80) return null
  const guess = guessMeaning(text)
  return guess?.whole && !readMark(text) ? guess.meaning : null
}

/** How many rows from here are column headers: 0 when this is no header, 2 when a second row divides the first one's columns. */
export function headerRowsAt(grid: Grid, row: number): number {
  const known = headerRows.get(grid) ?? new Map<number, number>()
  headerRows.set(grid, known)
  const rows = known.get(row) ?? countHeaderRows(grid, row)
  known.set(row, rows)
  return rows
}

const headerRows = new WeakMap<Grid, Map<number, number>>()

function countHeaderRows(grid: Grid, row: number): number {
  if (!isHeader(grid, row)) return isGroupedHeader(grid, row) ? 2 : 0
  const next = row + 1
  if (next >= grid.height || !hasSpans(grid, row)) return 1
  return isHeader(grid, next) || isUnderHeader(grid, row, next) ? 2 : 1
}

export function isHeader(grid: Grid, row: number): boolean {
  const filled = grid.filled(row)
  if (filled.length < 2) return false
  const texts = filled.map((column) => grid.text(row, column))
  const meanings = texts
    .filter((text) => !isLegend(text))
    .map(headerMeaning)
    .filter((meaning) => meaning !== null && meaning !== 'criteria')
  const legends = texts.filter(isLegend).length
  const known = new Set(meanings).size + (meanings.length > 0 ? legends : 0)
  if (known >= 2) return (meanings.length + legends) * 2 >= filled.length || beginsTable(grid, row)
  return (
    known === 1 &&
    legends === 0 &&
    meanings[0] === 'rating' &&
    marksBelow(
      grid,
      row,
      filled.find((column) => headerMeaning(grid.text(row, column)) === 'rating')!,
    )
  )
}

/** The first row, or the first after a gap or a title, of short words among which there is no rating: as headers are. */
export const beginsTable = (grid: Grid, row: number): boolean =>
  (row === 0 || isBlank(grid, row - 1) || isWide(grid, row - 1)) &&
  row + 1 < grid.height &&
  grid
    .filled(row)
    .every(
      (column) => grid.text(row, column).length <= 60 && !readMark(grid.text(row, column)) && !readDays(grid.text(row, column)),
    )

/** Under a one-word header such as "RAG", ratings in the very next rows make it one. */
const marksBelow = (grid: Grid, row: number, column: number): boolean => {
  const below = [row + 1, row + 2, row + 3].filter((each) => each < grid.height && !isWide(grid, each))
  return below.length > 0 && below.every((each) => readMark(grid.text(each, column)) !== null) && grid.filled(row).length > 1
}

const hasSpans = (grid: Grid, row: number): boolean =>
  grid.filled(row).some((column) => (grid.cell(row, column)?.columnSpan ?? 1) > 1 || (grid.cell(row, column)?.rowSpan ?? 1) > 1)

/** A second header row stands only under spans of the first: each of its cells is short, and none is a rating. */
const isUnderHeader = (grid: Grid, row: number, next: number): boolean =>
  grid.filled(next).length > 0 &&
  grid
    .filled(next)
    .every(
      (column) =>
        grid.text(next, column).length <= 40 &&
        !readMark(grid.text(next, column)) &&
        (!!grid.cell(row, column)?.covered || (grid.cell(row, column)?.columnSpan ?? 1) > 1),
    )

/** A first row of group names ("Delivery", "Status") over a row of headers that is one by itself. */
const isGroupedHeader = (grid: Grid, row: number): boolean =>
  row + 1 < grid.height &&
  hasSpans(grid, row) &&
  grid.filled(row).length >= 2 &&
  grid.filled(row).every((column) => grid.text(row, column).length <= 40 && !readMark(grid.text(row, column))) &&
  isHeader(grid, row + 1)

/** What each column of a header row means, as far as its words are a header's. */
export const headerColumns = (grid: Grid, row: number, rows: number): Map<number, Meaning> =>
  new Map(
    Array.from(
      { length: grid.width },
      (_, column) => [column, headerMeaning(grid.text(row + rows - 1, column)) ?? headerMeaning(grid.text(row, column))] as const,
    ).flatMap(([column, meaning]) => (meaning ? [[column, meaning] as const] : [])),
  )

/** A header repeated on a new page, or over the next group of the same list: no column means something else now. */
export const isSameHeader = (columns: ReadonlyMap<number, Meaning>, again: ReadonlyMap<number, Meaning>): boolean =>
  [...again].every(([column, meaning]) => !columns.has(column) || columns.get(column) === meaning) &&
  [...again].some(([column]) => columns.has(column))
