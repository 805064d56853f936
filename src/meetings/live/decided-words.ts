import { type DecisionKind, OUTCOMES, type Outcome } from '../minutes/shown.ts'

export const KIND_WORDS: Record<DecisionKind, string> = { decided: 'Decided', noted: 'Noted', deferred: 'Deferred' }
export const OUTCOME_WORDS: Record<Outcome, string> = { agreed: 'Agreed', amended: 'Agreed as amended', 'not agreed': 'Not agreed' }
/** What became of it, in a word or three. */
export const decidedWords = ({ kind, outcome }: { kind: DecisionKind; outcome?: Outcome | null | undefined }) => (outcome ? OUTCOME_WORDS[outcome] : KIND_WORDS[kind])
/** What a meeting may make of a recommendation, to choose among. */
export const outcomeChoices = (chosen: unknown) => [{ value: '', text: 'Choose, where it was decided' }, ...OUTCOMES.map((outcome) => ({ value: outcome, text: OUTCOME_WORDS[outcome], selected: chosen === outcome }))]
