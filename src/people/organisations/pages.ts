import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Account } from '../account-store.ts'
import { organisationChoices } from '../accounts/pages.ts'
import { type DatedName, type Organisation, SECTORS, type Sector, STANDINGS, type Standing, withUnits } from '../organisation.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

const date = (text: string | null) => (text ? writeDate(Temporal.PlainDate.from(text)) : null)
/** A date as it is typed: day, month, year. */
const typed = (text: string | null) => text?.split('-').map(Number).reverse().join('/') ?? ''
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

const STANDING_IN_WORDS: Record<Standing, string> = { statutory: 'By law', invited: 'By invitation' }
const SECTOR_IN_WORDS: Record<Sector, string> = {
  council: 'Council', police: 'Police', fire: 'Fire and rescue', probation: 'Probation', health: 'Health', transport: 'Transport',
  voluntary: 'Voluntary sector', business: 'Business', community: 'Community', other: 'Other',
}
const KINDS: readonly DatedName['kind'][] = ['name', 'code', 'alias']
const KIND_IN_WORDS: Record<DatedName['kind'], string> = { name: 'Full name', code: 'Code', alias: 'Also called' }

const joined = (from: string | null, to: string | null) =>
  [from && `from ${date(from)}`, to && `to ${date(to)}`].filter(Boolean).join(' ') || 'as long as anyone knows'

/** The partners, each followed by its units; those that have left stand apart. */
export function organisationsPage(organisations: readonly Organisation[], mayEdit: boolean) {
  const rows = withUnits(organisations).map(({ organisation, depth }) => ({
    href: `/organisations/${organisation.organisationId}`,
    name: organisation.name,
    codes: organisation.codes.join(', '),
    depth: Math.min(depth, 3),
    standing: STANDING_IN_WORDS[organisation.standing],
    ground: organisation.legalGround,
    sector: SECTOR_IN_WORDS[organisation.sector],
    left: date(organisation.leftOn),
  }))
  return {
    title: 'Partners',
    actions: mayEdit ? [{ text: 'Add a partner', href: '/organisations/new', primary: true }] : [],
    present: rows.filter(({ left }) => left === null),
    past: rows.filter(({ left }) => left !== null),
  }
}

const choices = (organisations: readonly Organisation[], entered: Record<string, unknown>) => ({
  parents: organisationChoices(organisations, entered.parentId, 'None: it stands by itself'),
  sectors: [{ value: '', text: 'Choose a kind' }, ...SECTORS.map((sector) => ({ value: sector, text: SECTOR_IN_WORDS[sector], selected: entered.sector === sector }))],
  standings: STANDINGS.map((standing) => ({ value: standing, text: STANDING_IN_WORDS[standing], checked: entered.standing === standing })),
})

export function newOrganisationPage(organisations: readonly Organisation[], failed: Failed = null) {
  const entered = { name: '', code: '', legalGround: '', joinedOn: '', sector: '', standing: '', parentId: '', ...failed?.entered }
  return {
    title: 'Add a partner',
    back: { href: '/organisations', text: 'Partners' },
    entered,
    ...choices(organisations, entered),
    ...errorsForPage(failed?.errors),
  }
}

export function particularsPage(organisation: Organisation, organisations: readonly Organisation[], failed: Failed = null) {
  const { standing, legalGround, sector, parentId, joinedOn } = organisation
  const entered = { standing, legalGround: legalGround ?? '', sector, parentId: parentId ?? '', joinedOn: typed(joinedOn), ...failed?.entered }
  return {
    title: 'Change particulars',
    context: organisation.name,
    back: { href: `/organisations/${organisation.organisationId}`, text: organisation.name },
    entered,
    ...choices(organisations.filter(({ organisationId }) => organisationId !== organisation.organisationId), entered),
    ...errorsForPage(failed?.errors),
  }
}

/** The small forms that change one thing about a partner: its name, its codes, or its leaving. */
export const smallFormPage = (title: string, organisation: Organisation, entered: Record<string, unknown>, failed: Failed = null) => ({
  title,
  context: organisation.name,
  back: { href: `/organisations/${organisation.organisationId}`, text: organisation.name },
  hasLeft: organisation.leftOn !== null,
  entered: { ...entered, ...failed?.entered },
  kinds: [
    { value: 'code', text: 'Code', hint: { text: 'Short letters that papers use for it, such as NHS.' }, checked: (failed?.entered.kind ?? entered.kind) === 'code' },
    { value: 'alias', text: 'Another name', hint: { text: 'What people or papers also call it.' }, checked: (failed?.entered.kind ?? entered.kind) === 'alias' },
  ],
  ...errorsForPage(failed?.errors),
})

export const leftEntered = (organisation: Organisation) => ({ on: typed(organisation.leftOn) })

/** One partner: what it is, what it was called, its units and its people. */
export function organisationPage(organisation: Organisation, organisations: readonly Organisation[], people: readonly Account[], mayEdit: boolean) {
  const href = `/organisations/${organisation.organisationId}`
  const parent = organisations.find(({ organisationId }) => organisationId === organisation.parentId)
  return {
    title: organisation.name,
    context: organisation.leftOn ? `A partner until ${date(organisation.leftOn)}` : 'Partner',
    back: { href: '/organisations', text: 'Partners' },
    actions: mayEdit ? [{ text: 'Change particulars', href: `${href}/change` }, { text: 'Rename', href: `${href}/rename` }, { text: organisation.leftOn ? 'Change leaving' : 'Mark as left', href: `${href}/left` }] : [],
    href,
    mayEdit,
    particulars: [
      { key: { text: 'Standing' }, value: { text: STANDING_IN_WORDS[organisation.standing] } },
      { key: { text: 'Legal ground' }, value: { text: organisation.legalGround ?? 'Not recorded' } },
      { key: { text: 'Kind' }, value: { text: SECTOR_IN_WORDS[organisation.sector] } },
      { key: { text: 'Joined' }, value: { text: date(organisation.joinedOn) ?? 'Not recorded' } },
      ...(organisation.leftOn ? [{ key: { text: 'Left' }, value: { text: date(organisation.leftOn) } }] : []),
    ],
    parent: parent && { href: `/organisations/${parent.organisationId}`, name: parent.name },
    units: organisations.filter(({ parentId }) => parentId === organisation.organisationId).map(({ organisationId, name }) => ({ href: `/organisations/${organisationId}`, name })),
    names: organisation.names.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)).map(({ organisationNameId, name, kind, validFrom, validTo }) => ({
      name,
      kind: KIND_IN_WORDS[kind],
      used: capital(joined(validFrom, validTo)),
      end: mayEdit && kind !== 'name' && validTo === null ? `${href}/names/${organisationNameId}/end` : null,
    })),
    people: people.filter(({ organisationId, disabledAt }) => organisationId === organisation.organisationId && !disabledAt).map(({ name, post }) => ({ name, post })),
  }
}
