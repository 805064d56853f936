import { z } from 'zod'
import type { Budget } from '../statistics/space/back-test.ts'
import { isMonth } from './holdings/months.ts'
import { PLACE_KINDS } from './place-sets.ts'

/** What an address asks. Whatever is missing is chosen for the reader; whatever is wrong is not found. */
const Question = z.object({
  source: z.coerce.number().int().positive().optional(),
  category: z.coerce.number().int().nonnegative().optional(), // 0: every category
  other: z.coerce.number().int().positive().optional(), // the second theme of an overlap, of whichever source has it
  places: z.enum(PLACE_KINDS).optional(),
  month: z.string().refine(isMonth).optional(), // the month predicted, or the one after the last that is counted
  budget: z.enum(['1', '5', 'n']).optional(),
  n: z.string().trim().max(6).optional(),
  per: z.enum(['residents', 'workers', 'daytime population', 'premises', 'dwellings']).optional(),
  by: z.enum(['points', 'places']).optional(),
})
export type Question = z.infer<typeof Question>

/** Null when the address asks something that cannot be. Empty fields are those of a form left alone. */
export function readQuestion(query: unknown): Question | null {
  const filled = Object.entries(typeof query === 'object' && query !== null ? query : {}).filter(([, value]) => value !== '')
  const read = Question.safeParse(Object.fromEntries(filled))
  return read.success ? read.data : null
}

export type Chosen = { budget: Budget; error: string | null; entered: string }
const USUAL: Budget = { share: 0.05 }

/** How many places may be named; what was typed wrongly is said, and the usual 5% used in its stead. `of`: places there are. */
export function readBudget({ budget, n = '' }: Question, of: number): Chosen {
  if (budget === '1') return { budget: { share: 0.01 }, error: null, entered: n }
  if (budget !== 'n') return { budget: USUAL, error: null, entered: n }
  const places = Number(n)
  if (n === '') return { budget: USUAL, error: 'Enter how many places your teams can cover', entered: n }
  if (!Number.isInteger(places) || places < 1) return {
    budget: USUAL, error: 'The number of places must be a whole number, like 12', entered: n,
  }
  if (places > of) return { budget: USUAL, error: `The number of places must be ${of.toLocaleString('en-GB')} or fewer`, entered: n }
  return { budget: { places }, error: null, entered: n }
}

/** The same question with some of it changed, as an address under /hotspots. */
export function addressOf(page: string, question: Question, changed: Partial<Question> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...question, ...changed })) if (value !== undefined && value !== '') search.set(name, String(value))
  return search.size === 0 ? page : `${page}?${search}`
}
