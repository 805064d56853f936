import { bankHolidayOn, type Division } from '../../calendar/bank-holidays.ts'
import { weekdayOf, writeDate } from '../../calendar/dates.ts'
import { addWorkingDays } from '../../calendar/working-days.ts'
import { hoursInWords, type Meeting, overlaps } from '../meeting.ts'

/** A sitting that is thought of, not kept yet. */
export type Thought = Pick<Meeting, 'heldOn' | 'beginsAt' | 'minutes' | 'place' | 'groupId'> & { meetingId: string | null }
/** Another sitting of that day, and the people whom both groups want. */
export type Beside = { meeting: Meeting; people: readonly string[] }

function nextWorkingDay(heldOn: string, division: Division): string {
  try {
    return ` The next working day is ${writeDate(Temporal.PlainDate.from(addWorkingDays(heldOn, 0, division)))}.`
  } catch (error) {
    if (error instanceof RangeError) return '' // the bank holidays of that year are not listed: no day is proposed
    throw error
  }
}

const same = (one: string | null, other: string | null) => one !== null && other !== null && one.trim().toLowerCase() === other.trim().toLowerCase()

/** What speaks against a day and hour, in sentences: told before it is kept, never decided for anybody. `division`: whose bank holidays the group keeps. */
export function dateFindings(thought: Thought, beside: readonly Beside[], today: Temporal.PlainDate, division: Division): string[] {
  const date = Temporal.PlainDate.from(thought.heldOn)
  const holiday = bankHolidayOn(thought.heldOn, division)
  const found: string[] = []
  if (thought.heldOn < today.toString()) found.push(`${writeDate(date)} is past.`)
  if (holiday) found.push(`${writeDate(date)} is a bank holiday in ${division}: ${holiday}.${nextWorkingDay(thought.heldOn, division)}`)
  else if (date.dayOfWeek > 5) found.push(`${writeDate(date)} is a ${weekdayOf(date)}.${nextWorkingDay(thought.heldOn, division)}`)
  for (const { meeting, people } of beside) {
    if (meeting.meetingId === thought.meetingId || meeting.state === 'cancelled') continue
    if (meeting.groupId === thought.groupId) found.push(`The group meets that day already, ${hoursInWords(meeting)}.`)
    else if (overlaps(meeting, thought)) {
      if (same(meeting.place, thought.place)) found.push(`${meeting.place} is taken by ${meeting.group.name}, ${hoursInWords(meeting)}.`)
      if (people.length > 0) found.push(`${people.join(', ')} ${people.length === 1 ? 'sits' : 'sit'} in ${meeting.group.name} too, which meets ${hoursInWords(meeting)}. One after the other would serve both.`)
    }
  }
  return found
}
