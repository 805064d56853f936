import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { APPLICANTS, INVOLVEMENTS } from './application.ts'
import { seal, unseal } from '../transfers/handed.ts'
import { type Why, WHYS } from './flood.ts'
import type { Application } from './forms.ts'
import { selectReviewRules } from './rule-store.ts'
import { complaintOf, insertApplication } from './store.ts'
import { type Computed, computeThreshold } from './threshold.ts'
import { codeHash } from './tracking-code.ts'

const text = z.string().nullable()
/** An application as it is held: what the form read, and nothing of where it came from. How to reach somebody who asks that nobody should learn it is under seal. */
const Held = z.object({
  applicant: z.enum(APPLICANTS), victimName: z.string(), applicantName: text, consent: z.literal('yes').nullable(), phone: text, email: text, address: text, keepSafe: z.literal('yes').nullable(),
  harm: z.string(), wanted: text, involvement: z.enum(INVOLVEMENTS).nullable(),
  complaints: z.array(z.object({ what: z.string(), happenedFrom: z.string(), happenedTo: z.string(), complainedOn: text, complainedTo: text, response: text, causedDistress: z.boolean() })),
  sealed: z.array(z.string()),
})
type Held = z.infer<typeof Held>
const REACH = ['phone', 'email', 'address'] as const

const hold = (application: Application, hash: string): Held => Held.parse(application.keepSafe
  ? { ...application, phone: null, email: null, address: null, sealed: REACH.flatMap((kind) => (application[kind] ? [seal({ personAt: 0, kind, value: application[kind] }, hash)] : [])) }
  : { ...application, sealed: [] })
const open = ({ sealed, ...application }: Held, hash: string): Application => ({ ...application, ...Object.fromEntries(sealed.map((each) => unseal(each, hash)).map(({ kind, value }) => [kind, value])) })

/** Whether an application of this code is held, and the day it came; null when it is not. Runs as the system: the code is what opens it. */
export async function selectHeldSince(tx: Tx, code: string): Promise<string | null> {
  const row = await tx.selectFrom('review_quarantine').select('received_on').where('partnership_id', '=', tx.actor.partnershipId!).where('code_hash', '=', codeHash(code)).where('case_id', 'is', null).executeTakeFirst()
  return row?.received_on ?? null
}

/** Holds an application back for an officer to look at, once, and gives its threshold as any other's is computed. Runs as the system. */
export async function holdApplication(tx: Tx, application: Application, { schemeId, receivedOn, code, why }: { schemeId: string; receivedOn: string; code: string; why: Why }): Promise<Computed> {
  await tx.insertInto('review_quarantine').values({ partnership_id: tx.actor.partnershipId!, scheme_id: schemeId, code_hash: codeHash(code), received_on: receivedOn, why, application: JSON.stringify(hold(application, codeHash(code))) })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'code_hash']).doNothing()).execute()
  const { threshold } = await selectReviewRules(tx, schemeId, receivedOn)
  return computeThreshold(Temporal.PlainDate.from((await selectHeldSince(tx, code)) ?? receivedOn), application.complaints.map(complaintOf), threshold)
}

export type HeldApplication = { heldId: string; schemeId: string; receivedOn: string; receivedAt: Temporal.Instant; why: Why; application: Omit<Held, 'sealed'>; discarded: { reason: string; by: string | null; at: Temporal.Instant } | null }

const HeldRow = z.object({
  heldId: z.string(), schemeId: z.string(), receivedOn: z.string(), receivedAt: z.instanceof(Temporal.Instant), why: z.enum(WHYS), application: Held, reason: text, by: text, settledAt: z.instanceof(Temporal.Instant).nullable(),
})
export const MOST_SHOWN = 50

/** Applications held back that this account may settle: those that wait first, the oldest first, then those put by. The look is written down. */
export async function consultHeld(tx: Tx): Promise<HeldApplication[]> {
  const rows = await tx.selectFrom('review_quarantine as q').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'q.partnership_id').onRef('a.account_id', '=', 'q.settled_by'))
    .select(['q.review_quarantine_id as heldId', 'q.scheme_id as schemeId', 'q.received_on as receivedOn', 'q.received_at as receivedAt', 'q.why', 'q.application', 'q.reason', 'a.name as by', 'q.settled_at as settledAt'])
    .where('q.case_id', 'is', null).orderBy(sql`q.outcome is not null`).orderBy('q.received_at').limit(MOST_SHOWN).execute()
  for (const schemeId of new Set(rows.map((row) => row.schemeId))) audit(tx, { act: 'consulted', subjectKind: 'scheme', subjectId: schemeId, details: { part: 'applications held', shown: rows.filter((row) => row.schemeId === schemeId).length } })
  return rows.map((row) => {
    const { reason, by, settledAt, ...held } = HeldRow.parse(row)
    return { ...held, discarded: reason !== null && settledAt ? { reason, by, at: settledAt } : null }
  })
}

/** How many applications wait for this account to let them in or put them by. */
export async function countWaiting(tx: Tx): Promise<number> {
  const { waiting } = await tx.selectFrom('review_quarantine').select((row) => row.fn.countAll<number>().as('waiting')).where('case_id', 'is', null).where('outcome', 'is', null).executeTakeFirstOrThrow()
  return Number(waiting)
}

const settled = (tx: Tx, outcome: 'released' | 'discarded', reason: string) => ({ outcome, reason, settled_by: tx.actor.accountId, settled_at: sql<string>`now()` })

/** Lets a held application in, as one received on the day it came; one put by may be let in after all. Gives its case, or null when there is none such. */
export async function releaseHeld(tx: Tx, heldId: string, reason: string): Promise<string | null> {
  const row = await tx.selectFrom('review_quarantine').select(['scheme_id', 'code_hash', 'received_on', 'application']).where('review_quarantine_id', '=', heldId).where('case_id', 'is', null).forUpdate().executeTakeFirst()
  if (!row) return null
  const { caseId } = await insertApplication(tx, open(Held.parse(row.application), row.code_hash), { schemeId: row.scheme_id, receivedOn: row.received_on, channel: 'online', code: { hash: row.code_hash } })
  await tx.updateTable('review_quarantine').set({ ...settled(tx, 'released', reason), case_id: caseId, application: null }).where('review_quarantine_id', '=', heldId).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { part: 'application released', held: heldId } })
  return caseId
}

/** Puts a held application by, with the reason. It is kept as it was sent. False when there is none such, or it was settled since. */
export async function discardHeld(tx: Tx, heldId: string, reason: string): Promise<boolean> {
  const row = await tx.updateTable('review_quarantine').set(settled(tx, 'discarded', reason)).where('review_quarantine_id', '=', heldId).where('outcome', 'is', null).returning('scheme_id').executeTakeFirst()
  if (row) audit(tx, { act: 'altered', subjectKind: 'scheme', subjectId: row.scheme_id, details: { part: 'application put by', held: heldId } })
  return row !== undefined
}

export const MONTHS_KEPT = 6

/** Forgets, as the system, what was put by so long ago that nobody will let it in after all. */
export async function forgetPutBy(tx: Tx): Promise<void> {
  const gone = await tx.deleteFrom('review_quarantine').where('outcome', '=', 'discarded').where('settled_at', '<', sql<Temporal.Instant>`now() - make_interval(months => ${MONTHS_KEPT})`).returning(['review_quarantine_id', 'scheme_id']).execute()
  for (const { review_quarantine_id, scheme_id } of gone) audit(tx, { act: 'erased', subjectKind: 'scheme', subjectId: scheme_id, details: { part: 'application put by', held: review_quarantine_id } })
}
