import type { Layout } from '../source.ts'

/** The columns by which a published layout is known, in the order of its files. Source: data.police.uk/about/#columns. */
export const COLUMNS = {
  'police.uk street': [
    'Crime ID',
    'Month',
    'Reported by',
    'Falls within',
    'Longitude',
    'Latitude',
    'Location',
    'LSOA code',
    'LSOA name',
    'Crime type',
    'Last outcome category',
    'Context',
  ],
  'police.uk outcomes': [
    'Crime ID',
    'Month',
    'Reported by',
    'Falls within',
    'Longitude',
    'Latitude',
    'Location',
    'LSOA code',
    'LSOA name',
    'Outcome type',
  ],
  'police.uk stop and search': [
    'Type',
    'Date',
    'Part of a policing operation',
    'Policing operation',
    'Latitude',
    'Longitude',
    'Gender',
    'Age range',
    'Self-defined ethnicity',
    'Officer-defined ethnicity',
    'Legislation',
    'Object of search',
    'Outcome',
    'Outcome linked to object of search',
    'Removal of more than just outer clothing',
  ],
} as const satisfies Partial<Record<Layout, readonly string[]>>

export type Published = keyof typeof COLUMNS

/** Columns a file may lack and still be read. */
const OPTIONAL = new Set([
  'Reported by',
  'Falls within',
  'LSOA name',
  'Context',
  'Policing operation',
  'Outcome linked to object of search',
  'Removal of more than just outer clothing',
])

/** The columns of a layout that a header must have and has not. */
export const missingColumns = (layout: Published, header: readonly string[]): string[] => {
  const held = new Set(header.map((name) => name.toLowerCase()))
  return COLUMNS[layout].filter((name) => !OPTIONAL.has(name) && !held.has(name.toLowerCase()))
}

/** The published layout that a header belongs to, by the names of its columns in any order; null for any other table. */
export function recognise(header: readonly string[]): Published | null {
  const layouts = Object.keys(COLUMNS) as Published[]
  return layouts.find((layout) => missingColumns(layout, header).length === 0) ?? null
}

/** The month that a published file's name says its rows are of, as its first day: "2024-01-city-of-london-street.csv" → "2024-01-01"; else null. */
export function monthOfName(name: string): string | null {
  const last = name.split(/[/\\]/).at(-1)!
  const [, year, month] = /(?:^|[^\d])((?:19|20)\d{2})-(0[1-9]|1[0-2])-\D/.exec(last) ?? []
  return year === undefined ? null : `${year}-${month}-01`
}
