import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { selectGroupActions } from '../../actions/store.ts'
import { consultRestricted } from '../../actions/group-store.ts'
import { writeDate } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { type Group, selectGroups } from '../groups/store.ts'
import { isOpen, type Meeting } from '../meeting.ts'
import { addMeeting, selectMeetings } from '../meeting-store.ts'
import { answer, type MeetingRequest, onMeeting, type Step } from '../step.ts'
import { CancelForm, ChangeMeetingForm, NewMeetingForm } from './forms.ts'
import { frontPage } from './front-page.ts'
import { selectIssuedLately, selectMinutesWaiting, selectPapersOwed } from './front-store.ts'
import { cancelMeeting, moveMeeting, selectDateFindings } from './keeping-store.ts'

const read = { config: { power: 'meetings.read' } }
const today = () => Temporal.Now.plainDateISO('Europe/London')
const dateOf = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const SIX_WEEKS = 42

const WAYS = [
  { href: '/groups', text: 'Groups', what: 'Every body of the partnership, who sits in it, its terms, and the gaps' },
  { href: '/calendar', text: 'Calendar', what: 'The year, clashes, campaigns, and calendars to subscribe to' },
  { href: '/meeting-actions', text: 'Action log', what: 'What was agreed in every group, by whom, and how late it is' },
  { href: '/feeds', text: 'Reports owed', what: 'What groups owe one another, and what is late' },
]

const keptGroups = (groups: readonly Group[]) => groups.filter(({ keeps, ends }) => keeps && (ends === null || ends >= today().toString()))

async function front(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
  const now = today()
  const ways = WAYS.filter(({ href }) => app.hasRoute({ method: 'GET', url: href }))
  const page = await asUser(request.user, async (tx) => {
    const actions = await selectGroupActions(tx, { mine: true, openOnly: true, limit: 20 })
    consultRestricted(tx, actions)
    return frontPage({
      meetings: await selectMeetings(tx, { from: now.subtract({ days: SIX_WEEKS }).toString(), to: now.add({ days: SIX_WEEKS }).toString() }),
      issued: await selectIssuedLately(tx, now.subtract({ days: 61 }).toString()), papers: await selectPapersOwed(tx), minutes: await selectMinutesWaiting(tx, now.toString()), actions,
    }, keptGroups(await selectGroups(tx)).length > 0, ways, now)
  })
  return reply.page('meetings/front/front.njk', page)
}

type Form = { title: string; action: string; context?: string; back: { href: string; text: string }; button: string; groups?: object[]; when?: boolean; reasons?: boolean; warning?: boolean; stale?: object[]; findings?: readonly string[] }
const formStep = (form: Form, entered: Record<string, unknown>, errors: readonly FieldError[] = [], status = errors.length > 0 ? 422 : 200): Step => ({
  template: 'meetings/front/meeting-form.njk', status, model: { stale: [], when: true, ...form, findings: form.findings ?? [], told: (form.findings ?? []).join('\n'), entered, ...errorsForPage(errors) },
})
/** Whether what speaks against a day is what was last told, so that somebody has read it. A browser sends line ends in two signs. */
const isTold = (findings: readonly string[], told: string | undefined) => findings.length === 0 || (told ?? '').replaceAll('\r\n', '\n') === findings.join('\n')

const newForm = (groups: readonly Group[], entered: Record<string, unknown>): Form => ({
  title: 'Plan a meeting', action: '/meetings/new', back: { href: '/meetings', text: 'All meetings' }, button: 'Plan the meeting',
  groups: [{ value: '', text: 'Choose' }, ...groups.map(({ groupId, name }) => ({ value: groupId, text: name, selected: groupId === entered.groupId }))],
})

/** The group's last meeting says at what hour, where and how long the next one is. */
async function firstEntered(tx: Tx, groupId: string | undefined): Promise<Record<string, unknown>> {
  const [last] = groupId ? await selectMeetings(tx, { groupId, limit: 1, newestFirst: true }) : []
  return { groupId, beginsAt: last?.beginsAt ?? '10:00', minutes: last?.minutes ?? 90, place: last?.place ?? '', online: last?.online ?? '' }
}

const askNew = (request: FastifyRequest<{ Querystring: { group?: string } }>, reply: FastifyReply) => asUser(request.user, async (tx) => {
  const groups = keptGroups(await selectGroups(tx))
  if (groups.length === 0) return null
  const chosen = groups.find(({ groupId }) => groupId === request.query.group)
  const entered = await firstEntered(tx, chosen?.groupId)
  return formStep(newForm(groups, entered), entered)
}).then((step) => answer(reply, step))

const addNew = (request: FastifyRequest, reply: FastifyReply) => asUser(request.user, async (tx): Promise<Step> => {
  const groups = keptGroups(await selectGroups(tx))
  if (groups.length === 0) return null
  const form = parseForm(NewMeetingForm, request.body)
  if (!form.ok) return formStep(newForm(groups, form.entered), form.entered, form.errors)
  const { told, ...meeting } = form.value
  if (!groups.some(({ groupId }) => groupId === meeting.groupId)) return null
  const findings = await selectDateFindings(tx, { ...meeting, meetingId: null }, today())
  if (!isTold(findings, told)) return formStep({ ...newForm(groups, meeting), findings, button: 'Plan it all the same' }, { ...meeting, heldOn: dateOf(meeting.heldOn) }, [], 422)
  return { go: `/meetings/${await addMeeting(tx, meeting)}`, message: 'The meeting is planned, with the standard agenda of its group.' }
}).then((step) => answer(reply, step))

const NAMES = { heldOn: 'Date', beginsAt: 'Begins at', minutes: 'Length in minutes', place: 'Place', online: 'Online' } as const
const about = (meeting: Meeting) => ({ context: `${meeting.group.name}, ${dateOf(meeting.heldOn)}`, back: { href: `/meetings/${meeting.meetingId}`, text: 'The meeting' } })
const changeForm = (meeting: Meeting): Form => ({ title: 'Change the date or place', action: `/meetings/${meeting.meetingId}/change`, button: 'Change the meeting', reasons: true, ...about(meeting) })
const enteredOf = ({ heldOn, beginsAt, minutes, place, online, version }: Meeting) => ({ heldOn: dateOf(heldOn), beginsAt, minutes, place: place ?? '', online: online ?? '', version })

const change = (baseUrl: string) => (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!isOpen(meeting)) return null
  const form = parseForm(ChangeMeetingForm, request.body)
  if (!form.ok) return formStep(changeForm(meeting), form.entered, form.errors)
  const { told, version, ...moved } = form.value
  const entered = { ...moved, heldOn: dateOf(moved.heldOn), version: meeting.version }
  const findings = version === meeting.version ? await selectDateFindings(tx, { ...moved, groupId: meeting.groupId, meetingId: meeting.meetingId }, today()) : []
  if (!isTold(findings, told)) return formStep({ ...changeForm(meeting), findings, button: 'Change it all the same' }, entered, [], 422)
  if (await moveMeeting(tx, meeting, version, moved, baseUrl)) return { go: `/meetings/${meeting.meetingId}`, message: 'The meeting is changed, and those who have a seat are told.' }
  const shown = (name: keyof typeof NAMES, value: string | number | null) => (value === null ? 'Nothing' : name === 'heldOn' ? dateOf(String(value)) : String(value))
  const differing = (Object.keys(NAMES) as (keyof typeof NAMES)[]).filter((name) => meeting[name] !== moved[name])
  const stale = (differing.length > 0 ? differing : (['heldOn'] as const)).map((name) => ({ name: NAMES[name], theirs: shown(name, meeting[name]), yours: shown(name, moved[name]) }))
  return formStep({ ...changeForm(meeting), stale }, entered, [], 409)
})

const cancelForm = (meeting: Meeting): Form => ({ title: 'Cancel the meeting', action: `/meetings/${meeting.meetingId}/cancel`, button: 'Cancel the meeting', when: false, reasons: true, warning: true, ...about(meeting) })

const cancel = (baseUrl: string) => (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (meeting.state !== 'planned') return null
  const form = parseForm(CancelForm, request.body)
  if (!form.ok) return formStep(cancelForm(meeting), { ...form.entered, version: meeting.version }, form.errors)
  if (await cancelMeeting(tx, meeting, form.value.version, form.value.reason, baseUrl)) return { go: `/meetings/${meeting.meetingId}`, message: 'The meeting is cancelled, and those who have a seat are told.' }
  return formStep({ ...cancelForm(meeting), stale: [{ name: 'Date', theirs: dateOf(meeting.heldOn), yours: 'Cancelled' }] }, { reason: form.value.reason, version: meeting.version }, [], 409)
})

/** The front page of meetings; planning one by hand; changing when and where it is, and cancelling it. `baseUrl`: where notices lead. */
export function meetingFront(app: FastifyInstance, baseUrl: string) {
  app.get('/meetings', read, (request, reply) => front(app, request, reply))
  app.get('/meetings/new', read, askNew)
  app.post('/meetings/new', read, addNew)
  app.get('/meetings/:meetingId/change', read, (request: MeetingRequest, reply) => onMeeting(request, reply, 'keeps', async (_, meeting) => (isOpen(meeting) ? formStep(changeForm(meeting), enteredOf(meeting)) : null)))
  app.post('/meetings/:meetingId/change', read, change(baseUrl))
  app.get('/meetings/:meetingId/cancel', read, (request: MeetingRequest, reply) => onMeeting(request, reply, 'keeps', async (_, meeting) => (meeting.state === 'planned' ? formStep(cancelForm(meeting), { version: meeting.version }) : null)))
  app.post('/meetings/:meetingId/cancel', read, cancel(baseUrl))
}
