import type { Tx } from '../../db/tx.ts'
import { emptyRows, invent, type Wanted } from './invent.ts'
import { fill, type Casework } from './keep-casework.ts'
import { STORIES } from './stories.ts'

export async function keepMarked(tx: Tx, casework: Casework): Promise<void> {
  const { cast, account } = casework
  const partnership_id = cast.partnershipId
  const rows = emptyRows()
  const accepted = (about: Wanted['story']['about'], daysAgo: number): Wanted => ({ story: STORIES.find((story) => story.about === about && story.scheme === 'community marac')!, daysAgo, resident: true, outcome: 'accepted', isClosed: false })
  const shut = invent(cast, accepted('victim', 70), rows)
  const kept = invent(cast, accepted('victim', 40), rows)
  await fill(tx, rows)
  await tx.insertInto('case_exclusion').values({ partnership_id, case_id: shut.caseId, account_id: account('constable'), reason: 'Lives in the same block as the people complained of', declared_by: account('coordinator') }).execute()
  const { index_entry_id } = kept.people[0]!
  const agency_id = cast.agencies.CoLC
  await tx.insertInto('protected_fact').values({ partnership_id, index_entry_id, case_id: kept.caseId, kind: 'address', value: '7 Hidden Court, EC9Z 9ZZ', source: 'Told by the victim', agency_id, recorded_by: account('caseworker') }).execute()
  await tx.insertInto('protected_reader').values({ partnership_id, case_id: kept.caseId, account_id: account('coordinator'), reason: 'Leads the case', given_by: account('coordinator') }).execute()
}
