import { errorsForPage } from '../../web/forms.ts'
import type { Feed } from '../feeds/store.ts'
import { owed } from './about-page.ts'
import { listed } from './findings/finding.ts'
import { AGENDA_ROWS } from './forms.ts'
import { type Failed, formDay } from './group-form-page.ts'
import { groupPage, writeDay } from './group-page.ts'
import { AGENDA_KINDS, type AgendaKind } from './group.ts'
import type { RegisteredGroup } from './register-store.ts'
import type { AgendaLine, TermsVersion } from './store.ts'
import { kindWords, changesBetween, type Contents, missingFrom, STARTING_AGENDA } from './terms.ts'

const shown = (terms: Contents) => ({
  introduction: terms.introduction, aims: terms.aims, attendees: terms.attendees, dates: terms.dates,
  agenda: terms.agenda.map(({ title, kind, restricted, hidden }) => ({ title, kind: hidden ? '–' : kindWords(kind), restricted })),
  missing: missingFrom(terms).length > 0 ? `${listed(missingFrom(terms))}` : null,
})

/** How a version is spoken of: "Version 2, adopted 1 May 2018". */
export const versionWords = ({ number, adoptedOn }: TermsVersion) => `Version ${number}, ${adoptedOn ? `adopted ${writeDay(adoptedOn)}` : 'a draft'}`

/** One version of the terms, with the others and the reports the group owes today beside it. `number` null: what is in force, else the draft. Null when there is no such version. */
export function termsPage(group: RegisteredGroup, number: number | null, feeds: readonly Feed[], today: string) {
  const inForce = group.terms.find(({ adoptedOn }) => adoptedOn !== null) ?? null
  const draft = group.terms.find(({ adoptedOn }) => adoptedOn === null) ?? null
  const version = number === null ? (inForce ?? draft) : (group.terms.find((each) => each.number === number) ?? null)
  if (number !== null && version === null) return null
  const before = version && group.terms.find((each) => each.number === version.number - 1)
  const at = `/groups/${group.groupId}/terms`
  return {
    ...groupPage(group, 'terms'),
    title: version ? `Terms of reference, version ${version.number}: ${group.name}` : `Terms of reference: ${group.name}`,
    actions: [
      ...(version ? [{ text: 'Word document', href: `${at}/${version.number}/terms.docx`, download: true }] : []),
      ...(group.keeps ? [{ text: draft ? 'Go on with the draft' : inForce ? 'Write a new version' : 'Write its terms', href: `${at}/draft`, primary: version === null }] : []),
    ],
    version: version && {
      ...shown(version), words: versionWords(version), isDraft: version.adoptedOn === null,
      standing: version.adoptedOn === null ? 'A draft: not in force' : version === inForce ? 'In force' : 'No longer in force',
      changes: before ? { href: `${at}/${version.number}/changes`, text: `What changed since version ${before.number}` } : null,
    },
    owes: owed(feeds.filter(({ fromGroupId }) => fromGroupId === group.groupId)),
    adopting: version && version.adoptedOn === null && group.keeps ? { href: `${at}/${version.number}/adopt`, version: version.version, on: formDay(today) } : null,
    others: group.terms.filter((each) => each !== version).map((each) => ({ href: `${at}/${each.number}`, words: versionWords(each) })),
    none: version === null,
  }
}

const rows = (agenda: readonly (AgendaLine & { place: number })[]): Record<string, unknown> => ({
  ...Object.fromEntries(agenda.flatMap(({ title, kind, place }, at) => [[`title${at + 1}`, title], [`kind${at + 1}`, kind], [`place${at + 1}`, place]])),
  restricted: agenda.flatMap(({ restricted }, at) => (restricted ? [String(at + 1)] : [])),
})
const hiddenOf = (group: RegisteredGroup) => group.terms[0]?.agenda.filter(({ hidden }) => hidden).length ?? 0

/** A draft as its form has it: `version` 0 and the terms in force, or a starting agenda, when there is no draft yet. */
export function draftEntered(group: RegisteredGroup): Record<string, unknown> {
  const [newest] = group.terms
  const from: Contents = newest ?? { introduction: '', aims: [], attendees: '', dates: '', agenda: [...STARTING_AGENDA[group.kind]] }
  return {
    introduction: from.introduction, aims: from.aims.join('\n'), attendees: from.attendees, dates: from.dates, ...rows(from.agenda.map((line, at) => ({ ...line, place: at + 1 })).filter(({ hidden }) => !hidden)),
    version: String(newest?.adoptedOn === null ? newest.version : 0),
  }
}

const kindOptions = (chosen: unknown) => AGENDA_KINDS.map((value: AgendaKind) => ({ value, text: kindWords(value), selected: value === (chosen || 'discussion') }))

/** Rows of the agenda to show: all that are filled, and some to spare. */
function rowsShown(entered: Record<string, unknown>): number {
  const filled = Array.from({ length: AGENDA_ROWS }, (_, at) => at + 1).filter((row) => String(entered[`title${row}`] ?? '').trim() !== '')
  return Math.min(AGENDA_ROWS, Math.max(8, (filled.at(-1) ?? 0) + 4))
}

export function draftPage(group: RegisteredGroup, failed: Failed) {
  const entered = failed?.entered ?? draftEntered(group)
  const restricted = [entered.restricted ?? []].flat().map(String)
  const shownErrors = errorsForPage(failed?.errors)
  const hasDraft = group.terms[0]?.adoptedOn === null
  const hidden = hiddenOf(group)
  return {
    ...groupPage(group, 'terms'),
    hidden: hidden > 0 ? `${hidden} restricted ${hidden === 1 ? 'line stays as it is, in its place' : 'lines stay as they are, in their places'}: only those with a seat read and change ${hidden === 1 ? 'it' : 'them'}.` : null,
    unseated: !group.seated,
    title: hasDraft ? 'Draft terms of reference' : 'Write terms of reference',
    entered,
    isNew: !hasDraft,
    from: !hasDraft && group.terms.length > 0 ? `It begins from version ${group.terms[0]!.number}, which stays as it is.` : !hasDraft ? 'The agenda begins from one that suits a group of this kind.' : null,
    lines: Array.from({ length: rowsShown(entered) }, (_, at) => at + 1).map((row) => ({
      row, title: entered[`title${row}`] ?? '', kinds: kindOptions(entered[`kind${row}`]), place: entered[`place${row}`] ?? row + hidden, restricted: restricted.includes(String(row)), error: shownErrors.errorFor[`title${row}`] ?? null,
    })),
    ...shownErrors,
  }
}

/** What changed from the version before to this one, or null when there is none before. */
export function termsChangesPage(group: RegisteredGroup, number: number) {
  const after = group.terms.find((each) => each.number === number)
  const before = group.terms.find((each) => each.number === number - 1)
  if (!after || !before) return null
  return {
    ...groupPage(group, 'terms'),
    title: `What changed in version ${number}`,
    before: versionWords(before),
    after: versionWords(after),
    changes: changesBetween(before, after),
    href: `/groups/${group.groupId}/terms/${number}`,
  }
}
