import { writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'

export const REVIEW_KINDS = [
  'domestic abuse related death review', 'safeguarding adult review', 'child safeguarding practice review', 'offensive weapons homicide review', 'prevent learning review', 'asb case review', 'scrutiny', 'inspection', 'other',
] as const
export type ReviewKind = (typeof REVIEW_KINDS)[number]

/** How each kind is named where it stands by itself. */
export const REVIEW_WORDS: Record<ReviewKind, string> = {
  // Domestic Violence, Crime and Victims Act 2004, s.9; renamed by the Victims and Prisoners Act 2024, s.19.
  'domestic abuse related death review': 'Domestic abuse related death review',
  'safeguarding adult review': 'Safeguarding adult review',
  'child safeguarding practice review': 'Child safeguarding practice review',
  'offensive weapons homicide review': 'Offensive weapons homicide review',
  'prevent learning review': 'Prevent learning review',
  'asb case review': 'ASB case review',
  scrutiny: 'Scrutiny',
  inspection: 'Inspection',
  other: 'Another review',
}

export const STATES = ['open', 'action done', 'change seen', 'not accepted'] as const
export type State = (typeof STATES)[number]
export const STATE_TAGS: Record<State, { word: string; colour: string }> = {
  open: { word: 'Open', colour: 'blue' },
  'action done': { word: 'Action done, change not seen yet', colour: 'amber' },
  'change seen': { word: 'Change seen', colour: 'green' },
  'not accepted': { word: 'Not accepted', colour: 'grey' },
}

export const EVIDENCE_KINDS = ['something done', 'practice changed', 'result measured'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]
export const EVIDENCE_WORDS: Record<EvidenceKind, { word: string; hint: string }> = {
  'something done': { word: 'Something was done', hint: 'Training given, a guide sent. It does not show yet that anything changed' },
  'practice changed': { word: 'Practice changed', hint: 'Somebody looked, and people now work differently: an audit, an observation' },
  'result measured': { word: 'A result was measured', hint: 'A figure that moved, with what it was before' },
}

/** Whether it stays on the list: what was done does not end it, only a change that was seen, or a refusal with its reason. */
export const isOpen = ({ state }: { state: State }): boolean => state === 'open' || state === 'action done'
/** Whether it is past its day (ISO) and not ended. */
export const isOverdue = (each: { state: State; dueOn: string }, today: Temporal.PlainDate): boolean => isOpen(each) && each.dueOn < today.toString()
/** Whether a piece of evidence shows that something changed, and not only that something was done. */
export const showsChange = (kind: EvidenceKind): boolean => kind !== 'something done'

/** Why a recommendation may not stand so, in words; null when it may. `evidence`: the kinds of all that is kept for it; `actionsDone`: how many of its actions were done. */
export function whyNot(state: State, { reason, evidence, actionsDone }: { reason: string | null; evidence: readonly EvidenceKind[]; actionsDone: number }): { field: 'state' | 'reason'; text: string } | null {
  switch (state) {
    case 'open': return null
    case 'action done': return evidence.length > 0 || actionsDone > 0 ? null : { field: 'state', text: 'Say first what was done, as evidence, or end one of its actions' }
    case 'change seen': return evidence.some(showsChange) ? null : { field: 'state', text: 'Keep evidence first that practice changed or that a result was measured: that something was done is not the end' }
    case 'not accepted': return reason ? null : { field: 'reason', text: 'Enter why it is not accepted' }
  }
}

const key = (theme: string) => theme.toLocaleLowerCase('en-GB')
/** Whether two themes are the same, however they are typed. */
export const sameTheme = (one: string, other: string): boolean => key(one) === key(other)

export type Theme = { theme: string; reviews: number; recommendations: number; open: number }
/** Themes, as first typed, by how many reviews raised them, then by name. */
export function countThemes(recommendations: readonly { reviewId: string; themes: readonly string[]; state: State }[]): Theme[] {
  const pairs = recommendations.flatMap((each) => each.themes.map((theme) => ({ theme, each })))
  return [...Map.groupBy(pairs, ({ theme }) => key(theme)).values()].map((found) => ({
    theme: found[0]!.theme,
    reviews: new Set(found.map(({ each }) => each.reviewId)).size,
    recommendations: found.length,
    open: found.filter(({ each }) => isOpen(each)).length,
  })).toSorted((a, b) => b.reviews - a.reviews || a.theme.localeCompare(b.theme, 'en-GB'))
}

/** "Late: was due 3 March 2026, 4 days ago"; what is ended says only when it was due. */
export function whenInWords(each: { state: State; dueOn: string }, today: Temporal.PlainDate): string {
  const due = Temporal.PlainDate.from(each.dueOn)
  if (!isOpen(each)) return `Was due ${writeDate(due)}`
  return isOverdue(each, today) ? `Late: was due ${writeDate(due)}, ${age(due, today)}` : `Due ${writeDate(due)}, ${age(due, today)}`
}
