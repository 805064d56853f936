import { type CsvValue, writeCsv } from '../../documents/csv.ts'
import type { Tx } from '../../db/tx.ts'
import { type After, type Rejection, selectOptionalLoad, selectRejections } from '../load-store.ts'

/** The heading under which the reason stands. A file that has it is a part of what was sent before, put right. */
export const REASON_COLUMN = 'Why it was not taken'

const AT_A_TIME = 1000

/**
 * The rejected rows of a load as CSV, in pieces of text: the files' own columns, each row as it came, and the reason last. Files whose
 * headings differ share one table of all their columns. `inTurn` runs each piece's query in a transaction of its own, so that a slow
 * download holds nothing; give `(work) => asUser(actor, work)`. Null when there is no such load.
 */
export async function rejectedRowsAsCsv(inTurn: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, loadId: number): Promise<AsyncGenerator<string> | null> {
  const load = await inTurn((tx) => selectOptionalLoad(tx, loadId))
  if (!load) return null
  const headings = new Map(load.files.map(({ fileNo, header }) => [fileNo, distinct(header ?? [])]))
  const columns = [...new Set([...headings.values()].flat())].filter((name) => name !== REASON_COLUMN)
  const widest = await inTurn((tx) => widestRow(tx, loadId, headings))
  const beyond = Array.from({ length: widest }, () => '')
  const cells = (fileNo: number, fields: readonly string[]): CsvValue[] => {
    const names = headings.get(fileNo) ?? []
    const byName = new Map(names.map((name, index) => [name, fields[index] ?? '']))
    return [...columns.map((name) => byName.get(name) ?? ''), ...beyond.map((_, index) => fields[names.length + index] ?? '')].map(asItCame)
  }
  return (async function* pieces() {
    yield writeCsv([], [...columns.map(withoutPlace), ...beyond, REASON_COLUMN])
    for (let after: After | null = null; ; ) {
      const from: After | null = after
      const page: Rejection[] = await inTurn((tx) => selectRejections(tx, loadId, { after: from, limit: AT_A_TIME }))
      if (page.length > 0) yield rowsOnly(page.map(({ fileNo, fields, reason }) => [...cells(fileNo, fields), reason]))
      if (page.length < AT_A_TIME) return
      after = page.at(-1)!
    }
  })()
}

/** A number written as numbers are stays one, or a longitude west of Greenwich would be taken for a formula. */
const asItCame = (field: string): CsvValue => (field !== '' && String(Number(field)) === field ? Number(field) : field)

/** Heading names with their place where one repeats, so that each names one column. */
function distinct(header: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((name) => {
    const place = (seen.get(name) ?? 0) + 1
    seen.set(name, place)
    return place === 1 ? name : `${name}\u001f${place}`
  })
}

const withoutPlace = (name: string) => name.split('\u001f')[0]!

/** The most cells that any row has beyond its file's headings. */
async function widestRow(tx: Tx, loadId: number, headings: ReadonlyMap<number, readonly string[]>): Promise<number> {
  const rows = await tx.selectFrom('rejection').select(['file_no', (q) => q.fn.max(q.fn<number>('cardinality', ['fields'])).as('cells')]).where('load_id', '=', loadId).groupBy('file_no').execute()
  return Math.max(0, ...rows.map(({ file_no, cells }) => cells - (headings.get(file_no)?.length ?? 0)))
}

/** Rows as CSV without the headings, which went before. */
function rowsOnly(rows: readonly (readonly CsvValue[])[]): string {
  const whole = writeCsv(rows, ['x'])
  return whole.slice(whole.indexOf('\n') + 1)
}
