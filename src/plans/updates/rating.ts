import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { derive, spanOf, standingDate, within } from '../derivation.ts'
import { type Item, type ItemState, OUTCOME_TYPES, type OutcomeType, type Plan } from '../plan.ts'
import { valueOf } from '../rating.ts'
import type { Entered } from './draft.ts'
import { evidenceRow, itemHeading, sentence } from './evidence.ts'
import { isOvertaken, type Position, type Updatable } from './store.ts'
import { derivedByState, OWNER_STATES, supportOf, type TimeQuestion, whatStands } from './update.ts'

const STATE_HINTS: Partial<Record<ItemState, string>> = {
  'not started': 'Nothing has been done or decided yet',
  planned: 'Scoped, with dates, but not begun',
  'in progress': 'Begun, and it will end',
  continuous: 'Everyday work that does not end; it is reviewed now and then',
  complete: 'Done; nothing more is expected',
  blocked: 'It cannot go on until something changes',
}

const OUTCOME_HINTS: Record<OutcomeType, string> = {
  measured: 'A measure shows it',
  claimed: 'We believe it, and nothing measures it',
  'not yet': 'It is hoped for, or too soon to tell',
}

export const ratingTagOf = (plan: Plan, word: string | null) => {
  const value = valueOf(plan.scheme, word)
  return value ? { word: value.word, colour: value.colour } : null
}

/** What the second page holds before anything is typed: the state and outcome as they stand, the last rating, and the day it speaks of. */
export function firstEntered(plan: Plan, item: Item, today: Temporal.PlainDate): Entered {
  const positionOn = writeDate(standingDate(plan, today))
  return { said: { ...whatStands(item), reason: '', narrative: '', positionOn }, follows: item.updates[0]?.updateId ?? null, version: item.version, accepted: [] }
}

const inWords = (states: readonly string[]) => sentence(new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(states))

type Returned = { errors: readonly FieldError[]; questions: readonly TimeQuestion[] }

/** Second page: how far it has come; then the rating, with its criteria and the derived one beside it; then the reason, the words and the outcome. */
export function ratingPage({ plan, item }: Pick<Updatable, 'plan' | 'item'>, entered: Entered, { errors, questions }: Returned, today: Temporal.PlainDate) {
  const span = spanOf(plan, today)
  const states = [...new Set([...OWNER_STATES, item.state])]
  const derived = derivedByState(plan.scheme, item, span, states)
  const [last] = item.updates
  const { said } = entered
  return {
    ...itemHeading(plan, item),
    title: 'Where does it stand?',
    back: { href: `/items/${item.itemId}/update`, text: 'Back to the evidence' },
    said,
    follows: entered.follows ?? '',
    version: entered.version ?? item.version,
    overtaken: isOvertaken(item, { follows: entered.follows, version: entered.version }),
    questions,
    states: states.map((state) => ({ value: state, text: sentence(state), hint: { text: STATE_HINTS[state] ?? 'As the coordinator has set it' }, checked: said.state === state })),
    derived: derived.map(({ word, because, states: of }) => ({ tag: ratingTagOf(plan, word), because, states: derived.length > 1 ? inWords(of) : null })),
    outsideAlone: supportOf(item, span) === 'the work of others',
    best: plan.scheme.values[0]?.word ?? '',
    values: plan.scheme.values.map(({ word, criterion }) => ({ value: word, text: word, hint: { text: criterion }, checked: said.declared === word })),
    outcomeTypes: OUTCOME_TYPES.map((type) => ({ value: type, text: sentence(type), hint: { text: OUTCOME_HINTS[type] }, checked: said.outcomeType === type })),
    last: last && {
      heading: `What ${last.by ?? 'the last paper'} said on ${writeDate(last.positionOn)}, ${age(last.positionOn, today)}`,
      tag: ratingTagOf(plan, last.declared), reason: last.reason, narrative: last.narrative,
    },
    ...errorsForPage(errors),
  }
}

/** Third page: everything that will be sent, and a way back to each part of it. */
export function checkPage({ plan, item }: Pick<Updatable, 'plan' | 'item'>, said: Position, today: Temporal.PlainDate) {
  const span = spanOf(plan, today)
  const derived = derive(plan.scheme, { ...item, state: said.state }, span)
  const evidence = item.evidence.filter((each) => within(each, span)).map((each) => evidenceRow(each, item, plan))
  const rows = [
    { label: 'How far it has come', text: sentence(said.state), to: 'state' },
    ...(said.state === 'blocked' ? [{ label: 'What blocks it', text: said.stateNote ?? '', to: 'stateNote' }] : []),
    { label: 'Your rating', tag: ratingTagOf(plan, said.declared), text: valueOf(plan.scheme, said.declared)?.criterion ?? '', to: 'declared' },
    { label: 'By the criteria', tag: ratingTagOf(plan, derived.word), missing: 'Cannot say', text: derived.because, to: null },
    ...(said.reason ? [{ label: 'Why you rate it so', text: said.reason, to: 'reason' }] : []),
    { label: 'Position', text: said.narrative ?? 'The evidence speaks for itself', to: 'narrative' },
    { label: 'Outcome', text: said.outcome ? `${sentence(said.outcomeType!)}: ${said.outcome}` : 'None given', to: 'outcome' },
    { label: 'This is the position on', text: writeDate(Temporal.PlainDate.from(said.positionOn)), to: 'positionOn' },
  ]
  return {
    ...itemHeading(plan, item),
    title: 'Check what you are sending',
    back: { href: `/items/${item.itemId}/update/rating`, text: 'Back to the rating' },
    rows,
    evidence,
    period: writeDateRange(span.starts, span.ends),
    ...errorsForPage(),
  }
}
