import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Actor, asUser, audit, type Tx } from '../../db/tx.ts'
import { kept } from '../kept-results.ts'
import { type Load, changesOf, selectMonthsChanged, selectOptionalLoad, selectRejections } from '../load-store.ts'
import { rejectedRowsAsCsv } from '../loading/rejected-csv.ts'
import { stopLoad, undoLoad } from '../loading/undo.ts'
import { selectOptionalSource } from '../source-store.ts'
import type { Source } from '../source.ts'
import { CHANGE_KINDS, CHANGES_A_PAGE, changesPage } from './changes-page.ts'
import { loadPage, maySeeRows, showsChanges } from './load-page.ts'
import { isUnderWay } from './load-words.ts'
import { REJECTED_A_PAGE, rejectedPage } from './rejected-page.ts'
import { type FieldChanged, selectAhead, selectFed, selectFieldsChanged, selectReasons, selectSignals } from './report-store.ts'
import { type LoadRequest, numberFrom } from './requests.ts'
import { writeCount } from './words.ts'

const read = { config: { power: 'incidents.read' } }
const load = { config: { power: 'incidents.load' } }
const LOOK_AGAIN_SECONDS = 3

type Found = { load: Load; source: Source }

async function loadOf(tx: Tx, request: LoadRequest): Promise<Found | null> {
  const loadId = numberFrom(request.params.loadId)
  const found = loadId === null ? null : await selectOptionalLoad(tx, loadId)
  const source = found && (await selectOptionalSource(tx, found.sourceId))
  return found && source && { load: found, source }
}

async function show(request: LoadRequest, reply: FastifyReply) {
  const view = await asUser(request.user, async (tx) => {
    const found = await loadOf(tx, request)
    if (!found) return null
    const { loadId, sourceId, state } = found.load
    return {
      ...found,
      ahead: state === 'waiting' ? await selectAhead(tx, sourceId, loadId) : null,
      months: state === 'visible' ? await selectMonthsChanged(tx, loadId) : [],
      reasons: isUnderWay(found.load) || found.load.rejected === 0 ? [] : await selectReasons(tx, loadId),
      fed: await selectFed(tx, sourceId),
      signals: await selectSignals(tx, sourceId),
    }
  })
  if (!view) return reply.callNotFound()
  if (isUnderWay(view.load)) reply.header('refresh', String(LOOK_AGAIN_SECONDS))
  return reply.page('incidents/catalogue/load.njk', loadPage(view, request.user.powers, Temporal.Now.instant()))
}

async function changes(request: LoadRequest, reply: FastifyReply) {
  const kind = CHANGE_KINDS.find((each) => each === request.query.kind) ?? 'revised'
  const after = numberFrom(request.query.after) ?? 0
  const found = await asUser(request.user, async (tx) => {
    const of = await loadOf(tx, request)
    if (!of || !showsChanges(of.source, request.user.powers)) return null
    if (of.source.personal) consulted(tx, of, 'changes')
    return {
      ...of,
      changes: await changesOf(tx, of.load.loadId, kind, { after, limit: CHANGES_A_PAGE }),
    }
  })
  if (!found) return reply.callNotFound()
  const fields = kind === 'revised' ? await fieldsChanged(request.user, found.load) : []
  return reply.page('incidents/catalogue/changes.njk', changesPage(found.load, found.source, kind, found.changes, fields, request.user.powers))
}

/** More than this would keep others waiting. */
const MOST_COUNTED = 20_000

/** In how many revised rows each field differs. What a load changed stays as it is, so it is counted once. */
const fieldsChanged = async (actor: Actor, { loadId, state, revised }: Load): Promise<FieldChanged[]> =>
  state !== 'visible' || revised > MOST_COUNTED
    ? []
    : kept({ partnershipId: actor.partnershipId, sources: [] }, `fields changed by load ${loadId}`, () => asUser(actor, (tx) => selectFieldsChanged(tx, loadId)))

const consulted = (tx: Tx, { load: { loadId, sourceId } }: Found, what: string) =>
  audit(tx, { act: 'consulted', subjectKind: 'load', subjectId: String(loadId), details: { source: sourceId, what } })

async function rejected(request: LoadRequest, reply: FastifyReply) {
  const [fileNo, line] = [numberFrom(request.query.file), numberFrom(request.query.line)]
  const found = await asUser(request.user, async (tx) => {
    const of = await loadOf(tx, request)
    if (!of || !maySeeRows(of.source, request.user.powers)) return null
    if (of.source.personal) consulted(tx, of, 'refused rows')
    const after = fileNo === null || line === null ? null : { fileNo, line }
    return { ...of, rejections: await selectRejections(tx, of.load.loadId, { after, limit: REJECTED_A_PAGE }) }
  })
  if (!found) return reply.callNotFound()
  return reply.page('incidents/catalogue/rejected.njk', rejectedPage(found.load, found.source, found.rejections, request.user.powers))
}

async function rejectedCsv(request: LoadRequest, reply: FastifyReply) {
  const found = await asUser(request.user, async (tx) => {
    const of = await loadOf(tx, request)
    if (!of || !maySeeRows(of.source, request.user.powers)) return null
    audit(tx, { act: 'disclosed', subjectKind: 'load', subjectId: String(of.load.loadId), details: { source: of.source.sourceId, format: 'csv', rows: of.load.rejected } })
    return of
  })
  const pieces = found && (await rejectedRowsAsCsv((work) => asUser(request.user, work), found.load.loadId))
  if (!pieces) return reply.callNotFound()
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="refused-rows-of-load-${found.load.loadId}.csv"`)
    .send(Readable.from(pieces))
}

async function undoForm(request: LoadRequest, reply: FastifyReply) {
  const found = await asUser(request.user, (tx) => loadOf(tx, request))
  if (!found) return reply.callNotFound()
  const { load: of, source } = found
  if (of.state !== 'visible') return reply.goTo(`/data/loads/${of.loadId}`, 'Only a load that counts can be undone.')
  const lines: [number, string, string][] = [
    [of.taken, 'new row is taken away', 'new rows are taken away'],
    [of.revised, 'revised row goes back to what it said before', 'revised rows go back to what they said before'],
    [of.withdrawn, 'withdrawn row comes back', 'withdrawn rows come back'],
  ]
  return reply.page('incidents/catalogue/undo.njk', {
    title: `Undo load ${of.loadId} of “${source.name}”`,
    back: { href: `/data/loads/${of.loadId}`, text: `Load ${of.loadId}` },
    lines: lines.filter(([n]) => n > 0).map(([n, one, many]) => `${writeCount(n)} ${n === 1 ? one : many}`).concat(of.taken + of.revised + of.withdrawn === 0 ? ['It changed nothing, so no figure moves'] : []),
  })
}

async function undo(request: LoadRequest, reply: FastifyReply) {
  const outcome = await asUser(request.user, async (tx) => {
    const found = await loadOf(tx, request)
    return found && { loadId: found.load.loadId, undone: await undoLoad(tx, found.load.loadId) }
  })
  if (!outcome) return reply.callNotFound()
  return reply.goTo(`/data/loads/${outcome.loadId}`, outcome.undone.ok ? `Load ${outcome.loadId} is undone. Every figure is as it was before it.` : outcome.undone.why)
}

async function stop(request: LoadRequest, reply: FastifyReply) {
  const outcome = await asUser(request.user, async (tx) => {
    const found = await loadOf(tx, request)
    return found && { loadId: found.load.loadId, stopped: await stopLoad(tx, found.load.loadId) }
  })
  if (!outcome) return reply.callNotFound()
  return reply.goTo(`/data/loads/${outcome.loadId}`, outcome.stopped ? 'The load is stopped. Nothing of it counts.' : 'The load was over already.')
}

/** Loads: how far one has come, what came of it, what it changed, what it refused, and taking it back. */
export function loadRoutes(app: FastifyInstance) {
  app.get('/data/loads/:loadId', read, show)
  app.get('/data/loads/:loadId/changes', read, changes)
  app.get('/data/loads/:loadId/rejected', load, rejected)
  app.get('/data/loads/:loadId/rejected.csv', load, rejectedCsv)
  app.get('/data/loads/:loadId/undo', load, undoForm)
  app.post('/data/loads/:loadId/undo', load, undo)
  app.post('/data/loads/:loadId/stop', load, stop)
}
