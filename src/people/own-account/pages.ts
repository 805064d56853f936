import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Visitor } from '../../web/visitor.ts'
import { writeMoment } from '../moments.ts'
import { authenticatorLink } from '../one-time-code.ts'
import { ROLE_IN_WORDS, type Role } from '../powers.ts'
import type { OwnAccount } from './store.ts'

type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

/** One's own account: who the partnership takes one for, how one proves it, and where one is signed in. */
export const accountPage = (visitor: Visitor, account: OwnAccount, failed: Failed = null) => ({
  title: 'Your account',
  context: `${visitor.organisationName}, ${visitor.partnershipName}`,
  email: account.email,
  roles: visitor.roles.map((role) => ({ role, means: ROLE_IN_WORDS[role as Role] })),
  entered: { name: account.name, post: account.post ?? '', ...failed?.entered },
  passwordSet: account.passwordSetAt ? `Set on ${writeMoment(account.passwordSetAt)}.` : 'Not set.',
  hasCodes: account.hasCodes,
  codesState: account.hasCodes
    ? `On. ${account.recoveryCodesLeft} of your 10 recovery codes are left.`
    : 'Off. With them on, a stolen password is not enough to sign in as you.',
  sessions: account.sessions.map(({ startedAt, seenAt, isThisOne }) => ({
    started: writeMoment(startedAt),
    seen: isThisOne ? 'Now, in this browser' : writeMoment(seenAt),
  })),
  ...errorsForPage(failed?.errors),
})

/** Switching one-time codes on: the secret for the app, and a code to show that it has it. */
export const codesPage = (email: string, secret: string, errors: readonly FieldError[] = []) => ({
  title: 'Switch on one-time codes',
  back: { href: '/account', text: 'Your account' },
  secret,
  secretInFours: secret.match(/.{1,4}/g)!.join(' '),
  link: authenticatorLink(secret, email),
  ...errorsForPage(errors),
})

export const codesOffPage = (errors: readonly FieldError[] = []) => ({
  title: 'Switch off one-time codes',
  back: { href: '/account', text: 'Your account' },
  ...errorsForPage(errors),
})
