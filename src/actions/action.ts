import { writeDate } from '../calendar/dates.ts'
import { age } from '../calendar/freshness.ts'

export const ACTION_STATES = ['open', 'done', 'dropped'] as const
export type ActionState = (typeof ACTION_STATES)[number]

/** Something one named owner will do by a date: an agency, and where it is settled the person of it. */
export type Action = {
  actionId: string
  caseId: string
  reference: string
  panelId: string | null
  statement: string
  ownerAgencyId: string
  ownerAgency: string
  ownerAccountId: string | null
  owner: string | null
  dueOn: string
  state: ActionState
  closedOn: string | null
  /** What shows that it was done, or why it was dropped. */
  evidence: string | null
  version: number
}

/** Whether something due on a day (ISO) is past it. */
export const isLate = (dueOn: string, today: Temporal.PlainDate): boolean => dueOn < today.toString()

/** "Due 3 March 2026, in 4 days", "Late: was due 3 March 2026, 4 days ago". */
export function dueInWords(dueOn: string, today: Temporal.PlainDate): string {
  const due = Temporal.PlainDate.from(dueOn)
  return isLate(dueOn, today) ? `Late: was due ${writeDate(due)}, ${age(due, today)}` : `Due ${writeDate(due)}, ${age(due, today)}`
}

/** "Testbury Police", or "A Person, Testbury Police" where one was named. */
export const ownerInWords = ({ owner, ownerAgency }: Pick<Action, 'owner' | 'ownerAgency'>): string => (owner ? `${owner}, ${ownerAgency}` : ownerAgency)

const DAYS_BEFORE = 3
const DAYS_BETWEEN = 7

/** Which reminder of something due is owed today: one from three days before, and one each week that it is late. Null while it is too soon. */
export function reminderOwed(dueOn: string, today: Temporal.PlainDate): string | null {
  const late = Temporal.PlainDate.from(dueOn).until(today).days
  if (late > 0) return `late ${Math.floor((late - 1) / DAYS_BETWEEN)}`
  return late >= -DAYS_BEFORE ? 'soon' : null
}
