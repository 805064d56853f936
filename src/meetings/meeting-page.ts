import { weekdayOf, writeDate } from '../calendar/dates.ts'
import { hoursInWords, type Meeting, type MeetingState, type MinutesState } from './meeting.ts'

/** What may be looked at of one meeting, in the order of its tabs. */
export type MeetingPart = 'agenda' | 'papers' | 'pack' | 'live' | 'minutes'

const PARTS: readonly { part: MeetingPart; text: string; under: string }[] = [
  { part: 'agenda', text: 'Agenda', under: '' },
  { part: 'papers', text: 'Papers', under: '/papers' },
  { part: 'pack', text: 'Pack', under: '/pack' },
  { part: 'live', text: 'On the day', under: '/live' },
  { part: 'minutes', text: 'Minutes', under: '/minutes' },
]

const STATE_COLOUR: Record<MeetingState, string> = { planned: 'blue', 'under way': 'green', held: 'grey', cancelled: 'red' }
const MINUTES_IN_WORDS: Record<MinutesState, string | null> = { none: null, draft: 'Minutes being written', 'with the chair': 'Minutes with the chair', approved: 'Minutes approved', issued: 'Minutes issued' }
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** "Monday 2 March 2026". */
export const dayInWords = (day: string) => {
  const date = Temporal.PlainDate.from(day)
  return `${weekdayOf(date)} ${writeDate(date)}`
}
export const stateTag = ({ state }: Pick<Meeting, 'state'>) => ({ word: capital(state), colour: STATE_COLOUR[state] })
export const minutesTag = ({ minutesState }: Pick<Meeting, 'minutesState'>) => {
  const word = MINUTES_IN_WORDS[minutesState]
  return word ? { word, colour: minutesState === 'issued' ? 'green' : 'blue' } : null
}

/** What was changed of a meeting, and why; null where nothing was. */
function changeInWords({ state, meantFor, heldOn, changedReason }: Meeting): string | null {
  const why = changedReason ? `: ${changedReason}` : ''
  if (state === 'cancelled') return `Cancelled${why}`
  if (meantFor && meantFor !== heldOn) return `Moved from ${dayInWords(meantFor)}${why}`
  return changedReason ? `Changed${why}` : null
}

/** What stands around every page about one meeting. `part`: the tab it belongs to, or null. */
export const meetingPage = (meeting: Meeting, part: MeetingPart | null) => ({
  title: `${meeting.group.name}, ${writeDate(Temporal.PlainDate.from(meeting.heldOn))}${part && part !== 'agenda' ? `: ${PARTS.find((each) => each.part === part)!.text.toLowerCase()}` : ''}`,
  heading: meeting.group.name,
  context: [dayInWords(meeting.heldOn), hoursInWords(meeting), meeting.place].filter(Boolean).join(' · '),
  meetingId: meeting.meetingId, groupId: meeting.groupId, version: meeting.version, keeps: meeting.group.keeps, seated: meeting.group.seated,
  confidential: meeting.group.confidential, sealed: !meeting.group.reads,
  tag: stateTag(meeting), minutesTag: minutesTag(meeting), changed: changeInWords(meeting),
  groupHref: `/groups/${meeting.groupId}`,
  back: { href: '/meetings', text: 'All meetings' },
  tabs: meeting.group.reads ? PARTS.map(({ part: each, text, under }) => ({ text, href: `/meetings/${meeting.meetingId}${under}`, current: each === part })) : [],
})
