import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asUser } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { ReleaseForm, SaidForm, SiteForm, WithdrawForm } from './forms.ts'
import { forget } from './kept-pages.ts'
import { OFFERERS, type Offered } from './offer.ts'
import { type Failed, managePage, releasePage, saidPage, withdrawPage } from './pages.ts'
import { AddressTaken, keepSite, release, selectReleases, selectSite, withdraw } from './release-store.ts'

const publish = { config: { power: 'editions.publish' } }
type ReleaseRequest = FastifyRequest<{ Params: { publicReleaseId: string } }>
const enteredIn = (body: unknown) => ({ ...(body as Record<string, unknown>) })
const fingerprintOf = (offered: Offered) => createHash('sha256').update(JSON.stringify(offered)).digest('hex').slice(0, 32)

/** The public site from within: how it is called, what is put on it after it was looked at, what is taken off it. */
export function publicSiteKeeping(app: FastifyInstance) {
  const manage = async (request: FastifyRequest, reply: FastifyReply, failed: Failed = null, theirs = false) =>
    reply.code(theirs ? 409 : failed ? 422 : 200).page('publications/public-site/manage.njk', await asUser(request.user, async (tx) => {
      const offers = []
      for (const { title, list } of OFFERERS) offers.push({ title, offers: await list(tx) })
      return managePage(await selectSite(tx), await selectReleases(tx), offers, request.user.powers, failed, theirs)
    }))
  app.get('/public-site', publish, (request, reply) => manage(request, reply))
  app.post('/public-site', publish, async (request, reply) => {
    const form = parseForm(SiteForm, request.body)
    if (!form.ok) return manage(request, reply, form)
    const done = await asUser(request.user, async (tx) => ({ before: await selectSite(tx), outcome: await keepSite(tx, form.value) })).catch((error: unknown) => {
      if (error instanceof AddressTaken) return { before: null, outcome: 'taken' as const }
      throw error
    })
    if (done.outcome === 'newer') return manage(request, reply, { errors: [], entered: enteredIn(request.body) }, true)
    if (done.outcome === 'taken') return manage(request, reply, { errors: [{ field: 'address', text: 'Another partnership has this address. Choose another' }], entered: enteredIn(request.body) })
    for (const address of [done.before?.address, form.value.address]) if (address) forget(address)
    return reply.goTo('/public-site', form.value.isOpen ? 'Saved. The site is open to everybody.' : 'Saved. The site is closed: nobody outside sees it.')
  })

  const offered = (request: FastifyRequest, kind: unknown, key: unknown): Promise<Offered | null> => {
    const offerer = OFFERERS.find((each) => each.kind === kind)
    return offerer && typeof key === 'string' && /^[0-9a-f-]{36}$/.test(key) ? asUser(request.user, (tx) => offerer.make(tx, key)) : Promise.resolve(null)
  }
  const look = async (request: FastifyRequest, reply: FastifyReply, kind: unknown, key: unknown, changedSince = false) => {
    const thing = await offered(request, kind, key)
    return thing ? reply.code(changedSince ? 409 : 200).page('publications/public-site/release.njk', releasePage(thing.title, thing.shown, String(kind), String(key), fingerprintOf(thing), changedSince)) : reply.callNotFound()
  }
  app.get('/public-site/release', publish, (request, reply) => {
    const { kind, key } = request.query as Record<string, unknown>
    if (kind === undefined) return reply.redirect('/public-site', 303)
    return look(request, reply, kind, key)
  })
  app.post('/public-site/release', publish, async (request, reply) => {
    const form = parseForm(ReleaseForm, request.body)
    if (!form.ok) return reply.callNotFound()
    const { kind, key, fingerprint } = form.value
    const thing = await offered(request, kind, key)
    if (!thing) return reply.callNotFound()
    if (fingerprintOf(thing) !== fingerprint) return look(request, reply, kind, key, true)
    const site = await asUser(request.user, async (tx) => {
      await release(tx, thing)
      return selectSite(tx)
    })
    if (site) forget(site.address)
    return reply.goTo('/public-site', `“${thing.title}” is ${site?.isOpen ? 'on the public site' : 'released, and will be seen once the site is open'}.`)
  })

  app.get('/public-site/you-said', publish, (_, reply) => reply.page('publications/public-site/said.njk', saidPage()))
  app.post('/public-site/you-said', publish, async (request, reply) => {
    const form = parseForm(SaidForm, request.body)
    if (!form.ok) return reply.code(422).page('publications/public-site/said.njk', saidPage(form))
    const { said, did, happened } = form.value
    const site = await asUser(request.user, async (tx) => {
      await release(tx, { subjectId: crypto.randomUUID(), title: said, shown: { kind: 'said and did', said, did, happened: happened ?? null } })
      return selectSite(tx)
    })
    if (site) forget(site.address)
    return reply.goTo('/public-site', 'It stands on the public site under “You said, we did”.')
  })

  const toWithdraw = async (request: ReleaseRequest) => asUser(request.user, async (tx) => (await selectReleases(tx)).find(({ releaseId, withdrawnAt }) => releaseId === request.params.publicReleaseId && withdrawnAt === null))
  app.get('/public-site/releases/:publicReleaseId/withdraw', publish, async (request: ReleaseRequest, reply) => {
    const found = await toWithdraw(request)
    return found ? reply.page('publications/public-site/withdraw.njk', withdrawPage(found)) : reply.callNotFound()
  })
  app.post('/public-site/releases/:publicReleaseId/withdraw', publish, async (request: ReleaseRequest, reply) => {
    const found = await toWithdraw(request)
    if (!found) return reply.callNotFound()
    const form = parseForm(WithdrawForm, request.body)
    if (!form.ok) return reply.code(422).page('publications/public-site/withdraw.njk', withdrawPage(found, form))
    const site = await asUser(request.user, async (tx) => {
      await withdraw(tx, found.releaseId, form.value.reason)
      return selectSite(tx)
    })
    if (site) forget(site.address)
    return reply.goTo('/public-site', `“${found.title}” is off the public site. The reason is shown in its place.`)
  })
}
