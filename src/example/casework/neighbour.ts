import { audit, type Tx } from '../../db/tx.ts'
import { addAccount, storePassword } from '../../people/account-store.ts'
import { addPartnership } from '../../people/organisation-store.ts'

/** An invented borough next door, a partnership of its own, to which a case can be handed. */
export const NEIGHBOUR = { partnershipId: 'ea57b1d6-0d07-4c5a-8a3e-5afe7c17e000', name: 'Eastbridge Safer Together', area: 'Eastbridge (invented)' }
export const NEIGHBOUR_EMAIL = 'coordinator@eastbridge.example'
const SCHEME = 'ea57b1d6-0d07-4c5a-8a3e-5afe7c17e001'

export const selectHasNeighbour = async (tx: Tx) => (await tx.selectFrom('scheme').select('scheme_id').where('scheme_id', '=', SCHEME).execute()).length > 0

/** Adds the neighbour: a council, its coordinator, and a community MARAC that receives cases. Only `asSystem` may. */
export async function keepNeighbour(tx: Tx, passwordHash: string): Promise<void> {
  const { partnershipId: partnership_id } = NEIGHBOUR
  await addPartnership(tx, { ...NEIGHBOUR, synthetic: true })
  const organisation_id = crypto.randomUUID()
  await tx.insertInto('organisation').values({ partnership_id, organisation_id, standing: 'statutory', legal_ground: 'Crime and Disorder Act 1998, s.5(1)(a)', sector: 'council' }).execute()
  await tx.insertInto('organisation_name').values({ partnership_id, organisation_id, name: 'Eastbridge Council', kind: 'name' }).execute()
  const accountId = await addAccount(tx, { organisationId: organisation_id, email: NEIGHBOUR_EMAIL, name: 'Esther Example', post: 'Community safety coordinator', roles: ['case worker'] })
  await storePassword(tx, { accountId, partnershipId: partnership_id }, passwordHash)
  await tx.insertInto('scheme').values({ partnership_id, scheme_id: SCHEME, kind: 'community marac', name: 'Eastbridge Community MARAC', purpose: 'community safety casework', compartment: 'open', host_agency_id: organisation_id, begins: '2019-04-01' }).execute()
  await tx.insertInto('scheme_member').values({ partnership_id, scheme_id: SCHEME, account_id: accountId, role: 'coordinator' }).execute()
  audit(tx, { act: 'collected', subjectKind: 'partnership', subjectId: partnership_id, details: { synthetic: true, organisations: 1, accounts: 1 } })
}
