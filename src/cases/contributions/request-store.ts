import { sql } from 'kysely'
import { z } from 'zod'
import { addWorkingDays } from '../../calendar/working-days.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { asSystem, audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { type CaseCover, selectCaseAccounts } from '../../sharing/case-store.ts'
import { recordDisclosure } from '../../sharing/disclosure-store.ts'

export const ANSWERS = ['contribution', 'nothing held', 'cannot share'] as const
export type Answer = (typeof ANSWERS)[number]

const RequestRow = z.object({
  requestId: z.string(), caseId: z.string(), reference: z.string(), toAgencyId: z.string(), agency: z.string(), askedBy: z.string().nullable(), askedAt: z.instanceof(Temporal.Instant), question: z.string(), dueOn: z.string(),
  answer: z.enum(ANSWERS).nullable(), answerNote: z.string().nullable(), contributionId: z.string().nullable(), answeredAt: z.instanceof(Temporal.Instant).nullable(), remindedAt: z.instanceof(Temporal.Instant).nullable(), cancelledAt: z.instanceof(Temporal.Instant).nullable(),
})
/** What an agency was asked in a case, and what it answered. */
export type InformationRequest = z.infer<typeof RequestRow>

/** Requests for information: of one case, or those that wait for the asker's own agency; those unanswered first, the earliest due first. */
export async function selectRequests(tx: Tx, of: { caseId: string } | { waiting: true }): Promise<InformationRequest[]> {
  const rows = await tx.selectFrom('information_request as r')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'r.partnership_id').onRef('c.case_id', '=', 'r.case_id'))
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'r.partnership_id').onRef('n.organisation_id', '=', 'r.to_agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.asked_by'))
    .select([
      'r.information_request_id as requestId', 'r.case_id as caseId', 'c.reference', 'r.to_agency_id as toAgencyId', 'n.name as agency', 'a.name as askedBy', 'r.asked_at as askedAt', 'r.question', 'r.due_on as dueOn', 'r.answer',
      'r.answer_note as answerNote', 'r.contribution_id as contributionId', 'r.answered_at as answeredAt', 'r.reminded_at as remindedAt', 'r.cancelled_at as cancelledAt',
    ])
    .$if('caseId' in of, (q) => q.where('r.case_id', '=', 'caseId' in of ? of.caseId : ''))
    .$if('waiting' in of, (q) => q.where('r.to_agency_id', '=', sql<string>`(select current_agency())`).where('r.answered_at', 'is', null).where('r.cancelled_at', 'is', null).where('c.stage', 'in', ['referred', 'open']))
    .orderBy(sql`r.answered_at is not null or r.cancelled_at is not null`).orderBy('r.due_on').orderBy('r.information_request_id').execute()
  return z.array(RequestRow).parse(rows)
}

const WORKING_DAYS_TO_ANSWER = 5
/** By when an agency answers, unless somebody says otherwise (ISO): five working days from a day. */
export const defaultDue = (today: Temporal.PlainDate): string => addWorkingDays(today.toString(), WORKING_DAYS_TO_ANSWER)

export type Ask = { toAgencyId: string; question: string; dueOn: string }

/**
 * Asks an agency that takes part in a case what it holds, and tells those of it who see the case. Gives the request's id; null when the agency takes no part
 * (invite it first: ../agencies/party-store.ts), or nobody of it could answer, for want of a role in the scheme or a live agreement.
 */
export async function askForInformation(tx: Tx, { caseId, reference }: Pick<CaseCover, 'caseId' | 'reference'>, { toAgencyId, question, dueOn }: Ask, baseUrl: string): Promise<string | null> {
  const accounts = (await selectCaseAccounts(tx, caseId)).filter(({ agencyId }) => agencyId === toAgencyId)
  if (accounts.length === 0) return null
  const information_request_id = crypto.randomUUID()
  await tx.insertInto('information_request').values({ partnership_id: tx.actor.partnershipId!, information_request_id, case_id: caseId, to_agency_id: toAgencyId, asked_by: tx.actor.accountId, question, due_on: dueOn }).execute()
  await notify(tx, accounts.filter(({ accountId }) => accountId !== tx.actor.accountId).map(({ accountId }) => ({
    accountId, effect: `case request ${information_request_id} ${accountId}`, subject: `${reference}: your agency is asked for information`, body: `Say what your agency holds, that it holds nothing, or why it cannot share it:\n${baseUrl}/cases/${caseId}/information\n`,
  })))
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { request: information_request_id, toAgency: toAgencyId } })
  return information_request_id
}

export type NewAnswer = { answer: Answer; note: string | null; contributionId: string | null }

/** Answers for the asker's agency what it was asked. False when it was answered or cancelled meanwhile, or another agency was asked. Holding nothing is told too, and so is entered in the register. */
export async function answerRequest(tx: Tx, cover: CaseCover, requestId: string, { answer, note, contributionId }: NewAnswer, gateway: { gateway: string; agreementId: string } | null): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('information_request').set({ answer, answer_note: note, contribution_id: contributionId, answered_by: tx.actor.accountId, answered_at: sql`now()` })
    .where('case_id', '=', cover.caseId).where('information_request_id', '=', requestId).where('to_agency_id', '=', cover.agencyId).where('answered_at', 'is', null).where('cancelled_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  if (answer === 'nothing held' && gateway && cover.agencyId !== cover.leadAgencyId)
    await recordDisclosure(tx, cover, {
      kind: 'request answered', what: 'That the agency holds nothing', toAgencyId: cover.leadAgencyId, purpose: cover.purpose, gateway: gateway.gateway, regime: 'UK GDPR', consent: 'not needed', necessity: 'It was asked for the case',
      proportionality: 'Nothing was said but that nothing is held', agreementId: gateway.agreementId, people: [],
    })
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { request: requestId, answer, contribution: contributionId } })
  return true
}

/** Takes back what an agency was asked. False when it was answered or cancelled already. */
export async function cancelRequest(tx: Tx, caseId: string, requestId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('information_request').set({ cancelled_at: sql`now()` })
    .where('case_id', '=', caseId).where('information_request_id', '=', requestId).where('answered_at', 'is', null).where('cancelled_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { request: requestId, cancelled: true } })
  return numUpdatedRows > 0n
}

/** Reminds those who could answer of every request due today, and again each week that it is late. Safe to run at any time: no reminder is sent twice. Gives how many were written. */
export async function remindOfRequests(baseUrl: string, today: Temporal.PlainDate = todayInLondon(Temporal.Now.instant())): Promise<number> {
  const partnerships = await asSystem('look for partnerships to remind of requests in', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
  let written = 0
  for (const { partnership_id } of partnerships)
    written += await asSystem('remind agencies of requests for information that are due', (tx) => remind(tx, today, baseUrl), partnership_id)
  return written
}

async function remind(tx: Tx, today: Temporal.PlainDate, baseUrl: string): Promise<number> {
  const due = await tx.selectFrom('information_request as r')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'r.partnership_id').onRef('c.case_id', '=', 'r.case_id'))
    .select(['r.information_request_id as requestId', 'r.case_id as caseId', 'r.to_agency_id as agencyId', 'r.due_on as dueOn', 'c.reference'])
    .where('r.partnership_id', '=', tx.actor.partnershipId).where('r.answered_at', 'is', null).where('r.cancelled_at', 'is', null).where('r.due_on', '<=', today.toString()).where('c.stage', 'in', ['referred', 'open']).execute()
  let written = 0
  for (const { requestId, caseId, agencyId, dueOn, reference } of due) {
    const weeks = Math.ceil(Temporal.PlainDate.from(dueOn).until(today).days / 7)
    const accounts = (await selectCaseAccounts(tx, caseId)).filter((account) => account.agencyId === agencyId)
    const said = await notify(tx, accounts.map(({ accountId }) => ({
      accountId, effect: `case request ${requestId} reminder ${weeks} ${accountId}`, subject: weeks === 0 ? `${reference}: information is due today` : `${reference}: information is late`,
      body: `Your agency was asked for information and has not answered. Say what it holds, that it holds nothing, or why it cannot share it:\n${baseUrl}/cases/${caseId}/information\n`,
    })))
    if (said > 0) await tx.updateTable('information_request').set({ reminded_at: sql`now()` }).where('partnership_id', '=', tx.actor.partnershipId).where('information_request_id', '=', requestId).execute()
    written += said
  }
  return written
}
