import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findingsFor } from '../incidents/catalogue/source-findings.ts'
import type { DataFinding } from '../incidents/catalogue/finding.ts'
import { dataNavigation } from '../incidents/data-navigation.ts'
import { groundFile } from './map/ground-drawing.ts'
import { groundHeld } from './map/ground-held.ts'
import { readingAs } from './holdings/reader.ts'
import { placeNamesFor } from './place-names.ts'
import { judgedFor, rankedFor, testedFor } from './predictions.ts'
import { readQuestion } from './question.ts'
import { settle, type Setting } from './setting.ts'
import { wherePage } from './where/where-page.ts'

const read = { config: { power: 'incidents.read' } }
type Answer = (setting: Setting, powers: ReadonlySet<string>, notes: readonly DataFinding[]) => Promise<{ template: string; page: object & { errorList: readonly object[] } }>

/** Settles what an address asks and sends the view's page of it. */
const view = (answer: Answer) => async (request: FastifyRequest, reply: FastifyReply) => {
  const setting = await settingFor(request)
  if (setting === null) return reply.callNotFound()
  if (setting === 'nothing') return reply.page('hotspots/nothing.njk', { title: 'Hotspots', rooms: dataNavigation('Hotspots', request.user.powers) })
  const { template, page } = await answer(setting, request.user.powers, await notesFor(request, setting))
  return reply.code(page.errorList.length > 0 ? 422 : 200).page(template, page)
}

async function settingFor(request: FastifyRequest): Promise<Setting | 'nothing' | null> {
  const question = readQuestion(request.query)
  return question && settle(readingAs(request.user), question)
}

function notesFor(request: FastifyRequest, { holding, category, target }: Setting): Promise<DataFinding[]> {
  const categoryIds = category === null ? [] : [holding.categories[category]!.categoryId]
  const from = `${holding.months[Math.max(0, target - 12)]}-01`
  return findingsFor(request.user, holding.source.sourceId, { categoryIds, from, places: true })
}

const where: Answer = async (setting, powers, notes) => {
  const judged = await judgedFor(setting)
  const [ranked, tested, names] = [await rankedFor(setting, judged.method), await testedFor(setting, judged), await placeNamesFor(setting)]
  return { template: 'hotspots/where/where.njk', page: wherePage(setting, { judged, ranked, ...tested, names }, powers, notes) }
}

/** Where next, whether that is more than chance, and how well it would have done. */
export function hotspots(app: FastifyInstance) {
  app.get('/hotspots', read, view(where))
  app.get('/hotspots/ground.svg', read, async (request, reply) => {
    const ground = await groundHeld(readingAs(request.user))
    if (ground.areas.length === 0) return reply.callNotFound()
    return reply.type('image/svg+xml').header('cache-control', 'private, max-age=86400').send(groundFile(ground))
  })
}
