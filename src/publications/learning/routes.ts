import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { selectGroups } from '../../meetings/groups/store.ts'
import { parseForm } from '../../web/forms.ts'
import { RegisterQuery, ReviewForm } from './forms.ts'
import { type Failed, registerPage, reviewFormPage, reviewPage } from './pages.ts'
import { learningRecommendations } from './recommendation-routes.ts'
import { addReview, changeReview, consultReviews, selectOptionalReview, selectRecommendations, selectReviews } from './store.ts'

type RegisterRequest = FastifyRequest<{ Querystring: Record<string, string> }>
type ReviewRequest = FastifyRequest<{ Params: { reviewId: string } }>

const today = () => todayInLondon(Temporal.Now.instant())
const read = { config: { power: 'meetings.read' } }
const write = { config: { power: 'papers.edit' } }
const NO_GROUP = { field: 'groupId', text: 'Choose a group from the list' }

/** What reviews taught: the register, each review, and its recommendations until a change was seen. */
export function learning(app: FastifyInstance) {
  app.get('/learning', read, async (request: RegisterRequest, reply) => reply.page('publications/learning/register.njk', await asUser(request.user, async (tx) => {
    const [reviews, recommendations] = [await selectReviews(tx), await selectRecommendations(tx)]
    consultReviews(tx, reviews)
    return registerPage(reviews, recommendations, RegisterQuery.parse(request.query), request.user.powers, today())
  })))

  /** The groups this account may hang a review on. */
  const choices = async (tx: Tx) => (await selectGroups(tx)).filter(({ ends }) => ends === null || ends >= today().toString()).map(({ groupId, name }) => ({ groupId, name }))
  const form = async (request: FastifyRequest, reply: FastifyReply, reviewId: string | null, failed: Failed = null, meanwhile = false) => {
    const page = await asUser(request.user, async (tx) => {
      const review = reviewId === null ? null : await selectOptionalReview(tx, reviewId)
      return reviewId !== null && !review ? null : reviewFormPage(review, await choices(tx), failed, meanwhile)
    })
    return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('publications/learning/review-form.njk', page) : reply.callNotFound()
  }
  const entered = ({ body }: FastifyRequest) => ({ ...(body as Record<string, unknown>) })

  app.get('/learning/new', write, (request, reply) => form(request, reply, null))
  app.post('/learning/new', write, async (request, reply) => {
    const parsed = parseForm(ReviewForm, request.body)
    if (!parsed.ok) return form(request, reply, null, parsed)
    const { version: _, ...fields } = parsed.value
    const reviewId = await asUser(request.user, async (tx) => (fields.groupId === null || (await choices(tx)).some(({ groupId }) => groupId === fields.groupId) ? addReview(tx, fields) : null))
    return reviewId === null ? form(request, reply, null, { errors: [NO_GROUP], entered: entered(request) }) : reply.goTo(`/learning/${reviewId}`, 'The review is kept. Add what it recommends.')
  })

  app.get('/learning/:reviewId', read, async (request: ReviewRequest, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const review = await selectOptionalReview(tx, request.params.reviewId)
      if (!review) return null
      consultReviews(tx, [review])
      return reviewPage(review, await selectRecommendations(tx, { reviewId: review.reviewId }), request.user.powers, today())
    })
    return page ? reply.page('publications/learning/review.njk', page) : reply.callNotFound()
  })
  app.get('/learning/:reviewId/edit', write, (request: ReviewRequest, reply) => form(request, reply, request.params.reviewId))
  app.post('/learning/:reviewId/edit', write, async (request: ReviewRequest, reply) => {
    const { reviewId } = request.params
    const parsed = parseForm(ReviewForm, request.body)
    if (!parsed.ok) return form(request, reply, reviewId, parsed)
    const { version, ...fields } = parsed.value
    const done = await asUser(request.user, async (tx) => {
      const review = await selectOptionalReview(tx, reviewId)
      if (!review) return null
      const isOffered = fields.groupId === null || fields.groupId === review.groupId || (await choices(tx)).some(({ groupId }) => groupId === fields.groupId)
      return isOffered ? ((await changeReview(tx, reviewId, version, fields)) ? 'changed' : 'newer') : 'group'
    })
    if (done === null) return reply.callNotFound()
    if (done === 'group') return form(request, reply, reviewId, { errors: [NO_GROUP], entered: entered(request) })
    return done === 'changed' ? reply.goTo(`/learning/${reviewId}`, 'Saved.') : form(request, reply, reviewId, { errors: [], entered: entered(request) }, true)
  })

  learningRecommendations(app)
}
