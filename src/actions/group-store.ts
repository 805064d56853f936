import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../calendar/dates.ts'
import { audit, type Tx } from '../db/tx.ts'
import type { GroupAction } from './group-action.ts'
import { type Circle, circleOf, mayOwnMeetingAction, type MeetingOwner } from './owners.ts'
import { learningCircle } from './store.ts'

const london = () => todayInLondon(Temporal.Now.instant()).toString()

const OwnerCount = z.object({ agencyId: z.string(), name: z.string(), open: z.number(), late: z.number() })
/** How many actions that are open, and late, each organisation owns, among those this account may see: the most late first. */
export async function selectOpenByOwner(tx: Tx): Promise<z.infer<typeof OwnerCount>[]> {
  const { rows } = await sql`
    select a.owner_agency_id as "agencyId", n.name, count(*)::int as open, count(*) filter (where a.due_on < ${london()}::date)::int as late
    from action a join organisation_name n on n.partnership_id = a.partnership_id and n.organisation_id = a.owner_agency_id and n.kind = 'name' and n.valid_to is null
    where a.case_id is null and a.state = 'open' group by 1, 2 order by 4 desc, 3 desc, 2`.execute(tx)
  return z.array(OwnerCount).parse(rows)
}

const Standing = z.object({ open: z.number(), late: z.number(), soon: z.number(), done: z.number() })
/** How many actions this account may see are open, late, due within seven days, and done in the last 90 days. */
export async function selectStanding(tx: Tx): Promise<z.infer<typeof Standing>> {
  const today = london()
  const { rows } = await sql`
    select count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'open' and due_on < ${today}::date)::int as late,
      count(*) filter (where state = 'open' and due_on between ${today}::date and ${today}::date + 7)::int as soon,
      count(*) filter (where state = 'done' and closed_on > ${today}::date - 90)::int as done
    from action where case_id is null`.execute(tx)
  return Standing.parse(rows[0])
}

const Named = z.object({ id: z.string(), name: z.string() })
type Named = z.infer<typeof Named>
/** Groups, organisations and people that stand in some action this account may see, by name: what the log may be narrowed to. */
export async function selectLogChoices(tx: Tx): Promise<{ groups: Named[]; agencies: Named[]; people: Named[] }> {
  const among = async (query: ReturnType<typeof sql>) => z.array(Named).parse((await query.execute(tx)).rows)
  return {
    groups: await among(sql`select n.group_id as id, n.name from group_name n where n.kind = 'name' and n.valid_to is null and n.group_id in (select a.group_id from action a where a.group_id is not null) order by 2`),
    agencies: await among(sql`select n.organisation_id as id, n.name from organisation_name n where n.kind = 'name' and n.valid_to is null and n.organisation_id in (select a.owner_agency_id from action a where a.case_id is null) order by 2`),
    people: await among(sql`select p.account_id as id, p.name from account p where p.account_id in (select a.owner_account_id from action a where a.case_id is null) order by 2`),
  }
}

const subject = ({ from, meetingId, recommendationId }: GroupAction) =>
  from === 'meeting' ? { subjectKind: 'meeting', subjectId: meetingId } : { subjectKind: 'learning recommendation', subjectId: recommendationId }

/** Who reads an action: see `Circle`. Null when this account no longer sees what it hangs on. */
export const circleOfAction = ({ groupId, recommendationId, restricted }: Pick<GroupAction, 'groupId' | 'recommendationId' | 'restricted'>, tx: Tx): Promise<Circle | null> =>
  groupId ? circleOf(tx, groupId, restricted) : learningCircle(tx, recommendationId ?? '')

/** Whom besides its circle's people an action may be given to: whoever writes papers reads what was learnt. */
export const orWho = ({ from }: Pick<GroupAction, 'from'>) => (from === 'recommendation' ? ('papers.edit' as const) : null)

export type ChangedAction = { statement: string; owner: MeetingOwner; dueOn: string; restricted: boolean }

/**
 * Rewords an open action, for those who keep its group, if it is still at its version: 'changed'; 'newer' when somebody changed it since; 'owner' when the
 * owner could not read it; then nothing is changed. What was restricted stays so: what it said then would come into the open with it.
 */
export async function changeGroupAction(tx: Tx, action: GroupAction, { statement, owner, dueOn, restricted }: ChangedAction): Promise<'changed' | 'newer' | 'owner'> {
  const nowRestricted = action.restricted || (restricted && action.seated)
  // An owner who cannot read it yet, because somebody left a seat, may stay as they are: only a choice is refused.
  const circle = await circleOfAction({ ...action, restricted: nowRestricted }, tx)
  const sameOwner = owner.agencyId === action.ownerAgencyId && owner.accountId === action.ownerAccountId && nowRestricted === action.restricted
  if (!circle || (!sameOwner && !(await mayOwnMeetingAction(tx, circle, owner, london(), orWho(action))))) return 'owner'
  const { numUpdatedRows } = await tx.updateTable('action')
    .set({ statement, owner_agency_id: owner.agencyId, owner_account_id: owner.accountId, due_on: dueOn, restricted: nowRestricted, version: action.version + 1 })
    .where('action_id', '=', action.actionId).where('case_id', 'is', null).where('version', '=', action.version).where('state', '=', 'open').executeTakeFirst()
  if (numUpdatedRows === 0n) return 'newer'
  audit(tx, { act: 'altered', ...subject(action), details: { action: action.actionId, fields: ['statement', 'owner', 'due on', 'restricted'] } })
  return 'changed'
}

/** Marks an open action done, with what shows it, or dropped, with why: for its owner and for those who keep its group. False when somebody changed it since its version. */
export async function closeGroupAction(tx: Tx, action: GroupAction, { state, evidence }: { state: 'done' | 'dropped'; evidence: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('action').set({ state, evidence, closed_on: london(), closed_by: tx.actor.accountId, version: action.version + 1 })
    .where('action_id', '=', action.actionId).where('case_id', 'is', null).where('version', '=', action.version).where('state', '=', 'open').executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', ...subject(action), details: { action: action.actionId, state } })
  return numUpdatedRows > 0n
}

/** Opens again what was ended too soon, for those who keep its group. What was said at its end stays in its history. False when somebody changed it since its version. */
export async function reopenGroupAction(tx: Tx, action: GroupAction): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('action').set({ state: 'open', evidence: null, closed_on: null, closed_by: null, version: action.version + 1 })
    .where('action_id', '=', action.actionId).where('case_id', 'is', null).where('version', '=', action.version).where('state', '<>', 'open').executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', ...subject(action), details: { action: action.actionId, state: 'open' } })
  return numUpdatedRows > 0n
}

/** Writes down that restricted actions were read, in a list or one by one. */
export function consultRestricted(tx: Tx, actions: readonly GroupAction[]) {
  const ids = actions.filter(({ restricted }) => restricted).map(({ actionId }) => actionId)
  if (ids.length > 0) audit(tx, { act: 'consulted', subjectKind: 'action', subjectId: ids.length === 1 ? ids[0]! : null, details: { restricted: ids } })
}

/** The names of the accounts and organisations in an action's history, by id. */
export async function selectNamesIn(tx: Tx, { history }: GroupAction): Promise<ReadonlyMap<string, string>> {
  const ids = history.flatMap(({ by, owner_agency_id, owner_account_id }) => [by, owner_agency_id, owner_account_id]).filter((id) => typeof id === 'string')
  if (ids.length === 0) return new Map()
  const { rows } = await sql`
    select account_id as id, name from account where partnership_id = (select current_partnership()) and account_id = any (${ids}::uuid[])
    union all select organisation_id, name from organisation_name where partnership_id = (select current_partnership()) and kind = 'name' and valid_to is null and organisation_id = any (${ids}::uuid[])`.execute(tx)
  return new Map(z.array(Named).parse(rows).map(({ id, name }) => [id, name]))
}
