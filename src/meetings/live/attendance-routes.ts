import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { selectOrganisations } from '../../people/organisation-store.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { selectOptionalGroup, selectSeats, type Seat } from '../groups/store.ts'
import { selectAgenda } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import { type MeetingRequest, onMeeting, type Step } from '../step.ts'
import { attendancePage } from './attendance-page.ts'
import { addGuest, ATTENDANCE, type Came, type Said, sayWhoCame, selectAttendance, selectQuorum } from './attendance-store.ts'
import { GuestForm } from './forms.ts'
import { isTyped } from './live-store.ts'
import { STATEMENT } from './statement.ts'

const read = { config: { power: 'meetings.read' } }
const bodyOf = (body: unknown) => (body ?? {}) as Record<string, unknown>
const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

/** Apologies come before the day; who came is written down until the minutes leave the secretary's hands. */
const mayMark = (meeting: Meeting) => meeting.group.keeps && (meeting.state === 'planned' || isTyped(meeting))

/** The statement, where the agenda has it. */
export const statementOf = async (tx: Tx, meetingId: string) => ((await selectAgenda(tx, meetingId)).some(({ kind }) => kind === 'confidentiality') ? STATEMENT : null)

type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[]; said?: readonly Said[]; met?: readonly Came[] }

async function show(tx: Tx, meeting: Meeting, { entered, errors, said = [], met = [] }: Asked = { entered: {}, errors: [] }): Promise<Step> {
  const seats = await selectSeats(tx, meeting.groupId, meeting.heldOn)
  const group = await selectOptionalGroup(tx, meeting.groupId)
  const model = attendancePage(meeting, {
    seats, came: await selectAttendance(tx, meeting.meetingId), quorum: await selectQuorum(tx, group?.quorum ?? null, seats, meeting.meetingId), statement: await statementOf(tx, meeting.meetingId),
    organisations: await selectOrganisations(tx), marks: mayMark(meeting), said, met,
  }, { entered, errors: errorsForPage(errors) })
  return { template: 'meetings/live/attendance.njk', model, status: met.length > 0 ? 409 : errors.length > 0 ? 422 : 200 }
}

/** One line for each seat and guest of which the form says something. */
function linesOf(body: Record<string, unknown>, seats: readonly Seat[], came: readonly Came[]): { said: Said[]; errors: FieldError[] } {
  const errors: FieldError[] = []
  const lines = [...seats.map((seat) => ({ key: seat.seatId, person: seat.person, guest: null })), ...came.filter(({ seatId }) => seatId === null).map((guest) => ({ key: guest.attendanceId, person: guest.name, guest }))]
  const said = lines.flatMap(({ key, person, guest }): Said[] => {
    const state = z.enum(ATTENDANCE).safeParse(body[`came-${key}`]).data
    if (!state) return []
    const typed = text(body[`name-${key}`]).slice(0, 200)
    const name = guest ? guest.name : state === 'deputy' ? typed : (person ?? typed)
    if (name === '' && (state === 'present' || state === 'deputy')) errors.push({ field: `name-${key}`, text: state === 'deputy' ? `Enter who sat there for ${person ?? 'the vacant seat'}` : 'Nobody is named for this seat: enter who sat there' })
    return [{ key, was: text(body[`was-${key}`]), state, name: name || 'Vacant', accepted: body[`accepts-${key}`] === 'yes' && (state === 'present' || state === 'deputy') }]
  })
  return { said, errors }
}

const mark = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!mayMark(meeting)) return null
  const seats = await selectSeats(tx, meeting.groupId, meeting.heldOn)
  const { said, errors } = linesOf(bodyOf(request.body), seats, await selectAttendance(tx, meeting.meetingId))
  if (errors.length > 0) return show(tx, meeting, { entered: {}, errors, said })
  const met = await sayWhoCame(tx, meeting, seats, said)
  if (met.length > 0) return show(tx, meeting, { entered: {}, errors: [], said, met })
  return { go: `/meetings/${meeting.meetingId}/attendance`, message: 'Attendance is saved.' }
})

const guest = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!mayMark(meeting)) return null
  const form = parseForm(GuestForm, request.body)
  if (!form.ok) return show(tx, meeting, form)
  const { guest: name, organisationId, accepts } = form.value
  if (organisationId && !(await selectOrganisations(tx)).some((each) => each.organisationId === organisationId)) return show(tx, meeting, { entered: bodyOf(request.body), errors: [{ field: 'organisationId', text: 'Choose an organisation of the list' }] })
  await addGuest(tx, meeting, { name, organisationId, accepted: accepts === 'yes' })
  return { go: `/meetings/${meeting.meetingId}/attendance`, message: 'The guest is written down.' }
})

/** Who came: seat by seat, and guests. */
export function meetingAttendance(app: FastifyInstance) {
  type OfMeeting = { Params: { meetingId: string } }
  app.get<OfMeeting>('/meetings/:meetingId/attendance', read, (request, reply) => onMeeting(request, reply, 'reads', (tx, meeting) => show(tx, meeting)))
  app.post<OfMeeting>('/meetings/:meetingId/attendance', read, mark)
  app.post<OfMeeting>('/meetings/:meetingId/attendance/guests', read, guest)
}
