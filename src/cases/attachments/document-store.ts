import { audit, type Tx } from '../../db/tx.ts'
import type { Into } from '../index/store.ts'
import { agencyFor } from '../index/store.ts'
import { FILE_KINDS, type FileKind, isFileKind, type SafeFile } from '../../documents/safe-file.ts'

/** What every file says of itself until a scanner is set up. */
export const NOT_SCANNED = 'not scanned'

export type CaseDocument = { documentId: string; name: string; kind: FileKind; bytes: number; scanned: string; addedBy: string | null; agency: string | null; agencyId: string; addedAt: Temporal.Instant; contributionId: string | null }

/** Puts a file with a case, or with something its own agency said in it (`contributionId`), and gives its id. */
export async function addDocument(tx: Tx, into: Into, { name, kind, bytes, hash }: SafeFile, contributionId: string | null = null): Promise<string> {
  const case_document_id = crypto.randomUUID()
  await tx.insertInto('case_document').values({
    partnership_id: tx.actor.partnershipId!, case_document_id, case_id: into.caseId, contribution_id: contributionId, name, kind, bytes: bytes.byteLength, hash, content: bytes, scanned: NOT_SCANNED,
    added_by: tx.actor.accountId, agency_id: await agencyFor(tx, into),
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: into.caseId, details: { document: case_document_id, kind, hash, ...(contributionId && { contribution: contributionId }) } })
  return case_document_id
}

/** The files with a case that this account may read, the latest first. */
export async function selectDocuments(tx: Tx, caseId: string): Promise<CaseDocument[]> {
  const rows = await tx.selectFrom('case_document as d')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'd.partnership_id').onRef('a.account_id', '=', 'd.added_by'))
    .leftJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'd.partnership_id').onRef('n.organisation_id', '=', 'd.agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['d.case_document_id as documentId', 'd.name', 'd.kind', 'd.bytes', 'd.scanned', 'a.name as addedBy', 'n.name as agency', 'd.agency_id as agencyId', 'd.added_at as addedAt', 'd.contribution_id as contributionId'])
    .where('d.case_id', '=', caseId).orderBy('d.added_at', 'desc').orderBy('d.case_document_id').execute()
  return rows.map((row) => ({ ...row, kind: isFileKind(row.kind) ? row.kind : 'txt' }))
}

/** A file's content with its type; null when it is not there for this account. */
export async function selectContent(tx: Tx, caseId: string, documentId: string): Promise<{ name: string; type: string; content: Buffer; agencyId: string; contributionId: string | null } | null> {
  const row = await tx.selectFrom('case_document').select(['name', 'kind', 'content', 'agency_id', 'contribution_id']).where('case_id', '=', caseId).where('case_document_id', '=', documentId).executeTakeFirst()
  return row ? { name: row.name, type: isFileKind(row.kind) ? FILE_KINDS[row.kind].type : 'application/octet-stream', content: Buffer.from(row.content), agencyId: row.agency_id, contributionId: row.contribution_id } : null
}
