import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser } from '../../db/tx.ts'
import { DOORS, rulesHref, type Door } from './doors.ts'
import { type ReadVersion, readRiskVersion, readRuleVersion, readThresholdVersion, type Typed } from './new-version.ts'
import { contradictionsIn, type Failed, riskVersionPage, ruleVersionPage, thresholdVersionPage } from './new-version-page.ts'
import { KINDS, rulesPage } from './pages.ts'
import { seeRules } from './routes.ts'
import { addRuleVersion, keepStartingRules, maySetRules, RULE_KINDS, type RuleKind, type RulesOf, type RuleVersion, type Scheme, selectRuleVersions, selectScheme, today, withdrawVersion } from './rule-store.ts'

type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>
type VersionRequest = FastifyRequest<{ Params: { schemeId: string; ruleSetId: string } }>
type Before = { scheme: Scheme; before: RuleVersion }
type Contradictions = ReturnType<typeof contradictionsIn>

/** The scheme and the last of its rules of a kind that stands, for somebody who may write the next; null for everybody else. */
const selectBefore = ({ user, params }: SchemeRequest, kind: RuleKind): Promise<Before | null> =>
  z.uuid().safeParse(params.schemeId).success
    ? asUser(user, async (tx) => {
        const scheme = await selectScheme(tx, params.schemeId)
        const versions: readonly RuleVersion[] = scheme && (await maySetRules(tx, scheme.schemeId)) ? await selectRuleVersions(tx, scheme, kind) : []
        const before = versions.find(({ withdrawn }) => withdrawn === null)
        return scheme && before ? { scheme, before } : null
      })
    : Promise.resolve(null)

const NEWER = { field: 'validFrom', text: 'Somebody wrote another version, or withdrew one, while you did. What you typed is below: look at the page of rules first' }
const UNSETTLED = { field: 'sure', text: 'Clauses contradict each other. Change them, or say that a person is to settle such a case' }

const read = (typed: Typed, { before }: Before): ReadVersion<RulesOf[RuleKind]> =>
  before.kind === 'risk' ? readRiskVersion(typed, before as RuleVersion<'risk'>, today())
  : before.kind === 'review threshold' ? readThresholdVersion(typed, before, today())
  : readRuleVersion(typed, before as RuleVersion<'criteria'>, today())

const pageOf = ({ scheme, before }: Before, door: Door, failed: Failed, found: Contradictions) =>
  before.kind === 'risk' ? riskVersionPage(scheme, before as RuleVersion<'risk'>, door, failed)
  : before.kind === 'review threshold' ? thresholdVersionPage(scheme, before as RuleVersion<'review threshold'>, door, failed)
  : ruleVersionPage(scheme, before as RuleVersion<'criteria'>, door, failed, found)

/** Writing the next version of a scheme's rules and withdrawing one that does not hold yet, for those who lead the scheme or keep sharing. An old version is never changed. */
export function ruleVersions(app: FastifyInstance) {
  for (const door of DOORS) {
    const config = { config: { power: door.power } }
    for (const kind of RULE_KINDS) {
      const path = `${door.under}/${KINDS[kind].path}/new`
      const show = (reply: FastifyReply, known: Before, failed: Failed = null, found: Contradictions = [], status = 422) =>
        reply.code(failed ? status : 200).page('cases/rules/new-version.njk', pageOf(known, door, failed, found))
      app.get(path, config, async (request: SchemeRequest, reply) => {
        const known = await selectBefore(request, kind)
        return known ? show(reply, known) : reply.callNotFound()
      })
      app.post(path, config, async (request: SchemeRequest, reply) => {
        const known = await selectBefore(request, kind)
        if (!known) return reply.callNotFound()
        const entered = { ...(request.body as Typed) }
        const typed = read(entered, known)
        if (!typed.ok) return show(reply, known, { errors: typed.errors, entered })
        const found = 'clauses' in typed.rules ? contradictionsIn(typed.rules) : []
        if (found.length > 0 && entered.sure !== 'yes') return show(reply, known, { errors: [UNSETTLED], entered }, found)
        await keepStartingRules(request.user.partnershipId, known.scheme)
        const { validFrom, source, rules } = typed
        const kept = await asUser(request.user, async (tx) => (await maySetRules(tx, known.scheme.schemeId)) && addRuleVersion(tx, known.scheme.schemeId, kind, { after: Number(entered.after), validFrom, source, rules }))
        if (!kept) return show(reply, known, { errors: [NEWER], entered }, [], 409)
        return reply.goTo(rulesHref(door, known.scheme.schemeId), 'The new version is kept. It holds from its day; the one before it until the day before.')
      })
    }

    app.post(`${door.under}/versions/:ruleSetId/withdraw`, config, async (request: VersionRequest, reply) => {
      const { schemeId, ruleSetId } = request.params
      const seen = await seeRules(request)
      const version = seen?.maySet ? [seen.criteria, seen.cohort, seen.risk, seen.threshold].flat<readonly (readonly RuleVersion[])[]>().find((each) => each.ruleSetId === ruleSetId) : undefined
      if (!seen || !version) return reply.callNotFound()
      const reason = z.object({ reason: z.string().trim().min(1).max(500) }).safeParse(request.body).data?.reason
      const refuse = (text: string) => reply.code(422).page('cases/rules/rules.njk', rulesPage(seen, door, { errors: [{ field: `reason-${ruleSetId}`, text }] }))
      if (!reason) return refuse('Say why it is withdrawn, in 500 characters or fewer')
      const taken = await asUser(request.user, async (tx) => (await maySetRules(tx, schemeId)) && withdrawVersion(tx, schemeId, ruleSetId, reason))
      return taken ? reply.goTo(rulesHref(door, schemeId), 'The version is withdrawn. The one before it goes on in its place.') : refuse('Only a version that does not hold yet is withdrawn: write the next one instead')
    })
  }
}
