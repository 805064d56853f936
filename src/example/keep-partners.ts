import { audit, type Tx } from '../db/tx.ts'
import { addAccount, selectAccounts, storePassword } from '../people/account-store.ts'
import { addPartnership, selectOrganisations } from '../people/organisation-store.ts'
import { ACCOUNTS } from './accounts.ts'
import { PARTNERS, PARTNERSHIP } from './partners.ts'

const { partnershipId } = PARTNERSHIP

/** Adds the partnership, its partners under every name they have had, and an account for each role. Only `asSystem` may. */
export async function keepPartners(tx: Tx, passwordHash: string): Promise<void> {
  await addPartnership(tx, { ...PARTNERSHIP, synthetic: true })
  const ids = new Map(PARTNERS.map(({ key }) => [key, crypto.randomUUID()]))
  await tx.insertInto('organisation').values(
    PARTNERS.map(({ key, of, standing, ground, sector, left }) => ({
      partnership_id: partnershipId, organisation_id: ids.get(key)!, parent_id: of === undefined ? null : ids.get(of)!, standing, legal_ground: ground ?? null, sector, left_on: left ?? null,
    })),
  ).execute()
  await tx.insertInto('organisation_name').values(
    PARTNERS.flatMap(({ key, called }) => called.map(({ name, kind, from, to }) => ({
      partnership_id: partnershipId, organisation_id: ids.get(key)!, name, kind, valid_from: from ?? null, valid_to: to ?? null,
    }))),
  ).execute()
  for (const { partner, email, name, post, role } of ACCOUNTS) {
    const accountId = await addAccount(tx, { organisationId: ids.get(partner)!, email, name, post, roles: [role] })
    await storePassword(tx, { accountId, partnershipId }, passwordHash)
  }
  audit(tx, { act: 'collected', subjectKind: 'partnership', subjectId: partnershipId, details: { synthetic: true, organisations: PARTNERS.length, accounts: ACCOUNTS.length } })
}

/** Ids of the partners by key, and of the accounts by address. */
export type Known = { partners: ReadonlyMap<string, string>; accounts: ReadonlyMap<string, string> }

/** Throws when one is missing. */
export async function selectKnown(tx: Tx): Promise<Known> {
  const byName = new Map((await selectOrganisations(tx)).map(({ name, organisationId }) => [name, organisationId]))
  const partners = PARTNERS.map(({ key, called }) => [key, byName.get(called.find(({ kind, to }) => kind === 'name' && !to)!.name)] as const)
  const missing = partners.filter(([, id]) => id === undefined)
  if (missing.length > 0) throw new Error(`The example partnership lacks ${missing.map(([key]) => key).join(', ')}`)
  return {
    partners: new Map(partners.map(([key, id]) => [key, id!])),
    accounts: new Map((await selectAccounts(tx, {})).map(({ email, accountId }) => [email, accountId])),
  }
}
