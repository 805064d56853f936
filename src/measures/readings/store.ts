import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { Measure } from '../measure.ts'
import type { KeptReading, Reading } from '../reading.ts'
import { readingFrom } from '../store.ts'

/** What became of readings entered together. `unchanged` were there already, word for word. */
export type Entered = { added: number; revised: number; unchanged: number }

// A statement carries at most 65,535 values, and a reading is eleven.
const BATCH = 2000

/**
 * Keeps readings of a measure, one a period. A period that had another reading is revised: the old row stays, no longer current.
 * The same again changes nothing. Two people entering at once are put one after the other.
 */
export async function addReadings(tx: Tx, measure: Measure, readings: readonly Reading[]): Promise<Entered> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${measure.measureId}, 7261))`.execute(tx)
  const rows = await tx
    .selectFrom('reading')
    .select(['reading_id', 'period', 'state', 'value', 'numerator', 'denominator', 'note'])
    .where('measure_id', '=', measure.measureId)
    .where('current', '=', true)
    .execute()
  const before = new Map(rows.map((row) => [row.period, row]))
  const same = ({ period, state, value, numerator, denominator, note }: Reading) => {
    const kept = before.get(period.key)
    return (
      kept !== undefined &&
      kept.state === state &&
      close(kept.value, value) &&
      close(kept.numerator, numerator) &&
      close(kept.denominator, denominator) &&
      kept.note === note
    )
  }
  const fresh = readings.filter((reading) => !same(reading))
  const replaced = fresh.flatMap(({ period }) => before.get(period.key)?.reading_id ?? [])
  if (replaced.length > 0) await tx.updateTable('reading').set({ current: false }).where('reading_id', 'in', replaced).execute()
  for (let from = 0; from < fresh.length; from += BATCH) await insert(tx, measure, fresh.slice(from, from + BATCH))
  const entered = { added: fresh.length - replaced.length, revised: replaced.length, unchanged: readings.length - fresh.length }
  if (entered.added > 0)
    audit(tx, { act: 'collected', subjectKind: 'measure', subjectId: measure.measureId, details: { readings: entered.added } })
  if (entered.revised > 0)
    audit(tx, {
      act: 'altered',
      subjectKind: 'measure',
      subjectId: measure.measureId,
      details: { readings: entered.revised, replaced: replaced.slice(0, 50) },
    })
  return entered
}

/** Figures worked out from a numerator and denominator come back from the database to within rounding. */
const close = (one: number | null, other: number | null): boolean =>
  one === other || (one !== null && other !== null && Math.abs(one - other) <= 1e-12 * Math.max(Math.abs(one), Math.abs(other)))

const insert = (tx: Tx, { measureId }: Measure, readings: readonly Reading[]) =>
  tx
    .insertInto('reading')
    .values(
      readings.map(({ period, state, value, numerator, denominator, note }) => ({
        partnership_id: tx.actor.partnershipId!,
        measure_id: measureId,
        period: period.key,
        starts: period.starts.toString(),
        ends: period.ends.toString(),
        state,
        value,
        numerator,
        denominator,
        note,
        entered_by: tx.actor.accountId,
      })),
    )
    .execute()

/** Every reading a measure has had, newest period first and within one the newest first, with who entered it. */
export async function selectHistory(tx: Tx, measure: Measure): Promise<KeptReading[]> {
  const rows = await tx
    .selectFrom('reading as r')
    .leftJoin('account as a', (on) =>
      on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.entered_by'),
    )
    .select([
      'r.reading_id',
      'r.starts',
      'r.state',
      'r.value',
      'r.numerator',
      'r.denominator',
      'r.note',
      'r.current',
      'r.entered_at',
      'a.name',
    ])
    .where('r.measure_id', '=', measure.measureId)
    .orderBy('r.starts', 'desc')
    .orderBy('r.current', 'desc')
    .orderBy('r.entered_at', 'desc')
    .execute()
  return rows.map(({ reading_id: readingId, current, entered_at: enteredAt, name: enteredBy, ...row }) => ({
    ...readingFrom(measure.frequency, row),
    readingId,
    current,
    enteredAt,
    enteredBy,
  }))
}
