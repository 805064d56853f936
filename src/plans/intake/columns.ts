import { isCode, leadingCode } from './codes.ts'
import { readDays } from './dates.ts'
import { fold, oneLine } from './folding.ts'
import { type Grid, isWide } from './grid.ts'
import { bestFirst, isWithheld, markOfFill, readMark, readTrend } from './marks.ts'
import { guessMeaning, type Meaning } from './meanings.ts'
import { headerRowsAt } from './headers.ts'
import type { Region } from './regions.ts'

/** What a column's cells look like, as shares of the cells that are filled, 0 to 1. */
export type Column = {
  header: string
  guess: Meaning | null
  filled: number
  marks: number
  markWords: string[]
  fills: number
  trends: number
  dates: number
  codes: number
  leadingCodes: number
  figures: number
  /** How many different texts, of those filled. */
  distinct: number
  merged: number
  /** High, medium, low: how much something matters. */
  weights: number
  letters: number // mean length
}

/** The words over a column: of two header rows, the lower, or the upper where it stands alone over the column. */
export function headerOf(grid: Grid, region: Region, column: number): string {
  const words = Array.from({ length: region.headerRows }, (_, index) => {
    const row = region.from + index
    const own = grid.text(row, column)
    return own === '' && grid.cell(row, column)?.covered && index > 0 ? '' : own
  })
  const last = words.findLast((each) => each !== '') ?? ''
  const group = region.headerRows > 1 ? groupOver(grid, region.from, column) : ''
  return group && group !== last && guessMeaning(last)?.whole !== true ? `${group} ${last}`.trim() : last
}

/** The text of the cell of the first header row that spans over this column. */
function groupOver(grid: Grid, row: number, column: number): string {
  for (let left = column; left >= 0; left--) {
    const cell = grid.cell(row, left)
    if (cell && !cell.covered) return left + cell.columnSpan > column ? grid.text(row, left) : ''
  }
  return ''
}

/** The rows of a list that hold items: no headers, no headings, no blanks. */
export function itemRows(grid: Grid, region: Region): number[] {
  const rows: number[] = []
  for (let row = region.from + region.headerRows; row < region.to; row++)
    if (grid.filled(row).length > 0 && !(isWide(grid, row) && grid.width > 1) && headerRowsAt(grid, row) === 0) rows.push(row)
  return rows
}

/** How many rows, spread over the list, are enough to know its columns by. */
const SAMPLE = 400

export function columnsOf(grid: Grid, region: Region): Column[] {
  const all = itemRows(grid, region)
  const step = Math.ceil(all.length / SAMPLE)
  const rows = step <= 1 ? all : all.filter((_, index) => index % step === 0)
  return Array.from({ length: grid.width }, (_, column) => {
    const header = headerOf(grid, region, column)
    const texts = rows.map((row) => grid.text(row, column)).filter((text) => text !== '')
    const share = (test: (text: string) => boolean) => (texts.length === 0 ? 0 : texts.filter(test).length / texts.length)
    const marks = texts.map(readMark)
    return {
      header,
      guess: guessMeaning(header)?.meaning ?? null,
      filled: texts.length,
      marks: marks.some((mark) => mark !== null)
        ? marks.filter((mark, index) => mark !== null || isWithheld(texts[index]!)).length / texts.length
        : 0,
      markWords: bestFirst(marks.flatMap((mark) => (mark ? [mark.word] : []))),
      fills:
        rows.length === 0
          ? 0
          : rows.filter((row) => markOfFill(grid.cell(row, column)?.fill ?? null) !== null && !wholeRowFilled(grid, row)).length /
            rows.length,
      trends: share((text) => readTrend(text) !== null),
      dates: share((text) => readDays(text) !== null),
      codes: share(isCode),
      leadingCodes: share((text) => leadingCode(text) !== null),
      figures: share((text) => /^[£$€]?\s*-?[\d.,]+\s*(?:%|k|m|bn)?$/i.test(text)),
      distinct: texts.length === 0 ? 0 : new Set(texts.map((text) => fold(text.slice(0, 160)))).size / texts.length,
      weights: share((text) => /^(?:high|medium|med|low|critical|h|m|l|[1-5]|p[1-5])$/i.test(text)),
      merged: rows.filter((row) => grid.cell(row, column)?.covered && grid.spread(row, column) !== '').length,
      letters: texts.length === 0 ? 0 : texts.reduce((sum, text) => sum + text.length, 0) / texts.length,
    }
  })
}

/** A row shaded from end to end is decorated, not rated. */
const wholeRowFilled = (grid: Grid, row: number): boolean => {
  const fills = (grid.table.rows[row] ?? []).filter((cell) => !cell.covered).map((cell) => cell.fill)
  return fills.length > 1 && fills[0] !== null && fills.every((fill) => fill === fills[0])
}

/** Column headers as a reader sees them, on one line. */
export const headersOf = (columns: readonly Column[]): string[] => columns.map(({ header }) => oneLine(header))
