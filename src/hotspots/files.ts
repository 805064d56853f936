import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audit, asUser } from '../db/tx.ts'
import { chanceMap } from './chance/chance-page.ts'
import { concentratedFor } from './concentrations.ts'
import { backTestCsv, chanceCsv, concentrationCsv, overlapCsv, placesCsv, ratesCsv } from './downloads.ts'
import { groundGeoJson, placesGeoJson } from './explore/geojson.ts'
import { readingAs } from './holdings/reader.ts'
import { mapFile } from './map/drawing.ts'
import { groundFile } from './map/ground-drawing.ts'
import { groundHeld } from './map/ground-held.ts'
import { overlapMap } from './overlap/overlap-page.ts'
import { overlapFor } from './overlap/themes.ts'
import { placeNamesFor } from './place-names.ts'
import { clusteredFor, judgedFor, rankedFor } from './predictions.ts'
import { readQuestion } from './question.ts'
import { ratesFor } from './rates/rates.ts'
import { creditsOf } from './setting-page.ts'
import { settle, type Setting } from './setting.ts'
import { whereMap } from './where/where-page.ts'

const read = { config: { power: 'incidents.read' } }
const [CSV, SVG, GEOJSON] = ['text/csv; charset=utf-8', 'image/svg+xml', 'application/geo+json']

/** A file's text, or null when there is none for this question. */
type Make = (setting: Setting) => Promise<string | null>

/** Sends a file that leaves the partnership, and says in the audit log that it did. */
const file = (name: string, type: string, make: Make) => async (request: FastifyRequest, reply: FastifyReply) => {
  const question = readQuestion(request.query)
  const setting = question && (await settle(readingAs(request.user), question))
  if (setting === null || setting === 'nothing') return reply.callNotFound()
  const body = await make(setting)
  if (body === null) return reply.goTo('/hotspots', 'There is nothing held that would go into that file.')
  await asUser(request.user, async (tx) =>
    audit(tx, { act: 'disclosed', subjectKind: 'hotspots', subjectId: null, details: { file: name, source: setting.holding.source.sourceId, month: setting.month } }))
  return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(body)
}

const places: Make = async (setting) => {
  const judged = await judgedFor(setting)
  return placesCsv(setting, judged, await rankedFor(setting, judged.method), await placeNamesFor(setting))
}
const ranked = async (setting: Setting) => rankedFor(setting, (await judgedFor(setting)).method)
const overlap = async (setting: Setting, make: (found: NonNullable<Awaited<ReturnType<typeof overlapFor>>>) => Promise<string> | string) => {
  const found = await overlapFor(setting)
  return found && make(found)
}

/** What can be taken away: tables as CSV, maps as SVG, places as GeoJSON; and the ground that maps are drawn on. */
export function hotspotFiles(app: FastifyInstance) {
  app.get('/hotspots/places.csv', read, file('hotspots.csv', CSV, places))
  app.get(
    '/hotspots/where.svg', read,
    file('hotspots.svg', SVG, async (setting) => mapFile(whereMap(setting, await ranked(setting), null), creditsOf(setting))),
  )
  app.get(
    '/hotspots/places.geojson', read,
    file(
      'hotspots.geojson', GEOJSON,
      async (setting) => JSON.stringify(placesGeoJson(setting, await ranked(setting), await placeNamesFor(setting))),
    ),
  )
  app.get(
    '/hotspots/chance.csv', read,
    file('more-than-chance.csv', CSV, async (setting) => chanceCsv(setting, await clusteredFor(setting), await placeNamesFor(setting))),
  )
  app.get(
    '/hotspots/chance.svg', read,
    file(
      'more-than-chance.svg', SVG,
      async (setting) => mapFile(chanceMap(setting, await clusteredFor(setting), null), creditsOf(setting)),
    ),
  )
  app.get('/hotspots/back-test.csv', read, file('back-test.csv', CSV, async (setting) => backTestCsv(setting, await judgedFor(setting))))
  app.get('/hotspots/concentration.csv', read, file('concentration.csv', CSV, async (setting) => {
    const { found, points } = await concentratedFor(setting)
    return concentrationCsv(setting, found, points)
  }))
  app.get(
    '/hotspots/overlap.csv', read,
    file('overlap.csv', CSV, (setting) => overlap(setting, async (found) => overlapCsv(setting, found, await placeNamesFor(setting)))),
  )
  app.get(
    '/hotspots/overlap.svg', read,
    file('overlap.svg', SVG, (setting) => overlap(setting, (found) => mapFile(overlapMap(found, null), creditsOf(setting)))),
  )
  app.get('/hotspots/rates.csv', read, file('rates.csv', CSV, async (setting) => {
    const { rated, per } = await ratesFor(setting)
    return ratesCsv(setting, rated, per)
  }))
  for (const [path, type, make] of [['/hotspots/ground.svg', SVG, groundFile], ['/hotspots/ground.geojson', GEOJSON, (of: Parameters<typeof groundFile>[0]) => JSON.stringify(groundGeoJson(of))]] as const)
    app.get(path, read, async (request, reply) => {
      const ground = await groundHeld(readingAs(request.user))
      return ground.areas.length === 0 ? reply.callNotFound() : reply.type(type).header('cache-control', 'private, max-age=86400').send(make(ground))
    })
}
