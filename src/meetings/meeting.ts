/** What stands of a sitting, in the words people read. */
export const MEETING_STATES = ['planned', 'cancelled', 'under way', 'held'] as const
export type MeetingState = (typeof MEETING_STATES)[number]
export const MINUTES_STATES = ['none', 'draft', 'with the chair', 'approved', 'issued'] as const
export type MinutesState = (typeof MINUTES_STATES)[number]

/** What a meeting's pages need of its group. */
export type GroupOfMeeting = { name: string; kind: string; confidential: boolean; keeps: boolean; seated: boolean; reads: boolean }

/** One sitting. Days are ISO, `beginsAt` is 'HH:MM'. Who may not read what is said there has its day, hour and place, and null for the rest. */
export type Meeting = {
  meetingId: string
  groupId: string
  group: GroupOfMeeting
  seriesId: string | null
  /** The day its recurrence gives, where it was moved. */
  meantFor: string | null
  heldOn: string
  beginsAt: string
  minutes: number
  place: string | null
  online: string | null
  state: MeetingState
  minutesState: MinutesState
  changedReason: string | null
  version: number
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** The clock, 'HH:MM', some minutes on; past midnight it begins again. */
export function clockAfter(beginsAt: string, minutes: number): string {
  const at = (minutesOf(beginsAt) + minutes) % 1440
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
}

/** "10:00 to 11:30". */
export const hoursInWords = ({ beginsAt, minutes }: Pick<Meeting, 'beginsAt' | 'minutes'>) => `${beginsAt} to ${clockAfter(beginsAt, minutes)}`

type Slot = Pick<Meeting, 'heldOn' | 'beginsAt' | 'minutes'>

/** Whether two sittings want the same hour. One ends as the other begins: no clash. */
export const overlaps = (one: Slot, other: Slot) =>
  one.heldOn === other.heldOn && minutesOf(one.beginsAt) < minutesOf(other.beginsAt) + other.minutes && minutesOf(other.beginsAt) < minutesOf(one.beginsAt) + one.minutes

/** Its agenda and papers may still be changed. */
export const isOpen = ({ state }: Pick<Meeting, 'state'>) => state === 'planned' || state === 'under way'
