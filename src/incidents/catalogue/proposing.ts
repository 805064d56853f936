import type { Mapping } from '../mapping.ts'
import { columnsOf } from '../reading/mapped-rows.ts'
import { proposeMapping } from '../reading/propose.ts'
import type { Source } from '../source.ts'
import type { Sample } from './first-look.ts'

/** A mapping put forward, with why for each column, the columns that the source may not hold, and sentences about the whole. */
export type Proposal = { mapping: Mapping; reasons: ReadonlyMap<string, string>; refused: ReadonlySet<string>; notes: readonly string[] }

/** A mapping to begin with: what the columns look like, and what the source’s own mapping (`own`) says of those it names. */
export function propose({ header, rows }: Sample, { personal }: Source, own: Mapping | null): Proposal {
  const { mapping, columns, notes } = proposeMapping(header, rows, { personal })
  const reasons = new Map(columns.map(({ column, reason, confidence }) => [column, confidence === 'unsure' ? `Not sure. ${reason}` : reason]))
  const refused = new Set(columns.filter(({ use }) => use.kind === 'refused').map(({ column }) => column))
  return { mapping: own ? merged(own, mapping, header) : mapping, reasons, refused, notes }
}

/** The source's own mapping as far as the file has its columns; for fields and columns it says nothing of, the other. */
function merged(own: Mapping, other: Mapping, header: readonly string[]): Mapping {
  const mine = new Set(columnsOf(own).filter((column) => header.includes(column)))
  const both = <K extends string>(owns: Readonly<Partial<Record<K, string>>>, others: Readonly<Partial<Record<K, string>>>) =>
    ({ ...Object.fromEntries(Object.entries(others).filter(([, column]) => !mine.has(column as string))), ...Object.fromEntries(Object.entries(owns).filter(([, column]) => mine.has(column as string))) }) as Partial<Record<K, string>>
  return {
    columns: both(own.columns, other.columns),
    caller: both(own.caller, other.caller),
    victim: both(own.victim, other.victim),
    details: [...own.details.filter((column) => mine.has(column)), ...other.details.filter((column) => !mine.has(column))],
    dateFormat: own.dateFormat,
    categories: { ...other.categories, ...own.categories },
    category: own.category,
  }
}
