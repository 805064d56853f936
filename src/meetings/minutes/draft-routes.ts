import type { FastifyInstance, FastifyReply } from 'fastify'
import { type OfferedOwner, selectMeetingOwners } from '../../actions/owners.ts'
import { addMeetingAction } from '../../actions/store.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { ownerOf } from '../live/item-page.ts'
import { consultItems, isTyped } from '../live/live-store.ts'
import type { Meeting } from '../meeting.ts'
import { type MeetingRequest, onMeeting, type Step } from '../step.ts'
import { addNote, chairsOf, mayApprove, moveMinutes, selectNotes, selectSecretaries, tell } from './approval-store.ts'
import { PromiseForm, ReturnForm } from './forms.ts'
import { draftPage } from './minutes-page.ts'
import { type Nameable, promisesIn } from './promises.ts'
import { selectRecord } from './record-store.ts'

const read = { config: { power: 'meetings.read' } }
const today = () => todayInLondon(Temporal.Now.instant()).toString()
type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[] }
const NOTHING: Asked = { entered: {}, errors: [] }
const hasBegun = ({ state }: Meeting) => state === 'under way' || state === 'held'

/** Owners by the names a sentence may call them. */
const nameable = (owners: readonly OfferedOwner[]): Nameable[] => owners.map(({ agencyId, accountId, name, organisation }) => ({ names: accountId ? [name.slice(0, name.length - organisation.length - 2)] : [organisation], owner: { agencyId, accountId } }))

async function show(tx: Tx, meeting: Meeting, { entered, errors }: Asked = NOTHING): Promise<Step> {
  const record = await selectRecord(tx, meeting)
  consultItems(tx, meeting.meetingId, record.items)
  const offers = isTyped(meeting)
  const owners: (OfferedOwner & { shut: boolean })[] = []
  if (offers) for (const shut of new Set([meeting.group.confidential, meeting.group.confidential || record.items.some(({ restricted }) => restricted)])) owners.push(...(await selectMeetingOwners(tx, { groupId: meeting.groupId, shut }, today())).map((owner) => ({ ...owner, shut })))
  const promises = offers ? promisesIn(record.items, record.actions, nameable(owners), meeting.heldOn, record.nextOn) : []
  const model = draftPage(meeting, { record, notes: await selectNotes(tx, meeting.meetingId), promises, owners, reader: tx.actor.accountId }, { entered, errors: errorsForPage(errors) })
  return { template: 'meetings/minutes/draft.njk', model, status: errors.length > 0 ? 422 : 200 }
}

const GONE = 'The minutes were somewhere else meanwhile: nothing was changed.'

const toChair = (baseUrl: string) => (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const here = `/meetings/${meeting.meetingId}/minutes/draft`
  if (!(await moveMinutes(tx, meeting.meetingId, ['none', 'draft'], 'with the chair'))) return { go: here, message: GONE }
  const chairs = chairsOf((await selectRecord(tx, meeting)).seats)
  await tell(tx, meeting, chairs, { subject: 'Minutes to approve', says: 'Draft minutes wait for your approval.', under: '/minutes/draft' }, baseUrl)
  return { go: here, message: chairs.length > 0 ? 'The draft is with the chair.' : 'The draft waits for the chair, who has no account: give it to them, and write down when they approve it.' }
})

/** Answers the chair, or whoever stands in for one without an account, while the draft is with them. */
const onApproval = (request: MeetingRequest, reply: FastifyReply, next: (tx: Tx, meeting: Meeting) => Promise<Step>) => onMeeting(request, reply, 'keeps', async (tx, meeting) =>
  mayApprove((await selectRecord(tx, meeting)).seats, tx.actor.accountId) ? next(tx, meeting) : null)

const approve = (baseUrl: string) => (request: MeetingRequest, reply: FastifyReply) => onApproval(request, reply, async (tx, meeting) => {
  const here = `/meetings/${meeting.meetingId}/minutes/draft`
  if (!(await moveMinutes(tx, meeting.meetingId, ['with the chair'], 'approved'))) return { go: here, message: GONE }
  await tell(tx, meeting, await selectSecretaries(tx, meeting.meetingId), { subject: 'Minutes approved', says: 'The chair has approved the minutes. They can be issued.', under: '/minutes/issue' }, baseUrl)
  return { go: here, message: 'The minutes are approved.' }
})

const sendBack = (baseUrl: string) => (request: MeetingRequest, reply: FastifyReply) => onApproval(request, reply, async (tx, meeting) => {
  const form = parseForm(ReturnForm, request.body)
  if (!form.ok) return show(tx, meeting, form)
  const here = `/meetings/${meeting.meetingId}/minutes/draft`
  if (!(await moveMinutes(tx, meeting.meetingId, ['with the chair'], 'draft'))) return { go: here, message: GONE }
  await addNote(tx, meeting, form.value.note, (await selectRecord(tx, meeting)).items.some(({ restricted }) => restricted))
  await tell(tx, meeting, await selectSecretaries(tx, meeting.meetingId), { subject: 'Minutes sent back', says: 'The chair has sent the draft minutes back with a note.', under: '/minutes/draft' }, baseUrl)
  return { go: here, message: 'The draft is sent back with your note.' }
})

const reopen = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) =>
  (await moveMinutes(tx, meeting.meetingId, ['issued', 'approved'], 'draft')) ? { go: `/meetings/${meeting.meetingId}/live`, message: 'The minutes are open again. What was issued stays until a new issue puts it right.' } : { go: `/meetings/${meeting.meetingId}/minutes/draft`, message: GONE })

const makeAction = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!isTyped(meeting)) return null
  const form = parseForm(PromiseForm, request.body)
  if (!form.ok) return show(tx, meeting, form)
  const { item: itemId, owner, ...agreed } = form.value
  const item = (await selectRecord(tx, meeting)).items.find(({ agendaItemId }) => agendaItemId === itemId)
  if (!item) return null
  const added = await addMeetingAction(tx, meeting, { ...agreed, owner: ownerOf(owner), agendaItemId: itemId, restricted: item.restricted })
  if (!added) return show(tx, meeting, { entered: { ...form.value, dueOn: (request.body as Record<string, unknown>).dueOn }, errors: [{ field: 'owner', text: 'Choose somebody of the list' }] })
  return { go: `/meetings/${meeting.meetingId}/minutes/draft#promises`, message: `It is action ${added.reference}.` }
})

/** The draft of a meeting's minutes: made of its items, sent to the chair, approved or sent back; and the promises in it. */
export function draftMinutes(app: FastifyInstance, baseUrl: string) {
  type OfMeeting = { Params: { meetingId: string } }
  app.get<OfMeeting>('/meetings/:meetingId/minutes/draft', read, (request, reply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => (hasBegun(meeting) ? show(tx, meeting) : null)))
  app.post<OfMeeting>('/meetings/:meetingId/minutes/to-chair', read, toChair(baseUrl))
  app.post<OfMeeting>('/meetings/:meetingId/minutes/approve', read, approve(baseUrl))
  app.post<OfMeeting>('/meetings/:meetingId/minutes/return', read, sendBack(baseUrl))
  app.post<OfMeeting>('/meetings/:meetingId/minutes/reopen', read, reopen)
  app.post<OfMeeting>('/meetings/:meetingId/minutes/promises', read, makeAction)
}
