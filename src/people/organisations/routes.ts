import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { selectAccounts } from '../account-store.ts'
import { isOwnUnit, type Organisation, refusalOfRename } from '../organisation.ts'
import { addName, addOrganisation, changeOrganisation, endName, markLeft, renameOrganisation, selectOrganisations } from '../organisation-store.ts'
import { LeftForm, NameForm, NewOrganisationForm, ParticularsForm, RenameForm } from './forms.ts'
import { type Failed, leftEntered, newOrganisationPage, organisationPage, organisationsPage, particularsPage, smallFormPage } from './pages.ts'

const read = { config: { power: 'signed in' } }
const edit = { config: { power: 'organisations.edit' } }
type OrganisationRequest = FastifyRequest<{ Params: { organisationId: string } }>
type Found = { organisation: Organisation; all: Organisation[] }

const today = () => todayInLondon(Temporal.Now.instant()).toString()

const find = async (tx: Tx, organisationId: string): Promise<Found | null> => {
  const all = await selectOrganisations(tx)
  const organisation = all.find((each) => each.organisationId === organisationId)
  return organisation ? { organisation, all } : null
}

const altered = (tx: Tx, organisationId: string, fields: string[]) => audit(tx, { act: 'altered', subjectKind: 'organisation', subjectId: organisationId, details: { fields } })

/** What is wrong with a day, given a partner's other days. */
const wrongDay = (field: string, day: string | null, from: string | null): FieldError[] =>
  day !== null && day > today() ? [{ field, text: 'The day must be today or in the past' }]
  : day !== null && from !== null && day < from ? [{ field, text: 'The day must not be before it joined' }]
  : []

/** Partners: who sits at the table and why, what they are and were called. */
export function organisations(app: FastifyInstance) {
  app.get('/organisations', read, async (request, reply) =>
    reply.page('people/organisations/organisations.njk', organisationsPage(await asUser(request.user, selectOrganisations), request.user.powers.has('organisations.edit'))),
  )

  const add = async (request: FastifyRequest, reply: FastifyReply, failed: Failed = null) =>
    reply.code(failed ? 422 : 200).page('people/organisations/new.njk', newOrganisationPage(await asUser(request.user, selectOrganisations), failed))
  app.get('/organisations/new', edit, (request, reply) => add(request, reply))
  app.post('/organisations', edit, async (request, reply) => {
    const form = parseForm(NewOrganisationForm, request.body)
    if (!form.ok) return add(request, reply, form)
    const added = await asUser(request.user, async (tx) => {
      const all = await selectOrganisations(tx)
      if (form.value.parentId && !all.some(({ organisationId }) => organisationId === form.value.parentId)) return null
      const organisationId = await addOrganisation(tx, form.value)
      audit(tx, { act: 'collected', subjectKind: 'organisation', subjectId: organisationId, details: { standing: form.value.standing } })
      return organisationId
    })
    if (!added) return add(request, reply, { errors: [{ field: 'parentId', text: 'Choose the organisation it is part of' }], entered: request.body as Record<string, unknown> })
    return reply.goTo(`/organisations/${added}`, `${form.value.name} is added.`)
  })

  app.get('/organisations/:organisationId', read, async (request: OrganisationRequest, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params.organisationId)
      return found && organisationPage(found.organisation, found.all, await selectAccounts(tx, {}), request.user.powers.has('organisations.edit'))
    })
    return page ? reply.page('people/organisations/organisation.njk', page) : reply.callNotFound()
  })

  /** One form about one partner at `path`: what it shows, and what it does or why it cannot. */
  function form<T>(
    path: string, template: string, schema: z.ZodType<T>, said: string,
    page: (found: Found, failed: Failed) => object,
    work: (tx: Tx, found: Found, value: T) => Promise<FieldError[]>,
  ) {
    const show = async (request: OrganisationRequest, reply: FastifyReply, failed: Failed = null) => {
      const found = await asUser(request.user, (tx) => find(tx, request.params.organisationId))
      return found ? reply.code(failed ? 422 : 200).page(`people/organisations/${template}.njk`, page(found, failed)) : reply.callNotFound()
    }
    app.get(`/organisations/:organisationId/${path}`, edit, (request: OrganisationRequest, reply) => show(request, reply))
    app.post(`/organisations/:organisationId/${path}`, edit, async (request: OrganisationRequest, reply) => {
      const parsed = parseForm(schema, request.body)
      if (!parsed.ok) return show(request, reply, parsed)
      const errors = await asUser(request.user, async (tx) => {
        const found = await find(tx, request.params.organisationId)
        return found && work(tx, found, parsed.value)
      })
      if (!errors) return reply.callNotFound()
      if (errors.length > 0) return show(request, reply, { errors, entered: request.body as Record<string, unknown> })
      return reply.goTo(`/organisations/${request.params.organisationId}`, said)
    })
  }

  form('change', 'change', ParticularsForm, 'The particulars are saved.',
    ({ organisation, all }, failed) => particularsPage(organisation, all, failed),
    async (tx, { organisation, all }, value) => {
      const { organisationId } = organisation
      if (isOwnUnit(all, organisationId, value.parentId)) return [{ field: 'parentId', text: 'It cannot be part of itself or of one of its own units' }]
      if (value.parentId && !all.some((each) => each.organisationId === value.parentId)) return [{ field: 'parentId', text: 'Choose the organisation it is part of' }]
      if (value.joinedOn && organisation.leftOn && value.joinedOn > organisation.leftOn) return [{ field: 'joinedOn', text: 'The day it joined must not be after it left' }]
      await changeOrganisation(tx, organisationId, value)
      altered(tx, organisationId, (['standing', 'legalGround', 'sector', 'parentId', 'joinedOn'] as const).filter((field) => organisation[field] !== value[field]))
      return []
    })

  form('rename', 'rename', RenameForm, 'It has its new name. The old one stays known.',
    ({ organisation }, failed) => smallFormPage('Rename', organisation, { name: '', from: '' }, failed),
    async (tx, { organisation }, { name, from }) => {
      const refusal = refusalOfRename(organisation, name, from, today())
      if (refusal) return [refusal]
      await renameOrganisation(tx, organisation.organisationId, name, from)
      altered(tx, organisation.organisationId, ['name'])
      return []
    })

  form('names', 'name', NameForm, 'It is known by that too.',
    ({ organisation }, failed) => smallFormPage('Add a code or another name', organisation, { kind: '', name: '', from: '' }, failed),
    async (tx, { organisation, all }, value) => {
      const user = all.find(({ names }) => names.some(({ name, kind, validTo }) => kind === value.kind && validTo === null && name.toLowerCase() === value.name.toLowerCase()))
      if (user) return [{ field: 'name', text: user === organisation ? 'It is known by that already' : `${user.name} is known by that. End it there first` }]
      const wrong = wrongDay('from', value.from, null)
      if (wrong.length === 0) {
        await addName(tx, organisation.organisationId, value)
        altered(tx, organisation.organisationId, [value.kind])
      }
      return wrong
    })

  form('left', 'left', LeftForm, 'That is saved.',
    ({ organisation }, failed) => smallFormPage('Leaving the partnership', organisation, leftEntered(organisation), failed),
    async (tx, { organisation }, { on }) => {
      const wrong = wrongDay('on', on, organisation.joinedOn)
      if (wrong.length === 0) {
        await markLeft(tx, organisation.organisationId, on)
        altered(tx, organisation.organisationId, ['leftOn'])
      }
      return wrong
    })

  app.post<{ Params: { organisationId: string; nameId: string } }>('/organisations/:organisationId/names/:nameId/end', edit, async (request, reply) => {
    const { organisationId, nameId } = request.params
    const ended = z.uuid().safeParse(nameId).success && (await asUser(request.user, async (tx) => {
      const found = await find(tx, organisationId)
      if (!found || !(await endName(tx, organisationId, nameId, today()))) return false
      altered(tx, organisationId, ['names'])
      return true
    }))
    return ended ? reply.goTo(`/organisations/${organisationId}`, 'It is no longer in use from today, and stays in the history.') : reply.callNotFound()
  })
}
