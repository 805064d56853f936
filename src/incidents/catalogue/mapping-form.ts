import type { FieldError } from '../../web/forms.ts'
import { type DateFormat, FIELDS, type Field, type Mapping, PERSON_FIELDS, type PersonField } from '../mapping.ts'

/** What a column may hold, as the form sends it: 'none', 'details', 'date', 'caller surname' … */
export type Holds = 'none' | 'details' | Field | `caller ${PersonField}` | `victim ${PersonField}`
export const DATE_FORMATS = ['day first', 'iso', 'month first'] as const satisfies readonly DateFormat[]

const HOLDS = new Set<string>(['none', 'details', ...FIELDS, ...(['caller', 'victim'] as const).flatMap((part) => PERSON_FIELDS.map((field) => `${part} ${field}`))])
const isHolds = (text: unknown): text is Holds => typeof text === 'string' && HOLDS.has(text)

/** What each column of a header holds by a mapping, in the header's order. */
export function holdsOf(mapping: Mapping, header: readonly string[]): Holds[] {
  const named = new Map<string, Holds>()
  for (const column of mapping.details) named.set(column, 'details')
  for (const [field, column] of Object.entries(mapping.columns)) named.set(column, field as Field)
  for (const part of ['caller', 'victim'] as const) for (const [field, column] of Object.entries(mapping[part])) named.set(column, `${part} ${field as PersonField}`)
  return header.map((column) => named.get(column) ?? 'none')
}

export type SentMapping = { mapping: Mapping; errors: FieldError[] }

/** Reads a sent mapping form: `holds_N` by the header's order, `dateFormat`, `category`, and `word_N` with `as_N`. What is wrong is said beside its field. */
export function sentMapping(body: Record<string, unknown>, header: readonly string[], personal: boolean): SentMapping {
  const errors: FieldError[] = []
  const columns: Partial<Record<Field, string>> = {}
  const people: Record<'caller' | 'victim', Partial<Record<PersonField, string>>> = { caller: {}, victim: {} }
  const details: string[] = []
  for (const [at, column] of header.entries()) {
    const sent = body[`holds_${at}`]
    const holds = isHolds(sent) ? sent : 'none'
    if (holds === 'none') continue
    if (holds === 'details') {
      details.push(column)
      continue
    }
    const part = /^(caller|victim) (.+)$/.exec(holds) as [string, 'caller' | 'victim', PersonField] | null
    if (part && !personal) {
      errors.push({ field: `holds_${at}`, text: `“${column}” would bring people into a source that holds none. Leave it out, or load the file into a personal source` })
      continue
    }
    const kept: Partial<Record<string, string>> = part ? people[part[1]] : columns
    const field = part ? part[2] : holds
    if (kept[field] !== undefined) errors.push({ field: `holds_${at}`, text: `“${kept[field]}” and “${column}” are both taken for the same. Choose one` })
    else kept[field] = column
  }
  const oneCategory = typeof body.category === 'string' ? body.category.trim().slice(0, 200) : ''
  const dateFormat = DATE_FORMATS.find((format) => format === body.dateFormat)
  const categories: Record<string, string> = {}
  for (let at = 0; typeof body[`word_${at}`] === 'string' && at < 2000; at++) {
    const as = body[`as_${at}`]
    if (typeof as === 'string' && as !== '') categories[body[`word_${at}`] as string] = as.slice(0, 200)
  }
  if (!columns.date && !columns.month) errors.push({ field: 'holds_0', text: 'Say which column holds the date, or the month' })
  if (!columns.category && oneCategory === '') errors.push({ field: 'category', text: 'Say which column holds the kind of incident, or write one kind for all rows' })
  if (Boolean(columns.easting) !== Boolean(columns.northing)) errors.push({ field: 'holds_0', text: 'An easting needs its northing, and a northing its easting' })
  if (Boolean(columns.latitude) !== Boolean(columns.longitude)) errors.push({ field: 'holds_0', text: 'A latitude needs its longitude, and a longitude its latitude' })
  if (!dateFormat) errors.push({ field: 'dateFormat', text: 'Say how dates are written' })
  return {
    mapping: { columns, ...people, details, dateFormat: dateFormat ?? 'day first', categories, category: columns.category ? null : oneCategory || null },
    errors,
  }
}
