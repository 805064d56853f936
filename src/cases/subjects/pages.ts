import { parseDate, writeDate } from '../../calendar/dates.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { casePage } from '../../sharing/case-page.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { ROLE_IN_WORDS } from '../contact/case-people.ts'
import { LINK_KINDS, type LinkKind, SUBJECT_ROLES, type SubjectRole } from '../index/store.ts'
import { ageOf, type Subject } from '../index/subject-store.ts'
import { type EntryKind, FACT_KINDS, type FactKind } from '../index/words.ts'
import type { Fact, People } from './people-store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null
export const failedOf = (failed: Failed) => ({ entered: failed?.entered ?? {}, ...errorsForPage(failed?.errors) })

const KIND_IN_WORDS: Record<FactKind, string> = {
  name: 'Name', alias: 'Also known as', birth: 'Born', gender: 'Sex or gender', phone: 'Telephone', email: 'E-mail', address: 'Address', 'home area': 'Home area', language: 'Language', vehicle: 'Vehicle', identifier: 'Identifying number', premises: 'Premises', need: 'Vulnerability or need',
}
export const dateInWords = (iso: string | null) => (iso ? writeDate(Temporal.PlainDate.from(iso)) : null)

/** A fact's value as it is read: a birth as a date, with the age it makes; of premises their number and ward too. */
export function valueInWords({ kind, value, parts }: Pick<Fact, 'kind' | 'value' | 'parts'>): string {
  if (kind === 'birth') {
    const [date, age] = [parseDate(value), ageOf(value, Temporal.Now.plainDateISO('Europe/London'))]
    return `${date ? writeDate(date) : value}${age === null ? '' : date ? ` (${age})` : ` (about ${age})`}`
  }
  return [value, parts.uprn && `UPRN ${parts.uprn}`, parts.ward && `${parts.ward} ward`].filter(Boolean).join(', ')
}

const ROLES_OF: Record<EntryKind, readonly SubjectRole[]> = {
  person: ['victim', 'perpetrator', 'both', 'witness', 'child', 'other'], organisation: ['group', 'victim', 'perpetrator', 'both', 'other'], place: ['location', 'victim', 'other'],
}
export const roleOptions = (chosen: unknown, kind: EntryKind = 'person') =>
  SUBJECT_ROLES.filter((role) => ROLES_OF[kind].includes(role) || role === chosen).map((role) => ({ value: role, text: role === 'location' ? 'Place it happens' : ROLE_IN_WORDS[role].replace(/^./, (first) => first.toUpperCase()), checked: role === chosen }))
export const residentOptions = (chosen: unknown) => [['yes', 'Yes'], ['no', 'No, somewhere else'], ['unknown', 'Not known']].map(([value, text]) => ({ value, text, checked: value === chosen }))

const factLine = ({ factId, kind, value, parts, from, to, source, agency, endedReason }: Fact, base: string, works: boolean) => {
  const since = from && to ? `${dateInWords(from)} to ${dateInWords(to)}` : from ? `since ${dateInWords(from)}` : to ? `until ${dateInWords(to)}` : null
  return {
    label: KIND_IN_WORDS[kind], value: valueInWords({ kind, value, parts }), since, source: `${source} (${agency})`, ended: endedReason, endHref: works && endedReason === null ? `${base}/facts/${factId}/end` : null,
  }
}

const inOrder = (one: Fact, other: Fact) => FACT_KINDS.indexOf(one.kind) - FACT_KINDS.indexOf(other.kind)
const METHODS: Record<string, string> = { phone: 'telephone', text: 'text message', email: 'e-mail', letter: 'letter', visit: 'visit', video: 'video call' }

/** What a link says of the one it is from: "Ann is the partner of Bob", "Ann works at The Crown". */
const LINK_IN_WORDS: Record<LinkKind, string> = {
  partner: 'is the partner of', 'former partner': 'is a former partner of', parent: 'is a parent of', child: 'is a child of', relative: 'is a relative of', neighbour: 'is a neighbour of', friend: 'is a friend of',
  'works at': 'works at', 'lives at': 'lives at', frequents: 'is often at', carer: 'cares for', other: 'has to do with',
}

/** Everyone and every place of a case, for whoever sees the case. */
export function peoplePage(cover: CaseCover, people: People, linkFailed: Failed = null) {
  const base = `/cases/${cover.caseId}/people`
  const nameOf = new Map(people.subjects.map(({ entryId, name }) => [entryId, name]))
  const shown = (subject: Subject) => {
    const facts = people.facts.filter(({ entryId }) => entryId === subject.entryId).toSorted(inOrder)
    return {
      id: subject.subjectId, name: subject.name, role: ROLE_IN_WORDS[subject.role], age: subject.age === null ? null : `${subject.age}`, note: subject.note, removedReason: subject.removedReason,
      lives: subject.kind !== 'person' ? null : subject.resident === null ? (subject.homeArea ?? 'Not known where') : subject.resident ? 'In the area' : (subject.homeArea ?? 'Outside the area'),
      entryHref: `/people-and-places/${subject.entryId}`, factHref: `${base}/${subject.subjectId}/facts`, partHref: `${base}/${subject.subjectId}`,
      standing: facts.filter(({ endedReason }) => endedReason === null).map((fact) => factLine(fact, base, cover.works)),
      past: facts.filter(({ endedReason }) => endedReason !== null).map((fact) => factLine(fact, base, cover.works)),
      isProtected: people.protectedEntries.has(subject.entryId),
      contact: people.safeContacts.filter(({ subjectId }) => subjectId === subject.subjectId).map(({ method, allowed, voicemail, hours, note }) =>
        [`${allowed ? 'Safe' : 'Not safe'} by ${METHODS[method] ?? method}`, hours, allowed && ['phone', 'text'].includes(method) ? (voicemail ? 'a message may be left' : 'leave no message') : null, note].filter(Boolean).join(', ')),
      holders: people.holders.filter(({ entryId }) => entryId === subject.entryId).map(({ agency }) => agency),
      lookalikes: people.lookalikes.filter(({ entryId, otherId }) => entryId === subject.entryId || otherId === subject.entryId)
        .map(({ entryId, otherId }) => `/people-and-places/compare/${subject.entryId}/${entryId === subject.entryId ? otherId : entryId}`),
    }
  }
  const present = people.subjects.filter(({ removed }) => !removed)
  return {
    ...casePage(cover, 'People and places'),
    subjects: present.map(shown), removed: people.subjects.filter(({ removed }) => removed).map(shown),
    addLinks: cover.works ? [{ text: 'Add a person', href: `${base}/add/person` }, { text: 'Add a place', href: `${base}/add/place` }, { text: 'Add a group or business', href: `${base}/add/organisation` }] : [],
    links: people.links.filter(({ fromId, toId }) => nameOf.has(fromId) && nameOf.has(toId)).map(({ linkId, fromId, toId, kind, note }) => ({
      text: `${nameOf.get(fromId)} ${LINK_IN_WORDS[kind as LinkKind]} ${nameOf.get(toId)}`, note, endAction: cover.works ? `${base}/links/${linkId}/end` : null,
    })),
    linkKinds: [{ value: '', text: 'Choose' }, ...LINK_KINDS.map((kind) => ({ value: kind, text: LINK_IN_WORDS[kind], selected: kind === linkFailed?.entered.kind }))],
    from: choices(present, linkFailed?.entered.from), to: choices(present, linkFailed?.entered.to), mayLink: cover.works && present.length > 1, linkIsOpen: linkFailed !== null,
    protectedHref: `${base}/protected`, isProtected: people.protectedEntries.size > 0, readers: people.readers.map(({ name }) => name).join(', '),
    namesakes: people.namesakes.map(({ name, agency }) => (agency ? `${name} (${agency})` : name)), accessHref: `/cases/${cover.caseId}/access`,
    ...failedOf(linkFailed),
  }
}

export const choices = (subjects: readonly Subject[], chosen: unknown) => [
  { value: '', text: 'Choose' },
  ...[...new Map(subjects.map((subject) => [subject.entryId, subject])).values()].map(({ entryId, name, role }) => ({ value: entryId, text: `${name}, ${ROLE_IN_WORDS[role]}`, selected: entryId === chosen })),
]

const ADDING: Record<EntryKind, string> = { person: 'Add a person', organisation: 'Add a group or business', place: 'Add a place' }

export function addPage(cover: CaseCover, kind: EntryKind, failed: Failed = null) {
  const chosen = failed?.entered.role ?? (kind === 'place' ? 'location' : kind === 'organisation' ? 'group' : undefined)
  return { ...casePage(cover, 'People and places', ADDING[kind]), kind, isPerson: kind === 'person', isPlace: kind === 'place', cancelHref: `/cases/${cover.caseId}/people`, roles: roleOptions(chosen, kind), residents: residentOptions(failed?.entered.resident), ...failedOf(failed) }
}

export const factPage = (cover: CaseCover, { name, kind: entryKind, subjectId }: Subject, failed: Failed = null) => ({
  ...casePage(cover, 'People and places', 'Add what is known'), name, cancelHref: `/cases/${cover.caseId}/people#subject-${subjectId}`,
  kinds: [{ value: '', text: 'Choose' }, ...FACT_KINDS.filter((kind) => (entryKind === 'place') === (kind === 'premises') || ['address', 'identifier', 'alias', 'phone', 'email'].includes(kind)).map((kind) => ({ value: kind, text: KIND_IN_WORDS[kind], selected: kind === failed?.entered.kind }))],
  ...failedOf(failed),
})

export const endFactPage = (cover: CaseCover, fact: Fact, failed: Failed = null) => ({
  ...casePage(cover, 'People and places', 'End what is known'), label: KIND_IN_WORDS[fact.kind], value: valueInWords(fact), source: fact.source, cancelHref: `/cases/${cover.caseId}/people`,
  whys: [{ value: 'no longer', text: 'It was right, and no longer is', checked: failed?.entered.why === 'no longer' }, { value: 'never right', text: 'It was never right', checked: failed?.entered.why === 'never right' }],
  ...failedOf(failed),
})

const partOf = ({ role, resident, homeArea, note }: Pick<Subject, 'role' | 'resident' | 'homeArea' | 'note'>) => ({ role, resident: resident === null ? 'unknown' : resident ? 'yes' : 'no', homeArea: homeArea ?? '', note: note ?? '' })
const PART_IN_WORDS = { role: 'Part in the case', resident: 'Lives in the area', homeArea: 'Home area', note: 'Note' } as const

/** A subject's part in the case. `stands`: what somebody else saved meanwhile, shown beside what was typed. */
export function partPage(cover: CaseCover, subject: Subject, failed: Failed = null, stands = false) {
  const now = partOf(subject)
  const entered = { ...now, ...failed?.entered }
  const fields = Object.keys(PART_IN_WORDS) as (keyof typeof PART_IN_WORDS)[]
  return {
    ...casePage(cover, 'People and places', 'Their part in the case'), name: subject.name, version: subject.version, isPerson: subject.kind === 'person', action: `/cases/${cover.caseId}/people/${subject.subjectId}`, cancelHref: `/cases/${cover.caseId}/people`,
    roles: roleOptions(entered.role, subject.kind), residents: residentOptions(entered.resident),
    differs: stands ? fields.filter((field) => now[field] !== String(entered[field] ?? '')).map((field) => ({ name: PART_IN_WORDS[field], theirs: now[field] || '(nothing)', yours: String(entered[field] ?? '') || '(nothing)' })) : [],
    stands, ...failedOf(failed), entered,
  }
}
