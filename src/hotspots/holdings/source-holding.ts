import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { kept } from '../../incidents/kept-results.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../../incidents/incident.ts'
import type { Source } from '../../incidents/source.ts'
import { brokenLines } from '../../incidents/catalogue/gaps.ts'
import { layOut } from '../../incidents/catalogue/series-line.ts'
import { monthNumber, monthsBetween } from './months.ts'
import type { Reader } from './reader.ts'

/** A source that holds something: enough to choose it, name it and credit it. */
export type HeldSource = Pick<Source, 'sourceId' | 'name' | 'provider' | 'rowIs' | 'positions' | 'attribution' | 'knownGaps' | 'dataVersion'>

/** Sources with a load that can be seen, by name. */
export async function selectHeldSources(tx: Tx): Promise<HeldSource[]> {
  const rows = await tx
    .selectFrom('source as s')
    .select(['s.source_id', 's.name', 's.provider', 's.row_is', 's.positions', 's.attribution', 's.known_gaps', 's.data_version'])
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('load as l').select('l.load_id').whereRef('l.partnership_id', '=', 's.partnership_id').whereRef('l.source_id', '=', 's.source_id').where('l.state', '=', 'visible')))
    .where('s.positions', '<>', 'none')
    .orderBy('s.name')
    .execute()
  return rows.map((row) => ({
    sourceId: row.source_id, name: row.name, provider: row.provider, rowIs: row.row_is as Source['rowIs'], positions: row.positions as Source['positions'],
    attribution: row.attribution, knownGaps: row.known_gaps, dataVersion: row.data_version,
  }))
}

export type Category = { categoryId: number; text: string }

/** What a source holds: counts by category for every month from the first to the last. */
export type Holding = {
  source: HeldSource
  /** 'YYYY-MM', every month from the first held to the last. */
  months: readonly string[]
  /** Whether each of those months is held: one that is not is not a month of nothing. */
  isHeld: readonly boolean[]
  categories: readonly Category[]
  /** Per category, in the order of `categories`, counts of each month. */
  counts: readonly Float64Array[]
  /** Per category, months whose nought is a gap in the files and not a month of nothing. */
  gaps: readonly ReadonlySet<number>[]
  /** Counts of each month that fell outside the partnership, and that nobody could place: by category. */
  outside: readonly Float64Array[]
  unplaced: readonly Float64Array[]
}

type Count = { month: string; area: number; category: number; text: string; n: number }

/** Null when the source holds nothing. */
export const holdingOf = (reader: Reader, source: HeldSource): Promise<Holding | null> =>
  kept(
    { partnershipId: reader.partnershipId, sources: [source] }, 'hotspots holding',
    async () => holdingFrom(source, await reader.ask((tx) => selectCounts(tx, source.sourceId))),
  )

async function selectCounts(tx: Tx, sourceId: number): Promise<Count[]> {
  const { rows } = await sql<Count>`
    select to_char(m.month, 'YYYY-MM') as month, m.area_id as area, m.category_id as category, t.text, m.n
    from area_month m join source_term t on t.partnership_id = m.partnership_id and t.term_id = m.category_id
    where m.source_id = ${sourceId} and m.area_id in (${EVERYWHERE}, ${OUTSIDE}, ${UNPLACED})`.execute(tx)
  return rows
}

/** Throws nothing for rows in any order. */
export function holdingFrom(source: HeldSource, rows: readonly Count[]): Holding | null {
  const held = rows.map(({ month }) => month).sort()
  if (held.length === 0) return null
  const months = monthsBetween(held[0]!, held.at(-1)!)
  const places = new Map(months.map((month, index) => [month, index]))
  const texts = new Map(rows.map(({ category, text }) => [category, text]))
  const categories = [...texts].map(([categoryId, text]) => ({ categoryId, text })).sort((a, b) => a.text.localeCompare(b.text, 'en-GB'))
  const empty = () => categories.map(() => new Float64Array(months.length))
  const byArea = new Map([[EVERYWHERE, empty()], [OUTSIDE, empty()], [UNPLACED, empty()]])
  const order = new Map(categories.map(({ categoryId }, index) => [categoryId, index]))
  for (const { month, area, category, n } of rows) byArea.get(area)![order.get(category)!]![places.get(month)!] = n
  const known = new Set(held)
  return {
    source, months, categories, isHeld: months.map((month) => known.has(month)),
    gaps: gapsIn(rows, categories, months[0]!), counts: byArea.get(EVERYWHERE)!, outside: byArea.get(OUTSIDE)!, unplaced: byArea.get(UNPLACED)!,
  }
}

/** As the catalogue finds them: a common kind that vanishes for a month while the others go on. */
function gapsIn(rows: readonly Count[], categories: readonly Category[], first: string): ReadonlySet<number>[] {
  const held = layOut(rows.map(({ month, area, category, n }) => ({ month: `${month}-01`, categoryId: category, areaId: area, n })))
  const found = held ? brokenLines(held, String).filter(({ kind }) => kind === 'gap like a zero') : []
  return categories.map(({ categoryId }) =>
    new Set(found.filter(({ categoryIds }) => categoryIds?.includes(categoryId)).flatMap(({ months }) => months.map((month) => monthNumber(month) - monthNumber(first)))))
}

/** Whether each month may be counted for a category (null: for all together). */
export const isHeldFor = ({ isHeld, gaps }: Pick<Holding, 'isHeld' | 'gaps'>, category: number | null): readonly boolean[] =>
  category === null ? isHeld : isHeld.map((held, month) => held && !gaps[category]!.has(month))
