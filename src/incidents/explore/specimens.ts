import { sql } from 'kysely'
import { type Actor, asUser } from '../../db/tx.ts'
import { monthAt, monthIndex } from '../catalogue/month-line.ts'
import { openSource } from '../catalogue/specimens.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import { insertSource, type SourceFields } from '../source-store.ts'

/** A ward each of the town of the tests, after the partnership's own area (1). */
export const [TOWN, NORTH, SOUTH, NOBODYS] = [1, 2, 3, 4]

/** The town: itself, two wards with people in them and a third without, one LSOA. Many more work there than live there. */
export const addTown = (actor: Actor) =>
  asUser(actor, async (tx) => {
    const partnership_id = tx.actor.partnershipId!
    const area = (area_id: number, kind: string, name: string) => ({ partnership_id, area_id, kind, code: `X${area_id}`, name, valid_from: '2010-01-01', boundary: '[]', provenance: 'Invented' })
    await tx.insertInto('area').values([area(TOWN, 'partnership', 'Testbury'), area(NORTH, 'ward', 'North'), area(SOUTH, 'ward', 'South'), area(NOBODYS, 'ward', 'Nobody’s Green'), area(5, 'lsoa', 'Testbury 001A')]).execute()
    const divided = (area_id: number, counted: string, n: number, as_at = '2021-03-21') => ({ partnership_id, area_id, counted, n, as_at, provenance: 'Census 2021' })
    await tx.insertInto('area_denominator').values([
      divided(TOWN, 'residents', 8000), divided(TOWN, 'workers', 500_000), divided(NORTH, 'residents', 5000), divided(SOUTH, 'residents', 3000),
      divided(NORTH, 'workers', 100_000), divided(SOUTH, 'workers', 400_000),
    ]).execute()
  })

/** Counts of one category by ward, month by month from the first; what is over falls in no ward. */
export type CategoryCounts = { text: string; national?: string; north: readonly number[]; south: readonly number[]; outside?: readonly number[]; unplaced?: readonly number[]; noWard?: readonly number[] }

/** Puts a source with one visible load into the partnership of `actor`: its number, and its categories' numbers by their words. */
export const addCounts = (actor: Actor, from: string, kinds: readonly CategoryCounts[], fields: Partial<SourceFields> = {}) =>
  asUser(actor, async (tx) => {
    const partnership_id = tx.actor.partnershipId!
    const sourceId = await insertSource(tx, { ...openSource, ...fields })
    const { term, load } = (await sql<{ term: number; load: number }>`
      select (select coalesce(max(term_id), 0) from source_term) as term, (select coalesce(max(load_id), 0) + 1 from load) as load`.execute(tx)).rows[0]!
    await tx.insertInto('load').values({ partnership_id, load_id: load, source_id: sourceId, state: 'visible', became_visible: 1 }).execute()
    await tx.insertInto('source_term').values(kinds.map(({ text, national }, at) => ({ partnership_id, term_id: term + at + 1, source_id: sourceId, field: 'category', text, national: national ?? text }))).execute()
    const rows = kinds.flatMap((kind, at) => {
      const parts: [number, readonly number[]][] = [[NORTH, kind.north], [SOUTH, kind.south], [OUTSIDE, kind.outside ?? []], [UNPLACED, kind.unplaced ?? []]]
      const length = Math.max(kind.noWard?.length ?? 0, ...parts.map(([, n]) => n.length))
      const all = Array.from({ length }, (_, month) => (kind.noWard?.[month] ?? 0) + parts.reduce((sum, [, n]) => sum + (n[month] ?? 0), 0))
      return [[EVERYWHERE, all] as const, ...parts].flatMap(([areaId, n]) => n.map((count, month) => [areaId, term + at + 1, monthAt(monthIndex(from) + month), count] as const)).filter(([, , , n]) => n !== 0)
    })
    await sql`insert into area_count (partnership_id, source_id, load_id, area_id, category_id, month, n)
      select ${partnership_id}::uuid, ${sourceId}::integer, ${load}::integer, t.* from unnest(${rows.map(([area]) => area)}::integer[], ${rows.map(([, category]) => category)}::integer[],
        ${rows.map(([, , month]) => month)}::date[], ${rows.map(([, , , n]) => n)}::integer[]) as t`.execute(tx)
    return { sourceId, categories: Object.fromEntries(kinds.map(({ text }, at) => [text, term + at + 1])) }
  })

/** The same number for so many months. */
export const steady = (n: number, months: number): number[] => new Array<number>(months).fill(n)
