import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser } from '../../db/tx.ts'
import { cohortPage, type RulesSeen, rulesPage } from './pages.ts'
import { readFacts } from './fact-form.ts'
import { maySetRules, selectRuleVersions, selectScheme } from './rule-store.ts'

const work = { config: { power: 'cases.work' } }
type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>

async function seeRules({ user, params }: SchemeRequest): Promise<RulesSeen | null> {
  if (!z.uuid().safeParse(params.schemeId).success) return null
  return asUser(user, async (tx) => {
    const scheme = await selectScheme(tx, params.schemeId)
    return scheme && { scheme, maySet: await maySetRules(tx, scheme.schemeId), criteria: await selectRuleVersions(tx, scheme, 'criteria'), risk: await selectRuleVersions(tx, scheme, 'risk'), cohort: await selectRuleVersions(tx, scheme, 'cohort') }
  })
}

/** A scheme's rules in words, with facts tried on them. Nothing typed into a trial is kept. */
export function rules(app: FastifyInstance) {
  app.get('/cases/rules/:schemeId', work, async (request: SchemeRequest, reply) => {
    const seen = await seeRules(request)
    return seen ? reply.page('cases/rules/rules.njk', rulesPage(seen)) : reply.callNotFound()
  })
  app.post('/cases/rules/:schemeId', work, async (request: SchemeRequest, reply) => {
    const seen = await seeRules(request)
    if (!seen?.criteria[0]) return reply.callNotFound()
    const tried = { ...readFacts(seen.criteria[0].rules.questions, request.body), entered: request.body as Record<string, unknown> }
    return reply.code(tried.errors.length > 0 ? 422 : 200).page('cases/rules/rules.njk', rulesPage(seen, tried))
  })
  app.get('/cases/rules/:schemeId/cohort', work, async (request: SchemeRequest, reply) => {
    const seen = await seeRules(request)
    return seen?.cohort[0] ? reply.page('cases/rules/rules.njk', cohortPage(seen.scheme, seen.cohort)) : reply.callNotFound()
  })
  app.post('/cases/rules/:schemeId/cohort', work, async (request: SchemeRequest, reply) => {
    const seen = await seeRules(request)
    if (!seen?.cohort[0]) return reply.callNotFound()
    const tried = { ...readFacts(seen.cohort[0].rules.questions, request.body), entered: request.body as Record<string, unknown> }
    return reply.code(tried.errors.length > 0 ? 422 : 200).page('cases/rules/rules.njk', cohortPage(seen.scheme, seen.cohort, tried))
  })
}
