import { todayInLondon } from '../../calendar/dates.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import type { MapEra } from '../../statistics/space/map-eras.ts'
import { kept } from '../kept-results.ts'
import { selectOptionalSource } from '../source-store.ts'
import type { Source } from '../source.ts'
import type { DataFinding } from './finding.ts'
import { concerning, findingsOf, type Shown } from './findings.ts'
import { erasFrom, type MonthPoints } from './map-eras.ts'
import { type Category, selectCategories, selectCounts, selectLoadsByMonth, selectPoints } from './overview-store.ts'
import type { MonthCount } from './series-line.ts'

/** A source looked over: its counts, its words and what is to be known of them. Shared: not to be changed. */
export type LookedOver = { counts: readonly MonthCount[]; categories: readonly Category[]; eras: readonly MapEra[]; findings: readonly DataFinding[] }

/**
 * Looks a source over, once for as long as its data stand. Not to be called within a transaction: it opens short ones of its own,
 * so that the embedded database's one connection is never held for long.
 */
export function lookOver(actor: Actor, source: Source, today = todayInLondon(Temporal.Now.instant())): Promise<LookedOver> {
  const from = { partnershipId: actor.partnershipId, sources: [source] }
  return kept(from, `looked over ${today} ${source.version}`, async () => {
    const { counts, categories } = await asUser(actor, async (tx) => ({
      counts: await selectCounts(tx, source.sourceId),
      categories: await selectCategories(tx, source.sourceId),
    }))
    const eras = await erasOf(actor, source)
    const names = new Map(categories.map(({ categoryId, text }) => [categoryId, text]))
    return { counts, categories, eras, findings: findingsOf({ source, categories: names, counts, eras, today }) }
  })
}

/** Only a source that moves what happened to points of its own can change its map. */
async function erasOf(actor: Actor, { sourceId, positions }: Source): Promise<MapEra[]> {
  if (positions !== 'snapped' && positions !== 'street') return []
  const months: MonthPoints[] = []
  for (const { month, loads } of await asUser(actor, (tx) => selectLoadsByMonth(tx, sourceId))) {
    // A month's points stand for as long as no other load touches it, so a new month does not ask for the old ones again.
    const points = await kept({ partnershipId: actor.partnershipId, sources: [] }, `points ${sourceId} ${month} ${loads}`, () => asUser(actor, (tx) => selectPoints(tx, sourceId, month, loads)))
    months.push({ month, points })
  }
  return erasFrom(months)
}

/**
 * What a reader should know of a source's figures that a page shows, the most misleading first. Nothing of a source that is not there
 * for this account. Not to be called within a transaction.
 */
export async function findingsFor(actor: Actor, sourceId: number, shown: Shown = {}): Promise<DataFinding[]> {
  const source = await asUser(actor, (tx) => selectOptionalSource(tx, sourceId))
  return source ? concerning((await lookOver(actor, source)).findings, shown) : []
}
