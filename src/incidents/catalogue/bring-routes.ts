import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asUser, audit } from '../../db/tx.ts'
import { saveMapping, selectOptionalSource, selectSources } from '../source-store.ts'
import { type Arrival, dropArrival, dropOldArrivals, handOver, keepArrival, openArrival } from './arrivals.ts'
import { bringPage, choosePage } from './bring-page.ts'
import { beginBringing, fileOf, nextStep, type Step } from './bringing.ts'
import { sentMapping } from './mapping-form.ts'
import { mappingPage, type MappingView } from './mapping-page.ts'
import { propose } from './proposing.ts'
import { LARGEST_FILE_BYTES, MOST_FILES, receiving, takeReceived } from './receiving.ts'
import { numberFrom, today } from './requests.ts'
import { tryMapping } from './trying.ts'
import { writeCount } from './words.ts'

type ArrivalRequest = FastifyRequest<{ Params: { arrivalId: string } }>
type Problem = { field: 'files' | 'source'; text: string }
const load = { config: { power: 'incidents.load' } }

/** Bringing files in: they come, are recognised or explained, and are asked to be read. */
export function bringRoutes(app: FastifyInstance, dataFolder: string) {
  async function form(request: FastifyRequest, reply: FastifyReply, chosen: number | null, problem: Problem | null = null) {
    const sources = await asUser(request.user, selectSources)
    const live = sources.filter(({ state }) => state === 'live')
    return reply.code(problem ? 422 : 200).page('incidents/catalogue/bring.njk', bringPage(live, chosen, request.user.powers, problem))
  }

  async function receive(request: FastifyRequest, reply: FastifyReply) {
    const chosen = numberFrom(fieldOf(request.body, 'source'))
    const received = takeReceived(request)
    if (!received) return form(request, reply, chosen, { field: 'files', text: 'Choose the files: CSV, CSV in gzip, Excel, or a zip of CSV files' })
    await dropOldArrivals(dataFolder, Temporal.Now.instant())
    const arrival = await keepArrival(dataFolder, request.user, received, chosen)
    return goOn(request, reply, arrival, chosen)
  }

  async function goOn(request: FastifyRequest, reply: FastifyReply, arrival: Arrival, sourceId: number | null) {
    const step = await nextStep(request.user, dataFolder, arrival, sourceId).catch(async (error: unknown) => {
      await dropArrival(dataFolder, arrival)
      throw error
    })
    if (step.step === 'none') {
      await dropArrival(dataFolder, arrival)
      return form(request, reply, sourceId, { field: 'files', text: step.why })
    }
    if (step.step === 'load') return begin(request, reply, arrival, step)
    return reply.goTo(`/data/load/${arrival.arrivalId}${step.step === 'mapping' ? `/mapping?source=${step.source.sourceId}` : ''}`)
  }

  async function begin(request: FastifyRequest, reply: FastifyReply, arrival: Arrival, step: Extract<Step, { step: 'load' }>) {
    const { kind, loadId, sentences } = await beginBringing(request.user, step)
    await (kind === 'already' ? dropArrival : handOver)(dataFolder, arrival)
    return reply.goTo(`/data/loads/${loadId}`, sentences.join(' ') || undefined)
  }

  async function choose(request: ArrivalRequest, reply: FastifyReply) {
    const arrival = await openArrival(dataFolder, request.user, request.params.arrivalId)
    if (!arrival) return reply.callNotFound()
    const sourceId = request.method === 'POST' ? numberFrom(fieldOf(request.body, 'source')) : null
    if (sourceId !== null) return goOn(request, reply, arrival, sourceId)
    const step = await nextStep(request.user, dataFolder, arrival, null)
    if (step.step !== 'source') return goOn(request, reply, arrival, null)
    const wrong = request.method === 'POST'
    return reply.code(wrong ? 422 : 200).page('incidents/catalogue/choose-source.njk', choosePage(arrival.arrivalId, step, request.user.powers, wrong))
  }

  /** The arrival, its source and its first file, where a mapping is what it needs. */
  async function openMapping(request: ArrivalRequest) {
    const arrival = await openArrival(dataFolder, request.user, request.params.arrivalId)
    const sourceId = numberFrom((request.query as Record<string, unknown>).source)
    const source = sourceId === null ? null : await asUser(request.user, (tx) => selectOptionalSource(tx, sourceId))
    if (!arrival || source?.layout !== 'mapped' || source.state !== 'live') return null
    const step = await nextStep(request.user, dataFolder, arrival, source.sourceId)
    return step.step === 'mapping' || step.step === 'load' ? { arrival, source, step } : null
  }

  async function showMapping(request: ArrivalRequest, reply: FastifyReply) {
    const opened = await openMapping(request)
    if (!opened) return reply.callNotFound()
    if (opened.step.step === 'load') return begin(request, reply, opened.arrival, opened.step)
    const first = opened.step.looked[0]!
    const proposal = propose(first.sample, opened.source, opened.step.mapping)
    return reply.page('incidents/catalogue/mapping.njk', mappingPage({ ...viewOf(opened), proposal, tried: null }, request.user.powers))
  }

  const viewOf = ({ arrival, source, step }: NonNullable<Awaited<ReturnType<typeof openMapping>>>): Omit<MappingView, 'proposal' | 'tried'> => ({
    arrivalId: arrival.arrivalId,
    source,
    sample: step.looked[0]!.sample,
    fileName: step.looked[0]!.stored.name,
    files: step.looked.length,
  })

  async function takeMapping(request: ArrivalRequest, reply: FastifyReply) {
    const opened = await openMapping(request)
    if (!opened) return reply.callNotFound()
    const { source, step, arrival } = opened
    const view = viewOf(opened)
    const { mapping, errors } = sentMapping(request.body as Record<string, unknown>, view.sample.header, source.personal)
    const proposal = { ...propose(view.sample, source, null), mapping }
    const again = (more: Partial<MappingView>, code: number) =>
      reply.code(code).page('incidents/catalogue/mapping.njk', mappingPage({ ...view, proposal, tried: null, ...more }, request.user.powers))
    if (errors.length > 0) return again({ errors }, 422)
    const tried = await tryMapping(request.user, fileOf(dataFolder, step.looked[0]!.stored), source, mapping, today())
    if (fieldOf(request.body, 'then') !== 'load') return again({ tried }, 200)
    if (tried.problem) return again({ tried, errors: [{ field: 'tried', text: tried.problem }] }, 422)
    await asUser(request.user, async (tx) => {
      const version = await saveMapping(tx, source.sourceId, mapping)
      audit(tx, { act: 'altered', subjectKind: 'source', subjectId: String(source.sourceId), details: { fields: ['mapping'], version } })
    })
    return goOn(request, reply, arrival, source.sourceId)
  }

  async function drop(request: ArrivalRequest, reply: FastifyReply) {
    const arrival = await openArrival(dataFolder, request.user, request.params.arrivalId)
    if (!arrival) return reply.callNotFound()
    await dropArrival(dataFolder, arrival)
    return reply.goTo('/data/load', 'The files are dropped. Nothing was taken from them.')
  }

  app.get('/data/load', load, (request: FastifyRequest<{ Querystring: Record<string, unknown> }>, reply) => form(request, reply, numberFrom(request.query.source)))
  app.post('/data/load', { ...receiving('incidents.load', dataFolder), errorHandler: tooMuch }, receive)
  app.get('/data/load/:arrivalId', load, choose)
  app.post('/data/load/:arrivalId', load, choose)
  app.get('/data/load/:arrivalId/mapping', load, showMapping)
  app.post('/data/load/:arrivalId/mapping', load, takeMapping)
  app.post('/data/load/:arrivalId/drop', load, drop)
}

const TOO_MUCH = `Wardmote takes ${writeCount(MOST_FILES)} files at a time of up to ${LARGEST_FILE_BYTES / 1024 ** 3} GB each from a browser. Send fewer, or ask the server’s administrator to load them with wardmote import.`

/** Files that are too large or too many, or for which the disk has no room, are answered in words; all else as everywhere. */
function tooMuch(error: FastifyError, _: FastifyRequest, reply: FastifyReply) {
  if (error.statusCode === 413) return reply.code(413).page('web/problem.njk', { heading: 'That is too much at once', text: TOO_MUCH })
  if (error.code === 'ENOSPC') return reply.code(507).page('web/problem.njk', { heading: 'There is no room for these files', text: 'The server’s disk is full. Nothing was kept. Tell your administrator.' })
  throw error
}

/** A field's text, whether the form came in parts or as one. */
function fieldOf(body: unknown, name: string): unknown {
  const field = (body as Record<string, unknown> | null | undefined)?.[name]
  return typeof field === 'object' && field !== null && 'value' in field ? field.value : field
}
