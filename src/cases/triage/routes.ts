import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { consultCase, selectOptionalCase } from '../../sharing/case-store.ts'
import { parseForm } from '../../web/forms.ts'
import { selectDocuments } from '../attachments/document-store.ts'
import { selectSafeRules } from '../contact/contact-store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { decideUnder } from '../rules/decision-words.ts'
import { readFacts } from '../rules/fact-form.ts'
import { keepStartingRules, selectRules, selectScheme, selectSchemes, today } from '../rules/rule-store.ts'
import { decisionForm, goesByRules } from './forms.ts'
import { type Failed, queuePage, triagePage, type TriageSeen } from './pages.ts'
import { addKnownFacts, ChangedSince, decideReferral, selectReferral, selectWaiting } from './triage-store.ts'

const work = { config: { power: 'cases.work' } }
const PAGE = 50
const Page = z.object({ page: z.coerce.number().int().min(1).max(1000).catch(1) })
type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>
type Shown = { failed?: Failed; facts?: Failed; conflict?: boolean }

/** A referral with all that its triage rests on, the look written down; null where it is not there for the reader. */
async function seeReferral(tx: Tx, caseId: string): Promise<TriageSeen | null> {
  const cover = z.uuid().safeParse(caseId).success ? await consultCase(tx, caseId) : null
  const referral = cover && (await selectReferral(tx, caseId))
  if (!cover || !referral) return null
  const scheme = { schemeId: cover.schemeId, kind: cover.schemeKind }
  const rules = await selectRules(tx, scheme, 'criteria', today())
  const diary = await tx.selectFrom('diary_entry').select((count) => count.fn.countAll<number>().as('entries')).where('case_id', '=', caseId).executeTakeFirstOrThrow()
  return {
    cover, referral, rules, decision: rules && decideUnder(rules, referral.facts), people: await selectSubjects(tx, caseId), unsafe: await selectSafeRules(tx, caseId), documents: await selectDocuments(tx, caseId),
    incidents: Number(diary.entries), reviewWeeks: (await selectScheme(tx, cover.schemeId))?.reviewWeeks ?? 12, today: today(),
  }
}

/** Referrals that wait to be decided, and the deciding. */
export function triage(app: FastifyInstance) {
  app.get('/triage', work, async (request, reply) => {
    const { page } = Page.parse(request.query)
    const [waiting, schemes] = await asUser(request.user, async (tx) => [await selectWaiting(tx, { limit: PAGE + 1, offset: (page - 1) * PAGE }), await selectSchemes(tx, today())] as const)
    return reply.page('cases/triage/queue.njk', queuePage(waiting.slice(0, PAGE), schemes, { today: today(), page, more: waiting.length > PAGE }))
  })
  app.get('/triage/:caseId', work, (request: CaseRequest, reply) => show(request, reply))
  app.post('/triage/:caseId', work, async (request: CaseRequest, reply) => {
    await keepRulesOf(request)
    const entered = (request.body ?? {}) as Record<string, unknown>
    const outcome = await asUser(request.user, async (tx) => {
      const seen = await seeReferral(tx, request.params.caseId)
      if (!seen?.cover.leads) return 'not found'
      const form = parseForm(decisionForm(seen.decision), entered)
      if (seen.referral.outcome !== null || Number(entered.version) !== seen.cover.version) return 'conflict'
      if (!form.ok) return form
      const { outcome: chosen, judgement, advice, elsewhere } = form.value
      const answer = chosen === 'belongs elsewhere' ? [`It belongs with: ${elsewhere}.`, advice].filter(Boolean).join('\n\n') : chosen === 'advice given' ? advice : null
      const done = await decideReferral(tx, seen.cover, { outcome: chosen, decision: seen.decision, judgement: goesByRules(chosen, seen.decision) && !judgement ? null : judgement, advice: answer, reviewWeeks: seen.reviewWeeks })
      return done ? chosen : 'conflict'
    }).catch((error: unknown) => {
      // What this transaction wrote is undone; the page shows what stands now.
      if (error instanceof ChangedSince) return 'conflict' as const
      throw error
    })
    if (outcome === 'not found') return reply.callNotFound()
    if (outcome === 'conflict') return show(request, reply, { failed: { errors: [], entered }, conflict: true })
    if (typeof outcome === 'object') return show(request, reply, { failed: outcome })
    return outcome === 'accepted' ? reply.goTo(`/cases/${request.params.caseId}`, 'The referral is accepted and the case is open') : reply.goTo('/triage', 'The decision is recorded, and whoever referred has been told')
  })
  app.post('/triage/:caseId/facts', work, async (request: CaseRequest, reply) => {
    const entered = (request.body ?? {}) as Record<string, unknown>
    const outcome = await asUser(request.user, async (tx) => {
      const seen = await seeReferral(tx, request.params.caseId)
      if (!seen?.cover.leads || !seen.rules) return 'not found'
      const { questions } = seen.rules.rules
      const { facts, errors } = readFacts(questions, entered)
      if (seen.referral.outcome !== null || Number(entered.version) !== seen.cover.version) return 'conflict'
      if (errors.length > 0) return { errors, entered }
      const unasked = Object.entries(seen.referral.facts).filter(([key]) => !questions.some((question) => question.key === key))
      return (await addKnownFacts(tx, seen.cover, { ...Object.fromEntries(unasked), ...facts })) ? 'done' : 'conflict'
    })
    if (outcome === 'not found') return reply.callNotFound()
    if (outcome === 'done') return reply.goTo(`/triage/${request.params.caseId}`, 'What is known is saved, and the criteria asked again')
    return show(request, reply, outcome === 'conflict' ? { facts: { errors: [], entered }, conflict: true } : { facts: outcome })
  })
}

/** A decision names the version of the rules it was made under, so there must be one. */
async function keepRulesOf({ user, params }: CaseRequest) {
  if (!z.uuid().safeParse(params.caseId).success) return
  const cover = await asUser(user, (tx) => selectOptionalCase(tx, params.caseId))
  if (cover?.leads) await keepStartingRules(user.partnershipId, { schemeId: cover.schemeId, kind: cover.schemeKind })
}

async function show(request: CaseRequest, reply: FastifyReply, shown: Shown = {}) {
  const page = await asUser(request.user, async (tx) => {
    const seen = await seeReferral(tx, request.params.caseId)
    return seen && triagePage(seen, shown)
  })
  if (!page) return reply.callNotFound()
  return reply.code(shown.conflict ? 409 : shown.failed || shown.facts ? 422 : 200).page('cases/triage/triage.njk', page)
}
