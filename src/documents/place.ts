import type { Table } from './paper.ts'

/** A column's letters in a spreadsheet: 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  const rest = column % 26
  const before = Math.floor(column / 26)
  return (before > 0 ? columnLetters(before - 1) : '') + String.fromCharCode(65 + rest)
}

/**
 * Where a cell stands, in words a reader can follow: "Table 3, row 4, column 2", "sheet Plan, row 7, column C". Row
 * and column count from 0.
 */
export function cellPlace(table: Table, row: number, column?: number): string {
  const line = table.rowLines?.[row]
  const where =
    table.sheet === undefined && line !== undefined
      ? table.place.label.replace(/ \(line \d+\)$/, '')
      : table.place.label
  const named = column === undefined ? '' : `, column ${table.sheet === undefined ? column + 1 : columnLetters(column)}`
  return `${where}, row ${row + 1}${named}${line === undefined ? '' : ` (line ${line})`}`
}
