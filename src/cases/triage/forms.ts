import { z } from 'zod'
import { optionalText } from '../../web/forms.ts'
import type { KeptDecision } from '../rules/decision-words.ts'
import { OUTCOMES, type TriageOutcome } from './triage-store.ts'

/** Whether deciding so goes by the rules; where it does not, or they leave it open, a reason is written. */
export const goesByRules = (outcome: TriageOutcome, decision: Pick<KeptDecision, 'outcome'> | null): boolean =>
  decision !== null && (outcome === 'accepted' ? decision.outcome === 'meets' : decision.outcome === 'does not meet')

/** A decision on a referral, under what the rules say of it. */
export const decisionForm = (decision: Pick<KeptDecision, 'outcome'> | null) =>
  z.object({
    version: z.coerce.number().int(),
    outcome: z.enum(OUTCOMES, 'Choose what to do'),
    judgement: optionalText(5000),
    advice: optionalText(10_000),
    elsewhere: optionalText(200),
  }).superRefine(({ outcome, judgement, advice, elsewhere }, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (!goesByRules(outcome, decision) && !judgement) wrong('judgement', 'Say why: the criteria alone do not say so')
    if (outcome === 'advice given' && !advice) wrong('advice', 'Enter the advice that goes back')
    if (outcome === 'belongs elsewhere' && !elsewhere) wrong('elsewhere', 'Say which panel or service it belongs with')
  })
