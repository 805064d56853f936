import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../calendar/dates.ts'
import { asUser, type Tx } from '../db/tx.ts'
import { parseForm } from '../web/forms.ts'
import { CampaignForm } from './forms.ts'
import { campaignFormPage, campaignPage, campaignsPage, enteredFor, enteredOf, type Offered } from './pages.ts'
import { changeCampaign, insertCampaign, selectCampaigns, selectLeads, selectOptionalCampaign } from './store.ts'

/** What other rooms give: the priorities of plans that a campaign may serve, as this account may see them. */
export type CampaignPorts = { planItems: (tx: Tx) => Promise<{ id: string; text: string }[]> }
type CampaignRequest = FastifyRequest<{ Params: { campaignId: string } }>

const today = () => todayInLondon(Temporal.Now.instant())
/** A year of an address, or this one. */
const yearOf = (text: unknown) => (typeof text === 'string' && /^(?:19|20)\d\d$/.test(text) ? Number(text) : today().year)

async function list(request: FastifyRequest<{ Querystring: { year?: string } }>, reply: FastifyReply) {
  const year = yearOf(request.query.year)
  const campaigns = await asUser(request.user, (tx) => selectCampaigns(tx, `${year}-01-01`, `${year}-12-31`))
  return reply.page('engagement/campaigns.njk', campaignsPage(campaigns, year, today().toString(), request.user.powers.has('meetings.edit')))
}

const selectOffered = async (tx: Tx, { planItems }: CampaignPorts): Promise<Offered> => ({ leads: await selectLeads(tx), items: await planItems(tx) })

async function askNew(request: FastifyRequest<{ Querystring: { observance?: string; year?: string } }>, reply: FastifyReply, ports: CampaignPorts) {
  const { observance, year } = request.query
  return reply.page('engagement/campaign-form.njk', campaignFormPage(null, enteredFor(typeof observance === 'string' ? observance : null, yearOf(year)), await asUser(request.user, (tx) => selectOffered(tx, ports))))
}

/** What was chosen from a list that has it no more. What the campaign served before it may go on serving. */
const goneFrom = ({ leads, items }: Offered, { leadId, planItemId }: { leadId: string | null; planItemId: string | null }, served: string | null = null) => [
  ...(leadId && !leads.some(({ value }) => value === leadId) ? [{ field: 'leadId', text: 'Choose one of the list' }] : []),
  ...(planItemId && planItemId !== served && !items.some(({ id }) => id === planItemId) ? [{ field: 'planItemId', text: 'Choose one of the list' }] : []),
]

async function addNew(request: FastifyRequest, reply: FastifyReply, ports: CampaignPorts) {
  const form = parseForm(CampaignForm, request.body)
  const made = await asUser(request.user, async (tx) => {
    const offered = await selectOffered(tx, ports)
    if (!form.ok) return campaignFormPage(null, form.entered, offered, form.errors)
    const { fields } = form.value
    const gone = goneFrom(offered, fields)
    if (gone.length > 0) return campaignFormPage(null, request.body as Record<string, unknown>, offered, gone)
    return insertCampaign(tx, fields)
  })
  return typeof made === 'string' ? reply.goTo(`/campaigns/${made}`, 'The campaign is in the calendar.') : reply.code(422).page('engagement/campaign-form.njk', made)
}

async function one(request: CampaignRequest, reply: FastifyReply) {
  const campaign = await asUser(request.user, (tx) => selectOptionalCampaign(tx, request.params.campaignId))
  return campaign ? reply.page('engagement/campaign.njk', campaignPage(campaign, today().toString(), request.user.powers.has('meetings.edit'))) : reply.callNotFound()
}

async function askChange(request: CampaignRequest, reply: FastifyReply, ports: CampaignPorts) {
  const page = await asUser(request.user, async (tx) => {
    const campaign = await selectOptionalCampaign(tx, request.params.campaignId)
    return campaign && campaignFormPage(campaign, enteredOf(campaign), await selectOffered(tx, ports))
  })
  return page ? reply.page('engagement/campaign-form.njk', page) : reply.callNotFound()
}

async function change(request: CampaignRequest, reply: FastifyReply, ports: CampaignPorts) {
  const form = parseForm(CampaignForm, request.body)
  const entered = request.body as Record<string, unknown>
  const step = await asUser(request.user, async (tx) => {
    const campaign = await selectOptionalCampaign(tx, request.params.campaignId)
    if (!campaign) return null
    const offered = await selectOffered(tx, ports)
    if (!form.ok) return { code: 422, page: campaignFormPage(campaign, entered, offered, form.errors) }
    const { version, fields } = form.value
    const gone = goneFrom(offered, fields, campaign.planItemId)
    if (gone.length > 0) return { code: 422, page: campaignFormPage(campaign, entered, offered, gone) }
    if (await changeCampaign(tx, campaign.campaignId, version, fields)) return { code: 303, page: null }
    return { code: 409, page: campaignFormPage(campaign, entered, offered, [], true) }
  })
  if (!step) return reply.callNotFound()
  return step.page ? reply.code(step.code).page('engagement/campaign-form.njk', step.page) : reply.goTo(`/campaigns/${request.params.campaignId}`, 'The campaign is changed.')
}

/** Campaigns: their year, and what each reached against what was wanted. */
export function campaigns(app: FastifyInstance, ports: CampaignPorts) {
  const read = { config: { power: 'meetings.read' } }
  const edit = { config: { power: 'meetings.edit' } }
  app.get('/campaigns', read, list)
  app.get('/campaigns/new', edit, (request: Parameters<typeof askNew>[0], reply) => askNew(request, reply, ports))
  app.post('/campaigns/new', edit, (request, reply) => addNew(request, reply, ports))
  app.get('/campaigns/:campaignId', read, one)
  app.get('/campaigns/:campaignId/edit', edit, (request: CampaignRequest, reply) => askChange(request, reply, ports))
  app.post('/campaigns/:campaignId/edit', edit, (request: CampaignRequest, reply) => change(request, reply, ports))
}
