import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { selectActions, selectOwners, addAction } from '../../actions/store.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { type CaseCover, consultCase, logLook, selectAgencies, selectOptionalCase } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { logAgenda, selectAgenda } from './agenda-store.ts'
import { addPerson, hasAccepted, sayWhoCame, selectAttendees, signIn } from './attendance-store.ts'
import { AcceptForm, ActForm, ClockForm, PanelActionForm, PersonForm, TypedForm } from './forms.ts'
import { livePage } from './live-page.ts'
import { ATTENDANCE, type Attended, isTyped, type Panel } from './panel.ts'
import { actionRows, panelHeading } from './panel-page.ts'
import { selectOptionalPanel } from './panel-store.ts'
import { selectWaiting } from './request-store.ts'
import { onPanel, type PanelRequest, type Step, type TurnRequest } from './step.ts'
import { bothPage, together, turnPage } from './turn-page.ts'
import { keepTyped, selectAbout, selectInformation, selectLastTime, selectOptionalTurn, selectRisk, timeTurn, type Turn } from './turn-store.ts'

const work = { config: { power: 'cases.work' } }
type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[] }
const NOTHING: Asked = { entered: {}, errors: [] }
const bodyOf = (body: unknown) => (body ?? {}) as Record<string, unknown>

async function liveStep(tx: Tx, panel: Panel, { entered, errors }: Asked = NOTHING): Promise<Step> {
  const agenda = await selectAgenda(tx, panel.panelId)
  await logAgenda(tx, agenda)
  const model = livePage(panel, agenda, await selectAttendees(tx, panel), await selectAgencies(tx), await hasAccepted(tx, panel.panelId), { entered, errors: errorsForPage(errors) })
  return { template: 'cases/panels/live.njk', model, status: errors.length > 0 ? 422 : 200 }
}

const accept = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'any', async (tx, panel) => {
  if (!isTyped(panel)) return { go: `/panels/${panel.panelId}/live`, message: 'The panel is not open.' }
  const form = parseForm(AcceptForm, request.body)
  if (!form.ok) return liveStep(tx, panel, form)
  await signIn(tx, panel.panelId)
  return { go: `/panels/${panel.panelId}/live`, message: 'You are signed in, and have accepted the statement.' }
})

const mayMark = (panel: Panel) => panel.state === 'planned' || isTyped(panel)

const mark = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  if (!mayMark(panel)) return null
  const said = new Map(Object.entries(bodyOf(request.body)).flatMap(([name, value]): [string, Attended][] => {
    const state = z.enum(ATTENDANCE).safeParse(value).data
    return name.startsWith('came-') && state ? [[name.slice('came-'.length), state]] : []
  }))
  await sayWhoCame(tx, panel, said)
  return { go: `/panels/${panel.panelId}/live`, message: 'Attendance is kept.' }
})

const person = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  if (!mayMark(panel)) return null
  const form = parseForm(PersonForm, request.body)
  if (!form.ok) return liveStep(tx, panel, form)
  const { name, agencyId, state, theyAccept } = form.value
  if (!(await selectAgencies(tx)).some((agency) => agency.agencyId === agencyId)) return liveStep(tx, panel, { entered: bodyOf(request.body), errors: [{ field: 'agencyId', text: 'Choose their agency' }] })
  await addPerson(tx, panel.panelId, { name, agencyId, state, accepted: theyAccept === 'yes' })
  return { go: `/panels/${panel.panelId}/live`, message: 'They are written down.' }
})

const actions = (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'any', async (tx, panel) => {
  const agreed = await selectActions(tx, { panelId: panel.panelId })
  const covers = new Map((await selectAgenda(tx, panel.panelId)).map((each) => [each.caseId, each]))
  await logAgenda(tx, [...new Set(agreed.map(({ caseId }) => caseId))].flatMap((caseId) => covers.get(caseId) ?? []))
  return { template: 'cases/panels/actions.njk', model: { ...panelHeading(panel, 'Actions'), rows: actionRows(agreed, todayInLondon(Temporal.Now.instant())) } }
})

type Open = { cover: CaseCover; turn: Turn }

/** Answers a request about one case at a panel: as if it were not there for whoever does not see it; only once its statement is accepted. */
const onTurn = (request: TurnRequest, reply: FastifyReply, next: (tx: Tx, panel: Panel, open: Open) => Promise<Step>) => onPanel(request, reply, 'any', async (tx, panel) => {
  const caseId = z.uuid().safeParse(request.params.caseId).data
  const turn = caseId ? await selectOptionalTurn(tx, panel.panelId, caseId) : null
  const cover = caseId && turn ? await selectOptionalCase(tx, caseId) : null
  if (!turn || !cover) return null
  if (!(await hasAccepted(tx, panel.panelId))) return { go: `/panels/${panel.panelId}/live`, message: 'Sign in and accept the confidentiality statement before you open a case.' }
  return next(tx, panel, { cover, turn })
})

/** The screen, with the look at the case and at each thing said written down. */
async function turnStep(tx: Tx, panel: Panel, caseId: string, { entered, errors }: Asked = NOTHING): Promise<Step> {
  const cover = await consultCase(tx, caseId)
  const turn = await selectOptionalTurn(tx, panel.panelId, caseId)
  if (!cover || !turn) return null
  const information = await selectInformation(tx, caseId)
  await logLook(tx, cover, information.map(({ contributionId, agencyId }) => ({ part: 'contribution', contributionId, holderAgencyId: agencyId })))
  const seen = {
    cover, turn, information, about: await selectAbout(tx, caseId), risk: await selectRisk(tx, caseId), last: await selectLastTime(tx, panel, caseId), requests: (await selectWaiting(tx, [caseId])).get(caseId),
    actions: await selectActions(tx, { caseId }), owners: cover.works ? await selectOwners(tx, cover) : [],
  }
  const model = turnPage(panel, await selectAgenda(tx, panel.panelId), await selectAgencies(tx), seen, Temporal.Now.instant(), { entered, errors: errorsForPage(errors) })
  return { template: 'cases/panels/turn.njk', model, status: errors.length > 0 ? 422 : 200 }
}

const clock = (request: TurnRequest, reply: FastifyReply) => onTurn(request, reply, async (tx, panel, { cover }) => {
  const form = parseForm(ClockForm, request.body)
  if (!form.ok || !cover.works || !isTyped(panel)) return null
  await timeTurn(tx, panel.panelId, cover.caseId, form.value.clock)
  return { go: `/panels/${panel.panelId}/cases/${cover.caseId}` }
})

/** The agency and person that an owner's choice names. */
const ownerOf = (chosen: string) => {
  const [agencyId = '', accountId = null] = chosen.split(' ')
  return { agencyId, accountId }
}

const type = (request: TurnRequest, reply: FastifyReply) => onTurn(request, reply, async (tx, panel, { cover, turn }) => {
  if (!cover.works || !isTyped(panel)) return null
  const { caseId } = cover
  const here = `/panels/${panel.panelId}/cases/${caseId}`
  const form = parseForm(TypedForm, request.body)
  if (!form.ok) return turnStep(tx, panel, caseId, form)
  const { version, ...mine } = form.value
  const { act } = ActForm.parse(bodyOf(request.body))
  const kept = await keepTyped(tx, panel.panelId, caseId, version, act === 'both' ? together(turn, mine) : mine)
  if (kept === null) await consultCase(tx, caseId)
  if (kept === null) return { template: 'cases/panels/both.njk', model: bothPage(panel, cover, turn, mine, bodyOf(request.body)), status: 409 }
  // Nothing that was typed is lost: an action that was begun is agreed or asked about, whichever button was pressed.
  const adds = act === 'action' || String(bodyOf(request.body).statement ?? '').trim() !== ''
  if (adds) {
    const action = parseForm(PanelActionForm, request.body)
    if (!action.ok) return turnStep(tx, panel, caseId, { entered: pickAction(action.entered), errors: action.errors })
    const { owner, ...agreed } = action.value
    if (!(await addAction(tx, cover, { ...agreed, owner: ownerOf(owner), panelId: panel.panelId }))) return turnStep(tx, panel, caseId, { entered: pickAction(bodyOf(request.body)), errors: [{ field: 'owner', text: 'Choose an agency that takes part, or one of its people' }] })
    if (act !== 'finish') return { go: `${here}#agreed`, message: 'The action is agreed, and what you typed is kept.' }
  }
  if (act !== 'finish') return { go: here, message: 'What you typed is kept.' }
  await timeTurn(tx, panel.panelId, caseId, 'finish')
  const agenda = (await selectAgenda(tx, panel.panelId)).map((each) => each.caseId)
  const next = agenda[agenda.indexOf(caseId) + 1]
  return { go: next ? `/panels/${panel.panelId}/cases/${next}` : `/panels/${panel.panelId}/live`, message: 'What you typed is kept, and the case’s turn is over.' }
})

const pickAction = ({ statement, owner, dueOn }: Record<string, unknown>) => ({ statement, owner, dueOn })

/** Keeps what was typed while it is being typed, for the script of the page: the version that stands, 409 when somebody else typed, 422 while it is incomplete. */
async function keepAsTyped(request: TurnRequest, reply: FastifyReply) {
  const { panelId, caseId } = request.params
  const form = parseForm(TypedForm, request.body)
  if (!z.uuid().safeParse(panelId).success || !z.uuid().safeParse(caseId).success) return reply.callNotFound()
  if (!form.ok) return reply.code(422).send({ problem: form.errors[0]?.text })
  const { version, ...mine } = form.value
  const kept = await asUser(request.user, async (tx) => {
    const turn = await selectOptionalTurn(tx, panelId, caseId)
    const cover = turn && (await selectOptionalCase(tx, caseId))
    const panel = cover && (await selectOptionalPanel(tx, panelId))
    if (!turn || !cover?.works || !panel || !isTyped(panel) || !(await hasAccepted(tx, panelId))) return undefined
    return keepTyped(tx, panelId, caseId, version, mine)
  })
  if (kept === undefined) return reply.callNotFound()
  return kept === null ? reply.code(409).send({ problem: 'Somebody else typed here. Press Keep to see both.' }) : reply.send({ version: kept })
}

/** A panel on its day: signing in, who came, and a screen for each case. */
export function onDay(app: FastifyInstance) {
  type OfPanel = { Params: { panelId: string } }
  type OfTurn = { Params: { panelId: string; caseId: string } }
  app.get<OfPanel>('/panels/:panelId/live', work, (request, reply) => onPanel(request, reply, 'any', (tx, panel) => liveStep(tx, panel)))
  app.post<OfPanel>('/panels/:panelId/accept', work, accept)
  app.post<OfPanel>('/panels/:panelId/attendance', work, mark)
  app.post<OfPanel>('/panels/:panelId/people', work, person)
  app.get<OfPanel>('/panels/:panelId/actions', work, actions)
  app.get<OfTurn>('/panels/:panelId/cases/:caseId', work, (request, reply) => onTurn(request, reply, (tx, panel, { cover }) => turnStep(tx, panel, cover.caseId)))
  app.post<OfTurn>('/panels/:panelId/cases/:caseId', work, type)
  app.post<OfTurn>('/panels/:panelId/cases/:caseId/clock', work, clock)
  app.post<OfTurn>('/panels/:panelId/cases/:caseId/typing', work, keepAsTyped)
}
