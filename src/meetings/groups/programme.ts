export type Step = { on: string; what: string; state: 'done' | 'late' | 'ahead' }
type Sitting = { heldOn: string; state: string }

/** The last day of the quarter after the one a day is in: quarters begin in January, April, July and October. */
function endOfNextQuarter(day: Temporal.PlainDate): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year: day.year, month: Math.floor((day.month - 1) / 3) * 3 + 1, day: 1 })
  return first.add({ months: 6 }).subtract({ days: 1 })
}

/**
 * The programme of a task and finish group: kick-off, oversight each month, final report on its last day, and a look at each of the two quarters after.
 * `sittings`: its meetings that are not cancelled. A monthly step is done when one was held in its month, the report and a look back when one was held from its day on. Days are ISO.
 */
export function programmeOf(begins: string, ends: string, sittings: readonly Sitting[], today: string): Step[] {
  const [start, end] = [Temporal.PlainDate.from(begins), Temporal.PlainDate.from(ends)]
  const heldIn = (from: string, before: string) => sittings.some(({ heldOn, state }) => state === 'held' && heldOn >= from && heldOn < before)
  const state = (on: string, done: boolean): Step['state'] => (done ? 'done' : on < today ? 'late' : 'ahead')
  const months: Step[] = []
  for (let month = 1; month <= 60; month++) {
    const on = start.add({ months: month })
    if (Temporal.PlainDate.compare(on, end) >= 0) break
    const until = start.add({ months: month + 1 }).toString()
    months.push({ on: on.toString(), what: 'Monthly oversight', state: state(until, heldIn(on.toString(), until)) })
  }
  const first = endOfNextQuarter(end)
  const second = endOfNextQuarter(first)
  const heldFrom = (on: string) => sittings.some(({ heldOn, state: word }) => word === 'held' && heldOn >= on)
  const kickOffUntil = start.add({ months: 1 }).toString()
  return [
    { on: begins, what: 'Kick-off', state: state(kickOffUntil, heldIn(begins, kickOffUntil)) },
    ...months,
    { on: ends, what: 'Final report', state: state(ends, heldFrom(ends)) },
    { on: first.toString(), what: 'Look back at the first quarter after it', state: state(first.toString(), heldFrom(first.toString())) },
    { on: second.toString(), what: 'Look back at the second quarter after it', state: state(second.toString(), heldFrom(second.toString())) },
  ]
}
