import { writeDate } from '../../calendar/dates.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage } from '../../web/forms.ts'
import type { CaseDocument } from './document-store.ts'
import { fileRow } from './listed-file.ts'

/** Bytes as people say them: "34 KB", "2.1 MB". */
export const sizeInWords = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`)

/** The files with a case, the latest first. */
export const documentsPage = (cover: CaseCover, documents: readonly CaseDocument[], wrong: string | null) => ({
  ...casePage(cover, 'Files'), back: { href: `/cases/${cover.caseId}`, text: cover.reference }, action: `/cases/${cover.caseId}/documents`,
  rows: documents.map((document) => ({
    ...fileRow(cover.caseId, document), added: `${writeDate(document.addedAt.toZonedDateTimeISO('Europe/London').toPlainDate())} by ${[document.addedBy ?? 'somebody who has left', document.agency].filter(Boolean).join(', ')}`,
    saidHref: document.contributionId ? `/cases/${cover.caseId}/information/${document.contributionId}` : null,
  })),
  ...errorsForPage(wrong ? [{ field: 'file', text: wrong }] : []),
})
