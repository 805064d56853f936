import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { findUnplacedTimes } from '../../calendar/relative.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { derive, ownEvidence, spanOf, standingDate, within } from '../derivation.ts'
import { EVIDENCE_KINDS, type EvidenceKind, type Item, OUTCOME_TYPES, type Plan, type Update } from '../plan.ts'
import { valueOf } from '../rating.ts'
import { OWNER_STATES } from './forms.ts'
import type { Draft } from './store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

const KIND_HINTS: Record<EvidenceKind, string> = {
  activity: 'Something the partnership did',
  output: 'Something that can be counted: sessions held, people reached, notices served',
  decision: 'Something that was decided, by whom',
  obstacle: 'What stands in the way',
  'next step': 'What is planned or scoped',
  'outside context': 'What others did. It explains, and cannot itself support the best rating',
}

const sentence = (word: string) => word[0]!.toUpperCase() + word.slice(1)

/** Questions about times that a later reader could not place, asked once of each text. */
export const timeQuestions = (texts: Record<string, string | null>, today: Temporal.PlainDate): FieldError[] =>
  Object.entries(texts).flatMap(([field, text]) =>
    text ? findUnplacedTimes(text, { today }).map(({ text: words, why, suggestion }) => ({ field, text: `“${words}”: ${why.toLowerCase()}. ${suggestion}` })) : [],
  )

const heading = (plan: Plan, item: Item) => ({
  back: { href: `/items/${item.itemId}`, text: `Back to ${item.code}` },
  planTitle: plan.title,
  item,
})

/** First page: what is on record for the period, and a form to add to it. */
export function evidencePage(plan: Plan, item: Item, owned: ReadonlySet<string>, draft: Draft | null, failed: Failed, questions: readonly FieldError[], today: Temporal.PlainDate) {
  const span = spanOf(plan, today)
  const entered = failed?.entered ?? {}
  const also = [entered.also ?? []].flat()
  return {
    ...heading(plan, item),
    title: `Update ${item.code}: evidence`,
    period: `${writeDate(span.starts)} to ${writeDate(span.ends)}`,
    evidence: item.evidence.filter((each) => within(each, span)).map((each) => ({
      evidenceId: each.evidenceId,
      kind: sentence(each.kind),
      when: writeDateRange(each.from, each.to),
      statement: each.statement,
      quantity: each.quantity === null ? null : `${each.quantity.toLocaleString('en-GB')} ${each.unit}`,
    })),
    only: ownEvidence(item, span).length === 0,
    draft: draft ? `You began an update on ${writeDate(draft.savedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}; it is kept.` : null,
    entered,
    questions,
    kinds: EVIDENCE_KINDS.map((kind) => ({ value: kind, text: sentence(kind), hint: { text: KIND_HINTS[kind] }, checked: entered.kind === kind })),
    others: plan.items
      .filter(({ itemId }) => itemId !== item.itemId && owned.has(itemId))
      .map(({ itemId, code, title }) => ({ value: itemId, text: `${code} ${title}`, checked: also.includes(itemId) })),
    ...errorsForPage(failed?.errors),
  }
}

/** What stands now, as the second page first shows it. */
export function standing(plan: Plan, item: Item, today: Temporal.PlainDate): Record<string, unknown> {
  return {
    state: item.state, stateNote: item.stateNote, declared: item.updates[0]?.declared, outcome: item.outcome, outcomeType: item.outcomeType,
    positionOn: writeDate(standingDate(plan, today)), follows: item.updates[0]?.updateId ?? '',
  }
}

const COMPARED: Record<string, string> = { declared: 'Rating', reason: 'Reason', narrative: 'Position' }

/** Second page: how far it has come, then the rating with its criteria and the derived one beside, then the reason. `overtaken`: what someone else said meanwhile. */
export function ratingPage(plan: Plan, item: Item, entered: Record<string, unknown>, errors: readonly FieldError[], questions: readonly FieldError[], overtaken: Update | null, today: Temporal.PlainDate) {
  const derived = derive(plan.scheme, item, spanOf(plan, today))
  const value = valueOf(plan.scheme, derived.word)
  return {
    ...heading(plan, item),
    title: `Update ${item.code}: rating`,
    back: { href: `/items/${item.itemId}/update`, text: 'Back to the evidence' },
    derived: value ? { word: value.word, colour: value.colour } : null,
    because: derived.because,
    entered: { ...entered, follows: item.updates[0]?.updateId ?? '' },
    questions,
    states: [...new Set([...OWNER_STATES, item.state])].map((state) => ({ value: state, text: sentence(state), selected: entered.state === state })),
    values: plan.scheme.values.map(({ word, criterion }) => ({ value: word, text: word, hint: { text: criterion }, checked: entered.declared === word })),
    outcomeTypes: [{ value: '', text: 'No outcome yet' }, ...OUTCOME_TYPES.map((type) => ({ value: type, text: sentence(type), selected: entered.outcomeType === type }))],
    overtaken: overtaken && {
      by: overtaken.by ?? 'Someone else',
      fields: Object.entries(COMPARED).map(([name, label]) => ({
        label,
        theirs: String(overtaken[name as 'declared' | 'reason' | 'narrative'] ?? '') || '(nothing)',
        yours: String(entered[name] ?? '') || '(nothing)',
      })),
    },
    ...errorsForPage(errors),
  }
}
