import { z } from 'zod'
import { requiredText } from '../../web/forms.ts'

const TOO_SHORT = 'Give the reason in at least 10 characters: it is printed beside the finding'

const named = { check: z.string().max(100), subject: z.string().max(1000) }

/** Answering for a finding: it may stand, for a reason that readers are shown. */
export const DismissForm = z.object({ ...named, reason: requiredText('Enter the reason why this may stand', 2000).min(10, TOO_SHORT) })

/** Taking an answer back. */
export const RestoreForm = z.object(named)

/** Which findings a page shows. Whatever is no such choice shows everything. */
export const FilterQuery = z.object({
  severity: z.enum(['', 'blocks', 'question', 'note']).catch(''),
  check: z.string().max(100).catch(''),
  item: z.string().max(40).catch(''),
  owner: z.string().max(300).catch(''),
})
export type FindingFilter = z.infer<typeof FilterQuery>
