import { type Measure, hasDenominator } from '../measure.ts'
import { giveReading, isFault, type Reading, READING_STATES, type ReadingState, stateOf, type Typed } from '../reading.ts'
import { PERIOD_EXAMPLES, readPeriod, type ReadingPeriod } from '../reading-period.ts'

/** One line of what was pasted, or one row of a file, by its number there. */
export type Row = { line: number; cells: readonly string[] }

/** A line that could not be taken: what it said, why not, and what to do. */
export type Refusal = { line: number; text: string; reason: string; remedy: string }

/** Every line that is not blank is in one of these; `headings` are lines that name the others' columns or hold part of a reading. */
export type ReadLines = { taken: { line: number; reading: Reading }[]; refused: Refusal[]; headings: number[] }

const COLUMNS = ['period', 'value', 'numerator', 'denominator', 'state', 'note'] as const
type Column = (typeof COLUMNS)[number]

const ALSO_CALLED: Record<string, Column> = {
  month: 'period',
  quarter: 'period',
  year: 'period',
  'financial year': 'period',
  date: 'period',
  figure: 'value',
  count: 'value',
  number: 'value',
  total: 'value',
  rate: 'value',
  percentage: 'value',
  '%': 'value',
  status: 'state',
  notes: 'note',
  comment: 'note',
}
const columnNamed = (text: string): Column | undefined => {
  const name = text.trim().toLowerCase()
  return COLUMNS.find((column) => column === name) ?? ALSO_CALLED[name]
}

const STATES = new RegExp(`^(.*?)[\\s:]+(${READING_STATES.filter((state) => state !== 'value').join('|')})$`, 'i')

/** Pasted text as rows: columns by tabs, or else by commas or semicolons, or else the last word of the line is the figure. */
export function rowsOfText(text: string): Row[] {
  return text.split(/\r\n|\r|\n/).map((line, index) => ({ line: index + 1, cells: cellsOf(line) }))
}

function cellsOf(line: string): string[] {
  if (line.includes('\t')) return line.split('\t').map(unquoted)
  if (/[,;]/.test(line)) return splitOutsideQuotes(line).map(unquoted)
  const [, period, figure] = STATES.exec(line.trim()) ?? /^(.*[^\s:])[\s:]+(\S+)$/.exec(line.trim()) ?? []
  return period === undefined ? [line.trim()] : [period, figure!]
}

function splitOutsideQuotes(line: string): string[] {
  const cells = ['']
  let quoted = false
  for (const character of line) {
    const cell = cells.at(-1)!
    if (character === '"' && (quoted || cell.trim() === '')) quoted = !quoted
    if (!quoted && (character === ',' || character === ';')) cells.push('')
    else cells[cells.length - 1] = cell + character
  }
  return cells
}

const unquoted = (cell: string): string => {
  const text = cell.trim()
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"').trim() : text
}

/** Reads rows as readings of a measure: long (a period a row, under headings or not) or wide (a period a column). */
export function readRows(rows: readonly Row[], measure: Measure, today: Temporal.PlainDate): ReadLines {
  const filled = rows
    .map(({ line, cells }) => ({ line, cells: cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1) }))
    .filter(({ cells }) => cells.length > 0)
  const [first, ...rest] = filled
  if (!first) return { taken: [], refused: [], headings: [] }
  const named = first.cells.map(columnNamed)
  const isPeriod = (text: string) => !('reason' in readPeriod(text, measure.frequency, today))
  if (named.includes('period') && named.length > 1) return readLong(first, named, rest, measure, today)
  if (first.cells.filter(isPeriod).length > 1) return readWide(first, rest, isPeriod(first.cells[0]!), measure, today)
  return distinct(
    filled.map((row) => readRow(row, columnsOf(row, measure), measure, today)),
    [],
  )
}

/** Without headings: a period and a value, or for a share or rate a period, a numerator and a denominator. */
const columnsOf = ({ cells }: Row, measure: Measure): Column[] =>
  hasDenominator(measure) && cells.length === 3 ? ['period', 'numerator', 'denominator'] : ['period', 'value']

function readLong(
  heading: Row,
  named: (Column | undefined)[],
  rows: Row[],
  measure: Measure,
  today: Temporal.PlainDate,
): ReadLines {
  const unknown = named.findIndex((column, index) => column === undefined && heading.cells[index]!.trim() !== '')
  const twice = named.findIndex((column, index) => column !== undefined && named.indexOf(column) < index)
  const refuse = (reason: string) => ({
    line: heading.line,
    text: heading.cells.join(', '),
    reason,
    remedy: `Columns may be ${COLUMNS.join(', ')}. Take the others out.`,
  })
  const problem =
    unknown >= 0
      ? refuse(`The column “${heading.cells[unknown]}” is not known`)
      : twice >= 0
        ? refuse(`Two columns give the ${named[twice]}`)
        : null
  const outcomes = rows.map((row) => readRow(row, named, measure, today))
  return problem ? distinct([problem, ...outcomes], []) : distinct(outcomes, [heading.line])
}

type Outcome = { line: number; reading: Reading } | Refusal

function readRow(
  { line, cells }: Row,
  columns: readonly (Column | undefined)[],
  measure: Measure,
  today: Temporal.PlainDate,
): Outcome {
  const text = cells.join(', ')
  if (cells.length > columns.length) {
    const remedy = 'Paste from a spreadsheet, or put a figure that has commas in quotation marks.'
    return {
      line,
      text,
      reason: `It has ${cells.length} columns, and ${columns.length} were expected (${columns.filter(Boolean).join(', ')})`,
      remedy,
    }
  }
  const cell = (column: Column) => cells[columns.indexOf(column)]?.trim() ?? ''
  const period = readPeriod(cell('period'), measure.frequency, today)
  return 'reason' in period ? { line, text, ...period } : readCells(line, text, period, cell, measure, today)
}

function readCells(
  line: number,
  text: string,
  period: ReadingPeriod,
  cell: (column: Column) => string,
  measure: Measure,
  today: Temporal.PlainDate,
): Outcome {
  const words = cell('state')
  const state: ReadingState | null = words.toLowerCase() === 'value' ? 'value' : stateOf(words)
  if (words !== '' && state === null)
    return { line, text, reason: `“${words}” is no state`, remedy: `Write ${READING_STATES.join(', ')}.` }
  const typed: Typed = {
    value: cell('value'),
    numerator: cell('numerator'),
    denominator: cell('denominator'),
    state,
    note: cell('note') || null,
  }
  const given = giveReading(measure, typed)
  if (isFault(given)) return { line, text, reason: given.reason, remedy: given.remedy }
  const early = tooEarly(period, given.state, today)
  return early ? { line, text, ...early } : { line, reading: { ...given, period } }
}

/** A period that has not ended can only be read in part. */
export function tooEarly(period: ReadingPeriod, state: ReadingState, today: Temporal.PlainDate) {
  if (state !== 'value' || Temporal.PlainDate.compare(period.ends, today) < 0) return null
  return { reason: `${period.label} has not ended`, remedy: 'Enter it as incomplete, or wait until it has.' }
}

function readWide(heading: Row, rows: Row[], unlabelled: boolean, measure: Measure, today: Temporal.PlainDate): ReadLines {
  const labels = rows.map(({ cells }) => (unlabelled ? 'value' : columnNamed(cells[0]!)))
  const columns: (Column | undefined)[] = rows.length === 1 && !labels[0] ? ['value'] : labels
  const wrong = rows.filter(
    (_, index) => columns[index] === undefined || columns[index] === 'period' || columns.indexOf(columns[index]) < index,
  )
  const refused: Refusal[] = wrong.map(({ line, cells }) => ({
    line,
    text: cells.join(', '),
    reason: unlabelled ? 'Only one row of values was expected' : `“${cells[0]}” is not what a row may hold, or is there twice`,
    remedy: `Begin each row with ${COLUMNS.slice(1).join(', ')}, each once.`,
  }))
  if (rows.length === 0)
    refused.push({
      line: heading.line,
      text: heading.cells.join(', '),
      reason: 'There are periods but no figures under them',
      remedy: 'Add a row of figures.',
    })
  const outcomes = heading.cells.flatMap((text, index): Outcome[] => {
    if (index === 0 && !unlabelled) return []
    const cell = (column: Column) => rows[columns.indexOf(column)]?.cells[index]?.trim() ?? ''
    const period = readPeriod(text, measure.frequency, today)
    const line = rows[0]?.line ?? heading.line
    const shown = `${text}: ${cell('value')}`
    return ['reason' in period ? { line: heading.line, text, ...period } : readCells(line, shown, period, cell, measure, today)]
  })
  const tooWide = rows.filter(({ cells }) => cells.length > heading.cells.length)
  refused.push(
    ...tooWide.map(({ line, cells }) => ({
      line,
      text: cells.join(', '),
      reason: 'It has figures beyond the last period',
      remedy: `Name their periods, such as ${PERIOD_EXAMPLES[measure.frequency]}.`,
    })),
  )
  return distinct(rows.length ? [...outcomes, ...refused] : refused, [heading.line, ...rows.map(({ line }) => line)])
}

/** Parts outcomes, refusing a period that is given twice. */
function distinct(outcomes: readonly Outcome[], headings: number[]): ReadLines {
  const taken = new Map<string, { line: number; reading: Reading }>()
  const refused: Refusal[] = []
  for (const outcome of outcomes) {
    if ('reason' in outcome) refused.push(outcome)
    else {
      const { key, label } = outcome.reading.period
      const before = taken.get(key)
      if (before)
        refused.push({
          line: outcome.line,
          text: label,
          reason: `${label} is on line ${before.line} too`,
          remedy: 'Keep one of them.',
        })
      else taken.set(key, outcome)
    }
  }
  return { taken: [...taken.values()], refused: refused.toSorted((a, b) => a.line - b.line), headings }
}
