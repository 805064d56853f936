import { z } from 'zod'
import { type FieldError, manyTexts, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { nameOfArea } from '../../incidents/explore/lines.ts'
import type { Ground } from '../../incidents/explore/ground.ts'
import { AREA_KINDS, GROUP_WORDS, GROUPS } from './intervention.ts'
import type { InterventionFields } from './store.ts'

const numbers = manyTexts.transform((values) => [...new Set(values.filter((text) => /^\d{1,9}$/.test(text)).map(Number))])
const some = (missing: string) => numbers.refine((ids) => ids.length > 0, missing)

export const InterventionForm = z
  .object({
    title: requiredText('Enter a title', 200),
    what: requiredText('Enter what was done', 2000),
    expected: optionalText(1000),
    source: z.coerce.number('Choose a source').int().min(1, 'Choose a source'),
    categories: numbers,
    starts: requiredDate('Enter the day it began'),
    ends: requiredDate('Enter the day it ended'),
    carryOver: z.string().trim().optional().transform((text) => text || '0')
      .pipe(z.string().regex(/^(\d|1[0-2])$/, 'Enter a number of months from 0 to 12')).transform(Number),
    treated: some('Choose where it was done'),
    nearby: numbers,
    compared: some('Choose areas to compare with'),
    version: z.coerce.number().int().catch(0).default(0),
  })
  .refine(({ starts, ends }) => ends > starts, { path: ['ends'], message: 'The day it ended must be after the day it began' })

export type InterventionEntry = z.infer<typeof InterventionForm>

/** What is wrong with an entry beside what is there to choose from, or null. */
export function entryError(entry: InterventionEntry, { sources, categories, areas }: Ground): FieldError | null {
  if (!sources.some(({ sourceId }) => sourceId === entry.source)) return { field: 'source', text: 'Choose a source' }
  if (entry.categories.some((id) => !categories.some(({ categoryId, sourceId }) => categoryId === id && sourceId === entry.source)))
    return { field: 'categories', text: 'Choose kinds that the source has' }
  const kinds = new Set(GROUPS.flatMap((group) => entry[group]).map((id) => areas.find(({ areaId }) => areaId === id)?.kind ?? 'none'))
  if (kinds.size !== 1 || !AREA_KINDS.some((kind) => kinds.has(kind))) return { field: 'treated', text: 'Choose areas of one kind from the list' }
  for (const [one, other] of [['treated', 'nearby'], ['treated', 'compared'], ['nearby', 'compared']] as const) {
    const both = entry[one].filter((id) => entry[other].includes(id))
    if (both.length) return { field: other, text: `${both.map((id) => nameOfArea(id, areas)).join(', ')} cannot be both ${GROUP_WORDS[one].name.toLowerCase()} and ${GROUP_WORDS[other].name.toLowerCase()}` }
  }
  return null
}

/** An entry as it is kept. */
export const fieldsOf = ({ source, categories, carryOver, title, what, expected, treated, nearby, compared, starts, ends }: InterventionEntry): InterventionFields => ({
  title, what, expected, treated, nearby, compared, starts, ends, sourceId: source, categoryIds: categories, carryOverMonths: carryOver,
})
