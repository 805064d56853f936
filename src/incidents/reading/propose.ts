import { FIELDS, type Field, type Mapping, type PersonField } from '../mapping.ts'
import { profileOf, repeats, type Profile } from './column-profile.ts'
import { proposeCategory } from './crosswalk.ts'
import { findDateFormat } from './date-format.ts'
import { fieldRules } from './field-rules.ts'
import { identifierIn, refusal } from './identifiers.ts'
import { proposePerson } from './propose-person.ts'

/** What a column is proposed for. Refused: a depersonalised source may not hold it at all. */
export type Use =
  | { kind: 'field'; field: Field }
  | { kind: 'person'; part: 'caller' | 'victim'; field: PersonField }
  | { kind: 'detail' }
  | { kind: 'not kept' }
  | { kind: 'refused' }

/** One column of the header, in its order: `reason` is a sentence for the person who checks it. */
export type ProposedColumn = { column: string; use: Use; confidence: 'sure' | 'likely' | 'unsure'; reason: string }

/** `notes`: sentences about the whole: how dates are written, what is still missing. */
export type Proposal = { mapping: Mapping; columns: readonly ProposedColumn[]; notes: readonly string[] }

/** Proposes a mapping for a table from its header and some rows. For a depersonalised source no column about people is proposed. */
export function proposeMapping(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { personal }: { personal: boolean },
): Proposal {
  const spread = spreadOf(rows)
  const profiles = header.map((column, at) =>
    profileOf(
      column,
      spread.map((fields) => fields[at] ?? ''),
    ),
  )
  const columns = new Map<string, ProposedColumn>()
  const settle = (proposed: ProposedColumn) => void columns.set(proposed.column, proposed)

  for (const profile of profiles) {
    const about = personal ? proposePerson(profile) : refuse(profile)
    if (about) settle(about)
  }
  for (const field of FIELDS) {
    const free = profiles.filter(({ column }) => !columns.has(column))
    const best = bestFor(field, free, columns)
    if (best) settle(best)
  }
  for (const [one, other] of PAIRS) dropWithout(columns, one, other)
  for (const profile of profiles) if (!columns.has(profile.column)) settle(leftOver(profile))

  const proposed = header.map((column) => columns.get(column)!)
  const uses = (field: Field) => proposed.find(({ use }) => use.kind === 'field' && use.field === field)?.column
  const valuesOf = (column: string | undefined) => {
    const at = column === undefined ? -1 : header.indexOf(column)
    return at === -1 ? [] : rows.map((fields) => fields[at]?.trim() ?? '').filter((text) => text !== '')
  }
  const dates = findDateFormat((['date', 'ends date'] as const).flatMap((field) => valuesOf(uses(field))))
  const notes = dates.sure && dates.format === 'iso' ? [] : [dates.reason]
  if (uses('date') === undefined && uses('month') === undefined)
    notes.push('No column looks like a date or a month: choose one, for without it no row can be counted.')
  if (uses('category') === undefined)
    notes.push('No column looks like a kind of incident: choose one, or give one category for every row.')
  const isPlaced = (['latitude', 'easting', 'postcode', 'area code'] as const).some(
    (field) => uses(field) !== undefined,
  )
  if (!isPlaced)
    notes.push(
      'No column says where: there are no coordinates, postcodes or area codes, so rows can be counted but not put on a map.',
    )
  return {
    mapping: {
      ...mappingOf(proposed),
      dateFormat: dates.format,
      categories: crosswalkOf(valuesOf(uses('category'))),
      category: null,
    },
    columns: proposed,
    notes,
  }
}

const PAIRS = [
  ['easting', 'northing'],
  ['northing', 'easting'],
  ['latitude', 'longitude'],
  ['longitude', 'latitude'],
] as const

// Looking at a value costs a few dozen patterns, on the thread that serves pages.
const LOOKED_AT = 250

/** Rows from all over the sample. */
function spreadOf<Row>(rows: readonly Row[]): readonly Row[] {
  const step = Math.ceil(rows.length / LOOKED_AT)
  return step <= 1 ? rows : rows.filter((_, at) => at % step === 0)
}

/** Half a pair of coordinates says nothing. */
function dropWithout(columns: Map<string, ProposedColumn>, one: Field, other: Field) {
  const columnOf = (field: Field) =>
    [...columns.values()].find(({ use }) => use.kind === 'field' && use.field === field)?.column
  const lone = columnOf(one)
  if (lone !== undefined && columnOf(other) === undefined) columns.delete(lone)
}

function refuse({ column, values }: Profile): ProposedColumn | null {
  const found = identifierIn(column, values)
  return found && { column, use: { kind: 'refused' }, confidence: 'sure', reason: refusal(column, found) }
}

function bestFor(
  field: Field,
  free: readonly Profile[],
  settled: ReadonlyMap<string, ProposedColumn>,
): ProposedColumn | null {
  if (field === 'month' && [...settled.values()].some(({ use }) => use.kind === 'field' && use.field === 'date'))
    return null
  const rated = free
    .map((profile) => ({ profile, rating: fieldRules[field](profile) }))
    .filter(({ rating }) => rating !== null)
  const best = rated.sort((a, b) => b.rating!.score - a.rating!.score)[0]
  if (!best) return null
  const { score, reason } = best.rating!
  return {
    column: best.profile.column,
    use: { kind: 'field', field },
    confidence: score >= 0.9 ? 'sure' : score >= 0.6 ? 'likely' : 'unsure',
    reason,
  }
}

/** A column that fills no field is kept beside the incident when its values are short and repeat; free text often names people and is left out. */
function leftOver(profile: Profile): ProposedColumn {
  const { column, values, length } = profile
  const leave = (reason: string): ProposedColumn => ({
    column,
    use: { kind: 'not kept' },
    confidence: 'likely',
    reason,
  })
  if (values.length === 0) return leave('It is blank in the sample.')
  if (length > 40)
    return leave(
      'It is free text, which often names people, so it is left out. Keep it only if you know what stands in it.',
    )
  if (!repeats(profile)) return leave('Nearly every row has a value of its own, so it says little beside the incident.')
  return {
    column,
    use: { kind: 'detail' },
    confidence: 'unsure',
    reason: 'Its values are short and repeat, so it can be kept beside the incident.',
  }
}

function mappingOf(proposed: readonly ProposedColumn[]): Pick<Mapping, 'columns' | 'caller' | 'victim' | 'details'> {
  const columns: Partial<Record<Field, string>> = {}
  const people = {
    caller: {} as Partial<Record<PersonField, string>>,
    victim: {} as Partial<Record<PersonField, string>>,
  }
  const details: string[] = []
  for (const { column, use } of proposed) {
    if (use.kind === 'field') columns[use.field] = column
    else if (use.kind === 'person') people[use.part][use.field] ??= column
    else if (use.kind === 'detail') details.push(column)
  }
  return { columns, ...people, details }
}

function crosswalkOf(words: readonly string[]): Record<string, string> {
  const pairs = [...new Set(words)].map((word) => [word, proposeCategory(word)] as const)
  return Object.fromEntries(pairs.filter((pair): pair is [string, NonNullable<(typeof pair)[1]>] => pair[1] !== null))
}
