import { bankHolidayOn, type Division, isListed } from '../../calendar/bank-holidays.ts'
import { weekdayOf, writeDate } from '../../calendar/dates.ts'
import { occurrences, type Recurrence, timesOf } from '../../calendar/recurrence.ts'

/** What a series does with a day that is a bank holiday. Catalogue C7: never silently. */
export const ON_HOLIDAY = ['next working day', 'week before', 'cancel'] as const
export type OnHoliday = (typeof ON_HOLIDAY)[number]
export const ON_HOLIDAY_IN_WORDS: Record<OnHoliday, string> = {
  'next working day': 'It moves to the next working day',
  'week before': 'It moves to the same day of the week before',
  cancel: 'That meeting is cancelled',
}

/** When a group meets, as far as days follow from it. `division`: whose bank holidays it keeps. `starts` and `ends` are ISO days. */
export type Rhythm = { recurrence: Recurrence; beginsAt: string; onHoliday: OnHoliday; division: Division; starts: string; ends: string | null }

/**
 * One sitting that a rhythm gives. `meantFor`: the day of the recurrence; `heldOn`: where the series' rule puts it. `reason`: why it was moved or
 * cancelled. `remark`: what else whoever sets it up should see (a weekend, a day for which no bank holidays are listed).
 */
export type Sitting = { meantFor: string; heldOn: string; beginsAt: string; state: 'planned' | 'cancelled'; reason: string | null; remark: string | null }

const WEEK = { days: 7 }
const inFull = (day: Temporal.PlainDate) => `${weekdayOf(day)} ${writeDate(day)}`
const holidayOn = (day: Temporal.PlainDate, division: Division) => bankHolidayOn(day.toString(), division)

function movedTo(day: Temporal.PlainDate, onHoliday: OnHoliday, division: Division): Temporal.PlainDate | null {
  if (onHoliday === 'cancel') return null
  let moved = onHoliday === 'week before' ? day.subtract(WEEK) : day.add({ days: 1 })
  // Christmas and New Year are a week apart: the week before a holiday may be one too.
  while (holidayOn(moved, division) !== null || (onHoliday === 'next working day' && moved.dayOfWeek > 5)) moved = onHoliday === 'week before' ? moved.subtract(WEEK) : moved.add({ days: 1 })
  return moved
}

function remarkOn(day: Temporal.PlainDate): string | null {
  if (!isListed(day.toString())) return 'Bank holidays are not known for this day'
  return day.dayOfWeek > 5 ? `This is a ${weekdayOf(day)}` : null
}

function placed(day: Temporal.PlainDate, { onHoliday, division }: Pick<Rhythm, 'onHoliday' | 'division'>, own: ReadonlySet<string>): Pick<Sitting, 'heldOn' | 'state' | 'reason' | 'remark'> {
  const meantFor = day.toString()
  const holiday = holidayOn(day, division)
  if (holiday === null) return { heldOn: meantFor, state: 'planned', reason: null, remark: remarkOn(day) }
  const moved = movedTo(day, onHoliday, division)
  if (moved === null) return { heldOn: meantFor, state: 'cancelled', reason: `${inFull(day)} is a bank holiday: ${holiday}`, remark: null }
  if (own.has(moved.toString())) return { heldOn: meantFor, state: 'cancelled', reason: `${inFull(day)} is a bank holiday (${holiday}), and the group already meets on ${inFull(moved)}`, remark: null }
  return { heldOn: moved.toString(), state: 'planned', reason: `${inFull(day)} is a bank holiday: ${holiday}`, remark: remarkOn(moved) }
}

/** The sittings a rhythm gives from one ISO day to another, both included, by day and hour: every one on a bank holiday with what the series' own rule does to it. */
export function sittingsOf(rhythm: Rhythm, from: string, to: string): Sitting[] {
  const { recurrence, beginsAt, starts, ends } = rhythm
  const [first, last] = [from > starts ? from : starts, ends !== null && ends < to ? ends : to]
  if (first > last) return []
  const [begin, end] = [Temporal.PlainDate.from(first), Temporal.PlainDate.from(last)]
  // A sitting may move a little out of the span, onto a day that the recurrence gives beyond it.
  const own = new Set(occurrences(recurrence, begin.subtract({ days: 21 }), end.add({ days: 21 })).map(String))
  const given = occurrences(recurrence, begin, end).map((day) => ({ day, place: placed(day, rhythm, own) }))
  const taken = new Set<string>()
  return given.flatMap(({ day, place }) => {
    const twice = place.state === 'planned' && taken.has(place.heldOn)
    if (place.state === 'planned') taken.add(place.heldOn)
    const one = twice ? { heldOn: day.toString(), state: 'cancelled' as const, reason: `${inFull(day)} is a bank holiday, and another meeting of the group already moves to ${inFull(Temporal.PlainDate.from(place.heldOn))}`, remark: null } : place
    return timesOf(recurrence, beginsAt).map((time) => ({ meantFor: day.toString(), beginsAt: time, ...one }))
  })
}

/** How many published dates a calendar year still lacks, where the rhythm says how many there are a year. */
export function missingDates({ recurrence }: Pick<Rhythm, 'recurrence'>, year: number): number {
  if (recurrence.kind !== 'dates' || recurrence.perYear === null) return 0
  return Math.max(0, recurrence.perYear - recurrence.dates.filter((date) => date.startsWith(`${year}-`)).length)
}
