import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'

/** Rows refused for one reason in one column, whatever figures and dates it names; the reason of the first of them, and where that stands. */
export type ReasonGroup = { reason: string; column: string | null; n: number; file: string; line: number }

/** Why rows of a load were refused, the most frequent reason first, at most `limit` of them. What a reader may not see is not there. */
export async function selectReasons(tx: Tx, loadId: number, limit = 20): Promise<ReasonGroup[]> {
  const { rows } = await sql`
    select r.reason, r.column_name as "column", g.n, f.name as file, r.line
    from (select count(*)::integer as n, min(array[file_no::integer, line]) as place from rejection where load_id = ${loadId}
      group by regexp_replace(reason, '[0-9]+|“[^”]*”', '', 'g'), column_name order by count(*) desc limit ${limit}) g
    join rejection r on r.load_id = ${loadId} and r.file_no = g.place[1] and r.line = g.place[2]
    join load_file f on f.partnership_id = r.partnership_id and f.load_id = r.load_id and f.file_no = r.file_no order by g.n desc, r.reason`.execute(tx)
  return rows.map((row) => z.object({ reason: z.string(), column: z.string().nullable(), n: z.number(), file: z.string(), line: z.number() }).parse(row))
}

/** A measure whose readings come from a source. */
export type Fed = { measureId: string; title: string }

/** The measures that a source feeds, by title; none for whoever may not see measures. */
export async function selectFed(tx: Tx, sourceId: number): Promise<Fed[]> {
  return tx
    .selectFrom('measure_feed as f')
    .innerJoin('measure as m', (on) => on.onRef('m.partnership_id', '=', 'f.partnership_id').onRef('m.measure_id', '=', 'f.measure_id'))
    .select(['m.measure_id as measureId', 'm.title'])
    .where('f.figure_source', '=', 'incidents')
    .where(sql<boolean>`f.query->>'sourceId' = ${String(sourceId)}`)
    .orderBy('m.title')
    .execute()
}

/** How many series of a source are unusual in the last month that has any. */
export type SignalsOfSource = { n: number; month: string | null }

export async function selectSignals(tx: Tx, sourceId: number): Promise<SignalsOfSource> {
  const rows = await tx
    .selectFrom('signal')
    .select(['month', ({ fn }) => fn.countAll<number>().as('n')])
    .where('source_id', '=', sourceId)
    .groupBy('month')
    .orderBy('month', 'desc')
    .limit(1)
    .execute()
  return rows[0] ?? { n: 0, month: null }
}

/** The load that a waiting one of the same source waits for, or null. */
export async function selectAhead(tx: Tx, sourceId: number, loadId: number): Promise<number | null> {
  const row = await tx
    .selectFrom('load')
    .select('load_id')
    .where('source_id', '=', sourceId)
    .where('load_id', '<', loadId)
    .where('state', 'in', ['waiting', 'reading'])
    .orderBy('load_id')
    .limit(1)
    .executeTakeFirst()
  return row?.load_id ?? null
}

/** A field, and in how many revised rows it differs. */
export type FieldChanged = { field: string; n: number }

/** In how many of a load's revised rows each field differs from what was held, the most frequent first. */
export async function selectFieldsChanged(tx: Tx, loadId: number): Promise<FieldChanged[]> {
  const { rows } = await sql<{ field: string; n: number }>`
    select d.field, d.n from (
      select count(*) filter (where i.outcome_id is distinct from o.outcome_id)::integer as outcome,
        count(*) filter (where i.category_id <> o.category_id)::integer as category,
        count(*) filter (where i.place_id is distinct from o.place_id)::integer as place,
        count(*) filter (where (i.easting, i.northing) is distinct from (o.easting, o.northing))::integer as point,
        count(*) filter (where i.month <> o.month)::integer as month,
        count(*) filter (where (i.starts, i.ends) is distinct from (o.starts, o.ends))::integer as time,
        count(*) filter (where i.details is distinct from o.details)::integer as details
      from (select * from incident_ending where load_id = ${loadId} and by_row_no is not null offset 0) e
      join lateral (select * from incident x where x.partnership_id = e.partnership_id and x.load_id = e.load_id and x.row_no = e.by_row_no limit 1) i on true
      join lateral (select * from incident x where x.partnership_id = e.partnership_id and x.load_id = e.ended_load_id and x.row_no = e.ended_row_no limit 1) o on true) c,
    lateral (values ('Outcome', c.outcome), ('Category', c.category), ('Place', c.place), ('Point', c.point), ('Month', c.month), ('Time', c.time), ('What is kept beside it', c.details)) d (field, n)
    where d.n > 0 order by d.n desc, d.field`.execute(tx)
  return rows
}
