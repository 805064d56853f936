import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { sql } from 'kysely'
import { writeWord } from '../../documents/word.ts'
import { type Agency, selectAgencies } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { type AgendaCase, logAgenda, selectAgenda } from './agenda-store.ts'
import { selectAttendees } from './attendance-store.ts'
import { CorrectForm, IssueForm } from './forms.ts'
import { type CaseRecord, minutesFor } from './minutes.ts'
import { caseMinutes, correctPage, issuePage, minutesPage } from './minutes-page.ts'
import { coveredBy, gatewaysOf, issueAgain, issueMinutes, logMinutes, selectCovering, selectIssued, selectRecord } from './minutes-store.ts'
import { minutesPaper } from './minutes-word.ts'
import type { Panel } from './panel.ts'
import { changePanel, selectOptionalPanel } from './panel-store.ts'
import { onPanel, type PanelRequest, type Step, type TurnRequest } from './step.ts'

const work = { config: { power: 'cases.work' } }
const today = () => todayInLondon(Temporal.Now.instant()).toString()
type AgencyRequest = FastifyRequest<{ Params: { panelId: string; agencyId: string } }>
type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[] }
const NOTHING: Asked = { entered: {}, errors: [] }
const isOver = ({ state }: Panel) => state === 'held' || state === 'minutes issued'

const ownAgency = async (tx: Tx): Promise<string> => (await tx.selectNoFrom(sql<string>`(select current_agency())`.as('agency')).executeTakeFirstOrThrow()).agency

/** The minutes as they were issued to one's own agency, numbered by what one sees of them; and the look written down. */
async function ownMinutes(tx: Tx, panel: Panel, part: 'minutes' | 'export') {
  const madeFor = await ownAgency(tx)
  const agencies = await selectAgencies(tx)
  const issued = await selectIssued(tx, panel.panelId, { agencyId: madeFor })
  const cases = (await selectAgenda(tx, panel.panelId)).flatMap((seen) => issued.filter(({ caseId }) => caseId === seen.caseId).map((each) => ({ seen, each })))
  for (const { seen, each } of cases) await logMinutes(tx, seen, each.shown, part)
  return minutesPage(panel, agencies, madeFor, await selectAttendees(tx, panel), cases.map(({ each }, at) => caseMinutes(at + 1, each.shown, agencies, each)), { draft: false, own: true })
}

async function word(request: PanelRequest, reply: FastifyReply) {
  const panelId = z.uuid().safeParse(request.params.panelId).data
  const made = panelId ? await asUser(request.user, async (tx) => {
    const panel = await selectOptionalPanel(tx, panelId)
    const page = panel && (await ownMinutes(tx, panel, 'export'))
    return page && page.cases.length > 0 ? { panel, page } : null
  }) : null
  if (!made) return reply.callNotFound()
  const { panel, page } = made
  return reply.header('content-disposition', `attachment; filename="panel-minutes-${panel!.heldOn}.docx"`).type('application/vnd.openxmlformats-officedocument.wordprocessingml.document').send(Buffer.from(await writeWord(minutesPaper(page))))
}

/** An agency's version before it is issued, or as it was issued, for whoever leads. */
const version = (request: AgencyRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  const agencyId = z.uuid().safeParse(request.params.agencyId).data
  const agencies = await selectAgencies(tx)
  if (!agencyId || !isOver(panel) || !agencies.some((agency) => agency.agencyId === agencyId)) return null
  const isCovered = coveredBy(await selectCovering(tx, panel.purpose))
  const issued = await selectIssued(tx, panel.panelId, { agencyId })
  const cases: Parameters<typeof caseMinutes>[1][] = []
  const of = new Map<string, (typeof issued)[number]>()
  for (const seen of await selectAgenda(tx, panel.panelId)) {
    const before = issued.find(({ caseId }) => caseId === seen.caseId)
    const record = before ? null : await selectRecord(tx, panel.panelId, seen)
    const shown = before?.shown ?? (record && minutesFor(agencyId, record, isCovered))
    if (!shown) continue
    await logMinutes(tx, seen, shown, 'minutes')
    if (before) of.set(shown.reference, before)
    cases.push(shown)
  }
  const model = minutesPage(panel, agencies, agencyId, await selectAttendees(tx, panel), cases.map((shown, at) => caseMinutes(at + 1, shown, agencies, of.get(shown.reference) ?? null)), { draft: of.size < cases.length, own: false })
  return { template: 'cases/panels/minutes.njk', model }
})

type Drafted = { agenda: AgendaCase[]; agencies: Agency[]; page: (asked: Asked) => Promise<Step> }

/** What is to be issued, to whom, on which powers. */
async function drafted(tx: Tx, panel: Panel): Promise<Drafted & { gateways: ReturnType<typeof gatewaysOf> }> {
  const [agenda, agencies, covering, issued] = [await selectAgenda(tx, panel.panelId), await selectAgencies(tx), await selectCovering(tx, panel.purpose), await selectIssued(tx, panel.panelId)]
  const records = new Map<string, CaseRecord | null>()
  for (const seen of agenda) records.set(seen.caseId, await selectRecord(tx, panel.panelId, seen))
  const gateways = gatewaysOf(covering, await ownAgency(tx), today())
  const cases = agenda.map((seen) => {
    const given = issued.filter(({ caseId }) => caseId === seen.caseId)
    const record = records.get(seen.caseId) ?? null
    const to = given.length > 0 ? given.map(({ agencyId }) => agencyId) : seen.parties.filter((agencyId) => record && minutesFor(agencyId, record, coveredBy(covering)))
    return { seen, agencies: to, issued: given[0], heard: record !== null }
  })
  return { agenda, agencies, gateways, page: async ({ entered, errors }) => {
    await logAgenda(tx, agenda)
    return { template: 'cases/panels/issue.njk', model: issuePage(panel, agencies, cases, gateways, entered, errorsForPage(errors)), status: errors.length > 0 ? 422 : 200 }
  } }
}

const WRONG_POWER = [{ field: 'gateway', text: 'Choose a power that your agency’s agreement names' }]

const issue = (baseUrl: string) => (request: PanelRequest, reply: FastifyReply) => onPanel(request, reply, 'led', async (tx, panel) => {
  if (!isOver(panel)) return null
  const draft = await drafted(tx, panel)
  const form = parseForm(IssueForm, request.body)
  if (!form.ok) return draft.page(form)
  if (!draft.gateways.some((gateway) => gateway === form.value.gateway)) return draft.page({ entered: { ...form.value }, errors: WRONG_POWER })
  const { cases, agencies } = await issueMinutes(tx, panel, draft.agenda, form.value, baseUrl)
  if (cases === 0) return { go: `/panels/${panel.panelId}/minutes/issue`, message: 'There was nothing left to issue.' }
  if (panel.state === 'held') await changePanel(tx, panel, { state: 'minutes issued' })
  return { go: `/panels/${panel.panelId}/minutes`, message: `The minutes are issued: ${cases === 1 ? 'one case' : `${cases} cases`}, ${agencies === 1 ? 'one agency' : `${agencies} agencies`}. Each has its own.` }
})

/** A case whose minutes were issued, for whoever leads it. */
const onIssued = (request: TurnRequest, reply: FastifyReply, next: (tx: Tx, panel: Panel, seen: AgendaCase, page: (asked: Asked) => Step, gateways: readonly string[]) => Promise<Step>) => onPanel(request, reply, 'led', async (tx, panel) => {
  const seen = (await selectAgenda(tx, panel.panelId)).find(({ caseId, leads }) => leads && caseId === request.params.caseId)
  const [last] = seen ? await selectIssued(tx, panel.panelId, { caseId: seen.caseId }) : []
  if (!seen || !last) return null
  const gateways = gatewaysOf(await selectCovering(tx, panel.purpose), await ownAgency(tx), today())
  return next(tx, panel, seen, ({ entered, errors }) => ({ template: 'cases/panels/correct.njk', model: correctPage(panel, seen, last, gateways, entered, errorsForPage(errors)), status: errors.length > 0 ? 422 : 200 }), gateways)
})

const askCorrection = (request: TurnRequest, reply: FastifyReply) => onIssued(request, reply, async (tx, _, seen, page) => {
  await logAgenda(tx, [seen])
  return page(NOTHING)
})

const correct = (baseUrl: string) => (request: TurnRequest, reply: FastifyReply) => onIssued(request, reply, async (tx, panel, seen, page, gateways) => {
  const form = parseForm(CorrectForm.extend(IssueForm.shape), request.body)
  if (!form.ok) return page(form)
  if (!gateways.includes(form.value.gateway)) return page({ entered: { ...form.value }, errors: WRONG_POWER })
  const { discussion, decision, correction, ...grounds } = form.value
  const agencies = await issueAgain(tx, panel, seen, { discussion, decision, correction }, grounds, baseUrl)
  return { go: `/panels/${panel.panelId}/minutes/issue`, message: agencies === 0 ? 'The case is open to no agency any more: nothing was issued.' : `It is issued again, to ${agencies === 1 ? 'one agency' : `${agencies} agencies`}. The first issue is kept.` }
})

/** Minutes: looked over, issued to each agency as its own, read, taken away, and put right. */
export function minutes(app: FastifyInstance, baseUrl: string) {
  type OfPanel = { Params: { panelId: string } }
  type OfCase = { Params: { panelId: string; caseId: string } }
  app.get<OfPanel>('/panels/:panelId/minutes', work, (request, reply) => onPanel(request, reply, 'any', async (tx, panel) => ({ template: 'cases/panels/minutes.njk', model: await ownMinutes(tx, panel, 'minutes') })))
  app.get<OfPanel>('/panels/:panelId/minutes/word', work, word)
  app.get<OfPanel>('/panels/:panelId/minutes/issue', work, (request, reply) => onPanel(request, reply, 'led', async (tx, panel) => (isOver(panel) ? (await drafted(tx, panel)).page(NOTHING) : null)))
  app.post<OfPanel>('/panels/:panelId/minutes/issue', work, issue(baseUrl))
  app.get<{ Params: { panelId: string; agencyId: string } }>('/panels/:panelId/minutes/agencies/:agencyId', work, version)
  app.get<OfCase>('/panels/:panelId/minutes/cases/:caseId', work, askCorrection)
  app.post<OfCase>('/panels/:panelId/minutes/cases/:caseId', work, correct(baseUrl))
}
