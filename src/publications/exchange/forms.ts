import { z } from 'zod'
import { optionalDate, optionalText, requiredDate } from '../../web/forms.ts'

export const SinceForm = z.object({ since: requiredDate('Enter the day from which it is followed') })

/** What came of one set for one quarter: on a day, and to a source if it was loaded; or nothing, with what was said of it. */
export const ReturnForm = z.object({
  came: z.enum(['yes', 'no'], 'Say whether it came').transform((value) => value === 'yes'),
  receivedOn: optionalDate(),
  sourceId: z.string().regex(/^\d{0,9}$/, 'Choose a source from the list').optional().transform((id) => (id ? Number(id) : null)),
  note: optionalText(1000),
}).superRefine(({ came, receivedOn, note }, context) => {
  if (came === true && receivedOn === null) context.addIssue({ code: 'custom', path: ['receivedOn'], message: 'Enter the day it came' })
  if (came === false && note === null) context.addIssue({ code: 'custom', path: ['note'], message: 'Say what is known of why nothing came' })
})
