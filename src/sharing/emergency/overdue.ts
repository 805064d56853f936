import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { sql } from 'kysely'
import { asSystem, audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { selectCaseAccounts } from '../case-store.ts'
import { selectHolders } from './opening.ts'

/** Escalates, once each, every emergency access whose review is past its day: the governance leads hear again, and so do the partnership's coordinators. Gives how many. */
export async function escalateOverdueReviews(baseUrl: string): Promise<number> {
  const today = todayInLondon(Temporal.Now.instant()).toString()
  const partnerships = await asSystem('look for partnerships to chase reviews in', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
  let escalated = 0
  for (const { partnership_id } of partnerships)
    escalated += await asSystem('escalate reviews of emergency access that are overdue', (tx) => escalate(tx, today, baseUrl), partnership_id)
  return escalated
}

async function escalate(tx: Tx, today: string, baseUrl: string): Promise<number> {
  const overdue = await tx.updateTable('break_glass as b').set({ escalated_at: sql`now()` })
    .from('case_file as c').whereRef('c.partnership_id', '=', 'b.partnership_id').whereRef('c.case_id', '=', 'b.case_id')
    .where('b.partnership_id', '=', tx.actor.partnershipId).where('b.reviewed_at', 'is', null).where('b.escalated_at', 'is', null).where('b.review_due', '<', today)
    .returning(['b.break_glass_id as glassId', 'b.case_id as caseId', 'b.account_id as accountId', 'b.opened_at as openedAt', 'c.reference']).execute()
  for (const { glassId, caseId, accountId, openedAt, reference } of overdue) {
    const leads = (await selectHolders(tx, 'sharing.manage', caseId)).filter((id) => id !== accountId)
    const sees = new Set((await selectCaseAccounts(tx, caseId)).map((each) => each.accountId))
    const coordinators = (await selectHolders(tx, 'plans.edit', caseId)).filter((id) => id !== accountId && !leads.includes(id))
    const subject = 'Emergency access not reviewed in time'
    const on = writeDate(todayInLondon(openedAt))
    const ask = 'Ask the information governance lead to review it.'
    await notify(tx, [
      ...leads.map((id) => ({ accountId: id, effect: `emergency overdue ${glassId} ${id}`, subject, body: `The review of emergency access to ${reference}, opened on ${on}, is overdue:\n${baseUrl}/sharing/emergency/reviews/${glassId}\n` })),
      // A reference is only for those who see the case: that there is one in a closed scheme is itself no one else's to know.
      ...coordinators.map((id) => ({
        accountId: id, effect: `emergency overdue ${glassId} ${id}`, subject,
        body: sees.has(id) ? `The review of emergency access to ${reference}, opened on ${on}, is overdue. ${ask}\n${baseUrl}/cases/${caseId}/access\n` : `The review of an emergency access opened on ${on} is overdue. ${ask}\n${baseUrl}/my-work\n`,
      })),
    ])
    audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { emergencyAccess: glassId, escalated: true } })
  }
  return overdue.length
}
