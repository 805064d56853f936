import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { selectEditions } from '../../plans/editions/store.ts'
import { selectPaperEditions } from '../papers/store.ts'
import type { Publication } from './pages.ts'

const MOST = 100

/** What was published here that may answer a duty (its key), the newest first: editions of plans and of papers, and for their own duty the figures of case reviews, which stand for everybody to read. */
export async function selectPublications(tx: Tx, dutyKey: string): Promise<Publication[]> {
  const [plans, papers] = [await selectEditions(tx), await selectPaperEditions(tx)]
  const found = [
    ...plans.map(({ editionId, title, number, publishedAt }) => ({ address: `/editions/${editionId}`, text: `${title}, edition ${number}`, publishedOn: todayInLondon(publishedAt).toString() })),
    ...papers.map(({ editionId, title, number, publishedAt }) => ({ address: `/paper-editions/${editionId}`, text: `${title}, edition ${number}`, publishedOn: todayInLondon(publishedAt).toString() })),
  ].toSorted((a, b) => b.publishedOn.localeCompare(a.publishedOn)).slice(0, MOST)
  return dutyKey === 'case-review-figures' ? [{ address: `/case-review/${tx.actor.partnershipId}/figures`, text: 'Figures of case reviews, on their public page', publishedOn: null }, ...found] : found
}
