import { sql } from 'kysely'
import type { Tx } from '../db/tx.ts'
import { todayInLondon } from '../calendar/dates.ts'
import { age } from '../calendar/freshness.ts'

type Work = { kind: string; title: string; href: string; due: null; note: string }

/** What data ask of whoever studies them: loads that failed and signals nobody has decided, for my work (app.ts introduces the two). */
export async function dataWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  return [...(powers.has('incidents.load') ? await failedLoads(tx, today) : []), ...(powers.has('analysis.edit') ? await openSignals(tx) : [])]
}

async function failedLoads(tx: Tx, today: Temporal.PlainDate): Promise<Work[]> {
  const { rows } = await sql<{ loadId: number; source: string; at: Temporal.Instant }>`
    select l.load_id as "loadId", s.name as source, coalesce(l.finished_at, l.asked_at) as at
    from load l join source s on s.partnership_id = l.partnership_id and s.source_id = l.source_id
    where l.state = 'failed' and not exists (select from load n where n.partnership_id = l.partnership_id and n.source_id = l.source_id and n.load_id > l.load_id)
    order by l.load_id`.execute(tx)
  return rows.map(({ loadId, source, at }) => ({ kind: 'Loads that failed', title: `Load ${loadId} of “${source}”`, href: `/data/loads/${loadId}`, due: null, note: age(todayInLondon(at), today) }))
}

async function openSignals(tx: Tx): Promise<Work[]> {
  const { rows } = await sql<{ sourceId: number; source: string; n: number; higher: number }>`
    select g.source_id as "sourceId", s.name as source, count(*)::integer as n, count(*) filter (where g.direction = 'higher')::integer as higher
    from signal g join source s on s.partnership_id = g.partnership_id and s.source_id = g.source_id
      left join signal_decision d on d.partnership_id = g.partnership_id and d.source_id = g.source_id and d.category_id = g.category_id and d.area_id = g.area_id and d.month = g.month
    where d.decision is null group by g.source_id, s.name order by s.name`.execute(tx)
  return rows.map(({ sourceId, source, n, higher }) => ({
    kind: 'Signals to look at', title: `${n} ${n === 1 ? 'series is' : 'series are'} unusual in “${source}”`, href: `/signals?source=${sourceId}`, due: null, note: `${higher} higher than usual, ${n - higher} lower`,
  }))
}
