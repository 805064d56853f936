import { yearsOf } from '../../cases/figures/years.ts'
import { FIGURE_NAMES, FIGURES } from '../../cases/figures/figure.ts'
import { selectCountedSchemes, selectCounts } from '../../cases/figures/store.ts'
import { figureOf } from '../../measures/figures.ts'
import { selectMeasures } from '../../measures/store.ts'
import { sayPublishable } from '../../statistics/disclosure.ts'
import { typedTable } from '../papers/body.ts'
import type { DraftSource } from './source.ts'

/** What each measure says: its signal in words, and how it stands to its target. Those with no reading are named, not left out. */
const measures: DraftSource = {
  key: 'measures', title: 'Measures: what each says, with its signal and target', heading: 'What the measures say',
  draft: async (tx, { today }) => {
    const figures = (await selectMeasures(tx)).filter(({ measure }) => measure.state === 'live').map((whole) => figureOf(whole, today))
    const read = figures.filter(({ readings }) => readings > 0)
    const unread = figures.filter(({ readings }) => readings === 0)
    const signals = read.filter(({ points }) => points.at(-1)?.signal != null)
    const body = [
      read.length === 0 ? 'No measure has a reading yet.' : `${signals.length === 0 ? 'No measure shows' : signals.length === 1 ? 'One measure shows' : `${signals.length} measures show`} a signal in its latest reading; the others move within what is usual, or have too few readings to say.`,
      ...(read.length > 0 ? [typedTable(['Measure', 'What the data say', 'Target'], read.map(({ title, sentence, targetStatus }) => [title, sentence, targetStatus ?? 'No target']))] : []),
      ...(unread.length > 0 ? [`Not measured yet: ${unread.map(({ title }) => title).join('; ')}.`] : []),
    ]
    return { body: body.join('\n\n'), drawn: figures.map(({ measureId, title, sentence, points }) => ({ measureId, title, sentence, latest: points.at(-1) ?? null })) }
  },
}

const FEW_YEARS = 3

/** Casework by financial year. Small numbers are protected together with their totals, so that none can be worked out. */
const caseFigures: DraftSource = {
  key: 'case figures', title: 'Casework: referrals, outcomes, powers and satisfaction by year, small numbers held back', heading: 'Casework in figures',
  draft: async (tx, { today }) => {
    const parts: string[] = []
    const drawn: unknown[] = []
    for (const { schemeId, name } of await selectCountedSchemes(tx)) {
      const counts = await selectCounts(tx, schemeId)
      if (counts.length === 0) {
        parts.push(`${name}: not collected. The scheme has no figures yet.`)
        continue
      }
      for (const figure of FIGURE_NAMES) {
        const { title, parts: columns } = FIGURES[figure]
        const rows = yearsOf(figure, counts, today.toString()).rows.slice(0, FEW_YEARS)
        if (rows.length === 0) continue
        const head = ['Year', ...Object.values(columns), ...(figure === 'repeats' ? [] : ['All'])]
        const said = rows.map(({ year, isWhole, cells, total }) => [isWhole ? year : `${year}, so far`, ...[...cells, ...(total ? [total] : [])].map(sayPublishable)])
        parts.push(`${name}: ${title.toLowerCase()}.`, typedTable(head, said))
        drawn.push({ schemeId, figure, rows: said })
      }
    }
    return { body: parts.join('\n\n') || 'The partnership has no casework to count.', drawn }
  },
}

export const FIGURE_SOURCES: readonly DraftSource[] = [measures, caseFigures]
