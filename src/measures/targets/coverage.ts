import { writeDate } from '../../calendar/dates.ts'
import { MONTHS } from '../../calendar/months.ts'
import { isUnclosed, type Target } from './target.ts'

/** One year of a plan, counted from the plan's own first day; the last may be short. */
export type PlanYear = { from: Temporal.PlainDate; to: Temporal.PlainDate; label: string }

const compare = Temporal.PlainDate.compare

/** The years of a span, at most `most`. Empty when it ends before it begins. */
export function yearsOf(from: Temporal.PlainDate, to: Temporal.PlainDate, most = 15): PlanYear[] {
  const years: PlanYear[] = []
  for (let index = 0; index < most; index++) {
    const starts = from.add({ years: index })
    if (compare(starts, to) > 0) break
    const whole = from.add({ years: index + 1 }).subtract({ days: 1 })
    const ends = compare(whole, to) > 0 ? to : whole
    const month = (date: Temporal.PlainDate) => `${MONTHS[date.month - 1]} ${date.year}`
    years.push({ from: starts, to: ends, label: `${month(starts)} to ${month(ends)}` })
  }
  return years
}

export type Covered = 'due this year' | 'in force' | 'none'
export type Cell = { covered: Covered; words: string; unclosed: boolean }

/** What a measure's targets ask of one year: one falls due in it, one runs through it, or none does. */
export function coverYear(targets: readonly Target[], year: PlanYear, today: Temporal.PlainDate): Cell {
  const due = targets.filter((target) => compare(target.due, year.from) >= 0 && compare(target.due, year.to) <= 0)
  const unclosed = due.some((target) => isUnclosed(target, today))
  if (due.length > 0) {
    const words = due.map(
      (target) =>
        `Due ${writeDate(target.due)}: ${target.closed ? target.closed.as : isUnclosed(target, today) ? 'never closed' : 'open'}`,
    )
    return { covered: 'due this year', words: words.join('. '), unclosed }
  }
  const running = targets.find(({ starts, due: last }) => starts && compare(starts, year.to) <= 0 && compare(last, year.to) > 0)
  return running
    ? { covered: 'in force', words: `In force, due ${writeDate(running.due)}`, unclosed: false }
    : { covered: 'none', words: 'No target', unclosed: false }
}
