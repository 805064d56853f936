import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { concerning } from '../../incidents/catalogue/findings.ts'
import { monthAt } from '../../incidents/catalogue/month-line.ts'
import { findingsFor } from '../../incidents/catalogue/source-findings.ts'
import { countsOf } from '../../incidents/explore/counts.ts'
import { selectGround } from '../../incidents/explore/ground.ts'
import { parseForm } from '../../web/forms.ts'
import { monthRows } from './chart.ts'
import { entryError, fieldsOf, InterventionForm } from './forms.ts'
import { AREA_KINDS } from './intervention.ts'
import { aboutPage, deletePage, evaluationPage, type Failed, listPage } from './pages.ts'
import { addIntervention, changeIntervention, removeIntervention, selectInterventions, Stale } from './store.ts'

const read = { config: { power: 'incidents.read' } }
const edit = { config: { power: 'analysis.edit' } }
const STALE = 'Somebody changed this while you did. What you entered is below; saving it replaces what they entered'

type InterventionRequest = FastifyRequest<{ Params: { interventionId: string } }>

const uuid = (text: string) => z.uuid().safeParse(text).data ?? null
const kindIn = (query: unknown) => z.object({ kind: z.enum(AREA_KINDS) }).safeParse(query).data?.kind ?? null

async function selectOne(tx: Tx, text: string) {
  const interventionId = uuid(text)
  return interventionId ? ((await selectInterventions(tx, interventionId))[0] ?? null) : null
}

/** Before and after: what was done where and when, and what the months on either side say of it. */
export function evaluations(app: FastifyInstance) {
  app.get('/evaluations', read, async (request, reply) => {
    const [interventions, ground] = await asUser(request.user, async (tx) => [await selectInterventions(tx), await selectGround(tx)] as const)
    return reply.page('hotspots/evaluation/list.njk', listPage(interventions, ground, request.user.powers))
  })

  const about = async (request: FastifyRequest, reply: FastifyReply, interventionId: string | null, failed: Failed = null, stale = false) => {
    const page = await asUser(request.user, async (tx) => {
      const intervention = interventionId === null ? null : await selectOne(tx, interventionId)
      if (interventionId !== null && !intervention) return null
      return aboutPage(intervention, await selectGround(tx), kindIn(request.query), failed, stale)
    })
    return page ? reply.code(failed ? (stale ? 409 : 422) : 200).page('hotspots/evaluation/about.njk', page) : reply.callNotFound()
  }
  const save = async (request: FastifyRequest, reply: FastifyReply, interventionId: string | null) => {
    const form = parseForm(InterventionForm, request.body)
    if (!form.ok) return about(request, reply, interventionId, form)
    const entered = request.body as Record<string, unknown>
    try {
      const outcome = await asUser(request.user, async (tx) => {
        if (interventionId !== null && !(await selectOne(tx, interventionId))) return null
        const error = entryError(form.value, await selectGround(tx))
        if (error) return error
        if (interventionId === null) return addIntervention(tx, fieldsOf(form.value))
        await changeIntervention(tx, interventionId, form.value.version, fieldsOf(form.value))
        return interventionId
      })
      if (outcome === null) return reply.callNotFound()
      if (typeof outcome !== 'string') return about(request, reply, interventionId, { errors: [outcome], entered })
      return reply.goTo(`/evaluations/${outcome}`, interventionId === null ? 'Kept. Its figures move with each load.' : 'Saved.')
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      return about(request, reply, interventionId, { errors: [{ field: 'title', text: STALE }], entered }, true)
    }
  }
  app.get('/evaluations/new', edit, (request, reply) => about(request, reply, null))
  app.post('/evaluations/new', edit, (request, reply) => save(request, reply, null))
  app.get('/evaluations/:interventionId/about', edit, (request: InterventionRequest, reply) => about(request, reply, request.params.interventionId))
  app.post('/evaluations/:interventionId/about', edit, (request: InterventionRequest, reply) => save(request, reply, request.params.interventionId))

  app.get('/evaluations/:interventionId', read, async (request: InterventionRequest, reply) => {
    const found = await asUser(request.user, async (tx) => {
      const intervention = await selectOne(tx, request.params.interventionId)
      return intervention && { intervention, ground: await selectGround(tx) }
    })
    if (!found) return reply.callNotFound()
    const { intervention, ground } = found
    const source = ground.sources.find(({ sourceId }) => sourceId === intervention.sourceId)!
    const counts = await countsOf((work) => asUser(request.user, work), request.user.partnershipId, source)
    const findings = await findingsFor(request.user, source.sourceId)
    const evidence = { intervention, ground, counts, findings }
    const months = monthRows(evidence)
    const shown = months.length ? concerning(findings, { categoryIds: intervention.categoryIds, from: monthAt(months[0]!.month), to: monthAt(months.at(-1)!.month) }) : []
    return reply.page('hotspots/evaluation/evaluation.njk', evaluationPage(evidence, source, shown, request.user.powers))
  })

  app.get('/evaluations/:interventionId/delete', edit, async (request: InterventionRequest, reply) => {
    const intervention = await asUser(request.user, (tx) => selectOne(tx, request.params.interventionId))
    return intervention ? reply.page('hotspots/evaluation/delete.njk', deletePage(intervention)) : reply.callNotFound()
  })
  app.post('/evaluations/:interventionId/delete', edit, async (request: InterventionRequest, reply) => {
    const interventionId = uuid(request.params.interventionId)
    const removed = interventionId !== null && (await asUser(request.user, (tx) => removeIntervention(tx, interventionId)))
    return removed ? reply.goTo('/evaluations', 'Deleted.') : reply.callNotFound()
  })
}
