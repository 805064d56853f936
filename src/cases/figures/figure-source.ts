import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import type { Fed, FigureSource } from '../../measures/feeds/figure-source.ts'
import type { Measure } from '../../measures/measure.ts'
import { ordinalOf, periodAt } from '../../measures/reading-period.ts'
import { type Count, FIGURE_NAMES, type FigureName, FIGURES } from './figure.ts'
import { selectCountedSchemes, selectCounts } from './store.ts'

const Query = z.object({ schemeId: z.uuid(), figure: z.enum(FIGURE_NAMES as [FigureName, ...FigureName[]]), part: z.string() })

const LARGEST_SMALL = 4

/** What casework counts, for measures: never a number from 1 to 4, and never the present month. */
export const caseFigures: FigureSource = {
  name: 'cases',
  text: 'Counts from casework',
  choices: async (tx) => [
    { name: 'scheme', label: 'Scheme', many: false, options: (await selectCountedSchemes(tx)).map(({ schemeId, name }) => ({ value: schemeId, text: name })) },
    {
      name: 'what', label: 'What is counted', many: false,
      options: FIGURE_NAMES.flatMap((figure) => {
        const { title, parts } = FIGURES[figure]
        const each = Object.entries(parts).map(([part, text]) => ({ value: `${figure}/${part}`, text: `${title}: ${text.toLowerCase()}` }))
        return figure === 'repeats' ? each : [{ value: `${figure}/`, text: title }, ...each]
      }),
    },
  ],
  describe: async (tx, chosen) => {
    const scheme = (await selectCountedSchemes(tx)).find(({ schemeId }) => schemeId === chosen.scheme?.[0])
    if (!scheme) return { field: 'scheme', text: 'Choose a scheme' }
    const [figure, part = ''] = (chosen.what?.[0] ?? '').split('/')
    const query = Query.safeParse({ schemeId: scheme.schemeId, figure, part })
    if (!query.success) return { field: 'what', text: 'Choose what is counted' }
    const { title, unit, parts } = FIGURES[query.data.figure]
    const words = part ? `${title}: ${(parts as Record<string, string>)[part]?.toLowerCase() ?? part}` : title
    return { query: query.data, title: `${scheme.name}: ${words.toLowerCase()}`, numerator: words, denominator: null, unit, geography: 'The partnership’s cases, wherever people live', source: `${scheme.name}. Numbers from 1 to 4 are held back`, href: `/case-figures?scheme=${scheme.schemeId}` }
  },
  chosenIn: (query) => {
    const { schemeId, figure, part } = Query.parse(query)
    return { scheme: [schemeId], what: [`${figure}/${part}`] }
  },
  figures: async (tx: Tx, query, measure) => {
    const { schemeId, figure, part } = Query.parse(query)
    return figuresFrom((await selectCounts(tx, schemeId)), figure, part, measure, Temporal.Now.plainDateISO('Europe/London'))
  },
}

/**
 * A reading for each whole period from the first month that anything at all was counted: nought where nothing was, suppressed from 1 to 4. The period that
 * today is in has none yet.
 */
export function figuresFrom(counts: readonly Count[], figure: FigureName, part: string, { frequency }: Pick<Measure, 'frequency'>, today: Temporal.PlainDate): Fed[] {
  const [first] = counts
  if (!first) return []
  const from = ordinalOf(frequency, Temporal.PlainDate.from(first.month))
  const to = ordinalOf(frequency, today) - 1
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
    const period = periodAt(frequency, from + index)
    const [starts, ends] = [period.starts.toString(), period.ends.toString()]
    const n = counts.filter((count) => count.figure === figure && (part === '' || count.part === part) && count.month >= starts && count.month <= ends).reduce((sum, each) => sum + each.n, 0)
    const none = { numerator: null, denominator: null, period }
    return n > 0 && n <= LARGEST_SMALL
      ? { ...none, value: null, state: 'suppressed' as const, note: 'From 1 to 4: not shown, so that nobody can be picked out.' }
      : { ...none, value: n, state: 'value' as const, note: null }
  })
}
