import { z } from 'zod'
import { optionalChoice, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { OUTCOMES, SATISFACTION } from './store.ts'

const version = z.coerce.number().int().catch(0)

export const ReviewForm = z.object({
  version,
  held_on: requiredDate('Enter the day the review was held'),
  review_note: requiredText('Say what the review found', 5000),
  next_on: requiredDate('Enter the day of the next review'),
}).superRefine(({ held_on, next_on }, context) => {
  if (next_on <= held_on) context.addIssue({ code: 'custom', path: ['next_on'], message: 'The next review must be after this one' })
})

export const CloseForm = z.object({
  version,
  outcome: z.enum(OUTCOMES, 'Choose how it ended'),
  what_changed: requiredText('Say what changed', 5000),
  closed_on: requiredDate('Enter the day it is closed'),
  months: z.string().trim().regex(/^([1-9]|1\d|2[0-4])$/, 'Enter a number of months from 1 to 24').transform(Number),
  carried_reason: optionalText(2000),
})

export const ReopenForm = z.object({ version, reopen_reason: requiredText('Say why it is opened again', 1000) })
export const ToldForm = z.object({ told_on: requiredDate('Enter the day they were told') })

const answered = { answered_on: optionalDate(), answer: optionalChoice(SATISFACTION), said: optionalText(2000) }
const whole = ({ answer, answered_on }: { answer: string | null; answered_on: string | null }, context: z.RefinementCtx) => {
  if (answer && !answered_on) context.addIssue({ code: 'custom', path: ['answered_on'], message: 'Enter the day they answered' })
  if (!answer && answered_on) context.addIssue({ code: 'custom', path: ['answer'], message: 'Choose what they answered' })
}

/** `about`: a question asked before that is now answered; otherwise one newly asked. */
export const SatisfactionForm = z.object({ subject: z.uuid('Choose who was asked'), asked_on: requiredDate('Enter the day they were asked'), ...answered }).superRefine(whole)
export const SatisfactionAnswerForm = z.object({ about: z.uuid(), ...answered }).superRefine((value, context) => {
  whole(value, context)
  if (!value.answer) context.addIssue({ code: 'custom', path: ['answer'], message: 'Choose what they answered' })
})
