import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { storeTally, type Tallies } from './tally.ts'

/** Whole days a report's window may be wide and still say something of the hour. */
const WIDEST_DAYS = 28

type Counted = { loadId: number; sourceId: number; ends: boolean; hours: boolean }

/**
 * Writes what a load adds to the counts of one month and takes from them, from its rows and endings themselves. A month it did not touch
 * has no count of its own; one it touched has, even where nothing is left over. Done again, it changes nothing. `ends`: whether the load
 * ended anything; `hours`: whether its source knows hours. `tallies`: the counts of months to which the load only added, where they were kept
 * while the rows were stored.
 */
export async function countMonth(tx: Tx, of: Counted, month: string, tallies: Tallies) {
  const { loadId, sourceId } = of
  const done = await tx.selectFrom('area_count').select('n').where('source_id', '=', sourceId).where('area_id', '=', 0).where('month', '=', month).where('load_id', '=', loadId).limit(1).executeTakeFirst()
  if (done) return
  const tally = tallies.get(month)
  await (tally ? storeTally(tx, of, month, tally) : countRows(tx, of, month))
  if (of.hours) await countHours(tx, of, month)
}

async function countRows(tx: Tx, of: Counted, month: string) {
  const ours = sql`${tx.actor.partnershipId}::uuid, ${of.sourceId}::integer`
  await sql`
    with g as materialized (
      select category_id, ward_id, lsoa_id, placed, case when placed = 'inside' and position <> 'area' then (easting / 50) * 65536 + northing / 50 end as cell, sum(n) as n
      from (${touchedRows(of, month)}) t group by category_id, ward_id, lsoa_id, placed, cell
    ), cells as (
      insert into cell_count (partnership_id, source_id, category_id, month, cell, load_id, n)
      select ${ours}, category_id, ${month}::date, cell, ${of.loadId}::integer, sum(n) from g where cell is not null group by category_id, cell having sum(n) <> 0
    )
    insert into area_count (partnership_id, source_id, area_id, category_id, month, load_id, n)
    select ${ours}, a.area_id, p.category_id, ${month}::date, ${of.loadId}::integer, sum(p.n)
    from (select category_id, ward_id, lsoa_id, placed, sum(n) as n from g group by category_id, ward_id, lsoa_id, placed) p
    cross join lateral (values (0), (case p.placed when 'outside' then -1 when 'unplaced' then -2 end), (p.ward_id), (p.lsoa_id)) a (area_id)
    where a.area_id is not null group by a.area_id, p.category_id having sum(p.n) <> 0 or a.area_id = 0`.execute(tx)
}

async function countHours(tx: Tx, of: Counted, month: string) {
  // Britain is a whole number of hours from UTC, so that an hour of the one is an hour of the other; the hour the clock doubles gets both its shares.
  await sql`
    insert into hour_count (partnership_id, source_id, category_id, day, hour, load_id, weight)
    select ${tx.actor.partnershipId}::uuid, ${of.sourceId}::integer, category_id, (h.at at time zone 'Europe/London')::date as day, extract(hour from h.at at time zone 'Europe/London')::smallint as hour, ${of.loadId}::integer,
      sum(n * case when t.ends is null or t.ends = t.starts then 1
        else extract(epoch from least(t.ends, h.at + interval '1 hour') - greatest(t.starts, h.at)) / extract(epoch from t.ends - t.starts) end)
    from (${touchedRows(of, month)}) t cross join lateral generate_series(date_trunc('hour', t.starts, 'UTC'), greatest(t.starts, coalesce(t.ends, t.starts) - interval '1 microsecond'), interval '1 hour') h (at)
    where t.starts is not null and coalesce(t.ends, t.starts) <= t.starts + ${sql.lit(`${WIDEST_DAYS} days`)}::interval
    group by category_id, day, hour`.execute(tx)
}

/** The load's own rows of a month, each once more, and the versions it ended, each once less. */
function touchedRows({ loadId, sourceId, ends }: Counted, month: string) {
  const brought = sql`select *, 1 as n from incident where source_id = ${sourceId} and month = ${month}::date and load_id = ${loadId}`
  if (!ends) return brought
  // The limit and the sum keep the planner, which may have no statistics yet, to one look-up a row by its name.
  return sql`${brought} union all
    select i.*, -1 from incident i where source_id = ${sourceId} and month = ${month}::date and (select true from incident_ending e
      where e.partnership_id = i.partnership_id and e.ended_load_id = i.load_id and e.ended_row_no = i.row_no and e.load_id + 0 = ${loadId} limit 1)`
}

/** Months (ISO first days) from the first to the last. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = Temporal.PlainDate.from(first); Temporal.PlainDate.compare(month, Temporal.PlainDate.from(last)) <= 0; month = month.add({ months: 1 })) months.push(month.toString())
  return months
}
