import { ownEvidence, spanOf, within } from '../derivation.ts'
import { writeDateRange } from '../../calendar/dates.ts'
import { declaredOf, hasEnded, type Plan, ratedItems } from '../plan.ts'
import { valueOf } from '../rating.ts'
import type { PlanCheck, Raised } from './finding.ts'
import { named } from './item-name.ts'
import { quote } from './reading/sentences.ts'

/** E-07. What is rated as not begun needs no evidence. */
function noEvidence(plan: Plan, today: Temporal.PlainDate): Raised[] {
  const span = spanOf(plan, today)
  return ratedItems(plan).flatMap((item) => {
    const value = valueOf(plan.scheme, declaredOf(item))
    const claimsNothing = value?.facts.some((fact) => fact === 'not started' || fact === 'not complete')
    if (!value || claimsNothing || hasEnded(item) || item.state === 'not started' || item.evidence.some((each) => within(each, span)))
      return []
    return [
      {
        subject: item.code,
        itemId: item.itemId,
        place: named(item),
        sentence: `${named(item)} is rated ${value.word} and has no evidence from ${writeDateRange(span.starts, span.ends)}.`,
        suggestion: 'Record what was done in the period, or rate it by what is on record.',
      },
    ]
  })
}

/** E-09. */
function onlyContext(plan: Plan, today: Temporal.PlainDate): Raised[] {
  const span = spanOf(plan, today)
  const best = plan.scheme.values[0]
  return ratedItems(plan).flatMap((item) => {
    const inSpan = item.evidence.filter((each) => within(each, span))
    if (
      !best ||
      valueOf(plan.scheme, declaredOf(item)) !== best ||
      hasEnded(item) ||
      inSpan.length === 0 ||
      ownEvidence(item, span).length > 0
    )
      return []
    return [
      {
        subject: item.code,
        itemId: item.itemId,
        place: named(item),
        sentence: `${named(item)} is rated ${best.word}, and all that is recorded in the period is outside context: ${quote(inSpan[0]!.statement)}.`,
        suggestion: 'Record what the partnership itself did, or rate it without that.',
      },
    ]
  })
}

export const EVIDENCE_CHECKS: readonly PlanCheck[] = [
  {
    id: 'no-evidence-in-period',
    title: 'Rated without evidence in the period',
    severity: 'question',
    errors: ['E-07'],
    reads: 'plan',
    keptOnly: true,
    run: noEvidence,
    why: 'A rating speaks of the period it is given in. Without dated evidence from it, nobody can say why it is what it is.',
  },
  {
    id: 'only-outside-context',
    title: 'Outside context told as delivery',
    severity: 'question',
    errors: ['E-09'],
    reads: 'plan',
    keptOnly: true,
    run: onlyContext,
    why: 'What others do can explain a rating. It cannot earn the best one.',
  },
]
