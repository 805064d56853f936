import type { Tx } from '../../db/tx.ts'
import { typedTable } from '../papers/body.ts'
import type { DraftFor, DraftSource } from '../drafting/source.ts'
import { countThemes, EVIDENCE_WORDS, isOpen, isOverdue, REVIEW_WORDS, showsChange, STATE_TAGS, whenInWords } from './learning.ts'
import { day, ownerOf } from './words.ts'
import { consultReviews, type Evidence, type Recommendation, type Review, selectEvidence, selectRecommendations, selectReviews } from './store.ts'

type Told = { reviews: Review[]; recommendations: Recommendation[]; evidence: Evidence[] }

async function selectTold(tx: Tx, restricted: boolean): Promise<Told> {
  const reviews = (await selectReviews(tx)).filter((review) => review.restricted === restricted)
  consultReviews(tx, reviews)
  const recommendations = (await selectRecommendations(tx)).filter((each) => each.restricted === restricted)
  return { reviews, recommendations, evidence: (await selectEvidence(tx)).filter(({ recommendationId }) => recommendations.some((each) => each.recommendationId === recommendationId)) }
}

const called = ({ review, number }: Recommendation) => `${review}, recommendation ${number}`
const count = (number: number, one: string, more: string) => `${number} ${number === 1 ? one : more}`

/** What the reviews finished in the days asked for found, and what they recommend. */
function learnt({ reviews, recommendations }: Told, { starts, ends }: DraftFor): string[] {
  const finished = reviews.filter(({ finishedOn }) => finishedOn !== null && finishedOn >= starts && finishedOn <= ends)
  if (finished.length === 0) return [`No review was finished between ${day(starts)} and ${day(ends)}.`]
  return finished.flatMap((review) => {
    const own = recommendations.filter(({ reviewId }) => reviewId === review.reviewId).toSorted((a, b) => a.number - b.number)
    return [
      `${review.title} (${REVIEW_WORDS[review.kind].replace(/^(?!ASB)./, (first) => first.toLocaleLowerCase('en-GB'))}), finished ${day(review.finishedOn!)}. ${review.summary}`.trim(),
      ...(own.length > 0 ? [typedTable(['It recommends', 'Who answers', 'How it stands'], own.map((each) => [`${each.number}. ${each.statement}`, ownerOf(each), STATE_TAGS[each.state].word]))] : []),
    ]
  })
}

/** Evidence of change seen in the days asked for; what was only done is not among it. */
function changed({ recommendations, evidence }: Told, { starts, ends }: DraftFor): string[] {
  const seen = evidence.filter(({ kind, seenOn }) => showsChange(kind) && seenOn >= starts && seenOn <= ends)
  if (seen.length === 0) return [`No change was seen between ${day(starts)} and ${day(ends)}.`]
  const of = (each: Evidence) => recommendations.find(({ recommendationId }) => recommendationId === each.recommendationId)!
  return [
    'What changed, and what shows it:',
    typedTable(['Recommendation', 'What shows it', 'Seen on', 'How it stands'], seen.map((each) => [`${of(each).statement} (${called(of(each))})`, `${EVIDENCE_WORDS[each.kind].word}: ${each.statement}${each.measure ? ` (measured by ${each.measure})` : ''}`, day(each.seenOn), STATE_TAGS[of(each).state].word])),
  ]
}

/** What is late today, and what was done without a change seen. */
function late({ recommendations }: Told, { today }: DraftFor): string[] {
  const overdue = recommendations.filter((each) => isOverdue(each, today))
  const done = overdue.filter(({ state }) => state === 'action done').length
  if (overdue.length === 0) return ['No recommendation is late.']
  return [
    `${count(overdue.length, 'recommendation is', 'recommendations are')} late${done > 0 ? `; on ${done} the action is done, but no change was seen yet` : ''}.`,
    typedTable(['Late', 'Who answers', 'When', 'What would show a change'], overdue.map((each) => [`${each.statement} (${called(each)})`, ownerOf(each), whenInWords(each, today), each.wanted])),
  ]
}

function again({ recommendations }: Told): string[] {
  const themes = countThemes(recommendations).filter(({ reviews }) => reviews > 1)
  return themes.length === 0 ? [] : ['What more than one review raised:', themes.map(({ theme, reviews, open }) => `- ${theme}: ${count(reviews, 'review', 'reviews')}, ${count(open, 'recommendation', 'recommendations')} not ended`).join('\n')]
}

async function draft(tx: Tx, asked: DraftFor, restricted: boolean) {
  const told = await selectTold(tx, restricted)
  const { recommendations, evidence } = told
  const standing = `${count(recommendations.length, 'recommendation is', 'recommendations are')} followed: ${count(recommendations.filter(isOpen).length, 'is', 'are')} not ended, and a change was seen on ${recommendations.filter(({ state }) => state === 'change seen').length}.`
  return {
    body: recommendations.length === 0 && told.reviews.length === 0 ? `No ${restricted ? 'restricted ' : ''}review is kept.` : [standing, ...learnt(told, asked), ...changed(told, asked), ...late(told, asked), ...again(told)].join('\n\n'),
    drawn: { asAt: asked.today.toString(), reviews: told.reviews.map(({ reviewId }) => reviewId), recommendations: recommendations.map(({ recommendationId, state, dueOn }) => [recommendationId, state, dueOn]), evidence: evidence.map(({ evidenceId }) => evidenceId) },
    restricted,
  }
}

/** What reviews taught, what changed because of it, and what is late. The restricted ones draft a section of their own, which is restricted too. */
export const LEARNING_SOURCES: readonly DraftSource[] = [
  { key: 'learning', title: 'Reviews: what was learnt, what changed, what is late', heading: 'What was learnt, and what changed', draft: (tx, asked) => draft(tx, asked, false) },
  { key: 'restricted learning', title: 'Restricted reviews: the same, in a restricted section', heading: 'What restricted reviews taught', draft: (tx, asked) => draft(tx, asked, true) },
]
