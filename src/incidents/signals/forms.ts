import { z } from 'zod'
import { requiredText } from '../../web/forms.ts'

const FEWEST = 10
const reason = (missing: string) => requiredText(missing, 2000).min(FEWEST, `Say why in ${FEWEST} characters or more`)
const month = z.string('Choose a month').regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, 'Choose a month')

export const DismissForm = z.object({ month, reason: reason('Say why this is not worth following up') })

/** `target`: "measure:" or "item:" and an id. */
export const PinForm = z.object({
  month,
  target: z.string('Choose what to pin this to').regex(/^(measure|item):[0-9a-f-]{36}$/, 'Choose what to pin this to'),
})

export const BreakForm = z.object({
  month,
  state: z.enum(['confirmed', 'refused'], 'Say whether this is a break'),
  scope: z.enum(['series', 'category', 'source'], 'Say how much of the data it concerns'),
  breakReason: reason('Say what changed, or why nothing did'),
})

export const MonthForm = z.object({ month })
