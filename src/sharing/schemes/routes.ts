import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { selectAgencies } from '../case-store.ts'
import { SCHEME_ROLES } from '../gate.ts'
import { MemberForm, NewSchemeForm, SchemeForm } from './forms.ts'
import { type Failed, schemeFormPage, schemePage, schemesPage } from './pages.ts'
import { changeScheme, giveRole, insertScheme, type Scheme, selectMemberChoices, selectMembers, selectOptionalScheme, selectSchemes, takeRole } from './scheme-store.ts'

const manage = { config: { power: 'sharing.manage' } }
type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>
type MemberRequest = FastifyRequest<{ Params: { schemeId: string; accountId: string } }>
const today = () => todayInLondon(Temporal.Now.instant())
const entered = (request: FastifyRequest) => request.body as Record<string, unknown>
const CHOOSE_HOST = [{ field: 'hostAgencyId', text: 'Choose the agency that hosts it' }]
const isAgency = async (tx: Tx, agencyId: string) => (await selectAgencies(tx)).some((agency) => agency.agencyId === agencyId)

/** Schemes and who works in them. A role given or taken counts on that person's very next request. */
export function schemes(app: FastifyInstance) {
  app.get('/sharing/schemes', manage, async (request, reply) => reply.page('sharing/schemes/schemes.njk', schemesPage(await asUser(request.user, selectSchemes))))
  keeping(app)

  const show = async (request: SchemeRequest, reply: FastifyReply, failed: Failed = null) => {
    const { schemeId } = request.params
    const model = await asUser(request.user, async (tx) => {
      const scheme = await selectOptionalScheme(tx, schemeId)
      return scheme && schemePage(scheme, await selectMembers(tx, schemeId), await selectMemberChoices(tx, schemeId), failed)
    })
    return model ? reply.code(failed ? 422 : 200).page('sharing/schemes/scheme.njk', model) : reply.callNotFound()
  }
  app.get('/sharing/schemes/:schemeId', manage, (request: SchemeRequest, reply) => show(request, reply))

  app.post('/sharing/schemes/:schemeId/members', manage, async (request: SchemeRequest, reply) => {
    const form = parseForm(MemberForm, request.body)
    if (!form.ok) return show(request, reply, form)
    const { schemeId } = request.params
    const given = await asUser(request.user, async (tx) => {
      if (!(await selectOptionalScheme(tx, schemeId))) return null
      if (!(await selectMemberChoices(tx, schemeId)).some(({ accountId }) => accountId === form.value.account)) return false
      await giveRole(tx, schemeId, form.value.account, form.value.role)
      return true
    })
    if (given === null) return reply.callNotFound()
    if (!given) return show(request, reply, { errors: [{ field: 'account', text: 'Choose a person who works cases and has no role here yet' }], entered: entered(request) })
    return reply.goTo(`/sharing/schemes/${schemeId}`, 'They have their role from now on.')
  })

  /** What is done to one who has a role: it is changed, or taken. */
  const toMember = (path: string, said: string, work: (tx: Tx, request: MemberRequest) => Promise<unknown>) =>
    app.post(`/sharing/schemes/:schemeId/members/:accountId/${path}`, manage, async (request: MemberRequest, reply) => {
      const { schemeId, accountId } = request.params
      const done = await asUser(request.user, async (tx) => {
        const scheme = await selectOptionalScheme(tx, schemeId)
        if (!scheme || !(await selectMembers(tx, schemeId)).some((member) => member.accountId === accountId)) return false
        return (await work(tx, request)) !== false
      })
      return done ? reply.goTo(`/sharing/schemes/${schemeId}`, said) : reply.callNotFound()
    })
  toMember('role', 'Their role is changed from now on.', async (tx, { params, body }) => {
    const role = z.object({ role: z.enum(SCHEME_ROLES) }).safeParse(body).data?.role
    return role ? giveRole(tx, params.schemeId, params.accountId, role) : false
  })
  toMember('remove', 'They have no role in it any more. What it opened is closed to them.', (tx, { params }) => takeRole(tx, params.schemeId, params.accountId))
}

function keeping(app: FastifyInstance) {
  const form = async (request: FastifyRequest, reply: FastifyReply, scheme: Scheme | null, failed: Failed = null) =>
    reply.code(failed ? 422 : 200).page('sharing/schemes/form.njk', schemeFormPage(scheme, await asUser(request.user, selectAgencies), today(), failed))
  const find = (request: SchemeRequest) => asUser(request.user, (tx) => selectOptionalScheme(tx, request.params.schemeId))

  app.get('/sharing/schemes/new', manage, (request, reply) => form(request, reply, null))
  app.post('/sharing/schemes', manage, async (request, reply) => {
    const parsed = parseForm(NewSchemeForm, request.body)
    if (!parsed.ok) return form(request, reply, null, parsed)
    const made = await asUser(request.user, async (tx) => ((await isAgency(tx, parsed.value.hostAgencyId)) ? insertScheme(tx, parsed.value) : null))
    return made ? reply.goTo(`/sharing/schemes/${made}`, 'The scheme is added. Give people their roles in it.') : form(request, reply, null, { errors: CHOOSE_HOST, entered: entered(request) })
  })

  app.get('/sharing/schemes/:schemeId/change', manage, async (request: SchemeRequest, reply) => {
    const scheme = await find(request)
    return scheme ? form(request, reply, scheme) : reply.callNotFound()
  })
  app.post('/sharing/schemes/:schemeId/change', manage, async (request: SchemeRequest, reply) => {
    const parsed = parseForm(SchemeForm, request.body)
    const failed = async (errors: Parameters<typeof schemeFormPage>[3]) => {
      const scheme = await find(request)
      return scheme ? form(request, reply, scheme, errors) : reply.callNotFound()
    }
    if (!parsed.ok) return failed(parsed)
    const { ends, hostAgencyId } = parsed.value
    const wrong = await asUser(request.user, async (tx) => {
      const scheme = await selectOptionalScheme(tx, request.params.schemeId)
      if (!scheme) return null
      if (ends !== null && ends < scheme.begins) return [{ field: 'ends', text: 'It must not end before it begins' }]
      if (!(await isAgency(tx, hostAgencyId))) return CHOOSE_HOST
      await changeScheme(tx, scheme, parsed.value)
      return []
    })
    if (!wrong) return reply.callNotFound()
    return wrong.length > 0 ? failed({ errors: wrong, entered: entered(request) }) : reply.goTo(`/sharing/schemes/${request.params.schemeId}`, 'The scheme is changed.')
  })
}
