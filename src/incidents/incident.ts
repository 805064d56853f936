/** How well a row's place is known: its own coordinates, an anonymous point near it, a street, only an area, or not at all. */
export type Position = 'exact' | 'snapped' | 'street' | 'area' | 'none'

/** As to the partnership's area. */
export type Placed = 'inside' | 'outside' | 'unplaced'

/** Special areas of `area_count`. */
export const EVERYWHERE = 0
export const OUTSIDE = -1
export const UNPLACED = -2

export type Person = {
  part: 'caller' | 'victim'
  forename: string | null
  surname: string | null
  born: string | null // ISO date
  address: string | null
  postcode: string | null
  phone: string | null
  email: string | null
}

/** One report, read and placed, before it is compared with what is held. Text fields are trimmed; months and days are ISO. */
export type IncidentRow = {
  line: number // of the file, where the row begins
  reference: string | null
  month: string // first day
  category: string
  starts: string | null // ISO instants
  ends: string | null
  easting: number | null // whole metres of the British National Grid
  northing: number | null
  position: Position
  placed: Placed
  wardId: number | null
  lsoaId: number | null
  place: string | null // in words
  outcome: string | null
  details: Readonly<Record<string, string>> | null
  people: readonly Person[]
}

/** A row that could not be taken: where, what was there, and what to do. `fields` is the whole row as it came. */
export type RejectedRow = { line: number; column: string | null; value: string | null; reason: string; fields: readonly string[] }

/** Part of a file, in its order: read and placed in a worker, written by the process that owns the database. */
export type Batch = { incidents: readonly IncidentRow[]; rejections: readonly RejectedRow[]; rowsRead: number }

/** What is known of a file before its rows. */
export type FileHeader = { header: readonly string[]; headerLine: number; encoding: string }
