import { sql } from 'kysely'
import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import { audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { selectAnswers } from './answer-store.ts'
import type { PeriodText } from './period.ts'

const day = z.string().transform((text) => Temporal.PlainDate.from(text))
const PeriodRow = z.object({
  periodId: z.string(), name: z.string(), starts: day, ends: day, due: day, open: z.boolean(), reminded: z.instanceof(Temporal.Instant).nullable(),
})
export type ReportingPeriod = z.infer<typeof PeriodRow>

/** A plan's reporting periods, newest first. */
export async function selectPeriods(tx: Tx, planId: string): Promise<ReportingPeriod[]> {
  const rows = await tx
    .selectFrom('reporting_period')
    .select(['reporting_period_id as periodId', 'name', 'starts', 'ends', 'due', 'reminded_at as reminded'])
    .select(sql<boolean>`closed_at is null`.as('open'))
    .where('plan_id', '=', planId)
    .orderBy('starts', 'desc')
    .execute()
  return rows.map((row) => PeriodRow.parse(row))
}

/** Opens a period, and gives whether it could: false when another is open, perhaps since a moment ago. */
export async function openPeriod(tx: Tx, planId: string, period: PeriodText): Promise<boolean> {
  const opened = await tx
    .insertInto('reporting_period')
    .values({ partnership_id: tx.actor.partnershipId!, plan_id: planId, ...period })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'plan_id']).where('closed_at', 'is', null).doNothing())
    .returning('reporting_period_id')
    .executeTakeFirst()
  if (opened) audit(tx, { act: 'collected', subjectKind: 'reporting period', subjectId: opened.reporting_period_id, details: { plan: planId } })
  return opened !== undefined
}

/** Closes the plan's open period, or gives it a later due date. Gives whether it was still open. */
export async function changeOpenPeriod(tx: Tx, planId: string, change: { close: true } | { due: string }): Promise<boolean> {
  const row = await tx
    .updateTable('reporting_period')
    .set('close' in change ? { closed_at: sql`now()` } : { due: change.due })
    .where('plan_id', '=', planId)
    .where('closed_at', 'is', null)
    .returning('reporting_period_id')
    .executeTakeFirst()
  if (row) audit(tx, { act: 'altered', subjectKind: 'reporting period', subjectId: row.reporting_period_id, details: change })
  return row !== undefined
}

/** What a reminder is for, so that each account has one a day: the beginning of its effect in the outbox. */
export const reminderOf = (periodId: string) => `reminder ${periodId} `

/** Asks everyone who has not answered, once each, and not twice on one day. Gives how many were asked now. */
export async function remind(tx: Tx, period: ReportingPeriod, baseUrl: string, today: Temporal.PlainDate): Promise<number> {
  const waiting = (await selectAnswers(tx, period.periodId)).filter(({ answered }) => !answered)
  const accounts = [...new Set(waiting.flatMap(({ accountIds }) => accountIds))]
  const due = writeDate(period.due)
  const asked = await notify(
    tx,
    accounts.map((accountId) => ({
      accountId,
      effect: `${reminderOf(period.periodId)}${accountId} ${today}`,
      subject: `Updates are due by ${due}`,
      body: `Updates are waiting for you in Wardmote, due by ${due}.\n\nSee them, and answer, at ${baseUrl}/my-work\n\nReference: ${period.periodId.slice(0, 8)}\n`,
    })),
  )
  if (asked === 0) return 0
  await tx.updateTable('reporting_period').set({ reminded_at: sql`now()` }).where('reporting_period_id', '=', period.periodId).execute()
  audit(tx, { act: 'altered', subjectKind: 'reporting period', subjectId: period.periodId, details: { reminded: asked } })
  return asked
}
