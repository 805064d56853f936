import type { Cell, Reading as PaperReading } from '../../documents/paper.ts'
import type { Row } from './lines.ts'

export type UploadedRows = { ok: true; rows: Row[] } | { ok: false; problem: string }

/** The rows of the one table a file holds, numbered as they are in it, or why there are none to take. */
export function rowsOfUpload(reading: PaperReading): UploadedRows {
  if (!reading.ok) return reading
  const tables = reading.paper.blocks.filter((block) => block.kind === 'table')
  const [table, ...others] = tables
  if (!table)
    return {
      ok: false,
      problem: 'The file holds no table. Send a spreadsheet or CSV with a row for each period, headed period and value.',
    }
  if (others.length > 0) {
    const places = tables.map(({ place }) => place.label).join(', ')
    return {
      ok: false,
      problem: `The file holds ${tables.length} tables (${places}). Send one with only the readings of this measure.`,
    }
  }
  return {
    ok: true,
    rows: table.rows.map((cells, index) => ({ line: table.rowLines?.[index] ?? index + 1, cells: cells.map(textOf) })),
  }
}

/** A number in full, not as the spreadsheet rounds it; a percentage as it is shown. */
function textOf({ value, text }: Cell): string {
  if (typeof value === 'number') return text.trim().endsWith('%') ? text : String(value)
  return value ?? text
}
