import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { Finding } from '../checks/finding.ts'
import { findingsOf } from '../checks/store.ts'
import { selectPlan } from '../store.ts'
import { Change, differenceOf } from './difference.ts'
import type { Publishing } from './publishing.ts'
import { readShown, type Shown } from './shown.ts'
import { shownOf } from './showing.ts'

const Stamp = z.object({
  editionId: z.string(), planId: z.string(), number: z.number(), publishedAt: z.instanceof(Temporal.Instant), by: z.string().nullable(),
  overrideReason: z.string().nullable(), corrects: z.number().nullable(), correctionNote: z.string().nullable(),
})
/** What stands on an edition's cover, apart from what it shows. */
export type Stamp = z.infer<typeof Stamp>

const stamps = (tx: Tx) =>
  tx
    .selectFrom('edition as e')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'e.partnership_id').onRef('a.account_id', '=', 'e.published_by'))
    .select(['e.edition_id as editionId', 'e.plan_id as planId', 'e.number', 'e.published_at as publishedAt', 'a.name as by'])
    .select(['e.override_reason as overrideReason', 'e.corrects', 'e.correction_note as correctionNote'])

const SummaryRow = Stamp.extend({ title: z.string(), period: z.string().nullable(), asAt: z.string(), summary: z.string() })
export type EditionSummary = z.infer<typeof SummaryRow>

/** Every edition, or those of one plan, newest first. Its plan's title is the one it was published under. */
export async function selectEditions(tx: Tx, planId?: string): Promise<EditionSummary[]> {
  const rows = await stamps(tx)
    .select([sql<string>`e.shown->>'title'`.as('title'), sql<string | null>`e.shown->'period'->>'name'`.as('period')])
    .select([sql<string>`e.shown->>'asAt'`.as('asAt'), sql<string>`e.shown->>'summary'`.as('summary')])
    .$if(planId !== undefined, (q) => q.where('e.plan_id', '=', planId!))
    .orderBy('e.published_at', 'desc')
    .orderBy('e.number', 'desc')
    .execute()
  return rows.map((row) => SummaryRow.parse(row))
}

type Contents = { shown: Shown; changes: Change[] }
/** The plan's other editions that a reader of this one must know of. */
export type Family = { corrections: Pick<Stamp, 'editionId' | 'number' | 'correctionNote'>[]; corrected: string | null; newest: { editionId: string; number: number } }
export type Edition = Stamp & Contents & Family

// What an edition shows never changes, so it is read once. Whether this account may see it is asked every time.
const kept = new Map<string, Contents>()
const MOST_KEPT = 20

async function contentsOf(tx: Tx, editionId: string): Promise<Contents> {
  const known = kept.get(editionId)
  if (known) return known
  const row = await tx.selectFrom('edition').select(['shown', 'changes']).where('edition_id', '=', editionId).executeTakeFirstOrThrow()
  const contents = { shown: readShown(row.shown), changes: z.array(Change).parse(row.changes) }
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!)
  kept.set(editionId, contents)
  return contents
}

/** An edition whole, or null when there is none that this account may see. */
export async function selectEdition(tx: Tx, editionId: string): Promise<Edition | null> {
  const row = await stamps(tx).where('e.edition_id', '=', editionId).executeTakeFirst()
  if (!row) return null
  const stamp = Stamp.parse(row)
  const siblings = await tx
    .selectFrom('edition')
    .select(['edition_id as editionId', 'number', 'corrects', 'correction_note as correctionNote'])
    .where('plan_id', '=', stamp.planId)
    .orderBy('number')
    .execute()
  return {
    ...stamp,
    ...(await contentsOf(tx, editionId)),
    corrections: siblings.filter(({ corrects }) => corrects === stamp.number),
    corrected: siblings.find(({ number }) => number === stamp.corrects)?.editionId ?? null,
    newest: siblings.at(-1)!,
  }
}

/** A plan's last edition: its number and what it shows; null before the first. */
async function selectLastEdition(tx: Tx, planId: string): Promise<{ number: number; shown: Shown } | null> {
  const row = await tx.selectFrom('edition').select(['number', 'shown']).where('plan_id', '=', planId).orderBy('number', 'desc').limit(1).executeTakeFirst()
  return row ? { number: row.number, shown: readShown(row.shown) } : null
}

/** What publishing a plan now would publish. */
export type Preview = {
  planId: string
  reportingPeriodId: string | null
  shown: Shown
  /** The findings that stop publication. */
  blocking: readonly (Finding & { code: string | null })[]
  number: number
  changes: Change[]
  /** Of all that would be published: the form carries it, so that what was looked over is what is published. */
  fingerprint: string
}

/** What publishing this plan now would publish, or null when this account may not see the plan. `partnership`: its name. */
export async function previewEdition(tx: Tx, planId: string, partnership: string, today: Temporal.PlainDate): Promise<Preview | null> {
  const plan = await selectPlan(tx, planId)
  if (!plan) return null
  const findings = await findingsOf(tx, plan, today)
  const shown = shownOf(plan, findings, partnership, today)
  const last = await selectLastEdition(tx, planId)
  return {
    planId,
    reportingPeriodId: plan.period?.reportingPeriodId ?? null,
    shown,
    blocking: findings.standing.filter(({ severity }) => severity === 'blocks').map((finding) => ({ ...finding, code: plan.items.find(({ itemId }) => itemId === finding.itemId)?.code ?? null })),
    number: (last?.number ?? 0) + 1,
    changes: differenceOf(last?.shown ?? null, shown),
    fingerprint: createHash('sha256').update(JSON.stringify([last?.number ?? 0, shown])).digest('hex').slice(0, 32),
  }
}

/** Thrown when someone else published an edition of the plan at the same moment. */
export class Forestalled extends Error {}

/**
 * Publishes what was previewed, numbered after the last edition, and gives its id. The caller has made sure that nothing stands in
 * its way (`publishingProblems`). Throws Forestalled when the number is taken.
 */
export async function publishEdition(tx: Tx, preview: Preview, { overrideReason, corrects, correctionNote }: Publishing): Promise<string> {
  const { planId, number, blocking } = preview
  const published = await tx
    .insertInto('edition')
    .values({
      partnership_id: tx.actor.partnershipId!, plan_id: planId, number, reporting_period_id: preview.reportingPeriodId, published_by: tx.actor.accountId,
      shown: JSON.stringify(preview.shown), changes: JSON.stringify(preview.changes),
      override_reason: blocking.length > 0 ? overrideReason : null, corrects, correction_note: corrects === null ? null : correctionNote,
    })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'plan_id', 'number']).doNothing())
    .returning('edition_id')
    .executeTakeFirst()
  if (!published) throw new Forestalled()
  audit(tx, { act: 'disclosed', subjectKind: 'edition', subjectId: published.edition_id, details: { plan: planId, number, blocking: blocking.length, corrects } })
  return published.edition_id
}
