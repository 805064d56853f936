import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Account, AccountFilter } from '../account-store.ts'
import { writeMoment } from '../moments.ts'
import type { Organisation } from '../organisation.ts'
import { withUnits } from '../organisation.ts'
import { ROLE_IN_WORDS, ROLES } from '../powers.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** Options for a select of organisations, units under their own, those that have left apart from the one chosen left out. */
export const organisationChoices = (organisations: readonly Organisation[], chosen: unknown, none: string) => [
  { value: '', text: none, selected: !chosen },
  ...withUnits(organisations)
    .filter(({ organisation }) => organisation.leftOn === null || organisation.organisationId === chosen)
    .map(({ organisation, depth }) => ({
      value: organisation.organisationId,
      text: `${'– '.repeat(depth)}${organisation.name}`,
      selected: organisation.organisationId === chosen,
    })),
]

/** Everyone's accounts, narrowed as asked. */
export const accountsPage = (accounts: readonly Account[], all: number, organisations: readonly Organisation[], filter: AccountFilter, sessions: ReadonlyMap<string, number>) => ({
  title: 'Accounts',
  actions: [{ text: 'Add an account', href: '/accounts/new', primary: true }],
  filter: {
    name: filter.name ?? '',
    role: [{ value: '', text: 'Any role' }, ...ROLES.map((role) => ({ value: role, text: capital(role), selected: role === filter.role }))],
    organisation: organisationChoices(organisations, filter.organisationId, 'Any organisation'),
    state: [
      { value: '', text: 'Any' },
      { value: 'open', text: 'Can sign in', selected: filter.state === 'open' },
      { value: 'disabled', text: 'Disabled', selected: filter.state === 'disabled' },
    ],
  },
  narrowed: Object.values(filter).some((value) => value !== undefined),
  all,
  accounts: accounts.map((account) => ({
    href: `/accounts/${account.accountId}`,
    name: account.name,
    post: account.post,
    email: account.email,
    organisation: account.organisation,
    roles: account.roles.length > 0 ? capital(account.roles.join(', ')) : 'None',
    state: account.disabledAt ? { text: 'Disabled', warn: true } : { text: sessions.has(account.accountId) ? 'Signed in now' : 'Can sign in', warn: false },
  })),
})

/** The form that adds an account, or one account with what can be done to it. */
export function accountPage(account: Account | null, organisations: readonly Organisation[], sessions: number, ownId: string, failed: Failed = null, refusal: string | null = null) {
  const entered = { name: '', email: '', post: '', organisationId: '', roles: [] as readonly string[], ...account, ...failed?.entered }
  const chosen = [entered.roles].flat()
  const isOwn = account?.accountId === ownId
  return {
    title: account ? account.name : 'Add an account',
    back: { href: '/accounts', text: 'Accounts' },
    context: account ? [account.post, account.organisation].filter(Boolean).join(', ') : null,
    action: account ? `/accounts/${account.accountId}` : '/accounts',
    entered,
    organisations: organisationChoices(organisations, entered.organisationId, 'Choose an organisation'),
    roles: ROLES.map((role) => ({ value: role, text: capital(role), hint: { text: ROLE_IN_WORDS[role] }, checked: chosen.includes(role) })),
    account: account && {
      href: `/accounts/${account.accountId}`,
      isOwn,
      isDisabled: account.disabledAt !== null,
      disabled: account.disabledAt ? `Disabled on ${writeMoment(account.disabledAt)}.` : null,
      sessions: sessions === 0 ? 'Not signed in anywhere.' : `Signed in ${sessions === 1 ? 'in one place' : `in ${sessions} places`}.`,
      hasSessions: sessions > 0,
    },
    refusal,
    ...errorsForPage(failed?.errors),
  }
}

/** The one page that shows a link to set a password. */
export const linkPage = (name: string, email: string, link: string, added: boolean) => ({
  title: added ? `${name} has an account` : `A link for ${name}`,
  email,
  link,
})
