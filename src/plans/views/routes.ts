import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import type { Finding } from '../checks/finding.ts'
import { findingsOf } from '../checks/store.ts'
import type { Plan } from '../plan.ts'
import { ownsItem, selectPlan, selectPlanOfItem, selectPlans, selectWholeItem } from '../store.ts'
import { actionPlanPage } from './action-plan.ts'
import { type DashboardFilter, dashboardPage } from './dashboard.ts'
import { matrixPage } from './matrix.ts'
import { ownersPage } from './owners.ts'
import { plansPage } from './plans.ts'
import { sheetPage } from './sheet.ts'
import { threadPage } from './thread.ts'

const today = () => todayInLondon(Temporal.Now.instant())

type Seen = { plan: Plan; findings: readonly Finding[] }

/** A plan with its standing findings, as every view shows them. */
async function see(tx: Tx, planId: string): Promise<Seen | null> {
  const plan = await selectPlan(tx, planId)
  if (!plan) return null
  return { plan, findings: (await findingsOf(tx, plan, today())).standing }
}

type PlanRequest = FastifyRequest<{ Params: { planId: string } }>
type View = (seen: Seen, request: PlanRequest) => object

/** A view of one plan at /plans/:planId/<name>: found and permitted, or not found. */
function planView(app: FastifyInstance, name: string, view: View) {
  app.get<{ Params: { planId: string } }>(`/plans/:planId/${name}`, { config: { power: 'plans.read' } }, async (request, reply) => {
    const planId = z.uuid().safeParse(request.params.planId)
    const seen = planId.success ? await asUser(request.user, (tx) => see(tx, planId.data)) : null
    return seen ? reply.page(`plans/views/${name}.njk`, view(seen, request)) : reply.callNotFound()
  })
}

const FilterQuery = z.object({
  owner: z.string().max(40).catch(''),
  strand: z.string().max(40).catch(''),
  rating: z.string().max(40).catch(''),
  sort: z.enum(['plan', 'rating', 'oldest', 'findings']).catch('plan'),
  only: z.union([z.string(), z.array(z.string())]).catch('').transform((only) => [only].flat()),
})

function filterOf(query: unknown): DashboardFilter {
  const { only, ...filter } = FilterQuery.parse(query)
  return { ...filter, overdue: only.includes('overdue'), finding: only.includes('finding') }
}

async function dashboardOfFirstPlan(request: FastifyRequest, reply: FastifyReply) {
  const plans = await asUser(request.user, selectPlans)
  const first = plans.find(({ kind, state }) => kind === 'dashboard' && state === 'live') ?? plans[0]
  return reply.redirect(first ? `/plans/${first.planId}/dashboard` : '/plans')
}

async function sheet(request: FastifyRequest<{ Params: { itemId: string } }>, reply: FastifyReply) {
  const itemId = z.uuid().safeParse(request.params.itemId)
  if (!itemId.success) return reply.callNotFound()
  const page = await asUser(request.user, async (tx) => {
    const planId = await selectPlanOfItem(tx, itemId.data)
    const seen = planId ? await see(tx, planId) : null
    const item = seen && (await selectWholeItem(tx, seen.plan, itemId.data))
    if (!seen || !item) return null
    const { powers } = request.user
    const edit = powers.has('plans.edit')
    const update = item.kind !== 'heading' && (edit || (powers.has('plans.update') && (await ownsItem(tx, item.itemId))))
    return sheetPage(seen.plan, item, seen.findings, today(), { update, edit })
  })
  return page ? reply.page('plans/views/sheet.njk', page) : reply.callNotFound()
}

/** Every way of looking at a plan. */
export function planViews(app: FastifyInstance) {
  app.get('/dashboard', { config: { power: 'plans.read' } }, dashboardOfFirstPlan)
  app.get('/plans', { config: { power: 'plans.read' } }, async (request, reply) =>
    reply.page('plans/views/plans.njk', plansPage(await asUser(request.user, selectPlans), request.user.powers)),
  )
  app.get<{ Params: { planId: string } }>('/plans/:planId', { config: { power: 'plans.read' } }, (request, reply) =>
    reply.redirect(`/plans/${encodeURIComponent(request.params.planId)}/dashboard`),
  )
  planView(app, 'dashboard', ({ plan, findings }, { query, user }) => dashboardPage(plan, findings, filterOf(query), today(), user.powers))
  planView(app, 'action-plan', ({ plan, findings }, { user }) => actionPlanPage(plan, findings, today(), user.powers))
  planView(app, 'matrix', ({ plan }, { user }) => matrixPage(plan, today(), user.powers))
  planView(app, 'thread', ({ plan }, { query, user }) => threadPage(plan, (query as { only?: unknown }).only === 'broken', today(), user.powers))
  planView(app, 'owners', ({ plan, findings }, { user }) => ownersPage(plan, findings, today(), user.powers))
  app.get<{ Params: { itemId: string } }>('/items/:itemId', { config: { power: 'plans.read' } }, sheet)
}
