import type { UpdateInterval } from '../plan.ts'

export type PeriodDates = { name: string; starts: Temporal.PlainDate; ends: Temporal.PlainDate; due: Temporal.PlainDate }

const MONTHS: Record<UpdateInterval, number> = { monthly: 1, quarterly: 3, 'six-monthly': 6, yearly: 12 }
const MONTH_NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** Owners have this many days after a period ends to answer. */
const DAYS_TO_ANSWER = 14

/** The period that would follow the last one, or the one that holds `today` when there is none: whole months, as long as the plan's interval. */
export function proposePeriod(interval: UpdateInterval, last: { ends: Temporal.PlainDate } | null, today: Temporal.PlainDate): PeriodDates {
  const months = MONTHS[interval]
  const starts = last ? last.ends.add({ days: 1 }) : today.with({ day: 1, month: Math.floor((today.month - 1) / months) * months + 1 })
  const ends = starts.add({ months }).subtract({ days: 1 })
  return { name: periodName(starts, ends), starts, ends, due: ends.add({ days: DAYS_TO_ANSWER }) }
}

/** "July to September 2026", "September 2026", "December 2026 to February 2027". */
export function periodName(starts: Temporal.PlainDate, ends: Temporal.PlainDate): string {
  const [from, to] = [MONTH_NAMES[starts.month - 1]!, `${MONTH_NAMES[ends.month - 1]!} ${ends.year}`]
  if (starts.year === ends.year && starts.month === ends.month) return to
  return starts.year === ends.year ? `${from} to ${to}` : `${from} ${starts.year} to ${to}`
}

export type PeriodText = { name: string; starts: string; ends: string; due: string }

/** Why a period cannot be opened with these dates ('YYYY-MM-DD') after the plan's `others`, or null. Periods go forward and share no day. */
export function periodProblem(dates: Omit<PeriodText, 'name'>, others: readonly Omit<PeriodText, 'due'>[]): { field: string; text: string } | null {
  if (dates.ends < dates.starts) return { field: 'ends', text: 'The period must end on or after the day it starts' }
  if (dates.due < dates.starts) return { field: 'due', text: 'Owners cannot be asked to answer before the period starts' }
  const clash = others.find(({ starts, ends }) => dates.starts <= ends && starts <= dates.ends)
  if (clash) return { field: 'starts', text: `These days overlap with “${clash.name}”. Choose days that no other period has` }
  const later = others.find(({ starts }) => starts > dates.ends)
  return later ? { field: 'starts', text: `“${later.name}” was opened already, and is later. A new period comes after the last one` } : null
}

/** Why owners cannot be given until `due` instead, or null: time once given is not taken back. */
export const extensionProblem = (due: string, period: { due: string }, today: string): string | null => {
  if (due <= period.due) return 'Choose a day after the one owners were given'
  return due < today ? 'Choose a day that is still to come' : null
}
