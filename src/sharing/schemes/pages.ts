import { writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Agency } from '../case-store.ts'
import { SCHEME_ROLES, type SchemeRole } from '../gate.ts'
import { inForce, PURPOSES } from '../law.ts'
import { PREFIX, type SchemeKind } from '../reference.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import { KINDS } from './forms.ts'
import type { Candidate, Member, Scheme } from './scheme-store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

export const KIND_IN_WORDS: Record<SchemeKind, string> = {
  'community marac': 'Community MARAC', 'asb victims': 'Anti-social behaviour: victims', 'asb perpetrators': 'Anti-social behaviour: perpetrators', 'asb case review': 'Anti-social behaviour case review',
  'domestic abuse marac': 'Domestic abuse MARAC', 'offender management': 'Offender management', channel: 'Channel',
}
const ROLE_IN_WORDS: Record<SchemeRole, { text: string; does: string }> = {
  worker: { text: 'Case worker', does: 'Reads and adds to its cases' },
  coordinator: { text: 'Coordinator', does: 'Leads its cases: triage, decisions, who takes part' },
  chair: { text: 'Chair', does: 'Leads its cases and its panels' },
}
const COMPARTMENT_IN_WORDS: Record<Scheme['compartment'], { text: string; means: string }> = {
  open: { text: 'Open', means: 'Others in the partnership may be told that an agency holds something about a person, and whom to ask' },
  closed: { text: 'Closed', means: 'Nobody outside the scheme is told even that' },
}

const date = (text: string) => writeDate(Temporal.PlainDate.from(text))
const typed = (text: string | null) => text?.split('-').map(Number).reverse().join('/') ?? ''
const purposeTitle = (key: string) => (Object.hasOwn(PURPOSES, key) ? PURPOSES[key as keyof typeof PURPOSES] : { title: key, source: 'No longer listed' })
const period = (months: number) => (months % 12 === 0 ? `${months / 12} ${months === 12 ? 'year' : 'years'}` : `${months} ${months === 1 ? 'month' : 'months'}`)

export const schemesPage = (schemes: readonly Scheme[]) => ({
  title: 'Schemes',
  context: 'The kinds of casework, what each shares for, and who works in it',
  actions: [{ text: 'New scheme', href: '/sharing/schemes/new', primary: true }],
  tabs: sharingNavigation('Schemes'),
  schemes: schemes.map(({ schemeId, name, kind, purpose, compartment, host, members, ends }) => ({
    href: `/sharing/schemes/${schemeId}`, name, kind: KIND_IN_WORDS[kind], purpose: purposeTitle(purpose).title, compartment: COMPARTMENT_IN_WORDS[compartment].text, host, members, ended: ends ? date(ends) : null,
  })),
})

/** Why somebody's role opens little or nothing, or null when it opens what it should. */
const shortfall = ({ worksCases, isCovered, agency }: Member, { host }: Scheme): string | null =>
  !worksCases ? 'Opens nothing: their account does not work cases, or is closed'
  : !isCovered ? `Opens none of ${host}’s cases: ${agency} has no live agreement with it for this purpose`
  : null

export function schemePage(scheme: Scheme, members: readonly Member[], choices: readonly Candidate[], failed: Failed = null) {
  const href = `/sharing/schemes/${scheme.schemeId}`
  const purpose = purposeTitle(scheme.purpose)
  const rows = members.map((member) => ({
    accountId: member.accountId, name: member.name, post: member.post, agency: member.agency, role: ROLE_IN_WORDS[member.role].text, since: writeMoment(member.givenAt), shortfall: shortfall(member, scheme),
    roles: SCHEME_ROLES.map((value) => ({ value, text: ROLE_IN_WORDS[value].text, selected: value === member.role })),
  }))
  const uncovered = [...new Set(members.filter(({ worksCases, isCovered }) => worksCases && !isCovered).map(({ agency }) => agency))]
  const entered: Record<string, unknown> = { account: '', role: '', ...failed?.entered }
  return {
    title: scheme.name,
    context: KIND_IN_WORDS[scheme.kind],
    back: { href: '/sharing/schemes', text: 'Schemes' },
    actions: [{ text: 'Change', href: `${href}/change` }, { text: 'Rules', href: `${href}/rules` }],
    href,
    purpose: purpose.title, source: purpose.source, compartment: COMPARTMENT_IN_WORDS[scheme.compartment], host: scheme.host, prefix: PREFIX[scheme.kind],
    runs: `From ${date(scheme.begins)}${scheme.ends ? ` to ${date(scheme.ends)}` : ''}`, reviewWeeks: scheme.reviewWeeks, keeps: period(scheme.keepMonths),
    members: rows, leads: members.some(({ role, worksCases }) => role !== 'worker' && worksCases),
    uncovered: new Intl.ListFormat('en-GB').format(uncovered), agreementHref: '/sharing/agreements/new',
    people: [{ value: '', text: 'Choose a person' }, ...choices.map(({ accountId, name, agency }) => ({ value: accountId, text: `${name}, ${agency}`, selected: entered.account === accountId }))],
    hasChoices: choices.length > 0,
    roles: SCHEME_ROLES.map((value) => ({ value, text: ROLE_IN_WORDS[value].text, hint: { text: ROLE_IN_WORDS[value].does }, checked: entered.role === value })),
    ...errorsForPage(failed?.errors),
  }
}

/** The form of a scheme, new or (with `scheme`) to be changed. */
export function schemeFormPage(scheme: Scheme | null, agencies: readonly Agency[], today: Temporal.PlainDate, failed: Failed = null) {
  const from = scheme
    ? { name: scheme.name, compartment: scheme.compartment, hostAgencyId: scheme.hostAgencyId, ends: typed(scheme.ends), reviewWeeks: String(scheme.reviewWeeks), keepMonths: String(scheme.keepMonths) }
    : { name: '', compartment: '', hostAgencyId: '', ends: '', reviewWeeks: '12', keepMonths: '72' }
  const entered: Record<string, unknown> = { kind: '', purpose: '', begins: '', ...from, ...failed?.entered }
  return {
    title: scheme ? 'Change a scheme' : 'New scheme',
    context: scheme?.name ?? null,
    back: scheme ? { href: `/sharing/schemes/${scheme.schemeId}`, text: scheme.name } : { href: '/sharing/schemes', text: 'Schemes' },
    isNew: scheme === null,
    action: scheme ? `/sharing/schemes/${scheme.schemeId}/change` : '/sharing/schemes',
    entered,
    kinds: [{ value: '', text: 'Choose a kind' }, ...KINDS.map((value) => ({ value, text: KIND_IN_WORDS[value], selected: entered.kind === value }))],
    purposes: inForce(PURPOSES, today.toString()).map((value) => ({ value, text: PURPOSES[value].title, hint: { text: PURPOSES[value].source }, checked: entered.purpose === value })),
    compartments: (['open', 'closed'] as const).map((value) => ({ value, text: COMPARTMENT_IN_WORDS[value].text, hint: { text: COMPARTMENT_IN_WORDS[value].means }, checked: entered.compartment === value })),
    hosts: [{ value: '', text: 'Choose an agency' }, ...agencies.map(({ agencyId, name }) => ({ value: agencyId, text: name, selected: entered.hostAgencyId === agencyId }))],
    ...errorsForPage(failed?.errors),
  }
}
