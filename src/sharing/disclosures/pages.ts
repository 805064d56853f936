import { writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Agency, CaseAccount, CaseCover } from '../case-store.ts'
import { casePage } from '../case-page.ts'
import { CONSENTS, type Disclosure, DISCLOSURE_KINDS, type PersonDisclosure, type Registered, type RegisterFilter, REGIMES } from '../disclosure-store.ts'
import { type Dated, GATEWAYS, inForce, PURPOSES } from '../law.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import { CONDITIONS } from './conditions.ts'
import { RECORDED_KINDS, type RegisterQuery } from './forms.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null
/** Somebody a case is about, for choosing. */
export type Party = { entryId: string; name: string }

export const PAGE_LENGTH = 100

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const day = (iso: string | null) => (iso ? writeDate(Temporal.PlainDate.from(iso)) : null)
const titleIn = (table: Readonly<Record<string, Dated & { title: string }>>, key: string) => table[key]?.title ?? key
const sourceIn = (table: Readonly<Record<string, Dated>>, key: string) => table[key]?.source ?? ''
const people = (count: number) => (count === 0 ? 'Nobody in particular' : count === 1 ? '1 person' : `${count} people`)
const CONSENT_IN_WORDS: Record<string, string> = { given: 'Given', 'not asked': 'Not asked', refused: 'Refused', 'not needed': 'Not needed' }

/** How long it holds: until a day, until it ended, or with no end. */
function lasts({ kind, expiresOn, endedAt }: Disclosure): string {
  if (endedAt) return `Ended ${writeMoment(endedAt)}`
  if (expiresOn) return `Until ${day(expiresOn)}`
  return kind === 'view granted' ? 'While the agency takes part' : 'No end'
}

/** An entry of the register in full, as every page of it shows one. */
export const entryRow = (entry: Disclosure) => ({
  at: writeMoment(entry.disclosedAt), kind: capital(entry.kind), reference: entry.reference, what: entry.what, from: entry.from, to: entry.to, requestedBy: entry.requestedBy,
  purpose: titleIn(PURPOSES, entry.purpose), gateway: titleIn(GATEWAYS, entry.gateway), law: sourceIn(GATEWAYS, entry.gateway), condition: entry.condition ? titleIn(CONDITIONS, entry.condition) : null,
  regime: entry.regime, consent: CONSENT_IN_WORDS[entry.consent]!, consentReason: entry.consentReason, necessity: entry.necessity, proportionality: entry.proportionality,
  agreement: entry.agreement, decidedBy: entry.decidedBy ?? 'The system', lasts: lasts(entry), about: people(entry.about),
})

export const CSV_COLUMNS = ['Shared at', 'Case', 'How', 'What', 'From', 'To', 'Asked for by', 'Purpose', 'Power and basis', 'Law', 'Condition', 'Regime', 'Consent', 'Why without consent', 'Why necessary', 'Why in proportion', 'Agreement', 'Decided by', 'Lasts', 'About']
export const csvRow = (entry: Disclosure) => {
  const row = entryRow(entry)
  return [entry.disclosedAt.toString(), row.reference, row.kind, row.what, row.from, row.to, row.requestedBy, row.purpose, row.gateway, row.law, row.condition, row.regime, row.consent, row.consentReason,
    row.necessity, row.proportionality, row.agreement, row.decidedBy, row.lasts, row.about]
}

/** The register of one case. `parties`: those it is about, whose own pages are linked. */
export const caseRegisterPage = (cover: CaseCover, entries: readonly Disclosure[], parties: readonly Party[], added: boolean) => ({
  ...casePage(cover, 'Shared with'),
  heading: 'Shared with',
  actions: cover.clause === 'takes part' ? [{ text: 'Record something shared', href: `/cases/${cover.caseId}/disclosures/new`, primary: true }, { text: 'Print', print: true }] : [],
  added,
  entries: entries.map(entryRow),
  parties: parties.map(({ entryId, name }) => ({ text: name, href: `/cases/${cover.caseId}/disclosures/people/${entryId}` })),
})

const items = <T extends string>(values: readonly { value: T; text: string; hint?: string }[], chosen: unknown) => {
  const list = [chosen ?? []].flat()
  return values.map(({ value, text, hint }) => ({ value, text, ...(hint ? { hint: { text: hint } } : {}), checked: list.includes(value), selected: list.includes(value) }))
}
const lawItems = (table: Readonly<Record<string, Dated & { title: string }>>, today: string, chosen: unknown) =>
  items(inForce(table, today).map((key) => ({ value: key, text: table[key]!.title, hint: table[key]!.source })), chosen)

/** The form on which somebody writes down what was shared, with every question the ICO asks of a decision to share. */
export function recordPage(cover: CaseCover, agencies: readonly Agency[], accounts: readonly CaseAccount[], parties: readonly Party[], today: string, failed: Failed = null) {
  const date = Temporal.PlainDate.from(today)
  const entered: Record<string, unknown> = {
    kind: '', disclosedOn: `${date.day}/${date.month}/${date.year}`, requestedBy: '', toAgency: '', toOther: '', people: parties.length === 1 ? [parties[0]!.entryId] : [], what: '', purpose: cover.purpose, necessity: '', proportionality: '',
    gateway: '', condition: '', regime: '', consent: '', consentReason: '', decidedBy: '', expiresOn: '', ...failed?.entered,
  }
  return {
    ...casePage(cover, 'Shared with', 'Record something shared'),
    action: `/cases/${cover.caseId}/disclosures/new`,
    entered,
    kinds: items(RECORDED_KINDS.map((value) => ({ value, text: capital(value) })), entered.kind),
    agencies: [{ value: '', text: 'None of them' }, ...items(agencies.filter(({ agencyId }) => agencyId !== cover.agencyId).map(({ agencyId, name }) => ({ value: agencyId, text: name })), entered.toAgency)],
    people: items(parties.map(({ entryId, name }) => ({ value: entryId, text: name })), entered.people),
    purposes: lawItems(PURPOSES, today, entered.purpose),
    gateways: lawItems(GATEWAYS, today, entered.gateway),
    conditions: lawItems(CONDITIONS, today, entered.condition),
    regimes: items(REGIMES.map((value) => ({ value, text: value === 'Part 3' ? 'Law enforcement: Data Protection Act 2018, Part 3' : 'UK GDPR' })), entered.regime),
    consents: items(CONSENTS.map((value) => ({ value, text: CONSENT_IN_WORDS[value]! })), entered.consent),
    deciders: [{ value: '', text: 'I decided' }, ...items(accounts.map(({ accountId, name, post }) => ({ value: accountId, text: post ? `${name}, ${post}` : name })), entered.decidedBy)],
    ...errorsForPage(failed?.errors),
  }
}

const queryOf = ({ agency, kind, from, to, reference }: RegisterQuery, page = 1): string => {
  const asked = new URLSearchParams(Object.entries({ agency, kind, from, to, reference, page: page > 1 ? String(page) : null }).filter((pair): pair is [string, string] => Boolean(pair[1])))
  return asked.size > 0 ? `?${asked}` : ''
}
export const filterOf = ({ agency, kind, from, to, reference, page }: RegisterQuery): RegisterFilter => ({ agencyId: agency, kind, from, to, reference, limit: PAGE_LENGTH, offset: (page - 1) * PAGE_LENGTH })

/** The whole register, as far as the governance lead may know of each case, narrowed as asked. */
export function registerPage(asked: RegisterQuery, { entries, total }: { entries: readonly Disclosure[]; total: number }, agencies: readonly Agency[]) {
  const last = Math.max(1, Math.ceil(total / PAGE_LENGTH))
  return {
    title: 'Disclosures',
    context: `${total.toLocaleString('en-GB')} ${total === 1 ? 'act' : 'acts'} of sharing`,
    tabs: sharingNavigation('Disclosures'),
    actions: [{ text: 'Everything about one person', href: '/sharing/disclosures/people', primary: true }, { text: 'Take out as CSV', href: `/sharing/disclosures/register.csv${queryOf(asked)}`, download: true }],
    entered: { ...asked, from: asked.from ?? '', to: asked.to ?? '', reference: asked.reference ?? '' },
    agencies: [{ value: '', text: 'Any agency' }, ...items(agencies.map(({ agencyId, name }) => ({ value: agencyId, text: name })), asked.agency)],
    kinds: [{ value: '', text: 'In any way' }, ...items(DISCLOSURE_KINDS.map((value) => ({ value, text: capital(value) })), asked.kind)],
    entries: entries.map(entryRow),
    isNarrowed: queryOf(asked) !== '',
    previous: asked.page > 1 ? `/sharing/disclosures${queryOf(asked, asked.page - 1)}` : null,
    next: asked.page < last ? `/sharing/disclosures${queryOf(asked, asked.page + 1)}` : null,
    page: asked.page, pages: last,
  }
}

const births = (values: readonly string[]) => values.map((value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value)! : value)).join(' or ')

/** Finding one person by name. */
export const findPage = (asked: string, found: readonly Registered[] | null) => ({
  title: 'Everything disclosed about one person',
  back: { href: '/sharing/disclosures', text: 'Disclosures' },
  asked,
  isAsked: found !== null,
  found: (found ?? []).map(({ entryId, names, births: born, caseIds }) => ({
    name: names[0] ?? 'Somebody not yet named', others: names.slice(1).join(', '), born: born.length > 0 ? births(born) : 'Not known', cases: caseIds.length, href: `/sharing/disclosures/people/${entryId}`,
  })),
  isCut: found?.length === 50,
})

export type PersonPlace = { base: string; back: { href: string; text: string }; /** The governance lead sees the whole register; others, what of it their cases show. */ isWhole: boolean }

/** Everything disclosed about one person, to whom, and why, on one page to print. The title names nobody. */
export function personPage({ entryId, names, births: born }: Registered, disclosed: readonly PersonDisclosure[], { base, back, isWhole }: PersonPlace, now: Temporal.Instant) {
  const recipients = Map.groupBy(disclosed, ({ to }) => to)
  return {
    title: 'Everything disclosed about one person',
    back,
    name: names[0] ?? 'Somebody not yet named',
    others: names.slice(1).join(', '),
    born: born.length > 0 ? births(born) : null,
    actions: [{ text: 'Take out as CSV', href: `${base}/${entryId}/register.csv`, download: true }, { text: 'Take out as Word', href: `${base}/${entryId}/register.docx`, download: true }, { text: 'Print', print: true }],
    stood: `As it stood on ${writeMoment(now)}.`,
    isWhole,
    recipients: [...recipients].map(([to, entries]) => ({ to, times: entries.length, first: day(entries.at(-1)!.disclosedAt.toZonedDateTimeISO('Europe/London').toPlainDate().toString())!, last: day(entries[0]!.disclosedAt.toZonedDateTimeISO('Europe/London').toPlainDate().toString())! })),
    entries: disclosed.map((entry) => ({ ...entryRow(entry), how: entry.isNamed ? 'About this person' : entry.kind === 'view granted' ? 'Through the file, which holds this person' : 'About nobody in particular; the case holds this person' })),
  }
}
