/**
 * How long ago in words: "today", "yesterday", "71 days ago", from three whole months "3 months ago", from two whole
 * years "2 years ago"; for a day to come "tomorrow", "in 9 days", "in 4 months".
 */
export function age(date: Temporal.PlainDate, today: Temporal.PlainDate): string {
  const days = date.until(today).days
  if (days === 0) return 'today'
  if (Math.abs(days) === 1) return days > 0 ? 'yesterday' : 'tomorrow'
  const months = Math.abs(date.until(today, { largestUnit: 'month' }).months)
  const span = spanOf(Math.abs(days), months)
  return days > 0 ? `${span} ago` : `in ${span}`
}

function spanOf(days: number, months: number): string {
  if (months < 3) return `${days} days`
  return months < 24 ? `${months} months` : `${Math.floor(months / 12)} years`
}

export type UpdateInterval = 'monthly' | 'quarterly' | 'six-monthly' | 'yearly'

/** Overdue once the longest month, quarter, half-year or year has gone by; soon, in the last days before that. */
const DAYS: Record<UpdateInterval, { overdueFrom: number; soon: number }> = {
  monthly: { overdueFrom: 31, soon: 7 },
  quarterly: { overdueFrom: 92, soon: 14 },
  'six-monthly': { overdueFrom: 184, soon: 28 },
  yearly: { overdueFrom: 366, soon: 28 },
}

export type Freshness =
  | { state: 'fresh' | 'due soon' | 'overdue'; ageDays: number; dueOn: Temporal.PlainDate }
  | { state: 'never'; ageDays: null; dueOn: null }

/**
 * Whether something updated on `lastUpdated`, or never, is due again. `dueOn` is the last day in time; an update given
 * quarterly is overdue on day 92.
 */
export function freshness(
  lastUpdated: Temporal.PlainDate | null,
  interval: UpdateInterval,
  today: Temporal.PlainDate,
): Freshness {
  if (!lastUpdated) return { state: 'never', ageDays: null, dueOn: null }
  const { overdueFrom, soon } = DAYS[interval]
  const ageDays = lastUpdated.until(today).days
  const state = ageDays >= overdueFrom ? 'overdue' : ageDays >= overdueFrom - soon ? 'due soon' : 'fresh'
  return { state, ageDays, dueOn: lastUpdated.add({ days: overdueFrom - 1 }) }
}
