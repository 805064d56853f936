import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { asUser } from '../../db/tx.ts'
import { errorsForPage, parseForm, requiredDate, requiredText } from '../../web/forms.ts'
import { selectPlan } from '../store.ts'
import { planHeading } from '../views/plan-heading.ts'
import type { Failed } from './pages.ts'
import { periodProblem, proposePeriod } from './period.ts'
import { type Answer, changeOpenPeriod, openPeriod, remind, type ReportingPeriod, selectAnswers, selectPeriods } from './period-store.ts'

const today = () => todayInLondon(Temporal.Now.instant())
type PlanRequest = FastifyRequest<{ Params: { planId: string } }>

const PeriodForm = z.object({
  name: requiredText('Enter a name for the period', 100),
  starts: requiredDate('Enter the day the period starts'),
  ends: requiredDate('Enter the day the period ends'),
  due: requiredDate('Enter the day owners should have answered by'),
})
const DueForm = z.object({ due: requiredDate('Enter the new date') })

const periodRow = (period: ReportingPeriod, now: Temporal.PlainDate) => ({
  name: period.name,
  days: `${writeDate(period.starts)} to ${writeDate(period.ends)}`,
  due: `${writeDate(period.due)}${period.open ? `, ${age(period.due, now)}` : ''}`,
  state: period.open ? 'Open' : 'Closed',
})

function answersByOwner(answers: readonly Answer[], now: Temporal.PlainDate) {
  return [...Map.groupBy(answers, ({ owner }) => owner ?? 'Nobody answers for these')].map(([owner, items]) => ({
    owner,
    answered: items.filter(({ answered }) => answered).length,
    of: items.length,
    waiting: items.filter(({ answered }) => !answered).map(({ itemId, code, title, lastOn }) => ({ href: `/items/${itemId}`, code, title, last: lastOn ? `last said ${age(lastOn, now)}` : 'never said' })),
  }))
}

async function periods(request: PlanRequest, reply: FastifyReply, failed: Failed = null) {
  const { powers } = request.user
  const page = await asUser(request.user, async (tx) => {
    const plan = z.uuid().safeParse(request.params.planId).success ? await selectPlan(tx, request.params.planId) : null
    if (!plan) return null
    const all = await selectPeriods(tx, plan.planId)
    const open = all.find((period) => period.open) ?? null
    const answers = open ? await selectAnswers(tx, plan.planId, open.periodId) : []
    const proposed = proposePeriod(plan.updateInterval, all[0] ?? null, today())
    const stands = { name: proposed.name, starts: writeDate(proposed.starts), ends: writeDate(proposed.ends), due: writeDate(proposed.due) }
    return {
      title: 'Reporting periods',
      ...planHeading(plan, 'periods', powers, today()),
      open: open && { ...periodRow(open, today()), reminded: open.reminded ? `Reminders were last sent ${age(todayInLondon(open.reminded), today())}.` : 'Nobody has been reminded yet.' },
      owners: answersByOwner(answers, today()),
      waiting: answers.filter(({ answered }) => !answered).length,
      answered: answers.filter(({ answered }) => answered).length,
      total: answers.length,
      past: all.filter((period) => !period.open).map((period) => periodRow(period, today())),
      mayEdit: powers.has('plans.edit'),
      entered: failed?.entered ?? stands,
      ...errorsForPage(failed?.errors),
    }
  })
  return page ? reply.code(failed ? 422 : 200).page('plans/updates/periods.njk', page) : reply.callNotFound()
}

async function open(request: PlanRequest, reply: FastifyReply) {
  const form = parseForm(PeriodForm, request.body)
  if (!form.ok) return periods(request, reply, form)
  const outcome = await asUser(request.user, async (tx) => {
    const plan = z.uuid().safeParse(request.params.planId).success ? await selectPlan(tx, request.params.planId) : null
    if (!plan) return null
    const all = await selectPeriods(tx, plan.planId)
    const still = all.find((period) => period.open)
    if (still) return { field: 'name', text: `“${still.name}” is still open. Close it first` }
    const problem = periodProblem(form.value, all.map(({ name, starts, ends }) => ({ name, starts: String(starts), ends: String(ends) })))
    if (problem) return problem
    await openPeriod(tx, plan.planId, form.value)
    return 'opened'
  })
  if (!outcome) return reply.callNotFound()
  if (outcome !== 'opened') return periods(request, reply, { errors: [outcome], entered: request.body as Record<string, unknown> })
  return reply.goTo(`/plans/${request.params.planId}/periods`, `${form.value.name} is open. Owners see what is due under My work.`)
}

/** The rooms' reporting-period pages. `baseUrl` is the address that reminders lead to. */
export function planPeriods(app: FastifyInstance, baseUrl: string) {
  const edit = { config: { power: 'plans.edit' } }
  type Params = { Params: { planId: string } }
  const back = (request: PlanRequest) => `/plans/${request.params.planId}/periods`
  app.get<Params>('/plans/:planId/periods', { config: { power: 'plans.read' } }, (request, reply) => periods(request, reply))
  app.post<Params>('/plans/:planId/periods', edit, open)
  app.post<Params>('/plans/:planId/periods/due', edit, async (request, reply) => {
    const form = parseForm(DueForm, request.body)
    if (!form.ok) return periods(request, reply, form)
    const done = await asUser(request.user, (tx) => changeOpenPeriod(tx, request.params.planId, { due: form.value.due }))
    return done ? reply.goTo(back(request), 'The due date is changed.') : reply.callNotFound()
  })
  app.post<Params>('/plans/:planId/periods/close', edit, async (request, reply) => {
    const done = await asUser(request.user, (tx) => changeOpenPeriod(tx, request.params.planId, { close: true }))
    return done ? reply.goTo(`/plans/${request.params.planId}/publish`, 'The period is closed. Look over what will be published.') : reply.callNotFound()
  })
  app.post<Params>('/plans/:planId/periods/remind', edit, async (request, reply) => {
    const asked = await asUser(request.user, async (tx) => {
      const plan = z.uuid().safeParse(request.params.planId).success ? await selectPlan(tx, request.params.planId) : null
      const period = plan && (await selectPeriods(tx, plan.planId)).find((each) => each.open)
      return plan && period ? remind(tx, plan, period, baseUrl, today()) : null
    })
    if (asked === null) return reply.callNotFound()
    return reply.goTo(back(request), asked === 0 ? 'Everyone who has not answered was reminded today already, or has no account.' : `${asked} ${asked === 1 ? 'person is' : 'people are'} reminded.`)
  })
}
