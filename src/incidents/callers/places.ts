import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import type { Source } from '../source.ts'

/** A place with more than one report in the months asked for: a point as its source gives it, and what the reports there were. */
export type RepeatPlace = { easting: number; northing: number; place: string | null; n: number; months: number; first: string; last: string; categories: { text: string; n: number }[] }

export type PlaceQuestion = { sourceId: number; from: string; to: string; atLeast: number }

/** Points of one source with at least so many reports from one month to another (ISO first days), most reports first; at most 200. */
export async function selectRepeatPlaces(tx: Tx, { sourceId, from, to, atLeast }: PlaceQuestion): Promise<RepeatPlace[]> {
  const { rows } = await sql<RepeatPlace>`
    with held as (
      select i.easting, i.northing, i.place_id, i.category_id, i.month, i.partnership_id from current_incident i
      where i.source_id = ${sourceId} and i.month between ${from}::date and ${to}::date and i.easting is not null and i.placed = 'inside'),
    points as (
      select partnership_id, easting, northing, max(place_id) as place_id, count(*)::integer as n, count(distinct month)::integer as months, min(month) as first, max(month) as last
      from held group by partnership_id, easting, northing having count(*) >= ${atLeast} order by count(*) desc, easting, northing limit 200)
    select p.easting, p.northing, t.text as place, p.n, p.months, p.first::text, p.last::text,
      (select json_agg(json_build_object('text', c.text, 'n', k.n) order by k.n desc) from (
        select h.category_id, count(*)::integer as n from held h where h.easting = p.easting and h.northing = p.northing group by h.category_id) k
        join source_term c on c.partnership_id = p.partnership_id and c.term_id = k.category_id) as categories
    from points p left join source_term t on t.partnership_id = p.partnership_id and t.term_id = p.place_id
    order by p.n desc, p.easting, p.northing`.execute(tx)
  return rows
}

/** Reports of one source with a day and a place, as Knox's test reads them: metres, and days since 1 January 1970. */
export async function selectDatedPlaces(tx: Tx, { sourceId }: Pick<Source, 'sourceId'>): Promise<{ x: Float64Array; y: Float64Array; day: Float64Array }> {
  const { rows } = await sql<{ x: number; y: number; day: number }>`
    select i.easting as x, i.northing as y, ((i.starts at time zone 'Europe/London')::date - date '1970-01-01')::integer as day
    from current_incident i where i.source_id = ${sourceId} and i.starts is not null and i.easting is not null and i.placed = 'inside' order by day`.execute(tx)
  return { x: Float64Array.from(rows, ({ x }) => x), y: Float64Array.from(rows, ({ y }) => y), day: Float64Array.from(rows, ({ day }) => day) }
}
