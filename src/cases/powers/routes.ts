import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { type CaseCover, consultCase } from '../../sharing/case-store.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { type Subject, selectSubjects } from '../index/subject-store.ts'
import { ageOn, checkUse, statesAfter, type UseFinding } from './check-use.ts'
import { BreachForm, ChangeForm, type ChangeFields, SupportAnswerForm, SupportForm, UseForm, type UseFields } from './forms.ts'
import { differences, type Failed, ladderPage, registerPage, supportPage, useFormPage, usePage } from './pages.ts'
import { selectPower } from './power.ts'
import { addBreach, addUse, changeUse, type PowerUse, selectBirths, selectBreaches, selectRegister, selectUses } from './store.ts'
import { addSupportOffer, answerSupportOffer, selectSupportOffers } from './support-store.ts'

const work = { config: { power: 'cases.work' } }
const isoToday = () => todayInLondon(Temporal.Now.instant()).toString()
const PAGE = 50
const Page = z.object({ over: z.literal('yes').optional().catch(undefined), page: z.coerce.number().int().min(1).max(1000).catch(1) })

type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>
type UseRequest = FastifyRequest<{ Params: { caseId: string; useId: string } }>
type OfferRequest = FastifyRequest<{ Params: { caseId: string; offerId: string } }>
type File = { cover: CaseCover; people: Subject[]; today: string }

/** What every page of this part needs of a case; null where it is not there for the reader. */
async function openFile(tx: Tx, caseId: string): Promise<File | null> {
  const cover = z.uuid().safeParse(caseId).success ? await consultCase(tx, caseId) : null
  return cover && { cover, people: await selectSubjects(tx, caseId), today: isoToday() }
}

async function openUse(tx: Tx, { caseId, useId }: { caseId: string; useId: string }): Promise<(File & { use: PowerUse; uses: PowerUse[]; birth: string | null }) | null> {
  const file = await openFile(tx, caseId)
  const uses = file ? await selectUses(tx, caseId) : []
  const use = uses.find((each) => each.useId === useId)
  return file && use ? { ...file, use, uses, birth: await birthOf(tx, file, use.subjectId) } : null
}

async function birthOf(tx: Tx, { cover, people }: File, subjectId: string | null): Promise<string | null> {
  const entryId = people.find((person) => person.subjectId === subjectId)?.entryId
  return entryId ? ((await selectBirths(tx, cover.caseId)).get(entryId) ?? null) : null
}

/** Limits and missing reasons as errors at their fields; what is only to be known is left out. */
const faultsOf = (findings: readonly UseFinding[]): FieldError[] => findings.filter(({ kind }) => kind !== 'note').map(({ field, text }) => ({ field, text }))
const earlierOn = (uses: readonly PowerUse[], subjectId: string | null) => uses.filter((use) => use.subjectId === subjectId || use.subjectId === null)

async function judge(tx: Tx, file: File, uses: readonly PowerUse[], { power, subject, state, decided_on, starts, ends, skipped_reason }: UseFields): Promise<UseFinding[]> {
  const birth = await birthOf(tx, file, subject)
  const person = file.people.find(({ subjectId }) => subjectId === subject)
  const findings = checkUse({ power, state, decidedOn: decided_on, starts, ends, age: birth ? ageOn(birth, decided_on) : null, isBody: person?.kind === 'organisation', skippedReason: skipped_reason, earlier: earlierOn(uses, subject) })
  const known = selectPower(power)
  const wrong = (field: 'power' | 'subject', text: string): UseFinding => ({ kind: 'limit', field, text, source: '' })
  return [
    ...findings,
    ...(subject && !person ? [wrong('subject', 'Choose from the list')] : []),
    ...(known?.on === 'person' && !subject ? [wrong('subject', 'Choose whom it is about')] : []),
    ...(known && !statesAfter(null, known.formal).includes(state) ? [wrong('power', known.formal ? `${known.title} is considered, applied for, in force or refused` : `${known.title} is considered, or given`)] : []),
  ]
}

/** The powers tried in a case and the support offered in it; and the register of orders across cases. */
export function powers(app: FastifyInstance) {
  app.get('/cases/powers', work, async (request, reply) => {
    const { over, page } = Page.parse(request.query)
    const today = isoToday()
    const uses = await asUser(request.user, (tx) => selectRegister(tx, { today, over: over === 'yes', limit: PAGE + 1, offset: (page - 1) * PAGE }))
    return reply.page('cases/powers/register.njk', registerPage(uses.slice(0, PAGE), { over: over === 'yes', today, page, more: uses.length > PAGE }))
  })
  app.get('/cases/:caseId/powers', work, async (request: CaseRequest, reply) => ladder(request, reply))
  app.get('/cases/:caseId/powers/new', work, async (request: CaseRequest, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      return file?.cover.works ? useFormPage(file) : null
    })
    return page ? reply.page('cases/powers/use-form.njk', page) : reply.callNotFound()
  })
  app.post('/cases/:caseId/powers/new', work, async (request: CaseRequest, reply) => recordUse(request, reply))
  app.post('/cases/:caseId/powers/support', work, async (request: CaseRequest, reply) => {
    const form = parseForm(SupportForm, request.body)
    if (!form.ok) return ladder(request, reply, form)
    const { subject, service, offered_on, answer, answered_on, outcome } = form.value
    const done = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      if (!file?.cover.works || !file.people.some(({ subjectId }) => subjectId === subject)) return false
      await addSupportOffer(tx, file.cover, { subjectId: subject, service, offeredOn: offered_on, answer, answeredOn: answered_on, outcome })
      return true
    })
    return done ? reply.goTo(`/cases/${request.params.caseId}/powers`, 'The offer of support is recorded') : reply.callNotFound()
  })
  app.get('/cases/:caseId/powers/support/:offerId', work, async (request: OfferRequest, reply) => support(request, reply))
  app.post('/cases/:caseId/powers/support/:offerId', work, async (request: OfferRequest, reply) => {
    const form = parseForm(SupportAnswerForm, request.body)
    if (!form.ok) return support(request, reply, form)
    const { answer, answered_on, outcome } = form.value
    const done = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      return file !== null && file.cover.works && z.uuid().safeParse(request.params.offerId).success && answerSupportOffer(tx, file.cover.caseId, request.params.offerId, { answer, answeredOn: answered_on, outcome })
    })
    return done ? reply.goTo(`/cases/${request.params.caseId}/powers`, 'What came of the offer is recorded') : reply.callNotFound()
  })
  app.get('/cases/:caseId/powers/:useId', work, async (request: UseRequest, reply) => showUse(request, reply))
  app.post('/cases/:caseId/powers/:useId', work, async (request: UseRequest, reply) => changeOneUse(request, reply))
  app.post('/cases/:caseId/powers/:useId/breaches', work, async (request: UseRequest, reply) => {
    const form = parseForm(BreachForm, request.body)
    if (!form.ok) return showUse(request, reply, { breach: form })
    const { breached_on, what, response } = form.value
    const done = await asUser(request.user, async (tx) => {
      const file = await openUse(tx, request.params)
      if (!file?.cover.works) return false
      await addBreach(tx, file.use, { breachedOn: breached_on, what, response })
      return true
    })
    return done ? reply.goTo(`/cases/${request.params.caseId}/powers/${request.params.useId}`, 'The breach is recorded') : reply.callNotFound()
  })
}

async function ladder(request: CaseRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    return file && ladderPage(file, await selectUses(tx, file.cover.caseId), await selectSupportOffers(tx, file.cover.caseId), failed)
  })
  return page ? reply.code(failed ? 422 : 200).page('cases/powers/ladder.njk', page) : reply.callNotFound()
}

async function support(request: OfferRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    const offer = file?.cover.works ? (await selectSupportOffers(tx, file.cover.caseId)).find(({ offerId }) => offerId === request.params.offerId) : undefined
    return file && offer ? supportPage(file, offer, failed) : null
  })
  return page ? reply.code(failed ? 422 : 200).page('cases/powers/support.njk', page) : reply.callNotFound()
}

async function recordUse(request: CaseRequest, reply: FastifyReply) {
  const form = parseForm(UseForm, request.body)
  const outcome = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    if (!file?.cover.works) return null
    if (!form.ok) return { page: useFormPage(file, [], form) }
    const findings = await judge(tx, file, await selectUses(tx, file.cover.caseId), form.value)
    const errors = faultsOf(findings)
    if (errors.length > 0) return { page: useFormPage(file, findings, { errors, entered: request.body as Record<string, unknown> }) }
    const { power, subject, state, authority, decided_on, starts, ends, conditions, positive_requirements, skipped_reason, proportionality, vulnerability } = form.value
    return { useId: await addUse(tx, file.cover, { power, subjectId: subject, state, authority, decidedOn: decided_on, starts, ends, conditions, positiveRequirements: positive_requirements, skippedReason: skipped_reason, proportionality, vulnerability }) }
  })
  if (!outcome) return reply.callNotFound()
  return outcome.page ? reply.code(422).page('cases/powers/use-form.njk', outcome.page) : reply.goTo(`/cases/${request.params.caseId}/powers/${outcome.useId}`, 'The power is recorded')
}

async function showUse(request: UseRequest, reply: FastifyReply, failed: { failed?: Failed; breach?: Failed } = {}) {
  const page = await asUser(request.user, async (tx) => {
    const file = await openUse(tx, request.params)
    return file && usePage(file, file.use, (await selectBreaches(tx, file.cover.caseId)).filter(({ useId }) => useId === file.use.useId), file.birth, failed)
  })
  return page ? reply.code(failed.failed || failed.breach ? 422 : 200).page('cases/powers/use.njk', page) : reply.callNotFound()
}

const changed = (use: PowerUse, { state, starts, ends, conditions, positive_requirements, skipped_reason, reviewed_on, ended_on, ended_reason }: ChangeFields) => ({
  state, starts: starts ?? (state === 'ended' ? use.starts : null), ends: ends ?? (state === 'ended' ? use.ends : null), conditions, positiveRequirements: positive_requirements, skippedReason: skipped_reason ?? use.skippedReason,
  reviewedOn: reviewed_on ?? use.reviewedOn, endedOn: state === 'ended' ? ended_on : null, endedReason: state === 'ended' ? ended_reason : null,
})

async function changeOneUse(request: UseRequest, reply: FastifyReply) {
  const form = parseForm(ChangeForm, request.body)
  if (!form.ok) return showUse(request, reply, { failed: form })
  const entered = request.body as Record<string, unknown>
  const outcome = await asUser(request.user, async (tx) => {
    const file = await openUse(tx, request.params)
    if (!file?.cover.works) return null
    const { use, uses, birth, people } = file
    const yours = changed(use, form.value)
    const page = async (failed: Failed, stale: ReturnType<typeof differences> = []) => usePage(file, use, (await selectBreaches(tx, file.cover.caseId)).filter(({ useId }) => useId === use.useId), birth, { failed, stale })
    // Somebody saved since this form was shown: both stand side by side, and saving again is a choice.
    if (use.version !== form.value.version) return { code: 409, page: await page({ errors: [], entered }, differences(use, yours)) }
    const power = selectPower(use.power)
    if (yours.state !== use.state && !statesAfter(use.state, power?.formal ?? false).includes(yours.state)) return { code: 422, page: await page({ errors: [{ field: 'state', text: 'Choose how it stands' }], entered }) }
    const errors = faultsOf(checkUse({
      power: use.power, state: yours.state, decidedOn: use.decidedOn, starts: yours.starts, ends: yours.ends, age: birth ? ageOn(birth, use.decidedOn) : null, isBody: people.find(({ subjectId }) => subjectId === use.subjectId)?.kind === 'organisation',
      extended: use.state === 'in force' && use.ends !== null && yours.ends !== null && yours.ends > use.ends, skippedReason: yours.skippedReason, earlier: earlierOn(uses.filter((each) => each !== use), use.subjectId),
    }))
    if (errors.length > 0) return { code: 422, page: await page({ errors, entered }) }
    return (await changeUse(tx, use, yours)) ? 'done' : { code: 409, page: await page({ errors: [], entered }, differences(use, yours)) }
  })
  if (!outcome) return reply.callNotFound()
  return outcome === 'done' ? reply.goTo(`/cases/${request.params.caseId}/powers/${request.params.useId}`, 'The change is saved') : reply.code(outcome.code).page('cases/powers/use.njk', outcome.page)
}
