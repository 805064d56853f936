import { z } from 'zod'
import { manyTexts, requiredDate, requiredText } from '../../web/forms.ts'
import { CONTENT, type Content } from './content.ts'
import { EVERY } from './due.ts'

export const FeedForm = z
  .object({
    fromGroupId: z.uuid('Choose which group owes it'),
    toGroupId: z.uuid('Choose which group receives it'),
    what: requiredText('Enter what is owed', 500),
    content: manyTexts.transform((chosen, context): Content[] => {
      const content = CONTENT.filter((each) => chosen.includes(each))
      if (content.length === 0) context.addIssue({ code: 'custom', message: 'Choose what it tells of' })
      return content
    }),
    every: z.enum(EVERY, 'Choose how often it is owed'),
    since: requiredDate('Enter the day from which it is owed'),
  })
  .refine(({ fromGroupId, toGroupId }) => fromGroupId !== toGroupId, { path: ['toGroupId'], message: 'Choose another group: a group owes itself nothing' })

export const EndForm = z.object({ until: requiredDate('Enter the last day on which it is owed') })

const version = z.coerce.number().int().min(0)
export const ReturnForm = z.object({ body: z.string().max(50_000, 'Use 50,000 characters or fewer').default(''), version, send: z.literal('yes').optional() })
export const AgainForm = z.object({ version })
