import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { EVERYWHERE, type IncidentRow, OUTSIDE, UNPLACED } from '../incident.ts'
import { integers } from './arrays.ts'
import type { NewRow } from './rows.ts'

/** Counts of one month kept while its rows are stored: by category and area, by category and square. */
type Tally = { areas: Map<number, number>; cells: Map<number, number> }
export type Tallies = Map<string, Tally>

const AREAS = 2 ** 22 // more than there are areas, and the special ones below nought
const CELLS = 2 ** 31
/** Beyond so many counts they are better had from the rows. */
const MOST = 2_000_000

/** Adds rows that were stored, with the numbers of their categories. False when there are too many counts to keep. */
export function tallyRows(tallies: Tallies, rows: readonly NewRow[], categories: readonly number[]): boolean {
  for (const [at, { row }] of rows.entries()) {
    let tally = tallies.get(row.month)
    if (!tally) tallies.set(row.month, (tally = { areas: new Map(), cells: new Map() }))
    const category = categories[at]!
    add(tally.areas, category * AREAS + EVERYWHERE - UNPLACED)
    if (row.placed !== 'inside') add(tally.areas, category * AREAS + (row.placed === 'outside' ? OUTSIDE : UNPLACED) - UNPLACED)
    if (row.wardId !== null) add(tally.areas, category * AREAS + row.wardId - UNPLACED)
    if (row.lsoaId !== null) add(tally.areas, category * AREAS + row.lsoaId - UNPLACED)
    const cell = cellOf(row)
    if (cell !== null) add(tally.cells, category * CELLS + cell)
  }
  let kept = 0
  for (const { cells } of tallies.values()) kept += cells.size
  return kept <= MOST
}

const add = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1)

/** The square of 50 metres a row is counted in, or null where it is in none: outside, unplaced, or known by an area only. */
const cellOf = ({ placed, position, easting, northing }: IncidentRow): number | null =>
  placed !== 'inside' || position === 'area' || easting === null || northing === null ? null : Math.trunc(easting / 50) * 65_536 + Math.trunc(northing / 50)

/** Writes the counts of a month that the load only added to. */
export async function storeTally(tx: Tx, { loadId, sourceId }: { loadId: number; sourceId: number }, month: string, { areas, cells }: Tally) {
  const ours = sql`${tx.actor.partnershipId}::uuid, ${sourceId}::integer`
  const under = sql`${month}::date, ${loadId}::integer`
  const [byCell, byArea] = [sorted(cells), sorted(areas)]
  await sql`
    insert into cell_count (partnership_id, source_id, month, load_id, category_id, cell, n)
    select ${ours}, ${under}, unnest(${integers(byCell.map(([key]) => Math.floor(key / CELLS)))}::integer[]), unnest(${integers(byCell.map(([key]) => key % CELLS))}::integer[]),
      unnest(${integers(byCell.map(([, n]) => n))}::integer[])`.execute(tx)
  await sql`
    insert into area_count (partnership_id, source_id, month, load_id, category_id, area_id, n)
    select ${ours}, ${under}, unnest(${integers(byArea.map(([key]) => Math.floor(key / AREAS)))}::integer[]), unnest(${integers(byArea.map(([key]) => (key % AREAS) + UNPLACED))}::integer[]),
      unnest(${integers(byArea.map(([, n]) => n))}::integer[])`.execute(tx)
}

/** In the order of the index they go into. */
const sorted = (counts: ReadonlyMap<number, number>) => [...counts].sort(([a], [b]) => a - b)
