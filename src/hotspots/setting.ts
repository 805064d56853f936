import { sql } from 'kysely'
import type { Tx } from '../db/tx.ts'
import { kept } from '../incidents/kept-results.ts'
import { squaresIn } from '../statistics/space/best-places.ts'
import { monthNumber, monthText } from './holdings/months.ts'
import type { Reader } from './holdings/reader.ts'
import { pointsHeld } from './holdings/points-held.ts'
import { type HeldSource, type Holding, holdingOf, isHeldFor, selectHeldSources } from './holdings/source-holding.ts'
import { type CountColumns, emptyColumns, squaresHeld } from './holdings/squares-held.ts'
import { groundAreas } from './map/ground-drawing.ts'
import { groundHeld, type MapGround } from './map/ground-held.ts'
import { kindsOf, type PlaceKind, type PlaceSet, placeSetOf, usualKind } from './place-sets.ts'
import { type Chosen, type Question, readBudget } from './question.ts'
import { offThread } from './working/off-thread.ts'
import type { Asked } from './working/predicting.ts'

/** A run of months over which the source kept its map; `seenBefore`: share of its first month's points that the year before had. */
export type Era = { from: number; to: number; seenBefore: number | null }

/** A question with everything it needs settled: what is counted, where, up to when, and what may be chosen instead. */
export type Setting = {
  question: Question
  reader: Reader
  sources: readonly HeldSource[]
  holding: Holding
  ground: MapGround
  kinds: readonly PlaceKind[]
  set: PlaceSet
  category: number | null // place in the holding's list
  target: number // month predicted, as a place in the holding's list; one past its end is the month after the last held
  month: string // the same as 'YYYY-MM'
  eras: readonly Era[]
  budget: Chosen
  covered: number // places that the budget makes
}

/** Months of past before the first that may be asked about. */
const LEAST_PAST = 3

/**
 * Settles a question. `nothing`: no source holds anything yet, or there is no boundary to look inside. Null when it names a source, category,
 * month or kind of place that is not there.
 */
export async function settle(reader: Reader, question: Question): Promise<Setting | 'nothing' | null> {
  const sources = await reader.ask(selectHeldSources)
  const source = question.source === undefined ? sources[0] : sources.find(({ sourceId }) => sourceId === question.source)
  if (!source) return sources.length === 0 && question.source === undefined ? 'nothing' : null
  const [holding, ground] = [await holdingOf(reader, source), await groundHeld(reader)]
  if (holding === null || groundAreas(ground).length === 0) return 'nothing'
  const kinds = source.positions === 'area' ? kindsOf(ground).filter((kind) => kind === 'ward' || kind === 'lsoa') : kindsOf(ground)
  const kind = question.places ?? (kinds.includes(usualKind(ground)) ? usualKind(ground) : kinds[0])
  const category = question.category ? holding.categories.findIndex(({ categoryId }) => categoryId === question.category) : null
  const first = monthNumber(holding.months[0]!)
  const target = question.month === undefined ? holding.months.length : monthNumber(question.month) - first
  if (kind === undefined) return 'nothing'
  if (!kinds.includes(kind) || category === -1 || target > holding.months.length || target < Math.min(LEAST_PAST, holding.months.length)) return null
  const set = placeSetOf(ground, kind)
  const budget = readBudget(question, set.count)
  return {
    question, reader, sources, holding, ground, kinds, set, category, target, month: monthText(first + target), eras: await erasOf(reader, holding), budget,
    covered: 'share' in budget.budget ? squaresIn(budget.budget.share, set.count) : budget.budget.places,
  }
}

/** Only anonymous points move together: a source with places of its own has one era. */
async function erasOf(reader: Reader, holding: Holding): Promise<readonly Era[]> {
  const whole: Era = { from: 0, to: holding.months.length - 1, seenBefore: null }
  if (holding.source.positions !== 'snapped') return [whole]
  const from = { partnershipId: reader.partnershipId, sources: [holding.source] }
  const eras = await kept(from, 'hotspots eras', async () => offThread('eras', await pointsHeld(reader, holding)))
  return eras.length > 0 ? eras : [whole]
}

/** The era of the months before the target. */
export const eraBefore = ({ eras, target }: Pick<Setting, 'eras' | 'target'>): Era => eras.findLast(({ from }) => from < target) ?? eras[0]!

export const categoryText = ({ holding, category }: Pick<Setting, 'holding' | 'category'>): string | null => (category === null ? null : holding.categories[category]!.text)

/** Counts by place of the kind asked about. */
export function columnsOf({ reader, holding, ground, set }: Pick<Setting, 'reader' | 'holding' | 'ground' | 'set'>): Promise<CountColumns> {
  if (set.areas === null) return squaresHeld(reader, holding)
  const ids = set.areas.map(({ areaId }) => areaId)
  return kept({ partnershipId: reader.partnershipId, sources: [holding.source] }, `hotspots areas ${set.kind} ${ground.version}`, async () =>
    areaColumns(holding, ids, await reader.ask((tx) => selectAreaCounts(tx, holding.source.sourceId, ids))))
}

type AreaCount = { month: string; category: number; area: number; n: number }

async function selectAreaCounts(tx: Tx, sourceId: number, ids: readonly number[]): Promise<AreaCount[]> {
  const { rows } = await sql<AreaCount>`
    select to_char(month, 'YYYY-MM') as month, category_id as category, area_id as area, n from area_month
    where source_id = ${sourceId} and area_id = any (${ids}::integer[])`.execute(tx)
  return rows
}

function areaColumns({ months, categories }: Holding, ids: readonly number[], rows: readonly AreaCount[]): CountColumns {
  const columns = emptyColumns(rows.length)
  const [places, order] = [
    new Map(ids.map((id, index) => [id, index])),
    new Map(categories.map(({ categoryId }, index) => [categoryId, index])),
  ]
  const first = monthNumber(months[0]!)
  rows.forEach(({ month, category, area, n }, row) => {
    columns.month[row] = monthNumber(month) - first
    columns.category[row] = order.get(category)!
    columns.x[row] = places.get(area)!
    columns.n[row] = n
  })
  return columns
}

/** The setting as the working thread is asked it. */
export const askedOf = async (setting: Setting): Promise<Asked> => ({
  places: setting.set.places, columns: await columnsOf(setting), isHeld: isHeldFor(setting.holding, setting.category), category: setting.category,
  eras: setting.eras.slice(1).map(({ from }) => from), target: setting.target,
})

/** Keeps what is worked out of one source for a kind of places, a category and a month. */
export const keptFor = <T>(setting: Setting, name: string, work: () => Promise<T>): Promise<T> =>
  kept(
    { partnershipId: setting.reader.partnershipId, sources: [setting.holding.source] },
    ['hotspots', name, setting.ground.version, setting.set.kind, setting.category, setting.target].join(' '), work,
  )

