import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findingsFor } from '../incidents/catalogue/source-findings.ts'
import type { DataFinding } from '../incidents/catalogue/finding.ts'
import { dataNavigation } from '../incidents/data-navigation.ts'
import { backTestPage } from './back-test/back-test-page.ts'
import { chancePage } from './chance/chance-page.ts'
import { concentrationPage } from './concentration/concentration-page.ts'
import { concentratedFor } from './concentrations.ts'
import { explorePage } from './explore/explore-page.ts'
import { hotspotFiles } from './files.ts'
import { noOverlapPage, overlapPage } from './overlap/overlap-page.ts'
import { overlapFor } from './overlap/themes.ts'
import { ratesFor } from './rates/rates.ts'
import { ratesPage } from './rates/rates-page.ts'
import { readingAs } from './holdings/reader.ts'
import { placeNamesFor } from './place-names.ts'
import { clusteredFor, judgedFor, rankedFor, testedFor } from './predictions.ts'
import { readQuestion } from './question.ts'
import { settle, type Setting } from './setting.ts'
import { wherePage } from './where/where-page.ts'

const read = { config: { power: 'incidents.read' } }
type Answer = (setting: Setting, powers: ReadonlySet<string>, notes: readonly DataFinding[]) => Promise<{ template: string; page: object & { errorList: readonly object[] } } | null>

/** Settles what an address asks and sends the view's page of it. */
const view = (answer: Answer) => async (request: FastifyRequest, reply: FastifyReply) => {
  const setting = await settingFor(request)
  if (setting === null) return reply.callNotFound()
  if (setting === 'nothing') return reply.page(
    'hotspots/nothing.njk', { title: 'Hotspots', rooms: dataNavigation('Hotspots', request.user.powers) },
  )
  const answered = await answer(setting, request.user.powers, await notesFor(request, setting))
  if (answered === null) return reply.callNotFound()
  const { template, page } = answered
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

const chance: Answer = async (setting, powers, notes) =>
  ({
    template: 'hotspots/chance/chance.njk',
    page: chancePage(setting, await clusteredFor(setting), await placeNamesFor(setting), powers, notes),
  })

const backTest: Answer = async (setting, powers, notes) =>
  ({ template: 'hotspots/back-test/back-test.njk', page: backTestPage(setting, await judgedFor(setting), powers, notes) })

const concentration: Answer = async (setting, powers, notes) => {
  const { found, points } = await concentratedFor(setting)
  return { template: 'hotspots/concentration/concentration.njk', page: concentrationPage(setting, found, points, powers, notes) }
}

const overlap: Answer = async (setting, powers, notes) => {
  const found = await overlapFor(setting)
  if (!found && setting.question.other !== undefined) return null
  const page = found ? overlapPage(setting, found, await placeNamesFor(setting), powers, notes) : noOverlapPage(setting, powers, notes)
  return { template: 'hotspots/overlap/overlap.njk', page }
}

const rates: Answer = async (setting, powers, notes) => ({
  template: 'hotspots/rates/rates.njk', page: ratesPage(await ratesFor(setting), powers, notes),
})

const explore: Answer = async (setting, powers, notes) => {
  const ranked = await rankedFor(setting, (await judgedFor(setting)).method)
  return { template: 'hotspots/explore/explore.njk', page: explorePage(setting, ranked, await placeNamesFor(setting), powers, notes) }
}

/** Where next, whether that is more than chance, and how well it would have done. */
export function hotspots(app: FastifyInstance) {
  app.get('/hotspots', read, view(where))
  app.get('/hotspots/chance', read, view(chance))
  app.get('/hotspots/back-test', read, view(backTest))
  app.get('/hotspots/concentration', read, view(concentration))
  app.get('/hotspots/overlap', read, view(overlap))
  app.get('/hotspots/rates', read, view(rates))
  app.get('/hotspots/explore', read, view(explore))
  hotspotFiles(app)
}
