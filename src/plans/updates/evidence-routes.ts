import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { spanOf } from '../derivation.ts'
import type { Evidence } from '../plan.ts'
import { selectDraft, typed } from './draft.ts'
import { evidencePage, type Failed, putRightPage, recordedMessage } from './evidence.ts'
import { addEvidence, selectCorrectable, selectTakenOut, withdrawEvidence } from './evidence-store.ts'
import { EvidenceForm, PutRightForm, WithdrawForm } from './forms.ts'
import { Overtaken, selectUpdatable, type Updatable } from './store.ts'
import { timeQuestions } from './update.ts'

const today = () => todayInLondon(Temporal.Now.instant())

type ItemRequest = FastifyRequest<{ Params: { itemId: string } }>
type EvidenceRequest = FastifyRequest<{ Params: { itemId: string; evidenceId: string } }>

/** Nothing typed at all: the person only wants to go on. */
const isBlank = (entered: Record<string, unknown>) =>
  ['kind', 'statement', 'from', 'to', 'quantity', 'unit', 'also', 'alsoCodes'].every((name) => !entered[name])

async function page(request: ItemRequest, reply: FastifyReply, failed: Failed = null) {
  const model = await asUser(request.user, async (tx) => {
    const found = await selectUpdatable(tx, request.params.itemId)
    if (!found) return null
    const { itemId } = found.item
    const shown = {
      draft: await selectDraft(tx, itemId),
      correctable: await selectCorrectable(tx, itemId),
      takenOut: await selectTakenOut(tx, itemId, spanOf(found.plan, today()).starts),
      failed,
    }
    return evidencePage(found, shown, today())
  })
  return model ? reply.code(failed ? 422 : 200).page('plans/updates/evidence.njk', model) : reply.callNotFound()
}

/** The items a piece serves besides: ticked, or typed as codes. One that this account may not add to is left off if ticked, and said if typed. */
function alsoServed({ plan, owned }: Updatable, also: readonly string[], alsoCodes: string | null): { itemIds: string[]; unknown: string[] } {
  const codes = (alsoCodes ?? '').split(/[,;\n]/).map((code) => code.trim()).filter(Boolean)
  const found = codes.map((code) => plan.items.find((item) => item.code.toLowerCase() === code.toLowerCase() && owned.has(item.itemId)))
  return {
    itemIds: [...also.filter((id) => owned.has(id)), ...found.flatMap((item) => item?.itemId ?? [])],
    unknown: codes.filter((_, index) => !found[index]),
  }
}

const unknownCodes = (unknown: readonly string[]): FieldError[] =>
  unknown.length === 0 ? [] : [{ field: 'alsoCodes', text: `This plan has no item ${unknown.join(', ')} that you may add to. Give the codes as the plan prints them` }]

async function record(request: ItemRequest, reply: FastifyReply) {
  const entered = typed(request.body)
  const onwards = entered.next === 'rating' ? `/items/${request.params.itemId}/update/rating` : `/items/${request.params.itemId}/update`
  if (entered.next === 'rating' && isBlank(entered)) return reply.goTo(onwards)
  const form = parseForm(EvidenceForm(today()), entered)
  if (!form.ok) return page(request, reply, form)
  const { also, alsoCodes, ...fields } = form.value
  const questions = entered.asItStands ? [] : timeQuestions({ statement: fields.statement }, [], today())
  if (questions.length > 0) return page(request, reply, { errors: [], questions, entered })
  const outcome = await asUser(request.user, async (tx) => {
    const found = await selectUpdatable(tx, request.params.itemId)
    if (!found) return null
    const { itemIds, unknown } = alsoServed(found, also, alsoCodes)
    if (unknown.length > 0) return { errors: unknownCodes(unknown) }
    // Sent twice by a second click, or by going back: it is one fact.
    if (found.item.evidence.some((each) => isSame(each, fields))) return { said: 'That evidence was recorded already. It counts once.' }
    await addEvidence(tx, found.plan.planId, fields, [found.item.itemId, ...itemIds])
    return { said: recordedMessage(fields, spanOf(found.plan, today())) }
  })
  if (!outcome) return reply.callNotFound()
  return 'said' in outcome ? reply.goTo(onwards, outcome.said) : page(request, reply, { errors: outcome.errors, entered })
}

const isSame = (evidence: Evidence, fields: { kind: string; statement: string; from: string; to: string }) =>
  evidence.kind === fields.kind && evidence.statement === fields.statement && evidence.from.toString() === fields.from && evidence.to.toString() === fields.to

/** A piece of evidence that this account may put right, with its item; 'gone' when it no longer stands, null when there is no such item or it may not. */
async function correctable(tx: Tx, { params }: EvidenceRequest): Promise<(Updatable & { evidence: Evidence }) | 'gone' | null> {
  const found = z.uuid().safeParse(params.evidenceId).success ? await selectUpdatable(tx, params.itemId) : null
  if (!found) return null
  const evidence = found.item.evidence.find(({ evidenceId }) => evidenceId === params.evidenceId)
  if (!evidence) return 'gone'
  return (await selectCorrectable(tx, params.itemId)).has(evidence.evidenceId) ? { ...found, evidence } : null
}

const BEFORE_YOU = { field: 'statement', text: 'Someone put that evidence right before you. What you typed is below: record it if it is still needed' }

async function putRight(request: EvidenceRequest, reply: FastifyReply, failed: Failed = null) {
  const model = await asUser(request.user, async (tx) => {
    const found = await correctable(tx, request)
    return found && found !== 'gone' ? putRightPage(found, found.evidence, failed) : found
  })
  if (!model || (model === 'gone' && !failed)) return reply.callNotFound()
  if (model === 'gone') return page(request, reply, { errors: [BEFORE_YOU], entered: failed!.entered })
  return reply.code(failed ? 422 : 200).page('plans/updates/put-right.njk', model)
}

async function replace(request: EvidenceRequest, reply: FastifyReply) {
  const entered = typed(request.body)
  const form = parseForm(PutRightForm(today()), entered)
  if (!form.ok) return putRight(request, reply, form)
  const { also, alsoCodes, replacedReason, ...fields } = form.value
  const questions = entered.asItStands ? [] : timeQuestions({ statement: fields.statement, replacedReason }, [], today())
  if (questions.length > 0) return putRight(request, reply, { errors: [], questions, entered })
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const found = await correctable(tx, request)
      if (!found || found === 'gone') return { errors: [] }
      const { itemIds, unknown } = alsoServed(found, also, alsoCodes)
      if (unknown.length > 0) return { errors: unknownCodes(unknown) }
      const others = found.evidence.itemIds.filter((id) => !found.owned.has(id))
      const by = await addEvidence(tx, found.plan.planId, fields, [found.item.itemId, ...itemIds, ...others])
      if (!(await withdrawEvidence(tx, found.evidence.evidenceId, replacedReason, by))) throw new Overtaken()
      return 'done'
    })
    if (outcome !== 'done') return putRight(request, reply, { errors: outcome.errors, entered })
    return reply.goTo(`/items/${request.params.itemId}/update`, 'The evidence is put right. What it said before, and your reason, are kept.')
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error
    return putRight(request, reply, { errors: [], entered })
  }
}

async function takeOut(request: EvidenceRequest, reply: FastifyReply) {
  const entered = typed(request.body)
  const form = parseForm(WithdrawForm, entered)
  if (!form.ok) return putRight(request, reply, { ...form, entered: await standing(request, entered) })
  const done = await asUser(request.user, async (tx) => {
    const found = await correctable(tx, request)
    return found && found !== 'gone' ? withdrawEvidence(tx, found.evidence.evidenceId, form.value.withdrawReason) : found && false
  })
  if (done === null) return reply.callNotFound()
  return reply.goTo(`/items/${request.params.itemId}/update`, done ? 'That evidence no longer counts. Its words and your reason are kept.' : 'Someone put that evidence right, or took it out, before you.')
}

/** The piece as it stands, for a page whose other form failed. */
async function standing(request: EvidenceRequest, entered: Record<string, unknown>) {
  const model = await asUser(request.user, async (tx) => {
    const found = await correctable(tx, request)
    return found && found !== 'gone' ? putRightPage(found, found.evidence, null) : null
  })
  return { ...model?.entered, ...entered }
}

/** What happened, recorded before anyone says how it is going. */
export function evidenceRoutes(app: FastifyInstance) {
  const update = { config: { power: 'plans.update' } }
  type OfItem = { Params: { itemId: string } }
  type OfEvidence = { Params: { itemId: string; evidenceId: string } }
  app.get<OfItem>('/items/:itemId/update', update, (request, reply) => page(request, reply))
  app.post<OfItem>('/items/:itemId/evidence', update, record)
  app.get<OfEvidence>('/items/:itemId/evidence/:evidenceId', update, (request, reply) => putRight(request, reply))
  app.post<OfEvidence>('/items/:itemId/evidence/:evidenceId', update, replace)
  app.post<OfEvidence>('/items/:itemId/evidence/:evidenceId/take-out', update, takeOut)
}
