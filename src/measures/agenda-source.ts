import { sql } from 'kysely'
import { todayInLondon } from '../calendar/dates.ts'
import type { Tx } from '../db/tx.ts'
import { assess } from './figures.ts'
import { selectMeasures } from './store.ts'
import { SIGNAL_TAGS, signalState } from './tags.ts'

/** What meetings show under an item about measures: those with a signal, concerns first. Nothing for whoever reads no measures. */
export const measuresOnAgenda = {
  kind: 'measures' as const,
  none: 'No measure has a signal.',
  show: async (tx: Tx) => {
    const { rows: [reader] } = await sql<{ reads: boolean }>`select may('measures.read') as reads`.execute(tx)
    if (!reader?.reads) return []
    const today = todayInLondon(Temporal.Now.instant())
    const weighed = (await selectMeasures(tx)).map((whole) => ({ whole, series: assess(whole, today).series }))
    return weighed.filter(({ series }) => series.signal !== null).toSorted((a, b) => Number(b.series.signal === 'concern') - Number(a.series.signal === 'concern'))
      .map(({ whole: { measure }, series }) => ({ title: measure.title, href: `/measures/${measure.measureId}`, note: `${SIGNAL_TAGS[signalState(series)].word}. ${series.sentence}` }))
  },
}
