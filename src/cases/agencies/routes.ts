import type { FastifyInstance, FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { actOn, type CaseRequest, lookAt } from '../../sharing/on-case.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { excludeAccount, liftExclusion, selectExcludable, selectExclusions } from './exclusion-store.ts'
import { EndForm, ExcludeForm, InviteForm, LiftForm } from './forms.ts'
import { agenciesPage, type Failed } from './pages.ts'
import { endPart, inviteAgency, selectInvitable, selectParties } from './party-store.ts'

const work = { config: { power: 'cases.work' } }

async function show(request: CaseRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await lookAt(request, async (tx, cover) => agenciesPage(cover, {
    parties: await selectParties(tx, cover),
    ...(cover.leads
      ? { invitable: await selectInvitable(tx, cover), exclusions: await selectExclusions(tx, cover.caseId), excludable: await selectExcludable(tx, cover.caseId) }
      : { invitable: [], exclusions: [], excludable: [] }),
  }, failed))
  return page ? reply.code(failed ? 422 : 200).page('cases/agencies/agencies.njk', page) : reply.callNotFound()
}

/** The agencies that take part in a case, and who is shut out of it by name. Decided by those who lead it. */
export function agencies(app: FastifyInstance) {
  app.get('/cases/:caseId/agencies', work, (request: CaseRequest, reply) => show(request, reply))

  function decision<T>(path: string, form: z.ZodType<T>, decide: (tx: Tx, cover: CaseCover, value: T) => Promise<string | FieldError>) {
    app.post(`/cases/:caseId/agencies/${path}`, work, async (request: CaseRequest, reply) => {
      const parsed = parseForm(form, request.body)
      // Whoever does not lead learns nothing by what a form says is missing.
      if (!parsed.ok) return (await actOn(request, async (_, cover) => cover.leads)) ? show(request, reply, parsed) : reply.callNotFound()
      const done = await actOn(request, async (tx, cover) => (cover.leads ? decide(tx, cover, parsed.value) : null))
      if (!done) return reply.callNotFound()
      return typeof done === 'string' ? reply.goTo(`/cases/${request.params.caseId}/agencies`, done) : show(request, reply, { errors: [done], entered: { ...(request.body as Record<string, unknown>) } })
    })
  }

  decision('invite', InviteForm, async (tx, cover, value) =>
    cover.works && (await inviteAgency(tx, cover, value)) ? 'The agency takes part, and the register of disclosures says so.' : { field: 'gateway', text: 'No agreement in force between that agency and the lead agency names this power, or it takes part already. Nothing was shared' })

  decision('end', EndForm, async (tx, cover, { endAgencyId, endReason }) =>
    (await endPart(tx, cover, endAgencyId, endReason)) ? 'Its part has ended. It sees nothing more of the case but what it said itself.' : { field: 'endAgencyId', text: 'Choose an agency that takes part, other than your own and the one that leads' })

  decision('exclude', ExcludeForm, async (tx, cover, { excludeAccountId, excludeReason }) => {
    if (excludeAccountId === tx.actor.accountId) return { field: 'excludeAccountId', text: 'To leave the case yourself, declare a conflict of interest on its overview' }
    return (await excludeAccount(tx, cover, excludeAccountId, excludeReason)) ? 'They are shut out from this moment. Nothing tells them so.' : { field: 'excludeAccountId', text: 'Choose somebody from the list' }
  })

  decision('lift', LiftForm, async (tx, cover, { liftAccountId, liftReason }) =>
    (await liftExclusion(tx, cover, liftAccountId, liftReason)) ? 'They may see the case again, as far as their role and agency let them.' : { field: 'liftAccountId', text: 'They were let in already. Nothing was changed' })
}
