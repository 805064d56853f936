import { z } from 'zod'
import { optionalText, requiredDate } from '../../web/forms.ts'

/** Since when the partnership keeps a duty here; or that it does not apply, with the reason. */
export const SettingForm = z.object({
  applies: z.enum(['yes', 'no'], 'Say whether it applies to this partnership').transform((value) => value === 'yes'),
  since: requiredDate('Enter the day from which it is kept here'),
  reason: optionalText(1000),
}).superRefine(({ applies, reason }, context) => {
  if (applies === false && reason === null) context.addIssue({ code: 'custom', path: ['reason'], message: 'Say why it does not apply' })
})

/** Where a publication is found: one of ours, by its address, or a place outside in words. */
export const AnswerForm = z.object({
  publication: z.string().optional().transform((address) => address || null),
  where: optionalText(500),
  answeredOn: requiredDate('Enter the day it was published'),
}).superRefine(({ publication, where }, context) => {
  if (!publication && !where) context.addIssue({ code: 'custom', path: ['where'], message: 'Choose one of your publications, or say where it is found' })
})
