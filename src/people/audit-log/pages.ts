import { ACTS, type AuditRecord } from '../../db/audit.ts'
import { type AuditVerdict, faultInWords } from '../../db/audit-verify.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Account } from '../account-store.ts'
import type { AuditPlace } from '../audit-store.ts'
import { writeMomentToTheSecond } from '../moments.ts'
import { entryInWords, type Names } from './words.ts'

export const PAGE_LENGTH = 50
export const MOST_EXPORTED = 100_000

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

export type Asked = { person?: string; act?: string; kind?: string; from?: string; to?: string }

/** The address that asks for the same entries again. */
function address(path: string, asked: Asked, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(Object.entries({ ...asked, ...more }).filter(([, value]) => value)).toString()
  return query ? `${path}?${query}` : path
}

/**
 * A page of the log, newest first. `entries` holds one more than a page when there are older ones, and `place` is where it began.
 * It bears no entry's number and no total: they would tell a reader who is shut out of a case that there is something she does not see.
 */
export function auditPage(
  asked: Asked, entries: readonly AuditRecord[], accounts: readonly Account[], kinds: readonly string[], names: Names,
  powers: ReadonlySet<string>, errors: readonly FieldError[] = [], place: AuditPlace | null = null,
) {
  const shown = entries.slice(0, PAGE_LENGTH)
  return {
    title: 'Audit log',
    context: 'Everything added, changed, read where that is sensitive, or sent out',
    actions: [{ text: 'Download as CSV', href: address('/audit/export.csv', asked), download: true }],
    asked: { from: asked.from ?? '', to: asked.to ?? '' },
    people: [{ value: '', text: 'Anyone' }, ...accounts.map(({ accountId, name }) => ({ value: accountId, text: name, selected: accountId === asked.person }))],
    acts: [{ value: '', text: 'Any' }, ...ACTS.map((act) => ({ value: act, text: capital(act), selected: act === asked.act }))],
    kinds: [{ value: '', text: 'Any' }, ...kinds.map((kind) => ({ value: kind, text: capital(kind), selected: kind === asked.kind }))],
    narrowed: Object.values(asked).some(Boolean),
    rows: shown.map((entry) => ({ at: writeMomentToTheSecond(Temporal.Instant.from(entry.at)), ...entryInWords(entry, names, powers) })),
    older: entries.length > PAGE_LENGTH ? address('/audit', asked, placeAfter(shown, place)) : null,
    ...errorsForPage(errors),
  }
}

function placeAfter(shown: readonly AuditRecord[], begun: AuditPlace | null) {
  const { at } = shown.at(-1)!
  const read = shown.filter((entry) => entry.at === at).length + (begun?.at === at ? begun.read : 0)
  return { before: at, read: String(read) }
}

/** Whether the log is whole, found just now, without saying how long it is. */
export const verdictPage = ({ faults, stopped }: AuditVerdict, at: Temporal.Instant) => ({
  title: faults.length === 0 ? 'The audit log is whole' : 'The audit log is not whole',
  back: { href: '/audit', text: 'Audit log' },
  isWhole: faults.length === 0,
  at: writeMomentToTheSecond(at),
  faults: faults.map(faultInWords),
  stopped,
})

export const CSV_COLUMNS = ['Time (UTC)', 'Who', 'Act', 'Kind of thing', 'Thing', 'Details', 'Seal'] as const

export const csvRow = (entry: AuditRecord, names: Names) => {
  const { who, details } = entryInWords(entry, names, new Set())
  return [entry.at, who, entry.act, entry.subjectKind, entry.subjectId, details, entry.seal]
}
