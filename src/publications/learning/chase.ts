import { sql } from 'kysely'
import { z } from 'zod'
import { peopleAndSeats } from '../../actions/people-and-seats.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { type Notice, notify } from '../../notices/outbox.ts'

const OverdueRow = z.object({
  recommendationId: z.string(), reviewId: z.string(), number: z.number(), dueOn: z.string(),
  /** The person named, or else the owner organisation's people; and who hears of it next. Only those who read the review. */
  own: z.array(z.string()), above: z.array(z.string()),
})
type Overdue = z.infer<typeof OverdueRow>

/** Days past its day after which those above the owner hear of a recommendation. */
const ABOVE_AFTER = 14

/**
 * Tells the owner of a recommendation that it is late, and a fortnight later those who keep the partnership's papers and the chair of the group that follows the
 * review (of the boards, where none does): each once for one due day, and those above at once where nobody stands for the owner. Within one partnership, as the
 * system; gives how many notices are new. A notice names no review and no word of it.
 */
export async function chaseLearning(tx: Tx, baseUrl: string, today: Temporal.PlainDate = todayInLondon(Temporal.Now.instant())): Promise<number> {
  let written = 0
  for (const overdue of await selectOverdue(tx, today)) written += await notify(tx, noticesOf(overdue, today, baseUrl))
  return written
}

function noticesOf({ recommendationId, reviewId, number, dueOn, own, above }: Overdue, today: Temporal.PlainDate, baseUrl: string): Notice[] {
  const link = `${baseUrl}/learning/${reviewId}/${number}`
  const isRaised = own.length === 0 || Temporal.PlainDate.from(dueOn).until(today).days >= ABOVE_AFTER
  return [
    ...own.map((accountId) => ({
      accountId, effect: `learning ${recommendationId} ${dueOn} late ${accountId}`, subject: 'A recommendation of a review is late',
      body: `No change was seen by the day it was due. Keep what shows a change, or say what stands in its way:\n${link}\n`,
    })),
    ...(isRaised ? above.map((accountId) => ({
      accountId, effect: `learning ${recommendationId} ${dueOn} raised ${accountId}`, subject: own.length === 0 ? 'A recommendation of a review is late, and nobody stands for its owner' : `A recommendation of a review is ${ABOVE_AFTER} days late`,
      body: `${own.length === 0 ? 'No account that may read it stands for its owner. Ask them, or give it to somebody else' : 'Its owner was told. See what stands in its way'}:\n${link}\n`,
    })) : []),
  ]
}

/** Recommendations past their day that are not ended, what was done included. Who reads them: as the policy `read` on learning_review in migration 0010 has it. */
async function selectOverdue(tx: Tx, today: Temporal.PlainDate): Promise<Overdue[]> {
  const { rows } = await sql`
    with ${peopleAndSeats(tx, today)},
    due as (
      select r.learning_recommendation_id, r.learning_review_id, r.number, r.due_on, r.owner_agency_id, r.owner_account_id, v.group_id, v.restricted
      from learning_recommendation r join learning_review v on v.partnership_id = r.partnership_id and v.learning_review_id = r.learning_review_id
      where r.partnership_id = ${tx.actor.partnershipId} and r.state in ('open', 'action done') and r.due_on < ${today.toString()}::date),
    reader as (
      select d.learning_recommendation_id as id, p.*, exists (select from sitting s where s.group_id = d.group_id and s.account_id = p.account_id) as seated
      from due d cross join person p
      where not d.restricted or 'papers.edit' = any (p.powers) or exists (select from sitting s where s.group_id = d.group_id and s.account_id = p.account_id))
    select d.learning_recommendation_id as "recommendationId", d.learning_review_id as "reviewId", d.number, d.due_on as "dueOn",
      coalesce(
        (select array_agg(r.account_id::text) from reader r where r.id = d.learning_recommendation_id and r.account_id = d.owner_account_id),
        (select array_agg(r.account_id::text order by r.account_id) from reader r where r.id = d.learning_recommendation_id and r.organisation_id = d.owner_agency_id and (r.seated or 'plans.update' = any (r.powers))), '{}') as own,
      coalesce((select array_agg(distinct r.account_id::text) from reader r left join sitting s on s.account_id = r.account_id and s.role in ('chair', 'co-chair')
          and (s.group_id = d.group_id or (d.group_id is null and s.group_id in (select b.group_id from meeting_group b where b.partnership_id = ${tx.actor.partnershipId} and b.kind = 'board')))
        where r.id = d.learning_recommendation_id and (s.account_id is not null or ('papers.edit' = any (r.powers) and 'editions.publish' = any (r.powers)))), '{}') as above
    from due d order by d.due_on, d.learning_recommendation_id`.execute(tx)
  return z.array(OverdueRow).parse(rows)
}
