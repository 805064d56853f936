import { stringify } from 'csv-stringify/sync'
import { printable } from './printable.ts'

/** What a table's cell may hold. A date is written 'YYYY-MM-DD', null as a blank. */
export type CsvValue = string | number | bigint | boolean | Temporal.PlainDate | null

// What spreadsheet programs take for a formula: = + - @, also in full width, after any blanks; and a leading tab or
// line end.
const LIVE = String.raw`[\s\0\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\0]`
const BEGINS_LIVE = new RegExp(`^(?:${LIVE})`)
const NEEDS_PROTECTION = new RegExp(`^'*(?:${LIVE})`)
const PROTECTED = new RegExp(`^''*(?:${LIVE})`)

/** True of text that a spreadsheet program might run when it is read from a file without types. */
export const isLive = (text: string): boolean => BEGINS_LIVE.test(text)

/**
 * Text that no spreadsheet program runs: an apostrophe goes before whatever would begin a formula, and before any text
 * that already begins with such an apostrophe, so that `unprotected` gives back exactly what was written.
 * Source: OWASP, CSV Injection.
 */
export const protectedText = (text: string): string => (NEEDS_PROTECTION.test(text) ? `'${text}` : text)

/** Takes off the apostrophe that `protectedText` put on; other text stays as it is. */
export const unprotected = (text: string): string =>
  text.startsWith("'") && PROTECTED.test(text) ? text.slice(1) : text

/**
 * A table as CSV for Excel: byte-order mark, comma, CRLF after every row, the column titles first. Text is protected
 * from being run as a formula; numbers stay numbers, negative ones too. Line breaks within a cell become LF; control
 * characters are left out.
 */
export function writeCsv(rows: readonly (readonly CsvValue[])[], columns: readonly string[]): string {
  return stringify([columns.map(written), ...rows.map((row) => row.map(written))], {
    bom: true,
    record_delimiter: 'windows',
    quoted_match: /[\n\r\t;|]|^\s|\s$|^sep=/,
  })
}

function written(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'string') return protectedText(printable(value))
  return String(value)
}
