import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { CaseAccount, CaseCover } from '../../sharing/case-store.ts'
import { PROTECTED_KINDS, type ProtectedFact, type ProtectedKind, type Reader } from '../index/protected-store.ts'
import type { Subject } from '../index/subject-store.ts'
import { choices, type Failed, failedOf } from './pages.ts'

const KIND_IN_WORDS: Record<ProtectedKind, string> = { address: 'Address', phone: 'Telephone', email: 'E-mail', school: 'School', workplace: 'Workplace', vehicle: 'Vehicle' }
const day = (moment: Temporal.Instant) => writeDate(todayInLondon(moment))

export type Protected = { subjects: readonly Subject[]; facts: readonly ProtectedFact[]; readers: readonly Reader[]; isHeld: boolean; isReader: boolean }

/** What is protected, for those who may read it; for others who see the case, that it is held and who can help. What was typed is given back to nobody, even when it was wrong. */
export function protectedPage(cover: CaseCover, { subjects, facts, readers, isHeld, isReader }: Protected, failed: Failed = null) {
  const base = `/cases/${cover.caseId}/people/protected`
  const nameOf = new Map(subjects.map(({ entryId, name }) => [entryId, name]))
  return {
    ...casePage(cover, 'People and places', 'Protected details'),
    lines: facts.map(({ factId, entryId, kind, value, source, agency, recordedBy, recordedAt, endedAt }) => ({
      who: nameOf.get(entryId) ?? 'Somebody taken off the case', label: KIND_IN_WORDS[kind], value, source: `${source} (${agency})`, recorded: `${recordedBy ?? 'Somebody'}, ${day(recordedAt)}`,
      ended: endedAt ? `Ended ${day(endedAt)}` : null, endAction: isReader && cover.works && !endedAt ? `${base}/${factId}/end` : null,
    })),
    isHeld, mayRead: facts.length > 0, readers: readers.map(({ name }) => name).join(', '), readersHref: cover.leads ? `${base}/readers` : null, backHref: `/cases/${cover.caseId}/people`, action: base,
    mayRecord: cover.works && subjects.length > 0, whose: choices(subjects.filter(({ removed }) => !removed), failed?.entered.who),
    kinds: [{ value: '', text: 'Choose' }, ...PROTECTED_KINDS.map((kind) => ({ value: kind, text: KIND_IN_WORDS[kind], selected: kind === failed?.entered.kind }))], ...failedOf(failed),
  }
}

/** Who is and was named to read what is protected, for those who lead the case. */
export function readersPage(cover: CaseCover, readers: readonly Reader[], accounts: readonly CaseAccount[], failed: Failed = null, ending: Failed = null) {
  const base = `/cases/${cover.caseId}/people/protected`
  const now = readers.filter(({ endedAt }) => endedAt === null)
  return {
    ...casePage(cover, 'People and places', 'Who reads protected details'), backHref: base, action: `${base}/readers`, endAction: `${base}/readers/end`,
    now: now.map(({ name, reason, givenAt, givenBy }) => ({ name, reason, given: [givenBy, day(givenAt)].filter(Boolean).join(', ') })),
    past: readers.flatMap(({ name, endedAt, endedReason }) => (endedAt ? [{ name, ended: `${day(endedAt)}: ${endedReason ?? 'no reason was kept'}` }] : [])),
    mayRead: [{ value: '', text: 'Choose' }, ...accounts.filter(({ accountId }) => !now.some((reader) => reader.accountId === accountId)).map(({ accountId, name, post }) => ({ value: accountId, text: post ? `${name}, ${post}` : name, selected: accountId === failed?.entered.reader }))],
    mayEnd: [{ value: '', text: 'Choose' }, ...now.map(({ accountId, name }) => ({ value: accountId, text: name, selected: accountId === ending?.entered.reader }))],
    ending: failedOf(ending), ...failedOf(failed ?? ending), errorFor: failedOf(failed).errorFor, entered: failed?.entered ?? {},
  }
}
