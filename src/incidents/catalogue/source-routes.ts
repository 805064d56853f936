import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { writeDate } from '../../calendar/dates.ts'
import { type Actor, asUser, audit } from '../../db/tx.ts'
import { errorsForPage, parseForm } from '../../web/forms.ts'
import { selectLoads } from '../load-store.ts'
import { changeSource, closeSource, insertSource, reopenSource, selectMapping, selectOptionalSource, selectSources, type SourceFields } from '../source-store.ts'
import type { Source } from '../source.ts'
import { listPage, type ListedSource, readDoor } from './list-page.ts'
import { isUnderWay } from './load-words.ts'
import { selectMonthsHeld } from './overview-store.ts'
import { numberFrom, type SourceRequest, today } from './requests.ts'
import { CloseForm, differences, type Failed, SourceForm, sourceFormPage } from './source-form.ts'
import { keptMappingPage } from './mapping-page.ts'
import { lookOver } from './source-findings.ts'
import { sourcePage } from './source-page.ts'

const read = { config: { power: 'incidents.read' } }
const load = { config: { power: 'incidents.load' } }
const TAKEN = { field: 'name', text: 'Another source has this name. Choose another' }

async function list(request: FastifyRequest<{ Querystring: Record<string, unknown> }>, reply: FastifyReply) {
  const { sources, months, loads } = await asUser(request.user, async (tx) => ({
    sources: await selectSources(tx),
    months: Map.groupBy(await selectMonthsHeld(tx), ({ sourceId }) => sourceId),
    loads: await selectLoads(tx, null, 500),
  }))
  const listed: ListedSource[] = []
  for (const source of sources) {
    const own = loads.filter(({ sourceId }) => sourceId === source.sourceId)
    listed.push({
      source,
      months: months.get(source.sourceId) ?? [],
      lastLoad: own.find(({ state }) => state === 'visible') ?? null,
      underWay: own.find(isUnderWay) ?? null,
      findings: (await lookOver(request.user, source)).findings,
    })
  }
  return reply.page('incidents/catalogue/list.njk', listPage(listed, readDoor(request.query), request.user.powers, today()))
}

async function viewOf(actor: Actor, sourceId: number | null) {
  if (sourceId === null) return null
  const found = await asUser(actor, async (tx) => {
    const source = await selectOptionalSource(tx, sourceId)
    return source && { source, loads: await selectLoads(tx, sourceId), mapping: await selectMapping(tx, sourceId) }
  })
  return found && { ...found, looked: await lookOver(actor, found.source) }
}

async function show(request: SourceRequest, reply: FastifyReply, failed: Failed = null) {
  const view = await viewOf(request.user, numberFrom(request.params.sourceId))
  if (!view) return reply.callNotFound()
  const page = { ...sourcePage(view, request.user.powers, today()), entered: failed?.entered ?? {}, ...errorsForPage(failed?.errors) }
  return reply.code(failed ? 422 : 200).page('incidents/catalogue/source.njk', page)
}

async function saveNew(request: FastifyRequest, reply: FastifyReply) {
  const form = parseForm(SourceForm, request.body)
  const again = (failed: Failed) => reply.code(422).page('incidents/catalogue/source-form.njk', sourceFormPage(null, { failed }))
  if (!form.ok) return again(form)
  const { version: _, ...fields } = form.value
  const sourceId = await asUser(request.user, async (tx) => {
    if (await nameIsTaken(await selectSources(tx), fields.name, null)) return null
    const added = await insertSource(tx, fields)
    audit(tx, { act: 'collected', subjectKind: 'source', subjectId: String(added), details: { personal: fields.personal } })
    return added
  })
  if (sourceId === null) return again({ errors: [TAKEN], entered: request.body as Record<string, unknown> })
  return reply.goTo(`/data/load?source=${sourceId}`, `“${fields.name}” is added. Load its first files next.`)
}

const nameIsTaken = (sources: readonly Source[], name: string, own: number | null) => sources.some((source) => source.sourceId !== own && source.name === name)

async function formOf(request: SourceRequest, reply: FastifyReply, failed: Failed = null) {
  const view = await sourceWithLoads(request)
  if (!view) return reply.callNotFound()
  return reply.code(failed ? 422 : 200).page('incidents/catalogue/source-form.njk', sourceFormPage(view.source, { failed, fixed: view.hasLoads }))
}

function sourceWithLoads(request: SourceRequest) {
  const sourceId = numberFrom(request.params.sourceId)
  return asUser(request.user, async (tx) => {
    const source = sourceId === null ? null : await selectOptionalSource(tx, sourceId)
    return source && { source, hasLoads: (await selectLoads(tx, source.sourceId, 1)).length > 0 }
  })
}

async function saveChange(request: SourceRequest, reply: FastifyReply) {
  const form = parseForm(SourceForm, request.body)
  if (!form.ok) return formOf(request, reply, form)
  const view = await sourceWithLoads(request)
  if (!view) return reply.callNotFound()
  const { source, hasLoads } = view
  const { version, ...sent } = form.value
  const fields: SourceFields = hasLoads ? { ...sent, layout: source.layout, personal: source.personal } : sent
  const outcome = await asUser(request.user, async (tx) => {
    if (nameIsTaken(await selectSources(tx), fields.name, source.sourceId)) return 'taken'
    const changed = await changeSource(tx, source.sourceId, version, fields)
    if (changed) audit(tx, { act: 'altered', subjectKind: 'source', subjectId: String(source.sourceId), details: { fields: differences(source, fields).map(({ name }) => name) } })
    return changed ? 'saved' : 'stale'
  })
  const entered = request.body as Record<string, unknown>
  if (outcome === 'taken') return formOf(request, reply, { errors: [TAKEN], entered })
  if (outcome === 'saved') return reply.goTo(`/data/sources/${source.sourceId}`, `“${fields.name}” is saved.`)
  const failed = { errors: [{ field: 'stale', text: 'Someone else changed this source while you were editing it. Look at what they changed, then save again' }], entered }
  return reply.code(409).page('incidents/catalogue/source-form.njk', sourceFormPage(source, { failed, fixed: hasLoads, stale: differences(source, fields) }))
}

async function close(request: SourceRequest, reply: FastifyReply) {
  const form = parseForm(CloseForm, request.body)
  if (!form.ok) return show(request, reply, form)
  const view = await sourceWithLoads(request)
  if (!view) return reply.callNotFound()
  const { sourceId, state, dataVersion: _, version: __, ...fields } = view.source
  const { reason, version } = form.value
  if (state === 'closed') return reply.goTo(`/data/sources/${sourceId}`, 'This source is closed already.')
  const knownGaps = [fields.knownGaps, `Closed on ${writeDate(today())}: ${reason}`].filter(Boolean).join('\n')
  const closed = await asUser(request.user, async (tx) => {
    if (!(await changeSource(tx, sourceId, version, { ...fields, knownGaps })) || !(await closeSource(tx, sourceId, version + 1))) return false
    audit(tx, { act: 'altered', subjectKind: 'source', subjectId: String(sourceId), details: { fields: ['state'] } })
    return true
  })
  return reply.goTo(`/data/sources/${sourceId}`, closed ? `“${fields.name}” is closed.` : 'Somebody changed this source meanwhile. Look at it, and close it again if you still mean to.')
}

async function reopen(request: SourceRequest, reply: FastifyReply) {
  const view = await sourceWithLoads(request)
  const version = numberFrom((request.body as { version?: unknown }).version)
  if (!view || version === null) return reply.callNotFound()
  const { sourceId, name } = view.source
  const opened = await asUser(request.user, async (tx) => {
    const done = await reopenSource(tx, sourceId, version)
    if (done) audit(tx, { act: 'altered', subjectKind: 'source', subjectId: String(sourceId), details: { fields: ['state'] } })
    return done
  })
  return reply.goTo(`/data/sources/${sourceId}`, opened ? `“${name}” is open again.` : 'Somebody changed this source meanwhile. Look at it, and open it again if you still mean to.')
}

async function showMapping(request: SourceRequest, reply: FastifyReply) {
  const sourceId = numberFrom(request.params.sourceId)
  const found = await asUser(request.user, async (tx) => {
    const source = sourceId === null ? null : await selectOptionalSource(tx, sourceId)
    const kept = source && (await selectMapping(tx, source.sourceId))
    return source && kept && { source, kept }
  })
  return found ? reply.page('incidents/catalogue/kept-mapping.njk', keptMappingPage(found.source, found.kept, request.user.powers)) : reply.callNotFound()
}

/** Sources: what is held and by what right, what is missing of it, and how it is kept. */
export function sourceRoutes(app: FastifyInstance) {
  app.get('/data', read, list)
  app.get('/data/sources/new', load, (_, reply) => reply.page('incidents/catalogue/source-form.njk', sourceFormPage(null)))
  app.post('/data/sources/new', load, saveNew)
  app.get('/data/sources/:sourceId', read, (request: SourceRequest, reply) => show(request, reply))
  app.get('/data/sources/:sourceId/mapping', read, showMapping)
  app.get('/data/sources/:sourceId/edit', load, (request: SourceRequest, reply) => formOf(request, reply))
  app.post('/data/sources/:sourceId/edit', load, saveChange)
  app.post('/data/sources/:sourceId/close', load, close)
  app.post('/data/sources/:sourceId/reopen', load, reopen)
}
