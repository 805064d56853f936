import { decodeText } from '../../documents/content.ts'
import { csvDelimiter, readCsv } from '../../documents/read-csv.ts'

/** A paper's words as a pack has them within itself: paragraphs, or one table with its header row. */
export type Inline = { kind: 'text'; paragraphs: string[] } | { kind: 'table'; columns: string[]; rows: string[][] }

const MOST_BYTES = 100_000
const MOST_ROWS = 300
const MOST_COLUMNS = 12

/** A text or a table that is short enough to stand within a pack; null for anything else, which is linked to. */
export function inlineOf({ name, kind, content }: { name: string; kind: string; content: Buffer }): Inline | null {
  if (content.byteLength > MOST_BYTES) return null
  const { text } = decodeText(content)
  if (kind === 'txt') return { kind: 'text', paragraphs: text.replaceAll(/\r\n?/g, '\n').split(/\n\s*\n/).map((paragraph) => paragraph.trim()).filter(Boolean) }
  const delimiter = csvDelimiter(name, text)
  const table = delimiter === null ? undefined : readCsv(text, delimiter).blocks.find((block) => block.kind === 'table')
  if (!table || table.rows.length > MOST_ROWS || (table.rows[0]?.length ?? 0) > MOST_COLUMNS) return null
  const [columns = [], ...rows] = table.rows.map((row) => row.map((cell) => cell.text))
  return { kind: 'table', columns: columns.map((title, at) => title || `Column ${at + 1}`), rows }
}
