import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm, requiredText } from '../../web/forms.ts'
import { heldPage } from './held-pages.ts'
import { consultHeld, discardHeld, releaseHeld } from './quarantine-store.ts'

const OFFICER = { config: { power: 'cases.work' } }
const ReasonForm = z.object({ reason: requiredText('Say why', 500) })
type HeldRequest = FastifyRequest<{ Params: { heldId: string } }>

/** Applications held back as a flood: an officer of the scheme's host lets them in or puts them by, with a reason. */
export function heldApplications(app: FastifyInstance) {
  app.get('/case-reviews/held', OFFICER, async (request, reply) => reply.page('cases/case-review/held.njk', heldPage(await asUser(request.user, consultHeld))))

  /** Settles one that is there for this account; without a reason it is shown again. */
  async function settle(request: HeldRequest, reply: FastifyReply, work: (tx: Tx, heldId: string, reason: string) => Promise<string | null>, said: string) {
    const { heldId } = request.params
    if (!z.uuid().safeParse(heldId).success) return reply.callNotFound()
    const form = parseForm(ReasonForm, request.body)
    if (form.ok) {
      const href = await asUser(request.user, (tx) => work(tx, heldId, form.value.reason))
      return href ? reply.goTo(href, said) : reply.callNotFound()
    }
    const held = await asUser(request.user, consultHeld)
    if (!held.some((each) => each.heldId === heldId)) return reply.callNotFound()
    return reply.code(422).page('cases/case-review/held.njk', heldPage(held, { heldId, errors: form.errors.map(({ text }) => ({ field: `reason-${heldId}`, text })), reason: String(form.entered.reason ?? '') }))
  }
  app.post('/case-reviews/held/:heldId/release', OFFICER, (request: HeldRequest, reply) => settle(request, reply, async (tx, heldId, reason) => {
    const caseId = await releaseHeld(tx, heldId, reason)
    return caseId && `/cases/${caseId}/application`
  }, 'The application is let in. Its promises run from the day it came'))
  app.post('/case-reviews/held/:heldId/discard', OFFICER, (request: HeldRequest, reply) =>
    settle(request, reply, async (tx, heldId, reason) => ((await discardHeld(tx, heldId, reason)) ? '/case-reviews/held' : null), 'It is put by, and kept as it was sent'))
}
