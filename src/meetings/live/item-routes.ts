import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { selectMeetingOwners } from '../../actions/owners.ts'
import { addMeetingAction, selectGroupActions } from '../../actions/store.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { selectOptionalGroup, selectSeats } from '../groups/store.ts'
import { type AgendaItem, previousMeeting, selectAgenda, selectOptionalMeeting } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import { onMeeting, type Step } from '../step.ts'
import { selectQuorum } from './attendance-store.ts'
import { selectAsked } from './asked-store.ts'
import { addDecision, selectDecisions } from './decision-store.ts'
import { DecisionForm, MeetingActionForm, TypedForm } from './forms.ts'
import { selectInterests } from './interest-store.ts'
import { bothPage, itemPage, joined, mattersArising, ownerOf } from './item-page.ts'
import { consultItems, isTyped, keepMinuted, selectTypedBy } from './live-store.ts'

const read = { config: { power: 'meetings.read' } }
const today = () => todayInLondon(Temporal.Now.instant()).toString()
type OfItem = { Params: { meetingId: string; itemId: string } }
type ItemRequest = FastifyRequest<OfItem>
type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[] }
const NOTHING: Asked = { entered: {}, errors: [] }
const bodyOf = (body: unknown) => (body ?? {}) as Record<string, unknown>
const has = (value: unknown) => typeof value === 'string' && value.trim() !== ''

/** Answers a request about one item, for those who keep the meeting's papers. */
const onItem = (request: ItemRequest, reply: FastifyReply, next: (tx: Tx, meeting: Meeting, item: AgendaItem) => Promise<Step>) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const item = (await selectAgenda(tx, meeting.meetingId)).find(({ agendaItemId }) => agendaItemId === request.params.itemId)
  return item && meeting.state !== 'planned' && meeting.state !== 'cancelled' ? next(tx, meeting, item) : null
})

const quorumOfMeeting = async (tx: Tx, { meetingId, groupId, heldOn }: Meeting) =>
  selectQuorum(tx, (await selectOptionalGroup(tx, groupId))?.quorum ?? null, await selectSeats(tx, groupId, heldOn), meetingId)

async function show(tx: Tx, meeting: Meeting, itemId: string, { entered, errors }: Asked = NOTHING): Promise<Step> {
  const { meetingId, groupId } = meeting
  const items = await selectAgenda(tx, meetingId)
  const item = items.find(({ agendaItemId }) => agendaItemId === itemId)!
  consultItems(tx, meetingId, [item])
  const last = item.kind === 'minutes' || item.kind === 'matters arising' ? await previousMeeting(tx, meeting) : null
  const model = itemPage(meeting, {
    items, item, typedBy: await selectTypedBy(tx, itemId), decisions: await selectDecisions(tx, { meetingId }), actions: await selectGroupActions(tx, { meetingId }), interests: await selectInterests(tx, meetingId),
    owners: isTyped(meeting) ? await selectMeetingOwners(tx, { groupId, shut: meeting.group.confidential || item.restricted }, today()) : [],
    quorum: await quorumOfMeeting(tx, meeting),
    arising: item.kind === 'matters arising' ? mattersArising(await selectGroupActions(tx, { groupId }), meetingId, last?.heldOn ?? null) : null, last, reader: tx.actor.accountId ?? '', asked: isTyped(meeting) ? await openTo(tx, meeting, item) : [],
  }, { entered, errors: errorsForPage(errors) })
  return { template: 'meetings/live/item.njk', model, status: errors.length > 0 ? 422 : 200 }
}

/** What is still to be decided of what papers ask; what is restricted only under a restricted item. */
const openTo = async (tx: Tx, meeting: Meeting, item: AgendaItem) => (await selectAsked(tx, meeting)).filter(({ settled, restricted }) => !settled && (item.restricted || !restricted))

const NO_OUTCOME = [{ field: 'outcome', text: 'Choose what the meeting made of the recommendation' }]
const OUTCOME_OF_NOTHING = [{ field: 'outcome', text: 'Leave this empty where the recommendation was noted or deferred' }]
const ASKED_MEANWHILE = [{ field: 'sectionId', text: 'Choose a recommendation that is not decided yet' }]
const NO_QUORUM = [{ field: 'noQuorum', text: 'There is no quorum. Tick this to record the decision as made without one, or record it as noted or deferred' }]

/** Records the decision and agrees the action that were begun on the form; what is wrong with them, or null. */
async function agree(tx: Tx, meeting: Meeting, item: AgendaItem, body: Record<string, unknown>): Promise<readonly FieldError[] | null> {
  const { agendaItemId, restricted } = item
  const asked = has(body.sectionId) ? (await openTo(tx, meeting, item)).find(({ sectionId }) => sectionId === body.sectionId) ?? null : null
  if (has(body.sectionId) && !asked) return ASKED_MEANWHILE
  const said = { ...body, ...(asked && !has(body.decision) && body.outcome !== 'amended' ? { decision: asked.words } : {}), ...(asked && has(body.outcome) && !has(body.kind) ? { kind: 'decided' } : {}) }
  const decision = has(said.decision) || has(said.kind) || body.act === 'decision' ? parseForm(DecisionForm, said) : null
  const action = has(body.statement) || has(body.owner) || has(body.dueOn) || body.act === 'action' ? parseForm(MeetingActionForm, body) : null
  const errors = [...(decision && !decision.ok ? decision.errors : []), ...(action && !action.ok ? action.errors : [])]
  if (errors.length > 0) return errors
  if (asked && decision?.ok && decision.value.kind === 'decided' && !decision.value.outcome) return NO_OUTCOME
  if (asked && decision?.ok && decision.value.kind !== 'decided' && decision.value.outcome) return OUTCOME_OF_NOTHING
  const withoutQuorum = decision?.ok === true && decision.value.kind === 'decided' && (await quorumOfMeeting(tx, meeting)).met === false
  if (withoutQuorum && decision.value.noQuorum !== 'yes') return NO_QUORUM
  if (action?.ok) {
    const { owner, ...agreed } = action.value
    if (!(await addMeetingAction(tx, meeting, { ...agreed, owner: ownerOf(owner), agendaItemId, restricted }))) return [{ field: 'owner', text: 'Choose somebody of the list' }]
  }
  if (decision?.ok) {
    const { kind, decision: statement, outcome } = decision.value
    await addDecision(tx, meeting, { agendaItemId, restricted, kind, statement, withoutQuorum, sectionId: asked?.sectionId ?? null, asked: asked?.words ?? null, outcome: asked && kind === 'decided' ? outcome : null })
  }
  return null
}

const type = (request: ItemRequest, reply: FastifyReply) => onItem(request, reply, async (tx, meeting, item) => {
  if (!isTyped(meeting)) return { go: `/meetings/${meeting.meetingId}/live/items/${item.agendaItemId}`, message: 'The minutes are not open for typing any more.' }
  const { meetingId } = meeting
  const here = `/meetings/${meetingId}/live/items/${item.agendaItemId}`
  const body = bodyOf(request.body)
  const form = parseForm(TypedForm, body)
  if (!form.ok) return show(tx, meeting, item.agendaItemId, form)
  const { version, minuted } = form.value
  const kept = await keepMinuted(tx, { ...item, meetingId }, version, body.act === 'join' ? joined(item.minuted, minuted) : minuted)
  if (kept === null) {
    const stands = (await selectAgenda(tx, meetingId)).find(({ agendaItemId }) => agendaItemId === item.agendaItemId)!
    consultItems(tx, meetingId, [stands])
    return { template: 'meetings/live/both.njk', model: bothPage(meeting, stands, (await selectTypedBy(tx, item.agendaItemId))?.name ?? 'A colleague', minuted, body, tx.actor.accountId ?? ''), status: 409 }
  }
  const errors = await agree(tx, meeting, item, body)
  if (errors) return show(tx, meeting, item.agendaItemId, { entered: { kind: body.kind, decision: body.decision, sectionId: body.sectionId, outcome: body.outcome, noQuorum: body.noQuorum, statement: body.statement, owner: body.owner, dueOn: body.dueOn }, errors })
  if (body.act !== 'next') return { go: body.act === 'action' ? `${here}#actions` : body.act === 'decision' ? `${here}#decisions` : here, message: 'It is saved.' }
  const items = await selectAgenda(tx, meetingId)
  const next = items[items.findIndex(({ agendaItemId }) => agendaItemId === item.agendaItemId) + 1]
  return { go: next ? `/meetings/${meetingId}/live/items/${next.agendaItemId}` : `/meetings/${meetingId}/live`, message: 'It is saved.' }
})

/** Keeps the minutes while they are being typed, for the script of the page: the version that stands, 409 when somebody else typed, 422 when they are too long. */
async function keepAsTyped(request: ItemRequest, reply: FastifyReply) {
  const form = parseForm(TypedForm, request.body)
  if (!form.ok) return reply.code(422).send({ problem: `Not saved. ${form.errors[0]?.text}.` })
  const kept = await asUser(request.user, async (tx) => {
    const meeting = await selectOptionalMeeting(tx, request.params.meetingId)
    const item = meeting?.group.keeps && isTyped(meeting) ? (await selectAgenda(tx, meeting.meetingId)).find(({ agendaItemId }) => agendaItemId === request.params.itemId) : null
    return meeting && item ? keepMinuted(tx, { ...item, meetingId: meeting.meetingId }, form.value.version, form.value.minuted) : undefined
  })
  if (kept === undefined) return reply.callNotFound()
  return kept === null ? reply.code(409).send({ problem: 'Somebody else typed here while you did. Press Save to see both texts.' }) : reply.send({ version: kept })
}

/** Items of a meeting on its day. */
export function liveItems(app: FastifyInstance) {
  app.get<OfItem>('/meetings/:meetingId/live/items/:itemId', read, (request, reply) => onItem(request, reply, (tx, meeting, item) => show(tx, meeting, item.agendaItemId)))
  app.post<OfItem>('/meetings/:meetingId/live/items/:itemId', read, type)
  app.post<OfItem>('/meetings/:meetingId/live/items/:itemId/typing', read, keepAsTyped)
}
