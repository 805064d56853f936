import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { dutyOf } from './duty.ts'
import { AnswerForm, SettingForm } from './forms.ts'
import { dutiesPage, dutyPage, type Failed, occurrencePage } from './pages.ts'
import { selectPublications } from './publications-store.ts'
import { answerDuty, keepSetting, selectDuties, withdrawAnswer } from './store.ts'

type DutyRequest = FastifyRequest<{ Params: { duty: string } }>
type OccurrenceRequest = FastifyRequest<{ Params: { duty: string; dueOn: string } }>

const READ = { config: { power: 'papers.read' } }
const WRITE = { config: { power: 'papers.edit' } }
const today = () => todayInLondon(Temporal.Now.instant())

/** What the partnership is to publish by law or promise, and when. */
export function duties(app: FastifyInstance) {
  app.get('/duties', READ, async (request, reply) => reply.page('publications/duties/duties.njk', dutiesPage(await asUser(request.user, (tx) => selectDuties(tx, today())), request.user.powers, today())))

  const show = async (request: DutyRequest, reply: FastifyReply, failed: Failed = null) => {
    const kept = (await asUser(request.user, (tx) => selectDuties(tx, today()))).find(({ duty }) => duty.key === request.params.duty)
    return kept ? reply.code(failed ? 422 : 200).page('publications/duties/duty.njk', dutyPage(kept, request.user.powers, today(), failed)) : reply.callNotFound()
  }
  app.get('/duties/:duty', READ, (request: DutyRequest, reply) => show(request, reply))

  app.post('/duties/:duty/setting', WRITE, async (request: DutyRequest, reply) => {
    const duty = dutyOf(request.params.duty)
    if (!duty) return reply.callNotFound()
    const form = parseForm(SettingForm, request.body)
    if (!form.ok) return show(request, reply, form)
    const { applies, since, reason } = form.value
    await asUser(request.user, (tx) => keepSetting(tx, duty.key, { applies, since, reason: applies ? null : reason }))
    return reply.goTo(`/duties/${duty.key}`, applies ? 'It is followed from that day.' : 'It is not followed, with the reason.')
  })

  const showOccurrence = async (request: OccurrenceRequest, reply: FastifyReply, failed: Failed = null) => {
    const page = await asUser(request.user, async (tx) => {
      const kept = (await selectDuties(tx, today())).find(({ duty }) => duty.key === request.params.duty)
      const occurrence = kept?.occurrences.find(({ dueOn }) => dueOn === request.params.dueOn)
      return kept && occurrence ? occurrencePage(kept, occurrence, await selectPublications(tx, kept.duty.key), today(), failed) : null
    })
    return page ? reply.code(failed ? 422 : 200).page('publications/duties/occurrence.njk', page) : reply.callNotFound()
  }
  app.get('/duties/:duty/:dueOn', WRITE, (request: OccurrenceRequest, reply) => showOccurrence(request, reply))

  app.post('/duties/:duty/:dueOn', WRITE, async (request: OccurrenceRequest, reply) => {
    const form = parseForm(AnswerForm, request.body)
    if (!form.ok) return showOccurrence(request, reply, form)
    const { publication, where, answeredOn } = form.value
    const { duty, dueOn } = request.params
    const refuse = (field: string, text: string) => ({ errors: [{ field, text }], entered: { ...(request.body as Record<string, unknown>) } })
    if (answeredOn > today().toString()) return showOccurrence(request, reply, refuse('answeredOn', 'That day is still to come'))
    const outcome = await asUser(request.user, async (tx) => {
      const kept = (await selectDuties(tx, today())).find((each) => each.duty.key === duty)
      if (!kept?.occurrences.some((each) => each.dueOn === dueOn)) return 'nothing such'
      const chosen = publication === null ? null : (await selectPublications(tx, duty)).find(({ address }) => address === publication)
      if (chosen === undefined) return 'not published here'
      return (await answerDuty(tx, duty, { dueOn, answeredOn, where: where ?? chosen!.text, address: chosen?.address ?? null })) ? 'answered' : 'answered before'
    })
    if (outcome === 'nothing such') return reply.callNotFound()
    if (outcome === 'not published here') return showOccurrence(request, reply, refuse('publication', 'Choose a publication from the list'))
    return reply.goTo(`/duties/${duty}`, outcome === 'answered' ? 'It is written down as published.' : 'Somebody said meanwhile where it is published. Theirs stands.')
  })

  app.post('/duties/:duty/:dueOn/withdraw', WRITE, async (request: OccurrenceRequest, reply) => {
    const { duty, dueOn } = request.params
    if (!dutyOf(duty) || !/^\d{4}-\d{2}-\d{2}$/.test(dueOn)) return reply.callNotFound()
    const isDone = await asUser(request.user, (tx) => withdrawAnswer(tx, duty, dueOn))
    return isDone ? reply.goTo(`/duties/${duty}/${dueOn}`, 'That is taken back.') : reply.callNotFound()
  })
}
