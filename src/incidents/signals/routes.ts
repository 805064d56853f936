import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { concerning } from '../catalogue/findings.ts'
import { monthIndex } from '../catalogue/month-line.ts'
import { findingsFor } from '../catalogue/source-findings.ts'
import { countsOf, lastMonth } from '../explore/counts.ts'
import { type Ground, selectGround } from '../explore/ground.ts'
import { EVERYWHERE } from '../incident.ts'
import { BreakForm, DismissForm, MonthForm, PinForm } from './forms.ts'
import { addressOfSeries, listPage, type PinTarget, readPlaces } from './list-page.ts'
import { keepSignals, latestWhole, signalsOf, stopKeepingSignals } from './renew.ts'
import { type Failed, seriesPage, type SeriesSheet } from './series-page.ts'
import { decide, decideBreak, selectDecisions, undoBreak, undoDecision } from './store.ts'
import { ALL, gapsOf, seriesOf } from './watched.ts'

type Visitor = FastifyRequest['user']
type Queried = FastifyRequest<{ Querystring: Record<string, unknown> }>
type SeriesRequest = FastifyRequest<{ Params: { sourceId: string; categoryId: string; areaId: string } }>
type BreakRequest = FastifyRequest<{ Params: { sourceId: string; categoryId: string; areaId: string; breakId: string } }>
/** What other rooms give: the items of plans that a signal may be pinned to, as this account may see them. */
export type SignalPorts = { pinTargets: (tx: Tx) => Promise<PinTarget[]> }

const read = { config: { power: 'incidents.read' } }
const edit = { config: { power: 'analysis.edit' } }
const PATIENCE_MS = 400
const PATTERN = /^-?\d{1,9}$/

/** What `work` gives, or null when it takes longer than a page should wait. It goes on meanwhile. */
function soon<T>(work: Promise<T>): Promise<T | null> {
  return Promise.race([work, new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref())])
}

const selectMeasureTargets = async (tx: Tx): Promise<PinTarget[]> =>
  (await tx.selectFrom('measure').select(['measure_id', 'title']).where('state', '=', 'live').orderBy('title').execute()).map(({ measure_id, title }) => ({ kind: 'measure', id: measure_id, text: title }))

const selectTargets = async (tx: Tx, { pinTargets }: SignalPorts) => [...(await selectMeasureTargets(tx)), ...(await pinTargets(tx))]

async function list(request: Queried, reply: FastifyReply, ports: SignalPorts) {
  const asked = Number(request.query.source)
  const { ground, source, decisions, targets } = await asUser(request.user, async (tx) => {
    const ground = await selectGround(tx)
    const source = ground.sources.find(({ sourceId }) => sourceId === asked) ?? ground.sources[0]
    return { ground, source, decisions: source ? await selectDecisions(tx, source.sourceId) : [], targets: await selectTargets(tx, ports) }
  })
  if (!source) return reply.page('incidents/signals/list.njk', { title: 'Signals', rooms: [], noSource: true, mayLoad: request.user.powers.has('incidents.load') })
  const work = signalsOf(request.user.partnershipId, ground, source.sourceId).then((found) => found ?? ('nothing' as const))
  return reply.page('incidents/signals/list.njk', listPage(ground, source, await soon(work), decisions, targets, readPlaces(request.query), request.user.powers))
}

/** The series an address names, with all that is known of it; null when there is none such for this account. */
async function sheetOf(user: Visitor, params: SeriesRequest['params'], ports: SignalPorts): Promise<SeriesSheet | null> {
  if (![params.sourceId, params.categoryId, params.areaId].every((text) => PATTERN.test(text))) return null
  const [sourceId, categoryId, areaId] = [Number(params.sourceId), Number(params.categoryId), Number(params.areaId)]
  const { ground, decisions, targets } = await asUser(user, async (tx) => ({ ground: await selectGround(tx), decisions: await selectDecisions(tx, sourceId), targets: await selectTargets(tx, ports) }))
  const source = ground.sources.find((each) => each.sourceId === sourceId)
  const categories = ground.categories.filter((each) => each.sourceId === sourceId)
  const isKnown = (categoryId === ALL || categories.some((each) => each.categoryId === categoryId)) && (areaId === EVERYWHERE || ground.areas.some((each) => each.areaId === areaId))
  if (!source || !isKnown) return null
  const counts = await countsOf((work) => asUser(user, work), user.partnershipId, source)
  const last = lastMonth(counts)
  if (last === null) return null
  const month = latestWhole(last, todayInLondon(Temporal.Now.instant()))
  const breaks = concerningBreaks(ground, sourceId, categoryId, areaId)
  const watched = { source, counts, categories, areas: ground.areas, breaks }
  const gaps = gapsOf(watched)
  const found = await soon(signalsOf(user.partnershipId, ground, sourceId))
  const findings = (await soon(findingsFor(user, sourceId))) ?? []
  return {
    source, month, breaks, targets,
    whole: seriesOf({ ...watched, breaks: [] }, gaps, categoryId, areaId, month),
    series: seriesOf(watched, gaps, categoryId, areaId, month),
    signal: found?.signals.find((each) => each.categoryId === categoryId && each.areaId === areaId) ?? null,
    decisions: decisions.filter((each) => each.categoryId === categoryId && each.areaId === areaId),
    findings: concerning(findings, { categoryIds: categoryId === ALL ? [] : [categoryId], places: areaId !== EVERYWHERE }),
  }
}

const concerningBreaks = ({ breaks }: Ground, sourceId: number, categoryId: number, areaId: number) =>
  breaks.filter((each) => each.sourceId === sourceId && (each.categoryId === null || each.categoryId === categoryId) && (each.areaId === null || each.areaId === areaId))

async function series(request: SeriesRequest, reply: FastifyReply, ports: SignalPorts, failed: Failed = null) {
  const sheet = await sheetOf(request.user, request.params, ports)
  if (!sheet) return reply.callNotFound()
  const asked = (request.query as Record<string, unknown>).break
  const breakMonth = typeof asked === 'string' && /^\d{4}-\d{2}$/.test(asked) ? asked : null
  return reply.code(failed ? 422 : 200).page('incidents/signals/series.njk', seriesPage(sheet, request.user.powers, failed, breakMonth))
}

const keyOf = ({ source, series: { categoryId, areaId } }: SeriesSheet, month: string) => ({ sourceId: source.sourceId, categoryId, areaId, month: `${month}-01` })
const home = ({ source, series: of }: SeriesSheet) => addressOfSeries(source.sourceId, of)
const wrong = (request: FastifyRequest, field: string, text: string): Failed => ({ errors: [{ field, text }], entered: request.body as Record<string, unknown> })

async function pin(request: SeriesRequest, reply: FastifyReply, ports: SignalPorts) {
  const form = parseForm(PinForm, request.body)
  if (!form.ok) return series(request, reply, ports, form)
  const sheet = await sheetOf(request.user, request.params, ports)
  if (!sheet) return reply.callNotFound()
  const target = sheet.targets.find(({ kind, id }) => `${kind}:${id}` === form.value.target)
  if (!target) return series(request, reply, ports, wrong(request, 'target', 'Choose what to pin this to'))
  const made = { decision: 'pinned' as const, reason: null, measureId: target.kind === 'measure' ? target.id : null, itemId: target.kind === 'item' ? target.id : null }
  await asUser(request.user, (tx) => decide(tx, keyOf(sheet, form.value.month), made))
  return reply.goTo(home(sheet), `Pinned to “${target.text}”.`)
}

async function dismiss(request: SeriesRequest, reply: FastifyReply, ports: SignalPorts) {
  const form = parseForm(DismissForm, request.body)
  if (!form.ok) return series(request, reply, ports, form)
  const sheet = await sheetOf(request.user, request.params, ports)
  if (!sheet) return reply.callNotFound()
  await asUser(request.user, (tx) => decide(tx, keyOf(sheet, form.value.month), { decision: 'dismissed', reason: form.value.reason }))
  return reply.goTo(home(sheet), 'The signal is dismissed. Your reason stays with it.')
}

async function undo(request: SeriesRequest, reply: FastifyReply, ports: SignalPorts) {
  const form = parseForm(MonthForm, request.body)
  const sheet = await sheetOf(request.user, request.params, ports)
  if (!form.ok || !sheet) return reply.callNotFound()
  const undone = await asUser(request.user, (tx) => undoDecision(tx, keyOf(sheet, form.value.month)))
  return reply.goTo(home(sheet), undone ? 'The decision is taken back.' : 'There was no decision to take back.')
}

async function breakAt(request: SeriesRequest, reply: FastifyReply, ports: SignalPorts) {
  const form = parseForm(BreakForm, request.body)
  if (!form.ok) return series(request, reply, ports, form)
  const sheet = await sheetOf(request.user, request.params, ports)
  if (!sheet) return reply.callNotFound()
  const { month, state, scope, breakReason } = form.value
  const at = monthIndex(`${month}-01`)
  if (at <= sheet.whole.from || at > sheet.month) return series(request, reply, ports, wrong(request, 'month', 'Choose a month after the first that is held'))
  const { categoryId, areaId } = sheet.series
  const of = { categoryId: scope === 'source' || categoryId === ALL ? null : categoryId, areaId: scope !== 'series' ? null : areaId }
  await asUser(request.user, (tx) => decideBreak(tx, { sourceId: sheet.source.sourceId, ...of, month: `${month}-01`, state, reason: breakReason }))
  return reply.goTo(home(sheet), state === 'confirmed' ? 'The break is kept. What is expected now rests on what came after it.' : 'Noted: no break. It is not proposed again.')
}

async function undoBreakAt(request: BreakRequest, reply: FastifyReply, ports: SignalPorts) {
  const breakId = z.uuid().safeParse(request.params.breakId).data
  const sheet = await sheetOf(request.user, request.params, ports)
  if (!breakId || !sheet?.breaks.some((each) => each.breakId === breakId)) return reply.callNotFound()
  await asUser(request.user, (tx) => undoBreak(tx, breakId))
  return reply.goTo(home(sheet), 'The decision on the break is taken back.')
}

/** Signals: every series of category and area watched, what is unusual this month, and what people made of it. */
export function signals(app: FastifyInstance, ports: SignalPorts) {
  const SERIES = '/signals/:sourceId/:categoryId/:areaId'
  app.get('/signals', read, (request: Queried, reply) => list(request, reply, ports))
  app.get(SERIES, read, (request: SeriesRequest, reply) => series(request, reply, ports))
  app.post(`${SERIES}/pin`, edit, (request: SeriesRequest, reply) => pin(request, reply, ports))
  app.post(`${SERIES}/dismiss`, edit, (request: SeriesRequest, reply) => dismiss(request, reply, ports))
  app.post(`${SERIES}/undo`, edit, (request: SeriesRequest, reply) => undo(request, reply, ports))
  app.post(`${SERIES}/breaks`, edit, (request: SeriesRequest, reply) => breakAt(request, reply, ports))
  app.post(`${SERIES}/breaks/:breakId/undo`, edit, (request: BreakRequest, reply) => undoBreakAt(request, reply, ports))
  let isOver = false
  app.addHook('onListen', () => void keepSignals(() => isOver, (error) => app.log.error({ err: error }, 'Signals could not be worked out')))
  app.addHook('onClose', async () => {
    isOver = true
    stopKeepingSignals()
  })
}
