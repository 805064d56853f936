import { audit, type Tx } from '../../db/tx.ts'
import { type Account, addAccount, changeRoles, isLastAdministrator, selectAccountByEmail, setDisabled } from '../account-store.ts'
import { endSessions } from '../session.ts'
import type { FieldError } from '../../web/forms.ts'
import type { AccountFields } from './forms.ts'

const TAKEN: FieldError = { field: 'email', text: 'Somebody in the partnership has an account with this address already' }
const NO_ORGANISATION: FieldError = { field: 'organisationId', text: 'Choose the person’s organisation' }
const LAST: FieldError = { field: 'roles', text: 'This is the partnership’s last administrator. Make another one first' }
const OWN: FieldError = { field: 'roles', text: 'You cannot take the administrator role from yourself. Another administrator can' }

/** How many sessions each account has, for those that have any. */
export async function selectSessionCounts(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.selectFrom('session').select((q) => ['account_id', q.fn.countAll<number>().as('sessions')])
    .where('partnership_id', '=', tx.actor.partnershipId).where('awaits_code', '=', false).groupBy('account_id').execute()
  return new Map(rows.map((row) => [row.account_id, row.sessions]))
}

const isPartner = async (tx: Tx, organisationId: string) =>
  (await tx.selectFrom('organisation').select('organisation_id')
    .where('partnership_id', '=', tx.actor.partnershipId).where('organisation_id', '=', organisationId).executeTakeFirst()) !== undefined

/** Adds an account, or says why it cannot be added. */
export async function addNewAccount(tx: Tx, fields: AccountFields): Promise<string | FieldError> {
  if (!(await isPartner(tx, fields.organisationId))) return NO_ORGANISATION
  if (await selectAccountByEmail(tx, fields.email)) return TAKEN
  const accountId = await addAccount(tx, fields)
  audit(tx, { act: 'collected', subjectKind: 'account', subjectId: accountId, details: { roles: fields.roles } })
  return accountId
}

/** Changes an account as the form says, or says why it cannot be. */
export async function changeAccount(tx: Tx, account: Account, fields: AccountFields): Promise<FieldError | null> {
  if (!(await isPartner(tx, fields.organisationId))) return NO_ORGANISATION
  const namesake = await selectAccountByEmail(tx, fields.email)
  if (namesake && namesake.accountId !== account.accountId) return TAKEN
  const given = fields.roles.filter((role) => !account.roles.includes(role))
  const taken = account.roles.filter((role) => !fields.roles.includes(role))
  if (taken.includes('administrator')) {
    if (account.accountId === tx.actor.accountId) return OWN
    if (await isLastAdministrator(tx, account.accountId)) return LAST
  }
  await tx.updateTable('account')
    .set({ name: fields.name, email: fields.email, post: fields.post, organisation_id: fields.organisationId })
    .where('partnership_id', '=', tx.actor.partnershipId).where('account_id', '=', account.accountId).execute()
  await changeRoles(tx, account.accountId, fields.roles)
  const changed = (['name', 'email', 'post', 'organisationId'] as const).filter((field) => fields[field] !== account[field])
  audit(tx, { act: 'altered', subjectKind: 'account', subjectId: account.accountId, details: { fields: changed, rolesGiven: given, rolesTaken: taken } })
  return null
}

/** Closes an account and ends its sessions, or says why it cannot be closed. */
export async function disableAccount(tx: Tx, account: Account): Promise<string | null> {
  if (account.accountId === tx.actor.accountId) return 'You cannot disable your own account. Another administrator can.'
  if (account.roles.includes('administrator') && (await isLastAdministrator(tx, account.accountId))) return 'This is the partnership’s last administrator. Make another one first.'
  await setDisabled(tx, account.accountId, true)
  await endSessions(tx, { accountId: account.accountId, partnershipId: tx.actor.partnershipId! })
  audit(tx, { act: 'altered', subjectKind: 'account', subjectId: account.accountId, details: { fields: ['disabled'], to: true } })
  return null
}

export async function enableAccount(tx: Tx, account: Account) {
  await setDisabled(tx, account.accountId, false)
  audit(tx, { act: 'altered', subjectKind: 'account', subjectId: account.accountId, details: { fields: ['disabled'], to: false } })
}
