import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { casePage } from '../case-page.ts'
import type { CaseCover } from '../case-store.ts'
import type { Registered } from '../disclosure-store.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import { answerOf, DECISIONS, EXEMPTIONS, type Exemption, exemptionsFor, REQUEST_KINDS } from './exemptions.ts'
import type { AskedCase, Item, Offerable, Pack } from './store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const STATE_IN_WORDS: Record<Pack['state'], string> = { building: 'Being put together', 'awaiting second': 'Awaiting a second person', released: 'Answered', refused: 'Refused' }
const DECISION_IN_WORDS = { give: 'Give', withhold: 'Hold back, and say on what ground', 'withhold existence': 'Hold back, and say nothing of it' } as const

function due({ dueOn, state }: Pack, now: Temporal.Instant): string {
  const { days } = todayInLondon(now).until(Temporal.PlainDate.from(dueOn), { largestUnit: 'days' })
  if (state === 'released' || state === 'refused') return day(dueOn)
  return `${day(dueOn)}, ${days < 0 ? `${-days} ${days === -1 ? 'day' : 'days'} late` : days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} left`}`
}

/** Requests by when they are to be answered. */
export const requestsPage = (packs: readonly Pack[], now: Temporal.Instant) => ({
  title: 'Requests for information',
  context: 'Subject access and freedom of information',
  tabs: sharingNavigation('Requests'),
  actions: [{ text: 'Log a request', href: '/sharing/requests/new', primary: true }],
  packs: packs.map((pack) => ({ href: `/sharing/requests/${pack.packId}`, received: day(pack.receivedOn), kind: capital(pack.kind), due: due(pack, now), state: STATE_IN_WORDS[pack.state] })),
})

/** The form on which a request is logged. */
export function newRequestPage(today: string, failed: Failed = null) {
  const date = Temporal.PlainDate.from(today)
  const entered: Record<string, unknown> = { kind: '', requester: '', receivedOn: `${date.day}/${date.month}/${date.year}`, ...failed?.entered }
  const hints = { 'subject access': 'Somebody asks what is held about them. Due in a month.', 'freedom of information': 'Anybody asks what is recorded. Due in twenty working days.' }
  return {
    title: 'Log a request', back: { href: '/sharing/requests', text: 'Requests for information' }, entered,
    kinds: REQUEST_KINDS.map((value) => ({ value, text: capital(value), hint: { text: hints[value] }, checked: entered.kind === value })),
    ...errorsForPage(failed?.errors),
  }
}

export type PackParts = { pack: Pack; person: Registered | null; holding: readonly { caseId: string; reference: string }[]; asked: readonly AskedCase[]; items: readonly Item[]; found: readonly Registered[] | null; searched: string }
export type FailedPart = (Failed & { part: string }) | null

/** One request while it is put together: whose it is, which cases are asked, and what is decided of each thing offered. */
export function packPage({ pack, person, holding, asked, items, found, searched }: PackParts, accountId: string, now: Temporal.Instant, failed: FailedPart = null) {
  const { packId, kind, state } = pack
  const isOpen = state === 'building' || state === 'awaiting second'
  const references = new Map(holding.map(({ caseId, reference }) => [caseId, reference]))
  const enteredFor = (part: string): Record<string, unknown> => (failed?.part === part ? failed.entered : {})
  const errorsOf = (part: string) => (failed?.part === part ? errorsForPage(failed.errors).errorFor : {})
  return {
    title: `${capital(kind)} request`,
    context: `Received ${day(pack.receivedOn)}, due ${due(pack, now)}`,
    back: { href: '/sharing/requests', text: 'Requests for information' },
    base: `/sharing/requests/${packId}`,
    requester: pack.requester,
    state: STATE_IN_WORDS[state],
    isOpen,
    isSubjectAccess: kind === 'subject access',
    person: person && { name: person.names[0] ?? 'Somebody not yet named', born: person.births.join(' or ') || 'Not known' },
    searched,
    found: found && found.map(({ entryId, names, births }) => ({ value: entryId, text: [names.join(', also '), births.length > 0 ? `born ${births.join(' or ')}` : ''].filter(Boolean).join('; ') })),
    toAsk: holding.filter(({ caseId }) => !asked.some((each) => each.caseId === caseId)).map(({ caseId, reference }) => ({ value: caseId, text: reference })),
    asked: asked.map(({ caseId, answeredAt, offered }) => ({ reference: references.get(caseId) ?? 'A case', answer: answeredAt ? `Offered ${offered === 1 ? 'one item' : `${offered} items`}, ${writeMoment(answeredAt)}` : 'Asked; no answer yet' })),
    items: items.map((item) => itemForm(pack, item, references, enteredFor(`item ${item.itemNo}`), errorsOf(`item ${item.itemNo}`))),
    undecided: items.filter(({ exemption }) => exemption === 'undecided').length,
    passage: { summary: '', content: '', ...enteredFor('passage') }, passageErrors: errorsOf('passage'),
    counts: { heading: '', counts: '', ...enteredFor('counts') }, countsErrors: errorsOf('counts'),
    refusal: { answer: '', ...enteredFor('refusal') }, refusalErrors: errorsOf('refusal'),
    releases: isOpen ? (state === 'building' ? 'Release it: first of two' : pack.firstById === accountId ? null : 'Release it: second of two') : null,
    released: [pack.firstBy ? `First: ${pack.firstBy}.` : '', pack.secondBy ? `Second: ${pack.secondBy}, ${pack.secondAt ? writeMoment(pack.secondAt) : ''}.` : ''].filter(Boolean).join(' '),
    refused: pack.answer,
    isReleased: state === 'released',
    ...(failed ? { errorList: failed.errors.map(({ field, text }) => ({ text, href: failed.part.startsWith('item') ? `#${field}-${failed.part.slice(5)}` : `#${field}` })) } : {}),
  }
}

function itemForm({ kind }: Pack, item: Item, references: ReadonlyMap<string, string>, entered: Record<string, unknown>, errorFor: Record<string, unknown>) {
  const stands: Record<string, unknown> = { decision: item.decision, exemption: item.exemption, content: item.content, ...entered }
  return {
    no: item.itemNo, summary: item.summary, from: item.caseId ? (references.get(item.caseId) ?? 'A case') : 'Written for this answer', content: stands.content, errorFor,
    standing: item.exemption ? `${DECISION_IN_WORDS[item.decision]}: ${EXEMPTIONS[item.exemption as Exemption]?.title ?? item.exemption}` : DECISION_IN_WORDS[item.decision],
    decisions: DECISIONS.map((value) => ({ value, text: DECISION_IN_WORDS[value], checked: stands.decision === value })),
    exemptions: [{ value: '', text: 'None' }, ...exemptionsFor(kind).map((value) => ({ value, text: `${EXEMPTIONS[value].title} (${EXEMPTIONS[value].source})`, selected: stands.exemption === value }))],
  }
}

/** The answer as its requester would have it. `items`: those that go, or would. */
export function answerPage({ packId, kind, receivedOn, state }: Pick<Pack, 'packId' | 'kind' | 'receivedOn' | 'state'>, items: readonly Item[]) {
  const { given, exemptions } = answerOf(items)
  return {
    title: 'Answer to a request',
    back: { href: `/sharing/requests/${packId}`, text: 'The request' },
    isDraft: state !== 'released',
    actions: [{ text: 'Take out as Word', href: `/sharing/requests/${packId}/answer.docx`, download: true }, { text: 'Print', print: true }],
    opening: `You asked on ${day(receivedOn)} ${kind === 'subject access' ? 'for the personal information that is held about you' : 'for recorded information'}.`,
    given,
    nothing: given.length === 0 ? (kind === 'subject access' ? 'There is no personal information that we are required to give you.' : 'There is no information that we are required to give you.') : null,
    exemptions,
    rights: kind === 'subject access'
      ? 'You may ask us to look at this again. You may also complain to the Information Commissioner, or apply to a court.'
      : 'You may ask us to review this answer. If you are still not content, you may complain to the Information Commissioner.',
  }
}

/** What the leads of a case may offer in answer to a request; who asks is not said. */
export const offerPage = (cover: CaseCover, packId: string, { kind, dueOn }: { kind: string; dueOn: string }, about: string | null, offerable: readonly Offerable[], failed: Failed = null) => ({
  ...casePage(cover, 'Information', 'A request to answer'),
  action: `/cases/${cover.caseId}/request-items/${packId}`,
  asks: `${capital(kind)} request, to be answered by ${day(dueOn)}.`,
  about,
  items: offerable.map(({ sourceId, summary, content, isAboutOthers }) => ({ value: sourceId, text: capital(summary), hint: { text: `${content.slice(0, 300)}${content.length > 300 ? ' …' : ''}${isAboutOthers ? ' (About others too, or nobody in particular)' : ''}` } })),
  ...errorsForPage(failed?.errors),
})
