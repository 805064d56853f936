import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { asUser, audit } from '../../db/tx.ts'
import { type FieldError, optionalText, parseForm } from '../../web/forms.ts'
import { editionPage, editionsPage, publishPage } from './pages.ts'
import { actionPlanPaper, boardPaper, planCsv, planWorkbook, type Standing } from './papers.ts'
import type { Shown } from './shown.ts'
import { type Edition, type Preview, previewEdition, publishEdition, selectEdition, selectEditions } from './store.ts'

const today = () => todayInLondon(Temporal.Now.instant())
const asUuid = (text: string) => z.uuid().safeParse(text).data ?? null

type PlanRequest = FastifyRequest<{ Params: { planId: string } }>

const PublishForm = z.object({
  fingerprint: z.string().length(32),
  overrideReason: optionalText(2000),
  correct: z.string().optional(),
  correctionNote: optionalText(2000),
})

async function preview(request: PlanRequest, reply: FastifyReply, errors: readonly FieldError[] = [], status = 200, changedSince = false) {
  const found = asUuid(request.params.planId) && (await asUser(request.user, (tx) => previewEdition(tx, request.params.planId, request.user.partnershipName, today())))
  if (!found) return reply.callNotFound()
  return reply.code(status).page('plans/editions/publish.njk', publishPage(found, errors, (request.body as Record<string, unknown>) ?? {}, changedSince))
}

/** Why this may not be published as it was asked for, field by field. */
function publishProblems({ blocking, number }: Preview, { overrideReason, correct, correctionNote }: z.infer<typeof PublishForm>): FieldError[] {
  const unexplained = blocking.length > 0 && (overrideReason?.length ?? 0) < 20
  return [
    ...(unexplained ? [{ field: 'overrideReason', text: `${blocking.length === 1 ? 'A finding stops' : `${blocking.length} findings stop`} publication. Put ${blocking.length === 1 ? 'it' : 'them'} right, or say in 20 characters or more why you publish all the same; your reason is printed` }] : []),
    ...(correct && number > 1 && !correctionNote ? [{ field: 'correctionNote', text: 'Say what was wrong in the last edition; it is printed' }] : []),
  ]
}

const isUniqueViolation = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23505'

async function publish(request: PlanRequest, reply: FastifyReply) {
  const form = parseForm(PublishForm, request.body)
  if (!form.ok || !asUuid(request.params.planId)) return preview(request, reply, [], 422)
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const found = await previewEdition(tx, request.params.planId, request.user.partnershipName, today())
      if (!found) return null
      if (found.fingerprint !== form.value.fingerprint) return { changedSince: true, errors: [] }
      const errors = publishProblems(found, form.value)
      if (errors.length > 0) return { changedSince: false, errors }
      const correcting = Boolean(form.value.correct) && found.number > 1
      const editionId = await publishEdition(tx, found, {
        overrideReason: found.blocking.length > 0 ? form.value.overrideReason : null,
        corrects: correcting ? found.number - 1 : null,
        correctionNote: correcting ? form.value.correctionNote : null,
      })
      return { editionId, number: found.number }
    })
    if (!outcome) return reply.callNotFound()
    if (outcome.editionId) return reply.goTo(`/editions/${outcome.editionId}`, `Edition ${outcome.number} is published. It can never be changed.`)
    return preview(request, reply, outcome.errors, outcome.changedSince ? 409 : 422, outcome.changedSince)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return preview(request, reply, [], 409, true)
  }
}

type Written = { extension: string; type: string; write: (shown: Shown, standing: Standing) => Promise<Uint8Array> | string }

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const PAPERS: Record<string, Written> = {
  'board-paper.docx': { extension: 'docx', type: WORD, write: boardPaper },
  'action-plan.docx': { extension: 'docx', type: WORD, write: actionPlanPaper },
  'plan.xlsx': { extension: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: planWorkbook },
  'plan.csv': { extension: 'csv', type: 'text/csv; charset=utf-8', write: planCsv },
}

const fileName = (shown: Shown, standing: string, paper: string) =>
  `${[shown.title, standing, paper.split('.')[0]].join(' ').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 100)}.${paper.split('.')[1]}`

async function sendPaper(reply: FastifyReply, paper: string, shown: Shown, standing: Standing, name: string) {
  const written = await PAPERS[paper]!.write(shown, standing)
  return reply
    .type(PAPERS[paper]!.type)
    .header('content-disposition', `attachment; filename="${fileName(shown, name, paper)}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(typeof written === 'string' ? written : Buffer.from(written))
}

const standingOf = (edition: Edition): Standing => ({
  line: `Edition ${edition.number}, published ${writeDate(todayInLondon(edition.publishedAt))}`,
  changes: edition.changes,
  overrideReason: edition.overrideReason,
  correction: edition.corrects ? `This edition corrects edition ${edition.corrects}: ${edition.correctionNote}` : null,
})

/** Editions: publishing, reading and taking away; and the same papers from the live plan, marked as drafts. */
export function planEditions(app: FastifyInstance) {
  const read = { config: { power: 'editions.read' } }
  const publishing = { config: { power: 'editions.publish' } }
  type EditionParams = { Params: { editionId: string } }
  type PlanParams = { Params: { planId: string } }

  app.get('/editions', read, async (request, reply) => {
    const planId = asUuid(String((request.query as { plan?: unknown }).plan ?? '')) ?? undefined
    const editions = await asUser(request.user, (tx) => selectEditions(tx, planId))
    return reply.page('plans/editions/editions.njk', editionsPage(editions, planId ? (editions[0]?.title ?? null) : null))
  })
  app.get<EditionParams>('/editions/:editionId', read, async (request, reply) => {
    const editionId = asUuid(request.params.editionId)
    const edition = editionId ? await asUser(request.user, (tx) => selectEdition(tx, editionId)) : null
    return edition ? reply.page('plans/editions/edition.njk', editionPage(edition)) : reply.callNotFound()
  })
  app.get<PlanParams>('/plans/:planId/publish', publishing, (request, reply) => preview(request, reply))
  app.post<PlanParams>('/plans/:planId/publish', publishing, publish)

  for (const paper of Object.keys(PAPERS)) {
    app.get<EditionParams>(`/editions/:editionId/${paper}`, read, async (request, reply) => {
      const editionId = asUuid(request.params.editionId)
      const edition = editionId && (await asUser(request.user, async (tx) => {
        const found = await selectEdition(tx, editionId)
        if (found) audit(tx, { act: 'disclosed', subjectKind: 'edition', subjectId: editionId, details: { paper } })
        return found
      }))
      return edition ? sendPaper(reply, paper, edition.shown, standingOf(edition), `edition ${edition.number}`) : reply.callNotFound()
    })
    app.get<PlanParams>(`/plans/:planId/${paper}`, { config: { power: 'plans.read' } }, async (request, reply) => {
      const planId = asUuid(request.params.planId)
      const draft = planId && (await asUser(request.user, async (tx) => {
        const found = await previewEdition(tx, planId, request.user.partnershipName, today())
        if (found) audit(tx, { act: 'disclosed', subjectKind: 'plan', subjectId: planId, details: { paper } })
        return found
      }))
      if (!draft) return reply.callNotFound()
      const standing = { line: `Draft, not published, as at ${writeDate(today())}`, changes: draft.changes, overrideReason: null, correction: null }
      return sendPaper(reply, paper, draft.shown, standing, 'draft')
    })
  }
}
