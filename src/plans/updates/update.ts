import { parseDate, writeDate } from '../../calendar/dates.ts'
import { findUnplacedTimes } from '../../calendar/relative.ts'
import type { FieldError } from '../../web/forms.ts'
import { derive, ownEvidence, type Span, within } from '../derivation.ts'
import type { EvidenceKind, Item, ItemState } from '../plan.ts'
import type { RatingScheme } from '../rating.ts'

/** States an owner may set (catalogue C5); the rest are the coordinator's, for they change the plan itself. */
export const OWNER_STATES = ['not started', 'planned', 'in progress', 'continuous', 'complete', 'blocked'] as const satisfies readonly ItemState[]

/** What an update says, as text: empty where nothing is said. Dates as "12 September 2026". */
export const SAID_FIELDS = ['state', 'stateNote', 'declared', 'reason', 'narrative', 'outcome', 'outcomeType', 'positionOn'] as const
export type SaidField = (typeof SAID_FIELDS)[number]
export type Said = Record<SaidField, string>

/** What is said of an item now: its last update, and the state and outcome on the item. */
export function whatStands(item: Item): Said {
  const [latest] = item.updates
  return {
    state: item.state, stateNote: item.stateNote ?? '', declared: latest?.declared ?? '', reason: latest?.reason ?? '', narrative: latest?.narrative ?? '',
    outcome: item.outcome ?? '', outcomeType: item.outcomeType ?? '', positionOn: latest ? writeDate(latest.positionOn) : '',
  }
}

/** Fields that only make sense together: a reason belongs to its rating. `both`: two texts may stand one after the other. */
export const PARTS = [
  { part: 'state', label: 'How far it has come', fields: ['state', 'stateNote'], both: false },
  { part: 'rating', label: 'Rating', fields: ['declared', 'reason'], both: false },
  { part: 'narrative', label: 'Position', fields: ['narrative'], both: true },
  { part: 'outcome', label: 'Outcome', fields: ['outcome', 'outcomeType'], both: false },
  { part: 'positionOn', label: 'Position as it was on', fields: ['positionOn'], both: false },
] as const satisfies readonly { part: string; label: string; fields: readonly SaidField[]; both: boolean }[]
export type Part = (typeof PARTS)[number]['part']
export type Choice = 'yours' | 'theirs' | 'both'

const same = (field: SaidField, yours: string, theirs: string) => {
  if (field === 'positionOn') return parseDate(yours)?.toString() === parseDate(theirs)?.toString()
  return yours.trim().replaceAll('\r\n', '\n') === theirs.trim().replaceAll('\r\n', '\n')
}

/** The parts in which two people's words differ, in page order. */
export const differences = (yours: Said, theirs: Said) =>
  PARTS.filter(({ fields }) => fields.some((field) => !same(field, yours[field], theirs[field])))

/** One version from two, part by part; a part nobody chose for is yours. "Both" puts theirs first, then yours. */
export function merge(yours: Said, theirs: Said, choices: Partial<Record<Part, Choice>>): Said {
  const merged = { ...yours }
  for (const { part, fields } of PARTS) {
    const choice = choices[part] ?? 'yours'
    for (const field of fields) {
      if (choice === 'theirs') merged[field] = theirs[field]
      if (choice === 'both') merged[field] = [theirs[field], yours[field]].filter(Boolean).join('\n\n')
    }
  }
  return merged
}

/** What the criteria give for each state an owner could set, on the evidence recorded: states that give the same stand together. */
export function derivedByState(scheme: RatingScheme, item: Item, span: Span, states: readonly ItemState[]) {
  const each = states.map((state) => ({ state, ...derive(scheme, { ...item, state }, span) }))
  return [...Map.groupBy(each, ({ word }) => word)].map(([word, group]) => ({ word, because: group[0]!.because, states: group.map(({ state }) => state) }))
}

/**
 * Why this rating needs a reason, or null when it needs none: the criteria give another on the facts recorded, or it is the
 * scheme's best and nothing the partnership itself did supports it.
 */
export function reasonAsked(scheme: RatingScheme, item: Item, said: { state: ItemState; declared: string }, span: Span): string | null {
  const { word } = derive(scheme, { ...item, state: said.state }, span)
  if (word !== null) return word === said.declared ? null : `The criteria give ${word} on the facts recorded. Say why you rate it ${said.declared}`
  const judgementOnly = scheme.values.every(({ facts }) => facts.length === 0)
  if (judgementOnly || said.declared !== scheme.values[0]?.word) return null
  return supportOf(item, span) === 'the work of others'
    ? `Only the work of others is recorded in the period, which cannot support ${said.declared}. Say why you rate it ${said.declared}`
    : `Nothing is recorded in the period that supports ${said.declared}. Say why you rate it ${said.declared}`
}

/** What the period's evidence rests on: the partnership's own doing, the work of others alone, or nothing. */
export function supportOf(item: Item, span: Span): 'own work' | 'the work of others' | 'nothing' {
  if (ownEvidence(item, span).length > 0) return 'own work'
  return item.evidence.some((each) => within(each, span)) ? 'the work of others' : 'nothing'
}

export type TimeQuestion = FieldError & { words: string }

/** Questions about times that a later reader could not place ("three months ago"), but for those `accepted` as right. */
export const timeQuestions = (texts: Record<string, string | null>, accepted: readonly string[], today: Temporal.PlainDate): TimeQuestion[] =>
  Object.entries(texts).flatMap(([field, text]) =>
    findUnplacedTimes(text ?? '', { today })
      .filter(({ text: words }) => !accepted.includes(words))
      .map(({ text: words, why, suggestion }) => ({ field, words, text: `“${words}”: ${why[0]!.toLowerCase()}${why.slice(1)}. ${suggestion}` })),
  )

/** Work, outputs and decisions have happened: a day still to come belongs to a next step. */
export const isYetToCome = (kind: EvidenceKind, from: string, today: Temporal.PlainDate): boolean =>
  ['activity', 'output', 'decision'].includes(kind) && Temporal.PlainDate.compare(from, today) > 0
