import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { monthAt } from '../catalogue/month-line.ts'
import type { Ask } from '../explore/counts.ts'
import { kept } from '../kept-results.ts'
import type { Known, Weights } from './hours.ts'

type Version = { sourceId: number; dataVersion: number }
/** Months of the line, both included. */
export type Months = { from: number; to: number }

export const firstDay = (month: number) => Temporal.PlainDate.from(monthAt(month))
export const lastDay = (month: number) => firstDay(month).add({ months: 1 }).subtract({ days: 1 })
export const daysIn = ({ from, to }: Months) => firstDay(from).until(firstDay(to).add({ months: 1 })).days

/** Whether a source has ever said an hour of anything. */
export const hasHours = async (tx: Tx, sourceId: number): Promise<boolean> =>
  (await sql<{ has: boolean }>`select exists (select from hour_count h join load l on l.partnership_id = h.partnership_id and l.load_id = h.load_id and l.state = 'visible' where h.source_id = ${sourceId}) as has`.execute(tx)).rows[0]!.has

/** Each category's weights by hour of the week and by day over some months, kept for as long as the data stand. Read a category at a time, so that no transaction is long. */
export const weightsOf = (ask: Ask, partnershipId: string, source: Version, months: Months, categoryIds: readonly number[]): Promise<Map<number, Weights>> =>
  kept({ partnershipId, sources: [source] }, `hours ${months.from} ${months.to}`, async () => {
    const all = new Map<number, Weights>()
    for (const categoryId of categoryIds) all.set(categoryId, await ask((tx) => selectWeights(tx, source.sourceId, categoryId, months)))
    return all
  })

const Row = z.object({ week: z.array(z.tuple([z.number(), z.number()])), days: z.array(z.tuple([z.number(), z.number()])) })

async function selectWeights(tx: Tx, sourceId: number, categoryId: number, months: Months): Promise<Weights> {
  const [from, to] = [firstDay(months.from).toString(), lastDay(months.to).toString()]
  const { rows } = await sql`
    with held as materialized (
      select h.day, h.hour, h.weight from hour_count h join load l on l.partnership_id = h.partnership_id and l.load_id = h.load_id and l.state = 'visible'
      where h.source_id = ${sourceId} and h.category_id = ${categoryId} and h.day between ${from}::date and ${to}::date
    )
    select (select coalesce(json_agg(json_build_array(at, weight)), '[]') from (select (extract(dow from day) * 24 + hour)::integer as at, sum(weight) as weight from held group by 1) w) as week,
      (select coalesce(json_agg(json_build_array(at, weight)), '[]') from (select day - ${from}::date as at, sum(weight) as weight from held group by 1) d) as days`.execute(tx)
  const { week, days } = Row.parse(rows[0])
  const weights: Weights = { week: new Float64Array(168), days: new Float64Array(daysIn(months)) }
  for (const [at, weight] of week) weights.week[at] = weight
  for (const [at, weight] of days) weights.days[at] = weight
  return weights
}

const KnownRow = z.object({ rows: z.number(), timed: z.number(), withinHour: z.number(), overFourHours: z.number(), tooWide: z.number(), minutes: z.record(z.string(), z.number()).nullable() })

/** How well the times of some categories are known over some months (no categories: of all), a month at a time. */
export const knownOf = (ask: Ask, partnershipId: string, source: Version, { from, to }: Months, categoryIds: readonly number[]): Promise<Known> =>
  kept({ partnershipId, sources: [source] }, `times known ${from} ${to} ${categoryIds.toSorted()}`, async () => {
    const all = { rows: 0, timed: 0, withinHour: 0, overFourHours: 0, tooWide: 0, minutes: {} as Record<string, number> }
    for (let month = from; month <= to; month++) {
      const { minutes, ...numbers } = await ask((tx) => selectKnown(tx, source.sourceId, month, categoryIds))
      for (const name of ['rows', 'timed', 'withinHour', 'overFourHours', 'tooWide'] as const) all[name] += numbers[name]
      for (const [minute, n] of Object.entries(minutes ?? {})) all.minutes[minute] = (all.minutes[minute] ?? 0) + n
    }
    return all
  })

async function selectKnown(tx: Tx, sourceId: number, month: number, categoryIds: readonly number[]) {
  const asked = categoryIds.length === 0 ? sql`true` : sql`category_id = any (${categoryIds}::integer[])`
  const { rows } = await sql`
    with held as materialized (
      select starts, coalesce(ends, starts) - starts as width, starts at time zone 'Europe/London' as local from current_incident
      where source_id = ${sourceId} and month = ${monthAt(month)}::date and ${asked}
    )
    select count(*)::integer as rows, count(starts)::integer as timed, (count(*) filter (where width <= interval '1 hour'))::integer as "withinHour",
      (count(*) filter (where width > interval '4 hours' and width <= interval '28 days'))::integer as "overFourHours", (count(*) filter (where width > interval '28 days'))::integer as "tooWide",
      (select json_object_agg(minute, n) from (select extract(hour from local) * 60 + extract(minute from local) as minute, count(*) as n from held where starts is not null group by 1) m) as minutes
    from held`.execute(tx)
  return KnownRow.parse(rows[0])
}
