import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import type { Paper } from '../../documents/paper.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { selectSchemes } from '../keeping/choices.ts'
import { selectPlan } from '../store.ts'
import {
  addBatch,
  type Batch,
  dropBatch,
  hashOf,
  holdBatch,
  saveMapping,
  selectBatch,
  selectBatches,
  selectPlanOutlines,
  selectSameFile,
  settleBatch,
} from './batch-store.ts'
import { correctedMapping, TakeForm, takeChoices } from './forms.ts'
import { proposeMapping } from './mapping.ts'
import { showChanges, takeChanges } from './next-version.ts'
import { type BatchRequest, type Failed, openBatch, type Opened, planHref, settlingOf } from './opening.ts'
import { paperOf } from './papers.ts'
import { previewPage } from './preview-page.ts'
import { MOST_ITEMS, problemsOf } from './problems.ts'
import { readingPage } from './reading-page.ts'
import { takePlan } from './taking.ts'
import { canUndo, undoImport } from './undoing.ts'
import { uploadPage } from './upload-page.ts'

const edit = { config: { power: 'plans.edit' } }
const today = () => todayInLondon(Temporal.Now.instant())
const planOfBatch = (tx: Tx, { planId }: Batch) =>
  tx.selectFrom('plan').select(['title', 'kind']).where('plan_id', '=', planId).executeTakeFirst()

async function start(request: FastifyRequest, reply: FastifyReply, problem: string | null = null) {
  const listed = await asUser(request.user, async (tx) => {
    const rows = []
    for (const batch of await selectBatches(tx)) {
      const plan = await planOfBatch(tx, batch)
      rows.push({ batch, planTitle: plan?.title ?? null, planKind: plan?.kind ?? null, canUndo: await canUndo(tx, batch) })
    }
    return rows
  })
  return reply.code(problem ? 422 : 200).page('plans/intake/upload.njk', uploadPage(listed, problem))
}

const Upload = z.object({
  file: z.custom<MultipartFile>((value) => typeof value === 'object' && value !== null && 'toBuffer' in value),
})

/** More rows than any paper of a plan has; recognising them would hold everybody else up. */
const MOST_ROWS = 20_000
const rowsOf = (paper: Paper): number =>
  paper.blocks.reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.length : 0), 0)

/** Takes a file in: a wrong one is answered in a sentence and leaves nothing behind; one that was here before leads back to it. */
async function upload(request: FastifyRequest, reply: FastifyReply) {
  const sent = Upload.safeParse(request.body).data?.file
  const bytes = sent && (await sent.toBuffer())
  if (!sent || !bytes || sent.filename === '')
    return start(request, reply, 'Choose the file of your plan: Word, Excel, CSV, Markdown or plain text')
  const read = await paperOf(sent.filename, hashOf(bytes), async () => bytes)
  if (!read.ok) return start(request, reply, read.problem)
  const rows = rowsOf(read.paper)
  if (rows > MOST_ROWS)
    return start(
      request,
      reply,
      `This file has ${rows.toLocaleString('en-GB')} rows, and a plan holds at most ${MOST_ITEMS.toLocaleString('en-GB')} items. Send only the sheet or table that is the plan.`,
    )
  if (proposeMapping(read.paper).regions.length === 0)
    return start(
      request,
      reply,
      'This paper has no tables. A plan is taken from tables: put its actions into one, a row to each, and send it again.',
    )
  const { batch, plan, batchId } = await asUser(request.user, async (tx) => {
    const same = await selectSameFile(tx, hashOf(bytes))
    return {
      batch: same,
      plan: same?.takenAt ? await planOfBatch(tx, same) : null,
      batchId: same?.batchId ?? (await addBatch(tx, sent.filename, bytes)),
    }
  })
  if (batch?.takenAt)
    return reply.goTo(
      '/plans/import',
      `This very file was brought in on ${writeDate(todayInLondon(batch.takenAt))}${plan ? `, for “${plan.title}”` : ''}. Bringing it in again would change nothing.`,
    )
  return reply.goTo(`/plans/import/${batchId}`, batch ? 'This very file is here already, waiting to be taken.' : undefined)
}

async function showReading(request: BatchRequest, reply: FastifyReply) {
  const opened = await openBatch(request)
  if (!opened) return reply.callNotFound()
  if (opened.batch.takenAt) return alreadyTaken(request, reply, opened.batch)
  const plans = await asUser(request.user, selectPlanOutlines)
  return reply.page('plans/intake/reading.njk', readingPage(opened.batch, opened.paper, opened.mapping, opened.reading, plans))
}

async function alreadyTaken(request: FastifyRequest, reply: FastifyReply, batch: Batch) {
  const plan = await asUser(request.user, (tx) => planOfBatch(tx, batch))
  return reply.goTo(
    plan && batch.planId ? planHref(batch.planId, plan.kind) : '/plans/import',
    'This file has been taken already.',
  )
}

async function correctReading(request: BatchRequest, reply: FastifyReply) {
  const opened = await openBatch(request)
  if (!opened) return reply.callNotFound()
  const { mapping, planId } = correctedMapping(request.body, opened.mapping, opened.paper)
  await asUser(request.user, async (tx) =>
    saveMapping(tx, opened.batch.batchId, mapping, planId && (await selectPlan(tx, planId)) ? planId : null),
  )
  const again = z.looseObject({ then: z.literal('look again') }).safeParse(request.body).success
  const newList = mapping.regions.some(
    (region, index) => region.role === 'list' && opened.mapping.regions[index]!.role !== 'list',
  )
  return reply.goTo(`/plans/import/${opened.batch.batchId}${again || newList ? '' : '/preview'}`)
}

async function showPlan(request: BatchRequest, reply: FastifyReply) {
  const opened = await openBatch(request)
  if (!opened) return reply.callNotFound()
  if (opened.batch.takenAt) return alreadyTaken(request, reply, opened.batch)
  return opened.batch.planId ? showChanges(request, reply, opened) : preview(request, reply, opened)
}

async function preview(request: BatchRequest, reply: FastifyReply, { batch, reading }: Opened, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const schemes = await selectSchemes(tx)
    const scheme = (failed && schemes.find(({ schemeId }) => schemeId === failed.entered.schemeId)) ??
      reading.scheme ?? { name: '', values: [] }
    return previewPage(batch, reading, schemes, await settlingOf(tx, reading), problemsOf(reading, scheme), failed)
  })
  return reply.code(failed ? 422 : 200).page('plans/intake/preview.njk', page)
}

async function take(request: BatchRequest, reply: FastifyReply) {
  const opened = await openBatch(request)
  if (!opened) return reply.callNotFound()
  const { batch, reading, mapping } = opened
  const form = parseForm(TakeForm, request.body)
  if (!form.ok) return preview(request, reply, opened, form)
  const entered = form.value
  const outcome = await asUser(request.user, async (tx) => {
    const held = await holdBatch(tx, batch.batchId)
    if (!held) return { gone: true as const }
    const scheme =
      entered.schemeId === 'paper'
        ? reading.scheme
        : (await selectSchemes(tx)).find(({ schemeId }) => schemeId === entered.schemeId)
    if (!scheme) return { errors: [{ field: 'schemeId', text: 'Choose how items are rated' }] }
    const problems = problemsOf(reading, scheme)
    if (problems.length > 0)
      return { errors: problems.map(({ place, sentence }) => ({ field: 'problems', text: `${place}: ${sentence}` })) }
    const settling = await settlingOf(tx, reading)
    const planId = await takePlan(
      tx,
      held,
      reading,
      takeChoices(entered, reading, settling.questions, settling.partners),
      today(),
    )
    await settleBatch(tx, held, mapping, planId, { made: 'plan', items: reading.items.length, changes: 0 })
    return { planId }
  })
  if (outcome.errors) return preview(request, reply, opened, { errors: outcome.errors, entered })
  if (outcome.gone) return reply.goTo('/plans/import', 'This file has been taken or dropped already.')
  return reply.goTo(
    planHref(outcome.planId, entered.kind),
    `“${entered.title}” is brought in, with ${reading.items.length.toLocaleString('en-GB')} items. Until somebody works on it, you can undo this under “Bring a plan in”.`,
  )
}

async function drop(request: BatchRequest, reply: FastifyReply) {
  const known = z.uuid().safeParse(request.params.batchId).success
  const dropped = known && (await asUser(request.user, (tx) => dropBatch(tx, request.params.batchId)))
  return dropped ? reply.goTo('/plans/import', 'The file is dropped. Nothing was taken from it.') : reply.callNotFound()
}

async function undo(request: BatchRequest, reply: FastifyReply) {
  const undone = await asUser(request.user, async (tx) => {
    const batch = z.uuid().safeParse(request.params.batchId).success ? await selectBatch(tx, request.params.batchId) : null
    return batch && { batch, done: await undoImport(tx, batch, today()) }
  })
  if (!undone) return reply.callNotFound()
  return reply.goTo(
    '/plans/import',
    undone.done
      ? 'The plan is closed and its items are withdrawn. The file may be brought in again.'
      : 'This can no longer be undone: the plan has been worked on since.',
  )
}

/** Bringing a plan in: the file, how it was read, the plan it holds, and taking it whole or not at all. */
export function intake(app: FastifyInstance) {
  app.get('/plans/import', edit, (request, reply) => start(request, reply))
  app.post('/plans/import', edit, upload)
  app.get<{ Params: { batchId: string } }>('/plans/import/:batchId', edit, showReading)
  app.post<{ Params: { batchId: string } }>('/plans/import/:batchId', edit, correctReading)
  app.get<{ Params: { batchId: string } }>('/plans/import/:batchId/preview', edit, showPlan)
  app.post<{ Params: { batchId: string } }>('/plans/import/:batchId/take', edit, take)
  app.post<{ Params: { batchId: string } }>('/plans/import/:batchId/change', edit, takeChanges)
  app.post<{ Params: { batchId: string } }>('/plans/import/:batchId/drop', edit, drop)
  app.post<{ Params: { batchId: string } }>('/plans/import/:batchId/undo', edit, undo)
}
