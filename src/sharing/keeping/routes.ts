import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { optionalDate, parseForm, requiredText } from '../../web/forms.ts'
import { type CaseCover, consultCase } from '../case-store.ts'
import { parseReference } from '../reference.ts'
import { eraseAgreed } from './erase.ts'
import { caseKeepingPage, type Failed, keepingPage, keptPage } from './pages.ts'
import { answerErasure, decideKeeping, findByReference, isShut, type Kept, liftHold, noteKeeping, placeHold, selectErased, selectKept } from './store.ts'

type KeptRequest = FastifyRequest<{ Params: { caseId: string; holdId?: string; erasureId?: string } }>
/** A case whose keeping this visitor may decide on: through its file as one who leads it, or by reference alone. */
type Found = { kept: Kept; cover: CaseCover | null }

const manage = { config: { power: 'sharing.manage' } }
const isId = (text: unknown): text is string => z.uuid().safeParse(text).success
const today = () => todayInLondon(Temporal.Now.instant()).toString()

const HoldByReference = z.object({ reference: requiredText('Enter the case’s reference', 30), reason: requiredText('Enter why it must not be erased', 1000) })
const HoldForm = z.object({ holdReason: requiredText('Enter why it must not be erased', 1000) })
const LiftForm = z.object({ liftReason: requiredText('Enter why it need not be held any longer', 1000) })
const DecisionForm = z
  .object({ decision: z.enum(['keep', 'erase'], 'Choose whether it is kept or erased'), keepUntil: optionalDate('31/3/2028'), reason: requiredText('Enter why', 1000) })
  .superRefine(({ decision, keepUntil }, context) => {
    if (decision === 'keep' && (!keepUntil || keepUntil <= today())) context.addIssue({ code: 'custom', path: ['keepUntil'], message: 'Enter the day until which it is kept, after today' })
  })

/** Retention: what is past its keeping, holds, and erasing that takes two people. */
export function keeping(app: FastifyInstance) {
  const list = async (request: FastifyRequest, reply: FastifyReply, failed: Failed = null) => {
    await noteKeeping(request.user.partnershipId)
    const { kept, erased } = await asUser(request.user, async (tx) => {
      const kept = await selectKept(tx)
      for (const { caseId } of kept) audit(tx, { act: 'consulted', subjectKind: 'case', subjectId: caseId, details: { register: 'keeping' } })
      return { kept, erased: await selectErased(tx) }
    })
    return reply.code(failed ? 422 : 200).page('sharing/keeping/keeping.njk', keepingPage(kept, erased, failed))
  }
  app.get('/sharing/keeping', manage, (request, reply) => list(request, reply))

  app.post('/sharing/keeping/holds', manage, async (request, reply) => {
    const parsed = parseForm(HoldByReference, request.body)
    if (!parsed.ok) return list(request, reply, parsed)
    const reference = parseReference(parsed.value.reference)
    const caseId = reference && (await findByReference(request.user.partnershipId, reference, (found) => asUser(request.user, async (tx) => !(await isShut(tx, found)))))
    if (!caseId) return list(request, reply, { errors: [{ field: 'reference', text: 'There is no case of that reference' }], entered: request.body as Record<string, unknown> })
    await asUser(request.user, (tx) => placeHold(tx, caseId, parsed.value.reason))
    return reply.goTo('/sharing/keeping', 'The case is held: nobody can erase it until the hold is lifted.')
  })

  decisions(app, '/sharing/keeping/:caseId', manage, '/sharing/keeping', async (tx, caseId) => {
    const kept = (await selectKept(tx, caseId))[0]
    return kept ? { kept, cover: null } : null
  })
  decisions(app, '/cases/:caseId/keeping', { config: { power: 'cases.work' } }, '/cases', async (tx, caseId) => {
    const cover = await consultCase(tx, caseId)
    if (!cover?.leads) return null
    const nothing: Kept = { caseId, reference: cover.reference, scheme: cover.schemeName, endedOn: cover.closedOn, keepUntil: null, holds: [], asked: null }
    return { kept: (await selectKept(tx, caseId))[0] ?? nothing, cover }
  })
}

function decisions(app: FastifyInstance, address: string, gate: { config: { power: string } }, whenErased: string, find: (tx: Tx, caseId: string) => Promise<Found | null>) {
  const home = (request: KeptRequest) => address.replace(':caseId', request.params.caseId)
  const page = async (request: KeptRequest, reply: FastifyReply, failed: Failed = null) => {
    if (!isId(request.params.caseId)) return reply.callNotFound()
    await noteKeeping(request.user.partnershipId)
    const found = await asUser(request.user, (tx) => find(tx, request.params.caseId))
    if (!found) return reply.callNotFound()
    const { accountId } = request.user
    return found.cover
      ? reply.code(failed ? 422 : 200).page('sharing/keeping/case.njk', caseKeepingPage(found.cover, found.kept, accountId, failed))
      : reply.code(failed ? 422 : 200).page('sharing/keeping/kept.njk', keptPage(found.kept, accountId, failed))
  }
  app.get(address, gate, (request: KeptRequest, reply) => page(request, reply))

  /** One decision: a form, what it does to the case found, and what is said then. */
  function decision<T>(path: string, schema: z.ZodType<T>, act: (tx: Tx, found: Found, value: T, request: KeptRequest) => Promise<string | null>) {
    app.post(`${address}/${path}`, gate, async (request: KeptRequest, reply) => {
      const { caseId, holdId, erasureId } = request.params
      if (![caseId, holdId ?? caseId, erasureId ?? caseId].every(isId)) return reply.callNotFound()
      const parsed = parseForm(schema, request.body)
      if (!parsed.ok) return page(request, reply, parsed)
      const said = await asUser(request.user, async (tx) => {
        const found = await find(tx, caseId)
        return found && act(tx, found, parsed.value, request)
      })
      return said ? reply.goTo(home(request), said) : reply.callNotFound()
    })
  }

  decision('hold', HoldForm, async (tx, { kept }, { holdReason }) => {
    await placeHold(tx, kept.caseId, holdReason)
    return 'The case is held: nobody can erase it until the hold is lifted.'
  })
  decision('holds/:holdId/lift', LiftForm, async (tx, { kept }, { liftReason }, { params }) =>
    (await liftHold(tx, kept.caseId, params.holdId!, liftReason)) ? 'The hold is lifted.' : 'That hold was lifted already. Nothing was changed.')
  decision('decide', DecisionForm, async (tx, { kept }, { decision, keepUntil, reason }) => {
    if (kept.keepUntil === null || kept.asked) return 'There is nothing to decide now. Nothing was changed.'
    if (decision === 'erase' && kept.holds.length > 0) return 'The case is held, and cannot be erased. Nothing was changed.'
    await decideKeeping(tx, kept, { reason, keepUntil: decision === 'keep' ? keepUntil : null })
    return decision === 'keep' ? 'The case is kept until that day.' : 'Asked. It is erased when another person agrees.'
  })
  decision('erasures/:erasureId/refuse', z.object({}), async (tx, { kept }, _, { params }) =>
    (await answerErasure(tx, kept.caseId, params.erasureId!, false)) ? 'It is not erased.' : 'That was settled already. Nothing was changed.')

  app.post(`${address}/erasures/:erasureId/agree`, gate, async (request: KeptRequest, reply) => {
    const { caseId, erasureId } = request.params
    if (!isId(caseId) || !isId(erasureId)) return reply.callNotFound()
    const answer = await asUser(request.user, async (tx) => {
      const found = await find(tx, caseId)
      if (!found) return null
      if (found.kept.holds.length > 0) return 'The case is held, and cannot be erased. Nothing was changed.'
      return (await answerErasure(tx, caseId, erasureId, true)) ? 'agreed' : 'Somebody other than the one who asked must agree. Nothing was changed.'
    })
    if (answer === null) return reply.callNotFound()
    if (answer !== 'agreed') return reply.goTo(home(request), answer)
    const done = await eraseAgreed(request.user.partnershipId, erasureId)
    return done ? reply.goTo(whenErased, 'The case is erased. The register of disclosures and the audit log stay.') : reply.goTo(home(request), 'It was agreed, and cannot be erased now: it is held, or open again.')
  })
}
