import { parseDate, todayInLondon, writeDate } from '../../calendar/dates.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { STAGE_IN_WORDS } from '../../sharing/case-page.ts'
import type { RecordPair } from '../../statistics/linkage/records.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { caseNavigation } from '../case-navigation.ts'
import { ROLE_IN_WORDS } from '../contact/case-people.ts'
import type { Entry, EntryFact, Pair } from './entry-store.ts'
import type { Merge } from './merge-store.ts'
import { POINTER_ANSWERS, type PointerAnswer, type Task } from './pointer-store.ts'
import { type Hit, MOST_FOUND, type Summary } from './search-store.ts'
import { ageOf } from './subject-store.ts'
import type { FactKind } from './words.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null
const rooms = caseNavigation('People and places')
const failedOf = (failed: Failed) => ({ entered: failed?.entered ?? {}, ...errorsForPage(failed?.errors) })
const day = (moment: Temporal.Instant) => writeDate(todayInLondon(moment))
const today = () => todayInLondon(Temporal.Now.instant())
const HOME = '/people-and-places'
const KIND_IN_WORDS = { person: 'Person', organisation: 'Group or business', place: 'Place' } as const

/** The parts an entry has in cases, for those it was consulted of. */
const partsOf = (summaries: readonly Summary[], covers: ReadonlyMap<string, CaseCover>) =>
  summaries.flatMap(({ parts }) => parts).flatMap(({ caseId, role, removed, homeArea }) => {
    const cover = covers.get(caseId)
    return cover ? [{ reference: cover.reference, href: `/cases/${caseId}/people`, scheme: cover.schemeName, stage: STAGE_IN_WORDS[cover.stage], role: removed ? 'taken off the case' : role ? ROLE_IN_WORDS[role] : 'named in the file', homeArea }] : []
  })

export type Results = { hits: readonly Hit[]; summaries: readonly Summary[]; covers: ReadonlyMap<string, CaseCover>; merges: readonly Merge[] }

/** The search, and what it found. An entry merged into another that was found stands under it. */
export function searchPage(waiting: number, results: Results | null = null, failed: Failed = null, entered: Record<string, unknown> = {}) {
  const alike = new Set((results?.hits ?? []).filter((hit) => hit.alike).map(({ entryId }) => entryId))
  const shown = (results?.summaries ?? []).slice(0, MOST_FOUND)
  const ids = new Set(shown.map(({ entryId }) => entryId))
  const under = new Set((results?.merges ?? []).filter(({ undoneAt, keptId, mergedId }) => !undoneAt && ids.has(keptId) && ids.has(mergedId)).map(({ mergedId }) => mergedId))
  const found = shown.filter(({ entryId }) => !under.has(entryId)).map((summary) => {
    const age = summary.kind === 'person' ? ageOf(summary.born, today()) : null
    const parts = partsOf([summary], results!.covers)
    return {
      entryId: summary.entryId, href: `${HOME}/${summary.entryId}`, name: summary.name, kind: KIND_IN_WORDS[summary.kind], also: summary.also.join(', '), age: age === null ? null : `${age}`, isAlike: alike.has(summary.entryId), parts,
      homeArea: parts.find(({ homeArea }) => homeArea)?.homeArea ?? null,
    }
  })
  found.sort((one, other) => Number(one.isAlike) - Number(other.isAlike) || one.name.localeCompare(other.name, 'en-GB'))
  const more = (results?.hits.length ?? 0) > MOST_FOUND
  return {
    title: 'People and places', rooms, waiting, searched: results !== null, found, mayCompare: found.length > 1,
    heading: found.length === 0 ? 'Nobody and no place found' : more ? `The first ${found.length} found` : found.length === 1 ? '1 found' : `${found.length} found`,
    more, ...failedOf(failed), ...(failed ? {} : { entered }),
  }
}

const FACT_IN_WORDS: Record<FactKind, string> = {
  name: 'Name', alias: 'Also known as', birth: 'Born', gender: 'Sex or gender', phone: 'Telephone', email: 'E-mail', address: 'Address', 'home area': 'Home area', language: 'Language', vehicle: 'Vehicle', identifier: 'Identifying number', premises: 'Premises', need: 'Vulnerability or need',
}
function valueOf({ kind, value, parts }: EntryFact): string {
  const date = kind === 'birth' ? parseDate(value) : undefined
  return date ? writeDate(date) : [value, parts.uprn && `UPRN ${parts.uprn}`, parts.ward && `${parts.ward} ward`].filter(Boolean).join(', ')
}
const inWords = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const spanOf = ({ from, to }: EntryFact) => (from && to ? `${inWords(from)} to ${inWords(to)}` : from ? `since ${inWords(from)}` : to ? `until ${inWords(to)}` : null)

const nameOf = ({ entryId, summaries }: Entry) => summaries.find((summary) => summary.entryId === entryId)!.name

/** Everything one may see of an entry. */
export function entryPage(entry: Entry, undoFailed: { mergeId: string; failed: Failed } | null = null) {
  const { entryId, summaries, covers, facts, links, merges, holders, lookalikes } = entry
  const kinds = Object.keys(FACT_IN_WORDS) as FactKind[]
  const failed = undoFailed?.failed ?? null
  return {
    title: 'Everything you may see', rooms, heading: nameOf(entry), kind: KIND_IN_WORDS[summaries.find((summary) => summary.entryId === entryId)!.kind],
    back: { href: HOME, text: 'Search again' }, parts: partsOf(summaries, covers),
    facts: facts.toSorted((one, other) => Number(one.endedReason !== null) - Number(other.endedReason !== null) || kinds.indexOf(one.kind) - kinds.indexOf(other.kind)).flatMap((fact) => {
      const cover = covers.get(fact.caseId)
      return cover ? [{ label: FACT_IN_WORDS[fact.kind], value: valueOf(fact), span: spanOf(fact), ended: fact.endedReason, source: `${fact.source} (${fact.agency})`, reference: cover.reference, href: `/cases/${fact.caseId}/people` }] : []
    }),
    links: links.flatMap(({ otherId, otherName, caseId, kind, isFrom }) => {
      const cover = covers.get(caseId)
      return cover ? [{ text: isFrom ? `${kind}: to` : `${kind}: from`, name: otherName, href: `${HOME}/${otherId}`, reference: cover.reference }] : []
    }),
    holders, lookalikes: lookalikes.map((otherId) => `${HOME}/compare/${entryId}/${otherId}`),
    merges: merges.map(({ mergeId, keptId, mergedId, reason, by, at, undoneAt, undoneReason }) => ({
      mergeId, other: `${HOME}/${keptId === entryId ? mergedId : keptId}`, reason, by: by ?? 'Somebody', at: day(at), undone: undoneAt ? `${day(undoneAt)}: ${undoneReason}` : null, undoAction: undoneAt ? null : `${HOME}/merges/${mergeId}/undo`,
      errorMessage: undoFailed?.mergeId === mergeId ? failedOf(failed).errorFor.reason : undefined,
    })),
    ...failedOf(failed),
  }
}

/** Two entries beside each other, with what speaks for one person and what against. */
export function comparePage({ one, other, isSame }: Pair, weighed: RecordPair | null, failed: Failed = null) {
  const kinds = (Object.keys(FACT_IN_WORDS) as FactKind[]).filter((kind) => kind !== 'need')
  const valuesOf = (entry: Entry, kind: FactKind) => [...new Set(entry.facts.filter((fact) => fact.kind === kind && fact.endedReason === null).map(valueOf))].join('; ')
  return {
    title: 'Compare two entries', rooms, back: { href: `${HOME}/${one.entryId}`, text: 'Back' }, isSame, one: { name: nameOf(one), href: `${HOME}/${one.entryId}` }, other: { name: nameOf(other), href: `${HOME}/${other.entryId}` },
    rows: [
      ...kinds.flatMap((kind) => {
        const [left, right] = [valuesOf(one, kind), valuesOf(other, kind)]
        return left || right ? [{ label: FACT_IN_WORDS[kind], one: left || 'Not known', other: right || 'Not known' }] : []
      }),
      { label: 'Cases', one: references(one), other: references(other) },
    ],
    likely: weighed ? `By what you may see of both, ${percent(weighed.probability)} likely to be one.` : 'By what you may see of both, little speaks for one person or place. That something is alike may still be known to you.',
    steps: (weighed?.fields ?? []).map(({ field, words, bits }) => ({ field, words, speaks: bits > 0.5 ? 'For' : bits < -0.5 ? 'Against' : 'Hardly either way' })),
    action: `${HOME}/compare/${one.entryId}/${other.entryId}`, ...failedOf(failed),
  }
}
const references = ({ covers }: Entry) => [...covers.values()].map(({ reference }) => reference).join(', ')
const percent = (probability: number) => (probability > 0.99 ? 'more than 99%' : `${Math.round(probability * 100)}%`)

const ANSWER_IN_WORDS: Record<PointerAnswer, string> = { contacted: 'I have been in touch with them', 'nothing to share': 'We hold nothing to share', 'not the same': 'It is somebody else' }

/** What this account's cases are asked about. */
export function tasksPage(tasks: readonly Task[], names: ReadonlyMap<string, string>, answered: boolean, failed: { pointerId: string; failed: Failed } | null = null) {
  return {
    title: 'Who may know somebody', rooms, back: { href: HOME, text: 'People and places' }, answered,
    tabs: [{ text: 'To look at', href: `${HOME}/pointers`, current: !answered }, { text: 'Answered', href: `${HOME}/pointers?answered=yes`, current: answered }],
    tasks: tasks.filter(({ heldEntryId }) => names.has(heldEntryId)).map(({ pointerId, heldCaseId, heldReference, heldEntryId, asking, askingEntryId, foundAt, answer, answeredAt }) => ({
      pointerId, name: names.get(heldEntryId), entryHref: `${HOME}/${heldEntryId}`, reference: heldReference, caseHref: `/cases/${heldCaseId}`, asking: asking ?? 'another agency', found: day(foundAt),
      compareHref: askingEntryId && askingEntryId !== heldEntryId ? `${HOME}/compare/${heldEntryId}/${askingEntryId}` : null, answer: answer && `${ANSWER_IN_WORDS[answer]}${answeredAt ? `, ${day(answeredAt)}` : ''}`,
      action: answer ? null : `${HOME}/pointers/${pointerId}`, answers: POINTER_ANSWERS.map((each) => ({ value: each, text: ANSWER_IN_WORDS[each] })), errorMessage: failed?.pointerId === pointerId ? failedOf(failed.failed).errorFor.answer : undefined,
    })),
    // The summary leads to the answers of the one that was left unanswered.
    errorList: failed ? [{ text: 'Say what you did about it', href: `#answer-${failed.pointerId}` }] : [],
  }
}
