import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { networkLimit } from '../../people/network-limit.ts'
import { selectOwnAccount } from '../../people/own-account/store.ts'
import { parseForm } from '../../web/forms.ts'
import { referencesOf } from '../case-references.ts'
import { endGlass, endOwnGlass, type Glass, reviewGlass, selectGlasses, selectLookedAt, selectOptionalGlass, selectOwnGlasses } from './glass-store.ts'
import { AskForm, ReviewForm } from './forms.ts'
import { refusalOfIdentity } from './identity.ts'
import { openInEmergency } from './opening.ts'
import { ANSWER, askPage, type Failed, reviewPage, reviewsPage, WAIT } from './pages.ts'

const ASKS_AN_HOUR = 5
/** Longer than opening takes: a case that is not there answers no sooner than one that is. */
const ANSWER_AFTER_MS = 400

const work = { config: { power: 'cases.work' } }
const manage = { config: { power: 'sharing.manage' } }
const now = () => Temporal.Now.instant()

/** Emergency access to a case one does not otherwise see: asked for, ended, and reviewed. */
export function emergency(app: FastifyInstance, baseUrl: string) {
  asking(app, baseUrl)
  reviewing(app)
}

function asking(app: FastifyInstance, baseUrl: string) {
  const asks = networkLimit(ASKS_AN_HOUR)
  const page = async (request: FastifyRequest, reply: FastifyReply, failed: Failed = null, status = failed ? 422 : 200) => {
    const { own, hasCodes } = await asUser(request.user, async (tx) => ({ own: await selectOwnGlasses(tx), hasCodes: (await selectOwnAccount(tx, request.user)).hasCodes }))
    const references = await referencesOf(request.user.partnershipId, own.map(({ caseId }) => caseId))
    return reply.code(status).page('sharing/emergency/ask.njk', askPage(own, references, hasCodes, now(), failed))
  }
  app.get('/sharing/emergency', work, (request, reply) => page(request, reply))

  app.post('/sharing/emergency', work, async (request, reply) => {
    const form = parseForm(AskForm, request.body)
    if (!form.ok) return page(request, reply, form)
    const { password, code, ...ask } = form.value
    const failed = (field: string, text: string, status = 422) => page(request, reply, { errors: [{ field, text }], entered: request.body as Record<string, unknown> }, status)
    if (await asUser(request.user, (tx) => isOpenAlready(tx, ask.reference))) return failed('reference', 'You can open that case already, and need no emergency access to it')
    const errors = await refusalOfIdentity(request.user, password, code)
    if (errors.length > 0) return failed(errors[0]!.field, errors[0]!.text)
    if (!asks.take(request.user.accountId)) return failed('reference', `${ANSWER} ${WAIT}`, 429)
    const answerAt = now().add({ milliseconds: ANSWER_AFTER_MS })
    await openInEmergency(request.user, ask, baseUrl)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, answerAt.epochMilliseconds - now().epochMilliseconds)))
    return reply.goTo('/sharing/emergency', ANSWER)
  })

  app.post<{ Params: { caseId: string } }>('/sharing/emergency/:caseId/end', work, async (request, reply) => {
    const { caseId } = request.params
    if (!z.uuid().safeParse(caseId).success) return reply.callNotFound()
    await asUser(request.user, (tx) => endOwnGlass(tx, caseId))
    return reply.goTo('/sharing/emergency', 'Your emergency access to that case has ended.')
  })
}

/** Whether the account sees a case in the ordinary way. */
async function isOpenAlready(tx: Tx, reference: string): Promise<boolean> {
  const row = await tx.selectFrom('case_file').select('case_id').where('reference', '=', reference)
    .where(sql<boolean>`door = any ((select open_doors())::text[]) and (select current_agency()) = any (parties)`).executeTakeFirst()
  return row !== undefined
}

type GlassRequest = FastifyRequest<{ Params: { glassId: string } }>

function reviewing(app: FastifyInstance) {
  const find = (tx: Tx, { params }: GlassRequest): Promise<Glass | null> => (z.uuid().safeParse(params.glassId).success ? selectOptionalGlass(tx, params.glassId) : Promise.resolve(null))

  app.get('/sharing/emergency/reviews', manage, async (request, reply) => {
    const glasses = await asUser(request.user, (tx) => selectGlasses(tx))
    return reply.page('sharing/emergency/reviews.njk', reviewsPage(glasses, await referencesOf(request.user.partnershipId, glasses.map(({ caseId }) => caseId)), now()))
  })

  const page = async (request: GlassRequest, reply: FastifyReply, failed: Failed = null) => {
    const found = await asUser(request.user, async (tx) => {
      const glass = await find(tx, request)
      if (glass) audit(tx, { act: 'consulted', subjectKind: 'case', subjectId: glass.caseId, details: { emergencyAccess: glass.glassId } })
      return glass && { glass, lookedAt: await selectLookedAt(tx, glass.glassId) }
    })
    if (!found) return reply.callNotFound()
    const references = await referencesOf(request.user.partnershipId, [found.glass.caseId])
    return reply.code(failed ? 422 : 200).page('sharing/emergency/review.njk', reviewPage(found.glass, references, found.lookedAt, request.user.accountId, now(), failed))
  }
  app.get('/sharing/emergency/reviews/:glassId', manage, (request: GlassRequest, reply) => page(request, reply))

  app.post('/sharing/emergency/reviews/:glassId', manage, async (request: GlassRequest, reply) => {
    const form = parseForm(ReviewForm, request.body)
    if (!form.ok) return page(request, reply, form)
    const outcome = await asUser(request.user, async (tx) => {
      const glass = await find(tx, request)
      if (!glass) return null
      if (glass.accountId === request.user.accountId) return 'own'
      return (await reviewGlass(tx, glass, form.value.finding, form.value.note)) ? 'done' : 'before'
    })
    if (!outcome) return reply.callNotFound()
    if (outcome === 'own') return page(request, reply, { errors: [{ field: 'finding', text: 'You opened it yourself: somebody else must review it' }], entered: request.body as Record<string, unknown> })
    return reply.goTo('/sharing/emergency/reviews', outcome === 'done' ? 'The review is recorded.' : 'Somebody reviewed it before you. Nothing was changed.')
  })

  app.post('/sharing/emergency/reviews/:glassId/end', manage, async (request: GlassRequest, reply) => {
    const ended = await asUser(request.user, async (tx) => {
      const glass = await find(tx, request)
      return glass && endGlass(tx, glass)
    })
    if (ended === null) return reply.callNotFound()
    return reply.goTo(`/sharing/emergency/reviews/${request.params.glassId}`, ended ? 'It is closed from this moment.' : 'It had ended already.')
  })
}
