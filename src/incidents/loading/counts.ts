import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'

/** Whole days a report's window may be wide and still say something of the hour. */
const WIDEST_DAYS = 28

/**
 * Writes what a load adds to the counts of one month and takes from them, from its rows and endings themselves. A month it did not touch
 * has no count of its own; one it touched has, even where nothing is left over. Done again, it changes nothing.
 */
export async function countMonth(tx: Tx, { loadId, sourceId }: { loadId: number; sourceId: number }, month: string) {
  const done = await tx.selectFrom('area_count').select('n').where('source_id', '=', sourceId).where('area_id', '=', 0).where('month', '=', month).where('load_id', '=', loadId).limit(1).executeTakeFirst()
  if (done) return
  // The limit and the sum keep the planner, which may have no statistics yet, to one look-up a row by its name.
  const touched = sql`
    select *, 1 as n from incident where source_id = ${sourceId} and month = ${month}::date and load_id = ${loadId}
    union all
    select i.*, -1 from incident i where source_id = ${sourceId} and month = ${month}::date and (select true from incident_ending e
      where e.partnership_id = i.partnership_id and e.ended_load_id = i.load_id and e.ended_row_no = i.row_no and e.load_id + 0 = ${loadId} limit 1)`
  const ours = sql`${tx.actor.partnershipId}::uuid, ${sourceId}::integer`
  await sql`
    insert into area_count (partnership_id, source_id, area_id, category_id, month, load_id, n)
    select ${ours}, a.area_id, g.category_id, ${month}::date, ${loadId}::integer, sum(g.n)
    from (select category_id, ward_id, lsoa_id, placed, sum(n) as n from (${touched}) t group by category_id, ward_id, lsoa_id, placed) g
    cross join lateral (values (0), (case g.placed when 'outside' then -1 when 'unplaced' then -2 end), (g.ward_id), (g.lsoa_id)) a (area_id)
    where a.area_id is not null group by a.area_id, g.category_id having sum(g.n) <> 0 or a.area_id = 0`.execute(tx)
  await sql`
    insert into cell_count (partnership_id, source_id, category_id, month, cell, load_id, n)
    select ${ours}, category_id, ${month}::date, (easting / 50) * 65536 + northing / 50 as cell, ${loadId}::integer, sum(n)
    from (${touched}) t where placed = 'inside' and easting is not null and position <> 'area' group by category_id, cell having sum(n) <> 0`.execute(tx)
  // Britain is a whole number of hours from UTC, so that an hour of the one is an hour of the other; the hour the clock doubles gets both its shares.
  await sql`
    insert into hour_count (partnership_id, source_id, category_id, day, hour, load_id, weight)
    select ${ours}, category_id, (h.at at time zone 'Europe/London')::date as day, extract(hour from h.at at time zone 'Europe/London')::smallint as hour, ${loadId}::integer,
      sum(n * case when t.ends is null or t.ends = t.starts then 1
        else extract(epoch from least(t.ends, h.at + interval '1 hour') - greatest(t.starts, h.at)) / extract(epoch from t.ends - t.starts) end)
    from (${touched}) t cross join lateral generate_series(date_trunc('hour', t.starts, 'UTC'), greatest(t.starts, coalesce(t.ends, t.starts) - interval '1 microsecond'), interval '1 hour') h (at)
    where t.starts is not null and coalesce(t.ends, t.starts) <= t.starts + ${sql.lit(`${WIDEST_DAYS} days`)}::interval
    group by category_id, day, hour`.execute(tx)
}

/** Months (ISO first days) from the first to the last. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = Temporal.PlainDate.from(first); Temporal.PlainDate.compare(month, Temporal.PlainDate.from(last)) <= 0; month = month.add({ months: 1 })) months.push(month.toString())
  return months
}
