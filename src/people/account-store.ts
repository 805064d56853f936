import { sql } from 'kysely'
import type { Actor, Tx } from '../db/tx.ts'
import { hashPassword } from './password.ts'
import type { Role } from './powers.ts'

/** An account as colleagues and administrators know it: nothing here proves who someone is. */
export type Account = {
  accountId: string
  email: string
  name: string
  post: string | null
  organisationId: string
  organisation: string
  roles: Role[]
  disabledAt: Temporal.Instant | null
}

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
  if (account.password !== undefined) await storePassword(tx, { accountId, partnershipId }, await hashPassword(account.password))
  return accountId
}

/** Stores a password already hashed, so that no transaction waits for the hashing. */
export async function storePassword(tx: Tx, { accountId, partnershipId }: Actor, passwordHash: string) {
  const set = { password_hash: passwordHash, password_set_at: sql<string>`now()` }
  await tx.insertInto('credential').values({ partnership_id: partnershipId, account_id: accountId, ...set })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'account_id']).doUpdateSet(set)).execute()
}

/** Switches one-time codes on with this secret and these recovery codes (hashed), or (null) off. */
export async function storeCodes(tx: Tx, { accountId, partnershipId }: Actor, codes: { secret: string; lastStep: number; recoveryHashes: string[] } | null) {
  await tx.updateTable('credential').set({ totp_secret: codes?.secret ?? null, totp_last_step: codes?.lastStep ?? null })
    .where('partnership_id', '=', partnershipId).where('account_id', '=', accountId).execute()
  await tx.deleteFrom('recovery_code').where('partnership_id', '=', partnershipId).where('account_id', '=', accountId).execute()
  if (codes)
    await tx.insertInto('recovery_code')
      .values(codes.recoveryHashes.map((code_hash) => ({ partnership_id: partnershipId, account_id: accountId, code_hash }))).execute()
}

export type AccountFilter = { name?: string; role?: Role; organisationId?: string; state?: 'open' | 'disabled' }

/** Accounts of the partnership by name; `name` is looked for in names, posts and addresses. */
export async function selectAccounts(tx: Tx, filter: AccountFilter): Promise<Account[]> {
  const rows = await tx
    .selectFrom('account as a')
    .select(['a.account_id', 'a.email', 'a.name', 'a.post', 'a.organisation_id', 'a.disabled_at'])
    .select((q) => q.selectFrom('account_role as r').whereRef('r.partnership_id', '=', 'a.partnership_id').whereRef('r.account_id', '=', 'a.account_id')
      .select(sql<string[]>`coalesce(array_agg(r.role order by r.role), '{}')`.as('roles')).as('roles'))
    .select((q) => q.selectFrom('organisation_name as n').whereRef('n.partnership_id', '=', 'a.partnership_id').whereRef('n.organisation_id', '=', 'a.organisation_id')
      .where('n.kind', '=', 'name').where('n.valid_to', 'is', null).select('n.name').limit(1).as('organisation'))
    .where('a.partnership_id', '=', tx.actor.partnershipId)
    .$if(filter.organisationId !== undefined, (q) => q.where('a.organisation_id', '=', filter.organisationId!))
    .$if(filter.state !== undefined, (q) => q.where('a.disabled_at', filter.state === 'open' ? 'is' : 'is not', null))
    .execute()
  const wanted = filter.name?.trim().toLowerCase()
  return rows
    .map((row): Account => ({
      accountId: row.account_id,
      email: row.email,
      name: row.name,
      post: row.post,
      organisationId: row.organisation_id,
      organisation: row.organisation ?? '',
      roles: (row.roles ?? []) as Role[],
      disabledAt: row.disabled_at,
    }))
    .filter(({ roles }) => !filter.role || roles.includes(filter.role))
    .filter(({ name, email, post }) => !wanted || [name, email, post ?? ''].some((text) => text.toLowerCase().includes(wanted)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}

/** One account, or nothing where it is not there to be seen. */
export const selectOptionalAccount = async (tx: Tx, accountId: string): Promise<Account | null> =>
  (await selectAccounts(tx, {})).find((account) => account.accountId === accountId) ?? null

/** Gives an account these roles and no others. What it keeps is not touched: an administrator's own power lasts to the end of the act. */
export async function changeRoles(tx: Tx, accountId: string, roles: readonly Role[]) {
  const partnershipId = tx.actor.partnershipId!
  const own = tx.deleteFrom('account_role').where('partnership_id', '=', partnershipId).where('account_id', '=', accountId)
  if (roles.length === 0) await own.execute()
  else {
    await tx.insertInto('account_role').values(roles.map((role) => ({ partnership_id: partnershipId, account_id: accountId, role })))
      .onConflict((conflict) => conflict.doNothing()).execute()
    await own.where('role', 'not in', [...roles]).execute()
  }
}

/** Closes an account to its person, or opens it again. */
export const setDisabled = (tx: Tx, accountId: string, disabled: boolean) =>
  tx.updateTable('account').set({ disabled_at: disabled ? sql<string>`now()` : null })
    .where('partnership_id', '=', tx.actor.partnershipId).where('account_id', '=', accountId).execute()

/** The account that has this address in the transaction's partnership. */
export const selectAccountByEmail = (tx: Tx, email: string) =>
  tx.selectFrom('account').select(['account_id as accountId', 'name', 'disabled_at as disabledAt'])
    .where('partnership_id', '=', tx.actor.partnershipId).where('email', '=', email.trim().toLowerCase()).executeTakeFirst()

/**
 * Would the partnership be left without an administrator who can sign in, if this account were not one? Holds the others' accounts
 * until the transaction ends, so that two administrators cannot each remove the other at once.
 */
export async function isLastAdministrator(tx: Tx, accountId: string): Promise<boolean> {
  const administrators = tx.selectFrom('account as a').select('a.account_id')
    .where('a.partnership_id', '=', tx.actor.partnershipId)
    .where('a.account_id', 'in', tx.selectFrom('account_role as r').select('r.account_id').where('r.partnership_id', '=', tx.actor.partnershipId).where('r.role', '=', 'administrator'))
  await administrators.orderBy('a.account_id').forUpdate().execute()
  const left = await administrators.where('a.account_id', '!=', accountId).where('a.disabled_at', 'is', null).executeTakeFirst()
  return left === undefined
}
