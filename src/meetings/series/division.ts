import { DIVISIONS, type Division } from '../../calendar/bank-holidays.ts'
import type { Tx } from '../../db/tx.ts'

/** Whose bank holidays are kept where nobody says otherwise. */
export const USUAL_DIVISION: Division = 'England and Wales'

/** Where a division's bank holidays are told from others': "bank holidays of Scotland". */
export const sayDivision = (division: Division) => `bank holidays of ${division}`

/** Whose bank holidays each group keeps: those of its newest series; without one, those that most series of the partnership keep (`usual`). */
export type Divisions = { usual: Division; of: (groupId: string) => Division }

const isDivision = (text: string): text is Division => DIVISIONS.some((each) => each === text)

export async function selectDivisions(tx: Tx): Promise<Divisions> {
  const rows = await tx.selectFrom('series').select(['group_id as groupId', 'division']).orderBy('starts', 'desc').orderBy('series_id').execute()
  const known = rows.flatMap(({ groupId, division }) => (isDivision(division) ? [{ groupId, division }] : []))
  const counts = Map.groupBy(known, ({ division }) => division)
  const usual = DIVISIONS.toSorted((one, other) => (counts.get(other)?.length ?? 0) - (counts.get(one)?.length ?? 0))[0]!
  const newest = new Map(known.toReversed().map(({ groupId, division }) => [groupId, division]))
  return { usual: known.length > 0 ? usual : USUAL_DIVISION, of: (groupId) => newest.get(groupId) ?? (known.length > 0 ? usual : USUAL_DIVISION) }
}
