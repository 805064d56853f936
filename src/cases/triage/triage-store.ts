import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { type CaseCover, changeCase, logLooks } from '../../sharing/case-store.ts'
import { coversOf } from './waiting.ts'
import type { FactValue } from '../rules/condition.ts'
import { KeptDecision } from '../rules/decision-words.ts'
import { today } from '../rules/rule-store.ts'

export const OUTCOMES = ['accepted', 'advice given', 'belongs elsewhere'] as const
export type TriageOutcome = (typeof OUTCOMES)[number]

const FactRecord = z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), z.array(z.string())]))
const ReferralRow = z.object({
  reasons: z.string(), wanted: z.string().nullable(), consent: z.enum(['given', 'not asked', 'refused']), consentReason: z.string().nullable(), channel: z.string(), facts: FactRecord, madeOn: z.string(),
  referrer: z.string().nullable(), referrerId: z.string().nullable(), agency: z.string().nullable(), outcome: z.enum(OUTCOMES).nullable(), judgement: z.string().nullable(), advice: z.string().nullable(), adviceSent: z.boolean(),
  decidedBy: z.string().nullable(), decidedOn: z.string().nullable(), decision: KeptDecision.nullable(),
})
/** What was said when a case was referred, and what was decided of it. */
export type ReferralSeen = z.infer<typeof ReferralRow>

/** The referral a case came by, or null where it came another way. */
export async function selectReferral(tx: Tx, caseId: string): Promise<ReferralSeen | null> {
  const { rows } = await sql`
    select r.reasons, r.wanted, r.consent, r.consent_reason as "consentReason", r.channel, r.facts, (r.made_at at time zone 'Europe/London')::date as "madeOn", a.name as referrer, r.referred_by as "referrerId",
      (select n.name from organisation_name n where n.partnership_id = r.partnership_id and n.organisation_id = r.agency_id and n.kind = 'name' and n.valid_to is null limit 1) as agency,
      r.outcome, r.judgement, r.advice, r.advice_sent_at is not null as "adviceSent", d.name as "decidedBy", (r.decided_at at time zone 'Europe/London')::date as "decidedOn", r.decision
    from referral r left join account a on a.partnership_id = r.partnership_id and a.account_id = r.referred_by
      left join account d on d.partnership_id = r.partnership_id and d.account_id = r.decided_by
    where r.case_id = ${caseId}`.execute(tx)
  return rows.length > 0 ? ReferralRow.parse(rows[0]) : null
}

export type Waiting = { caseId: string; reference: string; scheme: string; about: string; referredOn: string; agency: string | null; leads: boolean }

/** Referrals that wait to be decided, the longest first, of the schemes this account works in; each shown is written down as a look at the list. */
export async function selectWaiting(tx: Tx, { limit, offset }: { limit: number; offset: number }): Promise<Waiting[]> {
  const rows = await coversOf(tx, { limit, offset })
  await logLooks(tx, rows, 'list')
  return rows
}

export type Triage = { outcome: TriageOutcome; decision: KeptDecision | null; judgement: string | null; advice: string | null; reviewWeeks: number }

/**
 * Decides a referral: opens the case, or records the advice that goes back, or says where it belongs; and tells whoever referred, by reference.
 * False when somebody decided it or changed the case since `cover` was read, and then nothing is.
 */
export async function decideReferral(tx: Tx, cover: CaseCover, { outcome, decision, judgement, advice, reviewWeeks }: Triage): Promise<boolean> {
  const goesBack = advice !== null
  const decided = await tx.updateTable('referral').set({
    outcome, decision: decision && JSON.stringify(decision), judgement, advice, decided_by: tx.actor.accountId, decided_at: sql`now()`, ...(goesBack ? { advice_sent_at: sql`now()` } : {}),
  }).where('case_id', '=', cover.caseId).where('outcome', 'is', null).executeTakeFirst()
  if (decided.numUpdatedRows === 0n) return false
  const opened = today()
  const changed = await changeCase(tx, cover, outcome === 'accepted'
    ? { stage: 'open', opened_on: opened, review_on: Temporal.PlainDate.from(opened).add({ weeks: reviewWeeks }).toString() }
    : { stage: outcome === 'advice given' ? 'advised' : 'elsewhere' })
  // Somebody changed the cover between being read and now: what was written above must not stand alone.
  if (!changed) throw new ChangedSince()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { triage: outcome, rules: decision?.ruleSetId ?? null, clauses: decision?.fired.map(({ id }) => id) ?? [], judged: judgement !== null } })
  await tellReferrer(tx, cover)
  return true
}

/** Thrown to undo a decision whose case changed while it was being made. */
export class ChangedSince extends Error {}

/** Whoever referred is told that there is an answer, unless shut out of the case since. */
async function tellReferrer(tx: Tx, { caseId, reference }: CaseCover) {
  const { rows } = await sql<{ accountId: string }>`
    select r.referred_by as "accountId" from referral r where r.case_id = ${caseId} and r.referred_by is not null
      and not exists (select from case_exclusion x where x.partnership_id = r.partnership_id and x.case_id = r.case_id and x.account_id = r.referred_by and x.lifted_at is null)`.execute(tx)
  await notify(tx, rows.map(({ accountId }) => ({ accountId, effect: `referral ${caseId} decided`, subject: `Your referral ${reference} has been decided`, body: `See where it stands, and any advice, at\n\n/referrals/${caseId}` })))
}

/** Adds to what is known of a referral, for the criteria. False when the case changed since it was read. */
export async function addKnownFacts(tx: Tx, cover: CaseCover, facts: Readonly<Record<string, FactValue>>): Promise<boolean> {
  if (!(await changeCase(tx, cover, {}))) return false
  await tx.updateTable('referral').set({ facts: sql`${JSON.stringify(facts)}::jsonb` }).where('case_id', '=', cover.caseId).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { facts: Object.keys(facts) } })
  return true
}
