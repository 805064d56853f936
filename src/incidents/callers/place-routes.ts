import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { knox } from '../../statistics/space/knox.ts'
import { kept } from '../kept-results.ts'
import type { Source } from '../source.ts'
import { selectSources } from '../source-store.ts'
import { nearPage, placesPage } from './place-pages.ts'
import { selectDatedPlaces, selectRepeatPlaces } from './places.ts'

const read = { config: { power: 'incidents.read' } }
const Query = z.object({ source: z.coerce.number().int().catch(0), months: z.coerce.number().int().min(1).max(120).catch(12), least: z.coerce.number().int().min(2).max(1000).catch(5) })

/** Sources whose places this visitor may read: where a personal source's reports were is where people live. */
const readable = async (tx: Tx, { user }: FastifyRequest) => (await selectSources(tx)).filter(({ personal, positions }) => positions !== 'none' && (!personal || user.powers.has('callers.read')))
const chosenOf = (sources: readonly Source[], sourceId: number) => sources.find((source) => source.sourceId === sourceId) ?? sources[0] ?? null

const selectLastMonth = async (tx: Tx, sourceId: number) =>
  (await tx.selectFrom('load').select(sql<string | null>`max(last_month)::text`.as('last')).where('source_id', '=', sourceId).where('state', '=', 'visible').executeTakeFirst())?.last ?? null

// The first two bands of the usual five are one, where points stand for several addresses.
const SPACE = { exact: [0, 0.1, 100, 200, 300, 400], other: [0, 100, 200, 300, 400] }
const TIME = [0, 7, 14, 28, 56]
const FEWEST_EVENTS = 30
const MOST_EVENTS = 20_000

/** Places reported again, and near repeats. */
export function repeatPlaces(app: FastifyInstance) {
  app.get('/repeats/places', read, async (request, reply) => {
    const { source: asked, months, least } = Query.parse(request.query)
    const page = await asUser(request.user, async (tx) => {
      const sources = await readable(tx, request)
      const source = chosenOf(sources, asked)
      const last = source && (await selectLastMonth(tx, source.sourceId))
      if (source?.personal) audit(tx, { act: 'consulted', subjectKind: 'places of callers', subjectId: String(source.sourceId), details: {} })
      const question = source && last ? { sourceId: source.sourceId, months, atLeast: least, to: last, from: Temporal.PlainDate.from(last).subtract({ months: months - 1 }).toString() } : null
      return placesPage(sources, source, question, question ? await selectRepeatPlaces(tx, question) : [], request.user.powers.has('callers.read'))
    })
    return reply.page('incidents/callers/places.njk', page)
  })
  app.get('/repeats/near', read, async (request, reply) => {
    const { source: asked } = Query.parse(request.query)
    const { sources, source, events } = await asUser(request.user, async (tx) => {
      const sources = await readable(tx, request)
      const dated = sources.find(({ layout }) => layout === 'mapped')
      const source = chosenOf(sources, asked || (dated?.sourceId ?? 0))
      if (source?.personal) audit(tx, { act: 'consulted', subjectKind: 'places of callers', subjectId: String(source.sourceId), details: {} })
      return { sources, source, events: source && (await selectDatedPlaces(tx, source)) }
    })
    const n = events?.day.length ?? 0
    const why = whyNot(source, n)
    const space = source?.positions === 'exact' ? SPACE.exact : SPACE.other
    const bands = why === null && source && events
      ? await kept({ partnershipId: request.user.partnershipId, sources: [source] }, 'near repeats', async () => knox(events, { space, time: TIME }))
      : null
    return reply.page('incidents/callers/near.njk', nearPage(sources, source, bands, n, why, request.user.powers.has('callers.read')))
  })
}

function whyNot(source: Source | null, events: number): string | null {
  if (!source) return 'No source here has places to compare.'
  if (events === 0) return `“${source.name}” gives no days, only months, so nobody can say what came soon after what. Load a source with dates.`
  if (events < FEWEST_EVENTS) return `“${source.name}” has ${events} reports with a day and a place: too few to tell. ${FEWEST_EVENTS} are needed.`
  return events > MOST_EVENTS ? `“${source.name}” has ${events.toLocaleString('en-GB')} reports with a day and a place, more than a page can compare. Use “wardmote analyse knox”.` : null
}
