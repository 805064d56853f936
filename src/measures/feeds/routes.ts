import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { POLARITIES } from '../measure.ts'
import { FREQUENCIES } from '../reading-period.ts'
import { type MeasureRequest, wholeMeasure } from '../request.ts'
import { addMeasure, selectMeasure } from '../store.ts'
import type { Chosen, FigureSource } from './figure-source.ts'
import { feedPage } from './pages.ts'
import { removeFeed, selectFeed, setFeed } from './store.ts'

const edit = { config: { power: 'measures.edit' } }

const About = z.object({
  title: z.string().trim().max(200, 'Use 200 characters or fewer').optional().transform((text) => text || null),
  frequency: z.enum(FREQUENCIES, 'Choose how often it is read'),
  polarity: z.enum(POLARITIES, 'Choose which way is better'),
})

/** What was chosen, of a form or an address: every field as a list of texts. */
const chosenIn = (fields: unknown): Chosen =>
  Object.fromEntries(Object.entries((fields ?? {}) as Record<string, unknown>).map(([name, value]) => [name, [value].flat().map(String).filter((text) => text !== '')]))

/** Measures whose readings are worked out from what another room holds. */
export function feedRoutes(app: FastifyInstance, [source]: readonly FigureSource[]) {
  if (!source) return
  const show = async (request: FastifyRequest, reply: FastifyReply, measureId: string | null, failed: { errors: FieldError[]; entered: Chosen } | null = null) => {
    const page = await asUser(request.user, async (tx) => {
      const whole = measureId === null ? null : await selectMeasure(tx, measureId)
      if (measureId !== null && !whole) return null
      const feed = measureId === null ? null : await selectFeed(tx, measureId)
      const entered = failed?.entered ?? (feed ? source.chosenIn(feed.query) : chosenIn(request.query))
      return feedPage(whole?.measure ?? null, feed !== null, source, await source.choices(tx), entered, failed?.errors)
    })
    return page ? reply.code(failed ? 422 : 200).page('measures/feeds/from-data.njk', page) : reply.callNotFound()
  }

  app.get('/measures/from-data', edit, (request, reply) => show(request, reply, null))
  app.post('/measures/from-data', edit, async (request, reply) => {
    const entered = chosenIn(request.body)
    const about = parseForm(About, request.body)
    if (!about.ok) return show(request, reply, null, { errors: about.errors, entered })
    const outcome = await asUser(request.user, (tx) => addFed(tx, source, entered, about.value))
    if ('field' in outcome) return show(request, reply, null, { errors: [outcome], entered })
    return reply.goTo(`/measures/${outcome.measureId}`, `“${outcome.title}” is added. Its readings come with each load.`)
  })

  app.get('/measures/:measureId/from-data', edit, async (request: MeasureRequest, reply) => show(request, reply, request.params.measureId))
  app.post('/measures/:measureId/from-data', edit, async (request: MeasureRequest, reply) => {
    const entered = chosenIn(request.body)
    const outcome = await asUser(request.user, async (tx) => {
      const whole = await wholeMeasure(tx, request)
      if (!whole) return null
      const described = await source.describe(tx, entered)
      if ('field' in described) return described
      const isRate = described.denominator !== null
      if (isRate !== (whole.measure.kind !== 'count')) return { field: 'per', text: `This measure is a ${whole.measure.kind}: choose ${isRate ? 'a count' : 'what to divide by'}` }
      await setFeed(tx, whole.measure, source, described.query)
      return 'kept' as const
    })
    if (outcome === null) return reply.callNotFound()
    if (outcome !== 'kept') return show(request, reply, request.params.measureId, { errors: [outcome], entered })
    return reply.goTo(`/measures/${request.params.measureId}`, 'The readings are worked out from the data, and will be after each load.')
  })
  app.post('/measures/:measureId/from-data/stop', edit, async (request: MeasureRequest, reply) => {
    const found = await asUser(request.user, async (tx) => {
      const whole = await wholeMeasure(tx, request)
      if (whole) await removeFeed(tx, whole.measure.measureId)
      return whole !== null
    })
    return found ? reply.goTo(`/measures/${request.params.measureId}`, 'Readings are entered by people from now on. Those that are there stay.') : reply.callNotFound()
  })
}

async function addFed(tx: Tx, source: FigureSource, entered: Chosen, { title, frequency, polarity }: z.infer<typeof About>) {
  const described = await source.describe(tx, entered)
  if ('field' in described) return described
  const { query, href: _, ...fields } = described
  const kept = title ?? described.title.slice(0, 200)
  const measureId = await addMeasure(tx, {
    ...fields, title: kept, frequency, polarity, kind: described.denominator === null ? 'count' : 'rate', decimals: described.denominator === null ? 0 : 1,
    polarityNote: null, completenessNote: null, revisionPolicy: 'Worked out again after each load; earlier values are kept.', state: 'live', closedReason: null,
  })
  await setFeed(tx, (await selectMeasure(tx, measureId))!.measure, source, query)
  return { measureId, title: kept }
}
