import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { monthIndex } from '../catalogue/month-line.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import { kept } from '../kept-results.ts'

/**
 * Every count of a source at one version of its data. `upTo` runs area by area, within it category by category, within that by month: what was counted
 * before each month, and after the last. Months count from `firstMonth`, a place on the line of `month-line.ts`. Nothing held: no months.
 */
export type SourceCounts = {
  sourceId: number
  dataVersion: number
  firstMonth: number
  months: number
  areas: ReadonlyMap<number, number> // area_id → its place
  categories: ReadonlyMap<number, number> // category_id → its place
  upTo: Int32Array
}

/** Opens one short transaction, as whoever asks. */
export type Ask = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * A source's counts, read once for each version of its data. A page would otherwise read tens of thousands of rows of the ledger,
 * which takes the embedded database seconds; from these it takes none. Read in pieces, so that no transaction is long.
 */
export function countsOf(ask: Ask, partnershipId: string, { sourceId, dataVersion }: { sourceId: number; dataVersion: number }): Promise<SourceCounts> {
  return kept({ partnershipId, sources: [{ sourceId, dataVersion }] }, 'counts by area', async () => {
    for (;;) {
      const before = await ask((tx) => selectVersion(tx, sourceId))
      const counts = laidOut(sourceId, dataVersion, await readLines(ask, sourceId))
      if ((await ask((tx) => selectVersion(tx, sourceId))) === before) return counts
    }
  })
}

const selectVersion = async (tx: Tx, sourceId: number): Promise<number | undefined> =>
  (await tx.selectFrom('source').select('data_version').where('source_id', '=', sourceId).executeTakeFirst())?.data_version

/** Ledger rows of one area and category: days since 1970 of their months, and what each load adds. */
type LedgerLine = { areaId: number; categoryId: number; days: number[]; n: number[] }

const SHORT_MS = 40

async function readLines(ask: Ask, sourceId: number): Promise<LedgerLine[]> {
  const areas = [EVERYWHERE, OUTSIDE, UNPLACED, ...(await ask((tx) => tx.selectFrom('area').select('area_id').orderBy('area_id').execute())).map(({ area_id }) => area_id)]
  const lines: LedgerLine[] = []
  let size = 4
  for (let at = 0; at < areas.length; ) {
    const piece = areas.slice(at, at + size)
    const began = performance.now()
    lines.push(...(await ask((tx) => selectLines(tx, sourceId, piece))))
    at += size
    if (performance.now() - began < SHORT_MS) size *= 2
    else if (size > 1) size >>= 1
  }
  return lines
}

/** Of visible loads only, as the view `area_month` is: its sums are made here, over text, which costs the embedded database a tenth. */
async function selectLines(tx: Tx, sourceId: number, areaIds: readonly number[]): Promise<LedgerLine[]> {
  const { rows } = await sql<{ area_id: number; category_id: number; days: string; n: string }>`
    select c.area_id, c.category_id, array_agg(c.month - date '1970-01-01')::text as days, array_agg(c.n)::text as n
    from area_count c join load l on l.partnership_id = c.partnership_id and l.load_id = c.load_id and l.state = 'visible'
    where c.source_id = ${sourceId} and c.area_id = any (${areaIds}::integer[])
    group by c.area_id, c.category_id`.execute(tx)
  return rows.map((row) => ({ areaId: row.area_id, categoryId: row.category_id, days: numbersIn(row.days), n: numbersIn(row.n) }))
}

const numbersIn = (text: string): number[] => text.slice(1, -1).split(',').map(Number)

const monthOfDay = new Map<number, number>()
/** The place on the line of months of a day counted from 1970. */
function monthOf(day: number): number {
  const known = monthOfDay.get(day)
  if (known !== undefined) return known
  const month = monthIndex(new Date(day * 86_400_000).toISOString())
  monthOfDay.set(day, month)
  return month
}

/** Lays ledger rows out by area, category and month. */
export function laidOut(sourceId: number, dataVersion: number, lines: readonly LedgerLine[]): SourceCounts {
  const areas = new Map<number, number>()
  const categories = new Map<number, number>()
  let [first, last] = [Infinity, -Infinity]
  for (const { areaId, categoryId, days } of lines) {
    if (!areas.has(areaId)) areas.set(areaId, areas.size)
    if (!categories.has(categoryId)) categories.set(categoryId, categories.size)
    for (const day of days) {
      first = Math.min(first, monthOf(day))
      last = Math.max(last, monthOf(day))
    }
  }
  const months = lines.length ? last - first + 1 : 0
  const upTo = new Int32Array(areas.size * categories.size * (months + 1))
  for (const line of lines) {
    const start = (areas.get(line.areaId)! * categories.size + categories.get(line.categoryId)!) * (months + 1) + 1 - first
    line.days.forEach((day, index) => (upTo[start + monthOf(day)]! += line.n[index]!))
  }
  for (let at = 1; at < upTo.length; at++) if (at % (months + 1) !== 0) upTo[at]! += upTo[at - 1]!
  return { sourceId, dataVersion, firstMonth: lines.length ? first : 0, months, areas, categories, upTo }
}

/** Counts of one area and category from `from` to `to`, both included; 0 where nothing is held. */
export function sumOf({ areas, categories, months, firstMonth, upTo }: SourceCounts, areaId: number, categoryId: number, from: number, to: number): number {
  const [area, category] = [areas.get(areaId), categories.get(categoryId)]
  if (area === undefined || category === undefined) return 0
  const [first, end] = [Math.max(from - firstMonth, 0), Math.min(to - firstMonth + 1, months)]
  if (end <= first) return 0
  const start = (area * categories.size + category) * (months + 1)
  return upTo[start + end]! - upTo[start + first]!
}

/** Whether the source holds anything at all for a month: a month in which nothing whatever was recorded is one that was not sent. */
export function isHeld(counts: SourceCounts, month: number): boolean {
  for (const categoryId of counts.categories.keys()) if (sumOf(counts, EVERYWHERE, categoryId, month, month) > 0) return true
  return false
}

/** The last month held, or null when nothing is. */
export const lastMonth = ({ firstMonth, months }: SourceCounts): number | null => (months ? firstMonth + months - 1 : null)
