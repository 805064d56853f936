import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { kept } from '../../incidents/kept-results.ts'
import type { Reader } from './reader.ts'
import type { Holding } from './source-holding.ts'
import { type CountColumns, emptyColumns } from './squares-held.ts'

/**
 * Counts by point, x and y in metres of the British National Grid. For a source that moves its incidents to anonymous points, these are the
 * points themselves, of every month; for any other, the middle of each square of 50 m, of the last twelve months only.
 * `place`: for each row, which of `places` it goes by, or −1.
 */
export type PointColumns = CountColumns & { place: Int32Array; places: readonly string[] }

const LATEST_MONTHS = 12

export const pointsHeld = (reader: Reader, holding: Holding): Promise<PointColumns> =>
  kept({ partnershipId: reader.partnershipId, sources: [holding.source] }, 'hotspots points', async () => {
    const isSnapped = holding.source.positions === 'snapped'
    const first = isSnapped ? 0 : Math.max(0, holding.months.length - LATEST_MONTHS)
    const parts: { month: number; rows: Point[] }[] = []
    for (let month = first; month < holding.months.length; month++) {
      if (holding.isHeld[month]) parts.push({ month, rows: await reader.ask((tx) => selectMonth(tx, holding, month, isSnapped)) })
    }
    const names = await reader.ask((tx) => selectPlaceNames(tx, holding.source.sourceId))
    return columnsFrom(holding, parts, names)
  })

type Point = { x: number; y: number; category: number; place: number | null; n: number }

async function selectMonth(tx: Tx, { source, months }: Holding, month: number, isSnapped: boolean): Promise<Point[]> {
  const at = (column: 'easting' | 'northing') => (isSnapped ? sql.ref(column) : sql`${sql.ref(column)} / 50 * 50 + 25`)
  const { rows } = await sql<Point>`
    select ${at('easting')} as x, ${at('northing')} as y, category_id as category, place_id as place, count(*)::integer as n
    from current_incident where source_id = ${source.sourceId} and month = ${`${months[month]}-01`} and placed = 'inside' and easting is not null
    group by 1, 2, 3, 4`.execute(tx)
  return rows
}

const selectPlaceNames = async (tx: Tx, sourceId: number): Promise<Map<number, string>> =>
  new Map((await tx.selectFrom('source_term').select(['term_id', 'text']).where('source_id', '=', sourceId).where('field', '=', 'place').execute())
    .map(({ term_id, text }) => [term_id, text]))

function columnsFrom({ categories }: Holding, parts: readonly { month: number; rows: readonly Point[] }[], names: ReadonlyMap<number, string>): PointColumns {
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0)
  const columns = { ...emptyColumns(rows), place: new Int32Array(new SharedArrayBuffer(rows * 4)), places: [...names.values()] }
  const order = new Map(categories.map(({ categoryId }, index) => [categoryId, index]))
  const placeOrder = new Map([...names.keys()].map((id, index) => [id, index]))
  let row = 0
  for (const { month, rows: points } of parts) {
    for (const { x, y, category, place, n } of points) {
      columns.month[row] = month
      columns.category[row] = order.get(category)!
      columns.x[row] = x
      columns.y[row] = y
      columns.n[row] = n
      columns.place[row++] = place === null ? -1 : placeOrder.get(place)!
    }
  }
  return columns
}
