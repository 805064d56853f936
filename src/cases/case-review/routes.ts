import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { consultCase, type CaseCover, selectCaseAccounts } from '../../sharing/case-store.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { nothingHerePage, selectWhomToAsk } from '../no-scheme.ts'
import { AppealForm, applicationForm, ContactForm, DecisionForm, FollowUpForm, MOST_COMPLAINTS, OutcomeForm, RecommendationForm, roomIn, type Step, STEPS, TypedInForm } from './forms.ts'
import { type ApplicationModel, applicationPage, reviewsPage, STEP_NAMES, typedInPage } from './pages.ts'
import type { Failed } from './public-pages.ts'
import { heldApplications } from './held-routes.ts'
import { countWaiting } from './quarantine-store.ts'
import { selectReviewRules } from './rule-store.ts'
import { changeApplication, decide, followUp, insertApplication, insertRecommendation, markToldOfReview, type ReviewApplication, selectApplications, selectComplaints, selectDueNotices, selectOptionalApplication, selectOwnReviewSchemes, selectRecommendations, selectReviewSchemes } from './store.ts'
import { computeThreshold } from './threshold.ts'
import { isTicket, newTicket, trackingCode } from './tracking-code.ts'

const today = () => todayInLondon(Temporal.Now.instant()).toString()
const CaseParams = z.object({ caseId: z.uuid() })
type CaseRoute = { Params: { caseId: string } }
const OFFICER = { config: { power: 'cases.work' } }
const NOT_IN_SCHEME = { needs: 'An application is entered by those who work in your partnership’s scheme for case reviews, and you are not among them.', leadsDo: null, back: { href: '/case-reviews', text: 'Case reviews' } }

/** Everything the officer's page shows, with the look written down; null when there is no such application for this account. */
async function selectModel(tx: Tx, caseId: string): Promise<ApplicationModel | null> {
  const cover = await consultCase(tx, caseId)
  const application = cover && (await selectOptionalApplication(tx, caseId))
  if (!cover || !application) return null
  const rules = await selectReviewRules(tx, cover.schemeId, application.receivedOn)
  const complaints = await selectComplaints(tx, caseId)
  const computed = computeThreshold(Temporal.PlainDate.from(application.receivedOn), complaints, rules.threshold)
  return { cover, application, complaints, computed, rules, recommendations: await selectRecommendations(tx, caseId), accounts: await selectCaseAccounts(tx, caseId), today: today() }
}

const PAGE = 'cases/case-review/application.njk'
const MEANWHILE = 'Somebody changed this application while you were writing. What stands now is shown; nothing of yours was saved. Enter it again if it is still right.'

/** The officers' pages. */
export function caseReview(app: FastifyInstance, secret: Buffer) {
  const now = () => Temporal.Now.instant().epochMilliseconds
  heldApplications(app)

  app.get('/case-reviews', OFFICER, async (request, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const [scheme] = await selectReviewSchemes(tx, today())
      const rules = await selectReviewRules(tx, scheme?.schemeId ?? request.user.partnershipId, today())
      const mayEnter = (await selectOwnReviewSchemes(tx, today())).length > 0
      return reviewsPage(await selectApplications(tx), await selectDueNotices(tx), rules, request.user.partnershipId, { mayEnter, waiting: await countWaiting(tx) }, today())
    })
    return reply.page('cases/case-review/reviews.njk', page)
  })

  app.get('/case-reviews/new', OFFICER, async (request, reply) => {
    const [scheme] = await asUser(request.user, (tx) => selectOwnReviewSchemes(tx, today()))
    return scheme
      ? reply.page('cases/case-review/typed-in.njk', typedInPage(scheme.schemeId, newTicket(secret, now()), null, roomIn(null)))
      : reply.page('cases/no-scheme.njk', nothingHerePage('Enter an application for a case review', NOT_IN_SCHEME, await asUser(request.user, selectWhomToAsk)))
  })

  app.post('/case-reviews/new', OFFICER, async (request, reply) => {
    const entered = request.body as Record<string, unknown>
    const sent = z.object({ ticket: z.string().default(''), more: z.string().optional() }).parse(request.body)
    const ticket = isTicket(secret, sent.ticket, now()) ? sent.ticket : newTicket(secret, now())
    const [scheme] = await asUser(request.user, (tx) => selectOwnReviewSchemes(tx, today()))
    if (!scheme) return reply.callNotFound()
    const again = (errors: readonly FieldError[], room: number) => reply.page('cases/case-review/typed-in.njk', typedInPage(scheme.schemeId, ticket, { errors, entered }, room))
    const room = roomIn(request.body)
    if (sent.more) return again([], Math.min(MOST_COMPLAINTS, room + 1))
    const [how, form] = [parseForm(TypedInForm, request.body), parseForm(applicationForm(room), request.body)]
    if (!how.ok || !form.ok) reply.code(422)
    if (!how.ok || !form.ok) return again([...(how.ok ? [] : how.errors), ...(form.ok ? [] : form.errors)], room)
    const code = trackingCode(secret, ticket)
    const { caseId } = await asUser(request.user, (tx) => insertApplication(tx, form.value, { schemeId: scheme.schemeId, receivedOn: how.value.receivedOn, channel: how.value.channel, code }))
    return reply.goTo(`/cases/${caseId}/application`, `The application is entered. Give the applicant this code to follow it by: ${code}`)
  })

  app.post<{ Params: { noticeId: string } }>('/case-reviews/notices/:noticeId/told', OFFICER, async (request, reply) => {
    const { how } = z.object({ how: z.string().trim().min(1).max(200).catch('By telephone') }).parse(request.body)
    const noticeId = z.uuid().safeParse(request.params.noticeId)
    const told = noticeId.success && (await asUser(request.user, (tx) => markToldOfReview(tx, noticeId.data, today(), how)))
    return told ? reply.goTo('/case-reviews', 'It is recorded that the victim was told') : reply.callNotFound()
  })

  app.get<CaseRoute>('/cases/:caseId/application', OFFICER, async (request, reply) => {
    const params = CaseParams.safeParse(request.params)
    const model = params.success ? await asUser(request.user, (tx) => selectModel(tx, params.data.caseId)) : null
    return model ? reply.page(PAGE, applicationPage(model)) : reply.callNotFound()
  })

  type Act<T> = { opened: string; form: z.ZodType<T>; said: string; act: (tx: Tx, model: ApplicationModel, value: T) => Promise<boolean | readonly FieldError[]> }
  /** One form of the page: parsed, done, and led back; shown again with its errors, or with what somebody else changed meanwhile. */
  const acts = <T>(path: string, { opened, form, said, act }: Act<T>) =>
    app.post<CaseRoute>(`/cases/:caseId/application/${path}`, OFFICER, async (request, reply) => {
      const params = CaseParams.safeParse(request.params)
      if (!params.success) return reply.callNotFound()
      const sent = parseForm(form, request.body)
      const entered = request.body as Record<string, unknown>
      const answer = await asUser(request.user, async (tx) => {
        const model = await selectModel(tx, params.data.caseId)
        if (!model || !belongs(model.cover)) return null
        if (!sent.ok) return { model, failed: { errors: sent.errors, entered } }
        const outcome = await act(tx, model, sent.value)
        if (outcome === true) return { model, failed: null }
        return outcome === false ? { model, failed: { errors: [], entered }, meanwhile: true } : { model, failed: { errors: outcome, entered } }
      })
      if (!answer) return reply.callNotFound()
      if (!answer.failed) return reply.goTo(`/cases/${params.data.caseId}/application`, said)
      return again(reply, answer.model, opened, answer.failed, 'meanwhile' in answer)
    })

  function again(reply: FastifyReply, model: ApplicationModel, opened: string, failed: Failed, meanwhile: boolean) {
    return reply.code(meanwhile ? 409 : 422).page(PAGE, applicationPage({ ...model, opened, failed, ...(meanwhile && { changedMeanwhile: MEANWHILE }) }))
  }

  for (const name of STEP_NAMES) acts<{ version: number; on: string }>(`steps/${name}`, {
    opened: name, form: STEPS[name].form, said: STEPS[name].said,
    act: async (tx, { cover, application }, { version, on }) => orderOf(name, application, on) ?? changeApplication(tx, cover.caseId, version, { [STEPS[name].column]: on }),
  })
  acts('decision', {
    opened: 'decision', form: DecisionForm, said: 'The decision is recorded',
    act: async (tx, { cover, application, computed }, { version, decision, on, persistence, harm, response }) => {
      if (!cover.leads) return [{ field: 'decision', text: 'Only those who lead the scheme decide' }]
      if (computed.isMet !== (decision === 'met automatically')) return [{ field: 'decision', text: computed.isMet ? 'The threshold is met by the complaints themselves: it cannot be refused' : 'Too few complaints count for it to be met automatically' }]
      const missing = ([['persistence', persistence], ['harm', harm], ['response', response]] as const).filter(([, text]) => !computed.isMet && !text)
      if (missing.length > 0) return missing.map(([field]) => ({ field, text: 'Say what was considered' }))
      if (on < application.receivedOn) return [{ field: 'on', text: 'It cannot be decided before it was received' }]
      return decide(tx, cover.caseId, version, { decision, on, computed, reasons: computed.isMet ? null : { persistence: persistence!, harm: harm!, response: response! } })
    },
  })
  acts('contact', {
    opened: 'contact', form: ContactForm, said: 'Saved',
    act: async (tx, { cover, accounts }, { version, accountId, consentSeenOn }) =>
      accounts.some((account) => account.accountId === accountId) ? changeApplication(tx, cover.caseId, version, { point_of_contact: accountId, consent_seen_on: consentSeenOn }) : [{ field: 'accountId', text: 'Choose somebody who sees the case' }],
  })
  acts('outcome', { opened: 'outcome', form: OutcomeForm, said: 'The outcome is saved', act: (tx, { cover }, { version, outcome }) => changeApplication(tx, cover.caseId, version, { outcome }) })
  acts('appeal', {
    opened: 'appeal', form: AppealForm, said: 'The appeal is recorded',
    act: (tx, { cover }, { version, on, by, decidedOn, outcome }) => changeApplication(tx, cover.caseId, version, { appeal_on: on, appeal_by: by, appeal_decided_on: decidedOn, appeal_outcome: outcome }),
  })
  acts('recommendations', { opened: 'recommendation', form: RecommendationForm, said: 'The recommendation is added', act: async (tx, { cover }, value) => { await insertRecommendation(tx, cover.caseId, value); return true } })

  app.post<{ Params: { caseId: string; recommendationId: string } }>('/cases/:caseId/application/recommendations/:recommendationId', OFFICER, async (request, reply) => {
    const params = z.object({ caseId: z.uuid(), recommendationId: z.uuid() }).safeParse(request.params)
    const form = parseForm(FollowUpForm, request.body)
    if (!params.success) return reply.callNotFound()
    const { caseId, recommendationId } = params.data
    const model = await asUser(request.user, async (tx) => {
      const found = await selectModel(tx, caseId)
      if (!found || !belongs(found.cover)) return null
      return form.ok && (await followUp(tx, caseId, recommendationId, form.value)) ? { ...found, done: true } : { ...found, done: false }
    })
    if (!model) return reply.callNotFound()
    return model.done ? reply.goTo(`/cases/${caseId}/application`, 'What became of it is saved') : again(reply, model, 'recommendations', form.ok ? null : form, false)
  })
}

const belongs = ({ clause }: CaseCover) => clause === 'takes part'

/** A step is not recorded before the one it follows. */
function orderOf(step: Step, { receivedOn, decidedOn, metOn }: ReviewApplication, on: string): FieldError[] | null {
  const after: Record<Step, [string | null, string]> = {
    acknowledge: [receivedOn, 'It cannot be acknowledged before it was received'], told: [decidedOn, 'Nobody can be told before it was decided'], invited: [decidedOn, 'Nobody is invited before the threshold is decided'],
    met: [decidedOn, 'The review is held after the threshold is decided'], consulted: [decidedOn, 'The victim is consulted after the threshold is decided'], 'outcome-told': [metOn, 'The outcome is told after the review was held'],
  }
  const [follows, text] = after[step]
  return follows === null || on < follows ? [{ field: `on-${step}`, text }] : null
}
