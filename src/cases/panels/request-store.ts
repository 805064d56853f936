import { audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { selectCaseAccounts } from '../../sharing/case-store.ts'
import type { AgendaCase } from './agenda-store.ts'

/** Asks every agency that takes part in each case what it holds, by a date, where it is not being asked already. Gives how many were asked of how many cases. */
export async function askAll(tx: Tx, agenda: readonly AgendaCase[], { question, dueOn }: { question: string; dueOn: string }): Promise<{ asked: number; cases: number }> {
  let [asked, cases] = [0, 0]
  for (const { caseId, reference, parties, works } of agenda) {
    if (!works) continue
    const waiting = new Set((await tx.selectFrom('information_request').select('to_agency_id').where('case_id', '=', caseId).where('answered_at', 'is', null).where('cancelled_at', 'is', null).execute()).map(({ to_agency_id }) => to_agency_id))
    const accounts = await selectCaseAccounts(tx, caseId)
    // An agency whose gate is shut has nobody who could answer.
    const agencies = parties.filter((agencyId) => !waiting.has(agencyId) && accounts.some((account) => account.agencyId === agencyId))
    for (const agencyId of agencies) {
      const information_request_id = crypto.randomUUID()
      await tx.insertInto('information_request').values({ partnership_id: tx.actor.partnershipId!, information_request_id, case_id: caseId, to_agency_id: agencyId, asked_by: tx.actor.accountId, question, due_on: dueOn }).execute()
      audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { request: information_request_id, toAgency: agencyId } })
      await notify(tx, accounts.filter((account) => account.agencyId === agencyId && account.accountId !== tx.actor.accountId).map(({ accountId }) => ({
        accountId, effect: `case request ${information_request_id} ${accountId}`, subject: `${reference}: what does your agency hold?`,
        body: `Your agency is asked for information on ${reference} before a panel, by ${dueOn}.\n\nAnswer at /cases/${caseId}/information`,
      })))
    }
    if (agencies.length > 0) cases++
    asked += agencies.length
  }
  return { asked, cases }
}

/** How each case's requests for information stand: asked and still unanswered. */
export async function selectWaiting(tx: Tx, caseIds: readonly string[]): Promise<Map<string, { asked: number; answered: number }>> {
  if (caseIds.length === 0) return new Map()
  const rows = await tx.selectFrom('information_request').select((eb) => ['case_id', eb.fn.countAll<number>().as('asked'), eb.fn.count<number>('answered_at').as('answered')])
    .where('case_id', 'in', [...caseIds]).where('cancelled_at', 'is', null).groupBy('case_id').execute()
  return new Map(rows.map(({ case_id, asked, answered }) => [case_id, { asked: Number(asked), answered: Number(answered) }]))
}
