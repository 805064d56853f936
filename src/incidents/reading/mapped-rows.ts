import type { IncidentRow, Person } from '../incident.ts'
import type { Field, Mapping, PersonField } from '../mapping.ts'
import { identifierIn, identifierWithin, refusal } from './identifiers.ts'
import { readMonth } from './moment.ts'
import { makePersonReader } from './people.ts'
import type { Setting } from './published-rows.ts'
import type { Reject, RowLayout } from './row-reader.ts'
import { CannotBeRead } from './unreadable.ts'
import { makeWhen, monthFault } from './when.ts'
import { isRefusal, type PlacePart, type Told } from './where.ts'

const PLACE_FIELD: Record<PlacePart, Field> = {
  longitude: 'longitude',
  latitude: 'latitude',
  easting: 'easting',
  northing: 'northing',
  postcode: 'postcode',
  areaCode: 'area code',
}
const LONGEST_CATEGORY = 200

/** How the rows of any table are read through a mapping. Throws CannotBeRead when the file lacks a column of it, or when it would bring people into a depersonalised source. */
export function makeMappedRows({ plan, header, sample, locate, tally }: Setting): RowLayout {
  const mapping = plan.mapping
  if (mapping === null)
    throw new CannotBeRead('This source has no mapping yet: say which column is which, and load the file again.')
  checkColumns(mapping, header)
  const places = new Map(header.map((column, at) => [column, at]))
  const at = (field: Field) => places.get(mapping.columns[field] ?? '') ?? -1
  const keptAt = new Set(columnsOf(mapping).map((column) => places.get(column)!))
  if (!plan.personal) checkDepersonalised(mapping, sample, places)

  const text = (fields: readonly string[], place: number) => (place === -1 ? '' : (fields[place]?.trim() ?? ''))
  const [reference, month, category, place, outcome, longitude, latitude, easting, northing, postcode, areaCode] = (
    [
      'reference',
      'month',
      'category',
      'place',
      'outcome',
      'longitude',
      'latitude',
      'easting',
      'northing',
      'postcode',
      'area code',
    ] as const
  ).map(at) as [number, number, number, number, number, number, number, number, number, number, number]
  const details = mapping.details.map((column) => [column, places.get(column)!] as const)
  const whenOf = makeWhen({ at, header, format: mapping.dateFormat, today: plan.today, tally, sample })
  const people = (['caller', 'victim'] as const)
    .filter((part) => Object.keys(mapping[part]).length > 0)
    .map((part) => makePersonReader(part, personPlaces(mapping[part], places), header, mapping.dateFormat, plan.today))
  const newCategories = new Map<string, number>()
  const looked = plan.personal
    ? []
    : [place, outcome, category, ...details.map(([, each]) => each)].filter((each) => each !== -1)

  function readRow(fields: readonly string[], line: number): IncidentRow | Reject {
    const when = whenOf(fields, line)
    if ('reason' in when) return when
    const told = month === -1 ? '' : text(fields, month)
    const stated = told === '' ? null : readMonth(told, mapping!.dateFormat)
    if (stated !== null && typeof stated !== 'string')
      return { column: header[month]!, value: told, reason: stated.fault }
    const counted = stated ?? when.month
    if (counted === null)
      return {
        column: mapping!.columns.date ?? mapping!.columns.month ?? null,
        value: '',
        reason: 'The date is blank, so the row belongs to no month. Write when it happened.',
      }
    const fault = stated === null ? null : monthFault(stated, plan.today)
    if (fault !== null) return { column: header[month]!, value: told, reason: fault }
    const word = text(fields, category) || mapping!.category || ''
    if (word === '')
      return {
        column: mapping!.columns.category ?? null,
        value: '',
        reason:
          'The category is blank, so the row cannot be counted. Write what kind of incident it was, in the source’s own words.',
      }
    if (word.length > LONGEST_CATEGORY)
      return {
        column: header[category]!,
        value: word.slice(0, 100),
        reason: `The category is longer than ${LONGEST_CATEGORY} characters, so it is a description. Choose another column as the category in the mapping, or shorten it.`,
      }
    if (category !== -1 && !(word in mapping!.categories)) newCategories.set(word, (newCategories.get(word) ?? 0) + 1)
    const spoken: Told = {
      longitude: text(fields, longitude),
      latitude: text(fields, latitude),
      easting: text(fields, easting),
      northing: text(fields, northing),
      postcode: text(fields, postcode),
      areaCode: text(fields, areaCode),
    }
    const where = locate(spoken, when.date ?? counted, line)
    if (isRefusal(where))
      return {
        column: mapping!.columns[PLACE_FIELD[where.part as PlacePart]] ?? null,
        value: where.value,
        reason: where.reason,
      }
    for (const each of looked) {
      const found = identifierWithin(text(fields, each))
      if (found)
        return {
          column: header[each]!,
          value: text(fields, each),
          reason: `The text holds what looks like ${found}. This source is depersonalised: take it out of the text and load the row again.`,
        }
    }
    const persons: Person[] = []
    for (const read of people) {
      const person = read(fields)
      if (person === null) continue
      if ('reason' in person) return person
      persons.push(person)
    }
    return {
      line,
      reference: text(fields, reference) || null,
      month: counted,
      category: word,
      starts: when.starts,
      ends: when.ends,
      ...where,
      place: text(fields, place) || null,
      outcome: text(fields, outcome) || null,
      details: detailsOf(fields, details),
      people: persons,
    }
  }

  const needs = 1 + Math.max(month, category, at('date'))
  return { readRow, keeps: (column) => plan.personal || keptAt.has(column), needs, newCategories }
}

/** Every column that a mapping names. */
export const columnsOf = ({ columns, caller, victim, details }: Mapping): string[] => [
  ...new Set([...Object.values(columns), ...Object.values(caller), ...Object.values(victim), ...details]),
]

const personPlaces = (columns: Mapping['caller'], places: ReadonlyMap<string, number>) =>
  new Map(Object.entries(columns).map(([field, column]) => [field as PersonField, places.get(column)!]))

function checkColumns(mapping: Mapping, header: readonly string[]) {
  const missing = columnsOf(mapping).filter((column) => !header.includes(column))
  if (missing.length === 0) {
    if (mapping.columns.date === undefined && mapping.columns.month === undefined)
      throw new CannotBeRead('The mapping names no column for the date or the month. Choose one in the mapping.')
    if (mapping.columns.category === undefined && mapping.category === null)
      throw new CannotBeRead(
        'The mapping names no column for the category, nor one category for every row. Choose one in the mapping.',
      )
    return
  }
  const named = missing.map((column) => `“${column}”`).join(', ')
  throw new CannotBeRead(
    `The file has no column ${named}, which the mapping of this source names. Its columns are ${header.slice(0, 20).join(', ')}. Change the mapping, or choose the right file.`,
  )
}

function checkDepersonalised(
  mapping: Mapping,
  sample: readonly (readonly string[])[],
  places: ReadonlyMap<string, number>,
) {
  if (Object.keys(mapping.caller).length + Object.keys(mapping.victim).length > 0)
    throw new CannotBeRead(
      'The mapping names people, and this source is depersonalised. Take those columns out of the mapping, or load the file into a source for personal data.',
    )
  const { reference, place, outcome, category } = mapping.columns
  for (const column of [reference, place, outcome, category, ...mapping.details]) {
    if (column === undefined) continue
    const found = identifierIn(
      column,
      sample.map((fields) => fields[places.get(column)!] ?? ''),
    )
    if (found) throw new CannotBeRead(refusal(column, found))
  }
}

function detailsOf(
  fields: readonly string[],
  details: readonly (readonly [string, number])[],
): Record<string, string> | null {
  let kept: Record<string, string> | null = null
  for (const [column, at] of details) {
    const text = fields[at]?.trim()
    if (text !== undefined && text !== '') (kept ??= {})[column] = text
  }
  return kept
}
