import { z } from 'zod'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { USE_STATES } from './check-use.ts'
import { ANSWERS } from './support-store.ts'

const optionalId = z.union([z.uuid('Choose from the list'), z.literal('')]).optional().transform((id) => id || null)

/** What was done with a power, in the order of the page. */
export const UseForm = z.object({
  power: requiredText('Choose a power', 60),
  subject: optionalId,
  state: z.enum(USE_STATES, 'Say how far it has come'),
  decided_on: requiredDate('Enter the day it was decided or given'),
  authority: optionalText(200),
  starts: optionalDate(),
  ends: optionalDate(),
  conditions: optionalText(5000),
  positive_requirements: optionalText(5000),
  skipped_reason: optionalText(2000),
  proportionality: requiredText('Say why this is needed and is no more than is needed', 2000),
  vulnerability: optionalText(2000),
})
export type UseFields = z.infer<typeof UseForm>

/** What has become of a use. */
export const ChangeForm = z.object({
  version: z.coerce.number().int(),
  state: z.enum(USE_STATES, 'Say how it stands'),
  starts: optionalDate(),
  ends: optionalDate(),
  conditions: optionalText(5000),
  positive_requirements: optionalText(5000),
  skipped_reason: optionalText(2000),
  reviewed_on: optionalDate(),
  ended_on: optionalDate(),
  ended_reason: optionalText(2000),
}).superRefine(({ state, ended_on, ended_reason }, context) => {
  if (state !== 'ended') return
  if (!ended_on) context.addIssue({ code: 'custom', path: ['ended_on'], message: 'Enter the day it ended' })
  if (!ended_reason) context.addIssue({ code: 'custom', path: ['ended_reason'], message: 'Say why it ended' })
})
export type ChangeFields = z.infer<typeof ChangeForm>

export const BreachForm = z.object({
  breached_on: requiredDate('Enter the day of the breach'),
  what: requiredText('Say what was breached, and how', 2000),
  response: requiredText('Say what was done about it, or that nothing was and why', 2000),
})

const answerFields = { answer: z.union([z.enum(ANSWERS), z.literal('')]).optional().transform((answer) => answer || null), answered_on: optionalDate(), outcome: optionalText(2000) }
const answered = ({ answer, answered_on }: { answer: string | null; answered_on: string | null }, context: z.RefinementCtx) => {
  if (answer && answer !== 'no answer' && !answered_on) context.addIssue({ code: 'custom', path: ['answered_on'], message: 'Enter the day they answered' })
}

export const SupportForm = z.object({
  subject: z.uuid('Choose to whom it was offered'),
  service: requiredText('Say what was offered, such as the drug and alcohol service', 200),
  offered_on: requiredDate('Enter the day it was offered'),
  ...answerFields,
}).superRefine(answered)

export const SupportAnswerForm = z.object(answerFields).superRefine(answered)
