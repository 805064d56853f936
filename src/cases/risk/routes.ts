import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { consultCase, selectOptionalCase } from '../../sharing/case-store.ts'
import { parseForm } from '../../web/forms.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { scoreRisk } from '../rules/risk-matrix.ts'
import { keepStartingRules, selectRules, today } from '../rules/rule-store.ts'
import { assessPage, type Failed, riskPage } from './pages.ts'
import { addAssessment, selectAssessments } from './risk-store.ts'
import { answersIn, assessmentForm } from './risk.ts'

const work = { config: { power: 'cases.work' } }
type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>

async function openFile(tx: Tx, caseId: string) {
  const cover = z.uuid().safeParse(caseId).success ? await consultCase(tx, caseId) : null
  return cover && { cover, people: await selectSubjects(tx, caseId), rules: await selectRules(tx, { schemeId: cover.schemeId, kind: cover.schemeKind }, 'risk', today()), today: today() }
}

/** The risk in a case: its history, and a new assessment. */
export function risk(app: FastifyInstance) {
  app.get('/cases/:caseId/risk', work, async (request: CaseRequest, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      return file && riskPage(file, await selectAssessments(tx, file.cover.caseId))
    })
    return page ? reply.page('cases/risk/risk.njk', page) : reply.callNotFound()
  })
  app.get('/cases/:caseId/risk/new', work, (request: CaseRequest, reply) => assess(request, reply))
  app.post('/cases/:caseId/risk/new', work, async (request: CaseRequest, reply) => {
    if (!z.uuid().safeParse(request.params.caseId).success) return reply.callNotFound()
    // An assessment names the version of the matrix it was made by, so there must be one.
    const seen = await asUser(request.user, (tx) => selectOptionalCase(tx, request.params.caseId))
    if (seen?.works) await keepStartingRules(request.user.partnershipId, { schemeId: seen.schemeId, kind: seen.schemeKind })
    const outcome = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      if (!file?.cover.works || !file.rules?.ruleSetId) return 'not found'
      const { cover, people, rules: { ruleSetId, rules: matrix } } = file
      const form = parseForm(assessmentForm(matrix, file.today), request.body)
      if (!form.ok) return form
      const { subject, judged_band, judgement, assessed_on } = form.value
      if (subject && !people.some(({ subjectId }) => subjectId === subject)) return { errors: [{ field: 'subject', text: 'Choose from the list' }], entered: request.body as Record<string, unknown> }
      const answers = answersIn(matrix, form.value)
      const { score, band } = scoreRisk(matrix, answers)
      const judgedBand = judged_band === band ? null : judged_band
      await addAssessment(tx, cover, { subjectId: subject, ruleSetId, answers, score, band, judgedBand, judgement: judgedBand ? judgement : null, assessedOn: assessed_on })
      return 'done'
    })
    if (outcome === 'not found') return reply.callNotFound()
    return outcome === 'done' ? reply.goTo(`/cases/${request.params.caseId}/risk`, 'The assessment is recorded') : assess(request, reply, outcome)
  })
}

async function assess(request: CaseRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    return file?.cover.works && file.rules ? assessPage({ ...file, rules: file.rules }, failed) : null
  })
  return page ? reply.code(failed ? 422 : 200).page('cases/risk/assess.njk', page) : reply.callNotFound()
}
