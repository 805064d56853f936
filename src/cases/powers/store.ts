import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { type CaseCover, consultCases } from '../../sharing/case-store.ts'
import { USE_STATES } from './check-use.ts'

const UseRow = z.object({
  useId: z.string(), caseId: z.string(), subjectId: z.string().nullable(), power: z.string(), state: z.enum(USE_STATES), authority: z.string().nullable(), decidedOn: z.string(), starts: z.string().nullable(), ends: z.string().nullable(),
  conditions: z.string().nullable(), positiveRequirements: z.string().nullable(), skippedReason: z.string().nullable(), proportionality: z.string(), vulnerability: z.string().nullable(), reviewedOn: z.string().nullable(),
  endedOn: z.string().nullable(), endedReason: z.string().nullable(), version: z.number(), agency: z.string(), recordedBy: z.string().nullable(), breaches: z.number(),
})
/** One use of a power in a case. Dates are ISO. */
export type PowerUse = z.infer<typeof UseRow>

const uses = sql`
  select u.power_use_id as "useId", u.case_id as "caseId", u.subject_id as "subjectId", u.power, u.state, u.authority, u.decided_on as "decidedOn", u.starts, u.ends, u.conditions,
    u.positive_requirements as "positiveRequirements", u.skipped_reason as "skippedReason", u.proportionality, u.vulnerability, u.reviewed_on as "reviewedOn", u.ended_on as "endedOn", u.ended_reason as "endedReason", u.version,
    coalesce((select n.name from organisation_name n where n.partnership_id = u.partnership_id and n.organisation_id = u.agency_id and n.kind = 'name' and n.valid_to is null limit 1), 'An agency') as agency,
    (select a.name from account a where a.partnership_id = u.partnership_id and a.account_id = u.recorded_by) as "recordedBy",
    (select count(*)::integer from power_breach b where b.partnership_id = u.partnership_id and b.power_use_id = u.power_use_id) as breaches
  from power_use u`

/** What was used in a case, in the order it was decided. */
export async function selectUses(tx: Tx, caseId: string): Promise<PowerUse[]> {
  const { rows } = await sql`${uses} where u.case_id = ${caseId} order by u.decided_on, u.recorded_at, u.power_use_id`.execute(tx)
  return z.array(UseRow).parse(rows)
}

/** Dates of birth (ISO) that a case holds whole, by index entry. */
export async function selectBirths(tx: Tx, caseId: string): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('index_fact').select(['index_entry_id as entryId', 'value']).where('case_id', '=', caseId).where('kind', '=', 'birth').where('ended_reason', 'is', null).orderBy('recorded_at').execute()
  return new Map(rows.filter(({ value }) => /^\d{4}-\d{2}-\d{2}$/.test(value)).map(({ entryId, value }) => [entryId, value]))
}

export type NewUse = Pick<PowerUse, 'subjectId' | 'power' | 'state' | 'authority' | 'decidedOn' | 'starts' | 'ends' | 'conditions' | 'positiveRequirements' | 'skippedReason' | 'proportionality' | 'vulnerability'>

/** Records a use of a power and gives its id. */
export async function addUse(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>, use: NewUse): Promise<string> {
  const power_use_id = crypto.randomUUID()
  await tx.insertInto('power_use').values({
    partnership_id: tx.actor.partnershipId!, power_use_id, case_id: caseId, subject_id: use.subjectId, power: use.power, state: use.state, authority: use.authority, decided_on: use.decidedOn, starts: use.starts, ends: use.ends,
    conditions: use.conditions, positive_requirements: use.positiveRequirements, skipped_reason: use.skippedReason, proportionality: use.proportionality, vulnerability: use.vulnerability, recorded_by: tx.actor.accountId, agency_id: agencyId,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { powerUse: power_use_id } })
  return power_use_id
}

export type UseChange = Pick<PowerUse, 'state' | 'starts' | 'ends' | 'conditions' | 'positiveRequirements' | 'skippedReason' | 'reviewedOn' | 'endedOn' | 'endedReason'>

/** Changes a use if it is still at `version`; false when somebody changed it since, and then nothing is. */
export async function changeUse(tx: Tx, { useId, caseId, version }: Pick<PowerUse, 'useId' | 'caseId' | 'version'>, change: UseChange): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('power_use').set({
    state: change.state, starts: change.starts, ends: change.ends, conditions: change.conditions, positive_requirements: change.positiveRequirements, skipped_reason: change.skippedReason, reviewed_on: change.reviewedOn,
    ended_on: change.endedOn, ended_reason: change.endedReason, version: version + 1,
  }).where('power_use_id', '=', useId).where('case_id', '=', caseId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { powerUse: useId, state: change.state } })
  return numUpdatedRows > 0n
}

export type Breach = { breachId: string; useId: string; breachedOn: string; what: string; response: string; recordedBy: string | null }

/** Breaches of the orders in a case, latest first. */
export const selectBreaches = (tx: Tx, caseId: string): Promise<Breach[]> =>
  tx.selectFrom('power_breach as b').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'b.partnership_id').onRef('a.account_id', '=', 'b.recorded_by'))
    .select(['b.power_breach_id as breachId', 'b.power_use_id as useId', 'b.breached_on as breachedOn', 'b.what', 'b.response', 'a.name as recordedBy']).where('b.case_id', '=', caseId).orderBy('b.breached_on', 'desc').execute()

/** Records a breach and what was done about it. */
export async function addBreach(tx: Tx, { useId, caseId }: Pick<PowerUse, 'useId' | 'caseId'>, breach: { breachedOn: string; what: string; response: string }) {
  const power_breach_id = crypto.randomUUID()
  await tx.insertInto('power_breach').values({ partnership_id: tx.actor.partnershipId!, power_breach_id, power_use_id: useId, case_id: caseId, breached_on: breach.breachedOn, what: breach.what, response: breach.response, recorded_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { powerUse: useId, breach: power_breach_id } })
}

export type RegisteredUse = PowerUse & { reference: string; subject: string | null }

/** Orders and notices in every case the reader sees, those that end soonest first: in force, or over. The look is written down for each case shown. */
export async function selectRegister(tx: Tx, { today, over, limit = 50, offset = 0 }: { today: string; over: boolean; limit?: number; offset?: number }): Promise<RegisteredUse[]> {
  const { rows } = await sql`
    select u.*, c.reference, (select f.value from subject s join index_fact f on f.partnership_id = s.partnership_id and f.index_entry_id = s.index_entry_id and f.case_id = s.case_id and f.kind in ('name', 'premises') and f.ended_reason is null
        where s.partnership_id = c.partnership_id and s.subject_id = u."subjectId" order by f.recorded_at desc limit 1) as subject
    from (${uses}) u join case_file c on c.case_id = u."caseId"
    where ${over ? sql`(u.state = 'ended' or (u.state = 'in force' and u.ends < ${today}))` : sql`(u.state = 'in force' and (u.ends is null or u.ends >= ${today}))`} and u.starts is not null
    order by ${over ? sql`coalesce(u."endedOn", u.ends) desc nulls last` : sql`u.ends nulls last`}, u."useId" limit ${limit} offset ${offset}`.execute(tx)
  const found = z.array(UseRow.extend({ reference: z.string(), subject: z.string().nullable() })).parse(rows)
  await consultCases(tx, found.map(({ caseId }) => caseId), 'list')
  return found
}
