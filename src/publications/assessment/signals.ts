import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { monthIndex, writeMonth } from '../../incidents/catalogue/month-line.ts'
import { EVERYWHERE } from '../../incidents/incident.ts'
import { selectDecisions } from '../../incidents/signals/store.ts'
import { falseDiscoveryRates } from '../../statistics/space/false-discovery.ts'
import type { DraftSource } from '../drafting/source.ts'
import { type HeldSource, nameOf, NO_SOURCES, selectHeld, wholeMonths } from './held.ts'

const Row = z.object({ categoryId: z.number(), areaId: z.number(), month: z.string(), direction: z.enum(['higher', 'lower']), n: z.number(), p: z.number(), since: z.string(), sentence: z.string(), watched: z.number(), isWard: z.boolean() })
/** A signal as it is kept. `isSure`: it holds with all that was looked at allowed for. */
export type KeptSignal = z.infer<typeof Row> & { isSure: boolean; made: 'pinned' | null }

const MOST_ROWS = 30
const SMALL = 5

/** The signals of a source's present data, the least likely by chance first, without what a person dismissed. `watched` counts every series there is, which makes less of each signal, not more. */
export async function selectSignals(tx: Tx, { source: { sourceId, dataVersion } }: HeldSource): Promise<KeptSignal[]> {
  const { rows } = await sql`
    select s.category_id as "categoryId", s.area_id as "areaId", s.month, s.direction, s.n, s.p, s.since, s.sentence, coalesce(a.kind = 'ward', false) as "isWard",
      (select count(*) from (select distinct c.area_id, c.category_id from area_count c where c.source_id = ${sourceId} and c.area_id >= ${EVERYWHERE}) k)::integer as watched
    from signal s left join area a on a.partnership_id = s.partnership_id and a.area_id = s.area_id
    where s.source_id = ${sourceId} and s.data_version = ${dataVersion} order by s.p, s.n desc`.execute(tx)
  const all = rows.map((row) => Row.parse(row))
  const p = new Float64Array(Math.max(all[0]?.watched ?? 0, all.length)).fill(1)
  all.forEach((signal, at) => (p[at] = signal.p))
  const rates = falseDiscoveryRates(p)
  const decisions = await selectDecisions(tx, sourceId)
  return all.flatMap((signal, at) => {
    const made = decisions.find((each) => each.categoryId === signal.categoryId && each.areaId === signal.areaId && each.month === signal.month)?.decision ?? null
    return made === 'dismissed' ? [] : [{ ...signal, isSure: rates[at]! <= 0.05, made }]
  })
}

/** Those that may stand where all can read: of the whole partnership and of wards, none of a small count. */
export const openSignals = (signals: readonly KeptSignal[]): KeptSignal[] => signals.filter(({ areaId, isWard, n }) => (areaId === EVERYWHERE || isWard) && (n === 0 || n >= SMALL))

/** What changed: the signals of each source's latest whole month, judged against its own past and the time of year. */
export const signals: DraftSource = {
  key: 'signals', title: 'Incident data: what is unusual for the time of year, chance allowed for', heading: 'What changed',
  draft: async (tx, asked) => {
    const { sources } = await selectHeld(tx, asked)
    const months = wholeMonths(asked)
    const body: string[] = []
    const drawn: unknown[] = []
    for (const held of sources) {
      const all = openSignals(await selectSignals(tx, held))
      const shown = all.slice(0, MOST_ROWS)
      drawn.push({ sourceId: held.source.sourceId, dataset: held.source.name, dataVersion: held.source.dataVersion, method: 'seasonal range', signals: shown.map(({ categoryId, areaId, month, direction, n, p, isSure }) => ({ categoryId, areaId, month, direction, n, p, isSure })) })
      const first = shown[0]
      if (!first) {
        body.push(`${nameOf(held.source)}: no signal is kept of the data now held. Either nothing stands out, or the signals have not been worked out yet: opening Signals works them out.`)
        continue
      }
      const at = monthIndex(first.month)
      const sure = all.filter(({ isSure }) => isSure).length
      body.push(
        `${nameOf(held.source)}, ${writeMonth(at)}${at < months.from || at > months.to ? ', which is outside the days this paper reports on' : ''}: ${all.length === 1 ? 'one series of the whole partnership or of a ward is unusual beside its' : `${all.length} series of the whole partnership or of wards are unusual beside their`} own past and the time of year, and ${sure === 0 ? 'none stands' : sure === 1 ? 'one stands' : `${sure} stand`} out when all ${first.watched.toLocaleString('en-GB')} series that there are are allowed for.${sure < all.length ? ' The others may be chance.' : ''}`,
        shown.map(({ sentence, isSure, made }) => `- ${sentence} ${isSure ? 'It can be relied on.' : 'It may be chance.'}${made ? ' It is pinned for people to look at.' : ''}`).join('\n'),
        ...(all.length > shown.length ? [`${all.length - shown.length} more are on the page of signals.`] : []),
      )
    }
    return { body: body.join('\n\n') || NO_SOURCES, drawn }
  },
}
