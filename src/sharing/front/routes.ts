import type { FastifyInstance } from 'fastify'
import { asUser } from '../../db/tx.ts'
import { countUnusual } from '../access/looking.ts'
import { selectAgreements } from '../agreements/agreement-store.ts'
import { selectGlasses } from '../emergency/glass-store.ts'
import { selectMembers, selectSchemes } from '../schemes/scheme-store.ts'
import { lawPage, overviewPage } from './pages.ts'

const manage = { config: { power: 'sharing.manage' } }

/** The governance lead's first page, and the law that sharing rests on. */
export function sharingFront(app: FastifyInstance) {
  app.get('/sharing', manage, async (request, reply) => {
    const now = Temporal.Now.instant()
    const overview = await asUser(request.user, async (tx) => {
      const schemes = (await selectSchemes(tx)).filter(({ ends }) => ends === null || ends >= now.toZonedDateTimeISO('Europe/London').toPlainDate().toString())
      let uncovered = 0
      for (const { schemeId } of schemes) if ((await selectMembers(tx, schemeId)).some(({ worksCases, isCovered }) => worksCases && !isCovered)) uncovered++
      return { agreements: await selectAgreements(tx), glasses: await selectGlasses(tx), schemes: schemes.length, uncovered, unusual: await countUnusual(tx, now) }
    })
    return reply.page('sharing/front/overview.njk', overviewPage(overview, now))
  })

  app.get('/sharing/law', manage, (_, reply) => reply.page('sharing/front/law.njk', lawPage()))
}
