import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { selectAgenda } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import { HANDLED } from '../minutes/shown.ts'
import { type MeetingRequest, onMeeting, type Step } from '../step.ts'
import { InterestForm } from './forms.ts'
import { addInterest, removeInterest, selectInterests } from './interest-store.ts'
import { dayPage } from './live-page.ts'
import { consultItems, isTyped } from './live-store.ts'

const read = { config: { power: 'meetings.read' } }
type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[] }

async function show(tx: Tx, meeting: Meeting, { entered, errors }: Asked = { entered: {}, errors: [] }): Promise<Step> {
  const items = await selectAgenda(tx, meeting.meetingId)
  const interests = await selectInterests(tx, meeting.meetingId)
  consultItems(tx, meeting.meetingId, items.filter(({ agendaItemId }) => interests.some((each) => each.restricted && each.agendaItemId === agendaItemId)))
  const nameOf = (agendaItemId: string) => {
    const at = items.findIndex((item) => item.agendaItemId === agendaItemId)
    return at === -1 ? 'An item taken off the agenda' : `${at + 1}. ${items[at]!.title}`
  }
  const model = {
    ...dayPage(meeting, 'Interests declared'), ...errorsForPage(errors), entered, marks: meeting.group.keeps && isTyped(meeting),
    rows: interests.map(({ interestId, name, agendaItemId, interest, handled }) => ({ name, interest, item: agendaItemId ? nameOf(agendaItemId) : 'The whole meeting', handled: `They ${handled}`, remove: `/meetings/${meeting.meetingId}/interests/${interestId}/remove` })),
    items: [{ value: '', text: 'The whole meeting' }, ...items.map(({ agendaItemId }) => ({ value: agendaItemId, text: nameOf(agendaItemId), selected: entered.item === agendaItemId }))],
    handled: HANDLED.map((each) => ({ value: each, text: each, checked: entered.handled === each })),
  }
  return { template: 'meetings/live/interests.njk', model, status: errors.length > 0 ? 422 : 200 }
}

const add = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!isTyped(meeting)) return null
  const form = parseForm(InterestForm, request.body)
  if (!form.ok) return show(tx, meeting, form)
  const { item: chosen, ...declared } = form.value
  const item = chosen ? (await selectAgenda(tx, meeting.meetingId)).find(({ agendaItemId }) => agendaItemId === chosen) : null
  if (item === undefined) return show(tx, meeting, { entered: { ...form.value }, errors: [{ field: 'item', text: 'Choose an item of this meeting' }] })
  await addInterest(tx, meeting, { ...declared, agendaItemId: item?.agendaItemId ?? null, restricted: item?.restricted ?? false })
  return { go: `/meetings/${meeting.meetingId}/interests`, message: 'The interest is written down.' }
})

const remove = (request: FastifyRequest<{ Params: { meetingId: string; interestId: string } }>, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) =>
  isTyped(meeting) && (await removeInterest(tx, meeting.meetingId, request.params.interestId)) ? { go: `/meetings/${meeting.meetingId}/interests`, message: 'It is taken out.' } : null)

/** Interests declared at a meeting, and how each was handled. */
export function interests(app: FastifyInstance) {
  type OfMeeting = { Params: { meetingId: string } }
  app.get<OfMeeting>('/meetings/:meetingId/interests', read, (request, reply) => onMeeting(request, reply, 'reads', (tx, meeting) => show(tx, meeting)))
  app.post<OfMeeting>('/meetings/:meetingId/interests', read, add)
  app.post<{ Params: { meetingId: string; interestId: string } }>('/meetings/:meetingId/interests/:interestId/remove', read, remove)
}
