import type { IncidentRow, RejectedRow } from '../incident.ts'
import type { Placer } from '../places/placer.ts'
import { namesOf } from './header.ts'
import { identifierWithin } from './identifiers.ts'
import { makeMappedRows } from './mapped-rows.ts'
import { makePublishedRows } from './published-rows.ts'
import type { ReadingPlan } from './read-file.ts'
import { makeTally } from './tally.ts'
import { counted, grouped } from './unreadable.ts'
import { makeLocate } from './where.ts'

/** Why a row is refused: the header's name of the column (null: the row as a whole), what stood there, and what to do. */
export type Reject = { column: string | null; value: string | null; reason: string }

/** Reads the fields of one row, as wide as the header, into an incident. */
export type ReadRow = (fields: readonly string[], line: number) => IncidentRow | Reject

/** How the rows of one layout are read. `keeps`: may a refused row of this source keep what stood in a column? */
export type RowLayout = {
  readRow: ReadRow
  keeps(column: number): boolean
  needs: number
  newCategories: ReadonlyMap<string, number>
}

export type RowReader = {
  /** An incident, a refusal, or null for a row without any value and for the header written again. */
  read(fields: readonly string[], line: number): IncidentRow | RejectedRow | null
  /** A row of which only its text is left. `isLast`: nothing follows it. */
  broken(text: string, line: number, why: string): RejectedRow
  /** Takes back an incident that turns out to be the torn last row of its file. */
  torn(row: { fields: readonly string[]; line: number }): RejectedRow
  isShort(fields: readonly string[]): boolean
  notes(): string[]
  newCategories: ReadonlyMap<string, number>
}

export const isRejected = (row: IncidentRow | RejectedRow): row is RejectedRow => 'reason' in row
const isReject = (row: IncidentRow | Reject): row is Reject => 'reason' in row

/** Stands in a refused row for what a depersonalised source may not hold. */
export const NOT_KEPT = '(not kept)'

const TORN =
  'The file is cut off in this row: it ends before its last columns. Download or save it again and load the new copy.'

/** Makes the reader of a file's rows. `sample`: some of its first rows. Throws CannotBeRead where the plan and the file do not go together. */
export function makeRowReader(
  plan: ReadingPlan,
  placer: Placer,
  header: readonly string[],
  name: string,
  sample: readonly (readonly string[])[],
): RowReader {
  const tally = makeTally()
  const locate = makeLocate(placer, plan.positions, plan.postcodes, tally)
  const setting = { plan, header, name, sample, locate, tally }
  const { readRow, keeps, needs, newCategories } =
    plan.layout === 'mapped' ? makeMappedRows(setting) : makePublishedRows(plan.layout, setting)
  const outside = makeOutsideRuns()
  let repeatedHeaders = 0

  const keepsAll = header.every((_, at) => keeps(at))
  const sifted = (text: string) =>
    keepsAll || identifierWithin(text) === null ? text.replaceAll('\0', '\ufffd') : NOT_KEPT
  // Values under the wrong columns cannot be told apart, so where columns are left out on purpose none of them is kept.
  const kept = (fields: readonly string[]) =>
    keepsAll || fields.length <= header.length
      ? fields.map((field, at) => (keepsAll || keeps(at) ? sifted(field) : ''))
      : []
  const refuse = (fields: readonly string[], line: number, { column, value, reason }: Reject): RejectedRow => ({
    line,
    column,
    value: value === null ? null : sifted(value),
    reason,
    fields: kept(fields),
  })

  function read(fields: readonly string[], line: number): IncidentRow | RejectedRow | null {
    if (!fields.some((field) => field !== '' && field.trim() !== '')) return null
    if (fields[0]!.trim() === header[0] && namesOf(fields).join('\0') === header.join('\0')) {
      repeatedHeaders++
      return null
    }
    const fault = faultOf(fields)
    if (fault) return refuse(fields, line, fault)
    const row = readRow(fields, line)
    if (isReject(row)) return refuse(fields, line, row)
    outside.add(row.placed, line)
    return row
  }

  function faultOf(fields: readonly string[]): Reject | null {
    const nullAt = fields.findIndex((field) => field.includes('\0'))
    if (nullAt !== -1) {
      const reason =
        'The row holds a null character, which no text has: the file was damaged. Save it again from where it came and load the new copy.'
      return { column: header[nullAt] ?? null, value: fields[nullAt]!.replaceAll('\0', '\ufffd'), reason }
    }
    if (fields.length > header.length && fields.slice(header.length).some((field) => field.trim() !== '')) {
      const reason = `The row has ${counted(fields.length, 'value', 'values')} under ${counted(header.length, 'column', 'columns')}: most often a comma inside a value is not between quotation marks. Put the value between quotation marks.`
      return { column: null, value: null, reason }
    }
    if (fields.length < needs) {
      const reason = `The row has ${counted(fields.length, 'value', 'values')} under ${counted(header.length, 'column', 'columns')}: it is cut short, or broken by a line break that is not between quotation marks. Mend the row.`
      return { column: header[fields.length]!, value: null, reason }
    }
    return null
  }

  return {
    read,
    // Its text was never parted into columns, so nothing of it may be kept where columns are left out on purpose.
    broken: (text, line, why) => ({
      line,
      column: null,
      value: null,
      reason: why,
      fields: keepsAll ? [text.replaceAll('\0', '\ufffd')] : [],
    }),
    torn: ({ fields, line }) =>
      refuse(fields, line, { column: header[fields.length] ?? header.at(-1) ?? null, value: null, reason: TORN }),
    isShort: (fields) => fields.length < header.length,
    notes() {
      const notes = [...tally.sentences(), ...outside.notes()]
      if (repeatedHeaders > 0)
        notes.push(
          `The header stands again on ${counted(repeatedHeaders, 'line', 'lines')} further down, and was passed over.`,
        )
      return notes
    },
    newCategories,
  }
}

// So many placed rows in a row, all outside, are a file from elsewhere and not the odd incident over the border.
const RUN = 200

function makeOutsideRuns() {
  let inside = 0
  let outside = 0
  let run = { rows: 0, from: 0, to: 0 }
  let longest = run
  return {
    add(placed: IncidentRow['placed'], line: number) {
      if (placed === 'inside') {
        inside++
        run = { rows: 0, from: 0, to: 0 }
      } else if (placed === 'outside') {
        outside++
        if (run.rows === 0) run.from = line
        run.rows++
        run.to = line
        if (run.rows > longest.rows) longest = run
      }
    },
    notes(): string[] {
      const placed = inside + outside
      if (placed >= 20 && inside === 0)
        return [
          `All ${grouped(placed)} rows with a place lie outside the partnership’s area: check that this is the right area’s file.`,
        ]
      const notes: string[] = []
      if (longest.rows >= RUN)
        notes.push(
          `${grouped(longest.rows)} rows one after another, from line ${grouped(longest.from)} to line ${grouped(longest.to)}, lie outside the partnership’s area: check whether another area’s file was added to this one.`,
        )
      else if (placed >= 20 && outside > placed / 2)
        notes.push(`${grouped(outside)} of ${grouped(placed)} rows with a place lie outside the partnership’s area.`)
      return notes
    },
  }
}
