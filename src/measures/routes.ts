import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audit, asUser, type Tx } from '../db/tx.ts'
import { parseForm } from '../web/forms.ts'
import { fileName, measureCsv, measuresCsv, measuresWorkbook, measureWorkbook } from './export.ts'
import type { WholeMeasure } from './figures.ts'
import { MeasureForm } from './forms.ts'
import { listPage, readFilter } from './list.ts'
import type { FigureSource } from './feeds/figure-source.ts'
import { feedRoutes } from './feeds/routes.ts'
import { selectFeed } from './feeds/store.ts'
import { differences, type Failed, measureFormPage } from './measure-form.ts'
import { type MeasureRequest, today, wholeMeasure } from './request.ts'
import { readingRoutes } from './readings/routes.ts'
import { selectHistory } from './readings/store.ts'
import { sheetPage } from './sheet.ts'
import { addMeasure, changeMeasure, selectMeasures } from './store.ts'
import { targetRoutes } from './targets/routes.ts'
import { selectRebases } from './targets/store.ts'

const read = { config: { power: 'measures.read' } }
const edit = { config: { power: 'measures.edit' } }

async function list(request: FastifyRequest<{ Querystring: Record<string, unknown> }>, reply: FastifyReply) {
  const measures = await asUser(request.user, (tx) => selectMeasures(tx))
  return reply.page('measures/list.njk', listPage(measures, readFilter(request.query), request.user.powers, today()))
}

async function sheet(request: MeasureRequest, reply: FastifyReply) {
  const page = await asUser(request.user, async (tx) => {
    const whole = await wholeMeasure(tx, request)
    if (!whole) return null
    const { measureId } = whole.measure
    return sheetPage(
      whole,
      await selectHistory(tx, whole.measure),
      await selectRebases(tx, measureId),
      request.user.powers,
      today(),
      (await selectFeed(tx, measureId)) !== null,
    )
  })
  return page ? reply.page('measures/sheet.njk', page) : reply.callNotFound()
}

async function saveNew(request: FastifyRequest, reply: FastifyReply) {
  const form = parseForm(MeasureForm, request.body)
  if (!form.ok) return reply.code(422).page('measures/measure-form.njk', measureFormPage(null, { failed: form }))
  const { version: _, ...fields } = form.value
  const measureId = await asUser(request.user, (tx) => addMeasure(tx, fields))
  return reply.goTo(`/measures/${measureId}`, `“${fields.title}” is added. Enter its readings next.`)
}

async function editForm(request: MeasureRequest, reply: FastifyReply, failed: Failed = null) {
  const whole = await asUser(request.user, (tx) => wholeMeasure(tx, request))
  if (!whole) return reply.callNotFound()
  return reply
    .code(failed ? 422 : 200)
    .page('measures/measure-form.njk', measureFormPage(whole.measure, { failed, fixed: whole.readings.length > 0 }))
}

async function saveChange(request: MeasureRequest, reply: FastifyReply) {
  const form = parseForm(MeasureForm, request.body)
  if (!form.ok) return editForm(request, reply, form)
  const { version, ...fields } = form.value
  const outcome = await asUser(request.user, async (tx) => {
    const whole = await wholeMeasure(tx, request)
    if (!whole) return null
    const fixed = whole.readings.length > 0
    const kept = fixed ? { ...fields, kind: whole.measure.kind, frequency: whole.measure.frequency } : fields
    return { whole, fixed, kept, saved: await changeMeasure(tx, whole.measure, version, kept) }
  })
  if (!outcome) return reply.callNotFound()
  const {
    whole: { measure },
    fixed,
    kept,
    saved,
  } = outcome
  if (saved) return reply.goTo(`/measures/${measure.measureId}`, `“${kept.title}” is saved.`)
  const failed = {
    errors: [
      {
        field: 'stale',
        text: 'Someone else changed this measure while you were editing it. Look at what they changed, then save again',
      },
    ],
    entered: request.body as Record<string, unknown>,
  }
  return reply
    .code(409)
    .page('measures/measure-form.njk', measureFormPage(measure, { failed, fixed, stale: differences(measure, kept) }))
}

const CSV = 'text/csv; charset=utf-8'
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const send = (reply: FastifyReply, name: string, type: string, body: string | Uint8Array) =>
  reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(typeof body === 'string' ? body : Buffer.from(body))

async function exportAll(request: FastifyRequest, reply: FastifyReply, ending: 'csv' | 'xlsx') {
  const measures = await asUser(request.user, async (tx) => {
    const found = await selectMeasures(tx)
    disclosed(tx, null, ending, found)
    return found
  })
  const body = ending === 'csv' ? measuresCsv(measures) : await measuresWorkbook(measures)
  return send(reply, `measures.${ending}`, ending === 'csv' ? CSV : EXCEL, body)
}

async function exportOne(request: MeasureRequest, reply: FastifyReply, ending: 'csv' | 'xlsx') {
  const whole = await asUser(request.user, async (tx) => {
    const found = await wholeMeasure(tx, request)
    if (found) disclosed(tx, found.measure.measureId, ending, [found])
    return found
  })
  if (!whole) return reply.callNotFound()
  const body = ending === 'csv' ? measureCsv(whole) : await measureWorkbook(whole)
  return send(reply, fileName(whole.measure.title, ending), ending === 'csv' ? CSV : EXCEL, body)
}

const disclosed = (tx: Tx, measureId: string | null, format: string, measures: readonly WholeMeasure[]) =>
  audit(tx, { act: 'disclosed', subjectKind: 'measure', subjectId: measureId, details: { format, measures: measures.length } })

/** Measures: what is counted, what was read, what it shows and what was promised of it. `figureSources`: rooms whose data may feed them. */
export function measures(app: FastifyInstance, figureSources: readonly FigureSource[] = []) {
  app.get('/measures', read, list)
  app.get('/measures/new', edit, (_, reply) => reply.page('measures/measure-form.njk', measureFormPage(null)))
  app.post('/measures/new', edit, saveNew)
  app.get('/measures/export.csv', read, (request, reply) => exportAll(request, reply, 'csv'))
  app.get('/measures/export.xlsx', read, (request, reply) => exportAll(request, reply, 'xlsx'))
  app.get('/measures/:measureId', read, sheet)
  app.get('/measures/:measureId/edit', edit, (request: MeasureRequest, reply) => editForm(request, reply))
  app.post('/measures/:measureId/edit', edit, saveChange)
  app.get('/measures/:measureId/export.csv', read, (request: MeasureRequest, reply) => exportOne(request, reply, 'csv'))
  app.get('/measures/:measureId/export.xlsx', read, (request: MeasureRequest, reply) => exportOne(request, reply, 'xlsx'))
  feedRoutes(app, figureSources)
  readingRoutes(app)
  targetRoutes(app)
}
