import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { parseForm } from '../../web/forms.ts'
import { selectRegistered } from '../disclosure-store.ts'
import { actOn, type CaseRequest, lookAt } from '../on-case.ts'
import { OfferForm } from './forms.ts'
import { type Failed, offerPage } from './pages.ts'
import { offerItems, selectAsk, selectOfferable } from './store.ts'

type OfferRequest = CaseRequest<{ packId: string }>
const work = { config: { power: 'cases.work' } }

/** Where those who lead a case offer what of it could answer a request. They decide nothing, and are not told who asks. */
export function offers(app: FastifyInstance) {
  const form = async (request: OfferRequest, reply: FastifyReply, failed: Failed = null) => {
    const { packId } = request.params
    if (!z.uuid().safeParse(packId).success) return reply.callNotFound()
    const shown = await lookAt(request, async (tx, cover) => {
      const asked = cover.leads ? await selectAsk(tx, cover.caseId, packId) : null
      if (!asked) return null
      const person = asked.entryId ? await selectRegistered(tx, asked.entryId) : null
      return offerPage(cover, packId, asked, person ? (person.names[0] ?? 'Somebody not yet named') : null, await selectOfferable(tx, cover, asked.entryId), failed)
    })
    return shown ? reply.code(failed ? 422 : 200).page('sharing/requests/offer.njk', shown) : reply.callNotFound()
  }
  app.get('/cases/:caseId/request-items/:packId', work, (request: OfferRequest, reply) => form(request, reply))
  app.post('/cases/:caseId/request-items/:packId', work, async (request: OfferRequest, reply) => {
    const { caseId, packId } = request.params
    if (!z.uuid().safeParse(packId).success) return reply.callNotFound()
    const parsed = parseForm(OfferForm, request.body)
    if (!parsed.ok) return form(request, reply, parsed)
    const offered = await actOn(request, async (tx, cover) => {
      const asked = cover.leads ? await selectAsk(tx, cover.caseId, packId) : null
      if (!asked) return null
      const chosen = (await selectOfferable(tx, cover, asked.entryId)).filter(({ sourceId }) => parsed.value.items.includes(sourceId))
      await offerItems(tx, cover, packId, asked.entryId, chosen)
      return chosen.length
    })
    if (offered === null) return reply.callNotFound()
    return reply.goTo(`/cases/${caseId}`, offered === 0 ? 'You answered that the case holds nothing to offer.' : `You offered ${offered === 1 ? 'one item' : `${offered} items`}. The governance lead decides on each.`)
  })
}
