import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addWorkingDays } from '../../calendar/working-days.ts'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { selectAgencies } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { nothingHerePage, selectWhomToAsk } from '../no-scheme.ts'
import { addToAgenda, logAgenda, moveOnAgenda, selectAgenda, selectHearable, takeOffAgenda } from './agenda-store.ts'
import { askAcceptanceAgain, selectAttendance } from './attendance-store.ts'
import { AgendaForm, ChangePanelForm, MoveForm, NewPanelForm, RequestForm, StateForm } from './forms.ts'
import { nextPanelDate } from './next-date.ts'
import { isPlanned, type Panel, type PanelState, STANDARD_STATEMENT, WHYS } from './panel.ts'
import { panelPage } from './panel-page.ts'
import { changePanel, insertPanel, selectPanels, selectPanelSchemes } from './panel-store.ts'
import { dateOf, panelFormPage, panelsPage } from './panels-page.ts'
import { onDay } from './live-routes.ts'
import { askAll, selectWaiting } from './request-store.ts'
import { minutes } from './minutes-routes.ts'
import { onPanel, type PanelRequest, type Step } from './step.ts'

const today = () => todayInLondon(Temporal.Now.instant())
const work = { config: { power: 'cases.work' } }

async function list(request: FastifyRequest, reply: FastifyReply) {
  const page = await asUser(request.user, async (tx) => {
    const panels = await selectPanels(tx)
    return panelsPage(await selectPanelSchemes(tx), panels, await selectAttendance(tx, panels.map(({ panelId }) => panelId)), await selectAgencies(tx))
  })
  return reply.page('cases/panels/panels.njk', page)
}

const BACK = { href: '/panels', text: 'All panels' }

/** The last panel of a scheme says when, where and how long the next one is. */
async function firstEntered(tx: Tx, schemeId: string) {
  const [last] = (await selectPanels(tx, schemeId)).filter(({ state }) => state !== 'cancelled')
  const after = last && last.heldOn > today().toString() ? Temporal.PlainDate.from(last.heldOn) : today()
  return { schemeId, heldOn: writeDate(nextPanelDate(after)), beginsAt: last?.beginsAt ?? '10:00', place: last?.place ?? '', minutesEach: last?.minutesEach ?? 15, statement: last?.statement ?? STANDARD_STATEMENT }
}

async function askNew(request: FastifyRequest<{ Querystring: { scheme?: string } }>, reply: FastifyReply) {
  const page = await asUser(request.user, async (tx) => {
    const led = (await selectPanelSchemes(tx)).filter(({ leads }) => leads)
    const chosen = led.find(({ schemeId }) => schemeId === request.query.scheme) ?? led[0]
    return chosen && panelFormPage('Plan a panel', '/panels/new', led, await firstEntered(tx, chosen.schemeId), errorsForPage(), BACK)
  })
  if (page) return reply.page('cases/panels/panel-form.njk', page)
  return reply.page('cases/no-scheme.njk', nothingHerePage('Plan a panel', { needs: 'A panel is planned by a coordinator or chair of its scheme, and you are that in none.', leadsDo: 'In the schemes you work in, others lead.', back: BACK }, await asUser(request.user, selectWhomToAsk)))
}

async function addNew(request: FastifyRequest, reply: FastifyReply) {
  const form = parseForm(NewPanelForm, request.body)
  const made = await asUser(request.user, async (tx) => {
    const led = (await selectPanelSchemes(tx)).filter(({ leads }) => leads)
    if (led.length === 0) return null
    if (!form.ok) return panelFormPage('Plan a panel', '/panels/new', led, form.entered, errorsForPage(form.errors), BACK)
    return led.some(({ schemeId }) => schemeId === form.value.schemeId) ? insertPanel(tx, form.value.schemeId, form.value) : null
  })
  if (!made) return reply.callNotFound()
  return typeof made === 'string' ? reply.goTo(`/panels/${made}`, 'The panel is planned. Now put cases on its agenda.') : reply.code(422).page('cases/panels/panel-form.njk', made)
}

const NAMES = { heldOn: 'Date', beginsAt: 'Begins at', place: 'Place', minutesEach: 'Minutes for each case', statement: 'Confidentiality statement' } as const
const enteredOf = (panel: Panel) => ({ ...panel, heldOn: dateOf(panel.heldOn), place: panel.place ?? '' })

function changeStep(panel: Panel, entered: Record<string, unknown>, errors: readonly FieldError[] = [], stale: object[] = []): Step {
  const model = panelFormPage('Change the panel', `/panels/${panel.panelId}/change`, null, entered, { ...errorsForPage(errors), stale }, { href: `/panels/${panel.panelId}`, text: 'The panel' })
  return { template: 'cases/panels/panel-form.njk', model, status: stale.length > 0 ? 409 : errors.length > 0 ? 422 : 200 }
}

const change = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  if (!isPlanned(panel)) return null
  const form = parseForm(ChangePanelForm, request.body)
  if (!form.ok) return changeStep(panel, form.entered, form.errors)
  const { version, ...fields } = form.value
  if (await changePanel(tx, { panelId: panel.panelId, version }, fields)) {
    if (fields.statement !== panel.statement) await askAcceptanceAgain(tx, panel.panelId)
    return { go: `/panels/${panel.panelId}`, message: 'The panel is changed.' }
  }
  const stale = (Object.keys(NAMES) as (keyof typeof NAMES)[]).filter((name) => (panel[name] ?? null) !== fields[name])
    .map((name) => ({ name: NAMES[name], theirs: String(enteredOf(panel)[name]), yours: name === 'heldOn' ? dateOf(fields.heldOn) : String(fields[name] ?? '') }))
  return changeStep(panel, { ...(request.body as object), version: panel.version }, [], stale.length > 0 ? stale : [{ name: 'Version', theirs: 'The same', yours: 'The same' }])
})

const STATE_SAYS: Record<string, string> = { 'under way': 'The panel is open. Sign in below.', held: 'The panel is over. Issue its minutes when they are right.', cancelled: 'The panel is cancelled.' }
const MAY_BECOME: Partial<Record<PanelState, readonly PanelState[]>> = { planned: ['under way', 'cancelled'], 'under way': ['held'] }

const setState = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  const form = parseForm(StateForm, request.body)
  const here = `/panels/${panel.panelId}`
  if (!form.ok || !MAY_BECOME[panel.state]?.includes(form.value.to)) return { go: here, message: 'The panel is past that already.' }
  if (!(await changePanel(tx, { panelId: panel.panelId, version: form.value.version }, { state: form.value.to }))) return { go: here, message: 'Somebody else changed the panel. Look again.' }
  return { go: form.value.to === 'under way' ? `${here}/live` : here, message: STATE_SAYS[form.value.to] ?? '' }
})

const NOTHING_ENTERED = { entered: {}, errors: errorsForPage() }
const QUESTION = 'What does your agency hold that bears on the risk in this case, what has it done, and what could it do?'

/** Two working days before the panel, when that is still to come. */
function answerBy({ heldOn }: Panel): string {
  try {
    const day = addWorkingDays(heldOn, -2)
    return day > today().toString() ? dateOf(day) : ''
  } catch (error) {
    if (error instanceof RangeError) return '' // the bank holidays of that year are not listed: the date is left to be typed
    throw error
  }
}

async function agendaStep(tx: Tx, panel: Panel, asked: { entered: Record<string, unknown>; errors: { errorList?: unknown[] } } = NOTHING_ENTERED, status = 200): Promise<Step> {
  const agenda = await selectAgenda(tx, panel.panelId)
  await logAgenda(tx, agenda)
  const hearable = panel.leads && isPlanned(panel) ? await selectHearable(tx, panel) : []
  const waiting = await selectWaiting(tx, agenda.map(({ caseId }) => caseId))
  const entered = { dueOn: answerBy(panel), question: QUESTION, ...asked.entered }
  return { template: 'cases/panels/panel.njk', model: panelPage(panel, agenda, hearable, waiting, { entered, errors: asked.errors }), status }
}

const addCases = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  const form = parseForm(AgendaForm, request.body)
  if (!isPlanned(panel)) return { go: `/panels/${panel.panelId}`, message: 'The agenda is closed.' }
  if (!form.ok) return agendaStep(tx, panel, { entered: {}, errors: errorsForPage(form.errors) }, 422)
  const whyOf = (caseId: string) => z.enum(WHYS).safeParse(form.value[`why-${caseId}`]).data ?? 'update'
  const added = await addToAgenda(tx, panel, [...new Set(form.value.caseIds)].map((caseId) => ({ caseId, why: whyOf(caseId) })))
  return { go: `/panels/${panel.panelId}`, message: added === 0 ? 'Nothing was added.' : added === 1 ? 'One case is put on the agenda.' : `${added} cases are put on the agenda.` }
})

const changeAgenda = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  const form = parseForm(MoveForm, request.body)
  const here = `/panels/${panel.panelId}`
  if (!form.ok) return null
  if (!isPlanned(panel)) return { go: here, message: 'The agenda is closed.' }
  const { caseId, way } = form.value
  if (way === 'off') return { go: here, message: (await takeOffAgenda(tx, panel.panelId, caseId)) ? 'The case is taken off the agenda.' : 'It is not on the agenda, or its turn has begun.' }
  await moveOnAgenda(tx, panel.panelId, caseId, way)
  return { go: here }
})

const ask = (baseUrl: string) => (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  const form = parseForm(RequestForm, request.body)
  if (!isPlanned(panel)) return null
  if (form.ok && form.value.dueOn < today().toString()) return agendaStep(tx, panel, { entered: request.body as Record<string, unknown>, errors: errorsForPage([{ field: 'dueOn', text: 'Enter a date that is still to come' }]) }, 422)
  if (!form.ok) return agendaStep(tx, panel, { entered: form.entered, errors: errorsForPage(form.errors) }, 422)
  const { asked, cases } = await askAll(tx, await selectAgenda(tx, panel.panelId), form.value, baseUrl)
  const message = asked === 0 ? 'Every agency is being asked already.' : `${asked} requests are made, about ${cases === 1 ? 'one case' : `${cases} cases`}.`
  return { go: `/panels/${panel.panelId}`, message }
})

/** Panels: planning them, making their agendas, holding them, and issuing their minutes. `baseUrl` is the address that notices lead to. */
export function panels(app: FastifyInstance, baseUrl: string) {
  type OfPanel = { Params: { panelId: string } }
  app.get('/panels', work, list)
  app.get<{ Querystring: { scheme?: string } }>('/panels/new', work, askNew)
  app.post('/panels/new', work, addNew)
  app.get<OfPanel>('/panels/:panelId', work, (request, reply) => onPanel(request, reply, 'any', (tx, panel) => agendaStep(tx, panel)))
  app.get<OfPanel>('/panels/:panelId/change', work, (request, reply) => onPanel(request, reply, 'led', async (_, panel) => (isPlanned(panel) ? changeStep(panel, enteredOf(panel)) : null)))
  app.post<OfPanel>('/panels/:panelId/change', work, change)
  app.post<OfPanel>('/panels/:panelId/state', work, setState)
  app.post<OfPanel>('/panels/:panelId/agenda', work, addCases)
  app.post<OfPanel>('/panels/:panelId/agenda/change', work, changeAgenda)
  app.post<OfPanel>('/panels/:panelId/requests', work, ask(baseUrl))
  onDay(app)
  minutes(app, baseUrl)
}
