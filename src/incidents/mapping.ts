/** The fields of an incident that a column may fill. People's fields belong to personal sources only. */
export const FIELDS = [
  'reference', 'date', 'time', 'ends date', 'ends time', 'month', 'category', 'place', 'outcome',
  'easting', 'northing', 'latitude', 'longitude', 'postcode', 'area code',
] as const
export type Field = (typeof FIELDS)[number]
export const PERSON_FIELDS = ['forename', 'surname', 'full name', 'born', 'address', 'postcode', 'phone', 'email'] as const
export type PersonField = (typeof PERSON_FIELDS)[number]

/** How a date is written: `day first` is 31/12/2024, `month first` 12/31/2024, `iso` 2024-12-31, with a time or without. */
export type DateFormat = 'iso' | 'day first' | 'month first'

/**
 * How the columns of a table become incidents. Columns are named as the header names them (a repeated name carries its place: "Date (2)").
 * `details`: columns kept beside the incident. Columns named nowhere are not kept.
 */
export type Mapping = {
  columns: Readonly<Partial<Record<Field, string>>>
  caller: Readonly<Partial<Record<PersonField, string>>>
  victim: Readonly<Partial<Record<PersonField, string>>>
  details: readonly string[]
  dateFormat: DateFormat
  categories: Readonly<Record<string, string>> // the source's word → the category it is compared under
  category: string | null // of every row, where no column says it
}
