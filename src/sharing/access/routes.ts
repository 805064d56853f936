import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, audit } from '../../db/tx.ts'
import { writeCsv } from '../../documents/csv.ts'
import { selectAccounts } from '../../people/account-store.ts'
import { parseForm } from '../../web/forms.ts'
import { selectOwnAgency } from '../agreements/agreement-store.ts'
import { caseOfReference, referencesOf } from '../case-references.ts'
import { consultCase, selectAgencies } from '../case-store.ts'
import { selectGlasses } from '../emergency/glass-store.ts'
import { type AccessSearch, selectAccess } from './access-store.ts'
import { type SearchFields, SearchForm } from './forms.ts'
import { selectUnusual } from './looking.ts'
import { type Asked, caseAccessPage, CSV_COLUMNS, csvRow, MOST_EXPORTED, oursPage, PAGE_LENGTH, searchPage, unusualPage } from './pages.ts'

const manage = { config: { power: 'sharing.manage' } }
const work = { config: { power: 'cases.work' } }
const now = () => Temporal.Now.instant()

/** What was asked for, as it stands in the address, whether or not it makes sense. */
const askedIn = (query: unknown): Asked =>
  Object.fromEntries(Object.entries(query ?? {}).filter(([name, value]) => ['person', 'agency', 'reference', 'from', 'to', 'part', 'clause'].includes(name) && typeof value === 'string'))

/** The search that a form asks for. A reference that no case has is looked for like any other, so that it takes as long as one that is hidden. */
async function searchOf(request: FastifyRequest, { person, agency, reference, from, to, part, clause, before }: SearchFields): Promise<AccessSearch> {
  const caseId = reference && ((await caseOfReference(request.user.partnershipId, reference)) ?? crypto.randomUUID())
  return { accountId: person, agencyId: agency, caseId, from, to, part, clause, before }
}

/** Who looked: at one case, at what one's own agency holds, and, for the governance lead, at everything. */
export function access(app: FastifyInstance) {
  oneCase(app)
  ours(app)
  everything(app)
}

function oneCase(app: FastifyInstance) {
  app.get<{ Params: { caseId: string }; Querystring: { before?: unknown } }>('/cases/:caseId/access', work, async (request, reply) => {
    const { caseId } = request.params
    if (!z.uuid().safeParse(caseId).success) return reply.callNotFound()
    const before = z.coerce.number().int().positive().safeParse(request.query.before).data ?? null
    const page = await asUser(request.user, async (tx) => {
      const cover = await consultCase(tx, caseId, 'list')
      if (!cover) return null
      const agencies = await selectAgencies(tx)
      const own = agencies.find(({ agencyId }) => agencyId === cover.agencyId)?.name ?? 'your agency'
      return caseAccessPage(cover, await selectAccess(tx, { caseId, before }, PAGE_LENGTH + 1), cover.leads ? await selectGlasses(tx, caseId) : [], own)
    })
    return page ? reply.page('sharing/access/case-access.njk', page) : reply.callNotFound()
  })
}

function ours(app: FastifyInstance) {
  app.get('/cases/access-to-ours', work, async (request, reply) => {
    const form = parseForm(SearchForm, request.query)
    const search = form.ok ? await searchOf(request, form.value) : null
    const { entries, name } = await asUser(request.user, async (tx) => {
      const agencyId = await selectOwnAgency(tx)
      audit(tx, { act: 'consulted', subjectKind: 'access log', subjectId: null, details: { of: 'own agency' } })
      return {
        // Looks by colleagues are left out: the question is who else was shown it.
        entries: search && agencyId ? await selectAccess(tx, { ...search, agencyId: null, accountId: null, holderAgencyId: agencyId, notByAgencyId: agencyId }, PAGE_LENGTH + 1) : [],
        name: (await selectAgencies(tx)).find((agency) => agency.agencyId === agencyId)?.name ?? request.user.organisationName,
      }
    })
    const references = await referencesOf(request.user.partnershipId, entries.map(({ caseId }) => caseId))
    return reply.code(form.ok ? 200 : 422).page('sharing/access/ours.njk', oursPage(askedIn(request.query), entries, references, name, form.ok ? [] : form.errors))
  })
}

function everything(app: FastifyInstance) {
  app.get('/sharing/access', manage, async (request, reply) => {
    const form = parseForm(SearchForm, request.query)
    const search = form.ok ? await searchOf(request, form.value) : null
    const found = await asUser(request.user, async (tx) => {
      if (form.ok) {
        const { before, person, ...others } = form.value
        audit(tx, { act: 'consulted', subjectKind: 'access log', subjectId: null, details: { of: person ?? undefined, by: Object.entries(others).filter(([, value]) => value !== null).map(([name]) => name), before: before ?? undefined } })
      }
      return { entries: search ? await selectAccess(tx, search, PAGE_LENGTH + 1) : [], accounts: await selectAccounts(tx, {}), agencies: await selectAgencies(tx) }
    })
    const references = await referencesOf(request.user.partnershipId, found.entries.map(({ caseId }) => caseId))
    return reply.code(form.ok ? 200 : 422).page('sharing/access/search.njk', searchPage(askedIn(request.query), found.entries, references, found.accounts, found.agencies, form.ok ? [] : form.errors))
  })

  app.get('/sharing/access/export.csv', manage, async (request, reply) => {
    const form = parseForm(SearchForm, request.query)
    if (!form.ok) return reply.callNotFound()
    const search = await searchOf(request, form.value)
    const entries = await asUser(request.user, async (tx) => {
      const found = await selectAccess(tx, search, MOST_EXPORTED)
      audit(tx, { act: 'disclosed', subjectKind: 'access log', subjectId: null, details: { entries: found.length, as: 'CSV' } })
      return found
    })
    const references = await referencesOf(request.user.partnershipId, entries.map(({ caseId }) => caseId))
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="access-log.csv"').send(writeCsv(entries.map((entry) => csvRow(entry, references)), CSV_COLUMNS))
  })

  app.get('/sharing/access/unusual', manage, async (request, reply) => {
    const { found, accounts } = await asUser(request.user, async (tx) => {
      audit(tx, { act: 'consulted', subjectKind: 'access log', subjectId: null, details: { by: ['unusual'] } })
      return { found: await selectUnusual(tx, request.user.powers.has('audit.read'), now()), accounts: await selectAccounts(tx, {}) }
    })
    const references = await referencesOf(request.user.partnershipId, found.slice(0, 200).map(({ look }) => look.caseId))
    return reply.page('sharing/access/unusual.njk', unusualPage(found, references, accounts))
  })
}
