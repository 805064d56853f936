import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../calendar/dates.ts'
import { audit, type Tx } from '../db/tx.ts'
import { type CaseCover, selectCaseAccounts } from '../sharing/case-store.ts'
import { type Action, ACTION_STATES } from './action.ts'

const ActionRow = z.object({
  actionId: z.string(), caseId: z.string(), reference: z.string(), panelId: z.string().nullable(), statement: z.string(), ownerAgencyId: z.string(), ownerAgency: z.string(),
  ownerAccountId: z.string().nullable(), owner: z.string().nullable(), dueOn: z.string(), state: z.enum(ACTION_STATES), closedOn: z.string().nullable(), evidence: z.string().nullable(), version: z.number(),
})

/** Whose or which actions: of a case, of a panel, this account's own (and its agency's that name nobody), or an agency's. */
export type ActionsOf = { caseId: string } | { panelId: string } | { mine: true } | { agencyId: string }

/** Actions of the cases this account may see, those open first, the earliest due first. `openOnly` leaves out what is done or dropped. */
export async function selectActions(tx: Tx, of: ActionsOf, { openOnly = false, limit = 500 }: { openOnly?: boolean; limit?: number } = {}): Promise<Action[]> {
  const rows = await tx.selectFrom('action as a')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'a.partnership_id').onRef('c.case_id', '=', 'a.case_id'))
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'a.partnership_id').onRef('n.organisation_id', '=', 'a.owner_agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .leftJoin('account as o', (on) => on.onRef('o.partnership_id', '=', 'a.partnership_id').onRef('o.account_id', '=', 'a.owner_account_id'))
    .select([
      'a.action_id as actionId', 'a.case_id as caseId', 'c.reference', 'a.panel_id as panelId', 'a.statement', 'a.owner_agency_id as ownerAgencyId', 'n.name as ownerAgency', 'a.owner_account_id as ownerAccountId',
      'o.name as owner', 'a.due_on as dueOn', 'a.state', 'a.closed_on as closedOn', 'a.evidence', 'a.version',
    ])
    .$if('caseId' in of, (q) => q.where('a.case_id', '=', 'caseId' in of ? of.caseId : ''))
    .$if('panelId' in of, (q) => q.where('a.panel_id', '=', 'panelId' in of ? of.panelId : ''))
    .$if('agencyId' in of, (q) => q.where('a.owner_agency_id', '=', 'agencyId' in of ? of.agencyId : ''))
    .$if('mine' in of, (q) => q.where('a.owner_agency_id', '=', sql<string>`(select current_agency())`).where((e) => e.or([e('a.owner_account_id', '=', tx.actor.accountId), e('a.owner_account_id', 'is', null)])))
    .$if(openOnly, (q) => q.where('a.state', '=', 'open'))
    .orderBy(sql`a.state <> 'open'`).orderBy('a.due_on').orderBy('a.action_id').limit(limit).execute()
  return z.array(ActionRow).parse(rows)
}

/** One action of a case; null when there is none that this account may see. */
export async function selectOptionalAction(tx: Tx, caseId: string, actionId: string): Promise<Action | null> {
  if (!z.uuid().safeParse(actionId).success) return null
  return (await selectActions(tx, { caseId })).find((action) => action.actionId === actionId) ?? null
}

/** The one owner of an action: an agency that takes part, and one of its people who sees the case, or nobody yet. */
export type Owner = { agencyId: string; accountId: string | null }

/** Who may own an action of a case, by agency: the agency itself, and those of its people who see the case. */
export async function selectOwners(tx: Tx, { caseId, parties }: Pick<CaseCover, 'caseId' | 'parties'>): Promise<(Owner & { name: string })[]> {
  const names = await tx.selectFrom('organisation_name').select(['organisation_id', 'name']).where('organisation_id', 'in', [...parties]).where('kind', '=', 'name').where('valid_to', 'is', null).orderBy('name').execute()
  const accounts = await selectCaseAccounts(tx, caseId)
  return names.flatMap(({ organisation_id, name }) => [
    { agencyId: organisation_id, accountId: null, name },
    ...accounts.filter(({ agencyId }) => agencyId === organisation_id).map((account) => ({ agencyId: organisation_id, accountId: account.accountId, name: `${account.name}, ${name}` })),
  ])
}

export type NewAction = { statement: string; owner: Owner; dueOn: string; panelId?: string | null }

/** Agrees an action on a case and gives its id; null when its owner cannot be one: the agency takes no part, or the person does not see the case. */
export async function addAction(tx: Tx, cover: Pick<CaseCover, 'caseId' | 'parties'>, { statement, owner, dueOn, panelId = null }: NewAction): Promise<string | null> {
  if (!(await mayOwn(tx, cover, owner))) return null
  const action_id = crypto.randomUUID()
  await tx.insertInto('action').values({
    partnership_id: tx.actor.partnershipId!, action_id, case_id: cover.caseId, panel_id: panelId, statement, owner_agency_id: owner.agencyId, owner_account_id: owner.accountId, due_on: dueOn, state: 'open', made_by: tx.actor.accountId,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: cover.caseId, details: { action: action_id } })
  return action_id
}

const mayOwn = async (tx: Tx, cover: Pick<CaseCover, 'caseId' | 'parties'>, owner: Owner): Promise<boolean> =>
  (await selectOwners(tx, cover)).some(({ agencyId, accountId }) => agencyId === owner.agencyId && accountId === owner.accountId)

/** Changes an open action if it is still at `version`: 'changed', or 'newer' when somebody changed it since, or 'owner' when the owner cannot be one; then nothing is changed. */
export async function changeAction(tx: Tx, cover: Pick<CaseCover, 'caseId' | 'parties'>, { actionId, version }: Pick<Action, 'actionId' | 'version'>, { statement, owner, dueOn }: NewAction): Promise<'changed' | 'newer' | 'owner'> {
  if (!(await mayOwn(tx, cover, owner))) return 'owner'
  const { numUpdatedRows } = await tx.updateTable('action').set({ statement, owner_agency_id: owner.agencyId, owner_account_id: owner.accountId, due_on: dueOn, version: version + 1 })
    .where('action_id', '=', actionId).where('case_id', '=', cover.caseId).where('version', '=', version).where('state', '=', 'open').executeTakeFirst()
  if (numUpdatedRows === 0n) return 'newer'
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { action: actionId, fields: ['statement', 'owner', 'due on'] } })
  return 'changed'
}

/** Marks an open action done, with what shows it, or dropped, with why. False when somebody changed it since `version`, and then nothing is. */
export async function closeAction(tx: Tx, caseId: string, { actionId, version }: Pick<Action, 'actionId' | 'version'>, { state, evidence }: { state: 'done' | 'dropped'; evidence: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('action')
    .set({ state, evidence, closed_on: todayInLondon(Temporal.Now.instant()).toString(), closed_by: tx.actor.accountId, version: version + 1 })
    .where('action_id', '=', actionId).where('case_id', '=', caseId).where('version', '=', version).where('state', '=', 'open').executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { action: actionId, state } })
  return numUpdatedRows > 0n
}
