import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { type Agency, type CaseCover, consultCase, selectAgencies } from '../../sharing/case-store.ts'
import { recordDisclosure } from '../../sharing/disclosure-store.ts'
import { findingsFor } from '../../sharing/recipient-check.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { addContact, selectSafeRules } from '../contact/contact-store.ts'
import { type Subject, selectSubjects } from '../index/subject-store.ts'
import { LetterForm, ReleaseForm, SentForm, SharedForm } from './forms.ts'
import { type Failed, letterFormPage, letterPage, lettersPage, mayWrite } from './pages.ts'
import { letterPaper } from './paper.ts'
import { checkLetter, forbiddenBy } from './recipient.ts'
import { putOnLadder } from './rung.ts'
import { addLetter, cancelLetter, holdAgain, type Letter, type LetterMethod, markSent, markToldOfClosing, releaseFirst, releaseSecond, rewriteLetter, selectLetter, selectLetters } from './store.ts'
import { LETTER_KINDS, type LetterKind } from './templates.ts'

const work = { config: { power: 'cases.work' } }
const isoToday = () => todayInLondon(Temporal.Now.instant()).toString()
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const Kind = z.object({ kind: z.enum(LETTER_KINDS).catch('other') })

type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>
type LetterRequest = FastifyRequest<{ Params: { caseId: string; letterId: string } }>
type File = { cover: CaseCover; people: Subject[]; agencies: Agency[]; today: string }
type OpenLetter = File & { letter: Letter }

async function openFile(tx: Tx, caseId: string): Promise<File | null> {
  const cover = z.uuid().safeParse(caseId).success ? await consultCase(tx, caseId) : null
  return cover && { cover, people: await selectSubjects(tx, caseId), agencies: (await selectAgencies(tx)).filter(({ agencyId }) => agencyId !== cover.agencyId), today: isoToday() }
}

async function openLetter(tx: Tx, { caseId, letterId }: { caseId: string; letterId: string }): Promise<OpenLetter | null> {
  const file = await openFile(tx, caseId)
  const letter = file ? await selectLetter(tx, caseId, letterId) : null
  return file && letter ? { ...file, letter } : null
}

/** Letters of a case: written from a template, checked against who may not learn of whom, released by two when held, and written down when they go. */
export function letters(app: FastifyInstance) {
  app.get('/cases/:caseId/letters', work, async (request: CaseRequest, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      return file && lettersPage(file, await selectLetters(tx, file.cover.caseId))
    })
    return page ? reply.page('cases/letters/letters.njk', page) : reply.callNotFound()
  })
  app.get('/cases/:caseId/letters/new', work, async (request: CaseRequest, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      return file && mayWrite(file.cover) ? formPage(tx, request, file, { kind: Kind.parse(request.query).kind }) : null
    })
    return page ? reply.page('cases/letters/form.njk', page) : reply.callNotFound()
  })
  app.post('/cases/:caseId/letters/new', work, async (request: CaseRequest, reply) => write(request, reply))
  app.get('/cases/:caseId/letters/:letterId', work, async (request: LetterRequest, reply) => show(request, reply))
  app.get('/cases/:caseId/letters/:letterId/word', work, async (request: LetterRequest, reply) => word(request, reply))
  app.get('/cases/:caseId/letters/:letterId/edit', work, async (request: LetterRequest, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const file = await openLetter(tx, request.params)
      return file && mayWrite(file.cover) && ['draft', 'held', 'released'].includes(file.letter.state) ? formPage(tx, request, file, { kind: file.letter.kind, letter: file.letter }) : null
    })
    return page ? reply.page('cases/letters/form.njk', page) : reply.callNotFound()
  })
  app.post('/cases/:caseId/letters/:letterId/edit', work, async (request: LetterRequest, reply) => rewrite(request, reply))
  app.post('/cases/:caseId/letters/:letterId/release', work, async (request: LetterRequest, reply) => release(request, reply))
  app.post('/cases/:caseId/letters/:letterId/send', work, async (request: LetterRequest, reply) => send(request, reply))
  app.post('/cases/:caseId/letters/:letterId/cancel', work, async (request: LetterRequest, reply) => {
    const done = await asUser(request.user, async (tx) => {
      const file = await openLetter(tx, request.params)
      return file !== null && mayWrite(file.cover) && cancelLetter(tx, file.cover.caseId, file.letter.letterId)
    })
    return done ? reply.goTo(`/cases/${request.params.caseId}/letters`, 'The letter is cancelled') : reply.callNotFound()
  })
}

const formPage = async (tx: Tx, { user }: FastifyRequest, file: File, { kind, letter = null, failed = null, stale = null }: { kind: LetterKind; letter?: Letter | null; failed?: Failed; stale?: Letter | null }) =>
  letterFormPage(file, { kind, letter, failed, stale, writer: user.name, agency: user.organisationName, rules: await selectSafeRules(tx, file.cover.caseId) })

async function write(request: CaseRequest, reply: FastifyReply) {
  const form = parseForm(LetterForm, request.body)
  const outcome = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    if (!file || !mayWrite(file.cover)) return null
    if (!form.ok) return { page: await formPage(tx, request, file, { kind: 'other', failed: form }) }
    const checked = await checkLetter(tx, file.cover, form.value, file.people, file.agencies)
    if ('error' in checked) return { page: await formPage(tx, request, file, { kind: form.value.kind, failed: { errors: [checked.error], entered: request.body as Record<string, unknown> } }) }
    return { letterId: await addLetter(tx, file.cover, checked.written, checked.findings), held: checked.findings.length > 0 }
  })
  if (!outcome) return reply.callNotFound()
  if (outcome.page) return reply.code(422).page('cases/letters/form.njk', outcome.page)
  return reply.goTo(`/cases/${request.params.caseId}/letters/${outcome.letterId}`, outcome.held ? 'The letter is held: read why' : 'The letter is written, and may go')
}

async function rewrite(request: LetterRequest, reply: FastifyReply) {
  const form = parseForm(LetterForm, request.body)
  const entered = request.body as Record<string, unknown>
  const outcome = await asUser(request.user, async (tx) => {
    const file = await openLetter(tx, request.params)
    if (!file || !mayWrite(file.cover) || ['sent', 'cancelled'].includes(file.letter.state)) return null
    const page = (failed: Failed, stale: Letter | null = null) => formPage(tx, request, file, { kind: file.letter.kind, letter: file.letter, failed, stale })
    if (!form.ok) return { code: 422, page: await page(form) }
    // Both people's words stand side by side when somebody saved since this form was shown.
    if (form.value.seen !== file.letter.writtenAt.toString()) return { code: 409, page: await page({ errors: [], entered }, file.letter) }
    const checked = await checkLetter(tx, file.cover, form.value, file.people, file.agencies)
    if ('error' in checked) return { code: 422, page: await page({ errors: [checked.error], entered }) }
    if (!(await rewriteLetter(tx, file.cover.caseId, file.letter, checked.written, checked.findings))) return { code: 409, page: await page({ errors: [], entered }, await selectLetter(tx, file.cover.caseId, file.letter.letterId)) }
    return { held: checked.findings.length > 0 }
  })
  if (!outcome) return reply.callNotFound()
  if (outcome.page) return reply.code(outcome.code).page('cases/letters/form.njk', outcome.page)
  return reply.goTo(`/cases/${request.params.caseId}/letters/${request.params.letterId}`, outcome.held ? 'The letter is held: read why' : 'The letter is saved, and may go')
}

async function show(request: LetterRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const file = await openLetter(tx, request.params)
    return file && letterPage(file, file.letter, request.user.accountId, failed)
  })
  return page ? reply.code(failed ? 422 : 200).page('cases/letters/letter.njk', page) : reply.callNotFound()
}

async function word(request: LetterRequest, reply: FastifyReply) {
  const file = await asUser(request.user, async (tx) => {
    const found = await openLetter(tx, request.params)
    if (!found || ['held', 'cancelled'].includes(found.letter.state)) return null
    audit(tx, { act: 'disclosed', subjectKind: 'case', subjectId: found.cover.caseId, details: { letter: found.letter.letterId, download: 'word' } })
    return found
  })
  if (!file) return reply.callNotFound()
  const { reference } = file.cover
  const paper = await letterPaper(file.letter, { reference, agency: request.user.organisationName, today: file.today })
  return reply.header('content-disposition', `attachment; filename="${reference}.docx"`).type(DOCX).send(Buffer.from(paper))
}

async function release(request: LetterRequest, reply: FastifyReply) {
  const form = parseForm(ReleaseForm, request.body)
  if (!form.ok) return show(request, reply, form)
  const done = await asUser(request.user, async (tx) => {
    const file = await openLetter(tx, request.params)
    if (!file || !mayWrite(file.cover)) return null
    const { letter: { letterId, firstById }, cover: { caseId } } = file
    if (firstById === null) return (await releaseFirst(tx, caseId, letterId, form.value.reason)) ? 'first' : 'not'
    return (await releaseSecond(tx, caseId, letterId, form.value.reason)) ? 'second' : 'not'
  })
  if (!done) return reply.callNotFound()
  if (done === 'not') return show(request, reply, { errors: [{ field: 'reason', text: 'Two different people release a letter: somebody else must be the second' }], entered: request.body as Record<string, unknown> })
  return reply.goTo(`/cases/${request.params.caseId}/letters/${request.params.letterId}`, done === 'first' ? 'You released it: a second person must too' : 'The letter is released, and may go')
}

const AS_CONTACT: Record<LetterMethod, 'letter' | 'in person' | 'email' | 'text' | 'phone'> = { letter: 'letter', 'by hand': 'in person', email: 'email', text: 'text', phone: 'phone' }
const AS_PURPOSE: Record<LetterKind, string> = { acknowledgement: 'acknowledgement', update: 'update', closing: 'telling of closing', warning: 'warning', invitation: 'other', other: 'other' }

async function send(request: LetterRequest, reply: FastifyReply) {
  const entered = request.body as Record<string, unknown>
  const outcome = await asUser(request.user, async (tx): Promise<{ failed: Failed } | 'sent' | 'held' | null> => {
    const file = await openLetter(tx, request.params)
    if (!file || !mayWrite(file.cover) || !['draft', 'released'].includes(file.letter.state)) return null
    const { cover, letter, people, today } = file
    const fail = (error: FieldError) => ({ failed: { errors: [error], entered } })
    const rule = await forbiddenBy(tx, cover.caseId, letter)
    if (rule) return fail({ field: 'sent_on', text: 'This way of reaching them is no longer safe, and nothing is sent so. Change the letter, or cancel it' })
    // What stood when it was written may have changed: asked again as it goes.
    const findings = await findingsFor(tx, cover, letter)
    if (findings.some((finding) => !letter.findings.includes(finding))) return (await holdAgain(tx, cover.caseId, letter.letterId, [...new Set([...letter.findings, ...findings])])) ? 'held' : null
    const went = parseForm(SentForm, request.body)
    const ground = letter.toSubjectId ? null : parseForm(SharedForm, request.body)
    if (ground && !ground.ok) return { failed: ground }
    if (!went.ok) return { failed: went }
    const { sent_on } = went.value
    if (sent_on > today) return fail({ field: 'sent_on', text: 'The day must be today or in the past' })
    const skipped = await putOnLadder(tx, cover, letter, { sentOn: sent_on, skippedReason: went.value.skipped_reason })
    if (skipped) return fail({ field: 'skipped_reason', text: skipped })
    // Thrown, so that no rung is left of a letter that did not go.
    if (!(await markSent(tx, cover.caseId, letter.letterId, sent_on))) throw new Error('A letter that was there to send was not')
    if (!ground) await logLetter(tx, cover, letter, sent_on)
    else {
      const { gateway, regime, consent, consentReason, necessity, proportionality } = ground.value
      await recordDisclosure(tx, cover, {
        kind: 'document issued', what: 'A letter about the case', toAgencyId: letter.toAgencyId, toOther: letter.toAgencyId ? null : letter.toName, purpose: cover.purpose, gateway, regime, consent, consentReason, necessity, proportionality,
        letterId: letter.letterId, disclosedOn: sent_on, people: ground.value.people.filter((id) => people.some(({ entryId }) => entryId === id)),
      })
    }
    return 'sent'
  })
  if (!outcome) return reply.callNotFound()
  const own = `/cases/${request.params.caseId}/letters/${request.params.letterId}`
  if (outcome === 'held') return reply.goTo(own, 'It was not sent: something has changed, and it is held. Read why')
  return outcome === 'sent' ? reply.goTo(own, 'Written down as sent') : show(request, reply, outcome.failed)
}

/** A letter to somebody in the case is a contact with them; after closing, one that says so meets the promise to tell them. */
async function logLetter(tx: Tx, cover: CaseCover, letter: Letter, sentOn: string) {
  if (cover.stage === 'closed' && letter.kind === 'closing') await markToldOfClosing(tx, cover.caseId, sentOn)
  if (!cover.works || !letter.toSubjectId) return
  const now = Temporal.Now.instant()
  const at = sentOn === todayInLondon(now).toString() ? now : Temporal.PlainDate.from(sentOn).toZonedDateTime({ timeZone: 'Europe/London', plainTime: '12:00' }).toInstant()
  await addContact(tx, cover, { subjectId: letter.toSubjectId, method: AS_CONTACT[letter.method], at, reached: letter.method === 'by hand' || letter.method === 'phone', purpose: AS_PURPOSE[letter.kind], summary: 'A letter went: see letters', againstRule: null })
}
