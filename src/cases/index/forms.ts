import { z } from 'zod'
import { optionalText, requiredText } from '../../web/forms.ts'
import { POINTER_ANSWERS } from './pointer-store.ts'
import { birthWord, type Wanted } from './words.ts'

const SHORTEST = 2
const words = (what: string) => optionalText(200).refine((text) => text === null || text.length >= SHORTEST, `Enter at least ${SHORTEST} letters of ${what}`)

/** What may be searched for; at least one thing must be. */
export const SearchForm = z.object({
  name: words('the name'),
  birth: optionalText(40).refine((text) => text === null || birthWord(text) !== null, 'Enter a date of birth, like 27 3 1980, or a year'),
  contact: optionalText(200).refine((text) => text === null || text.includes('@') || text.replaceAll(/\D/g, '').length >= 6, 'Enter a whole telephone number or e-mail address'),
  postcode: words('the postcode'),
  place: words('the premises or street'),
}).refine((wanted) => Object.values(wanted).some((text) => text !== null), { path: ['name'], message: 'Enter something to search for' }) satisfies z.ZodType<Wanted>

export const AnswerForm = z.object({ answer: z.enum(POINTER_ANSWERS, 'Say what you did about it') })
export const MergeForm = z.object({ verdict: z.enum(['one', 'two'], 'Say whether they are one'), reason: optionalText(1000) })
  .refine(({ verdict, reason }) => verdict !== 'one' || reason !== null, { path: ['reason'], message: 'Say how you know that they are one' })
export const UndoForm = z.object({ reason: requiredText('Say why they are two after all', 1000) })
export const CompareQuery = z.object({ entry: z.tuple([z.uuid(), z.uuid()]) })
