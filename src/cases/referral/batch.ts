import { createHash } from 'node:crypto'
import { CsvError, parse } from 'csv-parse/sync'
import { Unreadable } from '../../documents/bounds.ts'
import { decodeText, kindOfContent } from '../../documents/content.ts'
import { unprotected } from '../../documents/csv.ts'
import { parseForm } from '../../web/forms.ts'
import { type ShortFields, ShortForm } from './forms.ts'

/** The columns of a batch, in the order of the template: the fields of the short form. */
export const COLUMNS = ['about', 'reasons', 'happened_on', 'place', 'worry', 'name', 'born', 'phone', 'address', 'resident', 'home_area', 'guards', 'guarded_kind', 'guarded', 'consent', 'consent_reason'] as const
export const MOST_ROWS = 500
const MOST_BYTES = 2 * 1024 * 1024

export type RowFault = { line: number; column: string; value: string; why: string }
export type Batch = { batchId: string; rows: readonly ShortFields[] }

/** A file's own id within a scheme and account: the same file gives the same. */
export function batchIdOf(bytes: Buffer, ...within: readonly string[]): string {
  const hash = createHash('sha256').update(within.join(' ')).update(bytes).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `a${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-')
}

/** Every row of a CSV as a referral; or each fault with its line, column, value and reason, and then none is taken. */
export function readBatch(bytes: Buffer): { rows: ShortFields[] } | { faults: RowFault[] } {
  const whole = (why: string) => ({ faults: [{ line: 1, column: 'The file', value: '', why }] })
  if (bytes.byteLength > MOST_BYTES) return whole('The file must be 2 MB or smaller')
  let lines: string[][]
  try {
    if (kindOfContent(bytes) === 'zip') return whole('Save it as CSV and send that')
    lines = parse(decodeText(bytes).text.replace(/^\uFEFF/, ''), { skip_empty_lines: true, relax_column_count: true, trim: true })
  } catch (error) {
    if (error instanceof Unreadable || error instanceof CsvError) return whole('The file cannot be read as CSV. Begin from the template')
    throw error
  }
  const [head = [], ...body] = lines
  const missing = COLUMNS.filter((column) => !head.includes(column))
  if (missing.length > 0) return whole(`Columns are missing: ${missing.join(', ')}. Begin from the template`)
  if (body.length === 0) return whole('The file holds no referral')
  if (body.length > MOST_ROWS) return whole(`The file holds ${body.length} referrals; send at most ${MOST_ROWS} at once`)
  const read = body.map((cells, place) => {
    const fields = Object.fromEntries(COLUMNS.map((column) => [column, unprotected(cells[head.indexOf(column)] ?? '')]))
    return { line: place + 2, fields, form: parseForm(ShortForm, fields) }
  })
  const faults = read.flatMap(({ line, fields, form }) => (form.ok ? [] : form.errors.map(({ field, text }) => ({ line, column: field, value: (fields[field] ?? '').slice(0, 100), why: text }))))
  return faults.length > 0 ? { faults } : { rows: read.flatMap(({ form }) => (form.ok ? [form.value] : [])) }
}
