import { writeDate } from '../../calendar/dates.ts'
import type { MeetingPaper } from './paper-store.ts'

const on = (iso: string) => writeDate(Temporal.PlainDate.from(iso))

/** A paper as lists show it: where it is read, and whether it came, is late, or is still to come. */
export function standingOf(paper: MeetingPaper, today: Temporal.PlainDate) {
  const { meetingId, paperId, title, restricted, address, fileName, receivedAt, received, dueOn, asked, mine } = paper
  const late = receivedAt === null && dueOn !== null && dueOn < today.toString()
  const cameLate = receivedAt !== null && dueOn !== null && receivedAt.toZonedDateTimeISO('Europe/London').toPlainDate().toString() > dueOn
  const came = receivedAt && `Handed in on ${writeDate(receivedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}${received ? ` by ${received}` : ''}`
  return {
    paperId, title, restricted, href: receivedAt ? (address ?? (fileName ? `/meetings/${meetingId}/papers/${paperId}/file` : null)) : null,
    tag: late ? { word: 'Late', colour: 'red' } : cameLate ? { word: 'Came late', colour: 'amber' } : receivedAt ? { word: 'Here', colour: 'green' } : { word: 'To come', colour: 'blue' },
    note: [came ?? (asked ? `Asked of ${asked}` : 'Not asked of anybody'), dueOn && `due ${on(dueOn)}`].filter(Boolean).join(' · '),
    handIn: receivedAt === null && mine ? `/meetings/${meetingId}/papers/${paperId}` : null, arrived: receivedAt !== null,
  }
}
