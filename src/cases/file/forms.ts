import { z } from 'zod'
import { ABOUT } from '../../sharing/case-store.ts'
import { optionalDate, requiredText } from '../../web/forms.ts'

export const ConflictForm = z.object({
  reason: requiredText('Enter why you should not see this case, without naming anybody', 1000),
  sure: z.literal('yes', 'Tick the box to confirm'),
})

export const DetailsForm = z.object({
  about: z.enum(ABOUT, 'Choose what the case is about'),
  resident: z.enum(['yes', 'no', 'unknown'], 'Choose whether they live in the area').transform((answer) => (answer === 'unknown' ? null : answer === 'yes')),
  reviewOn: optionalDate('27 3 2026'),
  version: z.coerce.number().int(),
})
