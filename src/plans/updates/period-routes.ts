import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { selectUndelivered } from '../../notices/outbox.ts'
import { parseForm, requiredDate, requiredText } from '../../web/forms.ts'
import type { Plan } from '../plan.ts'
import { selectPlan } from '../store.ts'
import { selectAnswers } from './answer-store.ts'
import { typed } from './draft.ts'
import type { Failed } from './evidence.ts'
import { extensionProblem, periodProblem } from './period.ts'
import { changeOpenPeriod, openPeriod, remind, reminderOf, type ReportingPeriod, selectPeriods } from './period-store.ts'
import { closePage, periodsPage } from './periods.ts'

const today = () => todayInLondon(Temporal.Now.instant())
type PlanRequest = FastifyRequest<{ Params: { planId: string } }>
const home = (request: PlanRequest) => `/plans/${request.params.planId}/periods`

const PeriodForm = z.object({
  name: requiredText('Enter a name for the period', 100),
  starts: requiredDate('Enter the day the period starts'),
  ends: requiredDate('Enter the day the period ends'),
  due: requiredDate('Enter the day owners should have answered by'),
})
const DueForm = z.object({ newDue: requiredDate('Enter the new date') })

type Found = { plan: Plan; periods: ReportingPeriod[]; open: ReportingPeriod | null }

async function selectFound(tx: Tx, { params }: PlanRequest): Promise<Found | null> {
  const plan = z.uuid().safeParse(params.planId).success ? await selectPlan(tx, params.planId) : null
  const periods = plan && (await selectPeriods(tx, plan.planId))
  return plan && periods && { plan, periods, open: periods.find((period) => period.open) ?? null }
}

async function page(request: PlanRequest, reply: FastifyReply, failed: Failed = null) {
  const { powers } = request.user
  const model = await asUser(request.user, async (tx) => {
    const found = await selectFound(tx, request)
    if (!found) return null
    const { plan, periods, open } = found
    const answers = open ? await selectAnswers(tx, open.periodId) : []
    const undelivered = open && powers.has('plans.edit') ? await selectUndelivered(tx, reminderOf(open.periodId)) : []
    return periodsPage(plan, { periods, answers, undelivered, failed }, powers, today())
  })
  return model ? reply.code(failed ? 422 : 200).page('plans/updates/periods.njk', model) : reply.callNotFound()
}

async function open(request: PlanRequest, reply: FastifyReply) {
  const entered = typed(request.body)
  const form = parseForm(PeriodForm, entered)
  if (!form.ok) return page(request, reply, form)
  const outcome = await asUser(request.user, async (tx) => {
    const found = await selectFound(tx, request)
    if (!found) return null
    const stillOpen = { field: 'name', text: 'A period is open already. Close it before opening the next' }
    if (found.open) return stillOpen
    const problem = periodProblem(form.value, found.periods.map(({ name, starts, ends }) => ({ name, starts: starts.toString(), ends: ends.toString() })))
    if (problem) return problem
    return (await openPeriod(tx, found.plan.planId, form.value)) ? 'opened' : stillOpen
  })
  if (!outcome) return reply.callNotFound()
  if (outcome !== 'opened') return page(request, reply, { errors: [outcome], entered })
  return reply.goTo(home(request), `${form.value.name} is open. Owners see what is due under My work.`)
}

async function extend(request: PlanRequest, reply: FastifyReply) {
  const entered = typed(request.body)
  const form = parseForm(DueForm, entered)
  if (!form.ok) return page(request, reply, form)
  const outcome = await asUser(request.user, async (tx) => {
    const found = await selectFound(tx, request)
    if (!found?.open) return null
    const problem = extensionProblem(form.value.newDue, { due: found.open.due.toString() }, today().toString())
    if (problem) return { problem }
    return (await changeOpenPeriod(tx, found.plan.planId, { due: form.value.newDue })) ? 'extended' : null
  })
  if (!outcome) return reply.callNotFound()
  if (outcome !== 'extended') return page(request, reply, { errors: [{ field: 'newDue', text: outcome.problem }], entered })
  return reply.goTo(home(request), 'Owners have longer to answer.')
}

async function askToClose(request: PlanRequest, reply: FastifyReply) {
  const model = await asUser(request.user, async (tx) => {
    const found = await selectFound(tx, request)
    return found?.open ? closePage(found.plan, found.open, await selectAnswers(tx, found.open.periodId), today()) : null
  })
  return model ? reply.page('plans/updates/close.njk', model) : reply.callNotFound()
}

async function close(request: PlanRequest, reply: FastifyReply) {
  const name = await asUser(request.user, async (tx) => {
    const found = await selectFound(tx, request)
    return found?.open && (await changeOpenPeriod(tx, found.plan.planId, { close: true })) ? found.open.name : null
  })
  return name ? reply.goTo(home(request), `${name} is closed. Next, publish what was said.`) : reply.callNotFound()
}

const remindAll = (baseUrl: string) => async (request: PlanRequest, reply: FastifyReply) => {
  const asked = await asUser(request.user, async (tx) => {
    const found = await selectFound(tx, request)
    return found?.open ? remind(tx, found.open, baseUrl, today()) : null
  })
  if (asked === null) return reply.callNotFound()
  const said = asked === 0 ? 'Nobody was reminded: everyone who has not answered was reminded today, or has no account.' : `${asked} ${asked === 1 ? 'person is' : 'people are'} reminded.`
  return reply.goTo(home(request), said)
}

/** A plan's reporting periods. `baseUrl` is the address that reminders lead to. */
export function planPeriods(app: FastifyInstance, baseUrl: string) {
  const edit = { config: { power: 'plans.edit' } }
  type OfPlan = { Params: { planId: string } }
  app.get<OfPlan>('/plans/:planId/periods', { config: { power: 'plans.read' } }, (request, reply) => page(request, reply))
  app.post<OfPlan>('/plans/:planId/periods', edit, open)
  app.post<OfPlan>('/plans/:planId/periods/due', edit, extend)
  app.get<OfPlan>('/plans/:planId/periods/close', edit, askToClose)
  app.post<OfPlan>('/plans/:planId/periods/close', edit, close)
  app.post<OfPlan>('/plans/:planId/periods/remind', edit, remindAll(baseUrl))
}
