import { writeMonth } from '../catalogue/month-line.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import type { Choice, Dimension } from './choice.ts'
import { type SourceCounts, sumOf } from './counts.ts'
import { type Area, comparedUnder, type Ground } from './ground.ts'
import { HARM_WORDS, HARMS, harmOf } from './harm.ts'

/** Areas added up and taken away: the ward that a row is, or what is left when all wards are taken from the whole. */
export type Areas = readonly { areaId: number; sign: 1 | -1 }[]

/** One row or column: what it counts within what is chosen. A part left out is not narrowed. */
export type Line = {
  text: string
  sourceIds?: readonly number[]
  categoryIds?: ReadonlySet<number>
  areas?: Areas
  from?: number
  to?: number
}

const SPECIAL_AREAS: Readonly<Record<number, string>> = {
  [EVERYWHERE]: 'All that was recorded, wherever it was',
  [OUTSIDE]: 'Outside the partnership’s area',
  [UNPLACED]: 'Not placed on the map',
}

const INSIDE: Areas = [{ areaId: EVERYWHERE, sign: 1 }, { areaId: OUTSIDE, sign: -1 }, { areaId: UNPLACED, sign: -1 }]

/** An area's name, with the years it was in force when it no longer is. */
export function nameOfArea(areaId: number, areas: readonly Area[]): string {
  const area = areas.find((each) => each.areaId === areaId)
  if (!area) return SPECIAL_AREAS[areaId] ?? 'An area since removed'
  return area.validTo ? `${area.name} (until ${area.validTo.slice(0, 4)})` : area.name
}

/** The areas that an area is counted from: the partnership's own is what was placed inside it. */
export const areasOf = (areaId: number, areas: readonly Area[]): Areas =>
  areas.find((each) => each.areaId === areaId)?.kind === 'partnership' ? INSIDE : [{ areaId, sign: 1 }]

/** What is chosen, as a line: each row narrows it further. */
export function baseLine(choice: Choice, ground: Ground): Line {
  const { sourceIds, categoryIds, harm, areaId, from, to } = choice
  const chosen = ground.categories.filter((each) =>
    sourceIds.includes(each.sourceId) && (categoryIds.length === 0 || categoryIds.includes(each.categoryId)) && (!harm || harmOf(comparedUnder(each)) === harm))
  return { text: 'Total', sourceIds, categoryIds: new Set(chosen.map((each) => each.categoryId)), areas: areasOf(areaId, ground.areas), from, to }
}

/** What a dimension divides the chosen counts into, in the order in which a reader looks for them; together they make up the whole. */
export function linesOf(dimension: Dimension, base: Line, ground: Ground): Line[] {
  const chosen = ground.categories.filter(({ categoryId }) => base.categoryIds!.has(categoryId))
  const several = base.sourceIds!.length > 1
  const sourceName = (sourceId: number) => ground.sources.find((each) => each.sourceId === sourceId)?.name ?? ''
  if (dimension === 'category')
    return chosen.map(({ categoryId, sourceId, text }) => ({ text: several ? `${text} (${sourceName(sourceId)})` : text, categoryIds: new Set([categoryId]) }))
  if (dimension === 'compared') return grouped(chosen, comparedUnder)
  if (dimension === 'harm') {
    const groups = new Map(grouped(chosen, (each) => harmOf(comparedUnder(each))).map((line) => [line.text, line]))
    return HARMS.filter((harm) => groups.has(harm)).map((harm) => ({ ...groups.get(harm)!, text: HARM_WORDS[harm] }))
  }
  if (dimension === 'source') return base.sourceIds!.map((sourceId) => ({ text: sourceName(sourceId), sourceIds: [sourceId] }))
  if (dimension === 'ward' || dimension === 'lsoa') return areaLines(dimension, ground.areas)
  return dimension === 'month' ? monthLines(base.from!, base.to!) : yearLines(base.from!, base.to!)
}

function grouped(chosen: Ground['categories'], nameOf: (category: Ground['categories'][number]) => string): Line[] {
  const groups = Map.groupBy(chosen, nameOf)
  return [...groups].toSorted(([one], [other]) => one.localeCompare(other, 'en-GB')).map(([text, members]) => ({ text, categoryIds: new Set(members.map(({ categoryId }) => categoryId)) }))
}

function areaLines(kind: 'ward' | 'lsoa', areas: readonly Area[]): Line[] {
  const members = areas.filter((area) => area.kind === kind)
  // Boundaries are generalised, so that a ward may reach a little beyond the partnership's area: what is in none is taken from the whole.
  const rest: Areas = [{ areaId: EVERYWHERE, sign: 1 }, { areaId: UNPLACED, sign: -1 }, ...members.map(({ areaId }) => ({ areaId, sign: -1 as const }))]
  return [
    ...members.map(({ areaId }) => ({ text: nameOfArea(areaId, areas), areas: areasOf(areaId, areas) })),
    { text: kind === 'ward' ? 'In no ward: outside, or between boundaries' : 'In no LSOA: outside, or between boundaries', areas: rest },
    { text: nameOfArea(UNPLACED, areas), areas: [{ areaId: UNPLACED, sign: 1 }] },
  ]
}

const monthLines = (from: number, to: number): Line[] =>
  Array.from({ length: to - from + 1 }, (_, back) => ({ text: writeMonth(to - back), from: to - back, to: to - back }))

/** Calendar years, latest first; one only partly in the period says which months it has. */
function yearLines(from: number, to: number): Line[] {
  const years = Array.from({ length: Math.floor(to / 12) - Math.floor(from / 12) + 1 }, (_, back) => Math.floor(to / 12) - back)
  return years.map((year) => {
    const [first, last] = [Math.max(from, year * 12), Math.min(to, year * 12 + 11)]
    const isWhole = last - first === 11
    return { text: isWhole ? `${year}` : `${writeMonth(first).split(' ')[0]} to ${writeMonth(last)}`, from: first, to: last }
  })
}

/** What is counted by all of these lines at once, in months moved by `shift`. */
export function countOf(counts: readonly SourceCounts[], lines: readonly Line[], shift = 0): number {
  const narrowed = lines.reduce<Line>((one, other) => ({
    text: '',
    sourceIds: both(one.sourceIds, other.sourceIds),
    categoryIds: one.categoryIds && other.categoryIds ? one.categoryIds.intersection(other.categoryIds) : (one.categoryIds ?? other.categoryIds),
    areas: other.areas ?? one.areas,
    from: Math.max(one.from ?? -Infinity, other.from ?? -Infinity),
    to: Math.min(one.to ?? Infinity, other.to ?? Infinity),
  }), { text: '' })
  let sum = 0
  for (const source of counts) {
    if (narrowed.sourceIds && !narrowed.sourceIds.includes(source.sourceId)) continue
    for (const categoryId of source.categories.keys()) {
      if (narrowed.categoryIds && !narrowed.categoryIds.has(categoryId)) continue
      for (const { areaId, sign } of narrowed.areas!) sum += sign * sumOf(source, areaId, categoryId, narrowed.from! + shift, narrowed.to! + shift)
    }
  }
  return sum
}

const both = (one: readonly number[] | undefined, other: readonly number[] | undefined) => (one && other ? one.filter((id) => other.includes(id)) : (one ?? other))
