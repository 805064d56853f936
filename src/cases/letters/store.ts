import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { LETTER_KINDS } from './templates.ts'

export const LETTER_METHODS = ['letter', 'by hand', 'email', 'text', 'phone'] as const
export type LetterMethod = (typeof LETTER_METHODS)[number]
export const LETTER_STATES = ['draft', 'held', 'released', 'sent', 'cancelled'] as const
export type LetterState = (typeof LETTER_STATES)[number]

const LetterRow = z.object({
  letterId: z.string(), toSubjectId: z.string().nullable(), toAgencyId: z.string().nullable(), toName: z.string(), toAddress: z.string().nullable(), method: z.enum(LETTER_METHODS), kind: z.enum(LETTER_KINDS).catch('other'), body: z.string(),
  state: z.enum(LETTER_STATES), findings: z.array(z.string()), writtenAt: z.instanceof(Temporal.Instant), writtenBy: z.string().nullable(), firstById: z.string().nullable(), firstBy: z.string().nullable(), firstReason: z.string().nullable(),
  secondBy: z.string().nullable(), secondReason: z.string().nullable(), sentOn: z.string().nullable(), sentBy: z.string().nullable(),
})
/** A letter of a case. `toAddress` is not kept where the recipient check speaks against it. */
export type Letter = z.infer<typeof LetterRow>

const name = (column: string) => sql`(select a.name from account a where a.partnership_id = l.partnership_id and a.account_id = ${sql.ref(column)})`
const letters = sql`
  select l.letter_id as "letterId", l.to_subject_id as "toSubjectId", l.to_agency_id as "toAgencyId", l.to_name as "toName", l.to_address as "toAddress", l.method, l.kind, l.body, l.state, l.findings, l.written_at as "writtenAt",
    ${name('l.written_by')} as "writtenBy", l.first_by as "firstById", ${name('l.first_by')} as "firstBy", l.first_reason as "firstReason", ${name('l.second_by')} as "secondBy", l.second_reason as "secondReason",
    l.sent_on as "sentOn", ${name('l.sent_by')} as "sentBy"
  from letter l`

/** Letters of a case, latest first. */
export async function selectLetters(tx: Tx, caseId: string): Promise<Letter[]> {
  const { rows } = await sql`${letters} where l.case_id = ${caseId} order by l.written_at desc`.execute(tx)
  return z.array(LetterRow).parse(rows)
}

/** One letter, held until the end of the transaction so that two cannot release or send it at once; null when the case has none of this id. */
export async function selectLetter(tx: Tx, caseId: string, letterId: string): Promise<Letter | null> {
  if (!z.uuid().safeParse(letterId).success) return null
  const { rows } = await sql`${letters} where l.case_id = ${caseId} and l.letter_id = ${letterId}`.execute(tx)
  return rows.length > 0 ? LetterRow.parse(rows[0]) : null
}

export type Written = Pick<Letter, 'toSubjectId' | 'toAgencyId' | 'toName' | 'toAddress' | 'method' | 'kind' | 'body'>
const stateFor = (findings: readonly string[]): LetterState => (findings.length > 0 ? 'held' : 'draft')

/** Keeps a letter with what the recipient check found of it: held when it found anything. Gives its id. */
export async function addLetter(tx: Tx, { caseId }: Pick<CaseCover, 'caseId'>, written: Written, findings: readonly string[]): Promise<string> {
  const letter_id = crypto.randomUUID()
  await tx.insertInto('letter').values({
    partnership_id: tx.actor.partnershipId!, letter_id, case_id: caseId, to_subject_id: written.toSubjectId, to_agency_id: written.toAgencyId, to_name: written.toName, to_address: written.toAddress, method: written.method, kind: written.kind,
    body: written.body, state: stateFor(findings), findings: JSON.stringify(findings), written_by: tx.actor.accountId,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { letter: letter_id, held: findings.length > 0 } })
  return letter_id
}

const changing = async (tx: Tx, caseId: string, letterId: string, change: Record<string, unknown>, while_: readonly LetterState[], seen: Temporal.Instant | null = null): Promise<boolean> => {
  const { numUpdatedRows } = await tx.updateTable('letter').set(change).where('case_id', '=', caseId).where('letter_id', '=', letterId).where('state', 'in', [...while_])
    .$if(seen !== null, (asked) => asked.where('written_at', '=', sql<Temporal.Instant>`${seen!.toString()}::timestamptz`)).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { letter: letterId, fields: Object.keys(change) } })
  return numUpdatedRows > 0n
}

const UNRELEASED = { first_by: null, first_reason: null, second_by: null, second_reason: null, second_at: null }

/** Rewrites a letter that has not gone, as it stood when it was `seen`; whoever released it must do so again. False when somebody rewrote or sent it since. */
export const rewriteLetter = (tx: Tx, caseId: string, { letterId, writtenAt }: Pick<Letter, 'letterId' | 'writtenAt'>, written: Written, findings: readonly string[]): Promise<boolean> =>
  changing(tx, caseId, letterId, {
    to_subject_id: written.toSubjectId, to_agency_id: written.toAgencyId, to_name: written.toName, to_address: written.toAddress, method: written.method, kind: written.kind, body: written.body, findings: JSON.stringify(findings),
    written_by: tx.actor.accountId, written_at: sql`clock_timestamp()`, ...UNRELEASED, state: stateFor(findings),
  }, ['draft', 'held', 'released'], writtenAt)

/** The first of two people says why a held letter may go. False when somebody has already, or it is not held. */
export async function releaseFirst(tx: Tx, caseId: string, letterId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('letter').set({ first_by: tx.actor.accountId, first_reason: reason }).where('case_id', '=', caseId).where('letter_id', '=', letterId).where('state', '=', 'held').where('first_by', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { letter: letterId, released: 'first' } })
  return numUpdatedRows > 0n
}

/** The second, who is somebody else, agrees: the letter may go. False for the same person, or when it is not held. */
export async function releaseSecond(tx: Tx, caseId: string, letterId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('letter').set({ second_by: tx.actor.accountId, second_reason: reason, second_at: sql`now()`, state: 'released' })
    .where('case_id', '=', caseId).where('letter_id', '=', letterId).where('state', '=', 'held').where('first_by', 'is not', null).where('first_by', '<>', tx.actor.accountId!).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { letter: letterId, released: 'second' } })
  return numUpdatedRows > 0n
}

/** Holds a letter again, for what was found as it was about to go. */
export const holdAgain = (tx: Tx, caseId: string, letterId: string, findings: readonly string[]): Promise<boolean> =>
  changing(tx, caseId, letterId, { state: 'held', findings: JSON.stringify(findings), ...UNRELEASED }, ['draft', 'released'])

/** Writes that a letter went, on a day (ISO). False when it had gone or may not go. */
export const markSent = (tx: Tx, caseId: string, letterId: string, sentOn: string): Promise<boolean> =>
  changing(tx, caseId, letterId, { state: 'sent', sent_on: sentOn, sent_by: tx.actor.accountId }, ['draft', 'released'])

/** Gives a letter up before it goes. */
export const cancelLetter = (tx: Tx, caseId: string, letterId: string): Promise<boolean> => changing(tx, caseId, letterId, { state: 'cancelled' }, ['draft', 'held', 'released'])

/** That those harmed were told of closing (ISO), where nobody had written so. */
export async function markToldOfClosing(tx: Tx, caseId: string, toldOn: string) {
  await tx.updateTable('closure').set({ told_on: toldOn }).where('case_id', '=', caseId).where('reopened_at', 'is', null).where('told_on', 'is', null).execute()
}
