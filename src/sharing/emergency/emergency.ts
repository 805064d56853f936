import { todayInLondon } from '../../calendar/dates.ts'
import { isListed } from '../../calendar/bank-holidays.ts'
import { addWorkingDays } from '../../calendar/working-days.ts'

export const GROUNDS = ['consent', 'law', 'danger to life'] as const
export type Ground = (typeof GROUNDS)[number]
export const GROUND_IN_WORDS: Record<Ground, string> = {
  consent: 'The person it is about has agreed',
  law: 'The law requires it, or a court has ordered it',
  'danger to life': 'Somebody may be killed or seriously hurt otherwise',
}

export const FINDINGS = ['justified', 'not justified'] as const
export type Finding = (typeof FINDINGS)[number]

/** How long emergency access may be asked for, in minutes; half an hour unless said. */
export const MINUTES = [15, 30, 45, 60] as const
export const USUAL_MINUTES = 30
export const SHORTEST_REASON = 20

/** One opening of a case in an emergency. */
export type Opening = { endsAt: Temporal.Instant; endedAt: Temporal.Instant | null; reviewDue: string; reviewedAt: Temporal.Instant | null }

/** The day by which an opening is to be reviewed: the next working day in London. Beyond the list of bank holidays, the next weekday. */
export function reviewDueFor(openedAt: Temporal.Instant): string {
  const today = todayInLondon(openedAt)
  if (isListed(today.add({ days: 14 }).toString())) return addWorkingDays(today.toString(), 1)
  return today.add({ days: today.dayOfWeek >= 5 ? 8 - today.dayOfWeek : 1 }).toString()
}

export const isOpenAt = ({ endsAt, endedAt }: Pick<Opening, 'endsAt' | 'endedAt'>, now: Temporal.Instant): boolean => endedAt === null && Temporal.Instant.compare(endsAt, now) > 0

/** When it ended or will: early by whoever opened it or reviews it, or by itself. */
export const endOf = ({ endsAt, endedAt }: Pick<Opening, 'endsAt' | 'endedAt'>): Temporal.Instant => endedAt ?? endsAt

export const isOverdue = ({ reviewDue, reviewedAt }: Pick<Opening, 'reviewDue' | 'reviewedAt'>, today: Temporal.PlainDate): boolean => reviewedAt === null && reviewDue < today.toString()
