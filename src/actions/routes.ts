import type { FastifyInstance, FastifyReply } from 'fastify'
import { todayInLondon } from '../calendar/dates.ts'
import { actOn, type CaseRequest, lookAt } from '../sharing/on-case.ts'
import { parseForm } from '../web/forms.ts'
import { ActionForm, ChangeForm, CloseForm } from './forms.ts'
import { actionPage, actionsPage, type Failed } from './pages.ts'
import { addAction, changeAction, closeAction, selectActions, selectOptionalAction, selectOwners } from './store.ts'

type ActionRequest = CaseRequest<{ actionId: string }>
const work = { config: { power: 'cases.work' } }
const PAST = { field: 'dueOn', text: 'The day must be today or later' }
const NO_OWNER = { field: 'owner', text: 'Choose somebody from the list: only those who take part and see the case can own an action' }
const isPast = (day: string) => day < todayInLondon(Temporal.Now.instant()).toString()
const asTyped = (body: unknown) => ({ ...(body as Record<string, unknown>) })

async function list(request: CaseRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await lookAt(request, async (tx, cover) => actionsPage(cover, await selectActions(tx, { caseId: cover.caseId }), cover.works ? await selectOwners(tx, cover) : [], failed))
  return page ? reply.code(failed ? 422 : 200).page('actions/list.njk', page) : reply.callNotFound()
}

async function one(request: ActionRequest, reply: FastifyReply, failed: Failed = null, meanwhile = false) {
  const page = await lookAt(request, async (tx, cover) => {
    const action = await selectOptionalAction(tx, cover.caseId, request.params.actionId)
    return action && actionPage(cover, action, await selectOwners(tx, cover), failed, meanwhile)
  })
  return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('actions/action.njk', page) : reply.callNotFound()
}

/** The actions of a case: agreed, changed, and ended with evidence or a reason. */
export function actions(app: FastifyInstance) {
  app.get('/cases/:caseId/actions', work, (request: CaseRequest, reply) => list(request, reply))

  app.post('/cases/:caseId/actions', work, async (request: CaseRequest, reply) => {
    const parsed = parseForm(ActionForm, request.body)
    if (!parsed.ok) return list(request, reply, parsed)
    if (isPast(parsed.value.dueOn)) return list(request, reply, { errors: [PAST], entered: asTyped(request.body) })
    const made = await actOn(request, async (tx, cover) => (cover.works ? ((await addAction(tx, cover, parsed.value)) ?? NO_OWNER) : null))
    if (made === null) return reply.callNotFound()
    return typeof made === 'string' ? reply.goTo(`/cases/${request.params.caseId}/actions`, 'The action is on the case.') : list(request, reply, { errors: [made], entered: asTyped(request.body) })
  })

  app.get('/cases/:caseId/actions/:actionId', work, (request: ActionRequest, reply) => one(request, reply))

  app.post('/cases/:caseId/actions/:actionId/change', work, async (request: ActionRequest, reply) => {
    const parsed = parseForm(ChangeForm, request.body)
    if (!parsed.ok) return one(request, reply, parsed)
    const changed = await actOn(request, async (tx, cover) => {
      const action = cover.clause === 'takes part' && (await selectOptionalAction(tx, cover.caseId, request.params.actionId))
      return action ? changeAction(tx, cover, { ...action, version: parsed.value.version }, parsed.value) : null
    })
    if (changed === null) return reply.callNotFound()
    if (changed === 'owner') return one(request, reply, { errors: [NO_OWNER], entered: asTyped(request.body) })
    if (changed === 'newer') return one(request, reply, { errors: [], entered: asTyped(request.body) }, true)
    return reply.goTo(`/cases/${request.params.caseId}/actions`, 'The action is changed.')
  })

  app.post('/cases/:caseId/actions/:actionId/close', work, async (request: ActionRequest, reply) => {
    const parsed = parseForm(CloseForm, request.body)
    if (!parsed.ok) return one(request, reply, parsed)
    const closed = await actOn(request, async (tx, cover) => {
      const action = cover.clause === 'takes part' && (await selectOptionalAction(tx, cover.caseId, request.params.actionId))
      return action ? closeAction(tx, cover.caseId, { ...action, version: parsed.value.version }, parsed.value) : null
    })
    if (closed === null) return reply.callNotFound()
    if (!closed) return one(request, reply, { errors: [], entered: asTyped(request.body) }, true)
    return reply.goTo(`/cases/${request.params.caseId}/actions`, parsed.value.state === 'done' ? 'The action is done.' : 'The action is dropped.')
  })
}
