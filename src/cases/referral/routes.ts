import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { selectSchemes, today } from '../rules/rule-store.ts'
import { batches } from './batch-routes.ts'
import { drafts } from './draft-routes.ts'
import { discardDraft, selectAnswers, selectDrafts } from './draft-store.ts'
import { ShortForm, shortReferral } from './forms.ts'
import { selectOpenScheme } from './open-scheme.ts'
import { choosePage, type Failed, followPage, minePage, shortPage } from './pages.ts'
import { insertReferral, selectOwnReferrals } from './store.ts'

const refers = { config: { power: 'cases.refer' } }
const PAGE = 50
const Page = z.object({ page: z.coerce.number().int().min(1).max(1000).catch(1) })
const isId = (id: string) => z.uuid().safeParse(id).success
type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>
type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>

/** Referring to a scheme, and following what one has referred. */
export function referral(app: FastifyInstance) {
  batches(app)
  drafts(app)
  app.get('/refer', refers, async (request, reply) => reply.page('cases/referral/choose.njk', choosePage(await asUser(request.user, (tx) => selectSchemes(tx, today())))))
  app.get('/refer/:schemeId/short', refers, (request: SchemeRequest, reply) => short(request, reply))
  app.post('/refer/:schemeId/short', refers, async (request: SchemeRequest, reply) => {
    const form = parseForm(ShortForm, request.body)
    if (!form.ok) return short(request, reply, form)
    const sent = await asUser(request.user, async (tx) => {
      const scheme = await selectOpenScheme(tx, request.params.schemeId)
      return scheme && insertReferral(tx, shortReferral(scheme.schemeId, form.value))
    })
    return sent ? reply.goTo(`/referrals/${sent.caseId}`, `The referral has been sent. Its reference is ${sent.reference}`) : reply.callNotFound()
  })
  app.get('/referrals', refers, async (request, reply) => {
    const { page } = Page.parse(request.query)
    const found = await asUser(request.user, async (tx) => ({ referrals: await selectOwnReferrals(tx, { limit: PAGE + 1, offset: (page - 1) * PAGE }), drafts: await selectDrafts(tx) }))
    return reply.page('cases/referral/mine.njk', minePage(found.referrals.slice(0, PAGE), found.drafts, { page, more: found.referrals.length > PAGE, today: today() }))
  })
  app.get('/referrals/:caseId', refers, async (request: CaseRequest, reply) => {
    if (!isId(request.params.caseId)) return reply.callNotFound()
    const page = await asUser(request.user, async (tx) => {
      const [own] = await selectOwnReferrals(tx, { caseId: request.params.caseId })
      return own ? followPage(own, (await selectSchemes(tx, today())).find(({ name }) => name === own.scheme) ?? null) : null
    })
    return page ? reply.page('cases/referral/follow.njk', page) : reply.callNotFound()
  })
  app.post<{ Params: { draftId: string } }>('/refer/drafts/:draftId/discard', refers, async (request, reply) => {
    if (!isId(request.params.draftId)) return reply.callNotFound()
    const found = await asUser(request.user, async (tx) => {
      const draft = await selectAnswers(tx, request.params.draftId, { locked: true })
      if (draft) await discardDraft(tx, request.params.draftId)
      return draft !== null
    })
    return found ? reply.goTo('/referrals', 'The referral you had begun is deleted') : reply.callNotFound()
  })
}

async function short(request: SchemeRequest, reply: FastifyReply, failed: Failed = null) {
  const scheme = await asUser(request.user, (tx) => selectOpenScheme(tx, request.params.schemeId))
  return scheme ? reply.code(failed ? 422 : 200).page('cases/referral/short.njk', shortPage(scheme, failed)) : reply.callNotFound()
}
