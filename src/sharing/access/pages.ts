import type { Account } from '../../people/account-store.ts'
import { writeMoment, writeMomentToTheSecond } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { casePage } from '../case-page.ts'
import type { Agency, CaseCover } from '../case-store.ts'
import { endOf, GROUND_IN_WORDS } from '../emergency/emergency.ts'
import type { Glass } from '../emergency/glass-store.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import { type AccessEntry, type AccessPart, PARTS, SHOWING_CLAUSES } from './access-store.ts'
import { type Look, type Reason, REASON_IN_WORDS } from './unusual.ts'

export const PAGE_LENGTH = 50
export const MOST_EXPORTED = 20_000

export const PART_IN_WORDS: Record<AccessPart, string> = {
  file: 'The file', contribution: 'What an agency said', protected: 'A protected field', document: 'A document', list: 'A list', export: 'An export', minutes: 'Minutes', search: 'A search',
}
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

export type Asked = Partial<Record<'person' | 'agency' | 'reference' | 'from' | 'to' | 'part' | 'clause', string>>

/** The address that asks for the same entries again. */
function address(path: string, asked: Asked, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(Object.entries({ ...asked, ...more }).filter(([, value]) => value)).toString()
  return query ? `${path}?${query}` : path
}

const row = ({ at, name, agency, part, holder, clause, caseId }: AccessEntry, references?: ReadonlyMap<string, string>) =>
  ({ at: writeMomentToTheSecond(at), name, agency, part: PART_IN_WORDS[part], holder, clause: capital(clause), reference: references?.get(caseId) ?? null, isEmergency: clause === 'emergency access' })

const paged = (path: string, asked: Asked, entries: readonly AccessEntry[], references?: ReadonlyMap<string, string>) => {
  const shown = entries.slice(0, PAGE_LENGTH)
  return { rows: shown.map((entry) => row(entry, references)), older: entries.length > PAGE_LENGTH ? address(path, asked, { before: String(shown.at(-1)!.entryId) }) : null }
}

/** Who looked at one case. Those who lead it read every look; others those at what their own agency holds. */
export const caseAccessPage = (cover: CaseCover, entries: readonly AccessEntry[], glasses: readonly Glass[], ownAgency: string) => ({
  ...casePage(cover, 'Who looked'),
  ...paged(`/cases/${cover.caseId}/access`, {}, entries),
  whole: cover.leads, ownAgency,
  glasses: glasses.map((glass) => ({
    name: glass.name, agency: glass.agency, ground: GROUND_IN_WORDS[glass.ground], reason: glass.reason, opened: writeMoment(glass.openedAt), ended: writeMoment(endOf(glass)),
    review: glass.finding ? `Reviewed: ${glass.finding}` : 'Awaiting review',
  })),
})

/** Who of other agencies looked at what one's own agency holds. */
export const oursPage = (asked: Asked, entries: readonly AccessEntry[], references: ReadonlyMap<string, string>, ownAgency: string, errors: readonly FieldError[] = []) => ({
  title: 'Who looked at what my agency said',
  context: ownAgency,
  back: { href: '/cases', text: 'Cases' },
  asked: { reference: '', from: '', to: '', ...asked },
  narrowed: Object.values(asked).some(Boolean),
  ...paged('/cases/access-to-ours', asked, entries, references),
  ...errorsForPage(errors),
})

/** Every look, for the governance lead. */
export const searchPage = (asked: Asked, entries: readonly AccessEntry[], references: ReadonlyMap<string, string>, accounts: readonly Account[], agencies: readonly Agency[], errors: readonly FieldError[] = []) => ({
  title: 'Access',
  context: 'Who looked at what, when, and on what clause',
  tabs: sharingNavigation('Access'),
  actions: [{ text: 'Unusual access', href: '/sharing/access/unusual' }, { text: 'Download as CSV', href: address('/sharing/access/export.csv', asked), download: true }],
  asked: { reference: '', from: '', to: '', ...asked },
  narrowed: Object.values(asked).some(Boolean),
  mostExported: MOST_EXPORTED,
  people: [{ value: '', text: 'Anyone' }, ...accounts.map(({ accountId, name }) => ({ value: accountId, text: name, selected: accountId === asked.person }))],
  agencies: [{ value: '', text: 'Any' }, ...agencies.map(({ agencyId, name }) => ({ value: agencyId, text: name, selected: agencyId === asked.agency }))],
  parts: [{ value: '', text: 'Anything' }, ...PARTS.map((part) => ({ value: part, text: PART_IN_WORDS[part], selected: part === asked.part }))],
  clauses: [{ value: '', text: 'Any' }, ...SHOWING_CLAUSES.map((clause) => ({ value: clause, text: capital(clause), selected: clause === asked.clause }))],
  ...paged('/sharing/access', asked, entries, references),
  ...errorsForPage(errors),
})

export const CSV_COLUMNS = ['Time (UTC)', 'Person', 'Agency', 'Case', 'What', 'Whose information', 'Clause'] as const
export const csvRow = ({ at, name, agency, caseId, part, holder, clause }: AccessEntry, references: ReadonlyMap<string, string>) =>
  [at.toString({ smallestUnit: 'second' }), name, agency, references.get(caseId) ?? '', PART_IN_WORDS[part], holder, clause]

const MOST_SHOWN = 200

/** Looks that are out of the ordinary, each with why; what to ask about, not what anybody did wrong. */
export function unusualPage(found: readonly { look: Look; reasons: Reason[] }[], references: ReadonlyMap<string, string>, accounts: readonly Account[]) {
  const nameOf = new Map(accounts.map(({ accountId, name, organisation }) => [accountId, { name, organisation }]))
  return {
    title: 'Unusual access',
    context: 'Looks of the last 30 days that somebody should ask about',
    back: { href: '/sharing/access', text: 'Access' },
    tabs: sharingNavigation('Access'),
    more: Math.max(0, found.length - MOST_SHOWN),
    rows: found.slice(0, MOST_SHOWN).map(({ look, reasons }) => {
      const day = look.at.toZonedDateTimeISO('Europe/London').toPlainDate()
      const typed = `${day.day}/${day.month}/${day.year}`
      return {
        at: writeMoment(look.at), name: nameOf.get(look.accountId)?.name ?? 'Somebody since gone', agency: nameOf.get(look.accountId)?.organisation ?? '', reference: references.get(look.caseId) ?? 'A case',
        reasons: reasons.map((reason) => REASON_IN_WORDS[reason]), href: address('/sharing/access', { person: look.accountId, from: typed, to: typed }),
      }
    }),
  }
}
