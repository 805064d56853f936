import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import type { Item, Plan } from '../plan.ts'
import { selectPlan, selectPlanOfItem, selectPlans } from '../store.ts'
import { selectAccountChoices, selectFrames, selectItemChoices, selectMeasureChoices, selectOrganisationChoices, selectSchemes, takeUpScheme } from './choices.ts'
import { FrameForm, ItemForm, MeasureTieForm, PlanForm, SchemeForm, StateForm, TieForm } from './forms.ts'
import { type Failed, itemFormPage, newPlanPage, schemesPage, settingsPage, tiesPage } from './pages.ts'
import {
  addFrame, addItem, addLink, addPlan, addScheme, changeItem, changePlan, changeState, type OwnerFields, removeLink, setOwners, Stale, tieMeasure, untieMeasure,
} from './store.ts'

const today = () => todayInLondon(Temporal.Now.instant())
const edit = { config: { power: 'plans.edit' } }
const MOST_ITEMS = 2000

type PlanRequest = FastifyRequest<{ Params: { planId: string } }>
type ItemRequest = FastifyRequest<{ Params: { itemId: string } }>
type Kept = { plan: Plan; item: Item }

const asUuid = (text: string) => z.uuid().safeParse(text).data ?? null

async function keptItem(tx: Tx, itemId: string): Promise<Kept | null> {
  const planId = asUuid(itemId) && (await selectPlanOfItem(tx, itemId))
  const plan = planId ? await selectPlan(tx, planId) : null
  const item = plan?.items.find((each) => each.itemId === itemId)
  return plan && item ? { plan, item } : null
}

const frameOf = async (tx: Tx, planId: string) => (await tx.selectFrom('plan').select('frame_id').where('plan_id', '=', planId).executeTakeFirstOrThrow()).frame_id
const postOf = async (tx: Tx, itemId: string) =>
  (await tx.selectFrom('item_owner').select('post').where('plan_item_id', '=', itemId).where('accountable', '=', true).executeTakeFirst())?.post ?? null
const planChoices = async (tx: Tx) => ({ schemes: await selectSchemes(tx), frames: await selectFrames(tx) })
const ownerChoices = async (tx: Tx) => ({ organisations: await selectOrganisationChoices(tx), accounts: await selectAccountChoices(tx) })

const newPlan = async (request: FastifyRequest, reply: FastifyReply, failed: Failed = null) =>
  reply.code(failed ? 422 : 200).page('plans/keeping/new-plan.njk', newPlanPage(await asUser(request.user, planChoices), failed))

async function settings(request: PlanRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const planId = asUuid(request.params.planId)
    const plan = planId ? await selectPlan(tx, planId) : null
    return plan && settingsPage(plan, await frameOf(tx, plan.planId), await planChoices(tx), failed, today(), request.user.powers)
  })
  return page ? reply.code(failed ? 422 : 200).page('plans/keeping/settings.njk', page) : reply.callNotFound()
}

async function newItem(request: PlanRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const planId = asUuid(request.params.planId)
    const plan = planId ? await selectPlan(tx, planId) : null
    return plan && itemFormPage(plan, null, null, await ownerChoices(tx), failed, false)
  })
  return page ? reply.code(failed ? 422 : 200).page('plans/keeping/item.njk', page) : reply.callNotFound()
}

async function itemForm(request: ItemRequest, reply: FastifyReply, failed: Failed = null, stale = false) {
  const page = await asUser(request.user, async (tx) => {
    const kept = await keptItem(tx, request.params.itemId)
    return kept && itemFormPage(kept.plan, kept.item, await postOf(tx, kept.item.itemId), await ownerChoices(tx), failed, stale)
  })
  return page ? reply.code(failed ? (stale ? 409 : 422) : 200).page('plans/keeping/item.njk', page) : reply.callNotFound()
}

async function ties(request: ItemRequest, reply: FastifyReply, failed: Failed = null, status = 422) {
  const page = await asUser(request.user, async (tx) => {
    const kept = await keptItem(tx, request.params.itemId)
    if (!kept) return null
    const plans = (await selectPlans(tx)).map(({ planId, title }) => ({ value: planId, text: title }))
    const choices = { plans, items: await selectItemChoices(tx, kept.item.itemId), measures: await selectMeasureChoices(tx) }
    return tiesPage(kept.plan, kept.item, choices, failed, today())
  })
  return page ? reply.code(failed ? status : 200).page('plans/keeping/ties.njk', page) : reply.callNotFound()
}

const wrong = (field: string, text: string, body: unknown): Failed => ({ errors: [{ field, text }], entered: body as Record<string, unknown> })
const STALE = 'Someone else changed this while you were editing. Look at what they changed, then save again.'

/** Whether a code may be used for a new item of this plan: never one that any item, withdrawn ones included, has had. */
function codeProblem(plan: Plan, code: string): string | null {
  if (plan.items.length >= MOST_ITEMS) return `A plan holds at most ${MOST_ITEMS.toLocaleString('en-GB')} items`
  const taken = plan.items.find((item) => item.code.toLowerCase() === code.toLowerCase())
  if (!taken) return null
  return taken.state === 'withdrawn' ? `${code} belonged to an item that was withdrawn, and codes are never used again. Choose another` : `${code} is already “${taken.title.slice(0, 60)}”. Choose another code`
}

type ItemValue = z.infer<typeof ItemForm>

/** The accountable owner first, then those who share in it. A person's account brings its organisation. */
function ownersOf(value: ItemValue, accounts: readonly { value: string; organisationId: string }[]): OwnerFields[] {
  const [kind, id] = (value.accountable ?? '').split(':')
  const account = accounts.find((each) => kind === 'account' && each.value === id)
  const accountable: OwnerFields[] = account
    ? [{ organisationId: account.organisationId, accountId: account.value, post: value.post, accountable: true }]
    : kind === 'organisation' && id ? [{ organisationId: id, post: value.post, accountable: true }] : []
  return [...accountable, ...value.contributors.map((organisationId) => ({ organisationId, accountable: false }))]
}

/** Under which item this may stand: one of its own plan, and not one beneath it. */
function parentProblem(plan: Plan, itemId: string | null, parentId: string | null): string | null {
  if (!parentId) return null
  if (!plan.items.some((item) => item.itemId === parentId)) return 'Choose an item of this plan'
  for (let at: string | null = parentId; at; at = plan.items.find((item) => item.itemId === at)?.parentId ?? null)
    if (at === itemId) return 'An item cannot stand under itself'
  return null
}

async function saveNewItem(request: PlanRequest, reply: FastifyReply) {
  const form = parseForm(ItemForm, request.body)
  if (!form.ok) return newItem(request, reply, form)
  const outcome = await asUser(request.user, async (tx) => {
    const plan = asUuid(request.params.planId) ? await selectPlan(tx, request.params.planId) : null
    if (!plan) return null
    const code = codeProblem(plan, form.value.code)
    const parent = parentProblem(plan, null, form.value.parentId)
    if (code || parent) return { failed: wrong(code ? 'code' : 'parentId', code ?? parent!, request.body) }
    const itemId = await addItem(tx, plan.planId, form.value)
    await setOwners(tx, itemId, ownersOf(form.value, await selectAccountChoices(tx)))
    return { itemId }
  })
  if (!outcome) return reply.callNotFound()
  return outcome.itemId ? reply.goTo(`/items/${outcome.itemId}`, `${form.value.code} is added.`) : newItem(request, reply, outcome.failed)
}

async function saveItem(request: ItemRequest, reply: FastifyReply) {
  const form = parseForm(ItemForm, request.body)
  if (!form.ok) return itemForm(request, reply, form)
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const kept = await keptItem(tx, request.params.itemId)
      if (!kept) return null
      const parent = parentProblem(kept.plan, kept.item.itemId, form.value.parentId)
      if (parent) return { failed: wrong('parentId', parent, request.body) }
      await changeItem(tx, kept.item.itemId, form.value.version, form.value)
      await setOwners(tx, kept.item.itemId, ownersOf(form.value, await selectAccountChoices(tx)))
      return { saved: kept.item.code }
    })
    if (!outcome) return reply.callNotFound()
    return outcome.saved ? reply.goTo(`/items/${request.params.itemId}`, `${outcome.saved} is changed.`) : itemForm(request, reply, outcome.failed)
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    return itemForm(request, reply, wrong('title', STALE, request.body), true)
  }
}

async function saveSettings(request: PlanRequest, reply: FastifyReply) {
  const form = parseForm(PlanForm, request.body)
  if (!form.ok) return settings(request, reply, form)
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const plan = asUuid(request.params.planId) ? await selectPlan(tx, request.params.planId) : null
      if (!plan) return null
      const said = plan.items.some(({ updates, stated }) => updates.length + stated.length > 0)
      if (said && plan.scheme.schemeId !== form.value.schemeId)
        return { failed: wrong('schemeId', 'Items of this plan are already rated in its scheme, and ratings of two schemes cannot stand side by side. Start a new plan for the new scheme', request.body) }
      await changePlan(tx, plan.planId, form.value.version, { ...form.value, schemeId: await takeUpScheme(tx, form.value.schemeId) })
      return { saved: true }
    })
    if (!outcome) return reply.callNotFound()
    return outcome.saved ? reply.goTo(`/plans/${request.params.planId}/settings`, 'The set-up is saved.') : settings(request, reply, outcome.failed)
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    return settings(request, reply, wrong('title', STALE, request.body))
  }
}

async function saveState(request: ItemRequest, reply: FastifyReply) {
  const form = parseForm(StateForm, request.body)
  if (!form.ok) return ties(request, reply, form)
  try {
    const code = await asUser(request.user, async (tx) => {
      const kept = await keptItem(tx, request.params.itemId)
      if (!kept) return null
      await changeState(tx, kept.item.itemId, form.value.version, form.value)
      return kept.item.code
    })
    return code ? reply.goTo(`/items/${request.params.itemId}`, `${code} is now ${form.value.state}.`) : reply.callNotFound()
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    return ties(request, reply, wrong('state', STALE, request.body), 409)
  }
}

/** Ties or unties, and goes back to the ties page. */
const tie = (form: typeof TieForm | typeof MeasureTieForm, act: (tx: Tx, itemId: string, value: Record<string, string>) => Promise<void>, said: string) =>
  async (request: ItemRequest, reply: FastifyReply) => {
    const parsed = parseForm<Record<string, string>>(form, request.body)
    if (!parsed.ok) return ties(request, reply, parsed)
    const done = await asUser(request.user, async (tx) => {
      const kept = await keptItem(tx, request.params.itemId)
      if (kept) await act(tx, kept.item.itemId, parsed.value)
      return kept !== null
    })
    return done ? reply.goTo(`/items/${request.params.itemId}/ties`, said) : reply.callNotFound()
  }

const tieToItem = async (tx: Tx, itemId: string, { kind, otherId }: Record<string, string>) => {
  if ((await selectPlanOfItem(tx, otherId!)) && otherId !== itemId) await addLink(tx, itemId, TieForm.shape.kind.parse(kind), otherId!)
}

const schemes = async (request: FastifyRequest, reply: FastifyReply, failed: Failed = null) => {
  const { schemes, frames } = await asUser(request.user, planChoices)
  return reply.code(failed ? 422 : 200).page('plans/keeping/schemes.njk', schemesPage(schemes, frames, failed))
}

/** Keeping a plan: its set-up, its items, their states and ties, and the schemes and strands they use. */
export function planKeeping(app: FastifyInstance) {
  app.get('/plans/new', edit, (request, reply) => newPlan(request, reply))
  app.post('/plans/new', edit, async (request, reply) => {
    const form = parseForm(PlanForm, request.body)
    if (!form.ok) return newPlan(request, reply, form)
    const planId = await asUser(request.user, async (tx) => addPlan(tx, { ...form.value, schemeId: await takeUpScheme(tx, form.value.schemeId) }))
    return reply.goTo(`/plans/${planId}/settings`, 'The plan is started. Add its first item.')
  })
  app.get<{ Params: { planId: string } }>('/plans/:planId/settings', edit, (request, reply) => settings(request, reply))
  app.post<{ Params: { planId: string } }>('/plans/:planId/settings', edit, saveSettings)
  app.get<{ Params: { planId: string } }>('/plans/:planId/items/new', edit, (request, reply) => newItem(request, reply))
  app.post<{ Params: { planId: string } }>('/plans/:planId/items/new', edit, saveNewItem)
  app.get<{ Params: { itemId: string } }>('/items/:itemId/edit', edit, (request, reply) => itemForm(request, reply))
  app.post<{ Params: { itemId: string } }>('/items/:itemId/edit', edit, saveItem)
  app.get<{ Params: { itemId: string } }>('/items/:itemId/ties', edit, (request, reply) => ties(request, reply))
  app.post<{ Params: { itemId: string } }>('/items/:itemId/state', edit, saveState)
  app.post<{ Params: { itemId: string } }>('/items/:itemId/ties', edit, tie(TieForm, tieToItem, 'The two are tied.'))
  app.post<{ Params: { itemId: string } }>('/items/:itemId/untie', edit, tie(TieForm, (tx, itemId, { kind, otherId }) => removeLink(tx, itemId, TieForm.shape.kind.parse(kind), otherId!), 'The tie is undone.'))
  app.post<{ Params: { itemId: string } }>('/items/:itemId/measures', edit, tie(MeasureTieForm, (tx, itemId, { measureId }) => tieMeasure(tx, itemId, measureId!), 'The measure is tied to this item.'))
  app.post<{ Params: { itemId: string } }>('/items/:itemId/measures/remove', edit, tie(MeasureTieForm, (tx, itemId, { measureId }) => untieMeasure(tx, itemId, measureId!), 'The measure is no longer tied to this item.'))
  app.get('/plans/schemes', edit, (request, reply) => schemes(request, reply))
  app.post('/plans/schemes', edit, async (request, reply) => {
    const form = parseForm(SchemeForm, request.body)
    if (!form.ok) return schemes(request, reply, form)
    await asUser(request.user, (tx) => addScheme(tx, form.value))
    return reply.goTo('/plans/schemes', `The scheme “${form.value.name}” is added.`)
  })
  app.post('/plans/frames', edit, async (request, reply) => {
    const form = parseForm(FrameForm, request.body)
    if (!form.ok) return schemes(request, reply, form)
    await asUser(request.user, (tx) => addFrame(tx, form.value.name, form.value.strands))
    return reply.goTo('/plans/schemes', `The strands of “${form.value.name}” are added.`)
  })
}
