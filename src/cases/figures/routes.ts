import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { writeCsv } from '../../documents/csv.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { figuresPage } from './pages.ts'
import { selectCountedSchemes, selectCounts } from './store.ts'

const Query = z.object({ scheme: z.uuid().optional().catch(undefined) })
const today = () => todayInLondon(Temporal.Now.instant()).toString()

async function selectFigures(tx: Tx, query: unknown) {
  const schemes = await selectCountedSchemes(tx)
  const { scheme: asked } = Query.parse(query)
  const scheme = (asked ? schemes.find(({ schemeId }) => schemeId === asked) : schemes[0]) ?? null
  return { schemes, scheme, counts: scheme ? await selectCounts(tx, scheme.schemeId) : [] }
}

/** What casework comes to, for anyone who reads figures: counts without anything of anybody, small numbers protected. */
export function figures(app: FastifyInstance) {
  const READER = { config: { power: 'measures.read' } }
  app.get('/case-figures', READER, async (request, reply) => {
    const { powers } = request.user
    const { schemes, scheme, counts } = await asUser(request.user, (tx) => selectFigures(tx, request.query))
    return reply.page('cases/figures/figures.njk', figuresPage(schemes, scheme, counts, powers.has('cases.work'), powers.has('measures.edit'), today()))
  })
  app.get('/case-figures.csv', READER, async (request, reply) => {
    const { schemes, scheme, counts } = await asUser(request.user, (tx) => selectFigures(tx, request.query))
    const { tables } = figuresPage(schemes, scheme, counts, false, false, today())
    const rows = tables.flatMap(({ title, rows: years }) => years.flatMap(({ year, cells }) => cells.map(({ column, text }) => [scheme!.name, title, year, column ?? '', text])))
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="case-figures.csv"').send(writeCsv(rows, ['Scheme', 'Figure', 'Year', 'Part', 'Count']))
  })
}
