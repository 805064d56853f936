import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { selectAgencies } from '../case-store.ts'
import { ifLeft, ifWithdrawn, type RegisteredAgreement, standingOf, whatCloses } from './agreement.ts'
import { insertAgreement, leaveAgreement, selectAgreements, selectDocument, selectOwnAgency, selectWorkedSchemes, setReview, signAgreement, storeDocument, withdrawAgreement } from './agreement-store.ts'
import { documentName, kindOf, MOST_MEGABYTES } from './document.ts'
import { AgreementForm, LeaveForm, PaperForm, ReviewForm, WithdrawForm } from './forms.ts'
import { agreementPage, decisionPage, type Failed, newPage, type Register, registerPage } from './pages.ts'

type AgreementRequest = FastifyRequest<{ Params: { agreementId: string } }>
type Found = { agreement: RegisteredAgreement; all: RegisteredAgreement[]; ownAgency: string | null; closing: ReturnType<typeof whatCloses> }

const KEPT: Register = { base: '/sharing/agreements', keeps: true }
const READ: Register = { base: '/cases/agreements', keeps: false }
const manage = { config: { power: 'sharing.manage' } }
const now = () => Temporal.Now.instant()

/** An agreement with all the others, and what would close if it were withdrawn now; or, with `agency`, if that agency left it. */
async function find(tx: Tx, agreementId: string, agency: string | null = null): Promise<Found | null> {
  const all = await selectAgreements(tx)
  const agreement = all.find((each) => each.agreementId === agreementId)
  if (!agreement) return null
  const after = agency ? ifLeft(all, agreementId, agency, now()) : ifWithdrawn(all, agreementId, now())
  return { agreement, all, ownAgency: await selectOwnAgency(tx), closing: whatCloses(all, after, await selectWorkedSchemes(tx), now()) }
}

function reading(app: FastifyInstance, register: Register, power: string) {
  const read = { config: { power } }
  app.get(register.base, read, async (request, reply) => reply.page('sharing/agreements/register.njk', registerPage(await asUser(request.user, selectAgreements), register, now())))

  app.get(`${register.base}/:agreementId`, read, (request: AgreementRequest, reply) => show(request, reply, register))

  app.get(`${register.base}/:agreementId/document`, read, async (request: AgreementRequest, reply) => {
    const { agreementId } = request.params
    if (!z.uuid().safeParse(agreementId).success) return reply.callNotFound()
    const document = await asUser(request.user, (tx) => selectDocument(tx, agreementId))
    const kind = document && kindOf(document.bytes)
    if (!document || !kind || 'refused' in kind) return reply.callNotFound()
    return reply.type(kind.type).header('content-disposition', `attachment; filename="${document.name}"`).header('content-security-policy', "default-src 'none'; sandbox").send(document.bytes)
  })
}

async function show(request: AgreementRequest, reply: FastifyReply, register: Register, failed: Failed = null) {
  const found = await asUser(request.user, (tx) => find(tx, request.params.agreementId))
  if (!found) return reply.callNotFound()
  return reply.code(failed ? 422 : 200).page('sharing/agreements/agreement.njk', agreementPage(found.agreement, found.all, register, found.ownAgency, found.closing, now(), failed))
}

/** The register of sharing agreements: read by those who work cases, kept by the governance lead. */
export function agreements(app: FastifyInstance) {
  reading(app, READ, 'cases.work')
  reading(app, KEPT, 'sharing.manage')
  making(app)
  documents(app)
  decisions(app)
}

function making(app: FastifyInstance) {
  const form = async (request: FastifyRequest, reply: FastifyReply, replaces: unknown, failed: Failed = null) => {
    const { agencies, older } = await asUser(request.user, async (tx) => ({
      agencies: await selectAgencies(tx), older: replaces ? ((await selectAgreements(tx)).find(({ agreementId }) => agreementId === replaces) ?? null) : null,
    }))
    return reply.code(failed ? 422 : 200).page('sharing/agreements/new.njk', newPage(agencies, older, now(), failed))
  }
  app.get<{ Querystring: { replaces?: unknown } }>('/sharing/agreements/new', manage, (request, reply) => form(request, reply, request.query.replaces))

  app.post('/sharing/agreements', manage, async (request, reply) => {
    const parsed = parseForm(AgreementForm, request.body)
    if (!parsed.ok) return form(request, reply, parsed.entered.replaces, parsed)
    const made = await asUser(request.user, async (tx) => {
      const known = new Set((await selectAgencies(tx)).map(({ agencyId }) => agencyId))
      const parties = [...new Set(parsed.value.parties)]
      if (!parties.every((id) => known.has(id))) return null
      const replaces = (await selectAgreements(tx)).some(({ agreementId }) => agreementId === parsed.value.replaces) ? parsed.value.replaces : null
      return insertAgreement(tx, { ...parsed.value, parties, replaces })
    })
    if (!made) return form(request, reply, parsed.value.replaces, { errors: [{ field: 'parties', text: 'Choose agencies from the list' }], entered: request.body as Record<string, unknown> })
    return reply.goTo(`/sharing/agreements/${made}`, 'The agreement is in the register. It opens nothing until two agencies have signed it.')
  })
}

function documents(app: FastifyInstance) {
  const Upload = z.object({ document: z.custom<MultipartFile>((value) => typeof value === 'object' && value !== null && 'toBuffer' in value) })
  app.post('/sharing/agreements/:agreementId/document', manage, async (request: AgreementRequest, reply) => {
    const wrong = (text: string) => show(request, reply, KEPT, { errors: [{ field: 'document', text }], entered: {} })
    const sent = Upload.safeParse(request.body).data?.document
    const bytes = sent && (await sent.toBuffer())
    if (!sent || !bytes || sent.filename === '') return wrong(`Choose the agreement: a PDF, Word document or OpenDocument text of up to ${MOST_MEGABYTES} MB`)
    const kind = kindOf(bytes)
    if ('refused' in kind) return wrong(kind.refused)
    const stored = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params.agreementId)
      return found && storeDocument(tx, found.agreement.agreementId, documentName(found.agreement.title, kind.ending), bytes)
    })
    if (stored === null) return reply.callNotFound()
    return stored ? reply.goTo(`/sharing/agreements/${request.params.agreementId}`, 'The document is with the agreement.') : wrong('An agency has signed the document that is there. Put another with a new agreement that replaces this one')
  })
}

/** Signing, leaving, withdrawing and reviewing: a page that says what it does, and a form that does it. */
function decisions(app: FastifyInstance) {
  function decision<T>(
    path: string, title: string, choice: 'unsigned' | 'signed', schema: z.ZodType<T>,
    work: (tx: Tx, found: Found, value: T) => Promise<{ said: string } | { errors: FieldError[] }>,
  ) {
    const address = `/sharing/agreements/:agreementId/${path}`
    const page = async (request: AgreementRequest, reply: FastifyReply, failed: Failed = null) => {
      const { agency } = { ...(request.query as Record<string, unknown>), ...failed?.entered } as { agency?: unknown }
      const leaves = path === 'leave' ? z.uuid().safeParse(agency).data ?? null : null
      const found = await asUser(request.user, async (tx) => {
        const first = await find(tx, request.params.agreementId, leaves)
        const only = first && path === 'leave' && !leaves ? first.ownAgency : null
        return only ? find(tx, request.params.agreementId, only) : first
      })
      if (!found) return reply.callNotFound()
      const chosen = path === 'leave' ? { errors: failed?.errors ?? [], entered: { agency: leaves ?? found.ownAgency, ...failed?.entered } } : failed
      return reply.code(failed ? 422 : 200).page(`sharing/agreements/${path}.njk`, decisionPage(title, found.agreement, found.ownAgency, choice, found.closing, now(), chosen))
    }
    app.get(address, manage, (request: AgreementRequest, reply) => page(request, reply))
    app.post(address, manage, async (request: AgreementRequest, reply) => {
      const parsed = parseForm(schema, request.body)
      if (!parsed.ok) return page(request, reply, parsed)
      const outcome = await asUser(request.user, async (tx) => {
        const found = await find(tx, request.params.agreementId)
        if (!found) return null
        const { state } = standingOf(found.agreement, now())
        return ['live', 'awaiting signatures', 'not begun'].includes(state) ? work(tx, found, parsed.value) : { said: 'The agreement has ended. Nothing was changed.' }
      })
      if (!outcome) return reply.callNotFound()
      if ('errors' in outcome) return page(request, reply, { errors: outcome.errors, entered: request.body as Record<string, unknown> })
      return reply.goTo(`/sharing/agreements/${request.params.agreementId}`, outcome.said)
    })
  }

  decision('sign', 'Sign for your agency', 'unsigned', z.object({ sure: z.literal('yes', 'Tick the box to confirm') }), async (tx, { agreement, ownAgency }) => {
    const signed = ownAgency !== null && (await signAgreement(tx, agreement.agreementId, ownAgency))
    return { said: signed ? 'Your agency has signed. It counts from this moment.' : 'Your agency has signed already, or is not one of its parties. Nothing was changed.' }
  })

  decision('paper', 'Record a signature made on paper', 'unsigned', PaperForm, async (tx, { agreement }, { agency, signatory, signedOn }) => {
    const on = Temporal.PlainDate.from(signedOn)
    if (Temporal.PlainDate.compare(on, now().toZonedDateTimeISO('Europe/London').toPlainDate()) > 0) return { errors: [{ field: 'signedOn', text: 'The day must be today or in the past' }] }
    const signed = await signAgreement(tx, agreement.agreementId, agency, `${signatory}, on paper on ${writeDate(on)}`)
    return { said: signed ? 'The signature is recorded. It counts from this moment.' : 'That agency has signed already. Nothing was changed.' }
  })

  decision('leave', 'An agency leaves', 'signed', LeaveForm, async (tx, { agreement }, { agency }) => {
    const left = await leaveAgreement(tx, agreement.agreementId, agency)
    return { said: left ? 'The agency has left. What it opened is closed from this moment.' : 'That agency had left already. Nothing was changed.' }
  })

  decision('withdraw', 'Withdraw this agreement', 'signed', WithdrawForm, async (tx, { agreement }, { reason }) => {
    await withdrawAgreement(tx, agreement.agreementId, reason)
    return { said: 'The agreement is withdrawn. What it opened is closed from this moment.' }
  })

  decision('review', 'Record a review', 'signed', ReviewForm, async (tx, { agreement }, { reviewOn }) => {
    const on = Temporal.PlainDate.from(reviewOn)
    if (Temporal.PlainDate.compare(on, now().toZonedDateTimeISO('Europe/London').toPlainDate()) <= 0) return { errors: [{ field: 'reviewOn', text: 'The next review must be in the future' }] }
    if (agreement.ends && Temporal.PlainDate.compare(on, agreement.ends) > 0) return { errors: [{ field: 'reviewOn', text: 'The next review must not be after it ends' }] }
    await setReview(tx, agreement.agreementId, reviewOn)
    return { said: 'The review is recorded.' }
  })
}
