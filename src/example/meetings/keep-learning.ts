import { addLearningAction } from '../../actions/store.ts'
import type { Tx } from '../../db/tx.ts'
import type { EvidenceKind, ReviewKind, State } from '../../publications/learning/learning.ts'
import { addEvidence, addRecommendation, keepState } from '../../publications/learning/recommendation-store.ts'
import { addReview, selectRecommendations, selectOptionalReview } from '../../publications/learning/store.ts'
import type { Known } from '../keep-partners.ts'

type Asked = {
  statement: string; owner: string; themes: readonly string[]; due: string; wanted: string; state: State; reason?: string
  seen: readonly { on: string; kind: EvidenceKind; statement: string }[]; action?: { statement: string; days: number }
}
type Taught = { kind: ReviewKind; title: string; commissionedBy: string; finishedOn: string; summary: string; recommendations: readonly Asked[] }

/** Two invented reviews: of nothing that happened and nobody who lived. */
export const REVIEWS: readonly Taught[] = [
  {
    kind: 'domestic abuse related death review', title: 'Review of a death, 2021', commissionedBy: 'The partnership', finishedOn: '2021-11-30', summary: 'An invented review: several services had each seen a part of what was going on.',
    recommendations: [
      { statement: 'Every service asks about safety at home in the same words', owner: 'CCS', themes: ['Asking', 'Domestic abuse'], due: '2022-06-30', wanted: 'More referrals from services that made none before', state: 'change seen', seen: [{ on: '2022-05-10', kind: 'something done', statement: 'One set of questions was agreed by eleven services' }, { on: '2023-02-01', kind: 'result measured', statement: 'Referrals came from nine services in a year in which there had been four' }] },
      { statement: 'Employers know where to send somebody', owner: 'CST', themes: ['Employers', 'Domestic abuse'], due: '2022-12-31', wanted: 'Employers who have a policy and somebody who knows it', state: 'action done', seen: [{ on: '2022-11-25', kind: 'something done', statement: 'A guide was sent to two hundred employers' }], action: { statement: 'Ask the two hundred employers what they did with the guide', days: 45 } },
      { statement: 'Records say who was seen alone', owner: 'Health', themes: ['Recording'], due: '2022-06-30', wanted: 'An audit that finds it in nine records of ten', state: 'open', seen: [] },
    ],
  },
  {
    kind: 'scrutiny', title: 'Scrutiny of repeat calls about the same door, 2024', commissionedBy: 'The overview committee', finishedOn: '2024-10-18', summary: 'An invented scrutiny: forty calls about one door were read together for the first time. Each had been answered by itself.',
    recommendations: [
      { statement: 'A call says in its first line how many came before it from the same door', owner: 'CoLP', themes: ['Recording', 'Repeat calls'], due: '2025-06-30', wanted: 'A sample of fifty calls in which somebody who reads the first line knows', state: 'change seen', seen: [{ on: '2025-05-20', kind: 'practice changed', statement: 'Forty-six of fifty calls read in May say it in the first line' }] },
      { statement: 'Who lives behind a door is asked before it is visited a third time', owner: 'CST', themes: ['Asking', 'Repeat calls'], due: '2027-03-31', wanted: 'Fewer doors with a fourth visit', state: 'open', seen: [], action: { statement: 'Write the question into what is checked before a visit', days: 90 } },
      { statement: 'All calls are answered in person', owner: 'CoLP', themes: ['Repeat calls'], due: '2025-03-31', wanted: 'A visit for every call', state: 'not accepted', reason: 'Most calls ask for no visit; the one above does more for those who need it', seen: [] },
    ],
  },
]

/** What two reviews taught, with a theme that comes again: late, done but not seen to have changed anything, and a change seen. As the example's coordinator. */
export async function keepLearning(tx: Tx, { partners }: Known, today: Temporal.PlainDate): Promise<void> {
  for (const { recommendations, ...fields } of REVIEWS) {
    const reviewId = await addReview(tx, { ...fields, groupId: null, restricted: false })
    const review = (await selectOptionalReview(tx, reviewId))!
    for (const { statement, owner: partner, themes, due, wanted, state, reason = null, seen, action } of recommendations) {
      const owner = { agencyId: partners.get(partner)!, accountId: null }
      const number = await addRecommendation(tx, review, { statement, themes, owner, dueOn: due, wanted })
      if (number === null) throw new Error(`Nobody of ${partner} in the example can answer for “${statement}”`)
      const [kept] = await selectRecommendations(tx, { reviewId, number })
      for (const { on, ...evidence } of seen) await addEvidence(tx, kept!, { ...evidence, seenOn: on, measureId: null })
      if (action) await addLearningAction(tx, kept!.recommendationId, { statement: action.statement, owner, dueOn: today.add({ days: action.days }).toString() })
      const stood = state === 'open' ? 'kept' : await keepState(tx, kept!, 1, state, reason)
      if (stood !== 'kept') throw new Error(`The example says of “${statement}” that it stands as ${state}, which it may not`)
    }
  }
}
