import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../calendar/dates.ts'
import { audit, type Tx } from '../db/tx.ts'
import { type CaseCover, selectCaseAccounts } from '../sharing/case-store.ts'
import { type Action, ACTION_STATES } from './action.ts'
import { type GroupAction, GroupActionRow } from './group-action.ts'
import { type Circle, circleOf, mayOwnMeetingAction, type MeetingOwner } from './owners.ts'

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

const london = () => todayInLondon(Temporal.Now.instant()).toString()

export type NewMeetingAction = { statement: string; owner: MeetingOwner; dueOn: string; agendaItemId?: string | null; restricted?: boolean }

/**
 * Agrees an action in a meeting, numbered n/yyyy within its group and the meeting's year, and gives its id and number. Null when its owner cannot be one: see
 * `selectMeetingOwners`; or when this account does not see the meeting. Safe with several secretaries at once: a number that somebody took meanwhile, or that
 * stands on an action this account may not read, is passed over.
 */
export async function addMeetingAction(
  tx: Tx, { meetingId, groupId }: { meetingId: string; groupId: string }, { statement, owner, dueOn, agendaItemId = null, restricted = false }: NewMeetingAction,
): Promise<{ actionId: string; reference: string } | null> {
  const meeting = await tx.selectFrom('meeting').select(sql<string>`to_char(held_on, 'YYYY')`.as('year')).where('meeting_id', '=', meetingId).where('group_id', '=', groupId).executeTakeFirst()
  const circle = meeting && (await circleOf(tx, groupId, restricted))
  if (!meeting || !circle || !(await mayOwnMeetingAction(tx, circle, owner, london()))) return null
  const { last } = await tx.selectFrom('action').select(sql<number>`coalesce(max(split_part(reference, '/', 1)::int), 0)`.as('last'))
    .where('group_id', '=', groupId).where(sql<boolean>`split_part(reference, '/', 2) = ${meeting.year}`).executeTakeFirstOrThrow()
  const actionId = crypto.randomUUID()
  for (let number = last + 1; ; number++) {
    const reference = `${number}/${meeting.year}`
    // Waits for whoever is writing the same number, and goes on to the next when they keep it.
    const { numInsertedOrUpdatedRows } = await tx.insertInto('action').values({
      partnership_id: tx.actor.partnershipId!, action_id: actionId, meeting_id: meetingId, group_id: groupId, agenda_item_id: agendaItemId, restricted, reference, statement,
      owner_agency_id: owner.agencyId, owner_account_id: owner.accountId, due_on: dueOn, state: 'open', made_by: tx.actor.accountId,
    }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows === 0n) continue
    audit(tx, { act: 'collected', subjectKind: 'meeting', subjectId: meetingId, details: { action: actionId } })
    return { actionId, reference }
  }
}

/** Agrees an action on a recommendation of a review, and gives its id. Null when its owner could not read it, or this account does not see the recommendation. */
export async function addLearningAction(tx: Tx, recommendationId: string, { statement, owner, dueOn }: Omit<NewMeetingAction, 'agendaItemId' | 'restricted'>): Promise<string | null> {
  const circle = await learningCircle(tx, recommendationId)
  if (!circle || !(await mayOwnMeetingAction(tx, circle, owner, london(), 'papers.edit'))) return null
  const action_id = crypto.randomUUID()
  await tx.insertInto('action').values({
    partnership_id: tx.actor.partnershipId!, action_id, learning_recommendation_id: recommendationId, statement, owner_agency_id: owner.agencyId, owner_account_id: owner.accountId, due_on: dueOn, state: 'open', made_by: tx.actor.accountId,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'learning recommendation', subjectId: recommendationId, details: { action: action_id } })
  return action_id
}

/** Who reads a recommendation: everyone who reads meetings, or its review's group and those who write papers. Null when there is none that this account may see. */
export async function learningCircle(tx: Tx, recommendationId: string): Promise<Circle | null> {
  const review = await tx.selectFrom('learning_recommendation as r')
    .innerJoin('learning_review as v', (on) => on.onRef('v.partnership_id', '=', 'r.partnership_id').onRef('v.learning_review_id', '=', 'r.learning_review_id'))
    .select(['v.group_id as groupId', 'v.restricted as shut']).where('r.learning_recommendation_id', '=', recommendationId).executeTakeFirst()
  return review ?? null
}

/** Which actions of meetings and recommendations: of a group, a meeting, an owner organisation, an owner person; `mine`: this account's own, and its organisation's that name nobody. */
export type GroupActionsOf = {
  actionId?: string; groupId?: string; meetingId?: string; agendaItemId?: string; recommendationId?: string; agencyId?: string; accountId?: string; mine?: boolean; openOnly?: boolean
  from?: GroupAction['from'] | undefined; state?: 'open' | 'late' | 'done' | 'dropped' | undefined; limit?: number; offset?: number
}

/** Actions outside casework that this account may see: open ones first, the latest first among them; then those ended, the last first. */
export async function selectGroupActions(tx: Tx, of: GroupActionsOf = {}): Promise<GroupAction[]> {
  const today = london()
  const { actionId, groupId, meetingId, agendaItemId, recommendationId, agencyId, accountId, mine, openOnly, from, state, limit = 2000, offset = 0 } = of
  const wanted = [
    sql<boolean>`a.case_id is null`,
    actionId && sql<boolean>`a.action_id = ${actionId}`, groupId && sql<boolean>`a.group_id = ${groupId}`, meetingId && sql<boolean>`a.meeting_id = ${meetingId}`,
    agendaItemId && sql<boolean>`a.agenda_item_id = ${agendaItemId}`, recommendationId && sql<boolean>`a.learning_recommendation_id = ${recommendationId}`,
    agencyId && sql<boolean>`a.owner_agency_id = ${agencyId}`, accountId && sql<boolean>`a.owner_account_id = ${accountId}`, mine && IS_OWN,
    openOnly && sql<boolean>`a.state = 'open'`, from === 'meeting' && sql<boolean>`a.meeting_id is not null`, from === 'recommendation' && sql<boolean>`a.learning_recommendation_id is not null`,
    state && (state === 'late' ? sql<boolean>`a.state = 'open' and a.due_on < ${today}` : sql<boolean>`a.state = ${state}`),
  ].filter((claim) => typeof claim === 'object')
  const { rows } = await sql`
    select a.action_id as "actionId", case when a.meeting_id is null then 'recommendation' else 'meeting' end as "from", a.reference as number,
      a.group_id as "groupId", g.name as group, a.meeting_id as "meetingId", m.held_on as "heldOn", a.agenda_item_id as "agendaItemId",
      a.learning_recommendation_id as "recommendationId", v.learning_review_id as "reviewId", v.title as review,
      a.restricted, a.statement, a.owner_agency_id as "ownerAgencyId", n.name as "ownerAgency", a.owner_account_id as "ownerAccountId", o.name as owner,
      a.due_on as "dueOn", (a.made_at at time zone 'Europe/London')::date as "madeOn", a.state, a.closed_on as "closedOn", c.name as "closedBy", a.evidence,
      coalesce((select count(*) from meeting l where l.partnership_id = a.partnership_id and l.group_id = a.group_id and l.held_on > m.held_on and l.state in ('held', 'under way')
        and (a.closed_on is null or l.held_on <= a.closed_on)), 0)::int as carried,
      coalesce(a.group_id = any ((select kept_groups())::uuid[]), (select may('papers.edit'))) as keeps, coalesce(${IS_OWN}, false) as owns, coalesce(a.group_id = any ((select my_groups())::uuid[]), false) as seated, a.history, a.version
    from action a
      join organisation_name n on n.partnership_id = a.partnership_id and n.organisation_id = a.owner_agency_id and n.kind = 'name' and n.valid_to is null
      left join account o on o.partnership_id = a.partnership_id and o.account_id = a.owner_account_id
      left join account c on c.partnership_id = a.partnership_id and c.account_id = a.closed_by
      left join meeting m on m.partnership_id = a.partnership_id and m.meeting_id = a.meeting_id
      left join group_name g on g.partnership_id = a.partnership_id and g.group_id = a.group_id and g.kind = 'name' and g.valid_to is null
      left join learning_recommendation r on r.partnership_id = a.partnership_id and r.learning_recommendation_id = a.learning_recommendation_id
      left join learning_review v on v.partnership_id = r.partnership_id and v.learning_review_id = r.learning_review_id
    where ${sql.join(wanted, sql` and `)}
    order by a.state <> 'open', case when a.state = 'open' then a.due_on end, a.closed_on desc, a.made_at, a.action_id limit ${limit} offset ${offset}`.execute(tx)
  return z.array(GroupActionRow).parse(rows)
}

const IS_OWN = sql<boolean>`(a.owner_account_id = (select current_account()) or (a.owner_account_id is null and a.owner_agency_id = (select current_organisation())))`

/** One action outside casework; null when there is none that this account may see. */
export async function selectOptionalGroupAction(tx: Tx, actionId: string): Promise<GroupAction | null> {
  if (!z.uuid().safeParse(actionId).success) return null
  return (await selectGroupActions(tx, { actionId }))[0] ?? null
}
