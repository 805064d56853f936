import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import type { Plan } from '../plan.ts'
import { selectPlan } from '../store.ts'
import { DismissForm, FilterQuery, RestoreForm } from './forms.ts'
import { allChecksPage, checksPage, type FailedDismissal } from './pages.ts'
import { dismissFinding, findingsOf, type PlanFindings, restoreFinding } from './store.ts'

type PlanRequest = FastifyRequest<{ Params: { planId: string } }>
type Seen = { plan: Plan; findings: PlanFindings }

const today = () => todayInLondon(Temporal.Now.instant())

async function see(tx: Tx, planId: string): Promise<Seen | null> {
  const known = z.uuid().safeParse(planId)
  const plan = known.success ? await selectPlan(tx, known.data) : null
  return plan && { plan, findings: await findingsOf(tx, plan, today()) }
}

async function page(request: PlanRequest, reply: FastifyReply, failed: FailedDismissal = null) {
  const seen = await asUser(request.user, (tx) => see(tx, request.params.planId))
  if (!seen) return reply.callNotFound()
  const filter = FilterQuery.parse(request.query)
  return reply
    .code(failed ? 422 : 200)
    .page('plans/checks/checks.njk', checksPage(seen.plan, seen.findings, filter, failed, today(), request.user.powers))
}

/** Answers for a finding that stands, in the transaction that saw it stand. */
async function dismiss(request: PlanRequest, reply: FastifyReply) {
  const form = parseForm(DismissForm, request.body)
  if (!form.ok) {
    const { check, subject, reason } = form.entered
    return page(request, reply, { check: String(check), subject: String(subject), reason: String(reason ?? ''), errors: form.errors })
  }
  const { check, subject, reason } = form.value
  const outcome = await asUser(request.user, async (tx) => {
    const seen = await see(tx, request.params.planId)
    if (!seen) return null
    const stands = seen.findings.standing.some((finding) => finding.check === check && finding.subject === subject)
    if (stands) await dismissFinding(tx, seen.plan.planId, check, subject, reason)
    return stands ? 'The finding is answered for. It is printed with your reason.' : 'That finding no longer stands.'
  })
  return outcome ? reply.goTo(`/plans/${request.params.planId}/checks`, outcome) : reply.callNotFound()
}

async function restore(request: PlanRequest, reply: FastifyReply) {
  const form = parseForm(RestoreForm, request.body)
  if (!form.ok) return reply.callNotFound()
  const { check, subject } = form.value
  const found = await asUser(request.user, async (tx) => {
    const seen = await see(tx, request.params.planId)
    if (seen) await restoreFinding(tx, seen.plan.planId, check, subject)
    return seen
  })
  return found ? reply.goTo(`/plans/${request.params.planId}/checks`, 'The finding stands again.') : reply.callNotFound()
}

/** What the checks find in a plan, answering for it, and what each check looks for. */
export function checks(app: FastifyInstance) {
  const read = { config: { power: 'plans.read' } }
  const edit = { config: { power: 'plans.edit' } }
  app.get('/checks', read, (_, reply) => reply.page('plans/checks/all-checks.njk', allChecksPage()))
  app.get<{ Params: { planId: string } }>('/plans/:planId/checks', read, (request, reply) => page(request, reply))
  app.post<{ Params: { planId: string } }>('/plans/:planId/checks/dismiss', edit, dismiss)
  app.post<{ Params: { planId: string } }>('/plans/:planId/checks/restore', edit, restore)
}
