import { z } from 'zod'
import { manyTexts, optionalText, requiredText } from '../../web/forms.ts'
import { checkGround, groundFields } from '../ground.ts'
import { type HandedPart, PARTS } from './handed.ts'

const isPart = (text: string): text is HandedPart => (PARTS as readonly string[]).includes(text)

/** What is to be handed over, to whom and why; `confirmed` once the preview has been seen. */
export const TransferForm = z.object({
  case: z.uuid(),
  to: z.string('Choose the area').regex(/^[0-9a-f-]{36}$|^other$/, 'Choose the area'),
  to_area: optionalText(200),
  parts: manyTexts.transform((texts) => texts.filter(isPart)),
  with_protected: z.literal('yes').optional(),
  reason: requiredText('Say why it goes to this area', 2000),
  ...groundFields,
  step: z.enum(['preview', 'change', 'send']).catch('preview'),
}).superRefine((fields, context) => {
  if (fields.to === 'other' && !fields.to_area) context.addIssue({ code: 'custom', path: ['to_area'], message: 'Enter the name of the area' })
  checkGround(fields, context)
})
export type TransferFields = z.infer<typeof TransferForm>

const OUTCOMES = ['accepted', 'refused', 'advice given'] as const

/** What the receiving area answers. */
export const AnswerForm = z.object({ outcome: z.enum(OUTCOMES, 'Say what becomes of it'), scheme: z.union([z.uuid(), z.literal('')]).optional(), note: optionalText(2000) }).superRefine(({ outcome, scheme, note }, context) => {
  if (outcome === 'accepted' && !scheme) context.addIssue({ code: 'custom', path: ['scheme'], message: 'Choose the scheme it is accepted into' })
  if (outcome !== 'accepted' && !note) context.addIssue({ code: 'custom', path: ['note'], message: outcome === 'refused' ? 'Say why it is refused' : 'Enter the advice' })
})

/** What an area that does not use this system said, written down by the side that sent it. */
export const HeardForm = z.object({ by: requiredText('Enter who there told you', 200), outcome: z.union([z.enum(OUTCOMES), z.literal('')]).optional(), note: optionalText(2000) })
