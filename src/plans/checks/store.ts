import { createHash } from 'node:crypto'
import { audit, type Tx } from '../../db/tx.ts'
import type { Plan } from '../plan.ts'
import type { Finding } from './finding.ts'
import { runPlanChecks } from './run.ts'

export type Dismissal = { reason: string; by: string | null; at: Temporal.Instant }
export type PlanFindings = { standing: Finding[]; dismissed: (Finding & Dismissal)[] }

const keyOf = (check: string, subject: string) => `${check}\n${subject}`

const KEPT_PLANS = 40
const kept = new Map<string, Finding[]>()

/**
 * The checks of a plan, worked out once for as long as nothing in it changes: every view of a plan shows them. The key is of the
 * whole plan as its reader's transaction gave it, so nobody is given findings of what they may not see.
 */
function checked(plan: Plan, today: Temporal.PlainDate): Finding[] {
  const key = createHash('sha256')
    .update(JSON.stringify([plan, today]))
    .digest('base64')
  const findings = kept.get(key) ?? runPlanChecks(plan, today)
  kept.delete(key)
  kept.set(key, findings)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_PLANS) break
    kept.delete(oldest)
  }
  return findings
}

/** What the checks say of a plan as it stands, apart from what someone has answered for with a reason. */
export async function findingsOf(tx: Tx, plan: Plan, today: Temporal.PlainDate): Promise<PlanFindings> {
  const rows = await tx
    .selectFrom('dismissed_finding as d')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'd.partnership_id').onRef('a.account_id', '=', 'd.dismissed_by'))
    .select(['d.check_id', 'd.subject', 'd.reason', 'd.dismissed_at as at', 'a.name as by'])
    .where('d.plan_id', '=', plan.planId)
    .execute()
  const answers = new Map(rows.map(({ check_id, subject, ...dismissal }) => [keyOf(check_id, subject), dismissal]))
  const findings = checked(plan, today)
  const answerOf = (finding: Finding) => answers.get(keyOf(finding.check, finding.subject))
  return {
    standing: findings.filter((finding) => !answerOf(finding)),
    dismissed: findings.flatMap((finding) => {
      const answer = answerOf(finding)
      return answer ? [{ ...finding, ...answer }] : []
    }),
  }
}

/** Answers for a finding with a reason; it is still printed, with that reason. Answering again changes the reason. */
export async function dismissFinding(tx: Tx, planId: string, check: string, subject: string, reason: string): Promise<void> {
  const answer = { reason, dismissed_by: tx.actor.accountId, dismissed_at: Temporal.Now.instant().toString() }
  await tx
    .insertInto('dismissed_finding')
    .values({ partnership_id: tx.actor.partnershipId!, plan_id: planId, check_id: check, subject, ...answer })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'plan_id', 'check_id', 'subject']).doUpdateSet(answer))
    .execute()
  audit(tx, { act: 'altered', subjectKind: 'plan', subjectId: planId, details: { dismissed: check } })
}

/** Lets a finding stand again. */
export async function restoreFinding(tx: Tx, planId: string, check: string, subject: string): Promise<void> {
  await tx
    .deleteFrom('dismissed_finding')
    .where('plan_id', '=', planId)
    .where('check_id', '=', check)
    .where('subject', '=', subject)
    .execute()
  audit(tx, { act: 'altered', subjectKind: 'plan', subjectId: planId, details: { restored: check } })
}
