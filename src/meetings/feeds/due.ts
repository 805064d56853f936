/** How often something is owed. */
export const EVERY = ['meeting', 'month', 'quarter', 'year'] as const
export type Every = (typeof EVERY)[number]

export const EVERY_IN_WORDS: Record<Every, string> = {
  meeting: 'for each meeting of the group that receives it', month: 'each month', quarter: 'each quarter', year: 'each year, April to March',
}

/** A day on which something is owed, and the days it should tell of (ISO, both counted). */
export type Due = { dueOn: string; starts: string; ends: string }

type Owed = { every: Every; since: string; until: string | null }

const plus = (day: string, days: number) => Temporal.PlainDate.from(day).add({ days }).toString()

/** Where the group that receives it has no meeting in its calendar after the period, it is owed so many days after the period's end. */
const WITHOUT_MEETING_DAYS = 28

/**
 * The days on which a feed is owed up to `to` and the first one after it, in order. `meetings`: days (ISO) on which the receiving group meets or met, cancelled ones left out.
 * Owed for each meeting, it is due on that day and tells of the days since the one before. Owed for a month, quarter or year, it is due at the first meeting after the
 * period's end; periods that come to the same meeting are told in one.
 */
export function duesOf({ every, since, until }: Owed, meetings: readonly string[], to: string): Due[] {
  const days = [...new Set(meetings)].sort()
  const all = every === 'meeting' ? meetingDues(days, since) : periodDues(every, days, since, to)
  const within = all.filter(({ dueOn, starts }) => until === null || (every === 'meeting' ? dueOn : starts) <= until)
  const after = within.findIndex(({ dueOn }) => dueOn > to)
  return after === -1 ? within : within.slice(0, after + 1)
}

function meetingDues(days: readonly string[], since: string): Due[] {
  return days.flatMap((dueOn, at) => (dueOn < since ? [] : [{ dueOn, starts: days[at - 1] ?? (since < dueOn ? since : plus(dueOn, -28)), ends: plus(dueOn, -1) }]))
}

/** Longest that a feed is followed back and forward: forty years of months. */
const MOST_PERIODS = 480

function periodDues(every: Exclude<Every, 'meeting'>, days: readonly string[], since: string, to: string): Due[] {
  const dues: Due[] = []
  let starts = firstDay(every, since)
  for (let n = 0; n < MOST_PERIODS; n++) {
    const next = starts.add({ months: MONTHS[every] })
    const ends = next.subtract({ days: 1 }).toString()
    const dueOn = days.find((day) => day > ends) ?? plus(ends, WITHOUT_MEETING_DAYS)
    const last = dues.at(-1)
    if (last && last.dueOn >= dueOn) last.ends = ends
    else {
      if (last && last.dueOn > to) break
      dues.push({ dueOn, starts: starts.toString(), ends })
    }
    starts = next
  }
  return dues
}

const MONTHS: Record<Exclude<Every, 'meeting'>, number> = { month: 1, quarter: 3, year: 12 }

/** First day of the period that a day is in. A year runs from April, as councils' do. */
function firstDay(every: Exclude<Every, 'meeting'>, day: string): Temporal.PlainDate {
  const { year, month } = Temporal.PlainDate.from(day)
  if (every === 'year') return Temporal.PlainDate.from({ year: month >= 4 ? year : year - 1, month: 4, day: 1 })
  return Temporal.PlainDate.from({ year, month: every === 'month' ? month : Math.floor((month - 1) / 3) * 3 + 1, day: 1 })
}

/** A return as it stands: the day it was written for, which a meeting may have moved from since. */
export type Returned = { dueOn: string; sentOn: string | null }
export type Answered = Due & { returned: Returned | null; state: 'sent' | 'late' | 'missed' | 'ahead' }

/**
 * Each due day with the return that answers it: the nearest one, since meetings move. What was not sent is late until a later return is sent, which tells of those days
 * too; then it is missed.
 */
export function answered(dues: readonly Due[], returns: readonly Returned[], today: string): Answered[] {
  const byDue = new Map<string, Returned>()
  for (const each of returns.toSorted((one, other) => Number(one.sentOn !== null) - Number(other.sentOn !== null))) {
    const nearest = dues.toSorted((one, other) => apart(one.dueOn, each.dueOn) - apart(other.dueOn, each.dueOn))[0]
    if (nearest) byDue.set(nearest.dueOn, each)
  }
  const lastSent = dues.findLast(({ dueOn }) => byDue.get(dueOn)?.sentOn)?.dueOn ?? ''
  return dues.map((due) => {
    const returned = byDue.get(due.dueOn) ?? null
    return { ...due, returned, state: returned?.sentOn ? 'sent' : due.dueOn < lastSent ? 'missed' : due.dueOn < today ? 'late' : 'ahead' }
  })
}

const apart = (one: string, other: string) => Math.abs(Temporal.PlainDate.from(one).until(other).days)

/** The one to be written now: the last that is late, telling of all the days since the last return; or else the next. Null when nothing is owed. */
export function toWrite(dues: readonly Answered[]): Due | null {
  const late = dues.filter(({ state }) => state === 'late')
  const due = late.at(-1) ?? dues.find(({ state }) => state === 'ahead')
  return due ? { dueOn: due.dueOn, starts: late[0]?.starts ?? due.starts, ends: due.ends } : null
}
