import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { standings } from '../../hotspots/rates/funnel.ts'
import { monthAt } from '../../incidents/catalogue/month-line.ts'
import { baseOf, compare, rateOf } from '../../incidents/explore/table.ts'
import { DENOMINATORS, type Ground } from '../../incidents/explore/ground.ts'
import { sumOf } from '../../incidents/explore/counts.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { typedTable } from '../papers/body.ts'
import type { DraftSource } from '../drafting/source.ts'
import { changeWords, rateWords, standingTo } from './change.ts'
import { provenanceWords } from './recorded.ts'
import { choiceOf, emptyWords, type HeldSource, manyOf, nameOf, NO_SOURCES, selectHeld, spanWords, upper } from './held.ts'

const STANDING_WORDS = { higher: 'Higher than the rest', similar: 'Similar', lower: 'Lower than the rest' }
const FEWEST_AREAS = 3

/** The wards of today with what they hold, and how their rates stand to one another. `per`: what all of them can be divided by; null: nothing. */
export function wardsOf(held: HeldSource, ground: Ground) {
  const { months, counts } = held
  const wards = ground.areas.filter(({ kind, validTo }) => kind === 'ward' && validTo === null)
  const per = wards.length === 0 ? null : (DENOMINATORS.find((each) => wards.every(({ areaId }) => (baseOf(ground, each, areaId, months!.to)?.n ?? 0) > 0)) ?? DENOMINATORS.find((each) => wards.some(({ areaId }) => (baseOf(ground, each, areaId, months!.to)?.n ?? 0) > 0)) ?? null)
  const based = wards.flatMap(({ areaId, name }) => {
    const base = baseOf(ground, per, areaId, months!.to)
    const n = [...counts.categories.keys()].reduce((sum, categoryId) => sum + sumOf(counts, areaId, categoryId, months!.from, months!.to), 0)
    return base && base.n > 0 ? [{ name, n, base }] : []
  })
  const all = based.reduce((sum, { n }) => sum + n, 0)
  const divided = based.reduce((sum, { base }) => sum + base.n, 0)
  const judged = all === 0 || based.length < FEWEST_AREAS ? [] : standings(based.map(({ n }) => n), based.map(({ base }) => (all * base.n) / divided))
  return { wards, per, standing: new Map(judged.map(({ standing }, at) => [based[at]!.name, standing])), bases: new Map(based.map(({ name, base }) => [name, base])) }
}

function draftOf(held: HeldSource, ground: Ground): { body: string[]; drawn: unknown } {
  const { source, months } = held
  if (!months) return { body: [emptyWords(held)], drawn: { sourceId: source.sourceId, months: null } }
  if (source.positions === 'none') return { body: [`${nameOf(source)} does not say where what it records happened.`], drawn: { sourceId: source.sourceId, wards: null } }
  const { wards, per, standing, bases } = wardsOf(held, ground)
  if (wards.length === 0) return { body: [`${nameOf(source)}: no wards are held, so nothing can be said of where.`], drawn: { sourceId: source.sourceId, wards: null } }
  const { rows, total } = compare(choiceOf(held, 'ward'), ground, [held.counts])
  const sorted = rows.toSorted((one, other) => (other.now.n ?? -1) - (one.now.n ?? -1))
  const first = sorted.find(({ line, now }) => now.n !== null && wards.some(({ name }) => name === line.text))
  const high = wards.filter(({ name }) => standing.get(name) === 'higher').map(({ name }) => name)
  const provenance = [...new Set([...bases.values()].map(provenanceWords))]
  return {
    body: [
      `${nameOf(source)}, ${spanWords(months)}, by ward: ${total.now.n === null ? 'the total is not shown' : `${total.now.text} ${manyOf(source)} in all`}. ${first?.now.n ? `${first.line.text} has the most, ${first.now.text}. ` : ''}${per === null ? 'Nobody has entered how many people or premises the wards have: a count alone makes a busy place look like a dangerous one.' : high.length > 0 ? `For each 1,000 ${per}, higher than the rest: ${high.join(', ')}.` : standing.size > 0 ? `For each 1,000 ${per}, no ward is higher than the rest by more than wards differ among themselves.` : `Fewer than ${FEWEST_AREAS} wards have a rate, too few to compare.`}`,
      typedTable(['Ward', upper(manyOf(source)), ...(per ? [`For each 1,000 ${per}`, 'Beside the rest'] : []), ...(total.before ? ['A year before', 'Change'] : [])], sorted.map(({ line, now, before }) => {
        const rate = rateOf(now, bases.get(line.text) ?? null)
        return [line.text, now.text, ...(per ? [rate === null ? 'Not said' : rateWords(rate), now.n === null ? 'Not said' : standing.has(line.text) ? STANDING_WORDS[standing.get(line.text)!] : 'Not said'] : []), ...(total.before ? [before!.text, changeWords(now, before!.n, standingTo(now, before))] : [])]
      })),
      `${per ? `Divided by ${per}: ${provenance.join('; ')}.` : 'There are no rates.'}${source.positions === 'snapped' ? ' The provider moves each to a point nearby, so one near a boundary may be counted in the next ward.' : ''}`,
    ],
    drawn: { sourceId: source.sourceId, dataset: source.name, dataVersion: source.dataVersion, months, denominator: per, provenance, wards: sorted.map(({ line, now, before }) => ({ ward: line.text, now: now.text, before: before?.text ?? null, standing: standing.get(line.text) ?? null })) },
  }
}

const HOW_TO_READ = '“Higher than the rest” and “lower than the rest” are beyond what 99.8% of wards alike would show, allowing for how much wards differ among themselves; “higher” and “lower” in a year are beyond what chance would set apart. Counts of 1 to 4 are not shown, nor what would give one away.'

/** Where it happens: wards by count and by rate. */
export const places: DraftSource = {
  key: 'places', title: 'Incident data: wards by count and by rate', heading: 'Where it happens',
  draft: async (tx, asked) => {
    const { ground, sources } = await selectHeld(tx, asked)
    const parts = sources.map((held) => draftOf(held, ground))
    return { body: [...parts.flatMap(({ body }) => body), sources.length > 0 ? HOW_TO_READ : NO_SOURCES].join('\n\n'), drawn: parts.map(({ drawn }) => drawn) }
  },
}

const PointRow = z.object({ name: z.string(), n: z.number(), kinds: z.number(), all: z.number() })
const MOST_POINTS = 10
const FEWEST_TIMES = 5

const selectPoints = async (tx: Tx, { source, months }: HeldSource) =>
  (await sql`
    select coalesce(min(t.text), 'Grid point ' || i.easting || ', ' || i.northing) as name, count(*)::integer as n, count(distinct i.category_id)::integer as kinds, sum(count(*)) over ()::integer as "all"
    from current_incident i left join source_term t on t.partnership_id = i.partnership_id and t.term_id = i.place_id
    where i.source_id = ${source.sourceId} and i.month between ${monthAt(months!.from)} and ${monthAt(months!.to)} and i.placed = 'inside' and i.easting is not null
    group by i.easting, i.northing order by n desc, 1 limit ${MOST_POINTS}`.execute(tx)).rows.map((row) => PointRow.parse(row)).filter(({ n }) => n >= FEWEST_TIMES)

/** The points that what is recorded comes back to. Restricted: a point can be somebody's door. */
export const repeatPlaces: DraftSource = {
  key: 'repeat places', title: 'Incident data: points it comes back to (restricted)', heading: 'Places it comes back to',
  draft: async (tx, asked) => {
    const { sources } = await selectHeld(tx, asked)
    const body: string[] = []
    const drawn: unknown[] = []
    for (const held of sources) {
      const { source, months } = held
      if (!months || !['exact', 'snapped', 'street'].includes(source.positions)) continue
      const points = await selectPoints(tx, held)
      drawn.push({ sourceId: source.sourceId, dataVersion: source.dataVersion, months, points })
      if (points.length === 0) {
        body.push(`${nameOf(source)}, ${spanWords(months)}: no point has ${FEWEST_TIMES} or more.`)
        continue
      }
      const held10 = points.reduce((sum, { n }) => sum + n, 0)
      body.push(
        `${nameOf(source)}, ${spanWords(months)}: ${points.length === 1 ? 'one point has' : `${points.length} points have`} ${writeFigure(held10, 0)} of the ${writeFigure(points[0]!.all, 0)} ${manyOf(source)} placed within the area, ${writeFigure((100 * held10) / points[0]!.all, 0)}%.${source.positions === 'snapped' ? ' The provider moves each to a point of its own: one point stands for the street or the place about it.' : ''}`,
        typedTable(['Place', upper(manyOf(source)), 'Kinds among them'], points.map(({ name, n, kinds }) => [name, writeFigure(n, 0), String(kinds)])),
      )
    }
    return { body: body.join('\n\n') || 'Nothing is held that says where it happened to a point.', drawn, restricted: true }
  },
}
