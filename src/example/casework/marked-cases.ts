import { addProtected } from '../../cases/index/protected-store.ts'
import { addTransfer } from '../../cases/transfers/store.ts'
import type { Tx } from '../../db/tx.ts'
import { recordDisclosure } from '../../sharing/disclosure-store.ts'
import { emptyRows, invent, type Wanted } from './invent.ts'
import { fill, type Casework } from './keep-casework.ts'
import { NEIGHBOUR } from './neighbour.ts'
import { STORIES } from './stories.ts'

/** Cases that show what the rest cannot: one from which an officer is shut out, one with a protected address, and one on its way to the borough next door. */
export async function keepMarked(tx: Tx, casework: Casework): Promise<void> {
  const { cast, account } = casework
  const partnership_id = cast.partnershipId
  const rows = emptyRows()
  const accepted = (about: Wanted['story']['about'], daysAgo: number, resident: boolean): Wanted => ({ story: STORIES.find((story) => story.about === about && story.scheme === 'community marac')!, daysAgo, resident, outcome: 'accepted', isClosed: false })
  const shut = invent(cast, accepted('victim', 70, true), rows)
  const kept = invent(cast, accepted('victim', 40, true), rows)
  const sent = invent(cast, accepted('perpetrator', 55, false), rows)
  await fill(tx, rows)

  await tx.insertInto('case_exclusion').values({ partnership_id, case_id: shut.caseId, account_id: account('constable'), reason: 'Lives in the same block as the people complained of', declared_by: account('coordinator') }).execute()

  await addProtected(tx, { caseId: kept.caseId, agencyId: cast.agencies.CoLC }, kept.people[0]!.index_entry_id, { kind: 'address', value: '7 Hidden Court, EC9Z 9ZZ', source: 'Told by the victim' })
  await tx.insertInto('protected_reader').values({ partnership_id, case_id: kept.caseId, account_id: account('coordinator'), reason: 'Leads the case', given_by: account('coordinator') }).execute()

  await keepTransfer(tx, casework, sent)
}

/** Sent four days ago and not yet acknowledged: late on both sides. */
async function keepTransfer(tx: Tx, { cast, account }: Casework, { caseId, reference, people }: ReturnType<typeof invent>) {
  const { referred_on: referredOn } = await tx.selectFrom('case_file').select('referred_on').where('case_id', '=', caseId).executeTakeFirstOrThrow()
  const names = await tx.selectFrom('index_fact').select(['index_entry_id', 'value']).where('case_id', '=', caseId).where('kind', '=', 'name').execute()
  const story = STORIES.find(({ about, scheme }) => about === 'perpetrator' && scheme === 'community marac')!
  const day = cast.today.subtract({ days: 50 }).toString()
  const transferId = await addTransfer(tx, { caseId, agencyId: cast.agencies.CoLC, schemeKind: 'community marac' }, {
    toArea: NEIGHBOUR.area, toPartnershipId: NEIGHBOUR.partnershipId, reason: 'Lives in Eastbridge, where a care coordinator knows the case', details: [],
    handed: {
      fromPartnership: 'Safer City Partnership', fromAgency: 'City of London Corporation', reference, scheme: 'City Community MARAC', about: 'perpetrator', resident: false, referredOn,
      people: people.map(({ index_entry_id, role }) => ({ kind: 'person', name: names.find((each) => each.index_entry_id === index_entry_id)?.value ?? 'Not known', role: role === 'group' || role === 'location' ? 'other' : role, birth: null, homeArea: 'Eastbridge' })),
      reasons: story.reasons, diary: story.incidents.map((what) => ({ from: day, to: day, what, behaviour: 'harassment, alarm or distress' })), information: [], risk: null, powers: [], safeContact: [], sealed: [],
    },
  })
  await tx.updateTable('transfer').set({ sent_at: cast.today.subtract({ days: 5 }).toString(), sent_by: account('coordinator') }).where('transfer_id', '=', transferId).execute()
  await recordDisclosure(tx, { caseId, reference, agencyId: cast.agencies.CoLC }, {
    kind: 'transfer', what: 'Who it is about, why it was referred, and the diary', toOther: NEIGHBOUR.name, purpose: 'community safety casework', gateway: 'CDA s.115', regime: 'UK GDPR', consent: 'not asked', consentReason: 'Asking could have put somebody at risk',
    necessity: 'The care coordinator there cannot act on calls she is not told of', proportionality: 'Only what bears on the calls; nothing another agency said', people: people.map(({ index_entry_id }) => index_entry_id),
  })
}
