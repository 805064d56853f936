import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { addLearningAction, selectGroupActions } from '../../actions/store.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { ActionForm, EvidenceForm, RecommendationForm, StateForm } from './forms.ts'
import type { Failed } from './pages.ts'
import { recommendationFormPage, recommendationPage, type Told } from './recommendation-pages.ts'
import { addEvidence, addRecommendation, changeRecommendation, keepState, selectMeasureChoices, selectOwnersFor } from './recommendation-store.ts'
import { consultReviews, type Recommendation, type Review, selectEvidence, selectOptionalRecommendation, selectOptionalReview } from './store.ts'

type NewRequest = FastifyRequest<{ Params: { reviewId: string } }>
type OneRequest = FastifyRequest<{ Params: { reviewId: string; number: string } }>
type Found = { review: Review; recommendation: Recommendation }

const today = () => todayInLondon(Temporal.Now.instant())
const read = { config: { power: 'meetings.read' } }
const write = { config: { power: 'papers.edit' } }
const NO_OWNER = { field: 'owner', text: 'Choose somebody from the list: nobody can answer for what they could not read' }
const enteredIn = ({ body }: FastifyRequest) => ({ ...(body as Record<string, unknown>) })

async function find(tx: Tx, params: { reviewId: string; number: string }): Promise<Found | null> {
  const [review, recommendation] = [await selectOptionalReview(tx, params.reviewId), await selectOptionalRecommendation(tx, params)]
  return review && recommendation ? { review, recommendation } : null
}

/** Recommendations: written, followed by actions and evidence, and ended when a change was seen or they are refused with a reason. */
export function learningRecommendations(app: FastifyInstance) {
  const form = async (request: FastifyRequest, reply: FastifyReply, params: { reviewId: string; number?: string }, failed: Failed = null, meanwhile = false) => {
    const page = await asUser(request.user, async (tx) => {
      const review = await selectOptionalReview(tx, params.reviewId)
      const recommendation = params.number === undefined ? null : await selectOptionalRecommendation(tx, { reviewId: params.reviewId, number: params.number })
      return review && (recommendation || params.number === undefined) ? recommendationFormPage(review, recommendation, await selectOwnersFor(tx, review), failed, meanwhile) : null
    })
    return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('publications/learning/recommendation-form.njk', page) : reply.callNotFound()
  }
  app.get('/learning/:reviewId/new', write, (request: NewRequest, reply) => form(request, reply, request.params))
  app.post('/learning/:reviewId/new', write, async (request: NewRequest, reply) => {
    const { reviewId } = request.params
    const parsed = parseForm(RecommendationForm, request.body)
    if (!parsed.ok) return form(request, reply, { reviewId }, parsed)
    const done = await asUser(request.user, async (tx) => {
      const review = await selectOptionalReview(tx, reviewId)
      return review ? ((await addRecommendation(tx, review, parsed.value)) ?? 'owner') : null
    })
    if (done === null) return reply.callNotFound()
    return done === 'owner' ? form(request, reply, { reviewId }, { errors: [NO_OWNER], entered: enteredIn(request) }) : reply.goTo(`/learning/${reviewId}`, `Recommendation ${done} is kept. It stays on the list until a change was seen.`)
  })

  app.get('/learning/:reviewId/:number/edit', write, (request: OneRequest, reply) => form(request, reply, request.params))
  app.post('/learning/:reviewId/:number/edit', write, async (request: OneRequest, reply) => {
    const parsed = parseForm(RecommendationForm, request.body)
    if (!parsed.ok) return form(request, reply, request.params, parsed)
    const { version, ...fields } = parsed.value
    const done = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      return found && changeRecommendation(tx, found.review, found.recommendation, version, fields)
    })
    if (done === null) return reply.callNotFound()
    if (done === 'owner') return form(request, reply, request.params, { errors: [NO_OWNER], entered: enteredIn(request) })
    return done === 'changed' ? reply.goTo(addressOf(request), 'Saved.') : form(request, reply, request.params, { errors: [], entered: enteredIn(request) }, true)
  })

  const addressOf = ({ params }: OneRequest) => `/learning/${params.reviewId}/${params.number}`
  const told = async (tx: Tx, { review, recommendation }: Found, writes: boolean): Promise<Told> => ({
    review, recommendation, writes,
    actions: await selectGroupActions(tx, { recommendationId: recommendation.recommendationId }), evidence: await selectEvidence(tx, recommendation.recommendationId),
    owners: writes ? await selectOwnersFor(tx, review) : [], measures: writes || recommendation.owns ? await selectMeasureChoices(tx) : [],
  })
  const show = async (request: OneRequest, reply: FastifyReply, failed: Failed = null, meanwhile = false) => {
    const page = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      if (!found) return null
      consultReviews(tx, [found.review])
      return recommendationPage(await told(tx, found, request.user.powers.has('papers.edit')), today(), failed, meanwhile)
    })
    return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('publications/learning/recommendation.njk', page) : reply.callNotFound()
  }
  app.get('/learning/:reviewId/:number', read, (request: OneRequest, reply) => show(request, reply))

  app.post('/learning/:reviewId/:number/state', write, async (request: OneRequest, reply) => {
    const parsed = parseForm(StateForm, request.body)
    if (!parsed.ok) return show(request, reply, parsed)
    const { version, state, reason } = parsed.value
    const done = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      return found && keepState(tx, found.recommendation, version, state, reason)
    })
    if (done === null) return reply.callNotFound()
    if (done === 'newer') return show(request, reply, { errors: [], entered: enteredIn(request) }, true)
    return done === 'kept' ? reply.goTo(addressOf(request), state === 'action done' ? 'Kept. It stays on the list until a change was seen.' : 'Kept.') : show(request, reply, { errors: [done], entered: enteredIn(request) })
  })

  // For its owner too, who may hold no power over papers: src/db/migrations/0010_meetings.sql, the policy `show` on change_evidence.
  app.post('/learning/:reviewId/:number/evidence', read, async (request: OneRequest, reply) => {
    const mayShow = ({ recommendation }: Found) => recommendation.owns || request.user.powers.has('papers.edit')
    const parsed = parseForm(EvidenceForm, request.body)
    const done = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      if (!found || !mayShow(found)) return null
      if (!parsed.ok) return 'form'
      const { evidence: statement, ...fields } = parsed.value
      if (fields.measureId !== null && !(await selectMeasureChoices(tx)).some(({ measureId }) => measureId === fields.measureId)) return 'measure'
      await addEvidence(tx, found.recommendation, { ...fields, statement })
      return 'kept'
    })
    if (done === null) return reply.callNotFound()
    if (done === 'measure') return show(request, reply, { errors: [{ field: 'measureId', text: 'Choose a measure from the list' }], entered: enteredIn(request) })
    if (!parsed.ok) return show(request, reply, parsed)
    return reply.goTo(addressOf(request), request.user.powers.has('papers.edit') ? 'The evidence is kept. Say below how the recommendation stands now.' : 'The evidence is kept. Those who write the partnership’s papers say whether the change was seen.')
  })

  app.post('/learning/:reviewId/:number/actions', write, async (request: OneRequest, reply) => {
    const parsed = parseForm(ActionForm, request.body)
    if (!parsed.ok) return show(request, reply, parsed)
    const { action: statement, actionOwner: owner, actionDueOn: dueOn } = parsed.value
    const done = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      return found && ((await addLearningAction(tx, found.recommendation.recommendationId, { statement, owner, dueOn })) ?? 'owner')
    })
    if (done === null) return reply.callNotFound()
    return done === 'owner' ? show(request, reply, { errors: [{ ...NO_OWNER, field: 'actionOwner' }], entered: enteredIn(request) }) : reply.goTo(addressOf(request), 'The action is agreed.')
  })
}
