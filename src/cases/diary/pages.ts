import { createHash } from 'node:crypto'
import { todayInLondon, writeDate, writeDateRange } from '../../calendar/dates.ts'
import { monthName } from '../../calendar/months.ts'
import type { CsvValue } from '../../documents/csv.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { casePage } from '../../sharing/case-page.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { peopleToChoose } from '../contact/case-people.ts'
import type { Subject } from '../index/subject-store.ts'
import { BEHAVIOUR_IN_WORDS, BEHAVIOURS, byMonth, type DiaryEntry, rollingCounts } from './diary.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const written = (day: string | null) => (day ? writeDate(Temporal.PlainDate.from(day)) : '')

/** What an entry says, in one short word: a form that was opened on it carries it, to know whether somebody has changed it since. */
export const fingerprint = ({ recordedAt: _, agency: __, ...entry }: DiaryEntry): string => createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 32)

const nameOf = (subjects: readonly Subject[], id: string | null) => subjects.find(({ subjectId }) => subjectId === id)?.name ?? null

const rowOf = (caseId: string, entry: DiaryEntry, subjects: readonly Subject[]) => ({
  href: `/cases/${caseId}/diary/${entry.entryId}`,
  when: writeDateRange(Temporal.PlainDate.from(entry.happenedFrom), Temporal.PlainDate.from(entry.happenedTo)),
  what: entry.what, behaviour: BEHAVIOUR_IN_WORDS[entry.behaviour], place: entry.place,
  complaint: entry.complainedOn ? `${written(entry.complainedOn)}, to ${entry.complainedTo}${entry.complainedBy ? `, by ${nameOf(subjects, entry.complainedBy) ?? 'somebody taken off the case'}` : ''}` : null,
  reference: entry.reportReference,
  response: entry.response, respondedOn: written(entry.respondedOn), recorded: `${entry.agency}, ${writeDate(todayInLondon(entry.recordedAt))}`,
})

const fieldsOf = (subjects: readonly Subject[], entered: Record<string, unknown>) => ({
  entered,
  behaviours: [{ value: '', text: 'Choose' }, ...BEHAVIOURS.map((each) => ({ value: each, text: BEHAVIOUR_IN_WORDS[each], selected: each === entered.behaviour }))],
  people: peopleToChoose(subjects.filter(({ kind, removed }) => kind !== 'place' && !removed), entered.complainedBy, 'Nobody named here'),
})

/** The incident diary of a case: its lines, how many there were of late, and the form for another. */
export function diaryPage(cover: CaseCover, entries: readonly DiaryEntry[], subjects: readonly Subject[], failed: Failed) {
  const today = todayInLondon(Temporal.Now.instant())
  return {
    ...casePage(cover, 'Diary', 'Incident diary'),
    actions: entries.length > 0 ? [{ text: 'Download', href: `/cases/${cover.caseId}/diary.csv`, download: true }, { text: 'Print', print: true }] : [],
    rows: entries.map((entry) => rowOf(cover.caseId, entry, subjects)),
    windows: rollingCounts(entries, today),
    months: byMonth(entries, today).map(({ month, incidents }) => ({ month: `${monthName(month.month)} ${month.year}`, incidents })),
    ...fieldsOf(subjects, failed?.entered ?? {}), ...errorsForPage(failed?.errors),
  }
}

/** One line of the diary, to read or put right; with `meanwhile`, what somebody else saved stands beside what was typed. */
export function entryPage(cover: CaseCover, entry: DiaryEntry, subjects: readonly Subject[], failed: Failed, meanwhile = false) {
  const row = rowOf(cover.caseId, entry, subjects)
  const stands = {
    ...entry, happenedFrom: written(entry.happenedFrom), happenedTo: entry.happenedTo === entry.happenedFrom ? '' : written(entry.happenedTo), complainedOn: written(entry.complainedOn), respondedOn: written(entry.respondedOn),
  }
  const entered: Record<string, unknown> = { ...stands, ...failed?.entered }
  const labels = { happenedFrom: 'Happened', happenedTo: 'Until', what: 'What', behaviour: 'Behaviour', place: 'Place', complainedOn: 'Complained on', complainedTo: 'Complained to', reportReference: 'Reference', response: 'Response', respondedOn: 'Responded on' } as const
  return {
    ...casePage(cover, 'Diary', 'Diary entry'),
    back: { href: `/cases/${cover.caseId}/diary`, text: 'Diary' }, row, seen: fingerprint(entry), ...fieldsOf(subjects, entered),
    both: meanwhile ? (Object.keys(labels) as (keyof typeof labels)[]).map((field) => ({ label: labels[field], theirs: String(stands[field] ?? ''), yours: String(entered[field] ?? '') })).filter(({ theirs, yours }) => theirs !== yours) : null,
    ...errorsForPage(failed?.errors),
  }
}

export const DIARY_COLUMNS = ['From', 'To', 'What happened', 'Behaviour', 'Place', 'Complained on', 'Complained to', 'Complained by', 'Reference', 'Response', 'Responded on', 'Recorded by']

/** The diary as rows for a spreadsheet, under DIARY_COLUMNS. */
export const diaryRows = (entries: readonly DiaryEntry[], subjects: readonly Subject[]): CsvValue[][] =>
  entries.map((entry) => [
    entry.happenedFrom, entry.happenedTo, entry.what, BEHAVIOUR_IN_WORDS[entry.behaviour], entry.place, entry.complainedOn, entry.complainedTo, nameOf(subjects, entry.complainedBy), entry.reportReference, entry.response, entry.respondedOn, entry.agency,
  ])
