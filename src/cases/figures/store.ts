import type { Tx } from '../../db/tx.ts'
import type { Count } from './figure.ts'

export type CountedScheme = { schemeId: string; name: string; begins: string }

/** Schemes that figures are kept of, by name. */
export const selectCountedSchemes = (tx: Tx): Promise<CountedScheme[]> => tx.selectFrom('scheme').select(['scheme_id as schemeId', 'name', 'begins']).orderBy('name').execute()

/** A scheme's counts, in order of month. */
export const selectCounts = (tx: Tx, schemeId: string): Promise<Count[]> =>
  tx.selectFrom('case_count').select(['month', 'figure', 'part', 'n']).where('scheme_id', '=', schemeId).orderBy('month').orderBy('figure').orderBy('part').execute()
