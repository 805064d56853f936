import { writeDate } from '../../calendar/dates.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { Agency, CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { isPerpetrator, isVictim, nameAndRole } from '../contact/case-people.ts'
import type { SafeRule } from '../contact/contact-store.ts'
import { ruleLine } from '../contact/safe-words.ts'
import { groundPage } from '../ground.ts'
import type { Subject } from '../index/subject-store.ts'
import { type Letter, LETTER_METHODS, type LetterMethod, type LetterState } from './store.ts'
import { firstWords, KIND_IN_WORDS, LETTER_KINDS, type LetterKind } from './templates.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
type File = { cover: CaseCover; people: readonly Subject[]; agencies: readonly Agency[]; today: string }

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const METHOD_IN_WORDS: Record<LetterMethod, string> = { letter: 'By post', 'by hand': 'By hand', email: 'By e-mail', text: 'By text message', phone: 'Read out by phone' }
const TAG: Record<LetterState, { word: string; colour: string }> = {
  draft: { word: 'May go', colour: 'blue' }, held: { word: 'Held', colour: 'red' }, released: { word: 'Released', colour: 'amber' }, sent: { word: 'Sent', colour: 'green' }, cancelled: { word: 'Cancelled', colour: 'grey' },
}
const kindWords = (kind: LetterKind) => KIND_IN_WORDS[kind].split(',')[0]!

/** Whether this reader may write in this case: a letter may still go when it is closed, to say so. */
export const mayWrite = ({ clause, stage }: CaseCover): boolean => clause === 'takes part' && ['referred', 'open', 'closed', 'advised', 'elsewhere', 'transferred'].includes(stage)

export function lettersPage({ cover }: Pick<File, 'cover'>, letters: readonly Letter[]) {
  const own = `/cases/${cover.caseId}/letters`
  return {
    ...casePage(cover, 'Contact', 'Letters'), back: { href: `/cases/${cover.caseId}/contact`, text: 'Contact' },
    kinds: mayWrite(cover) ? LETTER_KINDS.map((kind) => ({ href: `${own}/new?kind=${kind}`, text: KIND_IN_WORDS[kind] })) : [],
    letters: letters.map(({ letterId, kind, toName, method, state, sentOn, writtenBy, writtenAt, findings }) => ({
      href: `${own}/${letterId}`, kind: kindWords(kind), toName, method: METHOD_IN_WORDS[method], tag: TAG[state], found: state === 'held' ? findings.length : 0,
      when: sentOn ? `Sent ${day(sentOn)}` : `Written ${day(writtenAt.toZonedDateTimeISO('Europe/London').toPlainDate().toString())}`, by: writtenBy ?? 'Somebody who has left',
    })),
  }
}

/** Where a letter goes that is new, or as it stands. */
const whereTo = ({ toSubjectId, toAgencyId }: Letter) => (toSubjectId ? `subject ${toSubjectId}` : toAgencyId ? `agency ${toAgencyId}` : 'other')

/** The form to write a letter, from a template's first words or as it stands. `stale`: somebody else's words, saved since this form was shown. */
export function letterFormPage({ cover, people, agencies }: File, { kind, writer, agency, letter = null, failed = null, stale = null, rules }: { kind: LetterKind; writer: string; agency: string; letter?: Letter | null; failed?: Failed; stale?: Letter | null; rules: readonly SafeRule[] }) {
  const own = `/cases/${cover.caseId}/letters`
  const meant = people.filter(kind === 'warning' ? isPerpetrator : kind === 'other' || kind === 'invitation' ? () => false : isVictim)
  const only = meant.length === 1 ? meant[0] : undefined
  const filled = { toName: only?.name ?? '[name]', writer, agency, reference: cover.reference, reviewOn: cover.reviewOn ? day(cover.reviewOn) : null }
  const entered: Record<string, unknown> = failed?.entered ?? (letter
    ? { kind: letter.kind, to: whereTo(letter), to_name: letter.toName, to_address: letter.toAddress, method: letter.method, body: letter.body, seen: letter.writtenAt.toString() }
    : { kind, to: only ? `subject ${only.subjectId}` : '', body: firstWords(kind, filled) })
  const persons = people.filter((person) => person.kind !== 'place')
  return {
    ...casePage(cover, 'Contact', letter ? 'Change a letter' : 'Write a letter'), back: { href: letter ? `${own}/${letter.letterId}` : own, text: letter ? 'The letter' : 'Letters' },
    action: letter ? `${own}/${letter.letterId}/edit` : `${own}/new`, entered,
    seen: stale ? stale.writtenAt.toString() : (entered.seen ?? ''), stale: stale && { by: stale.writtenBy ?? 'Somebody', body: stale.body },
    kinds: LETTER_KINDS.map((value) => ({ value, text: KIND_IN_WORDS[value], selected: value === entered.kind })),
    recipients: [
      { value: '', text: 'Choose', selected: !entered.to },
      ...persons.map((person) => ({ value: `subject ${person.subjectId}`, text: nameAndRole(person), selected: entered.to === `subject ${person.subjectId}` })),
      ...agencies.map((each) => ({ value: `agency ${each.agencyId}`, text: each.name, selected: entered.to === `agency ${each.agencyId}` })),
      { value: 'other', text: 'Somebody else', selected: entered.to === 'other' },
    ],
    methods: LETTER_METHODS.map((value) => ({ value, text: METHOD_IN_WORDS[value], checked: value === entered.method })),
    forbidden: persons.flatMap((person) => rules.filter((rule) => rule.subjectId === person.subjectId && !rule.allowed).map((rule) => `${person.name}: ${ruleLine(rule).text.toLowerCase()}`)),
    ...errorsForPage(failed?.errors),
  }
}

/** One letter: its words, what the recipient check found, who released it, and what may be done with it. */
export function letterPage({ cover, people, today }: File, letter: Letter, me: string, failed: Failed = null) {
  const own = `/cases/${cover.caseId}/letters/${letter.letterId}`
  const { state, findings, toSubjectId, firstBy, firstById, firstReason, secondBy, secondReason } = letter
  const mayChange = mayWrite(cover)
  const waiting = ['draft', 'held', 'released'].includes(state)
  const entered = failed?.entered ?? {}
  const chosen = [entered.people ?? people.map(({ entryId }) => entryId)].flat()
  return {
    ...casePage(cover, 'Contact', `Letter: ${kindWords(letter.kind).toLowerCase()}`), back: { href: `/cases/${cover.caseId}/letters`, text: 'Letters' },
    actions: state === 'cancelled' ? [] : [...(state === 'held' ? [] : [{ text: 'Word', href: `${own}/word`, download: true }, { text: 'Print', print: true }])],
    tag: TAG[state], toName: letter.toName, toAddress: letter.toAddress ? letter.toAddress.split(/\r?\n/) : [], method: METHOD_IN_WORDS[letter.method], paragraphs: letter.body.split(/\n\s*\n/).map((part) => part.split('\n')), findings,
    released: [...(firstBy ? [{ by: firstBy, reason: firstReason ?? '' }] : []), ...(secondBy ? [{ by: secondBy, reason: secondReason ?? '' }] : [])],
    sent: letter.sentOn ? `Sent ${day(letter.sentOn)}, written down by ${letter.sentBy ?? 'somebody who has left'}` : null,
    mayRelease: mayChange && state === 'held' && firstById !== me, waitsForOther: state === 'held' && firstById === me, isSecond: firstBy !== null,
    maySend: mayChange && (state === 'draft' || state === 'released'), mayEdit: mayChange && waiting, isShared: toSubjectId === null, isWarning: letter.kind === 'warning' && toSubjectId !== null && cover.works,
    own, entered, sentOn: entered.sent_on ?? day(today), ground: groundPage(entered, today),
    about: people.filter(({ kind }) => kind !== 'place').map((person) => ({ value: person.entryId, text: nameAndRole(person), checked: chosen.includes(person.entryId) })),
    ...errorsForPage(failed?.errors),
  }
}
