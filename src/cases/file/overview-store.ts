import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'

export type LatestRisk = { band: string; judged: boolean; score: number; assessedOn: string }

/** The latest risk assessment of a case: the band somebody judged, or else the one scored. Null before the first. */
export async function selectLatestRisk(tx: Tx, caseId: string): Promise<LatestRisk | null> {
  const row = await tx.selectFrom('risk_assessment').select(['band', 'judged_band', 'score', 'assessed_on']).where('case_id', '=', caseId).orderBy('made_at', 'desc').limit(1).executeTakeFirst()
  return row ? { band: row.judged_band ?? row.band, judged: row.judged_band !== null, score: row.score, assessedOn: row.assessed_on } : null
}

/** Days on which a panel takes the case that are still to come. */
export const selectComingPanels = async (tx: Tx, caseId: string): Promise<{ panelId: string; heldOn: string }[]> =>
  tx.selectFrom('panel_case as k').innerJoin('panel as p', (on) => on.onRef('p.partnership_id', '=', 'k.partnership_id').onRef('p.panel_id', '=', 'k.panel_id'))
    .select(['p.panel_id as panelId', 'p.held_on as heldOn']).where('k.case_id', '=', caseId).where('p.state', 'in', ['planned', 'under way']).orderBy('p.held_on').execute()

export type Names = ReadonlyMap<string, string>

/** The present names of agencies, by id. */
export async function selectAgencyNames(tx: Tx, agencyIds: readonly string[]): Promise<Names> {
  if (agencyIds.length === 0) return new Map()
  const rows = await tx.selectFrom('organisation_name').select(['organisation_id', 'name']).where('organisation_id', 'in', [...agencyIds]).where('kind', '=', 'name').where('valid_to', 'is', null).execute()
  return new Map(rows.map(({ organisation_id, name }) => [organisation_id, name]))
}

/** Shuts whoever acts out of a case by name, on their own word; from the next moment it is not there for them. */
export async function declareConflict(tx: Tx, caseId: string, reason: string): Promise<void> {
  await tx.insertInto('case_exclusion').values({ partnership_id: tx.actor.partnershipId!, case_id: caseId, account_id: tx.actor.accountId!, reason, declared_by: tx.actor.accountId })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'case_id', 'account_id']).doUpdateSet({ lifted_at: null, lifted_reason: null, reason, declared_at: sql`now()`, declared_by: tx.actor.accountId })).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { excluded: tx.actor.accountId, declared: true } })
}
