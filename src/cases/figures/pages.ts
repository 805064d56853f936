import { writeDate } from '../../calendar/dates.ts'
import { sayPublishable } from '../../statistics/disclosure.ts'
import { caseNavigation } from '../case-navigation.ts'
import { type Count, FIGURE_NAMES, FIGURES } from './figure.ts'
import type { CountedScheme } from './store.ts'
import { yearsOf } from './years.ts'

/** The figures of one scheme: each as a table of years by parts, and a sentence where nothing is held. */
export const figuresPage = (schemes: readonly CountedScheme[], scheme: CountedScheme | null, counts: readonly Count[], isCaseWorker: boolean, mayMeasure: boolean, today: string) => ({
  title: 'Case figures',
  tabs: isCaseWorker ? caseNavigation('Figures') : [],
  schemes: schemes.map(({ schemeId, name }) => ({ text: name, href: `/case-figures?scheme=${schemeId}`, current: schemeId === scheme?.schemeId })),
  scheme: scheme && { name: scheme.name, begins: writeDate(Temporal.PlainDate.from(scheme.begins)), csv: `/case-figures.csv?scheme=${scheme.schemeId}` },
  measures: mayMeasure ? '/measures/from-data' : null,
  tables: scheme === null ? [] : FIGURE_NAMES.map((figure) => {
    const { title, parts } = FIGURES[figure]
    const { rows } = yearsOf(figure, counts, today)
    return {
      title, columns: [...Object.values(parts), ...(figure === 'repeats' ? [] : ['All'])],
      rows: rows.map(({ year, isWhole, cells, total }) => ({
        year: isWhole ? year : `${year}, so far`,
        cells: [...cells, ...(total ? [total] : [])].map((count, at) => ({ column: [...Object.values(parts), 'All'][at], text: sayPublishable(count) })),
      })),
    }
  }),
})
