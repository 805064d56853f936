import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'
import { type Notice, notify } from '../notices/outbox.ts'
import { reminderOwed } from './action.ts'
import { peopleAndSeats } from './people-and-seats.ts'

const ChasedRow = z.object({
  actionId: z.string(), number: z.string().nullable(), name: z.string().nullable(), dueOn: z.string(), shut: z.boolean(),
  /** Accounts to remind: the person named, or else the owner organisation's people in the circle. */
  own: z.array(z.string()), chairs: z.array(z.string()), keepers: z.array(z.string()),
})
type Chased = z.infer<typeof ChasedRow>

/** Days past its day after which an action's chair hears of it, and again each time as many have gone by. */
const CHAIR_AFTER = 28

/**
 * Reminds the owners of actions of meetings and recommendations, and tells chairs of what is 28 days late: within one partnership, as the system. Gives how many
 * notices are new. The owner: the person named, if they can still read it; or those of the organisation with a seat in the group; of a review without a group,
 * those of the organisation who give updates. Where nobody is left to remind, the group's secretary and chair are.
 */
export async function chaseGroupActions(tx: Tx, today: Temporal.PlainDate, baseUrl: string): Promise<number> {
  let written = 0
  for (const action of await selectDue(tx, today)) {
    const which = reminderOwed(action.dueOn, today)
    if (!which) continue
    const said = await notify(tx, reminders(action, which, baseUrl))
    if (said > 0) await tx.updateTable('action').set({ chased_at: sql`now()` }).where('partnership_id', '=', tx.actor.partnershipId).where('action_id', '=', action.actionId).execute()
    written += said + (await notify(tx, forChairs(action, today, baseUrl)))
  }
  return written
}

/** "Action 7/2026 of the Delivery Group", "An action on a recommendation". */
const called = ({ number, name }: Chased): string => (number ? `Action ${number} of ${name ?? 'a group'}` : 'An action on a recommendation')

function reminders(action: Chased, which: string, baseUrl: string): Notice[] {
  const { actionId, dueOn, own, keepers } = action
  const isOwn = own.length > 0
  return (isOwn ? own : keepers).map((accountId) => ({
    accountId, effect: `group action ${actionId} ${dueOn} ${which} ${accountId}`,
    subject: which === 'soon' ? `${called(action)} is nearly due` : `${called(action)} is late`,
    body: `${isOwn
      ? `${which === 'soon' ? 'It is due within three days' : 'It was due and is still open'}. Say what was done, or why it will not be:`
      : 'Nobody of its owner can be reminded: no account stands for them here. Ask them, or give it to somebody else:'}\n${baseUrl}/meeting-actions/${actionId}\n`,
  }))
}

function forChairs(action: Chased, today: Temporal.PlainDate, baseUrl: string): Notice[] {
  const times = Math.floor(Temporal.PlainDate.from(action.dueOn).until(today).days / CHAIR_AFTER)
  if (times < 1) return []
  return action.chairs.map((accountId) => ({
    accountId, effect: `group action for the chair ${action.actionId} ${action.dueOn} ${times} ${accountId}`,
    subject: `${called(action)} is ${times * CHAIR_AFTER} days late`,
    body: `Its owner was reminded each week. See what stands in its way:\n${baseUrl}/meeting-actions/${action.actionId}\n`,
  }))
}

/** Open actions due within three days or late, each with whom to remind. Chairs: of its group, or of the boards; and only those who read it. */
async function selectDue(tx: Tx, today: Temporal.PlainDate): Promise<Chased[]> {
  const { rows } = await sql`
    with ${peopleAndSeats(tx, today)},
    due as (
      select a.action_id, a.reference, a.due_on, a.owner_agency_id, a.owner_account_id, coalesce(a.group_id, v.group_id) as group_id, a.learning_recommendation_id is not null as learnt,
        coalesce(case when a.group_id is null then v.restricted else g.confidential or a.restricted end, true) as shut
      from action a
        left join meeting_group g on g.partnership_id = a.partnership_id and g.group_id = a.group_id
        left join learning_recommendation r on r.partnership_id = a.partnership_id and r.learning_recommendation_id = a.learning_recommendation_id
        left join learning_review v on v.partnership_id = r.partnership_id and v.learning_review_id = r.learning_review_id
      where a.partnership_id = ${tx.actor.partnershipId} and a.case_id is null and a.state = 'open' and a.due_on <= ${today.add({ days: 3 }).toString()}::date),
    reader as (
      select d.action_id, p.account_id, p.organisation_id, p.powers, exists (select from sitting s where s.group_id = d.group_id and s.account_id = p.account_id) as seated
      from due d cross join person p
      where not d.shut or exists (select from sitting s where s.group_id = d.group_id and s.account_id = p.account_id) or (d.learnt and 'papers.edit' = any (p.powers)))
    select d.action_id as "actionId", d.reference as number, n.name, d.due_on as "dueOn", d.shut,
      coalesce(
        (select array_agg(r.account_id::text) from reader r where r.action_id = d.action_id and r.account_id = d.owner_account_id),
        (select array_agg(r.account_id::text order by r.account_id) from reader r where r.action_id = d.action_id and r.organisation_id = d.owner_agency_id
          and (r.seated or (d.group_id is null and 'plans.update' = any (r.powers)))), '{}') as own,
      coalesce((select array_agg(distinct r.account_id::text) from reader r join sitting s on s.account_id = r.account_id and s.role in ('chair', 'co-chair') where r.action_id = d.action_id
        and (s.group_id = d.group_id or (d.group_id is null and s.group_id in (select b.group_id from meeting_group b where b.partnership_id = ${tx.actor.partnershipId} and b.kind = 'board')))), '{}') as chairs,
      coalesce((select array_agg(distinct r.account_id::text) from reader r join sitting s on s.account_id = r.account_id and s.group_id = d.group_id and s.role in ('chair', 'co-chair', 'secretary', 'facilitator')
        where r.action_id = d.action_id), '{}') as keepers
    from due d left join group_name n on n.partnership_id = ${tx.actor.partnershipId} and n.group_id = d.group_id and n.kind = 'name' and n.valid_to is null
    order by d.due_on, d.action_id`.execute(tx)
  return z.array(ChasedRow).parse(rows)
}
