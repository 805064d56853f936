import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import type { GroupAction } from '../group-action.ts'
import {
  changeGroupAction, circleOfAction, closeGroupAction, consultRestricted, orWho, reopenGroupAction, selectLogChoices, selectNamesIn, selectOpenByOwner, selectStanding,
} from '../group-store.ts'
import { selectMeetingOwners } from '../owners.ts'
import { selectGroupActions, selectOptionalGroupAction } from '../store.ts'
import { actionPage, type Failed } from './action-page.ts'
import { logCsv, logWorkbook } from './exports.ts'
import { ChangeForm, EndForm, ReopenForm } from './forms.ts'
import { logPage, PAGE_ROWS } from './log-page.ts'
import { asked, LogQuery } from './query.ts'

type LogRequest = FastifyRequest<{ Querystring: Record<string, string> }>
type ActionRequest = FastifyRequest<{ Params: { actionId: string } }>
type May = (action: GroupAction) => boolean
const ends: May = ({ owns, keeps }) => owns || keeps
const changes: May = ({ keeps }) => keeps
const read = { config: { power: 'meetings.read' } }
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const NO_OWNER = { field: 'owner', text: 'Choose somebody from the list: nobody can own an action they could not read' }
const PAST = { field: 'dueOn', text: 'The day must be today or later, or stay as it was' }
const today = () => todayInLondon(Temporal.Now.instant())
const asTyped = (body: unknown) => ({ ...(body as Record<string, unknown>) })

/** The log of what meetings and reviews asked for, across all groups: read, taken away, and ended or changed one by one. */
export function actionLog(app: FastifyInstance) {
  app.get('/meeting-actions', read, async (request: LogRequest, reply) => {
    const query = LogQuery.parse(request.query)
    const parts = await asUser(request.user, async (tx) => {
      const actions = await selectGroupActions(tx, { ...asked(query), limit: PAGE_ROWS + 1, offset: (query.page - 1) * PAGE_ROWS })
      consultRestricted(tx, actions.slice(0, PAGE_ROWS))
      return { actions, owners: await selectOpenByOwner(tx), standing: await selectStanding(tx), choices: await selectLogChoices(tx) }
    })
    return reply.page('actions/log/log.njk', logPage(query, parts, today()))
  })

  const taken = (request: LogRequest, as: string) => asUser(request.user, async (tx) => {
    const query = LogQuery.parse(request.query)
    const actions = await selectGroupActions(tx, { ...asked(query), limit: 20_000 })
    audit(tx, { act: 'disclosed', subjectKind: 'action log', subjectId: null, details: { as, actions: actions.length, restricted: actions.filter(({ restricted }) => restricted).map(({ actionId }) => actionId) } })
    return actions
  })
  app.get('/meeting-actions.csv', read, async (request: LogRequest, reply) =>
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="actions.csv"').send(logCsv(await taken(request, 'csv'), today())))
  app.get('/meeting-actions.xlsx', read, async (request: LogRequest, reply) =>
    reply.type(XLSX).header('content-disposition', 'attachment; filename="actions.xlsx"').send(Buffer.from(await logWorkbook(await taken(request, 'xlsx'), today()))))

  const links = () => ({ meeting: app.hasRoute({ method: 'GET', url: '/meetings/:meetingId' }), learning: app.hasRoute({ method: 'GET', url: '/learning/:reviewId' }) })
  async function one(request: ActionRequest, reply: FastifyReply, may: May = () => true, failed: Failed = null, meanwhile = false) {
    const page = await asUser(request.user, async (tx) => {
      const action = await selectOptionalGroupAction(tx, request.params.actionId)
      if (!action || !may(action)) return null
      consultRestricted(tx, [action])
      const circle = action.keeps && action.state === 'open' ? await circleOfAction(action, tx) : null
      const owners = circle ? await selectMeetingOwners(tx, circle, today().toString(), orWho(action)) : []
      return actionPage(action, owners, await selectNamesIn(tx, action), links(), failed, meanwhile)
    })
    return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('actions/log/action.njk', page) : reply.callNotFound()
  }
  app.get('/meeting-actions/:actionId', read, (request: ActionRequest, reply) => one(request, reply))

  /** Does something to an action as it stood when the form was shown; null when this account may not, or does not see it. */
  const act = <T>({ user, params }: ActionRequest, version: number, may: May, work: (tx: Tx, action: GroupAction) => Promise<T>) =>
    asUser(user, async (tx) => {
      const action = await selectOptionalGroupAction(tx, params.actionId)
      return action && may(action) ? work(tx, { ...action, version }) : null
    })

  app.post('/meeting-actions/:actionId/close', read, async (request: ActionRequest, reply) => {
    const parsed = parseForm(EndForm, request.body)
    if (!parsed.ok) return one(request, reply, ends, parsed)
    const closed = await act(request, parsed.value.version, ends, (tx, action) => closeGroupAction(tx, action, parsed.value))
    if (closed === null) return reply.callNotFound()
    if (!closed) return one(request, reply, ends, { errors: [], entered: asTyped(request.body) }, true)
    return reply.goTo(`/meeting-actions/${request.params.actionId}`, parsed.value.state === 'done' ? 'The action is done.' : 'The action is dropped.')
  })

  app.post('/meeting-actions/:actionId/change', read, async (request: ActionRequest, reply) => {
    const parsed = parseForm(ChangeForm, request.body)
    if (!parsed.ok) return one(request, reply, changes, parsed)
    const changed = await act(request, parsed.value.version, changes, (tx, action) =>
      parsed.value.dueOn !== action.dueOn && parsed.value.dueOn < today().toString() ? Promise.resolve('past' as const) : changeGroupAction(tx, action, parsed.value))
    if (changed === null) return reply.callNotFound()
    if (changed === 'owner' || changed === 'past') return one(request, reply, changes, { errors: [changed === 'owner' ? NO_OWNER : PAST], entered: asTyped(request.body) })
    if (changed === 'newer') return one(request, reply, changes, { errors: [], entered: asTyped(request.body) }, true)
    return reply.goTo(`/meeting-actions/${request.params.actionId}`, 'The action is changed.')
  })

  app.post('/meeting-actions/:actionId/reopen', read, async (request: ActionRequest, reply) => {
    const parsed = parseForm(ReopenForm, request.body)
    const opened = await act(request, parsed.ok ? parsed.value.version : -1, changes, reopenGroupAction)
    if (opened === null) return reply.callNotFound()
    return reply.goTo(`/meeting-actions/${request.params.actionId}`, opened ? 'The action is open again.' : 'Somebody changed the action meanwhile. This is how it stands now.')
  })
}
