import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { derive, spanOf } from '../derivation.ts'
import type { Item, Plan } from '../plan.ts'
import { EvidenceForm, UpdateForm, WithdrawForm } from './forms.ts'
import { evidencePage, type Failed, ratingPage, standing, timeQuestions } from './pages.ts'
import { addEvidence, dropDraft, Overtaken, saveDraft, selectDraft, selectItemOfPlan, selectOwnedItems, sendUpdate, withdrawEvidence } from './store.ts'

const today = () => todayInLondon(Temporal.Now.instant())
const update = { config: { power: 'plans.update' } }

type ItemRequest = FastifyRequest<{ Params: { itemId: string } }>
type Updatable = { plan: Plan; item: Item; owned: Set<string> }

/** The item with its plan, if this account may say where it stands; else null, as if it were not there. */
async function updatable(tx: Tx, itemId: string): Promise<Updatable | null> {
  if (!z.uuid().safeParse(itemId).success) return null
  const found = await selectItemOfPlan(tx, itemId)
  const owned = found ? await selectOwnedItems(tx, found.plan.planId) : new Set<string>()
  return found && owned.has(itemId) ? { ...found, owned } : null
}

async function evidence(request: ItemRequest, reply: FastifyReply, failed: Failed = null, questions: readonly FieldError[] = []) {
  const page = await asUser(request.user, async (tx) => {
    const found = await updatable(tx, request.params.itemId)
    return found && evidencePage(found.plan, found.item, found.owned, await selectDraft(tx, found.item.itemId), failed, questions, today())
  })
  return page ? reply.code(failed ? 422 : 200).page('plans/updates/evidence.njk', page) : reply.callNotFound()
}

async function saveEvidence(request: ItemRequest, reply: FastifyReply) {
  const form = parseForm(EvidenceForm, request.body)
  if (!form.ok) return evidence(request, reply, form)
  const { statement, also, to, asItStands, ...value } = form.value
  const questions = asItStands ? [] : timeQuestions({ statement }, today())
  if (questions.length > 0) return evidence(request, reply, { errors: [], entered: request.body as Record<string, unknown> }, questions)
  const code = await asUser(request.user, async (tx) => {
    const found = await updatable(tx, request.params.itemId)
    if (!found) return null
    const itemIds = [found.item.itemId, ...also.filter((id) => found.owned.has(id))]
    await addEvidence(tx, found.plan.planId, { ...value, to: to ?? value.from, statement, itemIds })
    return found.item.code
  })
  return code ? reply.goTo(`/items/${request.params.itemId}/update`, 'The evidence is recorded.') : reply.callNotFound()
}

async function takeOutEvidence(request: ItemRequest, reply: FastifyReply) {
  const form = parseForm(WithdrawForm, request.body)
  if (!form.ok) return evidence(request, reply, form)
  const done = await asUser(request.user, async (tx) => {
    const found = await updatable(tx, request.params.itemId)
    const own = found?.item.evidence.some(({ evidenceId }) => evidenceId === form.value.evidenceId)
    return own ? withdrawEvidence(tx, form.value.evidenceId, form.value.reason) : false
  })
  return done ? reply.goTo(`/items/${request.params.itemId}/update`, 'That evidence no longer counts. Its words and your reason are kept.') : reply.callNotFound()
}

async function rating(request: ItemRequest, reply: FastifyReply) {
  const page = await asUser(request.user, async (tx) => {
    const found = await updatable(tx, request.params.itemId)
    if (!found) return null
    const draft = await selectDraft(tx, found.item.itemId)
    const latest = found.item.updates[0] ?? null
    const overtaken = draft && (latest?.updateId ?? null) !== draft.follows ? latest : null
    return ratingPage(found.plan, found.item, draft?.entered ?? standing(found.plan, found.item, today()), [], [], overtaken, today())
  })
  return page ? reply.page('plans/updates/rating.njk', page) : reply.callNotFound()
}

/** What is still wrong or unclear about a filled-in update, beyond its form. */
function judge(plan: Plan, item: Item, value: z.infer<ReturnType<typeof UpdateForm>>): { errors: FieldError[]; questions: FieldError[] } {
  const derived = derive(plan.scheme, { ...item, state: value.state }, spanOf(plan, today())).word
  const differs = derived !== null && derived !== value.declared
  const errors = differs && !value.reason ? [{ field: 'reason', text: `The criteria give ${derived} on the facts recorded. Say why you rate it ${value.declared}` }] : []
  return { errors, questions: value.asItStands ? [] : timeQuestions({ narrative: value.narrative, reason: value.reason, outcome: value.outcome }, today()) }
}

async function send(request: ItemRequest, reply: FastifyReply) {
  const entered = request.body as Record<string, unknown>
  const again = async (status: number, errors: readonly FieldError[], questions: readonly FieldError[], overtaken: boolean) => {
    const page = await asUser(request.user, async (tx) => {
      const found = await updatable(tx, request.params.itemId)
      return found && ratingPage(found.plan, found.item, entered, errors, questions, overtaken ? (found.item.updates[0] ?? null) : null, today())
    })
    return page ? reply.code(status).page('plans/updates/rating.njk', page) : reply.callNotFound()
  }
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const found = await updatable(tx, request.params.itemId)
      if (!found) return null
      const { plan, item } = found
      if (entered.keep === 'draft') {
        await saveDraft(tx, item.itemId, entered, z.uuid().safeParse(entered.follows).data ?? null)
        return { said: 'Your draft is kept. Only you and the coordinators see it.' }
      }
      const form = parseForm(UpdateForm(plan.scheme.values.map(({ word }) => word), item.state), entered)
      if (!form.ok) return { errors: form.errors, questions: [] }
      const judged = judge(plan, item, form.value)
      if (judged.errors.length + judged.questions.length > 0) return judged
      await sendUpdate(tx, plan, item, form.value, form.value.follows, today())
      return { said: `Thank you. ${item.code} is rated ${form.value.declared}.` }
    })
    if (!outcome) return reply.callNotFound()
    return 'said' in outcome ? reply.goTo(`/items/${request.params.itemId}`, outcome.said) : again(422, outcome.errors, outcome.questions, false)
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error
    return again(409, [{ field: 'declared', text: 'Someone else said where this stands while you were writing. Both versions are below; nothing of yours is lost' }], [], true)
  }
}

async function drop(request: ItemRequest, reply: FastifyReply) {
  const found = await asUser(request.user, async (tx) => {
    const item = await updatable(tx, request.params.itemId)
    if (item) await dropDraft(tx, item.item.itemId)
    return item !== null
  })
  return found ? reply.goTo(`/items/${request.params.itemId}`, 'Your draft is dropped.') : reply.callNotFound()
}

/** Saying where an item stands: evidence first, then the rating, then why it differs. */
export function planUpdates(app: FastifyInstance) {
  app.get<{ Params: { itemId: string } }>('/items/:itemId/update', update, (request, reply) => evidence(request, reply))
  app.post<{ Params: { itemId: string } }>('/items/:itemId/evidence', update, saveEvidence)
  app.post<{ Params: { itemId: string } }>('/items/:itemId/evidence/withdraw', update, takeOutEvidence)
  app.get<{ Params: { itemId: string } }>('/items/:itemId/update/rating', update, rating)
  app.post<{ Params: { itemId: string } }>('/items/:itemId/update/rating', update, send)
  app.post<{ Params: { itemId: string } }>('/items/:itemId/update/drop', update, drop)
}
