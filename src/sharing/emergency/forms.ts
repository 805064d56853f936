import { z } from 'zod'
import { requiredText } from '../../web/forms.ts'
import { parseReference } from '../reference.ts'
import { FINDINGS, GROUNDS, MINUTES, SHORTEST_REASON, USUAL_MINUTES } from './emergency.ts'

export const AskForm = z.object({
  reference: requiredText('Enter the case’s reference, such as CM-4K7P-9TXW', 60).transform((typed, context) => {
    const reference = parseReference(typed)
    if (reference) return reference
    context.addIssue({ code: 'custom', message: 'A reference is two letters and two groups of four, such as CM-4K7P-9TXW' })
    return z.NEVER
  }),
  ground: z.enum(GROUNDS, 'Choose the ground'),
  reason: requiredText('Enter why you need to see it now', 2000).refine((text) => text.length >= SHORTEST_REASON, `Say in ${SHORTEST_REASON} characters or more why you need to see it now`),
  minutes: z.coerce.number().refine((minutes) => (MINUTES as readonly number[]).includes(minutes), 'Choose how long').default(USUAL_MINUTES),
  password: z.string('Enter your password').min(1, 'Enter your password').max(1000, 'That is not your password'),
  code: z.string().trim().max(100, 'That code is not right').optional().transform((code) => code || null),
})

export const ReviewForm = z.object({
  finding: z.enum(FINDINGS, 'Choose whether it was justified'),
  note: requiredText('Enter what you found, and what follows from it', 2000),
})
