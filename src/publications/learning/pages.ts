import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { papersNavigation } from '../papers-navigation.ts'
import type { RegisterQuery } from './forms.ts'
import { countThemes, isOpen, isOverdue, REVIEW_KINDS, REVIEW_WORDS, sameTheme, STATE_TAGS, STATES, whenInWords } from './learning.ts'
import type { Recommendation, Review } from './store.ts'
import { day, ownerOf } from './words.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export const formOf = (failed: Failed) => ({ ...errorsForPage(failed?.errors), entered: failed?.entered ?? {} })

/** A recommendation as a row of a list. */
export const rowOf = (each: Recommendation, today: Temporal.PlainDate) => ({
  href: `/learning/${each.reviewId}/${each.number}`, number: each.number, statement: each.statement, review: each.review, restricted: each.restricted, owner: ownerOf(each), themes: each.themes.join(', '),
  when: whenInWords(each, today), late: isOverdue(each, today), state: STATE_TAGS[each.state],
  waits: isOpen(each) && each.changes > 0 ? 'Evidence of change is kept: somebody who writes papers says whether the change was seen' : null,
})

const address = (query: Partial<RegisterQuery>) => `/learning?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}#recommendations`

const isAsked = ({ state, theme, owner }: RegisterQuery, today: Temporal.PlainDate) => (each: Recommendation): boolean =>
  (state === '' ? isOpen(each) : state === 'all' || (state === 'overdue' ? isOverdue(each, today) : each.state === state))
  && (theme === '' || each.themes.some((one) => sameTheme(one, theme))) && (owner === '' || each.ownerAgencyId === owner)

/** The register: how learning stands, what comes again, recommendations of all reviews, and the reviews themselves. */
export function registerPage(reviews: readonly Review[], all: readonly Recommendation[], query: RegisterQuery, powers: ReadonlySet<string>, today: Temporal.PlainDate) {
  const themes = countThemes(all)
  const count = (state: Recommendation['state']) => all.filter((each) => each.state === state).length
  const shown = all.filter(isAsked(query, today))
  const owners = [...new Map(all.map(({ ownerAgencyId, ownerAgency }) => [ownerAgencyId, ownerAgency]))].toSorted(([, a], [, b]) => a.localeCompare(b, 'en-GB'))
  return {
    title: 'Learning from reviews',
    rooms: papersNavigation('Learning', powers),
    actions: powers.has('papers.edit') ? [{ text: 'Add a review', href: '/learning/new', primary: true }] : [],
    any: reviews.length > 0, writes: powers.has('papers.edit'), hasRecommendations: all.length > 0,
    figures: [
      { number: count('open'), text: 'Open', href: address({ state: 'open' }) },
      { number: count('action done'), text: 'Action done, change not seen yet', href: address({ state: 'action done' }) },
      { number: all.filter((each) => isOverdue(each, today)).length, text: 'Late', href: address({ state: 'overdue' }) },
      { number: count('change seen'), text: 'Change seen', href: address({ state: 'change seen' }) },
    ],
    recurring: themes.filter((theme) => theme.reviews > 1).map((theme) => ({ ...theme, href: address({ theme: theme.theme, state: 'all' }), current: sameTheme(theme.theme, query.theme) })),
    filter: {
      state: [{ value: '', text: 'Not ended' }, { value: 'overdue', text: 'Late' }, ...STATES.map((state) => ({ value: state, text: STATE_TAGS[state].word })), { value: 'all', text: 'All' }].map((item) => ({ ...item, selected: item.value === query.state })),
      theme: [{ value: '', text: 'Any' }, ...themes.toSorted((a, b) => a.theme.localeCompare(b.theme, 'en-GB')).map(({ theme }) => ({ value: theme, text: theme, selected: sameTheme(theme, query.theme) }))],
      owner: [{ value: '', text: 'Any' }, ...owners.map(([value, text]) => ({ value, text, selected: value === query.owner }))],
    },
    narrowed: query.state !== '' || query.theme !== '' || query.owner !== '',
    caption: `${shown.length} of ${all.length} recommendations`,
    recommendations: shown.map((each) => rowOf(each, today)),
    reviews: reviews.map((review) => {
      const own = all.filter(({ reviewId }) => reviewId === review.reviewId)
      return {
        href: `/learning/${review.reviewId}`, title: review.title, kind: REVIEW_WORDS[review.kind], restricted: review.restricted, finished: review.finishedOn ? day(review.finishedOn) : 'Goes on',
        recommendations: own.length, open: own.filter(isOpen).length, late: own.filter((each) => isOverdue(each, today)).length, changed: own.filter(({ state }) => state === 'change seen').length,
      }
    }),
  }
}

/** One review with its recommendations. */
export const reviewPage = (review: Review, recommendations: readonly Recommendation[], powers: ReadonlySet<string>, today: Temporal.PlainDate) => ({
  title: review.title, context: REVIEW_WORDS[review.kind], back: { href: '/learning', text: 'Learning from reviews' }, restricted: review.restricted, writes: powers.has('papers.edit'),
  actions: [
    ...(powers.has('papers.edit') ? [{ text: 'Add a recommendation', href: `/learning/${review.reviewId}/new`, primary: true }, { text: 'Change', href: `/learning/${review.reviewId}/edit` }] : []),
    { text: 'Print', print: true },
  ],
  reader: review.restricted ? `Restricted: read by ${review.group ? `those who have a seat in ${review.group} and by ` : ''}those who write papers. Who reads it is written down.` : null,
  facts: [
    ...(review.commissionedBy ? [['Asked for by', review.commissionedBy]] : []),
    ['Finished', review.finishedOn ? day(review.finishedOn) : 'It goes on'],
    ['Group that follows it', review.group ?? 'No group'],
  ],
  summary: review.summary,
  recommendations: recommendations.map((each) => rowOf(each, today)),
})

type GroupChoice = { groupId: string; name: string }
const asTyped = (review: Review) => ({ ...review, commissionedBy: review.commissionedBy ?? '', finishedOn: review.finishedOn ? day(review.finishedOn) : '', groupId: review.groupId ?? '', restricted: review.restricted ? 'yes' : '' })
const text = (value: unknown) => String(value ?? '')

/** The form that adds a review or changes one. `meanwhile`: somebody changed it since the form was shown. */
export function reviewFormPage(review: Review | null, groups: readonly GroupChoice[], failed: Failed, meanwhile = false) {
  const stands: Record<string, unknown> = review ? asTyped(review) : { restricted: 'yes' }
  const entered = failed?.entered ?? stands
  const groupName = (id: unknown) => groups.find(({ groupId }) => groupId === id)?.name ?? 'No group'
  const restricted = (value: unknown) => (value === 'yes' ? 'Restricted' : 'Open to those who read meetings')
  return {
    title: review ? 'Change the review' : 'Add a review', context: review?.title ?? null, back: review ? { href: `/learning/${review.reviewId}`, text: 'Back to the review' } : { href: '/learning', text: 'Learning from reviews' },
    isNew: review === null, version: review && (meanwhile || !failed) ? review.version : (entered.version ?? 0),
    kinds: [{ value: '', text: 'Choose' }, ...REVIEW_KINDS.map((kind) => ({ value: kind, text: REVIEW_WORDS[kind], selected: entered.kind === kind }))],
    groups: [{ value: '', text: 'No group' }, ...groups.map(({ groupId, name }) => ({ value: groupId, text: name, selected: entered.groupId === groupId }))],
    isRestricted: entered.restricted === 'yes',
    both: meanwhile && review ? [
      { label: 'Kind', theirs: REVIEW_WORDS[review.kind], yours: text(entered.kind) }, { label: 'Called', theirs: review.title, yours: text(entered.title) },
      { label: 'Asked for by', theirs: text(stands.commissionedBy), yours: text(entered.commissionedBy) }, { label: 'Finished', theirs: text(stands.finishedOn), yours: text(entered.finishedOn) },
      { label: 'What it found', theirs: review.summary, yours: text(entered.summary) }, { label: 'Group', theirs: review.group ?? 'No group', yours: groupName(entered.groupId) },
      { label: 'Who reads it', theirs: restricted(stands.restricted), yours: restricted(entered.restricted) },
    ].filter(({ theirs, yours }) => theirs !== yours) : null,
    ...errorsForPage(failed?.errors), entered,
  }
}
