import { CsvError, parse } from 'csv-parse/sync'
import { BOUNDS, checkSize, Unreadable } from './bounds.ts'
import { unprotected } from './csv.ts'
import { blankCell, newCellBudget, spend, textCell } from './grid.ts'
import type { Cell, Paper } from './paper.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE = 200_000

/**
 * The delimiter of text laid out as a table, or null when it reads as prose or as prose with tables in it (blank lines
 * between rows). Content decides; a name ending in .csv or .tsv only settles what content leaves open.
 */
export function csvDelimiter(name: string, text: string): string | null {
  const named = /\.(csv|tsv|tab)$/i.test(name)
  const stated = /^sep=(.)\r?\n/.exec(text)?.[1]
  if (stated !== undefined) return stated
  const sample = text.slice(0, SAMPLE).replace(/\r\n?/g, '\n')
  const shapes = DELIMITERS.map((delimiter) => ({ delimiter, ...shapeOf(sample, delimiter, text.length > SAMPLE) }))
  const best = shapes.filter(({ columns }) => columns > 1).sort((a, b) => b.share - a.share || b.columns - a.columns)[0]
  if (named) return best && best.share >= 0.3 ? best.delimiter : ','
  return best && best.share >= 0.9 && best.records >= 3 && !best.gaps ? best.delimiter : null
}

/**
 * How many columns most records have with a delimiter, what share of records has them, and whether blank lines part
 * them.
 */
function shapeOf(sample: string, delimiter: string, cut: boolean) {
  const { counts, gaps } = fieldCounts(sample, delimiter)
  if (cut) counts.pop()
  const tally = new Map<number, number>()
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1)
  const [columns = 0, records = 0] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return { columns, records, share: counts.length === 0 ? 0 : records / counts.length, gaps }
}

/** Fields in each record that is not blank; a delimiter or line break between quotation marks does not count. */
function fieldCounts(sample: string, delimiter: string): { counts: number[]; gaps: boolean } {
  const counts: number[] = []
  let fields = 1
  let begun = false
  let quoted = false
  let before = '\n'
  let blank = false
  let gaps = false
  for (const character of `${sample}\n`) {
    if (character === '"' && (quoted || before === '"' || before === delimiter || before === '\n')) quoted = !quoted
    else if (!quoted && character === delimiter) fields++
    if (!quoted && character === '\n') {
      if (begun) counts.push(fields)
      gaps ||= begun && blank && counts.length > 1
      blank = !begun
      fields = 1
      begun = false
    } else if (character.trim() !== '' || character === delimiter) begun = true
    before = character
  }
  return { counts, gaps }
}

/** Reads delimited text as one table. Rows keep the line they begin on; blank rows are left out. */
export function readCsv(text: string, delimiter: string): Omit<Paper, 'name'> {
  const body = text.replace(/^sep=.\r?\n/, '\n')
  const notes: string[] = []
  const { records, lines } = recordsOf(body, delimiter)
  const width = records.reduce((most, record) => Math.max(most, record.length), 0)
  checkSize('The table', records.length, width)
  spend(newCellBudget(), records.length * width)
  const short = lines.filter((_, at) => records[at]!.length < width)
  if (short.length > 0) notes.push(raggedNote(short, width))
  const rows = records.map((record): Cell[] => Array.from({ length: width }, (_, at) => cellFrom(record[at])))
  while (rows.at(-1)?.every((cell) => cell.text.trim() === '')) rows.pop()
  const place = { label: 'Table 1', line: lines[0] ?? 1 }
  const blocks =
    rows.length === 0
      ? []
      : [{ kind: 'table' as const, rows: withoutBlankColumns(rows), place, rowLines: lines.slice(0, rows.length) }]
  return { format: 'csv', title: null, blocks, notes }
}

const cellFrom = (text: string | undefined): Cell =>
  text === undefined || text === '' ? blankCell() : textCell(unprotected(text.replace(/\r\n?/g, '\n')))

function withoutBlankColumns(rows: Cell[][]): Cell[][] {
  const width = rows.reduce((most, row) => Math.max(most, row.findLastIndex((cell) => cell.text.trim() !== '') + 1), 0)
  return rows.map((row) => row.slice(0, width))
}

function recordsOf(text: string, delimiter: string): { records: string[][]; lines: number[] } {
  const bytes = Buffer.from(text)
  const lineAt = lineCounter(bytes)
  const records: string[][] = []
  const lines: number[] = []
  let start = 0
  try {
    parse(bytes, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      on_record: (record: string[], { bytes: end }) => {
        if (record.some((field) => field.trim() !== '' && unprotected(field).trim() !== '')) {
          records.push(record)
          lines.push(lineAt(start))
          if (records.length > BOUNDS.rows) checkSize('The table', records.length, 1)
        }
        start = end
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const row = `the row that begins on line ${lineAt(start)}`
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new Unreadable(
        `A quotation mark in ${row} is never closed. Close it, or save the table again from Excel, and send it again.`,
      )
    throw new Unreadable(`The table cannot be read from ${row}. Save it again from Excel as CSV, and send that.`)
  }
  return { records, lines }
}

/** Gives the line a byte stands on; ask in rising order. CR, LF and CRLF each end one line. */
function lineCounter(bytes: Uint8Array): (offset: number) => number {
  let line = 1
  let at = 0
  return (offset) => {
    for (; at < offset; at++) if (bytes[at] === 10 ? bytes[at - 1] !== 13 : bytes[at] === 13) line++
    return line
  }
}

function raggedNote(lines: readonly number[], width: number): string {
  const named = lines.slice(0, 5).join(', ') + (lines.length > 5 ? ` and ${lines.length - 5} more` : '')
  const [subject, verb] = lines.length === 1 ? ['The row on line', 'was'] : ['The rows on lines', 'were']
  return `${subject} ${named} ${verb} shorter than the widest row (${width} columns) and ${verb} filled with blanks.`
}
