import { z } from 'zod'
import { ACTS } from '../../db/audit.ts'
import { optionalChoice, optionalDate } from '../../web/forms.ts'

export const SearchForm = z.object({
  person: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
  act: optionalChoice(ACTS),
  kind: z.union([z.string().regex(/^[a-z -]{1,60}$/i), z.literal('')]).optional().transform((kind) => kind || null),
  from: optionalDate(),
  to: optionalDate(),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().catch(null).default(null),
}).refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'The last day must not be before the first' })
export type SearchFields = z.output<typeof SearchForm>
