import { sql } from 'kysely'
import { todayInLondon } from '../calendar/dates.ts'
import { asSystem, type Tx } from '../db/tx.ts'
import { notify } from '../notices/outbox.ts'
import { selectCaseAccounts } from '../sharing/case-store.ts'
import { reminderOwed } from './action.ts'
import { chaseGroupActions } from './chase-groups.ts'

/**
 * Reminds the owner of every open action three days before it is due, and each week that it is late: on a case the person named, as long as they see the
 * case, or else those of the agency who do; for what meetings and reviews asked, see `chaseGroupActions`. Safe to run at any time: no reminder is sent twice. Gives how many were written.
 */
export async function chaseActions(baseUrl: string, today: Temporal.PlainDate = todayInLondon(Temporal.Now.instant())): Promise<number> {
  const partnerships = await asSystem('look for partnerships to chase actions in', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
  let written = 0
  for (const { partnership_id } of partnerships)
    written += await asSystem('remind owners of actions that are due', async (tx) => (await chase(tx, today, baseUrl)) + (await chaseGroupActions(tx, today, baseUrl)), partnership_id)
  return written
}

async function chase(tx: Tx, today: Temporal.PlainDate, baseUrl: string): Promise<number> {
  const due = await tx.selectFrom('action as a')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'a.partnership_id').onRef('c.case_id', '=', 'a.case_id'))
    .select(['a.action_id as actionId', 'c.case_id as caseId', 'a.owner_agency_id as agencyId', 'a.owner_account_id as accountId', 'a.due_on as dueOn', 'c.reference'])
    .where('a.partnership_id', '=', tx.actor.partnershipId).where('a.state', '=', 'open').where('a.due_on', '<=', today.add({ days: 3 }).toString()).where('c.stage', '<>', 'erased').execute()
  let written = 0
  for (const { actionId, caseId, agencyId, accountId, dueOn, reference } of due) {
    const which = reminderOwed(dueOn, today)
    if (!which) continue
    const see = (await selectCaseAccounts(tx, caseId)).filter((account) => account.agencyId === agencyId)
    const own = see.filter((account) => account.accountId === accountId)
    const said = await notify(tx, (own.length > 0 ? own : see).map((account) => ({
      accountId: account.accountId, effect: `case action ${actionId} ${dueOn} ${which} ${account.accountId}`,
      subject: which === 'soon' ? `An action on ${reference} is nearly due` : `An action on ${reference} is late`,
      body: `${which === 'soon' ? 'It is due within three days' : 'It was due and is still open'}. Say what was done, or why it will not be:\n${baseUrl}/cases/${caseId}/actions\n`,
    })))
    if (said > 0) await tx.updateTable('action').set({ chased_at: sql`now()` }).where('partnership_id', '=', tx.actor.partnershipId).where('action_id', '=', actionId).execute()
    written += said
  }
  return written
}
