import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import { periodContaining } from '../../calendar/period.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm, requiredDate } from '../../web/forms.ts'
import type { WholeMeasure } from '../figures.ts'
import type { Failed } from '../measure-form.ts'
import { readPeriod } from '../reading-period.ts'
import { asUuid, type MeasureRequest, today, wholeMeasure } from '../request.ts'
import { entriesOf } from '../series.ts'
import { selectMeasures } from '../store.ts'
import { yearsOf } from './coverage.ts'
import { CloseForm, RebaseForm, RemovalForm, TargetForm } from './forms.ts'
import { closePage, coveragePage, rebasePage, removalPage, targetFormPage } from './pages.ts'
import { standingOf } from './standing.ts'
import { addRebase, addTarget, closeTarget, removeRebase, selectRebases } from './store.ts'
import type { Target } from './target.ts'

const read = { config: { power: 'measures.read' } }
const edit = { config: { power: 'measures.edit' } }

type TargetRequest = FastifyRequest<{ Params: { measureId: string; targetId: string } }>
type RebaseRequest = FastifyRequest<{ Params: { measureId: string; rebaseId: string } }>

const entered = (request: FastifyRequest) => request.body as Record<string, unknown>
const status = (failed: Failed) => (failed ? 422 : 200)

async function targetForm(request: MeasureRequest, reply: FastifyReply, failed: Failed = null) {
  const whole = await asUser(request.user, (tx) => wholeMeasure(tx, request))
  return whole
    ? reply.code(status(failed)).page('measures/targets/target.njk', targetFormPage(whole.measure, failed))
    : reply.callNotFound()
}

async function saveTarget(request: MeasureRequest, reply: FastifyReply) {
  const form = parseForm(TargetForm, request.body)
  if (!form.ok) return targetForm(request, reply, form)
  const added = await asUser(request.user, async (tx) => {
    const whole = await wholeMeasure(tx, request)
    return whole && addTarget(tx, whole.measure.measureId, form.value)
  })
  return added ? reply.goTo(`/measures/${request.params.measureId}#targets`, 'The target is added.') : reply.callNotFound()
}

async function openTarget(tx: Tx, request: TargetRequest): Promise<{ whole: WholeMeasure; target: Target } | null> {
  const whole = await wholeMeasure(tx, request)
  const target = whole?.targets.find(({ targetId }) => targetId === request.params.targetId)
  return whole && target ? { whole, target } : null
}

async function closeForm(request: TargetRequest, reply: FastifyReply, failed: Failed = null) {
  const found = await asUser(request.user, (tx) => openTarget(tx, request))
  if (!found) return reply.callNotFound()
  const { whole, target } = found
  if (target.closed)
    return reply.goTo(
      `/measures/${whole.measure.measureId}#targets`,
      `This target was already closed on ${writeDate(target.closed.on)} as ${target.closed.as}.`,
    )
  const { sentence } = standingOf(whole.measure, target, entriesOf(whole.measure, whole.readings), today())
  return reply
    .code(status(failed))
    .page('measures/targets/close.njk', closePage(whole.measure, target, `${sentence}.`, today(), failed))
}

async function saveClosing(request: TargetRequest, reply: FastifyReply) {
  const form = parseForm(CloseForm, request.body)
  if (!form.ok) return closeForm(request, reply, form)
  const { as, on } = form.value
  const outcome = await asUser(request.user, async (tx) => {
    const found = await openTarget(tx, request)
    if (!found || found.target.closed) return found && 'closed already'
    const { status } = standingOf(
      found.whole.measure,
      found.target,
      entriesOf(found.whole.measure, found.whole.readings),
      today(),
    )
    const contradicts = (as === 'met' && status === 'not met') || (as === 'not met' && status === 'met')
    if (contradicts && !form.value.note) return 'say why'
    return (await closeTarget(tx, found.target.targetId, form.value)) ? 'closed' : 'closed already'
  })
  if (!outcome) return reply.callNotFound()
  if (outcome === 'say why')
    return closeForm(request, reply, {
      errors: [{ field: 'note', text: 'The readings say otherwise. Say in the note why you differ' }],
      entered: entered(request),
    })
  if (outcome === 'closed already') return closeForm(request, reply)
  return reply.goTo(
    `/measures/${request.params.measureId}#targets`,
    `The target is closed as ${as}, on ${writeDate(Temporal.PlainDate.from(on))}.`,
  )
}

async function rebaseForm(request: MeasureRequest, reply: FastifyReply, failed: Failed = null) {
  const whole = await asUser(request.user, (tx) => wholeMeasure(tx, request))
  return whole
    ? reply.code(status(failed)).page('measures/targets/rebase.njk', rebasePage(whole.measure, failed))
    : reply.callNotFound()
}

async function saveRebase(request: MeasureRequest, reply: FastifyReply) {
  const form = parseForm(RebaseForm, request.body)
  if (!form.ok) return rebaseForm(request, reply, form)
  const outcome = await asUser(request.user, async (tx) => {
    const whole = await wholeMeasure(tx, request)
    if (!whole) return null
    const period = readPeriod(form.value.period, whole.measure.frequency, today())
    if ('reason' in period) return `${period.reason}. ${period.remedy}`
    if (whole.rebases.some(({ starts }) => starts.equals(period.starts))) return `Limits already begin anew in ${period.label}`
    if (!whole.readings.some((reading) => reading.period.ordinal < period.ordinal))
      return `There are no readings before ${period.label}, so its limits are new as it is`
    await addRebase(tx, whole.measure.measureId, period.starts.toString(), form.value.reason)
    return { label: period.label }
  })
  if (!outcome) return reply.callNotFound()
  if (typeof outcome === 'string')
    return rebaseForm(request, reply, { errors: [{ field: 'period', text: outcome }], entered: entered(request) })
  return reply.goTo(`/measures/${request.params.measureId}#rebases`, `Limits begin anew from ${outcome.label}.`)
}

async function removalForm(request: RebaseRequest, reply: FastifyReply, failed: Failed = null) {
  const found = await asUser(request.user, async (tx) => {
    const whole = await wholeMeasure(tx, request)
    const rebase =
      whole &&
      (await selectRebases(tx, whole.measure.measureId)).find(
        ({ rebaseId, removedAt }) => rebaseId === request.params.rebaseId && !removedAt,
      )
    return whole && rebase ? { whole, rebase } : null
  })
  return found
    ? reply.code(status(failed)).page('measures/targets/removal.njk', removalPage(found.whole.measure, found.rebase, failed))
    : reply.callNotFound()
}

async function saveRemoval(request: RebaseRequest, reply: FastifyReply) {
  const form = parseForm(RemovalForm, request.body)
  if (!form.ok) return removalForm(request, reply, form)
  const { measureId, rebaseId } = request.params
  if (!asUuid(measureId) || !asUuid(rebaseId)) return reply.callNotFound()
  const removed = await asUser(request.user, (tx) => removeRebase(tx, measureId, rebaseId, form.value.reason))
  return removed
    ? reply.goTo(`/measures/${measureId}#rebases`, 'The new limits are taken away; the history keeps that they were there.')
    : reply.callNotFound()
}

const CoverageForm = z
  .object({ from: requiredDate('Enter the first day of the plan'), to: requiredDate('Enter the last day of the plan') })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'The plan must end on or after its first day' })

/** The span asked for, or the three financial years around today. */
async function coverage(request: FastifyRequest<{ Querystring: Record<string, unknown> }>, reply: FastifyReply) {
  const { starts } = periodContaining('financial year', today())
  const around = { from: writeDate(starts.subtract({ years: 1 })), to: writeDate(starts.add({ years: 2 }).subtract({ days: 1 })) }
  const typed = 'from' in request.query || 'to' in request.query ? request.query : around
  const form = parseForm(CoverageForm, typed)
  const years = form.ok ? yearsOf(Temporal.PlainDate.from(form.value.from), Temporal.PlainDate.from(form.value.to)) : []
  const measures = await asUser(request.user, (tx) => selectMeasures(tx))
  return reply
    .code(form.ok ? 200 : 422)
    .page('measures/targets/coverage.njk', coveragePage(measures, years, typed, today(), form.ok ? null : form))
}

export function targetRoutes(app: FastifyInstance) {
  app.get('/measures/coverage', read, coverage)
  app.get('/measures/:measureId/targets', edit, (request: MeasureRequest, reply) => targetForm(request, reply))
  app.post('/measures/:measureId/targets', edit, saveTarget)
  app.get('/measures/:measureId/targets/:targetId/close', edit, (request: TargetRequest, reply) => closeForm(request, reply))
  app.post('/measures/:measureId/targets/:targetId/close', edit, saveClosing)
  app.get('/measures/:measureId/rebase', edit, (request: MeasureRequest, reply) => rebaseForm(request, reply))
  app.post('/measures/:measureId/rebase', edit, saveRebase)
  app.get('/measures/:measureId/rebase/:rebaseId/remove', edit, (request: RebaseRequest, reply) => removalForm(request, reply))
  app.post('/measures/:measureId/rebase/:rebaseId/remove', edit, saveRemoval)
}
