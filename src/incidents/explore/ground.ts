import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { LAYOUTS, POSITIONS, REFRESHES, ROW_IS } from '../source.ts'

/** What an area can be divided by. */
export const DENOMINATORS = ['residents', 'workers', 'daytime population', 'premises', 'dwellings'] as const
export type Denominator = (typeof DENOMINATORS)[number]

const Source = z.object({
  sourceId: z.number(), name: z.string(), provider: z.string(), rowIs: z.enum(ROW_IS), layout: z.enum(LAYOUTS), refresh: z.enum(REFRESHES),
  positions: z.enum(POSITIONS), basis: z.string(), attribution: z.string().nullable(), knownGaps: z.string().nullable(), state: z.enum(['live', 'closed']),
  fileIs: z.enum(['whole', 'added']), dataVersion: z.number(),
})
const Category = z.object({ categoryId: z.number(), sourceId: z.number(), text: z.string(), national: z.string().nullable() })
const Area = z.object({
  areaId: z.number(), kind: z.enum(['partnership', 'ward', 'lsoa', 'other']), code: z.string(), name: z.string(), validFrom: z.string(), validTo: z.string().nullable(),
})
const AreaDenominator = z.object({ areaId: z.number(), counted: z.enum(DENOMINATORS), asAt: z.string(), n: z.number(), provenance: z.string() })
const Break = z.object({
  breakId: z.string(), sourceId: z.number(), categoryId: z.number().nullable(), areaId: z.number().nullable(), month: z.string(),
  state: z.enum(['confirmed', 'refused']), reason: z.string(),
})

export type ExploredSource = z.infer<typeof Source>
export type Category = z.infer<typeof Category>
export type Area = z.infer<typeof Area>
export type AreaDenominator = z.infer<typeof AreaDenominator>
/** A break in a series that a person confirmed or refused; no category or area: all of them. */
export type SeriesBreak = z.infer<typeof Break>

/** What there is to choose from: sources with data or without, their categories, the areas and what they are divided by, the breaks decided on. */
export type Ground = { sources: ExploredSource[]; categories: Category[]; areas: Area[]; denominators: AreaDenominator[]; breaks: SeriesBreak[] }

const Row = z.object({ sources: z.array(Source), categories: z.array(Category), areas: z.array(Area), denominators: z.array(AreaDenominator), breaks: z.array(Break) })

/** Everything but the counts. In one row: the embedded database takes ten times as long over a row for each. */
export async function selectGround(tx: Tx): Promise<Ground> {
  const { rows } = await sql`
    select
      (select coalesce(json_agg(json_build_object('sourceId', source_id, 'name', name, 'provider', provider, 'rowIs', row_is, 'layout', layout, 'refresh', refresh,
        'positions', positions, 'basis', basis, 'attribution', attribution, 'knownGaps', known_gaps, 'state', state, 'fileIs', file_is, 'dataVersion', data_version)
        order by state desc, source_id), '[]') from source) as sources,
      (select coalesce(json_agg(json_build_object('categoryId', term_id, 'sourceId', source_id, 'text', text, 'national', national)
        order by source_id, text), '[]') from source_term where field = 'category') as categories,
      (select coalesce(json_agg(json_build_object('areaId', area_id, 'kind', kind, 'code', code, 'name', name, 'validFrom', valid_from, 'validTo', valid_to)
        order by name, valid_from), '[]') from area) as areas,
      (select coalesce(json_agg(json_build_object('areaId', area_id, 'counted', counted, 'asAt', as_at, 'n', n, 'provenance', provenance)
        order by as_at), '[]') from area_denominator) as denominators,
      (select coalesce(json_agg(json_build_object('breakId', break_id, 'sourceId', source_id, 'categoryId', category_id, 'areaId', area_id, 'month', month,
        'state', state, 'reason', reason) order by month), '[]') from series_break) as breaks`.execute(tx)
  return Row.parse(rows[0])
}

/** The category a row is compared under beside those of other sources. */
export const comparedUnder = ({ text, national }: Pick<Category, 'text' | 'national'>): string => national ?? text
