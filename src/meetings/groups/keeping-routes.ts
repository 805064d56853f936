import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { prioritiesPage } from './about-page.ts'
import { choicesOf, inWords, isOf } from './choices.ts'
import { DeliveredForm, EndForm, GroupForm, NameForm, NewGroupForm, RenameForm, SuccessionForm, VersionForm } from './forms.ts'
import { bothPage, endPage, type Failed, type GroupChoices, groupEntered, groupFormPage, newGroupPage } from './group-form-page.ts'
import { holdsOn } from './group.ts'
import {
  addDelivered, addGroup, addGroupName, addSuccession, changeGroup, endDelivered, endGroup, endGroupName, type GroupFields, renameGroup, reopenGroup, type SeatFields,
} from './keeping-store.ts'
import { addNamePage, renamePage, successionPage } from './names-page.ts'
import { type RegisteredGroup, selectPriorities, selectRegister } from './register-store.ts'
import { groupSeats } from './seat-routes.ts'
import { type GroupRequest, seeKept, type Seen, show, today } from './seen.ts'
import { Stale } from './store.ts'
import { mayStandUnder } from './structure.ts'

const read = { config: { power: 'meetings.read' } }
const edit = { config: { power: 'meetings.edit' } }
const isId = (text: string) => z.uuid().safeParse(text).success
const failed = (errors: FieldError[], request: FastifyRequest): Failed => ({ errors, entered: request.body as Record<string, unknown> })
const at = (request: GroupRequest, under = '') => `/groups/${request.params.groupId}${under}`

/** What is wrong with the groups, partners and casework that a form names. `group`: the one that is changed, or null for a new one. */
function wrongTies(value: GroupFields, group: RegisteredGroup | null, { groups, partners, schemes }: GroupChoices): FieldError[] {
  const parent = groups.find(({ groupId }) => groupId === value.parentId)
  if (value.parentId && !parent) return [{ field: 'parentId', text: 'Choose one of the list' }]
  if (group && value.parentId && !mayStandUnder(groups, group.groupId, value.parentId)) return [{ field: 'parentId', text: 'A group cannot report to itself or to one that reports to it' }]
  if (!isOf(partners, value.runById) && value.runById !== group?.runById) return [{ field: 'runById', text: 'Choose one of the list' }]
  if (!isOf(schemes, value.schemeId) && value.schemeId !== group?.schemeId) return [{ field: 'schemeId', text: 'Choose one of the list' }]
  if (group && value.confidential && !group.confidential && !group.seated) return [{ field: 'confidential', text: 'Only somebody who has a seat in it can make it confidential: you would no longer see what is said' }]
  return []
}

const takenName = (groups: readonly RegisteredGroup[], name: string, day: string): FieldError[] => {
  const user = groups.find(({ names }) => names.some((each) => each.name.toLowerCase() === name.toLowerCase() && holdsOn(each, day)))
  return user ? [{ field: 'name', text: `${user.name} is known by that already` }] : []
}

const labels = {
  kind: 'Kind', parentId: 'Reports to', remit: 'Remit', handles: 'What it handles', confidential: 'Confidential', schemeId: 'Casework', runById: 'Run by', quorum: 'Quorum', begins: 'First day', ends: 'Last day',
}
async function newGroup(request: FastifyRequest, reply: FastifyReply, wrong: Failed = null) {
  const choices = await asUser(request.user, async (tx) => choicesOf(tx, await selectRegister(tx)))
  return show(reply, 'new', newGroupPage(choices, wrong), wrong ? 422 : 200)
}

async function saveNewGroup(request: FastifyRequest, reply: FastifyReply) {
  const form = parseForm(NewGroupForm, request.body)
  if (!form.ok) return newGroup(request, reply, form)
  const { seatOrganisationId, seatRole, seatAccountId, seatPerson, ...fields } = form.value
  const outcome = await asUser(request.user, async (tx) => {
    const choices = await choicesOf(tx, await selectRegister(tx))
    const wrong = [...takenName(choices.groups, fields.name, today()), ...wrongTies(fields, null, choices)]
    if (!isOf(choices.partners, seatOrganisationId)) wrong.push({ field: 'seatOrganisationId', text: 'Choose one of the list' })
    if (!isOf(choices.accounts, seatAccountId)) wrong.push({ field: 'seatAccountId', text: 'Choose one of the list' })
    if (wrong.length > 0) return { wrong }
    const first: SeatFields | null = seatOrganisationId && seatRole
      ? { organisationId: seatOrganisationId, role: seatRole, post: null, statutory: false, accountId: seatAccountId, person: seatPerson, deputyAccountId: null, deputy: null, since: fields.begins, until: null }
      : null
    return { groupId: await addGroup(tx, fields, first) }
  })
  return outcome.groupId ? reply.goTo(`/groups/${outcome.groupId}`, `${fields.name} is added.`) : newGroup(request, reply, failed(outcome.wrong!, request))
}

/** One form about one group that those who keep it fill in: what it shows, and what it does or why it cannot. */
function smallForm<T>(app: FastifyInstance, path: string, schema: z.ZodType<T>, config: typeof edit, said: string, to: string,
  page: (seen: Seen, wrong: Failed, tx: Tx) => Promise<{ template: string; model: object }>, work: (tx: Tx, seen: Seen, value: T) => Promise<FieldError[]>) {
  const form = async (request: GroupRequest, reply: FastifyReply, wrong: Failed = null, status = 422) => {
    const shown = await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      return seen && page(seen, wrong, tx)
    })
    return show(reply, shown?.template ?? '', shown && shown.model, wrong ? status : 200)
  }
  app.get(`/groups/:groupId/${path}`, config, (request: GroupRequest, reply) => form(request, reply))
  app.post(`/groups/:groupId/${path}`, config, async (request: GroupRequest, reply) => {
    const parsed = parseForm(schema, request.body)
    if (!parsed.ok) return form(request, reply, parsed)
    try {
      const errors = await asUser(request.user, async (tx) => {
        const seen = await seeKept(tx, request.params.groupId)
        return seen && work(tx, seen, parsed.value)
      })
      if (!errors) return reply.callNotFound()
      return errors.length > 0 ? form(request, reply, failed(errors, request)) : reply.goTo(at(request, to), said)
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      return form(request, reply, failed([{ field: 'form', text: 'Somebody else changed this group while you were typing. Look at it again before you go on' }], request), 409)
    }
  })
}

async function groupForm(request: GroupRequest, reply: FastifyReply, wrong: Failed = null) {
  const model = await asUser(request.user, async (tx) => {
    const seen = await seeKept(tx, request.params.groupId)
    return seen && groupFormPage(seen.group, await choicesOf(tx, seen.groups), wrong)
  })
  return show(reply, 'edit', model, wrong ? 422 : 200)
}

async function saveGroup(request: GroupRequest, reply: FastifyReply) {
  const form = parseForm(GroupForm, request.body)
  if (!form.ok) return groupForm(request, reply, form)
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      if (!seen) return null
      const wrong = wrongTies(form.value, seen.group, await choicesOf(tx, seen.groups))
      if (wrong.length === 0) await changeGroup(tx, seen.group.groupId, form.value.version, form.value)
      return { wrong }
    })
    if (!outcome) return reply.callNotFound()
    return outcome.wrong.length > 0 ? groupForm(request, reply, failed(outcome.wrong, request)) : reply.goTo(at(request), 'The group is changed.')
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    const model = await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      if (!seen) return null
      const words = { title: 'Change this group', action: at(request, '/edit'), labels }
      return bothPage(seen.group, words, request.body as Record<string, unknown>, groupEntered(seen.group), inWords(await choicesOf(tx, seen.groups)))
    })
    return show(reply, 'both', model, 409)
  }
}

/** Keeping groups: adding and changing them, their seats, names and priorities, and what went before and after. */
export function groupKeeping(app: FastifyInstance) {
  app.get('/groups/new', edit, (request, reply) => newGroup(request, reply))
  app.post('/groups/new', edit, saveNewGroup)
  groupSeats(app)
  app.get('/groups/:groupId/edit', read, (request: GroupRequest, reply) => groupForm(request, reply))
  app.post('/groups/:groupId/edit', read, saveGroup)

  smallForm(app, 'priorities', DeliveredForm, read, 'It delivers that too.', '/priorities',
    async ({ group }, wrong, tx) => ({ template: 'priorities', model: { ...prioritiesPage(group, await selectPriorities(tx), wrong?.entered ?? {}, today()), ...errorsForPage(wrong?.errors) } }),
    async (tx, { group }, { itemId, since }) => {
      if (!(await selectPriorities(tx)).some((each) => each.itemId === itemId)) return [{ field: 'itemId', text: 'Choose a priority' }]
      await addDelivered(tx, group.groupId, itemId, since)
      return []
    })
  app.post<{ Params: { groupId: string; itemId: string } }>('/groups/:groupId/priorities/:itemId/end', read, async (request, reply) => {
    const ended = isId(request.params.itemId) && (await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      return seen && endDelivered(tx, seen.group.groupId, request.params.itemId, today())
    }))
    return ended ? reply.goTo(`/groups/${request.params.groupId}/priorities`, 'It delivers that until today, and no longer.') : reply.callNotFound()
  })

  smallForm(app, 'rename', RenameForm, read, 'It has its new name. The old one stays known.', '/names',
    async ({ group }, wrong) => ({ template: 'rename', model: renamePage(group, wrong) }),
    async (tx, { group, groups }, { name, from }) => {
      const present = group.names.find(({ kind, until }) => kind === 'name' && until === null)
      if (from > today()) return [{ field: 'from', text: 'The day must be today or in the past' }]
      if (present?.since && from <= present.since) return [{ field: 'from', text: 'The day must be after the present name began' }]
      const taken = takenName(groups.filter((each) => each !== group), name, from)
      if (taken.length > 0 || present?.name === name) return taken.length > 0 ? taken : [{ field: 'name', text: 'That is its name already' }]
      await renameGroup(tx, group.groupId, name, from)
      return []
    })
  smallForm(app, 'names/new', NameForm, read, 'It is known by that too.', '/names',
    async ({ group }, wrong) => ({ template: 'name', model: addNamePage(group, wrong) }),
    async (tx, { group, groups }, value) => {
      const taken = value.to ? [] : takenName(groups, value.name, today())
      if (taken.length === 0) await addGroupName(tx, group.groupId, value)
      return taken
    })
  app.post<{ Params: { groupId: string; groupNameId: string } }>('/groups/:groupId/names/:groupNameId/end', read, async (request, reply) => {
    const ended = isId(request.params.groupNameId) && (await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      return seen && endGroupName(tx, seen.group.groupId, request.params.groupNameId, today())
    }))
    return ended ? reply.goTo(`/groups/${request.params.groupId}/names`, 'It is no longer in use after today, and stays in the history.') : reply.callNotFound()
  })

  smallForm(app, 'succession', SuccessionForm, edit, 'The two are tied.', '/names',
    async ({ group, groups }, wrong) => ({ template: 'succession', model: successionPage(group, groups, wrong) }),
    async (tx, { group, groups }, { way, otherId, on, note }) => {
      if (otherId === group.groupId || !groups.some(({ groupId }) => groupId === otherId)) return [{ field: 'otherId', text: 'Choose the other group' }]
      const [from, to] = way === 'came from' ? [otherId, group.groupId] : [group.groupId, otherId]
      if (groups.find(({ groupId }) => groupId === to)!.wentInto.some(({ groupId }) => groupId === from)) return [{ field: 'way', text: 'The two are tied the other way round already' }]
      await addSuccession(tx, from, to, { on, note })
      return []
    })
  smallForm(app, 'end', EndForm, edit, 'The group is ended. Everything of it stays to be read.', '',
    async ({ group, groups }, wrong) => ({ template: 'end', model: endPage(group, groups, wrong) }),
    async (tx, { group, groups }, { on, reason, successor, version }) => {
      if (group.begins && on < group.begins) return [{ field: 'on', text: 'The last day must be on or after its first' }]
      if (successor !== 'none' && (successor === group.groupId || !groups.some(({ groupId }) => groupId === successor))) return [{ field: 'successor', text: 'Choose the group that takes over, or say that none does' }]
      await endGroup(tx, group.groupId, version, { on, reason })
      if (successor !== 'none') await addSuccession(tx, group.groupId, successor, { on: Temporal.PlainDate.from(on).add({ days: 1 }).toString(), note: null })
      return []
    })
  app.post('/groups/:groupId/reopen', edit, async (request: GroupRequest, reply) => {
    const form = parseForm(VersionForm, request.body)
    const done = form.ok && (await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      if (seen && seen.group.version === form.value.version) await reopenGroup(tx, seen.group.groupId, form.value.version)
      return seen
    }))
    return done ? reply.goTo(at(request), 'The group goes on.') : reply.callNotFound()
  })
}
