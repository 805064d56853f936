import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { writeCsv } from '../../documents/csv.ts'
import { parseForm } from '../../web/forms.ts'
import { type CaseCover, consultCase, selectAgencies, selectCaseAccounts } from '../case-store.ts'
import { findRegistered, logPersonLook, type PersonDisclosure, recordDisclosure, type Registered, selectPersonDisclosures, selectRegister, selectRegistered } from '../disclosure-store.ts'
import { DisclosureForm, RegisterQuery } from './forms.ts'
import { caseRegisterPage, CSV_COLUMNS, csvRow, type Failed, filterOf, findPage, personPage, type PersonPlace, recordPage, registerPage } from './pages.ts'
import { selectParties } from './store.ts'
import { personPaper } from './word.ts'

const manage = { config: { power: 'sharing.manage' } }
const work = { config: { power: 'cases.work' } }
const CSV = 'text/csv; charset=utf-8'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const MOST_ROWS = 100_000
type CaseRequest = FastifyRequest<{ Params: { caseId: string; entryId?: string } }>

const isId = (text: unknown): text is string => z.uuid().safeParse(text).success
const now = () => Temporal.Now.instant()
const attachment = (reply: FastifyReply, type: string, name: string) => reply.type(type).header('content-disposition', `attachment; filename="${name}"`)

/** The register of disclosures: of one case, of the whole partnership, and of one person. */
export function disclosures(app: FastifyInstance) {
  ofCase(app)
  ofPartnership(app)
  ofPerson(app)
}

function ofCase(app: FastifyInstance) {
  app.get('/cases/:caseId/disclosures', work, async (request: CaseRequest, reply) => {
    const { caseId } = request.params
    if (!isId(caseId)) return reply.callNotFound()
    const shown = await asUser(request.user, async (tx) => {
      const cover = await consultCase(tx, caseId)
      return cover && { cover, register: await selectRegister(tx, { caseId, limit: MOST_ROWS }), parties: await selectParties(tx, caseId) }
    })
    if (!shown) return reply.callNotFound()
    return reply.page('sharing/disclosures/case.njk', caseRegisterPage(shown.cover, shown.register.entries, shown.parties, false))
  })

  const form = async (request: CaseRequest, reply: FastifyReply, failed: Failed = null) => {
    const { caseId } = request.params
    if (!isId(caseId)) return reply.callNotFound()
    const asked = await asUser(request.user, async (tx) => {
      const cover = await consultCase(tx, caseId)
      return cover?.clause === 'takes part' ? { cover, agencies: await selectAgencies(tx), accounts: await selectCaseAccounts(tx, caseId), parties: await selectParties(tx, caseId) } : null
    })
    if (!asked) return reply.callNotFound()
    return reply.code(failed ? 422 : 200).page('sharing/disclosures/record.njk', recordPage(asked.cover, asked.agencies, asked.accounts, asked.parties, todayInLondon(now()).toString(), failed))
  }
  app.get('/cases/:caseId/disclosures/new', work, (request: CaseRequest, reply) => form(request, reply))
  app.post('/cases/:caseId/disclosures/new', work, async (request: CaseRequest, reply) => {
    const { caseId } = request.params
    if (!isId(caseId)) return reply.callNotFound()
    const parsed = parseForm(DisclosureForm, request.body)
    if (!parsed.ok) return form(request, reply, parsed)
    const outcome = await asUser(request.user, (tx) => record(tx, caseId, parsed.value))
    if (outcome === null) return reply.callNotFound()
    if (outcome === 'recorded') return reply.goTo(`/cases/${caseId}/disclosures`, 'It is in the register.')
    return form(request, reply, { errors: [outcome], entered: request.body as Record<string, unknown> })
  })
}

async function record(tx: Tx, caseId: string, entered: z.infer<typeof DisclosureForm>): Promise<'recorded' | { field: string; text: string } | null> {
  const cover = await consultCase(tx, caseId)
  if (cover?.clause !== 'takes part') return null
  const { toAgency, toOther, decidedBy, people, ...rest } = entered
  const parties = new Set((await selectParties(tx, caseId)).map(({ entryId }) => entryId))
  if (toAgency === cover.agencyId) return { field: 'toAgency', text: 'Choose another agency: your own already holds it' }
  if (toAgency && !(await selectAgencies(tx)).some(({ agencyId }) => agencyId === toAgency)) return { field: 'toAgency', text: 'Choose an agency from the list' }
  if (!people.every((entryId) => parties.has(entryId))) return { field: 'people', text: 'Choose people from the list' }
  if (decidedBy && !(await selectCaseAccounts(tx, caseId)).some(({ accountId }) => accountId === decidedBy)) return { field: 'decidedBy', text: 'Choose somebody from the list' }
  await recordDisclosure(tx, cover, { ...rest, toAgencyId: toAgency, toOther, decidedBy, people })
  return 'recorded'
}

function ofPartnership(app: FastifyInstance) {
  app.get('/sharing/disclosures', manage, async (request, reply) => {
    const asked = RegisterQuery.parse(request.query)
    const { register, agencies } = await asUser(request.user, async (tx) => {
      const register = await selectRegister(tx, filterOf(asked))
      logRegister(tx, 'consulted', register.entries)
      return { register, agencies: await selectAgencies(tx) }
    })
    return reply.page('sharing/disclosures/register.njk', registerPage(asked, register, agencies))
  })

  app.get('/sharing/disclosures/register.csv', manage, async (request, reply) => {
    const asked = RegisterQuery.parse(request.query)
    const entries = await asUser(request.user, async (tx) => {
      const { entries } = await selectRegister(tx, { ...filterOf(asked), limit: MOST_ROWS, offset: 0 })
      logRegister(tx, 'disclosed', entries)
      return entries
    })
    return attachment(reply, CSV, 'disclosures.csv').send(writeCsv(entries.map(csvRow), CSV_COLUMNS))
  })
}

/** A look at the register is a look at each case in it. */
function logRegister(tx: Tx, act: 'consulted' | 'disclosed', entries: readonly { caseId: string }[]) {
  for (const [caseId, shown] of Map.groupBy(entries, ({ caseId }) => caseId)) audit(tx, { act, subjectKind: 'case', subjectId: caseId, details: { register: 'disclosures', entries: shown.length } })
}

const Search = z.object({ q: z.string().trim().max(200).catch('') })

function ofPerson(app: FastifyInstance) {
  // The name searched for is posted, so that it stands in no address, history or log.
  app.get('/sharing/disclosures/people', manage, (_, reply) => reply.page('sharing/disclosures/find.njk', findPage('', null)))
  app.post('/sharing/disclosures/people', manage, async (request, reply) => {
    const { q } = Search.parse(request.body ?? {})
    const words = q.split(/\s+/).filter(Boolean).slice(0, 8)
    const found = words.length === 0 ? null : await asUser(request.user, async (tx) => {
      const people = await findRegistered(tx, words)
      for (const person of people) logPersonLook(tx, person)
      if (people.length === 0) audit(tx, { act: 'consulted', subjectKind: 'register', subjectId: null, details: { register: 'people', found: 0 } })
      return people
    })
    return reply.page('sharing/disclosures/find.njk', findPage(q, found))
  })

  const whole: PersonPlace = { base: '/sharing/disclosures/people', back: { href: '/sharing/disclosures/people', text: 'Find somebody else' }, isWhole: true }
  personPages(app, whole.base, manage, () => whole, (tx, entryId) => selectRegistered(tx, entryId))

  personPages(app, '/cases/:caseId/disclosures/people', work,
    ({ caseId }) => ({ base: `/cases/${caseId}/disclosures/people`, back: { href: `/cases/${caseId}/disclosures`, text: 'Shared with' }, isWhole: false }),
    async (tx, entryId, { caseId }) => {
      const cover: CaseCover | null = isId(caseId) ? await consultCase(tx, caseId) : null
      const isParty = cover !== null && (await selectParties(tx, cover.caseId)).some((party) => party.entryId === entryId)
      return isParty ? selectRegistered(tx, entryId) : null
    })
}

type PersonParams = { caseId: string; entryId: string }
type PersonRequest = FastifyRequest<{ Params: PersonParams }>

/** A person's page and its files, at one address: to the governance lead from all the register, to those who see a case from what they may see. */
function personPages(app: FastifyInstance, address: string, gate: { config: { power: string } }, placeOf: (params: PersonParams) => PersonPlace, find: (tx: Tx, entryId: string, params: PersonParams) => Promise<Registered | null>) {
  const select = async (request: PersonRequest, act: 'consulted' | 'disclosed'): Promise<{ person: Registered; disclosed: PersonDisclosure[] } | null> => {
    const { entryId } = request.params
    if (!isId(entryId)) return null
    return asUser(request.user, async (tx) => {
      const person = await find(tx, entryId, request.params)
      if (!person) return null
      const disclosed = await selectPersonDisclosures(tx, entryId)
      logPersonLook(tx, { entryId, caseIds: [...new Set([...person.caseIds, ...disclosed.map(({ caseId }) => caseId)])] }, act)
      return { person, disclosed }
    })
  }
  app.get(`${address}/:entryId`, gate, async (request: PersonRequest, reply) => {
    const shown = await select(request, 'consulted')
    return shown ? reply.page('sharing/disclosures/person.njk', personPage(shown.person, shown.disclosed, placeOf(request.params), now())) : reply.callNotFound()
  })
  app.get(`${address}/:entryId/register.csv`, gate, async (request: PersonRequest, reply) => {
    const shown = await select(request, 'disclosed')
    return shown ? attachment(reply, CSV, 'disclosed-about-one-person.csv').send(writeCsv(shown.disclosed.map(csvRow), CSV_COLUMNS)) : reply.callNotFound()
  })
  app.get(`${address}/:entryId/register.docx`, gate, async (request: PersonRequest, reply) => {
    const shown = await select(request, 'disclosed')
    return shown ? attachment(reply, WORD, 'disclosed-about-one-person.docx').send(await personPaper(personPage(shown.person, shown.disclosed, placeOf(request.params), now()))) : reply.callNotFound()
  })
}
