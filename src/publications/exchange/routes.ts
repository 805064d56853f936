import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { keepSetting } from '../duties/store.ts'
import { ReturnForm, SinceForm } from './forms.ts'
import { exchangePage, type Failed, returnPage } from './pages.ts'
import { EXCHANGE, keepReturn, selectExchange, selectSourceChoices, withdrawReturn } from './store.ts'

type Place = { organisationId: string; set: string; quarter: string }
type ReturnRequest = FastifyRequest<{ Params: Place }>

const READ = { config: { power: 'papers.read' } }
const WRITE = { config: { power: 'papers.edit' } }
const today = () => todayInLondon(Temporal.Now.instant())
const ADDRESS = '/exchange/:organisationId/:set/:quarter'

/** The prescribed exchange of depersonalised information between the responsible authorities. */
export function exchange(app: FastifyInstance) {
  const show = async (request: FastifyRequest, reply: FastifyReply, failed: Failed = null) => {
    const page = await asUser(request.user, async (tx) => exchangePage(await selectExchange(tx, today()), request.user.powers, failed))
    return reply.code(failed ? 422 : 200).page('publications/exchange/exchange.njk', page)
  }
  app.get('/exchange', READ, (request, reply) => show(request, reply))

  app.post('/exchange', WRITE, async (request, reply) => {
    const form = parseForm(SinceForm, request.body)
    if (!form.ok) return show(request, reply, form)
    await asUser(request.user, (tx) => keepSetting(tx, EXCHANGE, { applies: true, since: form.value.since, reason: null }))
    return reply.goTo('/exchange', 'The exchange is followed from that day.')
  })

  const find = async (tx: Tx, { organisationId, set, quarter }: Place) => {
    const asked = (await selectExchange(tx, today())).asked.find((each) => each.organisationId === organisationId && each.set.key === set)
    const each = asked?.quarters.find((one) => one.quarter === quarter)
    return asked && each ? { asked, each } : null
  }
  const showReturn = async (request: ReturnRequest, reply: FastifyReply, failed: Failed = null) => {
    const page = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      return found ? returnPage(found.asked, found.each, await selectSourceChoices(tx, found.each.quarter), failed) : null
    })
    return page ? reply.code(failed ? 422 : 200).page('publications/exchange/return.njk', page) : reply.callNotFound()
  }
  app.get(ADDRESS, WRITE, (request: ReturnRequest, reply) => showReturn(request, reply))

  app.post(ADDRESS, WRITE, async (request: ReturnRequest, reply) => {
    const form = parseForm(ReturnForm, request.body)
    if (!form.ok) return showReturn(request, reply, form)
    const { came, receivedOn, sourceId, note } = form.value
    const refuse = (field: string, text: string) => showReturn(request, reply, { errors: [{ field, text }], entered: { ...(request.body as Record<string, unknown>) } })
    if (came && receivedOn! > today().toString()) return refuse('receivedOn', 'That day is still to come')
    const outcome = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      if (!found) return 'nothing such'
      if (sourceId !== null && !(await selectSourceChoices(tx, found.each.quarter)).some((source) => source.sourceId === sourceId)) return 'no such source'
      await keepReturn(tx, { ...request.params, receivedOn: came ? receivedOn : null, sourceId: came ? sourceId : null, note })
      return 'kept'
    })
    if (outcome === 'nothing such') return reply.callNotFound()
    return outcome === 'kept' ? reply.goTo('/exchange', 'It is written down.') : refuse('sourceId', 'Choose a source from the list')
  })

  app.post(`${ADDRESS}/withdraw`, WRITE, async (request: ReturnRequest, reply) => {
    const isDone = await asUser(request.user, async (tx) => (await find(tx, request.params)) !== null && withdrawReturn(tx, request.params))
    return isDone ? reply.goTo('/exchange', 'That is taken back.') : reply.callNotFound()
  })
}
