import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../calendar/dates.ts'
import { audit, type Tx } from '../db/tx.ts'
import { figureOf, type MeasureFigure, type WholeMeasure } from './figures.ts'
import { type Measure, MEASURE_KINDS, POLARITIES } from './measure.ts'
import { READING_STATES, type Reading } from './reading.ts'
import { FREQUENCIES, type Frequency, ordinalOf, periodAt } from './reading-period.ts'
import type { Rebase } from './series.ts'
import { CLOSED_AS, type Target, TARGET_SHAPES } from './targets/target.ts'

export const day = z.string().transform((text) => Temporal.PlainDate.from(text))

const MeasureRow = z.object({
  measureId: z.string(),
  title: z.string(),
  kind: z.enum(MEASURE_KINDS),
  numerator: z.string(),
  denominator: z.string().nullable(),
  unit: z.string(),
  frequency: z.enum(FREQUENCIES),
  geography: z.string().nullable(),
  source: z.string().nullable(),
  polarity: z.enum(POLARITIES),
  polarityNote: z.string().nullable(),
  completenessNote: z.string().nullable(),
  revisionPolicy: z.string().nullable(),
  decimals: z.number(),
  state: z.enum(['live', 'closed']),
  closedReason: z.string().nullable(),
  version: z.number(),
})

const measures = (tx: Tx) =>
  tx
    .selectFrom('measure')
    .select([
      'measure_id as measureId',
      'title',
      'kind',
      'numerator',
      'denominator',
      'unit',
      'frequency',
      'geography',
      'source',
      'polarity',
    ])
    .select([
      'polarity_note as polarityNote',
      'completeness_note as completenessNote',
      'revision_policy as revisionPolicy',
      'decimals',
      'state',
    ])
    .select(['closed_reason as closedReason', 'version'])

const TargetRow = z
  .object({
    measureId: z.string(),
    targetId: z.string(),
    shape: z.enum(TARGET_SHAPES),
    baselineFrom: day.nullable(),
    baselineTo: day.nullable(),
    baselineValue: z.number().nullable(),
    value: z.number().nullable(),
    starts: day.nullable(),
    due: day,
    source: z.string().nullable(),
    closedOn: day.nullable(),
    closedAs: z.enum(CLOSED_AS).nullable(),
    closedNote: z.string().nullable(),
  })
  .transform(
    ({ baselineFrom, baselineTo, baselineValue, closedOn, closedAs, closedNote, ...row }): Target & { measureId: string } => ({
      ...row,
      baseline:
        baselineValue === null
          ? null
          : { value: baselineValue, window: baselineFrom && baselineTo ? { from: baselineFrom, to: baselineTo } : null },
      closed: closedOn && closedAs ? { on: closedOn, as: closedAs, note: closedNote } : null,
    }),
  )

const targets = (tx: Tx) =>
  tx
    .selectFrom('target')
    .select([
      'measure_id as measureId',
      'target_id as targetId',
      'shape',
      'baseline_from as baselineFrom',
      'baseline_to as baselineTo',
      'baseline_value as baselineValue',
    ])
    .select(['value', 'starts', 'due', 'source', 'closed_on as closedOn', 'closed_as as closedAs', 'closed_note as closedNote'])

const RebaseRow = z.object({ measureId: z.string(), rebaseId: z.string(), starts: day, reason: z.string() })

const state = z.enum(READING_STATES)
type ReadingColumns = {
  starts: string
  state: string
  value: number | null
  numerator: number | null
  denominator: number | null
  note: string | null
}

/** A reading from its row. The period is known by its first day and the measure's frequency. Throws on a state that does not exist. */
export function readingFrom(frequency: Frequency, { starts, note, ...row }: ReadingColumns): Reading {
  // Read from the text: a plain date for each of thousands of rows costs more than the query.
  const period = periodAt(
    frequency,
    ordinalOf(frequency, { year: Number(starts.slice(0, 4)), month: Number(starts.slice(5, 7)) }),
  )
  return { ...row, state: state.parse(row.state), note, period } as Reading
}

const SeriesRow = z.object({
  measureId: z.string(),
  readings: z.array(
    z.tuple([z.string(), z.string(), z.number().nullable(), z.number().nullable(), z.number().nullable(), z.string().nullable()]),
  ),
})

/** Current readings of each measure, in order. One row a measure: the embedded database takes ten times as long over a row a reading. */
async function selectReadings(tx: Tx, measureIds: readonly string[]) {
  const { rows } = await sql`
    select measure_id as "measureId", json_agg(json_build_array(starts, state, value, numerator, denominator, note) order by starts) as readings
    from reading where current and measure_id = any (${measureIds}) group by measure_id`.execute(tx)
  return new Map(rows.map((row) => SeriesRow.parse(row)).map(({ measureId, readings }) => [measureId, readings]))
}

/** Measures whole, with their current readings, rebases and targets: live ones first, by title. All, unless ids are given. */
export async function selectMeasures(tx: Tx, measureIds?: readonly string[]): Promise<WholeMeasure[]> {
  if (measureIds?.length === 0) return []
  const rows = await measures(tx)
    .$if(measureIds !== undefined, (query) => query.where('measure_id', 'in', [...measureIds!]))
    .orderBy('state', 'desc')
    .orderBy('title')
    .execute()
  const found = rows.map((row) => MeasureRow.parse(row))
  const ids = found.map(({ measureId }) => measureId)
  if (ids.length === 0) return []
  const readings = await selectReadings(tx, ids)
  const rebases = await tx
    .selectFrom('rebase')
    .select(['measure_id as measureId', 'rebase_id as rebaseId', 'starts', 'reason'])
    .where('removed_at', 'is', null)
    .where('measure_id', 'in', ids)
    .orderBy('starts')
    .execute()
  const asked = await targets(tx).where('measure_id', 'in', ids).orderBy('due').execute()
  const rebasesOf = Map.groupBy(
    rebases.map((row) => RebaseRow.parse(row)),
    (row) => row.measureId,
  )
  const targetsOf = Map.groupBy(
    asked.map((row) => TargetRow.parse(row)),
    (row) => row.measureId,
  )
  return found.map((measure) => ({
    measure,
    readings: (readings.get(measure.measureId) ?? []).map(([starts, state, value, numerator, denominator, note]) =>
      readingFrom(measure.frequency, { starts, state, value, numerator, denominator, note }),
    ),
    rebases: (rebasesOf.get(measure.measureId) ?? []).map(({ rebaseId, starts, reason }): Rebase => ({
      rebaseId,
      starts,
      reason,
    })),
    targets: (targetsOf.get(measure.measureId) ?? []).map(({ measureId: _, ...target }) => target),
  }))
}

/** One measure whole, or null when this account may see none with this id. */
export const selectMeasure = async (tx: Tx, measureId: string): Promise<WholeMeasure | null> =>
  (await selectMeasures(tx, [measureId]))[0] ?? null

/** What other rooms show of these measures, by id; those this account may not see are not there. */
export async function figuresOf(
  tx: Tx,
  measureIds: readonly string[],
  today = todayInLondon(Temporal.Now.instant()),
): Promise<Map<string, MeasureFigure>> {
  return new Map((await selectMeasures(tx, measureIds)).map((whole) => [whole.measure.measureId, figureOf(whole, today)]))
}

export type MeasureFields = Omit<Measure, 'measureId' | 'version'>

const columns = ({ polarityNote, completenessNote, revisionPolicy, closedReason, ...fields }: MeasureFields) => ({
  ...fields,
  polarity_note: polarityNote,
  completeness_note: completenessNote,
  revision_policy: revisionPolicy,
  closed_reason: closedReason,
})

/** Adds a measure and gives its id. */
export async function addMeasure(tx: Tx, fields: MeasureFields): Promise<string> {
  const measureId = crypto.randomUUID()
  await tx
    .insertInto('measure')
    .values({ ...columns(fields), partnership_id: tx.actor.partnershipId!, measure_id: measureId })
    .execute()
  audit(tx, {
    act: 'collected',
    subjectKind: 'measure',
    subjectId: measureId,
    details: { kind: fields.kind, frequency: fields.frequency },
  })
  return measureId
}

/** Changes a measure that is still at `version`; false when someone has changed it since, and then nothing is. */
export async function changeMeasure(tx: Tx, measure: Measure, version: number, fields: MeasureFields): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('measure')
    .set({ ...columns(fields), version: version + 1 })
    .where('measure_id', '=', measure.measureId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  const changed = (Object.keys(fields) as (keyof MeasureFields)[]).filter((field) => fields[field] !== measure[field])
  audit(tx, { act: 'altered', subjectKind: 'measure', subjectId: measure.measureId, details: { fields: changed } })
  return true
}
