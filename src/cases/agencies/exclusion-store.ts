import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'

const ExclusionRow = z.object({
  accountId: z.string(), name: z.string(), reason: z.string(), declaredBy: z.string().nullable(), declaredAt: z.instanceof(Temporal.Instant), own: z.boolean(),
  liftedAt: z.instanceof(Temporal.Instant).nullable(), liftedReason: z.string().nullable(),
})
/** Somebody shut out of a case by name; `own`: by their own declaration. */
export type Exclusion = z.infer<typeof ExclusionRow>

/** Who is or was shut out of a case by name, those who are first. */
export async function selectExclusions(tx: Tx, caseId: string): Promise<Exclusion[]> {
  const rows = await tx.selectFrom('case_exclusion as x')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'x.partnership_id').onRef('a.account_id', '=', 'x.account_id'))
    .leftJoin('account as d', (on) => on.onRef('d.partnership_id', '=', 'x.partnership_id').onRef('d.account_id', '=', 'x.declared_by'))
    .select(['x.account_id as accountId', 'a.name', 'x.reason', 'd.name as declaredBy', 'x.declared_at as declaredAt', sql<boolean>`x.declared_by is not distinct from x.account_id`.as('own'), 'x.lifted_at as liftedAt', 'x.lifted_reason as liftedReason'])
    .where('x.case_id', '=', caseId).orderBy(sql`x.lifted_at is not null`).orderBy('a.name').execute()
  return z.array(ExclusionRow).parse(rows)
}

/** Accounts of the partnership that can be shut out of a case by name: all that are open and not shut out of it, administrators among them. */
export async function selectExcludable(tx: Tx, caseId: string): Promise<{ accountId: string; name: string; organisation: string }[]> {
  return tx.selectFrom('account as a')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'a.partnership_id').onRef('n.organisation_id', '=', 'a.organisation_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['a.account_id as accountId', 'a.name', 'n.name as organisation']).where('a.disabled_at', 'is', null)
    .where((e) => e.not(e.exists(e.selectFrom('case_exclusion as x').select('x.account_id').whereRef('x.partnership_id', '=', 'a.partnership_id').whereRef('x.account_id', '=', 'a.account_id').where('x.case_id', '=', caseId).where('x.lifted_at', 'is', null))))
    .orderBy('a.name').execute()
}

/** Shuts somebody out of a case by name, from their very next request, whatever their role. For those who lead; false for an account that is not there or is shut out already. */
export async function excludeAccount(tx: Tx, { caseId }: Pick<CaseCover, 'caseId'>, accountId: string, reason: string): Promise<boolean> {
  if (!(await selectExcludable(tx, caseId)).some((each) => each.accountId === accountId)) return false
  await tx.insertInto('case_exclusion').values({ partnership_id: tx.actor.partnershipId!, case_id: caseId, account_id: accountId, reason, declared_by: tx.actor.accountId })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'case_id', 'account_id']).doUpdateSet({ lifted_at: null, lifted_reason: null, reason, declared_at: sql`now()`, declared_by: tx.actor.accountId })).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { excluded: accountId } })
  return true
}

/** Lets somebody back into a case, with why. False when they were not shut out. */
export async function liftExclusion(tx: Tx, { caseId }: Pick<CaseCover, 'caseId'>, accountId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('case_exclusion').set({ lifted_at: sql`now()`, lifted_reason: reason }).where('case_id', '=', caseId).where('account_id', '=', accountId).where('lifted_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { excluded: accountId, lifted: true } })
  return numUpdatedRows > 0n
}
