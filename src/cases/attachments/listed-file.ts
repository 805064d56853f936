import { type CaseDocument, NOT_SCANNED } from './document-store.ts'
import { sizeInWords } from './pages.ts'
import { FILE_KINDS } from '../../documents/safe-file.ts'

/** A file as it is listed: where it is handed out, what it is, and whether it was looked at for viruses. */
export const fileRow = (caseId: string, { documentId, name, kind, bytes, scanned }: CaseDocument) => ({
  href: `/cases/${caseId}/documents/${documentId}`, name, kind: `${FILE_KINDS[kind].text}, ${sizeInWords(bytes)}`, scanned: scanned === NOT_SCANNED ? 'Not scanned for viruses' : scanned,
})
