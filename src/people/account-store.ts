import type { Tx } from '../db/tx.ts'
import { hashPassword } from './password.ts'
import type { Role } from './powers.ts'

export type NewAccount = {
  organisationId: string
  email: string
  name: string
  post: string | null
  roles: readonly Role[]
  /** Only for the example and the command line: anyone else chooses their own through a one-time link. */
  password?: string
}

/** Adds an account to the transaction's partnership and gives its id. The address must be free there; see `selectAccountByEmail`. */
export async function addAccount(tx: Tx, account: NewAccount): Promise<string> {
  const partnershipId = tx.actor.partnershipId
  if (!partnershipId) throw new Error('An account is added within a partnership')
  const accountId = crypto.randomUUID()
  await tx.insertInto('account').values({
    partnership_id: partnershipId,
    account_id: accountId,
    organisation_id: account.organisationId,
    email: account.email.toLowerCase(),
    name: account.name,
    post: account.post,
  }).execute()
  if (account.roles.length > 0)
    await tx.insertInto('account_role').values(account.roles.map((role) => ({ partnership_id: partnershipId, account_id: accountId, role }))).execute()
  if (account.password !== undefined)
    await tx.insertInto('credential').values({
      partnership_id: partnershipId,
      account_id: accountId,
      password_hash: await hashPassword(account.password),
      password_set_at: new Date().toISOString(),
    }).execute()
  return accountId
}

/** The account that has this address in the transaction's partnership. */
export const selectAccountByEmail = (tx: Tx, email: string) =>
  tx.selectFrom('account').select(['account_id as accountId', 'name', 'disabled_at as disabledAt'])
    .where('partnership_id', '=', tx.actor.partnershipId).where('email', '=', email.trim().toLowerCase()).executeTakeFirst()
