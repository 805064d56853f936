import type { IncidentRow } from '../incident.ts'
import { writeDate } from '../../calendar/dates.ts'
import { localOf } from './london.ts'
import { COLUMNS, missingColumns, monthOfName, recognise, type Published } from './recognise.ts'
import type { ReadingPlan } from './read-file.ts'
import type { Reject, RowLayout } from './row-reader.ts'
import type { Tally } from './tally.ts'
import { CannotBeRead } from './unreadable.ts'
import { isRefusal, type Locate, type PlacePart, type Told } from './where.ts'

export type Setting = {
  plan: ReadingPlan
  header: readonly string[]
  name: string
  sample: readonly (readonly string[])[]
  locate: Locate
  tally: Tally
}

/** The categories of street files since May 2013. Source: data.police.uk/about/#columns. */
export const STREET_CATEGORIES = [
  'Anti-social behaviour',
  'Bicycle theft',
  'Burglary',
  'Criminal damage and arson',
  'Drugs',
  'Other crime',
  'Other theft',
  'Possession of weapons',
  'Public order',
  'Robbery',
  'Shoplifting',
  'Theft from the person',
  'Vehicle crime',
  'Violence and sexual offences',
] as const

const PART_COLUMN: Record<PlacePart, string> = {
  longitude: 'Longitude',
  latitude: 'Latitude',
  easting: 'Longitude',
  northing: 'Latitude',
  postcode: 'Location',
  areaCode: 'LSOA code',
}
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** How the rows of data.police.uk's own files are read. Throws CannotBeRead when the file is of another layout or its rows of another month than its name. */
export function makePublishedRows(layout: Published, { plan, header, name, sample, locate }: Setting): RowLayout {
  const missing = missingColumns(layout, header)
  if (missing.length > 0) throw new CannotBeRead(anotherLayout(layout, header, missing))
  const places = new Map(header.map((column, at) => [column.toLowerCase(), at]))
  const at = (column: string) => places.get(column.toLowerCase()) ?? -1
  const asked = monthOfName(name)
  const newCategories = new Map<string, number>()
  const known = new Set<string>(layout === 'police.uk street' ? STREET_CATEGORIES : [])
  const months = new Map<string, string | Reject>() // what stands for a month → its first day
  const [reference, longitude, latitude, location, lsoa] = [
    'Crime ID',
    'Longitude',
    'Latitude',
    'Location',
    'LSOA code',
  ].map(at) as [number, number, number, number, number]
  const isSearch = layout === 'police.uk stop and search'
  const counted = at(isSearch ? 'Type' : layout === 'police.uk street' ? 'Crime type' : 'Outcome type')
  const came = at(isSearch ? 'Outcome' : layout === 'police.uk street' ? 'Last outcome category' : '')
  const dated = at(isSearch ? 'Date' : 'Month')
  const kept = (isSearch ? SEARCH_DETAILS : ['Context'])
    .filter((column) => at(column) !== -1)
    .map((column) => [column, at(column)] as const)

  const monthFrom = (text: string): string | Reject => {
    let month = months.get(text)
    if (month === undefined) months.set(text, (month = monthOf(text, plan.today, asked)))
    return month
  }

  if (asked !== null)
    checkMonth(
      asked,
      sample.map((fields) => (isSearch ? monthOfInstant(fields[dated] ?? '') : (fields[dated] ?? '').trim())),
    )

  function readRow(fields: readonly string[], line: number): IncidentRow | Reject {
    const when = isSearch ? readInstant(fields[dated]!.trim()) : null
    if (when !== null && 'reason' in when) return when
    const month = monthFrom(when === null ? fields[dated]!.trim() : when.date.slice(0, 7))
    if (typeof month !== 'string') return isSearch ? { ...month, column: 'Date', value: fields[dated]! } : month
    const category = fields[counted]!.trim()
    if (category === '')
      return {
        column: header[counted]!,
        value: '',
        reason: `The ${header[counted]!.toLowerCase()} is blank, so the row cannot be counted. Write it in, or take the file afresh.`,
      }
    if (known.size > 0 && !known.has(category)) newCategories.set(category, (newCategories.get(category) ?? 0) + 1)
    const told: Told = {
      longitude: fields[longitude]!.trim(),
      latitude: fields[latitude]!.trim(),
      easting: '',
      northing: '',
      postcode: '',
      areaCode: lsoa === -1 ? '' : fields[lsoa]!.trim(),
    }
    const where = locate(told, when?.date ?? month, line)
    if (isRefusal(where))
      return { column: PART_COLUMN[where.part as PlacePart], value: where.value, reason: where.reason }
    const place = location === -1 ? '' : fields[location]!.trim()
    return {
      line,
      reference: (reference === -1 ? '' : fields[reference]!.trim()) || null,
      month,
      category,
      starts: when?.instant ?? null,
      ends: null,
      easting: where.easting,
      northing: where.northing,
      position: where.position,
      placed: where.placed,
      wardId: where.wardId,
      lsoaId: where.lsoaId,
      place: place === '' || place === 'No location' || place === 'No Location' ? null : place,
      outcome: (came === -1 ? '' : fields[came]!.trim()) || null,
      details: kept.length === 0 ? null : detailsOf(fields, kept),
      people: NOBODY,
    }
  }

  const needs = Math.max(...COLUMNS[layout].map(at)) + 1
  return { readRow, keeps: () => true, needs, newCategories }
}

const NOBODY: readonly never[] = []
const SEARCH_DETAILS = COLUMNS['police.uk stop and search'].filter(
  (column) => !['Type', 'Date', 'Latitude', 'Longitude', 'Outcome'].includes(column),
)

function detailsOf(
  fields: readonly string[],
  kept: readonly (readonly [string, number])[],
): Record<string, string> | null {
  const details: Record<string, string> = {}
  for (const [column, at] of kept) if (fields[at] !== undefined && fields[at] !== '') details[column] = fields[at]
  return Object.keys(details).length === 0 ? null : details
}

function anotherLayout(layout: Published, header: readonly string[], missing: readonly string[]): string {
  const other = recognise(header)
  if (other !== null)
    return `This is a ${other} file, and this source takes ${layout} files. Load it into a source of its own kind.`
  const named = missing.map((column) => `“${column}”`).join(', ')
  return `This is not a ${layout} file: it has no column ${named}. Its columns are ${header.slice(0, 12).join(', ')}. Check that the right file was chosen.`
}

/** A file whose every row is of one other month was given the wrong name, and must not take that month's place. */
function checkMonth(asked: string, months: readonly string[]) {
  const others = new Set(months.filter((month) => /^\d{4}-\d{2}$/.test(month)))
  if (others.size !== 1 || others.has(asked.slice(0, 7))) return
  const [other] = others
  throw new CannotBeRead(
    `The file’s name says ${asked.slice(0, 7)}, but its rows are of ${other}. Give it the right name, or take the right file.`,
  )
}

function monthOf(text: string, today: string, asked: string | null): string | Reject {
  const refuse = (reason: string): Reject => ({ column: 'Month', value: text, reason })
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(text) ?? []
  if (year === undefined || Number(month) < 1 || Number(month) > 12)
    return refuse(`“${text}” is not a month. Write it as 2024-03.`)
  const first = `${text}-01`
  if (Number(year) < 1970) return refuse(`${text} is too long ago to be right. Correct the month.`)
  if (first > today)
    return refuse(`${text} has not come yet: today is ${writeDate(Temporal.PlainDate.from(today))}. Correct the month.`)
  if (asked !== null && first !== asked)
    return refuse(
      `The row is of ${text}, but the file’s name says ${asked.slice(0, 7)}: loaded under that name it would stand for a month that it does not hold. Move the row to the file of its own month.`,
    )
  return first
}

const monthOfInstant = (text: string): string => {
  const when = readInstant(text)
  return 'reason' in when ? '' : when.date.slice(0, 7)
}

/** Searches are dated in UTC even in summer: the local date decides the month. */
function readInstant(text: string): { date: string; instant: string } | Reject {
  const instant = INSTANT.test(text) ? Date.parse(text) : NaN
  if (
    Number.isNaN(instant) ||
    (new Date(instant).getUTCDate() !== Number(text.slice(8, 10)) && text.endsWith('+00:00'))
  )
    return {
      column: 'Date',
      value: text,
      reason: `“${text}” is not a date and time such as 2024-03-31T14:05:00+00:00. Correct it.`,
    }
  return { date: new Date(localOf(instant)).toISOString().slice(0, 10), instant: new Date(instant).toISOString() }
}
