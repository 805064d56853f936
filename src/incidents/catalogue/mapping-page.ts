import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { IncidentRow, RejectedRow } from '../incident.ts'
import { type DateFormat, FIELDS, type Mapping, PERSON_FIELDS } from '../mapping.ts'
import { columnsOf } from '../reading/mapped-rows.ts'
import { STREET_CATEGORIES } from '../reading/published-rows.ts'
import type { Source } from '../source.ts'
import type { Sample } from './first-look.ts'
import { DATE_FORMATS, type Holds, holdsOf } from './mapping-form.ts'
import type { Proposal } from './proposing.ts'
import { monthIndex, writeMonth } from './month-line.ts'
import { writeCount } from './words.ts'

/** What the first rows become: each row as an incident, or why it is refused. */
export type Tried = { incidents: readonly IncidentRow[]; rejections: readonly RejectedRow[]; problem: string | null }

const FIELD_WORDS: Record<(typeof FIELDS)[number], string> = {
  reference: 'Its reference', date: 'Date', time: 'Time', 'ends date': 'Date it ended', 'ends time': 'Time it ended', month: 'Month', category: 'Kind of incident',
  place: 'Place in words', outcome: 'What came of it', easting: 'Easting', northing: 'Northing', latitude: 'Latitude', longitude: 'Longitude', postcode: 'Postcode of where',
  'area code': 'Code of the ward or area',
}
const PERSON_WORDS: Record<(typeof PERSON_FIELDS)[number], string> = {
  forename: 'forename', surname: 'surname', 'full name': 'whole name', born: 'date of birth', address: 'address', postcode: 'postcode', phone: 'phone', email: 'e-mail',
}
const FORMAT_WORDS: Record<DateFormat, string> = {
  'day first': 'Day first: 31/12/2024',
  iso: 'Year first: 2024-12-31',
  'month first': 'Month first, as in America: 12/31/2024',
}
/** What a source's kept mapping takes each column for, to be read only. */
export function keptMappingPage(source: Source, { version, mapping }: { version: number; mapping: Mapping }, powers: ReadonlySet<string>) {
  const columns = columnsOf(mapping)
  const holds = holdsOf(mapping, columns)
  return {
    title: 'What each column is taken for',
    rooms: dataNavigation('Data', powers),
    back: { href: `/data/sources/${source.sourceId}`, text: source.name },
    context: `${source.name} · version ${version} of its mapping`,
    columns: columns.map((column, at) => ({ column, holds: wordsOf(holds[at]!) })),
    format: FORMAT_WORDS[mapping.dateFormat],
    category: mapping.category,
    words: Object.entries(mapping.categories).map(([word, as]) => ({ word, as })),
  }
}

function wordsOf(holds: Holds): string {
  if (holds === 'none') return 'Left out'
  if (holds === 'details') return 'Kept beside the row'
  const person = /^(caller|victim) (.+)$/.exec(holds) as [string, 'caller' | 'victim', (typeof PERSON_FIELDS)[number]] | null
  return person ? `${person[1] === 'caller' ? 'Caller' : 'Victim'}: ${PERSON_WORDS[person[2]]}` : FIELD_WORDS[holds as (typeof FIELDS)[number]]
}

export type MappingView = { arrivalId: string; source: Source; sample: Sample; fileName: string; files: number; proposal: Proposal; tried: Tried | null; errors?: readonly FieldError[] }

/** What each column of a table is taken for, with rows of it beside, and what its first rows become. */
export function mappingPage({ arrivalId, source, sample, fileName, files, proposal, tried, errors = [] }: MappingView, powers: ReadonlySet<string>) {
  const { mapping, reasons, refused, notes } = proposal
  const holds = holdsOf(mapping, sample.header)
  return {
    title: 'What each column holds',
    rooms: dataNavigation('Data', powers),
    back: { href: `/data/load?source=${source.sourceId}`, text: 'Load files' },
    context: `${source.name} · ${fileName}${files > 1 ? ` and ${writeCount(files - 1)} more` : ''}`,
    dropHref: `/data/load/${arrivalId}/drop`,
    personal: source.personal,
    notes: [...sample.notes, ...notes],
    columns: sample.header.map((column, at) => ({
      name: `holds_${at}`,
      column,
      examples: examplesOf(sample, at),
      reason: reasons.get(column) ?? null,
      options: refused.has(column) ? [{ value: 'none', text: 'Left out', selected: true }] : optionsFor(holds[at]!, source.personal),
      error: errors.find(({ field }) => field === `holds_${at}`)?.text ?? null,
    })),
    formats: DATE_FORMATS.map((value) => ({ value, text: FORMAT_WORDS[value], checked: mapping.dateFormat === value })),
    category: mapping.category,
    words: wordsIn(sample, mapping).map((word, at) => ({
      at,
      word,
      options: [{ value: '', text: 'By this word only', selected: !mapping.categories[word] }, ...compareNames(mapping).map((value) => ({ value, text: value, selected: mapping.categories[word] === value }))],
    })),
    tried: tried && triedRows(tried, sample),
    ...errorsForPage(errors),
  }
}

/** Up to three different values of a column, shortened. */
function examplesOf({ rows }: Sample, at: number): string {
  const values = [...new Set(rows.map((fields) => (fields[at] ?? '').trim()).filter(Boolean))].slice(0, 3)
  return values.map((value) => (value.length > 40 ? `${value.slice(0, 39)}…` : value)).join(' · ') || 'Nothing in the first rows'
}

function optionsFor(chosen: Holds, personal: boolean) {
  const option = (value: Holds, text: string) => ({ value, text, selected: value === chosen })
  const people = (part: 'caller' | 'victim', who: string) => PERSON_FIELDS.map((field) => option(`${part} ${field}`, `${who}: ${PERSON_WORDS[field]}`))
  return [
    option('none', 'Leave it out'),
    option('details', 'Keep it beside the row'),
    ...FIELDS.map((field) => option(field, FIELD_WORDS[field])),
    ...(personal ? [...people('caller', 'Caller'), ...people('victim', 'Victim')] : []),
  ]
}

/** The names under which kinds of different sources are compared: those of data.police.uk, and what the mapping has besides. */
const compareNames = ({ categories }: Mapping): string[] => [...new Set([...STREET_CATEGORIES, ...Object.values(categories)])].toSorted()

/** Words for kinds in the first rows, the most frequent first, and those the mapping knows already. */
function wordsIn({ header, rows }: Sample, { columns, categories }: Mapping): string[] {
  const at = header.indexOf(columns.category ?? '')
  const counts = new Map<string, number>()
  if (at !== -1)
    for (const fields of rows) {
      const word = (fields[at] ?? '').trim()
      if (word !== '' && word.length <= 200) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  const found = [...counts].toSorted((a, b) => b[1] - a[1]).map(([word]) => word)
  return [...new Set([...found, ...Object.keys(categories)])].slice(0, 200)
}

const PREVIEWED = 20

function triedRows({ incidents, rejections, problem }: Tried, { header }: Sample) {
  const rows = [
    ...incidents.map((row) => ({ line: row.line, taken: true as const, row })),
    ...rejections.map((row) => ({ line: row.line, taken: false as const, row })),
  ].toSorted((a, b) => a.line - b.line)
  return {
    problem,
    lead: problem ? null : `Of the first ${writeCount(Math.min(rows.length, PREVIEWED))} rows, ${writeCount(rows.slice(0, PREVIEWED).filter(({ taken }) => taken).length)} would be taken.`,
    rows: rows.slice(0, PREVIEWED).map((each) =>
      each.taken
        ? { line: writeCount(each.line), taken: true, kind: each.row.category, when: whenOf(each.row), where: whereOf(each.row), also: alsoOf(each.row), why: null }
        : { line: writeCount(each.line), taken: false, kind: null, when: null, where: null, also: null, why: `${each.row.column && header.includes(each.row.column) ? `${each.row.column}: ` : ''}${each.row.reason}` },
    ),
  }
}

const LOCAL = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })
const written = (instant: string) => LOCAL.format(Temporal.Instant.from(instant).epochMilliseconds)

function whenOf({ month, starts, ends }: IncidentRow): string {
  if (starts === null) return `${writeMonth(monthIndex(month))}, day not known`
  return ends === null || ends === starts ? written(starts) : `${written(starts)} to ${written(ends)}`
}

const PLACED = { inside: 'in the area', outside: 'outside the area', unplaced: 'no place found' } as const
const whereOf = ({ place, easting, northing, placed }: IncidentRow): string =>
  [place, easting === null || northing === null ? null : `${writeCount(easting)}, ${writeCount(northing)}`, PLACED[placed]].filter(Boolean).join('; ')

function alsoOf({ reference, outcome, details, people }: IncidentRow): string {
  const kept = Object.entries(details ?? {}).map(([name, value]) => `${name}: ${value.slice(0, 60)}`)
  const persons = people.map(({ part, ...person }) => `${part}: ${Object.values(person).filter(Boolean).join(', ')}`)
  return [reference && `Reference ${reference.slice(0, 30)}`, outcome, ...kept, ...persons].filter(Boolean).join('; ')
}
