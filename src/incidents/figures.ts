import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'
import type { Chosen, Choice, Fed, FigureSource } from '../measures/feeds/figure-source.ts'
import { type Measure, scaleOf } from '../measures/measure.ts'
import { ordinalOf, periodAt, type ReadingPeriod } from '../measures/reading-period.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from './incident.ts'
import type { Source } from './source.ts'

const DENOMINATORS = ['residents', 'workers', 'daytime population', 'premises', 'dwellings'] as const

/** What a measure counts: categories of one source (none chosen: all of them) in one area, and what they are divided by. */
const Query = z.object({
  sourceId: z.number().int(),
  categoryIds: z.array(z.number().int()),
  areaId: z.number().int(),
  per: z.enum(DENOMINATORS).nullable(),
})
export type IncidentQuery = z.infer<typeof Query>

const EACH: Record<Source['rowIs'], string> = { crime: 'crimes', report: 'reports', call: 'calls', complaint: 'complaints', inspection: 'inspections' }

/** Counts of incidents, and rates of them, for measures. Registered with measures in app.ts. */
export const incidentFigures: FigureSource = {
  name: 'incidents',
  text: 'Counts from the data',
  choices: selectChoices,
  describe,
  chosenIn: (query) => {
    const { sourceId, categoryIds, areaId, per } = Query.parse(query)
    return { source: [String(sourceId)], category: categoryIds.map(String), area: [String(areaId)], per: per ? [per] : [] }
  },
  figures: async (tx, query, measure) => figuresFrom(await selectMonths(tx, Query.parse(query)), measure),
}

async function selectChoices(tx: Tx): Promise<Choice[]> {
  const sources = await tx.selectFrom('source').select(['source_id', 'name']).orderBy('name').execute()
  const categories = await tx.selectFrom('source_term as t').innerJoin('source as s', (on) => on.onRef('s.partnership_id', '=', 't.partnership_id').onRef('s.source_id', '=', 't.source_id'))
    .select(['t.term_id', 't.text', 's.name']).where('t.field', '=', 'category').orderBy('s.name').orderBy('t.text').execute()
  const areas = await tx.selectFrom('area').select(['area_id', 'kind', 'name']).where('valid_to', 'is', null).orderBy(sql`array_position(array['partnership', 'ward', 'lsoa', 'other'], kind)`).orderBy('name').execute()
  const many = sources.length > 1
  return [
    { name: 'source', label: 'Source', many: false, options: sources.map(({ source_id, name }) => ({ value: String(source_id), text: name })) },
    { name: 'category', label: 'What is counted', hint: 'Choose none to count everything the source holds', many: true, options: categories.map(({ term_id, text, name }) => ({ value: String(term_id), text: many ? `${text} (${name})` : text })) },
    { name: 'area', label: 'Where', many: false, options: [{ value: String(EVERYWHERE), text: 'All that was recorded, wherever it was' }, ...areas.map(({ area_id, name }) => ({ value: String(area_id), text: name }))] },
    { name: 'per', label: 'Divided by', hint: 'Leave as a count unless the area has the figure to divide by', many: false, options: [{ value: '', text: 'Nothing: a count' }, ...DENOMINATORS.map((each) => ({ value: each, text: `Each 1,000 ${each}` }))] },
  ]
}

const number = (texts: readonly string[] | undefined): number | null => {
  const value = Number(texts?.[0] || Number.NaN)
  return Number.isInteger(value) ? value : null
}

async function describe(tx: Tx, chosen: Chosen) {
  const sourceId = number(chosen.source)
  const source = sourceId === null ? undefined : await tx.selectFrom('source').select(['name', 'provider', 'row_is', 'attribution']).where('source_id', '=', sourceId).executeTakeFirst()
  if (sourceId === null || !source) return { field: 'source', text: 'Choose where the figures come from' }
  const categoryIds = (chosen.category ?? []).map(Number).filter(Number.isInteger)
  const categories = categoryIds.length === 0 ? [] : await tx.selectFrom('source_term').select('text').where('source_id', '=', sourceId).where('field', '=', 'category').where('term_id', 'in', categoryIds).orderBy('text').execute()
  if (categories.length !== categoryIds.length) return { field: 'category', text: 'Choose categories of the source you chose' }
  const areaId = number(chosen.area) ?? EVERYWHERE
  const area = areaId === EVERYWHERE ? null : await tx.selectFrom('area').select('name').where('area_id', '=', areaId).executeTakeFirst()
  if (area === undefined) return { field: 'area', text: 'Choose one of the areas' }
  const per = DENOMINATORS.find((each) => each === chosen.per?.[0]) ?? null
  const known = per && (await tx.selectFrom('area_denominator').select('n').where('area_id', '=', areaId).where('counted', '=', per).executeTakeFirst())
  if (per && !known) return { field: 'per', text: `Nobody has entered how many ${per} ${area?.name ?? 'this'} has. Choose another, or a count` }
  const what = categories.length === 0 ? `All ${EACH[source.row_is as Source['rowIs']]}` : categories.map(({ text }) => text).join(' and ')
  const search = new URLSearchParams([['source', String(sourceId)], ...categoryIds.map((id) => ['category', String(id)]), ['area', String(areaId)]])
  return {
    query: { sourceId, categoryIds, areaId, per } satisfies IncidentQuery,
    title: `${what}${area ? `, ${area.name}` : ''}`,
    numerator: `${EACH[source.row_is as Source['rowIs']]} held as ${what.toLowerCase()} in “${source.name}”`,
    denominator: per,
    unit: per ? `per 1,000 ${per}` : EACH[source.row_is as Source['rowIs']],
    geography: area?.name ?? `All that ${source.provider} recorded`,
    source: [source.name, source.attribution].filter(Boolean).join('. '),
    href: `/explore?${search}`,
  }
}

type Month = { month: string; n: number; all: number; per: number | null }

/** Every month the source holds anything for, in order: what is asked for, everything held, and the denominator then in force. */
async function selectMonths(tx: Tx, { sourceId, categoryIds, areaId, per }: IncidentQuery): Promise<Month[]> {
  const area = areaId === EVERYWHERE ? null : await tx.selectFrom('area').select('kind').where('area_id', '=', areaId).executeTakeFirst()
  // Nothing is counted under the partnership's own number: it holds what is neither outside it nor without a place.
  const [counted, less] = area?.kind === 'partnership' ? [[EVERYWHERE], [OUTSIDE, UNPLACED]] : [[areaId], []]
  const asked = categoryIds.length === 0 ? sql`true` : sql`category_id = any (${categoryIds}::integer[])`
  const { rows } = await sql<{ month: string; n: number; all: number; per: number | null }>`
    select held.month, coalesce(asked.n, 0)::integer as n, held.n::integer as "all",
      (select d.n from area_denominator d where d.area_id = ${areaId} and d.counted = ${per}
       order by d.as_at <= held.month desc, abs(d.as_at - held.month) limit 1) as per
    from (select month, sum(n) as n from area_month where source_id = ${sourceId} and area_id = ${EVERYWHERE} group by month) held
    left join (select month, sum(case when area_id = any (${less}::integer[]) then -n else n end) as n from area_month
      where source_id = ${sourceId} and area_id = any (${[...counted, ...less]}::integer[]) and ${asked} group by month) asked using (month)
    order by month`.execute(tx)
  return rows
}

// A kind of incident that was about this common in the year before does not vanish for a month: its nought is a gap in the file.
const COMMON = 10
const GAP = 'The files have nothing of this kind, where there are usually many: read as a gap, not as none.'

/** Months → readings of each period from the first month held to the last. A period with a month missing is incomplete. */
export function figuresFrom(months: readonly Month[], measure: Pick<Measure, 'kind' | 'frequency' | 'unit'>): Fed[] {
  const byMonth = new Map(months.map((month) => [month.month.slice(0, 7), month]))
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last) return []
  const scale = scaleOf(measure)
  const from = ordinalOf(measure.frequency, Temporal.PlainDate.from(first.month))
  const to = ordinalOf(measure.frequency, Temporal.PlainDate.from(last.month))
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const period = periodAt(measure.frequency, from + index)
    const inside = monthsOf(period).map((key) => byMonth.get(key))
    const held = inside.filter((month) => month !== undefined).filter((month) => !isGap(month, byMonth))
    const numerator = held.reduce((sum, { n }) => sum + n, 0)
    const denominator = measure.kind === 'count' ? null : (held.at(-1)?.per ?? null)
    const none = { numerator: null, denominator: null, value: null, period }
    if (held.length === 0) return { ...none, state: 'not collected' as const, note: inside.some(Boolean) ? GAP : 'No file was loaded for this period.' }
    if (measure.kind !== 'count' && !denominator) return { ...none, state: 'not applicable' as const, note: 'There is nothing to divide by.' }
    const value = measure.kind === 'count' ? numerator : (numerator / denominator!) * scale
    const figures = { period, value, numerator: denominator === null ? null : numerator, denominator }
    return held.length < inside.length
      ? { ...figures, state: 'incomplete' as const, note: `${held.length} of ${inside.length} months are held.` }
      : { ...figures, state: 'value' as const, note: null }
  })
}

function monthsOf({ starts, ends }: ReadingPeriod): string[] {
  const last = ends.toPlainYearMonth()
  const months: string[] = []
  for (let month = starts.toPlainYearMonth(); Temporal.PlainYearMonth.compare(month, last) <= 0; month = month.add({ months: 1 })) months.push(month.toString())
  return months
}

function isGap({ month, n }: Month, byMonth: ReadonlyMap<string, Month>): boolean {
  if (n > 0) return false
  const at = Temporal.PlainYearMonth.from(month.slice(0, 7))
  const before = Array.from({ length: 12 }, (_, back) => byMonth.get(at.subtract({ months: back + 1 }).toString())?.n).filter((each) => each !== undefined)
  return before.length >= 6 && before.reduce((sum, each) => sum + each, 0) / before.length >= COMMON
}
