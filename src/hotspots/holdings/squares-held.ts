import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { kept } from '../../incidents/kept-results.ts'
import { monthNumber } from './months.ts'
import type { Reader } from './reader.ts'
import type { Holding } from './source-holding.ts'

/**
 * Counts by square of 50 m, as columns that may be handed to another thread without being copied. `month` and `category`: places in the
 * holding's lists; `x`, `y`: column and row of the square.
 */
export type CountColumns = { month: Int16Array; category: Int16Array; x: Int32Array; y: Int32Array; n: Int32Array }

const MONTHS_AT_ONCE = 12

/** Everything a source holds by square, of every category. */
export const squaresHeld = (reader: Reader, holding: Holding): Promise<CountColumns> =>
  kept({ partnershipId: reader.partnershipId, sources: [holding.source] }, 'hotspots squares', async () => {
    const parts: Packed[] = []
    for (let from = 0; from < holding.months.length; from += MONTHS_AT_ONCE) {
      const months = holding.months.slice(from, from + MONTHS_AT_ONCE)
      parts.push(...(await reader.ask((tx) => selectPart(tx, holding.source.sourceId, `${months[0]}-01`, `${months.at(-1)}-01`))))
    }
    return columnsFrom(holding, parts)
  })

type Packed = { month: string; category: number; cells: string; counts: string }

/** Lists as text: a hundred thousand rows would keep the thread busy for most of a second. */
async function selectPart(tx: Tx, sourceId: number, first: string, last: string): Promise<Packed[]> {
  const { rows } = await sql<Packed>`
    select month, category_id as category, string_agg(cell::text, ' ' order by cell) as cells, string_agg(n::text, ' ' order by cell) as counts
    from cell_month where source_id = ${sourceId} and month between ${first} and ${last} group by month, category_id`.execute(tx)
  return rows
}

function columnsFrom({ months, categories }: Holding, parts: readonly Packed[]): CountColumns {
  const read = parts.map((part) => ({ ...part, cells: part.cells.split(' '), counts: part.counts.split(' ') }))
  const columns = emptyColumns(read.reduce((sum, { cells }) => sum + cells.length, 0))
  const order = new Map(categories.map(({ categoryId }, index) => [categoryId, index]))
  const first = monthNumber(months[0]!)
  let row = 0
  for (const { month, category, cells, counts } of read) {
    const [monthPlace, categoryPlace] = [monthNumber(month) - first, order.get(category)!]
    for (let place = 0; place < cells.length; place++, row++) {
      const cell = Number(cells[place])
      columns.month[row] = monthPlace
      columns.category[row] = categoryPlace
      columns.x[row] = cell >>> 16
      columns.y[row] = cell & 65535
      columns.n[row] = Number(counts[place])
    }
  }
  return columns
}

export function emptyColumns(rows: number): CountColumns {
  const shared = (bytes: number) => new SharedArrayBuffer(rows * bytes)
  return {
    month: new Int16Array(shared(2)), category: new Int16Array(shared(2)), x: new Int32Array(shared(4)),
    y: new Int32Array(shared(4)), n: new Int32Array(shared(4)),
  }
}
