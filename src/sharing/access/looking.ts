import type { Tx } from '../../db/tx.ts'
import { selectCovered, selectLooks, selectRecorded } from './access-store.ts'
import { type Look, type Reason, unusualLooks } from './unusual.ts'

/** How far back is judged, in days; and as much again before it, for what was recorded then. */
const DAYS = 30

/** Unusual looks of the last 30 days that the governance lead may know of, newest first. */
export async function selectUnusual(tx: Tx, mayReadAudit: boolean, now: Temporal.Instant): Promise<{ look: Look; reasons: Reason[] }[]> {
  const looks = await selectLooks(tx, DAYS)
  const covered = await selectCovered(tx)
  const recorded = mayReadAudit ? await selectRecorded(tx, [...new Set(looks.map(({ caseId }) => caseId))], DAYS * 2) : null
  return unusualLooks(looks, { now, recorded, isCovered: (schemeId, agencyId, holderAgencyId) => covered.has(`${schemeId} ${agencyId} ${holderAgencyId}`) })
}

/**
 * How many looks of the last seven days are unusual. Whether anything was recorded around them is not asked: that is not said before a week has passed.
 * What hours are usual is judged by those seven days.
 */
export async function countUnusual(tx: Tx, now: Temporal.Instant): Promise<number> {
  const covered = await selectCovered(tx)
  return unusualLooks(await selectLooks(tx, 7), { now, recorded: null, isCovered: (schemeId, agencyId, holderAgencyId) => covered.has(`${schemeId} ${agencyId} ${holderAgencyId}`) }).length
}
