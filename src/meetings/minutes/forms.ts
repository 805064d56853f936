import { z } from 'zod'
import { manyTexts, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { AUDIENCES } from './shown.ts'

export const ReturnForm = z.object({ note: requiredText('Enter what is to be put right', 5000) })
export const IssueForm = z.object({
  audiences: manyTexts.transform((chosen, context) => {
    const known = AUDIENCES.filter((audience) => chosen.includes(audience))
    if (known.length > 0) return known
    context.addIssue({ code: 'custom', message: 'Choose for whom the minutes are issued' })
    return z.NEVER
  }),
  correction: optionalText(2000),
  looked: optionalText(3),
})
export const PromiseForm = z.object({
  item: z.uuid('Choose an item of this meeting'),
  statement: requiredText('Enter what will be done', 2000),
  owner: z.string('Choose who will do it').min(1, 'Choose who will do it'),
  dueOn: requiredDate('Enter by when, like 27 3 2026'),
})
