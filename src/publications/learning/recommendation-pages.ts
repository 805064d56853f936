import { dueInWords, ownerInWords } from '../../actions/action.ts'
import { endedInWords, type GroupAction } from '../../actions/group-action.ts'
import type { OfferedOwner } from '../../actions/owners.ts'
import { errorsForPage } from '../../web/forms.ts'
import { EVIDENCE_KINDS, EVIDENCE_WORDS, isOpen, isOverdue, showsChange, STATE_TAGS, STATES, whenInWords } from './learning.ts'
import { type Failed, formOf } from './pages.ts'
import type { Evidence, Recommendation, Review } from './store.ts'
import { day, ownerOf } from './words.ts'

const valueOf = ({ agencyId, accountId }: { agencyId: string; accountId: string | null }) => (accountId ? `${agencyId} ${accountId}` : agencyId)
const ownerItems = (owners: readonly OfferedOwner[], chosen: unknown) => [{ value: '', text: 'Choose' }, ...owners.map((owner) => ({ value: valueOf(owner), text: owner.name, selected: valueOf(owner) === chosen }))]
const text = (value: unknown) => String(value ?? '')

/** What is told of a recommendation to one reader: it, its review, its actions and evidence, and for the forms, owners and measures. */
export type Told = { review: Review; recommendation: Recommendation; actions: readonly GroupAction[]; evidence: readonly Evidence[]; owners: readonly OfferedOwner[]; measures: readonly { measureId: string; title: string }[]; writes: boolean }

/** How a recommendation stands, what is done about it and what shows that things changed. `meanwhile`: somebody said otherwise since the form was shown. */
export function recommendationPage({ review, recommendation, actions, evidence, owners, measures, writes }: Told, today: Temporal.PlainDate, failed: Failed = null, meanwhile = false) {
  const form = formOf(failed)
  const { entered } = form
  const address = `/learning/${review.reviewId}/${recommendation.number}`
  return {
    title: `Recommendation ${recommendation.number}`, context: review.title, back: { href: `/learning/${review.reviewId}`, text: 'Back to the review' }, address, restricted: review.restricted,
    actions: [...(writes ? [{ text: 'Change', href: `${address}/edit` }] : []), { text: 'Print', print: true }],
    statement: recommendation.statement, state: STATE_TAGS[recommendation.state],
    facts: [
      { key: 'Who answers', text: ownerOf(recommendation) },
      { key: 'When', text: whenInWords(recommendation, today), wrong: isOverdue(recommendation, today) },
      { key: 'What would show a change', text: recommendation.wanted },
      { key: 'Themes', text: recommendation.themes.join(', ') || 'None' },
      ...(recommendation.reason ? [{ key: 'Why it is not accepted', text: recommendation.reason }] : []),
    ],
    waits: isOpen(recommendation) && evidence.some(({ kind }) => showsChange(kind)),
    notYet: recommendation.state === 'action done' && !evidence.some(({ kind }) => showsChange(kind)),
    evidence: evidence.map((each) => ({ what: EVIDENCE_WORDS[each.kind].word, isChange: showsChange(each.kind), on: day(each.seenOn), by: each.by, statement: each.statement, measure: each.measure && { href: `/measures/${each.measureId}`, text: each.measure } })),
    actionRows: actions.map((action) => ({ href: `/meeting-actions/${action.actionId}`, statement: action.statement, owner: ownerInWords(action), when: endedInWords(action) ?? dueInWords(action.dueOn, today), late: action.state === 'open' && action.dueOn < today.toString(), evidence: action.evidence })),
    mayShow: writes || recommendation.owns, writes, version: failed && !meanwhile && 'version' in entered ? entered.version : recommendation.version,
    kinds: EVIDENCE_KINDS.map((kind) => ({ value: kind, text: EVIDENCE_WORDS[kind].word, hint: { text: EVIDENCE_WORDS[kind].hint }, checked: entered.kind === kind })),
    measures: [{ value: '', text: 'None' }, ...measures.map(({ measureId, title }) => ({ value: measureId, text: title, selected: entered.measureId === measureId }))],
    states: STATES.map((state) => ({ value: state, text: STATE_TAGS[state].word, checked: (entered.state ?? recommendation.state) === state })),
    reason: text(entered.reason ?? recommendation.reason),
    owners: ownerItems(owners, entered.actionOwner ?? valueOf({ agencyId: recommendation.ownerAgencyId, accountId: recommendation.ownerAccountId })),
    both: meanwhile ? [{ label: 'How it stands', theirs: [STATE_TAGS[recommendation.state].word, recommendation.reason].filter(Boolean).join(': '), yours: [STATES.filter((state) => state === entered.state).map((state) => STATE_TAGS[state].word)[0], entered.reason].filter(Boolean).join(': ') }] : null,
    ...form,
  }
}

/** The form that adds a recommendation to a review or changes one. `meanwhile`: somebody changed it since the form was shown. */
export function recommendationFormPage(review: Review, recommendation: Recommendation | null, owners: readonly OfferedOwner[], failed: Failed, meanwhile = false) {
  const standing = recommendation && { agencyId: recommendation.ownerAgencyId, accountId: recommendation.ownerAccountId }
  const stands: Record<string, unknown> = recommendation && standing ? { ...recommendation, themes: recommendation.themes.join(', '), owner: valueOf(standing), dueOn: day(recommendation.dueOn) } : {}
  const entered = failed?.entered ?? stands
  // Whoever answers for it today stays in the list, even where they could not be chosen anew.
  const offered = !recommendation || !standing || owners.some((owner) => valueOf(owner) === valueOf(standing)) ? owners : [{ ...standing, name: ownerOf(recommendation), organisation: recommendation.ownerAgency }, ...owners]
  const nameOf = (value: unknown) => offered.find((owner) => valueOf(owner) === value)?.name ?? ''
  return {
    title: recommendation ? `Change recommendation ${recommendation.number}` : 'Add a recommendation', context: review.title,
    back: recommendation ? { href: `/learning/${review.reviewId}/${recommendation.number}`, text: 'Back to the recommendation' } : { href: `/learning/${review.reviewId}`, text: 'Back to the review' },
    isNew: recommendation === null, version: recommendation && (meanwhile || !failed) ? recommendation.version : (entered.version ?? 0),
    owners: ownerItems(offered, entered.owner),
    both: meanwhile && recommendation ? [
      { label: 'What is recommended', theirs: recommendation.statement, yours: text(entered.statement) }, { label: 'Themes', theirs: text(stands.themes), yours: text(entered.themes) },
      { label: 'Who answers', theirs: ownerOf(recommendation), yours: nameOf(entered.owner) }, { label: 'Due', theirs: text(stands.dueOn), yours: text(entered.dueOn) },
      { label: 'What would show a change', theirs: recommendation.wanted, yours: text(entered.wanted) },
    ].filter(({ theirs, yours }) => theirs !== yours) : null,
    ...errorsForPage(failed?.errors), entered,
  }
}
