import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { selectEditions } from '../../plans/editions/store.ts'
import { selectPaperEditions } from '../papers/store.ts'
import type { Publication } from './pages.ts'

const MOST = 100

/** What was published here, the newest first: editions of plans and of papers, and the figures of case reviews that stand for everybody to read. */
export async function selectPublications(tx: Tx, today: Temporal.PlainDate): Promise<Publication[]> {
  const [plans, papers] = [await selectEditions(tx), await selectPaperEditions(tx)]
  const found = [
    ...plans.map(({ editionId, title, number, publishedAt }) => ({ address: `/editions/${editionId}`, text: `${title}, edition ${number}`, publishedOn: todayInLondon(publishedAt).toString() })),
    ...papers.map(({ editionId, title, number, publishedAt }) => ({ address: `/paper-editions/${editionId}`, text: `${title}, edition ${number}`, publishedOn: todayInLondon(publishedAt).toString() })),
  ].toSorted((a, b) => b.publishedOn.localeCompare(a.publishedOn)).slice(0, MOST)
  return [{ address: `/case-review/${tx.actor.partnershipId}/figures`, text: 'Figures of case reviews, on their public page', publishedOn: today.toString() }, ...found]
}
