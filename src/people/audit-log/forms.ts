import { z } from 'zod'
import { ACTS } from '../../db/audit.ts'
import { optionalChoice, optionalDate } from '../../web/forms.ts'

export const SearchForm = z.object({
  person: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
  act: optionalChoice(ACTS),
  kind: z.union([z.string().regex(/^[a-z -]{1,60}$/i), z.literal('')]).optional().transform((kind) => kind || null),
  from: optionalDate(),
  to: optionalDate(),
  before: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/).nullable().catch(null).default(null),
  read: z.coerce.number().int().positive().max(10_000).catch(1).default(1),
}).refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'The last day must not be before the first' })
export type SearchFields = z.output<typeof SearchForm>
