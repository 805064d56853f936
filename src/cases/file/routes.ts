import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { caseloadPage, narrowingOf, PAGE_LENGTH } from './caseload.ts'
import { consultCaseload } from './caseload-store.ts'
import { overview } from './overview-routes.ts'

const ownSchemes = async (tx: Tx) =>
  tx.selectFrom('scheme').select(['scheme_id as schemeId', 'name']).where(sql<boolean>`scheme_id = any ((select own_schemes())::uuid[])`).orderBy('name').execute()

/** The caseload, and the overview of each case. */
export function caseFiles(app: FastifyInstance) {
  app.get<{ Querystring: Record<string, unknown> }>('/cases', { config: { power: 'cases.work' } }, async (request, reply) => {
    const today = todayInLondon(Temporal.Now.instant()).toString()
    const found = await asUser(request.user, async (tx) => {
      const schemes = await ownSchemes(tx)
      const { narrowing, page } = narrowingOf(request.query, schemes)
      const listed = await consultCaseload(tx, narrowing, today, { limit: PAGE_LENGTH, offset: (page - 1) * PAGE_LENGTH })
      return { ...listed, schemes, narrowing, page }
    })
    return reply.page('cases/file/caseload.njk', caseloadPage({ ...found, mayRefer: request.user.powers.has('cases.refer') }))
  })
  overview(app)
}
