import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { kindAt } from './address.ts'
import { html, keptPage } from './kept-pages.ts'
import { csvOf, indexOf, jsonOf } from './open-data.ts'
import { dataPage, homePage, listPage, type OpenSite, thingPage, withdrawnPage } from './pages.ts'
import { currentReleases } from './release-store.ts'

type SiteRequest = FastifyRequest<{ Params: { address: string } }>
type PartRequest = FastifyRequest<{ Params: { address: string; part: string } }>
type ThingRequest = FastifyRequest<{ Params: { address: string; part: string; thing: string } }>

const anybody = { config: { power: 'public' } }
const FOLDER = 'publications/public-site'

async function send(request: FastifyRequest, reply: FastifyReply, address: string, path: string, make: Parameters<typeof keptPage>[2]) {
  const page = await keptPage(address, path, make)
  if (!page) return reply.callNotFound()
  reply.header('cache-control', 'public, max-age=60').header('etag', page.tag)
  if (request.headers['if-none-match'] === page.tag) return reply.code(304).send()
  return reply.code(page.status).type(page.type).send(page.body)
}

/** A page, its rows as CSV or as JSON, by how the address ends. */
function thing(site: OpenSite, part: string, name: string) {
  const [, subjectId, ending] = /^([0-9a-f-]{36})(?:\.(csv|json))?$/.exec(name) ?? []
  const release = currentReleases(site.releases).find((each) => each.kind === kindAt(part) && each.subjectId === subjectId)
  if (!release) return null
  if (release.withdrawnAt) return ending ? null : html(`${FOLDER}/withdrawn.njk`, withdrawnPage(site, release), 410)
  if (!ending) return html(`${FOLDER}/thing.njk`, thingPage(site, release))
  const body = ending === 'csv' ? csvOf(release) : JSON.stringify(jsonOf(site, release))
  return body && body !== 'null' ? { type: ending === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8', body } : null
}

/** The public site: no sign-in, no cookie, no script needed. It reads what was released and nothing else. */
export function publicSite(app: FastifyInstance) {
  app.get('/public/:address', anybody, (request: SiteRequest, reply) => send(request, reply, request.params.address, '', (site) => html(`${FOLDER}/home.njk`, homePage(site))))
  app.get('/public/:address/data', anybody, (request: SiteRequest, reply) => send(request, reply, request.params.address, 'data', (site) => html(`${FOLDER}/data.njk`, dataPage(site))))
  app.get('/public/:address/data.json', anybody, (request: SiteRequest, reply) => send(request, reply, request.params.address, 'data.json', (site) => ({ type: 'application/json; charset=utf-8', body: JSON.stringify(indexOf(site)) })))
  app.get('/public/:address/:part', anybody, (request: PartRequest, reply) => {
    const { address, part } = request.params
    const kind = kindAt(part)
    return kind ? send(request, reply, address, part, (site) => html(`${FOLDER}/list.njk`, listPage(site, kind))) : reply.callNotFound()
  })
  app.get('/public/:address/:part/:thing', anybody, (request: ThingRequest, reply) => {
    const { address, part, thing: name } = request.params
    return send(request, reply, address, `${part}/${name}`, (site) => thing(site, part, name))
  })
}
