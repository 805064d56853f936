import { z } from 'zod'
import { writeDate } from '../calendar/dates.ts'
import { age } from '../calendar/freshness.ts'
import { ACTION_STATES } from './action.ts'

const day = z.string()

/** What stood before a change, and when and by whom it was changed; or that its owner was reminded. */
const PastRow = z.object({
  at: z.string(), by: z.string().nullable().optional(), chased: z.boolean().optional(),
  statement: z.string().optional(), due_on: day.optional(), owner_agency_id: z.string().optional(), owner_account_id: z.string().nullable().optional(), state: z.enum(ACTION_STATES).optional(), evidence: z.string().nullable().optional(), restricted: z.boolean().optional(),
})
export type PastOfAction = z.infer<typeof PastRow>

/** An action agreed in a meeting (`meetingId`, `groupId`, `number` such as "7/2026"), or on a recommendation of a review (`recommendationId`). */
export const GroupActionRow = z.object({
  actionId: z.string(), from: z.enum(['meeting', 'recommendation']), number: z.string().nullable(),
  groupId: z.string().nullable(), group: z.string().nullable(), meetingId: z.string().nullable(), heldOn: day.nullable(), agendaItemId: z.string().nullable(),
  recommendationId: z.string().nullable(), reviewId: z.string().nullable(), review: z.string().nullable(),
  restricted: z.boolean(), statement: z.string(), ownerAgencyId: z.string(), ownerAgency: z.string(), ownerAccountId: z.string().nullable(), owner: z.string().nullable(),
  dueOn: day, madeOn: day, state: z.enum(ACTION_STATES), closedOn: day.nullable(), closedBy: z.string().nullable(), evidence: z.string().nullable(),
  /** Meetings of its group since the one that agreed it, until it was closed. */
  carried: z.number(),
  /** Whether this account may reword it; whether it is its own, or its organisation's with nobody named; and whether it has a seat in the group. */
  keeps: z.boolean(), owns: z.boolean(), seated: z.boolean(),
  history: z.array(PastRow), version: z.number(),
})
export type GroupAction = z.infer<typeof GroupActionRow>

/** Days past its day; 0 while it is not late, and once it has ended. */
export const daysLate = ({ dueOn, state }: Pick<GroupAction, 'dueOn' | 'state'>, today: Temporal.PlainDate): number =>
  state === 'open' ? Math.max(0, Temporal.PlainDate.from(dueOn).until(today).days) : 0

/** "agreed 3 months ago", "agreed 3 months ago, carried forward at 2 meetings". */
export function ageInWords({ madeOn, heldOn, carried }: Pick<GroupAction, 'madeOn' | 'heldOn' | 'carried'>, today: Temporal.PlainDate): string {
  const agreed = `agreed ${age(Temporal.PlainDate.from(heldOn ?? madeOn), today)}`
  return carried === 0 ? agreed : `${agreed}, carried forward at ${carried === 1 ? 'one meeting' : `${carried} meetings`}`
}

/** "Delivery Group, 3 March 2026", or the review whose recommendation it answers. */
export const sourceInWords = ({ group, heldOn, review }: Pick<GroupAction, 'group' | 'heldOn' | 'review'>): string =>
  group && heldOn ? `${group}, ${writeDate(Temporal.PlainDate.from(heldOn))}` : (review ?? 'A review')

/** "Action 7/2026", or "Action on a recommendation". */
export const nameOf = ({ number }: Pick<GroupAction, 'number'>): string => (number ? `Action ${number}` : 'Action on a recommendation')

/** "Done on 3 March 2026", "Dropped on 3 March 2026"; null while it is open. */
export const endedInWords = ({ state, closedOn }: Pick<GroupAction, 'state' | 'closedOn'>): string | null =>
  closedOn && `${state === 'done' ? 'Done' : 'Dropped'} on ${writeDate(Temporal.PlainDate.from(closedOn))}`
