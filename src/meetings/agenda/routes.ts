import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '../../db/tx.ts'
import { errorsForPage, parseForm } from '../../web/forms.ts'
import { consultRestrictedParts } from '../consult.ts'
import { isOpen, type Meeting } from '../meeting.ts'
import { meetingPage } from '../meeting-page.ts'
import { type AgendaItem, copyStandardAgenda, selectAgenda, selectMissingStandingItems } from '../meeting-store.ts'
import { selectPapers } from '../papers/paper-store.ts'
import { onMeeting, type MeetingRequest, type Step } from '../step.ts'
import { addItem, changeItem, moveItem, removeItem } from './agenda-store.ts'
import { agendaPage, itemFields } from './agenda-page.ts'
import { AGENDA_KIND_IN_WORDS, USUAL_ITEMS } from './agenda.ts'
import { drawAgenda } from './draw.ts'
import { ChangeItemForm, ItemForm, type ItemFields, MoveForm } from './forms.ts'
import type { AgendaSource } from './source.ts'

const read = { config: { power: 'meetings.read' } }
type ItemRequest = FastifyRequest<{ Params: { meetingId: string; itemId: string } }>
const today = () => Temporal.Now.plainDateISO('Europe/London')
const NOTHING = { entered: {}, errors: {} }

const missingInWords = (missing: number, items: number) =>
  missing === 0 ? (items === 0 ? 'Put the items of a usual meeting on it' : null) : missing === 1 ? 'Put the standing item that is missing on it' : `Put the ${missing} standing items that are missing on it`

async function agendaStep(tx: Tx, meeting: Meeting, offered: readonly AgendaSource[], asked: { entered: Record<string, unknown>; errors: object } = NOTHING, status = 200): Promise<Step> {
  if (!meeting.group.reads) return { template: 'meetings/agenda/agenda.njk', model: meetingPage(meeting, 'agenda') }
  const agenda = await selectAgenda(tx, meeting.meetingId)
  const papers = await selectPapers(tx, meeting.meetingId)
  consultRestrictedParts(tx, meeting, 'agenda', [...agenda.filter(({ restricted }) => restricted).map(({ agendaItemId }) => agendaItemId), ...papers.filter(({ restricted }) => restricted).map(({ paperId }) => paperId)])
  const missing = meeting.group.keeps && isOpen(meeting) ? (await selectMissingStandingItems(tx, meeting)).length : 0
  const page = agendaPage(meeting, agenda, await drawAgenda(tx, meeting, agenda, offered), papers, missing, asked, today())
  return { template: 'meetings/agenda/agenda.njk', model: { ...page, missing: page.changes ? missingInWords(missing, agenda.length) : null }, status }
}

const CLOSED = 'The meeting is over: its agenda stays as it was.'
const here = ({ meetingId }: Meeting) => `/meetings/${meetingId}`
/** Only somebody with a seat says what is restricted; for others it stays as it is. */
const allowed = (fields: ItemFields, meeting: Meeting, was = false): ItemFields => ({ ...fields, restricted: meeting.group.seated ? fields.restricted : was })

const add = (offered: readonly AgendaSource[]) => (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!isOpen(meeting)) return { go: here(meeting), message: CLOSED }
  const form = parseForm(ItemForm, request.body)
  if (!form.ok) return agendaStep(tx, meeting, offered, { entered: form.entered, errors: errorsForPage(form.errors) }, 422)
  const id = await addItem(tx, meeting, allowed(form.value, meeting))
  return { go: `${here(meeting)}#item-${id}`, message: 'The item is on the agenda.' }
})

const standing = (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!isOpen(meeting)) return { go: here(meeting), message: CLOSED }
  const copied = await copyStandardAgenda(tx, meeting)
  const bare = copied === 0 && (await selectAgenda(tx, meeting.meetingId)).length === 0
  if (bare) for (const { title, kind } of USUAL_ITEMS) await addItem(tx, meeting, { title, kind, lead: null, minutesPlanned: null, restricted: false })
  return { go: here(meeting), message: copied > 0 || bare ? 'They are on the agenda.' : 'Nothing was missing.' }
})

const findItem = async (tx: Tx, meeting: Meeting, itemId: string) => (await selectAgenda(tx, meeting.meetingId)).find(({ agendaItemId }) => agendaItemId === itemId) ?? null
const enteredOf = ({ title, kind, lead, minutesPlanned, restricted, version }: AgendaItem) => ({ title, kind, lead: lead ?? '', minutesPlanned: minutesPlanned ?? '', restricted, version })

const itemStep = (meeting: Meeting, item: AgendaItem, entered: Record<string, unknown>, errors: object = {}, status = 200, stale: object[] = []): Step => ({
  template: 'meetings/agenda/item.njk', status,
  model: { ...meetingPage(meeting, 'agenda'), ...errors, itemId: item.agendaItemId, stale, ...itemFields(entered, meeting.group.seated), back: { href: here(meeting), text: 'The agenda' } },
})

const changeForm = (request: ItemRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const item = await findItem(tx, meeting, request.params.itemId)
  return item && isOpen(meeting) ? itemStep(meeting, item, enteredOf(item)) : null
})

const NAMES = { title: 'Item', kind: 'Kind', lead: 'Who leads it', minutesPlanned: 'Minutes planned', restricted: 'Restricted' } as const
const inWords = (name: keyof typeof NAMES, fields: ItemFields) => name === 'kind' ? AGENDA_KIND_IN_WORDS[fields.kind].text : name === 'restricted' ? (fields.restricted ? 'Yes' : 'No') : String(fields[name] ?? 'Nothing')

const change = (request: ItemRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const item = await findItem(tx, meeting, request.params.itemId)
  if (!item) return null
  if (!isOpen(meeting)) return { go: here(meeting), message: CLOSED }
  const form = parseForm(ChangeItemForm, request.body)
  if (!form.ok) return itemStep(meeting, item, { ...form.entered, version: item.version }, errorsForPage(form.errors), 422)
  const { version, ...sent } = form.value
  const fields = allowed(sent, meeting, item.restricted)
  if (await changeItem(tx, meeting, item, version, fields)) return { go: `${here(meeting)}#item-${item.agendaItemId}`, message: 'The item is changed.' }
  const differing = (Object.keys(NAMES) as (keyof typeof NAMES)[]).filter((name) => fields[name] !== item[name])
  const stale = (differing.length > 0 ? differing : (['title'] as const)).map((name) => ({ name: NAMES[name], theirs: inWords(name, item), yours: inWords(name, fields) }))
  return itemStep(meeting, item, { ...enteredOf({ ...item, ...fields }), version: item.version }, {}, 409, stale)
})

const MEANWHILE = 'Somebody else changed this agenda while you looked at it. It stands below as it is now: do it again if it is still wanted.'

const move = (offered: readonly AgendaSource[]) => (request: ItemRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const form = parseForm(MoveForm, request.body)
  if (!form.ok) return null
  if (!isOpen(meeting)) return { go: here(meeting), message: CLOSED }
  const { itemId } = request.params
  const { version, way } = form.value
  const item = await findItem(tx, meeting, itemId)
  const done = !item ? 'stale' as const : way === 'remove' ? await removeItem(tx, meeting, itemId, version) : (await moveItem(tx, meeting, itemId, version, way)) ? 'moved' as const : 'stale' as const
  if (done === 'in use') return { go: here(meeting), message: 'Minutes, papers, decisions or actions hang on this item: it stays.' }
  if (done === 'stale') return agendaStep(tx, meeting, offered, { entered: {}, errors: errorsForPage([{ field: item ? `item-${itemId}` : 'add', text: MEANWHILE }]) }, 409)
  return done === 'removed' ? { go: here(meeting), message: 'The item is taken off.' } : { go: `${here(meeting)}#item-${itemId}` }
})

/** A foreign key that still points at what was to be taken away (PostgreSQL, appendix A). */
const isStillUsed = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23503'

/** A meeting's agenda, and making it. `offered`: what other rooms put under their kinds of item. */
export function agendas(app: FastifyInstance, offered: readonly AgendaSource[]) {
  app.get('/meetings/:meetingId', read, (request: MeetingRequest, reply) => onMeeting(request, reply, 'any', (tx, meeting) => agendaStep(tx, meeting, offered)))
  app.post('/meetings/:meetingId/agenda', read, add(offered))
  app.post('/meetings/:meetingId/agenda/standing', read, standing)
  app.get('/meetings/:meetingId/agenda/:itemId', read, changeForm)
  app.post('/meetings/:meetingId/agenda/:itemId', read, change)
  app.post('/meetings/:meetingId/agenda/:itemId/move', read, async (request: ItemRequest, reply) => {
    try {
      return await move(offered)(request, reply)
    } catch (error) {
      // What hangs on it is restricted, and so not seen by whoever takes the item off.
      if (isStillUsed(error)) return reply.goTo(`/meetings/${request.params.meetingId}`, 'Something hangs on this item: it stays.')
      throw error
    }
  })
}
