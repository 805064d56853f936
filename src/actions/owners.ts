import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'

/** The one owner of an action: an organisation, and one of its people, or nobody yet. */
export type MeetingOwner = { agencyId: string; accountId: string | null }

/** Who may read what hangs on a group: everyone who reads meetings, or its own people alone. */
export type Circle = { groupId: string | null; shut: boolean }

const OwnerRow = z.object({ agencyId: z.string(), accountId: z.string().nullable(), name: z.string(), organisation: z.string() })
export type OfferedOwner = z.infer<typeof OwnerRow>

/**
 * How a circle stands for an action of a group: shut when the group is confidential or the action restricted. Null when this account cannot see the group.
 * The same rule as open_groups() in migration 0010.
 */
export async function circleOf(tx: Tx, groupId: string, restricted: boolean): Promise<Circle | null> {
  const group = await tx.selectFrom('meeting_group').select('confidential').where('group_id', '=', groupId).where('partnership_id', '=', tx.actor.partnershipId).executeTakeFirst()
  return group ? { groupId, shut: group.confidential || restricted } : null
}

/** Accounts that read meetings; of a shut circle, those with a seat today, or who stand in for one, and for a review (`orWho`) those who write papers. */
const readers = ({ groupId, shut }: Circle, today: string, orWho: string | null) => sql`
  select a.partnership_id, a.account_id, a.name, a.organisation_id from account a
  where a.partnership_id = (select current_partnership()) and a.disabled_at is null
    and exists (select from account_role r join role_power p on p.role = r.role and p.power = 'meetings.read' where r.partnership_id = a.partnership_id and r.account_id = a.account_id)
    and (${!shut}
      or exists (select from account_role r join role_power p on p.role = r.role and p.power = ${orWho} where r.partnership_id = a.partnership_id and r.account_id = a.account_id)
      or exists (select from group_seat s where s.partnership_id = a.partnership_id and s.group_id = ${groupId} and a.account_id in (s.account_id, s.deputy_account_id)
        and coalesce(s.since, '-infinity') <= ${today}::date and coalesce(s.until, 'infinity') >= ${today}::date))`

/**
 * Who may own an action, by organisation: the organisation itself, then its people. Nobody who could not read it: where the circle is shut, an organisation
 * stands here only when one of its people is in it.
 */
export async function selectMeetingOwners(tx: Tx, circle: Circle, today: string, orWho: 'papers.edit' | null = null): Promise<OfferedOwner[]> {
  const { rows } = await sql`
    with reader as (${readers(circle, today, orWho)}),
    offered as (
      select r.organisation_id, r.account_id, r.name from reader r
      union all
      select o.organisation_id, null, null from organisation o
      where o.partnership_id = (select current_partnership()) and coalesce(o.left_on, 'infinity') >= ${today}::date
        and (${!circle.shut} or exists (select from reader r where r.organisation_id = o.organisation_id)))
    select f.organisation_id as "agencyId", f.account_id as "accountId", n.name as organisation, coalesce(f.name || ', ' || n.name, n.name) as name
    from offered f join organisation_name n on n.partnership_id = (select current_partnership()) and n.organisation_id = f.organisation_id and n.kind = 'name' and n.valid_to is null
    order by n.name, f.account_id is not null, f.name`.execute(tx)
  return z.array(OwnerRow).parse(rows)
}

/** Whether this owner is one of those offered. */
export async function mayOwnMeetingAction(tx: Tx, circle: Circle, { agencyId, accountId }: MeetingOwner, today: string, orWho: 'papers.edit' | null = null): Promise<boolean> {
  return (await selectMeetingOwners(tx, circle, today, orWho)).some((owner) => owner.agencyId === agencyId && owner.accountId === accountId)
}
