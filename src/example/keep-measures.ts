import type { Tx } from '../db/tx.ts'
import { incidentFigures, type IncidentQuery } from '../incidents/figures.ts'
import { EVERYWHERE } from '../incidents/incident.ts'
import { setFeed } from '../measures/feeds/store.ts'
import { POLICE } from './keep-data.ts'
import { type Measure, scaleOf } from '../measures/measure.ts'
import type { Reading } from '../measures/reading.ts'
import { ordinalOf, periodAt } from '../measures/reading-period.ts'
import { addReadings } from '../measures/readings/store.ts'
import { addMeasure, type MeasureFields } from '../measures/store.ts'
import { addTarget, closeTarget } from '../measures/targets/store.ts'
import { MEASURES, type MeasureAsFound } from './measures.ts'

const UNSAID: Omit<MeasureFields, 'title' | 'numerator' | 'unit' | 'frequency' | 'polarity'> = {
  kind: 'count', denominator: null, geography: 'City of London', source: null, polarityNote: null, completenessNote: null, revisionPolicy: null, decimals: 0, state: 'live', closedReason: null,
}

/** Adds every measure with its readings and targets, and ties it to the items it tells of: `itemOf` finds one by plan and code. */
export async function keepMeasures(tx: Tx, itemOf: (plan: string, code: string) => string): Promise<void> {
  const tied: { measure_id: string; plan_item_id: string }[] = []
  for (const found of MEASURES) {
    const fields = { ...UNSAID, ...found.fields }
    const measureId = await addMeasure(tx, fields)
    const measure: Measure = { ...fields, measureId, version: 1 }
    if (found.counts) await setFeed(tx, measure, incidentFigures, await queryFor(tx, found.counts))
    if (found.readings.length > 0) await addReadings(tx, measure, found.readings.map((reading) => readingOf(measure, reading)))
    for (const { closed, ...fields } of found.targets ?? []) {
      const targetId = await addTarget(tx, measureId, fields)
      if (closed) await closeTarget(tx, targetId, closed)
    }
    tied.push(...found.tells.map(([plan, code]) => ({ measure_id: measureId, plan_item_id: itemOf(plan, code) })))
  }
  await tx.insertInto('item_measure').values(tied.map((tie) => ({ partnership_id: tx.actor.partnershipId!, ...tie }))).execute()
}

/** What counts these categories of the police source, wherever they were. */
async function queryFor(tx: Tx, categories: readonly string[]): Promise<IncidentQuery> {
  const terms = await tx.selectFrom('source_term as t').innerJoin('source as s', (on) => on.onRef('s.partnership_id', '=', 't.partnership_id').onRef('s.source_id', '=', 't.source_id'))
    .select(['t.term_id', 't.source_id']).where('s.name', '=', POLICE.name).where('t.field', '=', 'category').where('t.text', 'in', categories).execute()
  if (terms.length !== categories.length) throw new Error(`The police source does not have all of: ${categories.join(', ')}`)
  return { sourceId: terms[0]!.source_id, categoryIds: terms.map(({ term_id }) => term_id), areaId: EVERYWHERE, per: null }
}

function readingOf(measure: Measure, { on, state, value, of, note }: MeasureAsFound['readings'][number]): Reading {
  const period = periodAt(measure.frequency, ordinalOf(measure.frequency, Temporal.PlainDate.from(on)))
  const [numerator, denominator] = of ?? [null, null]
  const worked = of ? (of[0] / of[1]) * scaleOf(measure) : (value ?? null)
  const given = { period, numerator, denominator, note: note ?? null }
  if (state === 'value' && worked !== null) return { ...given, state, value: worked }
  if (state === 'incomplete') return { ...given, state, value: worked }
  if (state === 'value') throw new Error(`${measure.title} has no figure for ${period.label}`)
  return { ...given, state, value: null }
}
