import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import { type CaseCover, changeCase } from '../../sharing/case-store.ts'
import { selectPower } from '../powers/power.ts'

export const OUTCOMES = ['resolved', 'risk reduced', 'managed elsewhere', 'transferred', 'no further contact', 'not resolved'] as const
export const SATISFACTION = ['very satisfied', 'satisfied', 'neither', 'dissatisfied', 'very dissatisfied'] as const

export type Closure = { closureId: string; closedOn: string; outcome: string; whatChanged: string; months: number; before: number | null; after: number | null; closedBy: string | null; toldOn: string | null; carriedReason: string | null; reopenedAt: Temporal.Instant | null; reopenedReason: string | null }

/** Each time a case was closed, the latest first. */
export const selectClosures = (tx: Tx, caseId: string): Promise<Closure[]> =>
  tx.selectFrom('closure as k').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'k.partnership_id').onRef('a.account_id', '=', 'k.closed_by'))
    .select(['k.closure_id as closureId', 'k.closed_on as closedOn', 'k.outcome', 'k.what_changed as whatChanged', 'k.months_compared as months', 'k.contacts_before as before', 'k.contacts_after as after', 'a.name as closedBy', 'k.told_on as toldOn',
      'k.carried_reason as carriedReason', 'k.reopened_at as reopenedAt', 'k.reopened_reason as reopenedReason'])
    .where('k.case_id', '=', caseId).orderBy('k.reopened_at', (order) => order.desc().nullsFirst()).orderBy('k.closed_on', 'desc').execute()

export type HeldReview = { heldOn: string; note: string; nextOn: string; by: string | null }

/** Reviews held of a case, the latest first. */
export const selectReviews = (tx: Tx, caseId: string): Promise<HeldReview[]> =>
  tx.selectFrom('held_review as r').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.recorded_by'))
    .select(['r.held_on as heldOn', 'r.note', 'r.next_on as nextOn', 'a.name as by']).where('r.case_id', '=', caseId).orderBy('r.held_on', 'desc').orderBy('r.recorded_at', 'desc').execute()

/** The days (ISO) on which something in a case's diary happened, once for each time. */
export const selectHappened = async (tx: Tx, caseId: string): Promise<string[]> => (await tx.selectFrom('diary_entry').select('happened_from').where('case_id', '=', caseId).execute()).map(({ happened_from }) => happened_from)

/** What is still open in a case, each with where to see to it. */
export async function selectLoose(tx: Tx, caseId: string, today: string): Promise<{ text: string; path: string }[]> {
  const actions = await tx.selectFrom('action').select(['due_on']).where('case_id', '=', caseId).where('state', '=', 'open').execute()
  const requests = await tx.selectFrom('information_request').select('due_on').where('case_id', '=', caseId).where('answered_at', 'is', null).where('cancelled_at', 'is', null).execute()
  const powers = await tx.selectFrom('power_use').select(['power_use_id as id', 'power']).where('case_id', '=', caseId).where('state', 'in', ['applied for', 'in force']).where((is) => is.or([is('ends', 'is', null), is('ends', '>=', today)])).execute()
  const letters = await tx.selectFrom('letter').select('letter_id as id').where('case_id', '=', caseId).where('state', 'in', ['draft', 'held', 'released']).execute()
  const transfers = await tx.selectFrom('transfer').select('transfer_id as id').where('case_id', '=', caseId).where('outcome', 'is', null).where('recalled_at', 'is', null).execute()
  const of = (count: number, one: string, many: string, path: string) => (count === 0 ? [] : [{ text: count === 1 ? one : `${count} ${many}`, path }])
  return [
    ...of(actions.length, '1 action is open', 'actions are open', '/actions'), ...of(requests.length, '1 request for information waits for its answer', 'requests for information wait for their answers', '/information'),
    ...powers.map(({ id, power }) => ({ text: `${selectPower(power)?.title ?? power}: not ended`, path: `/powers/${id}` })),
    ...of(letters.length, '1 letter has not gone', 'letters have not gone', '/letters'), ...of(transfers.length, 'A transfer has no answer', 'transfers have no answer', ''),
  ]
}

const monthsKept = async (tx: Tx, schemeId: string) => (await tx.selectFrom('scheme').select(['keep_months as keep', 'review_weeks as weeks']).where('scheme_id', '=', schemeId).executeTakeFirstOrThrow())

export type NewClosure = { closedOn: string; outcome: (typeof OUTCOMES)[number]; whatChanged: string; months: number; before: number; after: number | null; carriedReason: string | null }

/** Closes a case that still stands as `cover` has it, to be kept as long as its scheme says. False when somebody changed it since, and then nothing is. */
export async function closeCase(tx: Tx, cover: CaseCover, { closedOn, outcome, whatChanged, months, before, after, carriedReason }: NewClosure): Promise<boolean> {
  const { keep } = await monthsKept(tx, cover.schemeId)
  const keepUntil = Temporal.PlainDate.from(closedOn).add({ months: keep }).toString()
  if (!(await changeCase(tx, cover, { stage: 'closed', closed_on: closedOn, review_on: null, keep_until: keepUntil }))) return false
  const closure_id = crypto.randomUUID()
  await tx.insertInto('closure').values({
    partnership_id: tx.actor.partnershipId!, closure_id, case_id: cover.caseId, closed_on: closedOn, outcome, what_changed: whatChanged, months_compared: months, contacts_before: before, contacts_after: after, closed_by: tx.actor.accountId, carried_reason: carriedReason,
  }).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { closure: closure_id, carried: carriedReason !== null } })
  return true
}

/** Opens a closed case again, with the reason; its next review is as far off as its scheme says. False when somebody changed it since. */
export async function reopenCase(tx: Tx, cover: CaseCover, reason: string, today: string): Promise<boolean> {
  const { weeks } = await monthsKept(tx, cover.schemeId)
  if (!(await changeCase(tx, cover, { stage: 'open', closed_on: null, keep_until: null, review_on: Temporal.PlainDate.from(today).add({ weeks }).toString() }))) return false
  await tx.updateTable('closure').set({ reopened_at: sql`now()`, reopened_reason: reason }).where('case_id', '=', cover.caseId).where('reopened_at', 'is', null).execute()
  return true
}

/** Writes that those harmed were told of closing (ISO). False when the case is not closed, or somebody wrote it before. */
export async function tellOfClosing(tx: Tx, caseId: string, toldOn: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('closure').set({ told_on: toldOn }).where('case_id', '=', caseId).where('reopened_at', 'is', null).where('told_on', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { fields: ['told of closing'] } })
  return numUpdatedRows > 0n
}

/** Writes down a review and when the next is due. False when somebody changed the case since. */
export async function holdReview(tx: Tx, cover: CaseCover, { heldOn, note, nextOn }: Pick<HeldReview, 'heldOn' | 'note' | 'nextOn'>): Promise<boolean> {
  if (!(await changeCase(tx, cover, { review_on: nextOn }))) return false
  const held_review_id = crypto.randomUUID()
  await tx.insertInto('held_review').values({ partnership_id: tx.actor.partnershipId!, held_review_id, case_id: cover.caseId, held_on: heldOn, note, next_on: nextOn, recorded_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: cover.caseId, details: { review: held_review_id } })
  return true
}

export type Satisfaction = { satisfactionId: string; subjectId: string; askedOn: string; answeredOn: string | null; answer: string | null; said: string | null }

/** How satisfied those asked were with all of it, the latest first. */
export const selectSatisfaction = (tx: Tx, caseId: string): Promise<Satisfaction[]> =>
  tx.selectFrom('satisfaction').select(['satisfaction_id as satisfactionId', 'subject_id as subjectId', 'asked_on as askedOn', 'answered_on as answeredOn', 'answer', 'said']).where('case_id', '=', caseId).orderBy('asked_on', 'desc').execute()

export type Answered = { answeredOn: string | null; answer: (typeof SATISFACTION)[number] | null; said: string | null }

/** Records that somebody was asked how satisfied they were, with the answer where there is one. */
export async function askSatisfaction(tx: Tx, caseId: string, { subjectId, askedOn, answeredOn, answer, said }: Answered & { subjectId: string; askedOn: string }) {
  const satisfaction_id = crypto.randomUUID()
  await tx.insertInto('satisfaction').values({ partnership_id: tx.actor.partnershipId!, satisfaction_id, case_id: caseId, subject_id: subjectId, asked_on: askedOn, answered_on: answeredOn, answer, said, recorded_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { satisfaction: satisfaction_id } })
}

/** Records an answer to a question asked before. False when there is none that waits. */
export async function answerSatisfaction(tx: Tx, caseId: string, satisfactionId: string, { answeredOn, answer, said }: Answered): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('satisfaction').set({ answered_on: answeredOn, answer, said }).where('case_id', '=', caseId).where('satisfaction_id', '=', satisfactionId).where('answer', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { satisfaction: satisfactionId } })
  return numUpdatedRows > 0n
}
