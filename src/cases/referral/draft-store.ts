import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { isFileKind, type SafeFile } from '../attachments/safe-file.ts'

const Entered = z.record(z.string(), z.unknown())
const DraftRow = z.object({ draftId: z.string(), schemeId: z.string(), scheme: z.string(), savedOn: z.string(), entered: Entered })
/** A referral begun and not yet sent: its own account's, nobody else's. `entered`: what was typed, by step. */
export type Draft = z.infer<typeof DraftRow>

/** What this account has begun, the latest first. */
export async function selectDrafts(tx: Tx, draftId?: string): Promise<Draft[]> {
  const { rows } = await sql`
    select d.referral_draft_id as "draftId", d.scheme_id as "schemeId", s.name as scheme, (d.saved_at at time zone 'Europe/London')::date as "savedOn", d.entered
    from referral_draft d join scheme s on s.partnership_id = d.partnership_id and s.scheme_id = d.scheme_id
    where d.account_id = ${tx.actor.accountId} ${draftId === undefined ? sql`` : sql`and d.referral_draft_id = ${draftId}`}
    order by d.saved_at desc limit 100`.execute(tx)
  return z.array(DraftRow).parse(rows)
}

/** Begins a referral, and gives the draft's id. */
export async function addDraft(tx: Tx, schemeId: string): Promise<string> {
  const referral_draft_id = crypto.randomUUID()
  await tx.insertInto('referral_draft').values({ partnership_id: tx.actor.partnershipId!, referral_draft_id, account_id: tx.actor.accountId!, scheme_id: schemeId, form: 'full', entered: '{}' }).execute()
  return referral_draft_id
}

/** Keeps what was typed in one step as it was typed. False when the draft is not there. */
export async function saveStep(tx: Tx, draftId: string, step: string, entered: unknown): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('referral_draft').set({ entered: sql`entered || ${JSON.stringify({ [step]: entered })}::jsonb`, saved_at: sql`now()` }).where('referral_draft_id', '=', draftId).executeTakeFirst()
  return numUpdatedRows > 0n
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
