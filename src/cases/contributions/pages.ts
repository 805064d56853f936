import { dueInWords, isLate } from '../../actions/action.ts'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { type Contribution, contributionForAgency, contributionForLead, contributionForPanel, contributionForPublication, type ContributionForLead, type ContributionForPanel, STANDINGS } from '../../sharing/audience.ts'
import { type CaseCover } from '../../sharing/case-store.ts'
import { casePage } from '../../sharing/case-page.ts'
import { AUDIENCES, type Audience } from '../../sharing/gate.ts'
import { type Gateway, GATEWAYS, PURPOSES, type Purpose } from '../../sharing/law.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { CaseDocument } from '../attachments/document-store.ts'
import { fileRow } from '../attachments/listed-file.ts'
import { peopleToChoose } from '../contact/case-people.ts'
import type { Subject } from '../index/subject-store.ts'
import { defaultDue, type InformationRequest } from './request-store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export type Names = ReadonlyMap<string, string>

const AUDIENCE_IN_WORDS: Record<Audience, string> = {
  'case lead': 'Only those who lead the case', 'one agency': 'One agency', 'named agencies': 'Agencies I name', panel: 'Every agency that takes part', publication: 'Words that may be published',
}
const AUDIENCE_HINTS: Partial<Record<Audience, string>> = { publication: 'Everybody who takes part reads it, and it may go into what the partnership publishes. Leave out every name and place.' }
const NATURE_IN_WORDS = { fact: 'Fact', opinion: 'Opinion' } as const
const standingInWords = (standing: string | null) => (standing === 'other' ? 'neither suspect, convicted, victim nor witness' : standing)

const on = (at: Temporal.Instant) => writeDate(todayInLondon(at))
const onDay = (day: string) => writeDate(Temporal.PlainDate.from(day))
const purposeInWords = (purpose: string) => PURPOSES[purpose as Purpose]?.title ?? purpose

/** What this reader is shown of a contribution: everything where it is their agency's own or they lead, else what its audience gets. */
function shown(cover: CaseCover, contribution: Contribution): ContributionForPanel & Partial<ContributionForLead> {
  if (cover.leads || contribution.agencyId === cover.agencyId) return contributionForLead(contribution)
  return contribution.audience === 'named agencies' || contribution.audience === 'one agency' ? contributionForAgency(contribution) : contributionForPanel(contribution)
}

function saidRow(cover: CaseCover, contribution: Contribution, subjects: readonly Subject[], names: Names, documents: readonly CaseDocument[]) {
  const each = shown(cover, contribution)
  const of = subjects.find(({ subjectId }) => subjectId === each.subjectId)
  return {
    id: each.contributionId, href: `/cases/${cover.caseId}/information/${each.contributionId}`,
    agency: each.agency, on: on(each.writtenAt), nature: NATURE_IN_WORDS[each.nature], statement: each.statement,
    whose: each.informationOf ? `Information of ${each.informationOf}` : null,
    of: of ? `Of ${of.name}, ${standingInWords(each.standing)}` : null,
    audience: each.namedAgencies && each.namedAgencies.length > 0 ? each.namedAgencies.map((id) => names.get(id) ?? 'An agency that has left').join(', ') : AUDIENCE_IN_WORDS[each.audience],
    ground: each.gateway ? `${GATEWAYS[each.gateway].title} (${GATEWAYS[each.gateway].source}); ${each.regime}` : null,
    purpose: each.purpose ? purposeInWords(each.purpose) : null,
    necessity: each.necessity ?? null,
    writtenBy: each.writtenBy ?? null,
    replaced: each.replacedBy ? { href: `/cases/${cover.caseId}/information/${each.replacedBy}`, why: each.replacedReason } : null,
    files: documents.filter(({ contributionId }) => contributionId === contribution.contributionId).map((document) => fileRow(cover.caseId, document)),
    mayCorrect: cover.works && contribution.agencyId === cover.agencyId && !each.replacedBy,
  }
}

function requestRow(cover: CaseCover, request: InformationRequest, today: Temporal.PlainDate) {
  const { requestId, agency, question, askedBy, askedAt, dueOn, answer, answerNote, answeredAt, cancelledAt, contributionId, toAgencyId } = request
  const waiting = !answeredAt && !cancelledAt
  return {
    href: `/cases/${cover.caseId}/information/requests/${requestId}`, agency, question, asked: `${askedBy ? `By ${askedBy} on ` : ''}${on(askedAt)}`, waiting,
    late: waiting && isLate(dueOn, today),
    stands: cancelledAt ? `Taken back ${on(cancelledAt)}` : answeredAt ? { contribution: `Answered ${on(answeredAt)}`, 'nothing held': `Holds nothing, ${on(answeredAt)}`, 'cannot share': `Cannot share, ${on(answeredAt)}` }[answer!] : dueInWords(dueOn, today),
    note: answerNote, answerHref: contributionId ? `/cases/${cover.caseId}/information/${contributionId}` : null,
    ours: toAgencyId === cover.agencyId,
  }
}

/** What agencies have said in a case, as far as this reader may see, and what has been asked of them. */
export function informationPage(cover: CaseCover, said: readonly Contribution[], requests: readonly InformationRequest[], subjects: readonly Subject[], names: Names, documents: readonly CaseDocument[]) {
  const today = todayInLondon(Temporal.Now.instant())
  const rows = said.map((each) => saidRow(cover, each, subjects, names, documents))
  return {
    ...casePage(cover, 'Information'),
    actions: cover.works ? [{ text: 'Give information', href: `/cases/${cover.caseId}/information/give`, primary: true }, { text: 'Ask an agency', href: `/cases/${cover.caseId}/information/ask` }] : [],
    said: rows.filter(({ replaced }) => !replaced), replaced: rows.filter(({ replaced }) => replaced),
    requests: requests.map((each) => requestRow(cover, each, today)),
    publishable: cover.leads ? said.flatMap((each) => contributionForPublication(each) ?? []) : [],
  }
}

/** One thing said, with its ground, and the form that puts it right. */
export function contributionPage(cover: CaseCover, contribution: Contribution, subjects: readonly Subject[], names: Names, documents: readonly CaseDocument[], failed: Failed, meanwhile = false) {
  const said = saidRow(cover, contribution, subjects, names, documents)
  const entered: Record<string, unknown> = { statement: contribution.statement, nature: contribution.nature, ...failed?.entered }
  return {
    ...casePage(cover, 'Information', `Information from ${contribution.agency}`),
    back: { href: `/cases/${cover.caseId}/information`, text: 'Information' }, said, entered, meanwhile,
    natures: naturesOf(entered.nature), ...errorsForPage(failed?.errors),
  }
}

const naturesOf = (chosen: unknown) => [
  { value: 'fact', text: 'Fact', hint: { text: 'Recorded, seen or otherwise known' }, checked: chosen === 'fact' },
  { value: 'opinion', text: 'Opinion', hint: { text: 'Somebody’s judgement or belief' }, checked: chosen === 'opinion' },
]

const gatewayItems = (gateways: readonly { gateway: Gateway }[], chosen: unknown) => [
  { value: '', text: 'Choose' }, ...gateways.map(({ gateway }) => ({ value: gateway, text: `${GATEWAYS[gateway].title} (${gateway})`, selected: gateway === chosen })),
]

export type Giving = { gateways: readonly { gateway: Gateway }[]; subjects: readonly Subject[]; names: Names; request: InformationRequest | null }

/** The form by which an agency says something, with every question the gate asks. */
export function givePage(cover: CaseCover, { gateways, subjects, names, request }: Giving, failed: Failed) {
  const entered: Record<string, unknown> = { regime: 'UK GDPR', ...(gateways.length === 1 && { gateway: gateways[0]!.gateway }), ...failed?.entered }
  const named = [entered.namedAgencies ?? []].flat()
  const people = subjects.filter(({ kind }) => kind !== 'place')
  return {
    ...casePage(cover, 'Information', 'Give information'),
    back: { href: `/cases/${cover.caseId}/information`, text: 'Information' }, entered, request: request && { question: request.question, requestId: request.requestId, agency: request.agency },
    mayGive: gateways.length > 0, purpose: purposeInWords(cover.purpose),
    natures: naturesOf(entered.nature),
    people: peopleToChoose(people, entered.subjectId, 'Nobody in particular'),
    standings: [{ value: '', text: 'Choose' }, ...STANDINGS.map((each) => ({ value: each, text: each === 'other' ? 'None of these' : each[0]!.toUpperCase() + each.slice(1), selected: each === entered.standing }))],
    audiences: AUDIENCES.map((each) => ({ value: each, text: AUDIENCE_IN_WORDS[each], checked: each === entered.audience, ...(AUDIENCE_HINTS[each] && { hint: { text: AUDIENCE_HINTS[each] } }) })),
    agencies: cover.parties.filter((id) => id !== cover.agencyId).map((id) => ({ value: id, text: names.get(id) ?? '', checked: named.includes(id) })),
    gateways: gatewayItems(gateways, entered.gateway),
    regimes: [
      { value: 'UK GDPR', text: 'UK GDPR: general processing', checked: entered.regime === 'UK GDPR' },
      { value: 'Part 3', text: 'Data Protection Act 2018, Part 3: a competent authority’s law enforcement', checked: entered.regime === 'Part 3' },
    ],
    ...errorsForPage(failed?.errors),
  }
}

export type Asking = { names: Names; invitable: readonly { agencyId: string; agency: string; gateways: readonly Gateway[] }[] }

/** The form that asks an agency what it holds; one that takes no part yet is asked to take part with it, by those who lead. */
export function askPage(cover: CaseCover, { names, invitable }: Asking, failed: Failed) {
  const today = todayInLondon(Temporal.Now.instant())
  const entered: Record<string, unknown> = { dueOn: onDay(defaultDue(today)), ...failed?.entered }
  const parties = cover.parties.filter((id) => id !== cover.agencyId)
  const outside = cover.leads ? invitable : []
  return {
    ...casePage(cover, 'Information', 'Ask an agency'),
    back: { href: `/cases/${cover.caseId}/information`, text: 'Information' }, entered,
    agencies: [
      { value: '', text: 'Choose' }, ...parties.map((id) => ({ value: id, text: names.get(id) ?? '', selected: id === entered.toAgencyId })),
      ...outside.map(({ agencyId, agency }) => ({ value: agencyId, text: `${agency} (takes no part yet)`, selected: agencyId === entered.toAgencyId })),
    ],
    anybody: parties.length + outside.length > 0,
    mayInvite: outside.length > 0,
    gateways: gatewayItems([...new Set(outside.flatMap(({ gateways }) => gateways))].map((gateway) => ({ gateway })), entered.gateway),
    ...errorsForPage(failed?.errors),
  }
}

/** One request: what was asked and answered; its answer, for the agency that was asked; taking it back, for those who lead or asked. */
export function requestPage(cover: CaseCover, request: InformationRequest, failed: Failed) {
  const row = requestRow(cover, request, todayInLondon(Temporal.Now.instant()))
  const entered: Record<string, unknown> = { ...failed?.entered }
  return {
    ...casePage(cover, 'Information', `Asked of ${request.agency}`),
    back: { href: `/cases/${cover.caseId}/information`, text: 'Information' }, request: row, entered,
    giveHref: `/cases/${cover.caseId}/information/give?request=${request.requestId}`,
    mayAnswer: cover.works && row.waiting && row.ours, mayCancel: cover.works && row.waiting && !row.ours,
    answers: [
      { value: 'nothing held', text: 'It holds nothing', checked: entered.answer === 'nothing held' },
      { value: 'cannot share', text: 'It cannot share what it holds', checked: entered.answer === 'cannot share' },
    ],
    ...errorsForPage(failed?.errors),
  }
}
