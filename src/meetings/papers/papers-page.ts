import type { Meeting } from '../meeting.ts'
import { isOpen } from '../meeting.ts'
import { meetingPage } from '../meeting-page.ts'
import type { AgendaItem } from '../meeting-store.ts'
import { lastDayForPapers, noticeInWords } from './notice.ts'
import type { MeetingPaper, selectWritersOf } from './paper-store.ts'
import { standingOf } from './standing.ts'
import { writeDate } from '../../calendar/dates.ts'

type Writers = Awaited<ReturnType<typeof selectWritersOf>>

/** The papers of a meeting, and asking for one. */
export function papersPage(meeting: Meeting, agenda: readonly AgendaItem[], papers: readonly MeetingPaper[], writers: Writers, entered: Record<string, unknown>, errors: object, today: Temporal.PlainDate) {
  const asks = meeting.group.keeps && isOpen(meeting)
  const last = lastDayForPapers(meeting.heldOn)
  const first = { dueOn: last && last > today.toString() ? writeDate(Temporal.PlainDate.from(last)) : '' }
  const fields = { ...first, ...entered } as Record<string, unknown>
  return {
    ...meetingPage(meeting, 'papers'), ...errors, asks, entered: fields, notice: noticeInWords(meeting, papers, today),
    rows: papers.map((paper) => ({
      ...standingOf(paper, today), item: agenda.find(({ agendaItemId }) => agendaItemId === paper.agendaItemId)?.title ?? 'No item',
      manage: asks ? `/meetings/${meeting.meetingId}/papers/${paper.paperId}` : null,
    })),
    items: [{ value: '', text: 'No item in particular' }, ...agenda.map(({ agendaItemId, title }) => ({ value: agendaItemId, text: title, selected: fields.agendaItemId === agendaItemId }))],
    writers: [{ value: '', text: 'Choose' }, ...writers.map(({ accountId, name, organisation, seated }) => ({ value: accountId, text: `${name}, ${organisation}${seated ? '' : ' (no seat)'}`, selected: fields.askedOf === accountId }))],
    restrictedItems: [{ value: 'yes', text: 'Restricted: for the group alone, whatever is issued', checked: fields.restricted === 'yes' }], mayRestrict: meeting.group.seated,
  }
}

/** One paper: handing it in, for whom it was asked of and for those who keep the meeting; who only hands it in sees nothing else of the meeting. */
export function paperPage(meeting: Meeting, paper: MeetingPaper, errors: object, entered: Record<string, unknown>, today: Temporal.PlainDate) {
  const keeps = meeting.group.keeps && isOpen(meeting)
  return {
    ...meetingPage(meeting, 'papers'), ...errors, entered, paper: standingOf(paper, today), keepsPaper: keeps, name: paper.title,
    here: `/meetings/${meeting.meetingId}/papers/${paper.paperId}`, hands: paper.receivedAt === null && isOpen(meeting) && (paper.mine || keeps), came: paper.receivedAt !== null,
    back: meeting.group.reads ? { href: `/meetings/${meeting.meetingId}/papers`, text: 'Papers' } : { href: '/meetings', text: 'All meetings' },
  }
}
