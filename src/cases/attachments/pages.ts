import { writeDate } from '../../calendar/dates.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage } from '../../web/forms.ts'
import type { CaseDocument } from './document-store.ts'
import { FILE_KINDS } from './safe-file.ts'

/** Bytes as people say them: "34 KB", "2.1 MB". */
export const sizeInWords = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`)

/** The files with a case, the latest first. */
export const documentsPage = (cover: CaseCover, documents: readonly CaseDocument[], wrong: string | null) => ({
  ...casePage(cover, 'Files'), back: { href: `/cases/${cover.caseId}`, text: cover.reference }, action: `/cases/${cover.caseId}/documents`,
  rows: documents.map(({ documentId, name, kind, bytes, scanned, addedBy, agency, addedAt }) => ({
    href: `/cases/${cover.caseId}/documents/${documentId}`, name, kind: `${FILE_KINDS[kind].text}, ${sizeInWords(bytes)}`, added: `${writeDate(addedAt.toZonedDateTimeISO('Europe/London').toPlainDate())} by ${[addedBy ?? 'somebody who has left', agency].filter(Boolean).join(', ')}`,
    scanned: scanned === 'not scanned' ? 'Not scanned for viruses' : scanned,
  })),
  ...errorsForPage(wrong ? [{ field: 'file', text: wrong }] : []),
})
