import type { LinkRecord } from '../../statistics/linkage/records.ts'

/** One person as one report names them. `record` outlives new versions of the report: its source, month, key and part. */
export type CallerRecord = {
  record: string
  part: 'caller' | 'victim'
  sourceId: number
  source: string
  loadId: number
  line: number
  on: string // ISO date of the report, or the first of its month where only that is known
  reference: string | null
  category: string
  forename: string | null
  surname: string | null
  born: string | null
  address: string | null
  postcode: string | null
  phone: string | null
  email: string | null
}

export const asLinkRecord = ({ record, source, forename, surname, born, address, postcode, phone, email }: CallerRecord): LinkRecord => ({
  id: record, source, forename, surname, dob: born, address, postcode, phone, email,
})

export const nameOf = ({ forename, surname }: Pick<CallerRecord, 'forename' | 'surname'>): string => [forename, surname].filter(Boolean).join(' ') || 'No name given'
