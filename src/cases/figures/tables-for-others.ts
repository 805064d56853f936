import type { Tx } from '../../db/tx.ts'
import type { PublishableCount } from '../../statistics/disclosure.ts'
import { FIGURE_NAMES, FIGURES } from './figure.ts'
import { selectCounts } from './store.ts'
import { yearsOf } from './years.ts'

/** A figure of casework as the published table has it: the newest year first, small numbers protected. */
export type CaseTable = { title: string; rows: { year: string; isWhole: boolean; cells: { part: string; count: PublishableCount }[]; total: PublishableCount | null }[] }

/** What the figures page shows of a scheme, for rooms that tell of it elsewhere: the same numbers, so that nothing can be told from the two together. `today`: ISO. */
export async function selectCaseTables(tx: Tx, schemeId: string, today: string): Promise<CaseTable[]> {
  const counts = await selectCounts(tx, schemeId)
  return FIGURE_NAMES.map((figure) => {
    const { title, parts } = FIGURES[figure]
    return {
      title,
      rows: yearsOf(figure, counts, today).rows.map(({ year, isWhole, cells, total }) => ({ year, isWhole, total, cells: Object.values(parts).map((part, at) => ({ part, count: cells[at]! })) })),
    }
  })
}
