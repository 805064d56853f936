import { dueInWords } from '../../actions/action.ts'
import type { GroupAction } from '../../actions/group-action.ts'
import { writeDate } from '../../calendar/dates.ts'
import { hoursInWords, type Meeting } from '../meeting.ts'
import { dayInWords, minutesTag, stateTag } from '../meeting-page.ts'
import type { selectIssuedLately, selectMinutesWaiting, selectPapersOwed } from './front-store.ts'

type Front = {
  meetings: readonly Meeting[]
  issued: Awaited<ReturnType<typeof selectIssuedLately>>
  papers: Awaited<ReturnType<typeof selectPapersOwed>>
  minutes: Awaited<ReturnType<typeof selectMinutesWaiting>>
  actions: readonly GroupAction[]
}
const on = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const MINUTES_WAIT = { approve: 'Approve the minutes', issue: 'Issue the minutes', write: 'Write the minutes' } as const

const row = (meeting: Meeting) => ({
  href: `/meetings/${meeting.meetingId}`, group: meeting.group.name, day: dayInWords(meeting.heldOn), hours: hoursInWords(meeting), place: meeting.place ?? 'No place given',
  tag: stateTag(meeting), minutesTag: minutesTag(meeting), confidential: meeting.group.confidential,
  moved: meeting.meantFor && meeting.meantFor !== meeting.heldOn && meeting.state !== 'cancelled' ? `Moved from ${on(meeting.meantFor)}` : null,
})

/** A group that meets several times a day would fill the page. */
const MOST_SHOWN = 15

/** The front page of meetings. `mayPlan`: there is a group whose meetings this account keeps. `ways`: other pages of the room that are there. */
export function frontPage({ meetings, issued, papers, minutes, actions }: Front, mayPlan: boolean, ways: readonly { href: string; text: string; what: string }[], today: Temporal.PlainDate) {
  const now = today.toString()
  const coming = meetings.filter(({ heldOn, state }) => heldOn >= now && state !== 'held')
  const others = coming.filter(({ group }) => !group.seated)
  const waiting = [
    ...papers.map(({ title, meetingId, paperId, dueOn, group, heldOn }) => ({ text: title, href: `/meetings/${meetingId}/papers/${paperId}`, note: `Paper to hand in · ${group}, ${on(heldOn)}${dueOn ? ` · ${dueInWords(dueOn, today)}` : ''}` })),
    ...minutes.map(({ meetingId, waits, group, heldOn }) => ({ text: MINUTES_WAIT[waits], href: `/meetings/${meetingId}/minutes`, note: `${group}, ${on(heldOn)}` })),
    ...actions.map(({ actionId, number, statement, dueOn, group }) => ({ text: `${number ?? 'Action'} ${statement}`, href: `/meeting-actions/${actionId}`, note: `${group ?? 'A review'} · ${dueInWords(dueOn, today)}` })),
  ]
  return {
    title: 'Meetings',
    actions: mayPlan ? [{ text: 'Plan a meeting', href: '/meetings/new', primary: true }] : [],
    mine: coming.filter(({ group }) => group.seated).map(row), waiting,
    coming: others.slice(0, MOST_SHOWN).map(row), moreComing: Math.max(0, others.length - MOST_SHOWN), hasCalendar: ways.some(({ href }) => href === '/calendar'),
    recent: meetings.filter(({ heldOn, state }) => heldOn < now || state === 'held').toReversed().slice(0, MOST_SHOWN).map(row),
    issued: issued.map(({ meetingId, group, heldOn, issuedAt, issue }) => ({
      href: `/meetings/${meetingId}/minutes`, text: `${group}, ${on(heldOn)}`, note: `${issue > 1 ? 'Corrected' : 'Issued'} on ${writeDate(issuedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}`,
    })),
    tabs: [{ text: 'Meetings', href: '/meetings', current: true }, ...ways],
  }
}
