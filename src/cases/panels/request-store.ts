import type { Tx } from '../../db/tx.ts'
import { askForInformation } from '../contributions/request-store.ts'
import type { AgendaCase } from './agenda-store.ts'

/** Asks every agency that takes part in each case what it holds, by a date, where it is not being asked already and somebody there could answer. Gives how many were asked of how many cases. */
export async function askAll(tx: Tx, agenda: readonly AgendaCase[], question: { question: string; dueOn: string }, baseUrl: string): Promise<{ asked: number; cases: number }> {
  let [asked, cases] = [0, 0]
  for (const { caseId, reference, parties, works } of agenda) {
    if (!works) continue
    const waiting = new Set((await tx.selectFrom('information_request').select('to_agency_id').where('case_id', '=', caseId).where('answered_at', 'is', null).where('cancelled_at', 'is', null).execute()).map(({ to_agency_id }) => to_agency_id))
    const before = asked
    for (const toAgencyId of parties) if (!waiting.has(toAgencyId) && (await askForInformation(tx, { caseId, reference }, { toAgencyId, ...question }, baseUrl))) asked++
    if (asked > before) cases++
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
