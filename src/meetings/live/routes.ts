import type { FastifyInstance, FastifyReply } from 'fastify'
import { selectGroupActions } from '../../actions/store.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { selectOptionalGroup, selectSeats } from '../groups/store.ts'
import { addMeeting, selectAgenda, selectMeetings } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import { type MeetingRequest, onMeeting, type Step } from '../step.ts'
import { meetingAttendance } from './attendance-routes.ts'
import { selectAttendance, selectQuorum } from './attendance-store.ts'
import { decisions } from './decision-routes.ts'
import { selectDecisions } from './decision-store.ts'
import { NextForm } from './forms.ts'
import { interests } from './interest-routes.ts'
import { selectInterests } from './interest-store.ts'
import { liveItems } from './item-routes.ts'
import { livePage } from './live-page.ts'
import { beginMeeting, endMeeting } from './live-store.ts'

const read = { config: { power: 'meetings.read' } }
const today = () => todayInLondon(Temporal.Now.instant()).toString()
type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[] }

/** The group's next sitting that was not cancelled; null where none is in the calendar. */
export const nextMeeting = async (tx: Tx, { groupId, heldOn, beginsAt, meetingId }: Meeting): Promise<Meeting | null> =>
  (await selectMeetings(tx, { groupId, from: heldOn, limit: 20 })).find((each) => each.meetingId !== meetingId && each.state !== 'cancelled' && `${each.heldOn} ${each.beginsAt}` > `${heldOn} ${beginsAt}`) ?? null

async function show(tx: Tx, meeting: Meeting, { entered, errors }: Asked = { entered: {}, errors: [] }): Promise<Step> {
  const { meetingId, groupId } = meeting
  const group = await selectOptionalGroup(tx, groupId)
  const model = livePage(meeting, {
    items: await selectAgenda(tx, meetingId), came: await selectAttendance(tx, meetingId), quorum: await selectQuorum(tx, group?.quorum ?? null, await selectSeats(tx, groupId, meeting.heldOn), meetingId),
    decisions: await selectDecisions(tx, { meetingId }), actions: await selectGroupActions(tx, { meetingId }), interests: await selectInterests(tx, meetingId), next: await nextMeeting(tx, meeting),
  }, today(), { entered, errors: errorsForPage(errors) })
  return { template: 'meetings/live/live.njk', model, status: errors.length > 0 ? 422 : 200 }
}

const begin = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const here = `/meetings/${meeting.meetingId}/live`
  if (meeting.heldOn > today()) return { go: here, message: 'The meeting cannot begin before its day. Change its day first.' }
  return { go: here, message: (await beginMeeting(tx, meeting.meetingId)) ? 'The meeting has begun.' : 'The meeting had begun already.' }
})

const end = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) =>
  (await endMeeting(tx, meeting.meetingId)) ? { go: `/meetings/${meeting.meetingId}/minutes/draft`, message: 'The meeting is over. Here is what was minuted.' } : { go: `/meetings/${meeting.meetingId}/live`, message: 'The meeting is not under way.' })

const settleNext = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const form = parseForm(NextForm, request.body)
  if (!form.ok) return show(tx, meeting, form)
  if (form.value.heldOn <= meeting.heldOn) return show(tx, meeting, { entered: { ...form.value, heldOn: (request.body as Record<string, unknown>).heldOn }, errors: [{ field: 'heldOn', text: 'Enter a day after this meeting' }] })
  if (await nextMeeting(tx, meeting)) return { go: `/meetings/${meeting.meetingId}/live#next`, message: 'A next meeting was put into the calendar meanwhile.' }
  await addMeeting(tx, { groupId: meeting.groupId, minutes: meeting.minutes, ...form.value })
  return { go: `/meetings/${meeting.meetingId}/live#next`, message: 'The next meeting is in the calendar.' }
})

/** A meeting on its day. */
export function onTheDay(app: FastifyInstance) {
  type OfMeeting = { Params: { meetingId: string } }
  app.get<OfMeeting>('/meetings/:meetingId/live', read, (request, reply) => onMeeting(request, reply, 'reads', (tx, meeting) => show(tx, meeting)))
  app.post<OfMeeting>('/meetings/:meetingId/live/begin', read, begin)
  app.post<OfMeeting>('/meetings/:meetingId/live/end', read, end)
  app.post<OfMeeting>('/meetings/:meetingId/live/next', read, settleNext)
  meetingAttendance(app)
  interests(app)
  liveItems(app)
  decisions(app)
}
