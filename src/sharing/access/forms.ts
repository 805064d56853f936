import { z } from 'zod'
import { optionalChoice, optionalDate } from '../../web/forms.ts'
import { parseReference } from '../reference.ts'
import { PARTS, SHOWING_CLAUSES } from './access-store.ts'

const id = z.union([z.uuid(), z.literal('')]).optional().catch('').transform((text) => text || null)

export const SearchForm = z.object({
  person: id,
  agency: id,
  reference: z.string().trim().max(60, 'A reference is two letters and two groups of four, such as CM-4K7P-9TXW').optional().transform((typed, context) => {
    if (!typed) return null
    const reference = parseReference(typed)
    if (reference) return reference
    context.addIssue({ code: 'custom', message: 'A reference is two letters and two groups of four, such as CM-4K7P-9TXW' })
    return z.NEVER
  }),
  from: optionalDate(),
  to: optionalDate(),
  part: optionalChoice(PARTS).catch(null),
  clause: optionalChoice(SHOWING_CLAUSES).catch(null),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().catch(null).default(null),
}).refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'The last day must not be before the first' })
export type SearchFields = z.output<typeof SearchForm>
