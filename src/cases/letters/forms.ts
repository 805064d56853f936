import { z } from 'zod'
import { manyTexts, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { checkGround, groundFields } from '../ground.ts'
import { LETTER_METHODS } from './store.ts'
import { hasGap, LETTER_KINDS } from './templates.ts'

/** A letter: to somebody in the case ('subject <id>'), to an agency ('agency <id>'), or to anybody else by name. */
export const LetterForm = z.object({
  kind: z.enum(LETTER_KINDS, 'Choose what kind of letter it is'),
  to: z.string('Choose to whom').regex(/^(subject|agency) [0-9a-f-]{36}$|^other$/, 'Choose to whom'),
  to_name: optionalText(200),
  to_address: optionalText(500),
  method: z.enum(LETTER_METHODS, 'Choose how it goes'),
  body: requiredText('Write the letter', 20000).refine((body) => !hasGap(body), 'Write in what stands in square brackets, or take it out'),
  seen: z.string().optional(),
}).superRefine(({ to, to_name }, context) => {
  if (to === 'other' && !to_name) context.addIssue({ code: 'custom', path: ['to_name'], message: 'Enter the name of whom it goes to' })
})
export type LetterFields = z.infer<typeof LetterForm>

export const ReleaseForm = z.object({ reason: requiredText('Say why it may go all the same', 1000) })

/** That a letter went to somebody in the case. */
export const SentForm = z.object({ sent_on: requiredDate('Enter the day it went'), skipped_reason: optionalText(2000) })

/** That a letter went to an agency or somebody else: with everything the register must say. */
export const SharedForm = z.object({ sent_on: requiredDate('Enter the day it went'), people: manyTexts.refine((ids) => ids.every((id) => z.uuid().safeParse(id).success), 'Choose people from the list'), ...groundFields }).superRefine(checkGround)
