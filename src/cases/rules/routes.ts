import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseDate } from '../../calendar/dates.ts'
import { asUser } from '../../db/tx.ts'
import { DOORS } from './doors.ts'
import { cohortPage, type RulesSeen, rulesPage } from './pages.ts'
import { readFacts } from './fact-form.ts'
import { maySetRules, selectRuleVersions, selectScheme, today } from './rule-store.ts'

type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>
const Asked = z.object({ on: z.string().max(40).default('') }).catch({ on: '' })

/** A scheme's rules of every kind, for whoever may read them; null where there is no such scheme for them. */
export async function seeRules({ user, params }: SchemeRequest): Promise<RulesSeen | null> {
  if (!z.uuid().safeParse(params.schemeId).success) return null
  return asUser(user, async (tx) => {
    const scheme = await selectScheme(tx, params.schemeId)
    return scheme && {
      scheme, today: today(), maySet: await maySetRules(tx, scheme.schemeId), criteria: await selectRuleVersions(tx, scheme, 'criteria'), risk: await selectRuleVersions(tx, scheme, 'risk'),
      cohort: await selectRuleVersions(tx, scheme, 'cohort'), threshold: await selectRuleVersions(tx, scheme, 'review threshold'),
    }
  })
}

/** A scheme's rules in words, with the version of any day, and facts tried on them. Nothing typed into a trial is kept. */
export function rules(app: FastifyInstance) {
  for (const door of DOORS) {
    const config = { config: { power: door.power } }
    app.get(door.under, config, async (request: SchemeRequest, reply) => {
      const seen = await seeRules(request)
      if (!seen) return reply.callNotFound()
      const { on } = Asked.parse(request.query)
      const day = on.trim() === '' ? seen.today : parseDate(on)?.toString()
      const errors = day === undefined ? [{ field: 'on', text: 'Enter a date, like 27 3 2026' }] : []
      return reply.code(day === undefined ? 422 : 200).page('cases/rules/rules.njk', rulesPage(seen, door, { on: { day: day ?? null, entered: on }, errors }))
    })
    app.post(door.under, config, async (request: SchemeRequest, reply) => {
      const seen = await seeRules(request)
      if (!seen?.criteria[0]) return reply.callNotFound()
      const tried = { ...readFacts(seen.criteria[0].rules.questions, request.body), entered: request.body as Record<string, unknown> }
      return reply.code(tried.errors.length > 0 ? 422 : 200).page('cases/rules/rules.njk', rulesPage(seen, door, { tried }))
    })
    app.get(`${door.under}/cohort`, config, async (request: SchemeRequest, reply) => {
      const seen = await seeRules(request)
      return seen?.cohort[0] ? reply.page('cases/rules/rules.njk', cohortPage(seen, door)) : reply.callNotFound()
    })
    app.post(`${door.under}/cohort`, config, async (request: SchemeRequest, reply) => {
      const seen = await seeRules(request)
      if (!seen?.cohort[0]) return reply.callNotFound()
      const tried = { ...readFacts(seen.cohort[0].rules.questions, request.body), entered: request.body as Record<string, unknown> }
      return reply.code(tried.errors.length > 0 ? 422 : 200).page('cases/rules/rules.njk', cohortPage(seen, door, tried))
    })
  }
}
