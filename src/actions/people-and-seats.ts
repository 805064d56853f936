import { sql } from 'kysely'
import type { Tx } from '../db/tx.ts'

/**
 * For a query of the system that asks whom to tell, two tables after `with`: `sitting` (group_id, role, account_id: who or whose deputy has a seat on that day) and
 * `person` (account_id, organisation_id, powers: those in use who read meetings).
 */
export const peopleAndSeats = (tx: Tx, today: Temporal.PlainDate) => sql`sitting as (
      select s.group_id, s.role, seated.account_id from group_seat s cross join lateral (values (s.account_id), (s.deputy_account_id)) as seated (account_id)
      where s.partnership_id = ${tx.actor.partnershipId} and seated.account_id is not null
        and coalesce(s.since, '-infinity') <= ${today.toString()}::date and coalesce(s.until, 'infinity') >= ${today.toString()}::date),
    powered as (
      select r.account_id, array_agg(distinct p.power) as powers from account_role r join role_power p on p.role = r.role where r.partnership_id = ${tx.actor.partnershipId} group by 1),
    person as (
      select a.account_id, a.organisation_id, w.powers from account a join powered w on w.account_id = a.account_id
      where a.partnership_id = ${tx.actor.partnershipId} and a.disabled_at is null and 'meetings.read' = any (w.powers))`
