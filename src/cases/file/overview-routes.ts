import type { FastifyInstance, FastifyReply } from 'fastify'
import { selectActions } from '../../actions/store.ts'
import { changeCase } from '../../sharing/case-store.ts'
import { actOn, type CaseRequest, lookAt } from '../../sharing/on-case.ts'
import { parseForm } from '../../web/forms.ts'
import { consultContributions } from '../contributions/contribution-store.ts'
import { selectRequests } from '../contributions/request-store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { ConflictForm, DetailsForm } from './forms.ts'
import { conflictPage, detailsPage, type Failed, overviewPage } from './overview.ts'
import { declareConflict, selectAgencyNames, selectComingPanels, selectLatestRisk } from './overview-store.ts'
import { selectTimeline } from './timeline.ts'

const LATEST_SAID = 3
const work = { config: { power: 'cases.work' } }

async function details(request: CaseRequest, reply: FastifyReply, failed: Failed = null, meanwhile = false) {
  const page = await lookAt(request, async (_, cover) => (cover.leads && cover.works ? detailsPage(cover, failed, meanwhile) : null))
  return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('cases/file/details.njk', page) : reply.callNotFound()
}

async function conflict(request: CaseRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await lookAt(request, async (_, cover) => conflictPage(cover, failed))
  return page ? reply.code(failed ? 422 : 200).page('cases/file/conflict.njk', page) : reply.callNotFound()
}

/** The overview of a case, its cover, and the way out of it for whoever should not see it. */
export function overview(app: FastifyInstance) {
  app.get('/cases/:caseId', work, async (request: CaseRequest, reply) => {
    const page = await lookAt(request, async (tx, cover) => {
      const { caseId } = cover
      return overviewPage(cover, {
        names: await selectAgencyNames(tx, [cover.leadAgencyId, ...cover.parties]), subjects: await selectSubjects(tx, caseId), risk: await selectLatestRisk(tx, caseId),
        said: await consultContributions(tx, cover, { standing: true, limit: LATEST_SAID }), requests: await selectRequests(tx, { caseId }), actions: await selectActions(tx, { caseId }, { openOnly: true }),
        panels: await selectComingPanels(tx, caseId), happened: await selectTimeline(tx, caseId),
      })
    })
    return page ? reply.page('cases/file/overview.njk', page) : reply.callNotFound()
  })

  app.get('/cases/:caseId/details', work, (request: CaseRequest, reply) => details(request, reply))
  app.post('/cases/:caseId/details', work, async (request: CaseRequest, reply) => {
    const parsed = parseForm(DetailsForm, request.body)
    if (!parsed.ok) return details(request, reply, parsed)
    const { about, resident, reviewOn, version } = parsed.value
    const changed = await actOn(request, async (tx, cover) => (cover.leads && cover.works ? changeCase(tx, { caseId: cover.caseId, version }, { about, resident, review_on: reviewOn }) : null))
    if (changed === null) return reply.callNotFound()
    if (!changed) return details(request, reply, { errors: [], entered: { ...(request.body as Record<string, unknown>) } }, true)
    return reply.goTo(`/cases/${request.params.caseId}`, 'The cover is changed.')
  })

  app.get('/cases/:caseId/conflict', work, (request: CaseRequest, reply) => conflict(request, reply))
  app.post('/cases/:caseId/conflict', work, async (request: CaseRequest, reply) => {
    const parsed = parseForm(ConflictForm, request.body)
    if (!parsed.ok) return conflict(request, reply, parsed)
    const declared = await actOn(request, async (tx, cover) => {
      await declareConflict(tx, cover.caseId, parsed.value.reason)
      return true
    })
    return declared ? reply.goTo('/cases', 'Your declaration is recorded.') : reply.callNotFound()
  })
}
