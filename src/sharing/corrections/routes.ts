import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit } from '../../db/tx.ts'
import { parseForm, requiredDate, requiredText } from '../../web/forms.ts'
import { selectCaseAccounts } from '../case-store.ts'
import { acknowledgeCorrection, fanOutCorrection, markTold, selectCorrections, selectOwnContributions, TOLD_BY } from '../correction-store.ts'
import { actOn, type CaseRequest, lookAt } from '../on-case.ts'
import { caseCorrectionsPage, correctionsPage, type Failed, newCorrectionPage } from './pages.ts'

const work = { config: { power: 'cases.work' } }
const now = () => Temporal.Now.instant()

const CorrectionForm = z.object({
  contribution: z.union([z.uuid(), z.literal('')], 'Choose from the list').optional().transform((id) => id || null),
  what: requiredText('Enter what was wrong and what is right, without names', 2000),
})
const ToldForm = z.object({
  how: z.enum(TOLD_BY, 'Choose how they were told'),
  on: requiredDate('Enter the day they were told').refine((on) => on <= todayInLondon(now()).toString(), 'The day must be today or in the past'),
})

/** Corrections: told to everyone who was given what was wrong, until each has put it right. */
export function corrections(app: FastifyInstance) {
  app.get('/sharing/corrections', { config: { power: 'sharing.manage' } }, async (request, reply) => {
    const notices = await asUser(request.user, async (tx) => {
      const notices = await selectCorrections(tx)
      for (const [caseId, told] of Map.groupBy(notices, ({ caseId }) => caseId)) audit(tx, { act: 'consulted', subjectKind: 'case', subjectId: caseId, details: { register: 'corrections', entries: told.length } })
      return notices
    })
    return reply.page('sharing/corrections/register.njk', correctionsPage(notices, now()))
  })

  const list = async (request: CaseRequest, reply: FastifyReply, failed: (Failed & { noticeId: string }) | null = null) => {
    const shown = await lookAt(request, async (tx, cover) => caseCorrectionsPage(cover, await selectCorrections(tx, cover.caseId), await selectCaseAccounts(tx, cover.caseId), now(), failed))
    return shown ? reply.code(failed ? 422 : 200).page('sharing/corrections/case.njk', shown) : reply.callNotFound()
  }
  app.get('/cases/:caseId/disclosures/corrections', work, (request: CaseRequest, reply) => list(request, reply))

  const form = async (request: CaseRequest, reply: FastifyReply, failed: Failed = null) => {
    const shown = await lookAt(request, async (tx, cover) => (cover.clause === 'takes part' ? newCorrectionPage(cover, await selectOwnContributions(tx, cover), failed) : null))
    return shown ? reply.code(failed ? 422 : 200).page('sharing/corrections/new.njk', shown) : reply.callNotFound()
  }
  app.get('/cases/:caseId/disclosures/corrections/new', work, (request: CaseRequest, reply) => form(request, reply))
  app.post('/cases/:caseId/disclosures/corrections/new', work, async (request: CaseRequest, reply) => {
    const parsed = parseForm(CorrectionForm, request.body)
    if (!parsed.ok) return form(request, reply, parsed)
    const { contribution, what } = parsed.value
    const told = await actOn(request, async (tx, cover) => {
      if (cover.clause !== 'takes part' || (contribution && !(await selectOwnContributions(tx, cover)).some(({ contributionId }) => contributionId === contribution))) return null
      return fanOutCorrection(tx, cover, { contributionId: contribution, what })
    })
    if (told === null) return reply.callNotFound()
    const said = told === 0 ? 'Nobody was given it, so there is nobody to tell.' : `${told === 1 ? 'One recipient is' : `${told} recipients are`} told of the correction.`
    return reply.goTo(`/cases/${request.params.caseId}/disclosures/corrections`, said)
  })

  type NoticeRequest = CaseRequest<{ noticeId: string }>
  app.post('/cases/:caseId/disclosures/corrections/:noticeId/put-right', work, async (request: NoticeRequest, reply) => {
    const { caseId, noticeId } = request.params
    if (!z.uuid().safeParse(noticeId).success) return reply.callNotFound()
    const done = await actOn(request, async (tx, cover) => (cover.clause === 'takes part' ? acknowledgeCorrection(tx, cover, noticeId) : null))
    if (done === null) return reply.callNotFound()
    return reply.goTo(`/cases/${caseId}/disclosures/corrections`, done ? 'Noted: your agency has put it right.' : 'That was settled already, or is not for your agency. Nothing was changed.')
  })
  app.post('/cases/:caseId/disclosures/corrections/:noticeId/told', work, async (request: NoticeRequest, reply) => {
    const { caseId, noticeId } = request.params
    if (!z.uuid().safeParse(noticeId).success) return reply.callNotFound()
    const parsed = parseForm(ToldForm, request.body)
    if (!parsed.ok) return list(request, reply, { ...parsed, noticeId })
    const done = await actOn(request, async (tx, cover) => (cover.clause === 'takes part' ? markTold(tx, caseId, noticeId, parsed.value.how, parsed.value.on) : null))
    if (done === null) return reply.callNotFound()
    return reply.goTo(`/cases/${caseId}/disclosures/corrections`, done ? 'Noted: they have been told.' : 'That was settled already. Nothing was changed.')
  })
}
