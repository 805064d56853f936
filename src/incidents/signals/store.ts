import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'

/** Which series, in which month (ISO first day). */
export type SignalKey = { sourceId: number; categoryId: number; areaId: number; month: string }

const Decision = z.object({
  sourceId: z.number(), categoryId: z.number(), areaId: z.number(), month: z.string(), decision: z.enum(['pinned', 'dismissed']),
  reason: z.string().nullable(), measureId: z.string().nullable(), itemId: z.string().nullable(), decidedBy: z.string().nullable(), decidedAt: z.instanceof(Temporal.Instant),
})
/** What a person made of a signal: `decidedBy` is a name. */
export type Decision = z.infer<typeof Decision>

/** Every decision on the signals of one source, the latest month first. */
export async function selectDecisions(tx: Tx, sourceId: number): Promise<Decision[]> {
  const rows = await tx.selectFrom('signal_decision as d')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'd.partnership_id').onRef('a.account_id', '=', 'd.decided_by'))
    .select(['d.source_id as sourceId', 'd.category_id as categoryId', 'd.area_id as areaId', 'd.month', 'd.decision', 'd.reason', 'd.measure_id as measureId', 'd.item_id as itemId', 'a.name as decidedBy', 'd.decided_at as decidedAt'])
    .where('d.source_id', '=', sourceId).orderBy('d.month', 'desc').execute()
  return rows.map((row) => Decision.parse(row))
}

const subjectOf = ({ sourceId, categoryId, areaId, month }: SignalKey) => ({ source: sourceId, category: categoryId, area: areaId, month })

/** Keeps what a person made of a signal, in place of what was made of it before. */
export async function decide(tx: Tx, key: SignalKey, made: { decision: 'dismissed'; reason: string } | { decision: 'pinned'; reason: string | null; measureId: string | null; itemId: string | null }) {
  const pinned = made.decision === 'pinned' ? { measure_id: made.measureId, item_id: made.itemId } : { measure_id: null, item_id: null }
  const values = { decision: made.decision, reason: made.reason, ...pinned, decided_by: tx.actor.accountId, decided_at: Temporal.Now.instant().toString() }
  await tx.insertInto('signal_decision')
    .values({ partnership_id: tx.actor.partnershipId!, source_id: key.sourceId, category_id: key.categoryId, area_id: key.areaId, month: key.month, ...values })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'source_id', 'category_id', 'area_id', 'month']).doUpdateSet(values)).execute()
  audit(tx, { act: 'altered', subjectKind: 'signal', subjectId: null, details: { ...subjectOf(key), decision: made.decision } })
}

/** Takes back what was made of a signal; false when nothing had been. */
export async function undoDecision(tx: Tx, key: SignalKey): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('signal_decision')
    .where('source_id', '=', key.sourceId).where('category_id', '=', key.categoryId).where('area_id', '=', key.areaId).where('month', '=', key.month).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'signal', subjectId: null, details: { ...subjectOf(key), decision: 'undone' } })
  return numDeletedRows > 0n
}

/** A break decided on: no category or area means all of them. */
export type BreakFields = { sourceId: number; categoryId: number | null; areaId: number | null; month: string; state: 'confirmed' | 'refused'; reason: string }

/** Keeps what a person decided of a proposed break, and gives its id. */
export async function decideBreak(tx: Tx, { sourceId, categoryId, areaId, month, state, reason }: BreakFields): Promise<string> {
  const breakId = crypto.randomUUID()
  await tx.insertInto('series_break').values({
    partnership_id: tx.actor.partnershipId!, break_id: breakId, source_id: sourceId, category_id: categoryId, area_id: areaId, month, state, reason, decided_by: tx.actor.accountId,
  }).execute()
  audit(tx, { act: 'altered', subjectKind: 'series break', subjectId: breakId, details: { source: sourceId, category: categoryId, area: areaId, month, state } })
  return breakId
}

/** Takes back a decision on a break; false when there is none with this id. */
export async function undoBreak(tx: Tx, breakId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('series_break').where('break_id', '=', breakId).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'series break', subjectId: breakId, details: { state: 'undone' } })
  return numDeletedRows > 0n
}
