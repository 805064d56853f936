import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { findingsOf } from '../checks/store.ts'
import { selectPlan } from '../store.ts'
import { type Change, differenceOf } from './difference.ts'
import { Shown, shownOf } from './shown.ts'

const EditionRow = z.object({
  editionId: z.string(), planId: z.string(), number: z.number(), publishedAt: z.instanceof(Temporal.Instant), by: z.string().nullable(), shown: Shown,
  changes: z.array(z.object({ code: z.string().nullable(), sentence: z.string() })), overrideReason: z.string().nullable(),
  corrects: z.number().nullable(), correctionNote: z.string().nullable(), correctedBy: z.number().nullable(),
})
export type Edition = z.infer<typeof EditionRow>

const editions = (tx: Tx) =>
  tx
    .selectFrom('edition as e')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'e.partnership_id').onRef('a.account_id', '=', 'e.published_by'))
    .select(['e.edition_id as editionId', 'e.plan_id as planId', 'e.number', 'e.published_at as publishedAt', 'a.name as by', 'e.override_reason as overrideReason'])
    .select(['e.corrects', 'e.correction_note as correctionNote'])
    .select((q) =>
      q.selectFrom('edition as later').whereRef('later.partnership_id', '=', 'e.partnership_id').whereRef('later.plan_id', '=', 'e.plan_id')
        .whereRef('later.corrects', '=', 'e.number').select(sql<number | null>`max(later.number)`.as('number')).as('correctedBy'),
    )

export type EditionSummary = Omit<Edition, 'shown' | 'changes'> & { title: string; period: string | null; asAt: string }

/** Every edition, or those of one plan, newest first, without what they show. */
export async function selectEditions(tx: Tx, planId?: string): Promise<EditionSummary[]> {
  const rows = await editions(tx)
    .select([sql<string>`e.shown->>'title'`.as('title'), sql<string | null>`e.shown->>'period'`.as('period'), sql<string>`e.shown->>'asAt'`.as('asAt')])
    .$if(planId !== undefined, (q) => q.where('e.plan_id', '=', planId!))
    .orderBy('e.published_at', 'desc')
    .execute()
  return rows.map((row) => EditionRow.omit({ shown: true, changes: true }).extend({ title: z.string(), period: z.string().nullable(), asAt: z.string() }).parse(row))
}

export async function selectEdition(tx: Tx, editionId: string): Promise<Edition | null> {
  const row = await editions(tx).select(['e.shown', 'e.changes']).where('e.edition_id', '=', editionId).executeTakeFirst()
  return row ? EditionRow.parse(row) : null
}

const lastEdition = async (tx: Tx, planId: string): Promise<{ number: number; shown: Shown } | null> => {
  const row = await tx.selectFrom('edition').select(['number', 'shown']).where('plan_id', '=', planId).orderBy('number', 'desc').limit(1).executeTakeFirst()
  return row ? { number: row.number, shown: Shown.parse(row.shown) } : null
}

export type Preview = {
  planId: string
  reportingPeriodId: string | null
  shown: Shown
  blocking: Shown['findings']
  number: number
  changes: Change[]
  /** Of all that would be published: the form carries it, so that what was looked over is what is published. */
  fingerprint: string
}

/** What publishing this plan now would publish, or null when this account may not see the plan. */
export async function previewEdition(tx: Tx, planId: string, partnership: string, today: Temporal.PlainDate): Promise<Preview | null> {
  const plan = await selectPlan(tx, planId)
  if (!plan) return null
  const shown = shownOf(plan, await findingsOf(tx, plan, today), partnership, today)
  const last = await lastEdition(tx, planId)
  return {
    planId,
    reportingPeriodId: plan.period?.reportingPeriodId ?? null,
    shown,
    blocking: shown.findings.filter(({ severity }) => severity === 'blocks'),
    number: (last?.number ?? 0) + 1,
    changes: differenceOf(last?.shown ?? null, shown),
    fingerprint: createHash('sha256').update(JSON.stringify([last?.number ?? 0, shown])).digest('hex').slice(0, 32),
  }
}

export type Publishing = { overrideReason: string | null; corrects: number | null; correctionNote: string | null }

/** Publishes what was previewed, numbered after the last. A second publisher at the same moment meets the number's uniqueness (23505). */
export async function publishEdition(tx: Tx, preview: Preview, { overrideReason, corrects, correctionNote }: Publishing): Promise<string> {
  const { edition_id } = await tx
    .insertInto('edition')
    .values({
      partnership_id: tx.actor.partnershipId!, plan_id: preview.planId, number: preview.number, reporting_period_id: preview.reportingPeriodId,
      published_by: tx.actor.accountId, shown: JSON.stringify(preview.shown), changes: JSON.stringify(preview.changes),
      override_reason: overrideReason, corrects, correction_note: correctionNote,
    })
    .returning('edition_id')
    .executeTakeFirstOrThrow()
  audit(tx, { act: 'disclosed', subjectKind: 'edition', subjectId: edition_id, details: { plan: preview.planId, number: preview.number, blocking: preview.blocking.length } })
  return edition_id
}
