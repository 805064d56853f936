import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { isFileKind, type SafeFile } from '../../documents/safe-file.ts'
import { type Answers, answersOf } from './draft-answers.ts'

const DraftRow = z.object({ draftId: z.string(), schemeId: z.string(), scheme: z.string(), savedOn: z.string() })
/** A referral begun and not yet sent: its own account's, nobody else's. */
export type Draft = z.infer<typeof DraftRow>

/** What this account has begun, the latest first. */
export async function selectDrafts(tx: Tx): Promise<Draft[]> {
  const { rows } = await sql`
    select d.referral_draft_id as "draftId", d.scheme_id as "schemeId", s.name as scheme, (d.saved_at at time zone 'Europe/London')::date as "savedOn"
    from referral_draft d join scheme s on s.partnership_id = d.partnership_id and s.scheme_id = d.scheme_id
    where d.account_id = ${tx.actor.accountId}
    order by d.saved_at desc limit 100`.execute(tx)
  return z.array(DraftRow).parse(rows)
}

/** What was typed in a draft so far, and its scheme; null where this account has no such draft. `locked`: nobody else changes it before the transaction ends. */
export async function selectAnswers(tx: Tx, draftId: string, { locked = false } = {}): Promise<{ schemeId: string; answers: Answers } | null> {
  const draft = tx.selectFrom('referral_draft').select(['scheme_id as schemeId', 'entered']).where('account_id', '=', tx.actor.accountId).where('referral_draft_id', '=', draftId)
  const row = await (locked ? draft.forUpdate() : draft).executeTakeFirst()
  return row ? { schemeId: row.schemeId, answers: answersOf(row.entered) } : null
}

/** Begins a referral, and gives the draft's id. */
export async function addDraft(tx: Tx, schemeId: string): Promise<string> {
  const referral_draft_id = crypto.randomUUID()
  await tx.insertInto('referral_draft').values({ partnership_id: tx.actor.partnershipId!, referral_draft_id, account_id: tx.actor.accountId!, scheme_id: schemeId, form: 'full', entered: '{}' }).execute()
  return referral_draft_id
}

/** Keeps what was typed in one step as it was typed. */
export async function saveStep<S extends keyof Answers>(tx: Tx, draftId: string, step: S, entered: Answers[S]) {
  await tx.updateTable('referral_draft').set({ entered: sql`entered || ${JSON.stringify({ [step]: entered })}::jsonb`, saved_at: sql`now()` }).where('referral_draft_id', '=', draftId).execute()
}

/** Forgets a draft and its files. */
export const discardDraft = async (tx: Tx, draftId: string) => {
  await tx.deleteFrom('referral_draft').where('referral_draft_id', '=', draftId).execute()
}

export const MOST_FILES = 5
export type DraftFile = { fileId: string; name: string; kind: string; bytes: number }

/** The files that wait with a draft, without their content. */
export async function selectDraftFiles(tx: Tx, draftId: string): Promise<DraftFile[]> {
  return tx.selectFrom('referral_draft_file').select(['referral_draft_file_id as fileId', 'name', 'kind', sql<number>`octet_length(content)`.as('bytes')]).where('referral_draft_id', '=', draftId).orderBy('name').execute()
}

export const addDraftFile = async (tx: Tx, draftId: string, { name, kind, bytes, hash }: SafeFile) => {
  await tx.insertInto('referral_draft_file').values({ partnership_id: tx.actor.partnershipId!, referral_draft_id: draftId, name, kind, hash, content: bytes }).execute()
}

export const removeDraftFile = async (tx: Tx, draftId: string, fileId: string) => {
  await tx.deleteFrom('referral_draft_file').where('referral_draft_id', '=', draftId).where('referral_draft_file_id', '=', fileId).execute()
}

/** The files of a draft with their content, to send. */
export async function takeDraftFiles(tx: Tx, draftId: string): Promise<SafeFile[]> {
  const rows = await tx.selectFrom('referral_draft_file').select(['name', 'kind', 'hash', 'content']).where('referral_draft_id', '=', draftId).execute()
  return rows.flatMap(({ kind, content, ...file }) => (isFileKind(kind) ? [{ ...file, kind, bytes: Buffer.from(content) }] : []))
}
