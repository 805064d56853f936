import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { selectAgenda } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import { DECISION_KINDS } from '../minutes/shown.ts'
import { onMeeting, type Step } from '../step.ts'
import { selectAsked } from './asked-store.ts'
import { changeDecision, type Decision, selectDecisions } from './decision-store.ts'
import { RewordForm } from './forms.ts'
import { decidedWords, KIND_WORDS, outcomeChoices } from './decided-words.ts'
import { dayPage, decisionRow } from './live-page.ts'
import { consultItems, isTyped } from './live-store.ts'

const read = { config: { power: 'meetings.read' } }
type OfDecision = { Params: { meetingId: string; decisionId: string } }

async function list(tx: Tx, meeting: Meeting): Promise<Step> {
  const items = await selectAgenda(tx, meeting.meetingId)
  const decisions = await selectDecisions(tx, { meetingId: meeting.meetingId })
  consultItems(tx, meeting.meetingId, items.filter(({ agendaItemId }) => decisions.some((each) => each.restricted && each.agendaItemId === agendaItemId)))
  return { template: 'meetings/live/decisions.njk', model: { ...dayPage(meeting, 'Decisions'), waiting: (await selectAsked(tx, meeting)).filter(({ settled, restricted }) => !settled && (!restricted || meeting.group.seated)), typesHere: meeting.group.keeps && isTyped(meeting), rows: decisions.map((each) => ({ ...decisionRow(each, meeting.meetingId), item: items.find(({ agendaItemId }) => agendaItemId === each.agendaItemId)?.title ?? 'No item' })) } }
}

const show = (meeting: Meeting, decision: Decision, entered: Record<string, unknown>, errors: readonly FieldError[] = [], both: readonly { label: string; theirs: string; yours: string }[] | null = null): Step => ({
  template: 'meetings/live/decision.njk', status: both ? 409 : errors.length > 0 ? 422 : 200,
  model: {
    ...dayPage(meeting, `Decision ${decision.reference}`), ...errorsForPage(errors), both, entered: { kind: decision.kind, statement: decision.statement, ...entered }, reference: decision.reference, decisionVersion: decision.version, types: isTyped(meeting), withoutQuorum: decision.withoutQuorum, kindWords: decidedWords(decision), asked: decision.asked, outcomes: outcomeChoices(entered.outcome ?? decision.outcome),
    action: `/meetings/${meeting.meetingId}/decisions/${decision.decisionId}`, kinds: DECISION_KINDS.map((kind) => ({ value: kind, text: KIND_WORDS[kind], checked: (entered.kind ?? decision.kind) === kind })),
  },
})

const onDecision = (request: FastifyRequest<OfDecision>, reply: FastifyReply, next: (tx: Tx, meeting: Meeting, decision: Decision) => Promise<Step> | Step) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const decision = (await selectDecisions(tx, { meetingId: meeting.meetingId })).find(({ decisionId }) => decisionId === request.params.decisionId)
  if (decision?.restricted && decision.agendaItemId) consultItems(tx, meeting.meetingId, [{ agendaItemId: decision.agendaItemId, restricted: true }])
  return decision ? next(tx, meeting, decision) : null
})

const reword = (request: FastifyRequest<OfDecision>, reply: FastifyReply) => onDecision(request, reply, async (tx, meeting, decision) => {
  if (!isTyped(meeting)) return null
  const form = parseForm(RewordForm, request.body)
  if (!form.ok) return show(meeting, decision, form.entered, form.errors)
  const { version, ...value } = form.value
  if (decision.asked && value.kind === 'decided' && !value.outcome) return show(meeting, decision, value, [{ field: 'outcome', text: 'Choose what the meeting made of the recommendation' }])
  const said = { ...value, outcome: decision.asked && value.kind === 'decided' ? value.outcome : null }
  if (await changeDecision(tx, { ...decision, version }, said)) return { go: `/meetings/${meeting.meetingId}/decisions`, message: 'The decision is saved.' }
  const stands = (await selectDecisions(tx, { meetingId: meeting.meetingId })).find(({ decisionId }) => decisionId === decision.decisionId)!
  return show(meeting, stands, said, [], [{ label: 'It was', theirs: decidedWords(stands), yours: decidedWords(said) }, { label: 'What', theirs: stands.statement, yours: said.statement }])
})

/** What a meeting decided, and rewording it until its minutes are approved. */
export function decisions(app: FastifyInstance) {
  app.get<{ Params: { meetingId: string } }>('/meetings/:meetingId/decisions', read, (request, reply) => onMeeting(request, reply, 'reads', list))
  app.get<OfDecision>('/meetings/:meetingId/decisions/:decisionId', read, (request, reply) => onDecision(request, reply, (_, meeting, decision) => show(meeting, decision, {})))
  app.post<OfDecision>('/meetings/:meetingId/decisions/:decisionId', read, reword)
}
