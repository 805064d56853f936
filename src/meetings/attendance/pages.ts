import { writeDate } from '../../calendar/dates.ts'
import type { CsvValue } from '../../documents/csv.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { groupPage } from '../groups/group-page.ts'
import type { Group, Seat } from '../groups/store.ts'
import { type HeldMeeting, type Mark, persistentAbsence, seatRows, stateAt } from './attendance.ts'

export const SPANS = ['12', '24', 'all'] as const
export type Span = (typeof SPANS)[number]
const SPAN_IN_WORDS: Record<Span, string> = { 12: 'The last 12 months', 24: 'The last 24 months', all: 'All that were held' }

const day = (text: string) => writeDate(Temporal.PlainDate.from(text))
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const roleOf = ({ role, post }: Seat) => [capital(role), post].filter(Boolean).join(', ')
const isNow = ({ since, until }: Seat, today: string) => (since === null || since <= today) && (until === null || until >= today)

/** The first day of what is looked at; null for all. */
export const firstDay = (span: Span, today: string): string | null => (span === 'all' ? null : Temporal.PlainDate.from(today).subtract({ months: Number(span) }).toString())
/** Meetings after a day. */
export const within = (meetings: readonly HeldMeeting[], from: string | null) => meetings.filter(({ heldOn }) => from === null || heldOn > from)

type Parts = { seats: readonly Seat[]; meetings: readonly HeldMeeting[]; marks: readonly Mark[] }

/** Who came to a group's meetings: each seat's row, those that stay away, and statutory seats that nobody fills. Without a right to read it, the vacant seats alone. */
export function attendancePage(group: Group, { seats, meetings, marks }: Parts, span: Span, links: { meeting: boolean }, today: string) {
  const shown = within(meetings, firstDay(span, today))
  const rows = seatRows(seats, shown, marks)
  const listed = seats.map((seat, at) => ({ seat, row: rows[at]! })).filter(({ seat, row }) => isNow(seat, today) || row.meetings > 0)
  const markedAt = new Set(marks.map(({ meetingId }) => meetingId))
  return {
    ...groupPage(group, 'attendance'),
    title: `${group.name}: attendance`,
    actions: group.reads && shown.length > 0 ? [{ text: 'Print', print: true }, { text: 'CSV', href: `/groups/${group.groupId}/attendance.csv?months=${span}`, download: true }] : [],
    reads: group.reads, any: meetings.length > 0,
    spans: SPANS.map((value) => ({ value, text: SPAN_IN_WORDS[value], selected: value === span })),
    absences: group.reads ? persistentAbsence(seats, meetings, marks, today).map(({ organisation, inARow, attended, meetings: count, why }) => ({
      organisation, sentence: why === 'three in a row' ? `missed the last ${inARow} meetings` : `came to ${attended} of ${count} meetings in the last twelve months`,
    })) : [],
    vacant: seats.filter((seat) => seat.statutory && seat.person === null && isNow(seat, today)).map((seat) => `${seat.organisation}, ${roleOf(seat)}`),
    rows: listed.map(({ seat, row }) => ({
      organisation: seat.organisation, role: roleOf(seat), person: seat.person ?? 'Vacant', vacant: seat.person === null, ended: seat.until !== null && seat.until < today ? `until ${day(seat.until)}` : null,
      present: row.present, deputy: row.deputy, apologies: row.apologies, absent: row.absent, notMarked: row.notMarked,
      share: row.meetings === 0 ? 'Not marked yet' : `${row.attended} of ${row.meetings}`, percent: row.meetings === 0 ? null : `${writeFigure((100 * row.attended) / row.meetings, 0)}%`,
      lastThere: row.lastThere ? day(row.lastThere) : row.meetings > 0 ? 'Not in this time' : 'Not known',
    })),
    meetings: shown.toReversed().map(({ meetingId, heldOn }) => {
      const states = seats.map((seat) => stateAt(marks, seat, { meetingId, heldOn }))
      const filled = states.filter((state) => state === 'present' || state === 'deputy').length
      const marked = states.filter((state) => state !== null).length
      return {
        href: links.meeting ? `/meetings/${meetingId}` : null, day: day(heldOn), filled: markedAt.has(meetingId) ? `${filled} of ${marked}` : 'Nobody was marked',
        quorum: group.quorum === null || !markedAt.has(meetingId) ? null : { met: filled >= group.quorum, text: filled >= group.quorum ? 'Yes' : `No: ${group.quorum} needed` },
      }
    }),
    hasQuorum: group.quorum !== null,
  }
}

export const CSV_COLUMNS = ['Meeting', 'Organisation', 'Role', 'Post', 'Person', 'Attendance']
/** One row a seat and meeting, the latest meeting first; a seat that nobody marked says so. */
export const csvRows = ({ seats, meetings, marks }: Parts): CsvValue[][] =>
  meetings.toReversed().flatMap((meeting) => seats.filter(({ since, until }) => (since === null || since <= meeting.heldOn) && (until === null || until >= meeting.heldOn)).map((seat) => [
    Temporal.PlainDate.from(meeting.heldOn), seat.organisation, seat.role, seat.post, seat.person ?? 'Vacant', stateAt(marks, seat, meeting) ?? 'not marked',
  ]))
