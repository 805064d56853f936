import { audit, type Tx } from '../db/tx.ts'

/** Writes down that restricted parts of a meeting were read. `ids`: of the items, papers or minutes; none, and nothing is written. */
export function consultRestrictedParts(tx: Tx, { meetingId }: { meetingId: string }, part: string, ids: readonly string[]) {
  if (ids.length > 0) audit(tx, { act: 'consulted', subjectKind: 'meeting', subjectId: meetingId, details: { part, restricted: ids } })
}
