import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { assetUrls } from '../../web/assets.ts'
import { parseForm } from '../../web/forms.ts'
import { selectAnswers } from '../updates/answer-store.ts'
import { selectPeriods } from '../updates/period-store.ts'
import { downloads } from './downloads.ts'
import { PublishForm } from './forms.ts'
import { type Asked, changesPage, editionPage, editionsPage, type OpenPeriod, publishPage } from './pages.ts'
import { publishingProblems } from './publishing.ts'
import { type Edition, Forestalled, previewEdition, publishEdition, selectEdition, selectEditions } from './store.ts'

const today = () => todayInLondon(Temporal.Now.instant())
const asUuid = (text: unknown) => z.uuid().safeParse(text).data ?? null

type PlanRequest = FastifyRequest<{ Params: { planId: string } }>
type EditionRequest = FastifyRequest<{ Params: { editionId: string } }>

async function list(request: FastifyRequest, reply: FastifyReply) {
  const planId = asUuid((request.query as { plan?: unknown }).plan) ?? undefined
  const editions = await asUser(request.user, (tx) => selectEditions(tx, planId))
  return reply.page('plans/editions/editions.njk', editionsPage(editions, planId !== undefined, request.user.powers.has('editions.publish')))
}

/** A page of one edition: the same for the same visitor until another edition comes out, so it is made again only then. */
const editionView = (template: string, model: (edition: Edition) => object) => async (request: EditionRequest, reply: FastifyReply) => {
  const editionId = asUuid(request.params.editionId)
  const edition = editionId && (await asUser(request.user, (tx) => selectEdition(tx, editionId)))
  if (!edition) return reply.callNotFound()
  const { user } = request
  const seen = [template, editionId, edition.newest.number, edition.by, user.sessionHash, user.name, user.partnershipName, [...user.powers], assetUrls.stylesheet]
  const tag = `"${createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 24)}"`
  reply.header('etag', tag)
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.page(template, model(edition))
}

async function openPeriodOf(tx: Tx, planId: string): Promise<OpenPeriod> {
  const open = (await selectPeriods(tx, planId)).find((period) => period.open)
  if (!open) return null
  const waiting = (await selectAnswers(tx, open.periodId)).filter(({ answered }) => !answered).length
  return { name: open.name, due: open.due, waiting }
}

async function lookOver(request: PlanRequest, reply: FastifyReply, asked: Asked = { errors: [], entered: {}, changedSince: false }) {
  const planId = asUuid(request.params.planId)
  const page = planId && (await asUser(request.user, async (tx) => {
    const preview = await previewEdition(tx, planId, request.user.partnershipName, today())
    return preview && publishPage(preview, await selectEditions(tx, planId), await openPeriodOf(tx, planId), asked, today())
  }))
  if (!page) return reply.callNotFound()
  return reply.code(asked.changedSince ? 409 : asked.errors.length > 0 ? 422 : 200).page('plans/editions/publish.njk', page)
}

async function publish(request: PlanRequest, reply: FastifyReply) {
  const planId = asUuid(request.params.planId)
  if (!planId) return reply.callNotFound()
  const entered = request.body as Record<string, unknown>
  const form = parseForm(PublishForm, entered)
  if (!form.ok) {
    const unseen = form.errors.some(({ field }) => field === 'fingerprint')
    return lookOver(request, reply, { errors: unseen ? [] : form.errors, entered, changedSince: unseen })
  }
  const { fingerprint, ...asked } = form.value
  const outcome = await asUser(request.user, async (tx) => {
    const preview = await previewEdition(tx, planId, request.user.partnershipName, today())
    if (!preview) return null
    if (preview.fingerprint !== fingerprint) return 'changed'
    const problems = publishingProblems(preview, asked)
    if (problems.length > 0) return problems
    return { editionId: await publishEdition(tx, preview, asked), number: preview.number }
  }).catch((error: unknown) => {
    if (error instanceof Forestalled) return 'changed' as const
    throw error
  })
  if (!outcome) return reply.callNotFound()
  if (outcome === 'changed') return lookOver(request, reply, { errors: [], entered, changedSince: true })
  if (Array.isArray(outcome)) return lookOver(request, reply, { errors: outcome, entered, changedSince: false })
  return reply.goTo(`/editions/${outcome.editionId}`, `Edition ${outcome.number} is published. It can never be changed; a later edition can correct it.`)
}

/** Editions: publishing, reading and taking away; and the same papers from the live plan, marked as drafts. */
export function planEditions(app: FastifyInstance) {
  const read = { config: { power: 'editions.read' } }
  const publishing = { config: { power: 'editions.publish' } }
  app.get('/editions', read, list)
  app.get('/editions/:editionId', read, editionView('plans/editions/edition.njk', editionPage))
  app.get('/editions/:editionId/changes', read, editionView('plans/editions/changes.njk', changesPage))
  app.get('/plans/:planId/publish', publishing, (request: PlanRequest, reply) => lookOver(request, reply))
  app.post('/plans/:planId/publish', publishing, publish)
  downloads(app)
}
