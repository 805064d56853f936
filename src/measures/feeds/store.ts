import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { Measure } from '../measure.ts'
import { addReadings, type Entered } from '../readings/store.ts'
import { selectMeasures } from '../store.ts'
import type { FigureSource } from './figure-source.ts'

export type Feed = { figureSource: string; query: unknown }

/** What a measure's readings are worked out from, or null when people enter them. */
export async function selectFeed(tx: Tx, measureId: string): Promise<Feed | null> {
  const row = await tx.selectFrom('measure_feed').select(['figure_source', 'query']).where('measure_id', '=', measureId).executeTakeFirst()
  return row ? { figureSource: row.figure_source, query: row.query } : null
}

/** From now on the measure's readings are worked out; those that people entered for the same periods are revised. */
export async function setFeed(tx: Tx, measure: Measure, source: FigureSource, query: unknown): Promise<Entered> {
  const fed = { figure_source: source.name, query: JSON.stringify(query), set_by: tx.actor.accountId }
  await tx
    .insertInto('measure_feed')
    .values({ ...fed, partnership_id: tx.actor.partnershipId!, measure_id: measure.measureId })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'measure_id']).doUpdateSet({ ...fed, set_at: sql`clock_timestamp()` }))
    .execute()
  audit(tx, { act: 'altered', subjectKind: 'measure', subjectId: measure.measureId, details: { fedBy: source.name } })
  return addReadings(tx, measure, await source.figures(tx, query, measure))
}

/** The readings stay as they are; from now on people enter them. */
export async function removeFeed(tx: Tx, measureId: string): Promise<void> {
  await tx.deleteFrom('measure_feed').where('measure_id', '=', measureId).execute()
  audit(tx, { act: 'altered', subjectKind: 'measure', subjectId: measureId, details: { fedBy: null } })
}

export type Renewed = { measureId: string; title: string } & Entered

/**
 * Works out again every live measure that a figure source feeds, in the transaction that changed its data, and gives those whose
 * readings changed. A period the data no longer cover is said not to be collected.
 */
export async function renewReadings(tx: Tx, source: FigureSource): Promise<Renewed[]> {
  const feeds = await tx.selectFrom('measure_feed').select(['measure_id', 'query']).where('figure_source', '=', source.name).execute()
  const wholes = await selectMeasures(tx, feeds.map(({ measure_id }) => measure_id))
  const renewed: Renewed[] = []
  for (const { measure, readings } of wholes) {
    if (measure.state !== 'live') continue
    const figures = await source.figures(tx, feeds.find(({ measure_id }) => measure_id === measure.measureId)!.query, measure)
    const covered = new Set(figures.map(({ period }) => period.key))
    const gone = readings
      .filter(({ period, state }) => !covered.has(period.key) && state !== 'not collected')
      .map(({ period }) => ({ period, state: 'not collected' as const, value: null, numerator: null, denominator: null, note: 'The data no longer hold this period.' }))
    const entered = await addReadings(tx, measure, [...figures, ...gone])
    if (entered.added + entered.revised > 0) renewed.push({ measureId: measure.measureId, title: measure.title, ...entered })
  }
  return renewed
}
