import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { consultCase } from '../../sharing/case-store.ts'
import { type FieldError, parseForm, type Parsed } from '../../web/forms.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { CloseForm, ReopenForm, ReviewForm, SatisfactionAnswerForm, SatisfactionForm, ToldForm } from './forms.ts'
import { closePage, type Failed, type File, type Part } from './pages.ts'
import { compareContacts } from './repeat-contacts.ts'
import { answerSatisfaction, askSatisfaction, closeCase, holdReview, reopenCase, selectClosures, selectHappened, selectLoose, selectReviews, selectSatisfaction, tellOfClosing } from './store.ts'

const work = { config: { power: 'cases.work' } }
type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>

async function openFile(tx: Tx, caseId: string): Promise<File | null> {
  const cover = z.uuid().safeParse(caseId).success ? await consultCase(tx, caseId) : null
  if (!cover) return null
  const today = todayInLondon(Temporal.Now.instant()).toString()
  return {
    cover, today, people: await selectSubjects(tx, caseId), closures: await selectClosures(tx, caseId), reviews: await selectReviews(tx, caseId), happened: await selectHappened(tx, caseId),
    loose: cover.works ? await selectLoose(tx, caseId, today) : [], satisfaction: await selectSatisfaction(tx, caseId),
  }
}

/** Reviews of a case, its closing, and what follows: telling the victim, how satisfied they were, opening it again. */
export function closing(app: FastifyInstance) {
  app.get('/cases/:caseId/close', work, async (request: CaseRequest, reply) => {
    const page = await asUser(request.user, async (tx) => { const file = await openFile(tx, request.params.caseId); return file && closePage(file) })
    return page ? reply.page('cases/closing/close.njk', page) : reply.callNotFound()
  })
  app.post('/cases/:caseId/reviews', work, async (request: CaseRequest, reply) =>
    act(request, reply, 'review', parseForm(ReviewForm, request.body), 'The review is written down', async (tx, { cover, today }, { version, held_on, review_note, next_on }) => {
      if (!cover.leads || !cover.works || cover.stage !== 'open') return 'not there'
      if (held_on > today) return { field: 'held_on', text: 'The review must have been held: today or before' }
      return cover.version === version && (await holdReview(tx, cover, { heldOn: held_on, note: review_note, nextOn: next_on })) ? 'done' : 'stale'
    }))
  app.post('/cases/:caseId/close', work, async (request: CaseRequest, reply) =>
    act(request, reply, 'close', parseForm(CloseForm, request.body), 'The case is closed. Now tell whoever was harmed', async (tx, file, { version, outcome, what_changed, closed_on, months, carried_reason }) => {
      const { cover, today, loose, happened } = file
      if (!cover.leads) return 'not there'
      if (cover.version !== version || !cover.works) return 'stale'
      if (closed_on > today) return { field: 'closed_on', text: 'The day must be today or in the past' }
      if (closed_on < cover.referredOn) return { field: 'closed_on', text: 'It cannot be closed before it was referred' }
      if (loose.length > 0 && !carried_reason) return { field: 'carried_reason', text: 'Something is still open. See to it first, or say why the case is closed all the same' }
      const { before, after } = compareContacts(happened, { referredOn: cover.referredOn, until: closed_on, months })
      const closed = await closeCase(tx, cover, { closedOn: closed_on, outcome, whatChanged: what_changed, months, before: before.count, after: after.count, carriedReason: loose.length > 0 ? carried_reason : null })
      return closed ? 'done' : 'stale'
    }))
  app.post('/cases/:caseId/reopen', work, async (request: CaseRequest, reply) =>
    act(request, reply, 'reopen', parseForm(ReopenForm, request.body), 'The case is open again', async (tx, { cover, today }, { version, reopen_reason }) => {
      if (!cover.leads) return 'not there'
      return cover.version === version && cover.stage === 'closed' && (await reopenCase(tx, cover, reopen_reason, today)) ? 'done' : 'stale'
    }))
  app.post('/cases/:caseId/close/told', work, async (request: CaseRequest, reply) =>
    act(request, reply, 'told', parseForm(ToldForm, request.body), 'Written down', async (tx, { cover, today }, { told_on }) => {
      if (cover.stage !== 'closed' || cover.clause !== 'takes part') return 'not there'
      if (told_on > today || told_on < cover.closedOn!) return { field: 'told_on', text: 'The day must be between closing and today' }
      return (await tellOfClosing(tx, cover.caseId, told_on)) ? 'done' : 'stale'
    }))
  app.post('/cases/:caseId/satisfaction', work, async (request: CaseRequest, reply) =>
    act(request, reply, 'satisfaction', parseForm(SatisfactionForm, request.body), 'Written down', async (tx, { cover, people }, { subject, asked_on, answered_on, answer, said }) => {
      if (cover.clause !== 'takes part') return 'not there'
      if (!people.some(({ subjectId }) => subjectId === subject)) return { field: 'subject', text: 'Choose who was asked' }
      if (answered_on && answered_on < asked_on) return { field: 'answered_on', text: 'They cannot have answered before they were asked' }
      await askSatisfaction(tx, cover.caseId, { subjectId: subject, askedOn: asked_on, answeredOn: answered_on, answer, said })
      return 'done'
    }))
  app.post('/cases/:caseId/satisfaction/answer', work, async (request: CaseRequest, reply) =>
    act(request, reply, 'satisfaction', parseForm(SatisfactionAnswerForm, request.body), 'The answer is written down', async (tx, { cover, satisfaction }, { about, answered_on, answer, said }) => {
      const asked = satisfaction.find(({ satisfactionId }) => satisfactionId === about)
      if (cover.clause !== 'takes part' || !asked) return 'not there'
      if (answered_on && answered_on < asked.askedOn) return { field: 'answered_on', text: 'They cannot have answered before they were asked' }
      return (await answerSatisfaction(tx, cover.caseId, about, { answeredOn: answered_on, answer, said })) ? 'done' : 'stale'
    }))
}

type Became = 'done' | 'not there' | 'stale' | FieldError

/** One of the page's forms: what was typed comes back with what is wrong, or beside what somebody else saved meanwhile. */
async function act<T>(request: CaseRequest, reply: FastifyReply, part: Part, form: Parsed<T>, message: string, change: (tx: Tx, file: File, value: T) => Promise<Became>) {
  const entered = request.body as Record<string, unknown>
  const outcome = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    if (!file) return null
    const page = async (failed: Failed, code: 409 | 422) => ({ code, page: closePage(code === 409 ? ((await openFile(tx, request.params.caseId)) ?? file) : file, { part, failed, stale: code === 409 }) })
    if (!form.ok) return page(form, 422)
    const became = await change(tx, file, form.value)
    if (became === 'done') return 'done'
    if (became === 'not there') return null
    return became === 'stale' ? page({ errors: [], entered }, 409) : page({ errors: [became], entered }, 422)
  })
  if (!outcome) return reply.callNotFound()
  return outcome === 'done' ? reply.goTo(`/cases/${request.params.caseId}/close`, message) : reply.code(outcome.code).page('cases/closing/close.njk', outcome.page)
}
