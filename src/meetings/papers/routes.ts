import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asUser, type Tx } from '../../db/tx.ts'
import { contentTypeOf, safeFile } from '../../documents/safe-file.ts'
import { notify } from '../../notices/outbox.ts'
import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { handOutFile, sentFile } from '../../web/sent-file.ts'
import { consultRestrictedParts } from '../consult.ts'
import { isOpen, type Meeting } from '../meeting.ts'
import { dayInWords } from '../meeting-page.ts'
import { selectAgenda, selectOptionalMeeting } from '../meeting-store.ts'
import { type MeetingRequest, onMeeting, type Step } from '../step.ts'
import { AddressForm, AskForm, WayForm } from './forms.ts'
import { askForPaper, handIn, type HandedIn, type MeetingPaper, selectOptionalPaper, selectPaperFile, selectPapers, selectWritersOf, takeBack } from './paper-store.ts'
import { paperPage, papersPage } from './papers-page.ts'

const read = { config: { power: 'meetings.read' } }
const upload = { config: { power: 'meetings.read' }, bodyLimit: 21 * 1024 * 1024 }
type PaperRequest = FastifyRequest<{ Params: { meetingId: string; paperId: string } }>
const today = () => Temporal.Now.plainDateISO('Europe/London')

async function papersStep(tx: Tx, meeting: Meeting, entered: Record<string, unknown> = {}, errors: readonly FieldError[] = []): Promise<Step> {
  const papers = await selectPapers(tx, meeting.meetingId)
  consultRestrictedParts(tx, meeting, 'papers', papers.filter(({ restricted }) => restricted).map(({ paperId }) => paperId))
  const writers = meeting.group.keeps ? await selectWritersOf(tx, meeting.groupId, meeting.group.confidential) : []
  const model = papersPage(meeting, await selectAgenda(tx, meeting.meetingId), papers, writers, entered, errorsForPage(errors), today())
  return { template: 'meetings/papers/papers.njk', model, status: errors.length > 0 ? 422 : 200 }
}

const ask = (baseUrl: string) => (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  if (!isOpen(meeting)) return null
  const form = parseForm(AskForm, request.body)
  if (!form.ok) return papersStep(tx, meeting, form.entered, form.errors)
  const item = form.value.agendaItemId ? (await selectAgenda(tx, meeting.meetingId)).find(({ agendaItemId }) => agendaItemId === form.value.agendaItemId) : null
  // A paper of a restricted item is restricted with it.
  const restricted = meeting.group.seated && (form.value.restricted || (item?.restricted ?? false))
  const entered = request.body as Record<string, unknown>
  if (item === undefined) return papersStep(tx, meeting, entered, [{ field: 'agendaItemId', text: 'Choose an item of this agenda' }])
  const writers = await selectWritersOf(tx, meeting.groupId, meeting.group.confidential || restricted)
  if (!writers.some(({ accountId }) => accountId === form.value.askedOf)) return papersStep(tx, meeting, entered, [{ field: 'askedOf', text: 'Choose somebody with a seat in the group: nobody else may read it' }])
  const { title, agendaItemId, askedOf, dueOn } = form.value
  const paperId = await askForPaper(tx, meeting, { title, agendaItemId, askedOf, dueOn, restricted })
  if (askedOf !== tx.actor.accountId)
    await notify(tx, [{
      accountId: askedOf, effect: `meeting paper ${paperId} asked`, subject: `A paper is asked of you for ${meeting.group.name}, ${dayInWords(meeting.heldOn)}`,
      body: `${dueOn ? `Hand it in by ${writeDate(Temporal.PlainDate.from(dueOn))}` : 'Hand it in'}:\n${baseUrl}/meetings/${meeting.meetingId}/papers/${paperId}\n`,
    }])
  return { go: `/meetings/${meeting.meetingId}/papers`, message: askedOf === tx.actor.accountId ? 'The paper is on the list: hand it in when it is ready.' : 'The paper is asked for.' }
})

/** Answers about one paper, for whoever keeps the meeting, reads it, or was asked for it. `hands`: only for those who may hand it in. */
const onPaper = (request: PaperRequest, reply: FastifyReply, hands: boolean, next: (tx: Tx, meeting: Meeting, paper: MeetingPaper) => Promise<Step>) => onMeeting(request, reply, 'any', async (tx, meeting) => {
  const paper = await selectOptionalPaper(tx, meeting.meetingId, request.params.paperId)
  if (!paper || (hands && !((paper.mine || meeting.group.keeps) && isOpen(meeting)))) return null
  return next(tx, meeting, paper)
})

function paperStep(tx: Tx, meeting: Meeting, paper: MeetingPaper, errors: readonly FieldError[] = [], entered: Record<string, unknown> = {}): Step {
  if (paper.restricted) consultRestrictedParts(tx, meeting, 'papers', [paper.paperId])
  return { template: 'meetings/papers/paper.njk', model: paperPage(meeting, paper, errorsForPage(errors), entered, today()), status: errors.length > 0 ? 422 : 200 }
}

async function keep(tx: Tx, meeting: Meeting, paper: MeetingPaper, given: HandedIn): Promise<Step> {
  const done = await handIn(tx, paper, given)
  return { go: `/meetings/${meeting.meetingId}/papers/${paper.paperId}`, message: done ? 'The paper is handed in.' : 'It was handed in already: whoever keeps the meeting can take it back.' }
}

const address = (request: PaperRequest, reply: FastifyReply) => onPaper(request, reply, true, async (tx, meeting, paper) => {
  const form = parseForm(AddressForm, request.body)
  return form.ok ? keep(tx, meeting, paper, { address: form.value.address }) : paperStep(tx, meeting, paper, form.errors, form.entered)
})

const file = async (request: PaperRequest, reply: FastifyReply) => {
  const wanted = await asUser(request.user, async (tx) => {
    const meeting = await selectOptionalMeeting(tx, request.params.meetingId)
    const paper = meeting && (await selectOptionalPaper(tx, meeting.meetingId, request.params.paperId))
    return paper !== null && (paper.mine || meeting!.group.keeps)
  })
  if (!wanted) return reply.callNotFound()
  // Looked into outside the transaction: unpacking takes its time.
  const sent = await sentFile(request.body)
  const safe = sent ? await safeFile(sent.name, sent.bytes) : { refused: 'Choose a file' }
  return onPaper(request, reply, true, async (tx, meeting, paper) => ('refused' in safe ? paperStep(tx, meeting, paper, [{ field: 'file', text: safe.refused }]) : keep(tx, meeting, paper, safe)))
}

const take = (request: PaperRequest, reply: FastifyReply) => onPaper(request, reply, true, async (tx, meeting, paper) => {
  const form = parseForm(WayForm, request.body)
  if (!form.ok || !meeting.group.keeps) return null
  const done = await takeBack(tx, paper, form.value.way)
  return { go: `/meetings/${meeting.meetingId}/papers`, message: !done ? 'It is not there any more.' : form.value.way === 'out' ? 'The paper is taken off this meeting.' : 'The paper is taken back.' }
})

const handOut = async (request: PaperRequest, reply: FastifyReply) => {
  const found = await asUser(request.user, async (tx) => ((await selectOptionalMeeting(tx, request.params.meetingId)) ? selectPaperFile(tx, request.params.meetingId, request.params.paperId) : null))
  return found ? handOutFile(reply, { ...found, type: contentTypeOf(found.kind) }) : reply.callNotFound()
}

/** Papers for meetings: asked for, handed in, handed out, taken back. `baseUrl`: where notices lead. */
export function meetingPapers(app: FastifyInstance, baseUrl: string) {
  app.get('/meetings/:meetingId/papers', read, (request: MeetingRequest, reply) => onMeeting(request, reply, 'reads', (tx, meeting) => papersStep(tx, meeting)))
  app.post('/meetings/:meetingId/papers', read, ask(baseUrl))
  app.get('/meetings/:meetingId/papers/:paperId', read, (request: PaperRequest, reply) => onPaper(request, reply, false, async (tx, meeting, paper) => paperStep(tx, meeting, paper)))
  app.get('/meetings/:meetingId/papers/:paperId/file', read, handOut)
  app.post('/meetings/:meetingId/papers/:paperId/file', upload, file)
  app.post('/meetings/:meetingId/papers/:paperId/address', read, address)
  app.post('/meetings/:meetingId/papers/:paperId/take', read, take)
}
