import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { spanOf } from '../derivation.ts'
import { bothPage } from './both.ts'
import { dropDraft, type Entered, readEntered, saveDraft, selectDraft, typed } from './draft.ts'
import { evidenceRoutes } from './evidence-routes.ts'
import { BothForm, UpdateForm } from './forms.ts'
import { checkPage, firstEntered, ratingPage } from './rating.ts'
import { isOvertaken, Overtaken, type Position, selectUpdatable, sendUpdate, type Updatable } from './store.ts'
import { merge, reasonAsked, type Said, type TimeQuestion, timeQuestions, whatStands } from './update.ts'

const today = () => todayInLondon(Temporal.Now.instant())
type ItemRequest = FastifyRequest<{ Params: { itemId: string } }>
const at = (request: ItemRequest, page: string) => `/items/${request.params.itemId}/update/${page}`

/** An update that could be sent, or what is still wrong with it or asked of it. */
type Judged = { ok: true; said: Position } | { ok: false; errors: FieldError[]; questions: TimeQuestion[] }

const textsOf = ({ stateNote, reason, narrative, outcome }: Said) => ({ stateNote, reason, narrative, outcome })

function judge({ plan, item }: Updatable, { said, accepted }: Entered): Judged {
  const form = parseForm(UpdateForm(plan.scheme.values.map(({ word }) => word), item.state, today()), said)
  const questions = timeQuestions(textsOf(said), accepted, today())
  if (!form.ok) return { ok: false, errors: form.errors, questions }
  const asked = form.value.reason ? null : reasonAsked(plan.scheme, item, form.value, spanOf(plan, today()))
  if (!asked && questions.length === 0) return { ok: true, said: form.value }
  return { ok: false, errors: asked ? [{ field: 'reason', text: asked }] : [], questions }
}

type Step = { go: string; message?: string } | { template: string; model: object; status?: number } | null

/** Answers a request about one item's update with the step that `work` decides on; without the item, as if it were not there. */
async function step(request: ItemRequest, reply: FastifyReply, work: (found: Updatable, draft: Entered | null, tx: Parameters<typeof selectDraft>[0]) => Promise<Step>) {
  const next = await asUser(request.user, async (tx) => {
    const found = await selectUpdatable(tx, request.params.itemId)
    return found && work(found, await selectDraft(tx, found.item.itemId), tx)
  })
  if (!next) return reply.callNotFound()
  return 'go' in next ? reply.goTo(next.go, next.message) : reply.code(next.status ?? 200).page(next.template, next.model)
}

const ratingStep = (found: Updatable, entered: Entered, judged: { errors: FieldError[]; questions: TimeQuestion[] }, status = 200): Step => ({
  template: 'plans/updates/rating.njk', model: ratingPage(found, entered, judged, today()), status,
})

const bothStep = ({ plan, item }: Updatable, draft: Entered, status = 200): Step => ({ template: 'plans/updates/both.njk', model: bothPage(plan, item, draft), status })

const rating = (request: ItemRequest, reply: FastifyReply) =>
  step(request, reply, async (found, draft) => ratingStep(found, draft ?? firstEntered(found.plan, found.item, today()), { errors: [], questions: [] }))

/** Keeps what was typed whether right or wrong, then says what is next: a correction, the other person's version, or the last look. */
const saveRating = (request: ItemRequest, reply: FastifyReply) =>
  step(request, reply, async (found, draft, tx) => {
    const body = typed(request.body)
    const posted = readEntered({ ...body, accepted: draft?.accepted ?? [] })
    const entered = body.asItStands ? { ...posted, accepted: [...posted.accepted, ...timeQuestions(textsOf(posted.said), posted.accepted, today()).map(({ words }) => words)] } : posted
    await saveDraft(tx, found.item.itemId, entered)
    if (body.keep === 'draft') return { go: `/items/${found.item.itemId}`, message: 'Your draft is kept. Come back to it from My work.' }
    const judged = judge(found, entered)
    if (!judged.ok) return ratingStep(found, entered, judged, 422)
    return { go: at(request, isOvertaken(found.item, entered) ? 'both' : 'check') }
  })

const both = (request: ItemRequest, reply: FastifyReply) =>
  step(request, reply, async (found, draft) => (draft ? bothStep(found, draft) : { go: at(request, 'rating') }))

/** Makes one version of the two as chosen, to follow the newer. If a yet newer one came, both are shown again. */
const chooseBetween = (request: ItemRequest, reply: FastifyReply) =>
  step(request, reply, async (found, draft, tx) => {
    const form = parseForm(BothForm, typed(request.body))
    if (!draft || !form.ok) return { go: at(request, 'rating') }
    const { seen, version, ...choices } = form.value
    if (isOvertaken(found.item, { follows: seen, version })) return bothStep(found, draft, 409)
    const merged = { ...draft, said: merge(draft.said, whatStands(found.item), choices), follows: seen, version }
    await saveDraft(tx, found.item.itemId, merged)
    const judged = judge(found, merged)
    return judged.ok ? { go: at(request, 'check') } : ratingStep(found, merged, judged, 422)
  })

const check = (request: ItemRequest, reply: FastifyReply) =>
  step(request, reply, async (found, draft) => {
    if (!draft) return { go: at(request, 'rating') }
    if (isOvertaken(found.item, draft)) return { go: at(request, 'both') }
    const judged = judge(found, draft)
    return judged.ok ? { template: 'plans/updates/check.njk', model: checkPage(found, judged.said, today()) } : ratingStep(found, draft, judged)
  })

async function send(request: ItemRequest, reply: FastifyReply) {
  try {
    return await step(request, reply, async (found, draft, tx) => {
      if (!draft) return { go: `/items/${found.item.itemId}`, message: 'There was nothing more to send.' }
      if (isOvertaken(found.item, draft)) throw new Overtaken()
      const judged = judge(found, draft)
      if (!judged.ok) return ratingStep(found, draft, judged, 422)
      await sendUpdate(tx, found, judged.said, draft, today())
      return { go: `/items/${found.item.itemId}`, message: `Thank you. ${found.item.code} is rated ${judged.said.declared}.` }
    })
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error
    return step(request, reply, async (found, draft) => (draft ? bothStep(found, draft, 409) : { go: at(request, 'rating') }))
  }
}

const drop = (request: ItemRequest, reply: FastifyReply) =>
  step(request, reply, async (found, _, tx) => {
    await dropDraft(tx, found.item.itemId)
    return { go: `/items/${found.item.itemId}`, message: 'Your draft is dropped. Evidence you recorded stays.' }
  })

/** Saying where an item stands: evidence first, then the rating, then why it differs, then a last look. */
export function planUpdates(app: FastifyInstance) {
  const update = { config: { power: 'plans.update' } }
  type OfItem = { Params: { itemId: string } }
  evidenceRoutes(app)
  app.get<OfItem>('/items/:itemId/update/rating', update, rating)
  app.post<OfItem>('/items/:itemId/update/rating', update, saveRating)
  app.get<OfItem>('/items/:itemId/update/both', update, both)
  app.post<OfItem>('/items/:itemId/update/both', update, chooseBetween)
  app.get<OfItem>('/items/:itemId/update/check', update, check)
  app.post<OfItem>('/items/:itemId/update/check', update, send)
  app.post<OfItem>('/items/:itemId/update/drop', update, drop)
}
