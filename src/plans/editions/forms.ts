import { z } from 'zod'
import { optionalText } from '../../web/forms.ts'

/** What a coordinator sends to publish: what was looked over, and what is said with it. */
export const PublishForm = z.object({
  fingerprint: z.string().length(32),
  overrideReason: optionalText(2000),
  corrects: z.string().regex(/^\d{0,9}$/, 'Choose an edition from the list').optional().transform((number) => (number ? Number(number) : null)),
  correctionNote: optionalText(2000),
})
