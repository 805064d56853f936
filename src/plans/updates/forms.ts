import { z } from 'zod'
import { manyTexts, optionalChoice, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { EVIDENCE_KINDS, type ItemState, OUTCOME_TYPES } from '../plan.ts'

/** States an owner may set; the rest are the coordinator's, for they change the plan itself. */
export const OWNER_STATES = ['not started', 'planned', 'in progress', 'continuous', 'complete', 'blocked'] as const satisfies readonly ItemState[]

/** "2,000" and "about"-less: a number as typed, or null when left empty. */
const optionalQuantity = z.string().trim().optional().transform((text, context) => {
  if (!text) return null
  const number = Number(text.replaceAll(',', ''))
  if (Number.isFinite(number)) return number
  context.addIssue({ code: 'custom', message: 'Enter how many as a number, like 2,000' })
  return z.NEVER
})

export const EvidenceForm = z
  .object({
    kind: z.enum(EVIDENCE_KINDS, 'Choose what kind of evidence it is'),
    from: requiredDate('Enter the day it happened, or the first day'),
    to: optionalDate(),
    statement: requiredText('Say what happened, in a sentence or two', 50_000),
    quantity: optionalQuantity,
    unit: optionalText(60),
    also: manyTexts,
    asItStands: z.string().optional(),
  })
  .refine(({ from, to }) => !to || from <= to, { path: ['to'], message: 'The last day must be on or after the first' })
  .refine(({ quantity, unit }) => quantity === null || unit, { path: ['unit'], message: 'Say what was counted, such as sessions or people' })

export const WithdrawForm = z.object({ evidenceId: z.uuid(), reason: requiredText('Say why this evidence no longer counts', 2000) })

/** `words`: the scheme's values. Whether a reason is due depends on the derived rating, which the handler knows. */
export const UpdateForm = (words: readonly string[], current: ItemState) =>
  z
    .object({
      state: z.enum([...new Set([...OWNER_STATES, current])] as [ItemState, ...ItemState[]], 'Choose how far it has come'),
      stateNote: optionalText(5000),
      declared: z.enum(words as [string, ...string[]], 'Choose a rating'),
      reason: optionalText(5000),
      narrative: optionalText(50_000),
      outcome: optionalText(50_000),
      outcomeType: optionalChoice(OUTCOME_TYPES),
      positionOn: requiredDate('Enter the day this position describes'),
      follows: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
      asItStands: z.string().optional(),
    })
    .refine(({ state, stateNote }) => state !== 'blocked' || stateNote, { path: ['stateNote'], message: 'Say what blocks it' })
    .refine(({ outcome, outcomeType }) => !outcome || outcomeType, { path: ['outcomeType'], message: 'Say whether the outcome is measured, claimed or not yet' })
