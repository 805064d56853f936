import type { FastifyInstance } from 'fastify'
import { verifyChain } from '../../db/audit-verify.ts'
import { asSystem, asUser, audit, auditKey, type Tx } from '../../db/tx.ts'
import { writeCsv } from '../../documents/csv.ts'
import { parseForm } from '../../web/forms.ts'
import { selectAccounts } from '../account-store.ts'
import { type AuditSearch, readEntries, searchEntries, selectHead, selectSubjectKinds } from '../audit-store.ts'
import { selectOrganisations } from '../organisation-store.ts'
import { type SearchFields, SearchForm } from './forms.ts'
import { type Asked, auditPage, CSV_COLUMNS, csvRow, MOST_EXPORTED, PAGE_LENGTH, verdictPage } from './pages.ts'
import type { Names } from './words.ts'

const read = { config: { power: 'audit.read' } }

const day = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text))
const searchOf = ({ person, act, kind, from, to }: SearchFields): AuditSearch => ({ accountId: person, act, subjectKind: kind, from: day(from), to: day(to) })

/** What was asked for, as it stands in the address, whether or not it makes sense. */
const askedIn = (query: unknown): Asked =>
  Object.fromEntries(Object.entries(query ?? {}).filter(([name, value]) => ['person', 'act', 'kind', 'from', 'to'].includes(name) && typeof value === 'string'))

/** The names of everyone and every partner the log may speak of. */
async function selectNames(tx: Tx): Promise<Names> {
  const accounts = (await selectAccounts(tx, {})).map(({ accountId, name }) => [accountId, name] as const)
  const organisations = (await selectOrganisations(tx)).map(({ organisationId, name }) => [organisationId, name] as const)
  return new Map([...accounts, ...organisations])
}

/** The audit log, for the information governance lead. Looking is itself an act that the log keeps. */
export function auditLog(app: FastifyInstance) {
  app.get('/audit', read, async (request, reply) => {
    const form = parseForm(SearchForm, request.query)
    const asked = askedIn(request.query)
    const place = form.ok && form.value.before ? { at: form.value.before, read: form.value.read } : null
    const page = await asUser(request.user, async (tx) => {
      const entries = form.ok ? await searchEntries(tx, searchOf(form.value), PAGE_LENGTH + 1, place) : []
      if (form.ok) {
        const { before, read: _, person, ...others } = form.value
        const by = Object.entries(others).filter(([, value]) => value !== null).map(([name]) => name)
        audit(tx, { act: 'consulted', subjectKind: 'audit log', subjectId: null, details: { of: person ?? undefined, by, before: before ?? undefined } })
      }
      return auditPage(asked, entries, await selectAccounts(tx, {}), await selectSubjectKinds(tx), await selectNames(tx), request.user.powers, form.ok ? [] : form.errors, place)
    })
    return reply.code(form.ok ? 200 : 422).page('people/audit-log/audit.njk', page)
  })

  app.get('/audit/export.csv', read, async (request, reply) => {
    const form = parseForm(SearchForm, request.query)
    if (!form.ok) return reply.callNotFound()
    const csv = await asUser(request.user, async (tx) => {
      const entries = await searchEntries(tx, searchOf(form.value), MOST_EXPORTED)
      const names = await selectNames(tx)
      audit(tx, { act: 'disclosed', subjectKind: 'audit log', subjectId: null, details: { as: 'CSV' } })
      return writeCsv(entries.map((entry) => csvRow(entry, names)), CSV_COLUMNS)
    })
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="audit-log.csv"').send(csv)
  })

  app.post('/audit/verify', read, async (request, reply) => {
    await asUser(request.user, async (tx) => audit(tx, { act: 'consulted', subjectKind: 'audit log', subjectId: null, details: { verified: true } }))
    // The chain is whole only as a whole, so it is read past what its reader may see of it.
    const verdict = await asSystem('check the whole audit log for a reader of it', async (tx) => {
      const head = await selectHead(tx)
      return verifyChain(auditKey(), () => readEntries(tx, head.last), head)
    }, request.user.partnershipId)
    return reply.page('people/audit-log/verdict.njk', verdictPage(verdict, Temporal.Now.instant()))
  })
}
