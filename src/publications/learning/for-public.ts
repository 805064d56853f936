import type { Tx } from '../../db/tx.ts'
import type { ShownAs } from '../public-site/shown.ts'
import { showsChange, type State } from './learning.ts'
import { type Evidence, type Recommendation, selectEvidence, selectRecommendations } from './store.ts'

/** A recommendation of a review that is not restricted, with all the evidence kept for it. */
export type PublicLearning = { recommendation: Recommendation; evidence: readonly Evidence[] }

/** What may be offered to the public of what was learnt: nothing of a restricted review, and nothing that was not accepted. */
export async function selectPublicLearning(tx: Tx): Promise<PublicLearning[]> {
  const recommendations = (await selectRecommendations(tx)).filter(({ restricted, state }) => !restricted && state !== 'not accepted')
  const evidence = recommendations.length > 0 ? await selectEvidence(tx) : []
  return recommendations.map((recommendation) => ({ recommendation, evidence: evidence.filter(({ recommendationId }) => recommendationId === recommendation.recommendationId) }))
}

const STANDING: Record<State, string> = {
  open: 'We are working on it.',
  'action done': 'Something was done. We have not seen yet that it changed anything.',
  'change seen': 'We saw a change.',
  'not accepted': 'We did not accept it.',
}

/** As the public has it: neither the review nor who answers is named, and of the evidence only what shows a change. */
export const learningForPublic = ({ recommendation: { statement, themes, state }, evidence }: PublicLearning): ShownAs<'learning'> => ({
  kind: 'learning', statement, themes, standing: STANDING[state], change: evidence.filter(({ kind }) => showsChange(kind)).map(({ seenOn, statement: said }) => ({ on: seenOn, statement: said })),
})
