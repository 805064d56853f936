import { monthAt, monthIndex, writeMonth } from '../catalogue/month-line.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import { DENOMINATORS, type Denominator, type Ground } from './ground.ts'
import { HARMS, type Harm } from './harm.ts'

/** What a table may be divided by, down or across. `compared`: the category under which sources are compared with each other. */
export const DIMENSIONS = ['category', 'compared', 'harm', 'ward', 'lsoa', 'month', 'year', 'source'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export const isArea = (dimension: Dimension | null): boolean => dimension === 'ward' || dimension === 'lsoa'

/** What is asked of the counts: the address of the page says all of it. Months are places on the line of months, both included. */
export type Choice = {
  sourceIds: readonly number[]
  categoryIds: readonly number[] // none: all of them
  harm: Harm | null
  areaId: number
  from: number
  to: number
  rows: Dimension
  columns: Dimension | null // null: comparisons with other times and with another area
  per: Denominator | null
  against: number | null
  publishable: boolean
}

/** A query as it came: a name may be given many times. */
export type Query = Readonly<Record<string, unknown>>

/** What of an address was understood; `problems` say in words what was not, and what is shown instead. */
export type Read<T> = { value: T; problems: string[] }

const textsIn = (query: Query, name: string): string[] => [query[name]].flat().filter((text): text is string => typeof text === 'string' && text.trim() !== '').map((text) => text.trim().slice(0, 60))
const textIn = (query: Query, name: string): string | undefined => textsIn(query, name)[0]
const numberFrom = (text: string): number => (/^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN)

/** The sources an address names; the first that is live when it names none. */
export function readSources(query: Query, { sources }: Pick<Ground, 'sources'>): Read<number[]> {
  const asked = textsIn(query, 'source')
  const known = new Set(asked.map(numberFrom).filter((id) => sources.some(({ sourceId }) => sourceId === id)))
  const problems = asked.filter((text) => !known.has(numberFrom(text))).map((text) => `There is no source “${text}”.`)
  if (known.size === 0 && sources[0]) known.add(sources[0].sourceId)
  return { value: [...known], problems }
}

const YEAR = 12

/** The rest of what an address asks, of these sources; `held`: the first and the latest whole month held of any of them. */
export function readChoice(query: Query, ground: Ground, sourceIds: readonly number[], held: { first: number; last: number }): Read<Choice> {
  const problems: string[] = []
  const oneOf = <T extends string>(name: string, choices: readonly T[], otherwise: T | null): T | null => {
    const text = textIn(query, name)
    const found = choices.find((choice) => choice === text)
    if (text && text !== 'none' && !found) problems.push(`“${text}” cannot be chosen for ${name}.`)
    return found ?? (text ? null : otherwise)
  }
  const areaNamed = (name: string): number | null => {
    const text = textIn(query, name)
    const id = text === undefined ? null : numberFrom(text)
    if (id === null || [EVERYWHERE, OUTSIDE, UNPLACED].includes(id) || ground.areas.some(({ areaId }) => areaId === id)) return id
    problems.push(`There is no area “${text}”.`)
    return null
  }
  const monthNamed = (name: string, otherwise: number): number => {
    const text = textIn(query, name)
    if (text === undefined) return otherwise
    if (/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(text)) return monthIndex(`${text}-01`)
    problems.push(`“${text}” is not a month: write one like 2024-07. ${writeMonth(otherwise)} is used.`)
    return otherwise
  }
  const categories = ground.categories.filter(({ sourceId }) => sourceIds.includes(sourceId))
  const categoryIds = textsIn(query, 'category').filter((text) => {
    const isKnown = categories.some(({ categoryId }) => categoryId === numberFrom(text))
    if (!isKnown) problems.push(`There is no category “${text}” in what is chosen.`)
    return isKnown
  })
  const to = monthNamed('to', held.last)
  const from = monthNamed('from', Math.max(held.first, Math.min(to, held.last) - YEAR + 1))
  if (from > to) problems.push(`${writeMonth(from)} is after ${writeMonth(to)}: the period is read the other way round.`)
  const longest = 60 * YEAR
  const [start, end] = [Math.min(from, to), Math.max(from, to)]
  if (end - start >= longest) problems.push('A period of more than 60 years is cut to the last 60.')
  const rows = oneOf('rows', DIMENSIONS, null) ?? 'category'
  const asked = oneOf('columns', DIMENSIONS, null)
  const isSame = asked === rows || (isArea(asked) && isArea(rows))
  if (isSame) problems.push('Rows and columns are the same kind of thing: comparisons are shown across instead.')
  const columns = isSame ? null : asked
  const areaId = areaNamed('area') ?? EVERYWHERE
  const isWhole = areaId === EVERYWHERE
  if (!isWhole && (isArea(rows) || isArea(columns))) problems.push('The table is divided by areas, so the one area chosen is not used.')
  return {
    value: {
      sourceIds, categoryIds: [...new Set(categoryIds.map(Number))], harm: oneOf('harm', HARMS, null),
      areaId: isArea(rows) || isArea(columns) ? EVERYWHERE : areaId, from: Math.max(start, end - longest + 1), to: end, rows, columns,
      per: oneOf('per', DENOMINATORS, usualDenominator(ground)), against: areaNamed('against'), publishable: textIn(query, 'publishable') === 'yes',
    },
    problems,
  }
}

/** What the whole area is usually divided by: residents, unless it is known that many more work or spend the day there. */
export function usualDenominator({ areas, denominators }: Pick<Ground, 'areas' | 'denominators'>): Denominator | null {
  const whole = new Set(areas.filter(({ kind }) => kind === 'partnership').map(({ areaId }) => areaId))
  const latest = (counted: Denominator) => denominators.findLast((each) => each.counted === counted && (whole.size === 0 || whole.has(each.areaId)))?.n
  const known = DENOMINATORS.filter((counted) => denominators.some((each) => each.counted === counted))
  const present = latest('daytime population') === undefined ? ('workers' as const) : ('daytime population' as const)
  if (latest(present) !== undefined && latest(present)! > 2 * (latest('residents') ?? 0)) return present
  return known[0] ?? null
}

/** The address that asks this, with some of it asked otherwise. */
export function addressOf(choice: Choice, page = '/explore', over: Partial<Choice> = {}): string {
  const { sourceIds, categoryIds, harm, areaId, from, to, rows, columns, per, against, publishable } = { ...choice, ...over }
  const search = new URLSearchParams([
    ...sourceIds.map((id) => ['source', String(id)]),
    ...categoryIds.map((id) => ['category', String(id)]),
    ...(harm ? [['harm', harm]] : []),
    ['area', String(areaId)],
    ['from', monthAt(from).slice(0, 7)],
    ['to', monthAt(to).slice(0, 7)],
    ['rows', rows],
    ['columns', columns ?? 'none'],
    ['per', per ?? 'none'],
    ...(against === null ? [] : [['against', String(against)]]),
    ...(publishable ? [['publishable', 'yes']] : []),
  ])
  return `${page}?${search}`
}
