import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser } from '../../db/tx.ts'
import { readRiskVersion, readRuleVersion, type Typed } from './new-version.ts'
import { contradictionsIn, type Failed, riskVersionPage, ruleVersionPage } from './new-version-page.ts'
import { addRuleVersion, keepStartingRules, maySetRules, type RuleKind, type RuleVersion, type Scheme, selectRuleVersions, selectScheme, today } from './rule-store.ts'

const work = { config: { power: 'cases.work' } }
type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>
type Before = { scheme: Scheme; before: RuleVersion }

/** The scheme and its latest rules of a kind, for somebody who may write the next; null for everybody else. */
const selectBefore = ({ user, params }: SchemeRequest, kind: RuleKind): Promise<Before | null> =>
  z.uuid().safeParse(params.schemeId).success
    ? asUser(user, async (tx) => {
        const scheme = await selectScheme(tx, params.schemeId)
        const [before] = scheme && (await maySetRules(tx, scheme.schemeId)) ? await selectRuleVersions(tx, scheme, kind) : []
        return scheme && before ? { scheme, before } : null
      })
    : Promise.resolve(null)

const NEWER = { field: 'validFrom', text: 'Somebody wrote another version while you did. What you typed is below: look at theirs on the page of rules first' }
const UNSETTLED = { field: 'sure', text: 'Clauses contradict each other. Change them, or say that a person is to settle such a case' }

/** Writing the next version of a scheme's criteria, of its cohort's rules or of its risk matrix: for those who lead the scheme. An old version is never changed. */
export function ruleVersions(app: FastifyInstance) {
  const pageOf = ({ scheme, before }: Before, failed: Failed, found: ReturnType<typeof contradictionsIn> = []) =>
    before.kind === 'risk' ? riskVersionPage(scheme, before as RuleVersion<'risk'>, failed) : ruleVersionPage(scheme, before as RuleVersion<'criteria'>, failed, found)

  for (const kind of ['criteria', 'cohort', 'risk'] as const) {
    const show = (reply: FastifyReply, known: Before, failed: Failed = null, found: ReturnType<typeof contradictionsIn> = [], status = 422) =>
      reply.code(failed ? status : 200).page('cases/rules/new-version.njk', pageOf(known, failed, found))
    app.get(`/cases/rules/:schemeId/${kind}/new`, work, async (request: SchemeRequest, reply) => {
      const known = await selectBefore(request, kind)
      return known ? show(reply, known) : reply.callNotFound()
    })
    app.post(`/cases/rules/:schemeId/${kind}/new`, work, async (request: SchemeRequest, reply) => {
      const known = await selectBefore(request, kind)
      if (!known) return reply.callNotFound()
      const entered = { ...(request.body as Typed) }
      const read = kind === 'risk' ? readRiskVersion(entered, known.before as RuleVersion<'risk'>, today()) : readRuleVersion(entered, known.before as RuleVersion<'criteria'>, today())
      if (!read.ok) return show(reply, known, { errors: read.errors, entered })
      const found = 'clauses' in read.rules ? contradictionsIn(read.rules) : []
      if (found.length > 0 && entered.sure !== 'yes') return show(reply, known, { errors: [UNSETTLED], entered }, found)
      await keepStartingRules(request.user.partnershipId, known.scheme)
      const { validFrom, source, rules } = read
      const kept = await asUser(request.user, async (tx) => (await maySetRules(tx, known.scheme.schemeId)) && addRuleVersion(tx, known.scheme.schemeId, kind, { after: Number(entered.after), validFrom, source, rules }))
      if (!kept) return show(reply, known, { errors: [NEWER], entered }, [], 409)
      return reply.goTo(`/cases/rules/${known.scheme.schemeId}`, 'The new version is kept. It holds from its day; the one before it until the day before.')
    })
  }
}
