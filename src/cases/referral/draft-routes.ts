import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import type { FieldError } from '../../web/forms.ts'
import { safeFile } from '../../documents/safe-file.ts'
import { sentFile } from '../../web/sent-file.ts'
import { selectRules, selectScheme, today } from '../rules/rule-store.ts'
import { type Item, type List, LISTS, MOST_ITEMS, type Typed, typedIn, withItem } from './draft-answers.ts'
import { FIELDS } from './draft-forms.ts'
import { beginPage, draftUrl, filesPage, itemPage, listPage, nextUrl, type SeenDraft, stepPage } from './draft-pages.ts'
import { lacksOf, referralOf, wrongInItem, wrongInStep } from './draft-referral.ts'
import { addDraft, addDraftFile, discardDraft, MOST_FILES, removeDraftFile, saveStep, selectAnswers, selectDraftFiles, takeDraftFiles } from './draft-store.ts'
import { checkPage } from './draft-words.ts'
import { selectOpenScheme } from './open-scheme.ts'
import { insertReferral } from './store.ts'

const refers = { config: { power: 'cases.refer' } }
const uploads = { ...refers, bodyLimit: 21 * 1024 * 1024 }
type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>
type DraftRequest = FastifyRequest<{ Params: { draftId: string } }>

const isId = (id: unknown): id is string => z.uuid().safeParse(id).success
const sent = (request: FastifyRequest, name: string): unknown => (request.body as Record<string, unknown> | null | undefined)?.[name]
const asked = (request: FastifyRequest, name: string): unknown => (request.query as Record<string, unknown>)[name]
const thenOf = (request: FastifyRequest) => (asked(request, 'then') === 'check' ? 'check' : null)
const isForLater = (request: FastifyRequest) => sent(request, 'later') === 'yes'
const SAVED = 'The referral is saved and not sent. Return to it here'

/** Does something with a draft of whoever asks; null where they have no such draft. `locked`: it is about to be changed. */
async function onDraft<T>(request: DraftRequest, work: (tx: Tx, seen: SeenDraft) => Promise<T> | T, { locked = false } = {}): Promise<T | null> {
  const { draftId } = request.params
  if (!isId(draftId)) return null
  return asUser(request.user, async (tx) => {
    const draft = await selectAnswers(tx, draftId, { locked })
    const scheme = draft && (await selectScheme(tx, draft.schemeId))
    if (!draft || !scheme) return null
    const rules = await selectRules(tx, scheme, 'criteria', today())
    return work(tx, { draftId, schemeId: scheme.schemeId, schemeName: scheme.name, answers: draft.answers, questions: rules?.rules.questions ?? [], files: await selectDraftFiles(tx, draftId) })
  })
}

const change = <T>(request: DraftRequest, work: (tx: Tx, seen: SeenDraft) => Promise<T>) => onDraft(request, work, { locked: true })

async function show(request: DraftRequest, reply: FastifyReply, template: string, pageOf: (seen: SeenDraft) => object | null, status = 200) {
  const page = await onDraft(request, (_, seen) => pageOf(seen))
  return page ? reply.code(status).page(`cases/referral/${template}.njk`, page) : reply.callNotFound()
}

/** The full referral form: steps on pages of their own, kept as one goes, and sent when nothing is lacking. */
export function drafts(app: FastifyInstance) {
  app.get('/refer/:schemeId/full', refers, (request: SchemeRequest, reply) => begin(request, reply))
  app.post('/refer/:schemeId/full', refers, async (request: SchemeRequest, reply) => {
    const typed = typedIn(FIELDS.why, request.body)
    const errors = isForLater(request) ? [] : wrongInStep('why', typed, [])
    if (errors.length > 0) return begin(request, reply, { errors, typed })
    const draftId = await asUser(request.user, async (tx) => {
      const scheme = await selectOpenScheme(tx, request.params.schemeId)
      const made = scheme && (await addDraft(tx, scheme.schemeId))
      if (made) await saveStep(tx, made, 'why', typed)
      return made
    })
    if (!draftId) return reply.callNotFound()
    return isForLater(request) ? reply.goTo('/referrals', SAVED) : reply.goTo(draftUrl(draftId, '/people'))
  })
  for (const step of ['why', 'criteria', 'consent'] as const) {
    app.get(`/refer/drafts/:draftId/${step}`, refers, (request: DraftRequest, reply) => show(request, reply, `draft-${step}`, (seen) => stepPage(seen, step, { then: thenOf(request) })))
    app.post(`/refer/drafts/:draftId/${step}`, refers, (request: DraftRequest, reply) => keepStep(request, reply, step))
  }
  for (const list of LISTS) {
    app.get(`/refer/drafts/:draftId/${list}`, refers, (request: DraftRequest, reply) => show(request, reply, 'draft-list', (seen) => listPage(seen, list, { then: thenOf(request) })))
    app.post(`/refer/drafts/:draftId/${list}`, refers, (request: DraftRequest, reply) => removeItem(request, reply, list))
    app.get(`/refer/drafts/:draftId/${list}/one`, refers, (request: DraftRequest, reply) => show(request, reply, `draft-${list}`, (seen) => {
      const id = asked(request, 'item')
      const item = id === undefined ? { id: crypto.randomUUID(), typed: { kind: asked(request, 'kind') === 'place' ? 'place' : 'person' } } : seen.answers[list].find((each) => each.id === id)
      return item ? itemPage(seen, list, item, { then: thenOf(request) }) : null
    }))
    app.post(`/refer/drafts/:draftId/${list}/one`, refers, (request: DraftRequest, reply) => keepItem(request, reply, list))
  }
  app.get('/refer/drafts/:draftId/files', refers, (request: DraftRequest, reply) => show(request, reply, 'draft-files', (seen) => filesPage(seen, { then: thenOf(request) })))
  app.post('/refer/drafts/:draftId/files', uploads, keepFile)
  app.post('/refer/drafts/:draftId/files/remove', refers, async (request: DraftRequest, reply) => {
    const fileId = sent(request, 'file')
    const done = await change(request, async (tx, { draftId }) => {
      if (isId(fileId)) await removeDraftFile(tx, draftId, fileId)
      return true
    })
    return done ? reply.goTo(draftUrl(request.params.draftId, '/files', thenOf(request)), 'The file is removed') : reply.callNotFound()
  })
  app.get('/refer/drafts/:draftId', refers, (request: DraftRequest, reply) => show(request, reply, 'draft-check', (seen) => checkPage(seen)))
  app.post('/refer/drafts/:draftId', refers, send)
}

async function begin(request: SchemeRequest, reply: FastifyReply, failed: { errors: FieldError[]; typed: Typed } | null = null) {
  const scheme = await asUser(request.user, (tx) => selectOpenScheme(tx, request.params.schemeId))
  return scheme ? reply.code(failed ? 422 : 200).page('cases/referral/draft-why.njk', beginPage(scheme, failed ?? {})) : reply.callNotFound()
}

async function keepStep(request: DraftRequest, reply: FastifyReply, step: 'why' | 'criteria' | 'consent') {
  const outcome = await change(request, async (tx, seen) => {
    const names = step === 'criteria' ? seen.questions.map(({ key }) => `fact_${key}`) : FIELDS[step]
    const typed = typedIn(names, request.body)
    const errors = isForLater(request) ? [] : wrongInStep(step, typed, seen.questions)
    if (errors.length > 0) return { failed: stepPage(seen, step, { then: thenOf(request), errors, typed }) }
    await saveStep(tx, seen.draftId, step, typed)
    return { next: nextUrl({ ...seen, answers: { ...seen.answers, [step]: typed } }, step, thenOf(request)) }
  })
  if (!outcome) return reply.callNotFound()
  if (outcome.failed) return reply.code(422).page(`cases/referral/draft-${step}.njk`, outcome.failed)
  return isForLater(request) ? reply.goTo('/referrals', SAVED) : reply.goTo(outcome.next)
}

const isBlank = (value: unknown) => [value ?? []].flat().every((each) => String(each).trim() === '')

async function keepItem(request: DraftRequest, reply: FastifyReply, list: List) {
  const id = sent(request, 'item')
  if (!isId(id)) return reply.callNotFound()
  const outcome = await change(request, async (tx, seen) => {
    const before = seen.answers[list].find((each) => each.id === id)
    const typed = typedIn(FIELDS[list], request.body)
    // What must be kept from anyone is not shown again: left empty, it stays as it was.
    const item: Item = { id, typed: isBlank(typed.guarded) && !isBlank(typed.guarded_kind) && before?.typed.guarded ? { ...typed, guarded: before.typed.guarded } : typed }
    const many = !before && seen.answers[list].length >= MOST_ITEMS ? [{ field: 'item', text: `A referral holds at most ${MOST_ITEMS} of these` }] : []
    const errors = isForLater(request) ? many : [...many, ...wrongInItem(list, item, seen.answers)]
    if (errors.length > 0) return { failed: itemPage(seen, list, before ?? item, { then: thenOf(request), errors, typed }) }
    await saveStep(tx, seen.draftId, list, withItem(seen.answers[list], item))
    return { next: draftUrl(seen.draftId, `/${list}`, thenOf(request)) }
  })
  if (!outcome) return reply.callNotFound()
  if (outcome.failed) return reply.code(422).page(`cases/referral/draft-${list}.njk`, outcome.failed)
  return isForLater(request) ? reply.goTo('/referrals', SAVED) : reply.goTo(outcome.next)
}

async function removeItem(request: DraftRequest, reply: FastifyReply, list: List) {
  const gone = sent(request, 'remove')
  const done = await change(request, async (tx, { draftId, answers }) => {
    await saveStep(tx, draftId, list, answers[list].filter(({ id }) => id !== gone))
    // Whoever is taken off takes along what kept them safe.
    if (list === 'people') await saveStep(tx, draftId, 'safety', answers.safety.filter(({ typed }) => typed.who !== gone))
    return true
  })
  return done ? reply.goTo(draftUrl(request.params.draftId, `/${list}`, thenOf(request)), 'It is removed') : reply.callNotFound()
}

async function keepFile(request: DraftRequest, reply: FastifyReply) {
  const own = await onDraft(request, () => true)
  if (!own) return reply.callNotFound()
  const failed = (text: string) => show(request, reply, 'draft-files', (seen) => filesPage(seen, { then: thenOf(request), errors: [{ field: 'file', text }] }), 422)
  const file = await sentFile(request.body)
  if (!file) return failed('Choose a file')
  const safe = await safeFile(file.name, file.bytes)
  if ('refused' in safe) return failed(safe.refused)
  const outcome = await change(request, async (tx, { draftId, files }) => {
    if (files.length >= MOST_FILES) return 'full'
    await addDraftFile(tx, draftId, safe.file)
    return 'kept'
  })
  if (outcome === 'full') return failed(`A referral holds at most ${MOST_FILES} files`)
  return outcome ? reply.goTo(draftUrl(request.params.draftId, '/files', thenOf(request)), 'The file is added') : reply.callNotFound()
}

async function send(request: DraftRequest, reply: FastifyReply) {
  const outcome = await change(request, async (tx, seen) => {
    if (lacksOf(seen.answers, seen.questions, seen.files.map(({ name }) => name)).length > 0) return { failed: checkPage(seen, { asked: true }) }
    if (!(await selectOpenScheme(tx, seen.schemeId))) return { failed: checkPage(seen, { asked: true, closed: true }) }
    const made = await insertReferral(tx, { ...referralOf(seen.answers, seen.questions), schemeId: seen.schemeId, files: await takeDraftFiles(tx, seen.draftId) })
    await discardDraft(tx, seen.draftId)
    return made
  })
  if (!outcome) return reply.callNotFound()
  if ('failed' in outcome) return reply.code(422).page('cases/referral/draft-check.njk', outcome.failed)
  return reply.goTo(`/referrals/${outcome.caseId}`, `The referral has been sent. Its reference is ${outcome.reference}`)
}
