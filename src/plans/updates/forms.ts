import { z } from 'zod'
import { manyTexts, optionalChoice, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { EVIDENCE_KINDS, type ItemState, OUTCOME_TYPES } from '../plan.ts'
import { isYetToCome, OWNER_STATES, PARTS, type Part } from './update.ts'

/** "2,000": a number as typed, or null when left empty. */
const optionalQuantity = z.string().trim().optional().transform((text, context) => {
  if (!text) return null
  const number = Number(text.replaceAll(',', ''))
  if (Number.isFinite(number) && Math.abs(number) < 1e12) return number
  context.addIssue({ code: 'custom', message: 'Enter how many as a number, like 2,000' })
  return z.NEVER
})

const reason = (missing: string) => requiredText(missing, 2000)

/** One piece of evidence. Only an output has a quantity; `to` is the last day, the first when only one was given. */
export const EvidenceForm = (today: Temporal.PlainDate) =>
  z
    .object({
      kind: z.enum(EVIDENCE_KINDS, 'Choose what kind of evidence it is'),
      quantity: optionalQuantity,
      unit: optionalText(60),
      statement: requiredText('Say what happened, in a sentence or two', 50_000),
      from: requiredDate('Enter the day it happened, or the first day'),
      to: optionalDate(),
      also: manyTexts,
      alsoCodes: optionalText(2000),
    })
    .refine(({ kind, quantity }) => kind !== 'output' || quantity !== null, { path: ['quantity'], message: 'Enter how many: an output is something counted' })
    .refine(({ kind, unit }) => kind !== 'output' || unit, { path: ['unit'], message: 'Say what was counted, such as sessions or people' })
    .refine(({ kind, from }) => !isYetToCome(kind, from, today), { path: ['from'], message: 'That day is still to come. Record what is planned as a next step' })
    .refine(({ from, to }) => !to || from <= to, { path: ['to'], message: 'The last day must be on or after the first' })
    .transform(({ to, quantity, unit, ...fields }) => ({
      ...fields,
      to: to ?? fields.from,
      ...(fields.kind === 'output' ? { quantity, unit } : { quantity: null, unit: null }),
    }))

export const WithdrawForm = z.object({ withdrawReason: reason('Say why this evidence no longer counts') })
export const PutRightForm = (today: Temporal.PlainDate) =>
  EvidenceForm(today).and(z.object({ replacedReason: reason('Say what was wrong with it') }))

/** An update whole. `words`: the scheme's values; `current`: the state the item is in, which may be kept whoever set it. */
export const UpdateForm = (words: readonly string[], current: ItemState, today: Temporal.PlainDate) =>
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
    })
    .refine(({ state, stateNote }) => state !== 'blocked' || stateNote, { path: ['stateNote'], message: 'Say what blocks it' })
    .refine(({ outcome, outcomeType }) => !outcome || outcomeType, { path: ['outcomeType'], message: 'Say whether the outcome is measured, claimed or not yet' })
    .refine(({ positionOn }) => positionOn <= today.toString(), { path: ['positionOn'], message: 'Enter a day that has come: a position describes what is, not what will be' })

const choice = z.enum(['yours', 'theirs', 'both']).optional().catch(undefined)
/** Whose words stand, part by part; `seen` is the update, and `version` the item's, that were on the page when the choice was made. */
export const BothForm = z.object({
  ...(Object.fromEntries(PARTS.map(({ part }) => [part, choice])) as Record<Part, typeof choice>),
  seen: z.uuid().nullable().catch(null),
  version: z.coerce.number().int().nullable().catch(null),
})
