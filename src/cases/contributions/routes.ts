import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { fanOutCorrection } from '../../sharing/correction-store.ts'
import { actOn, type CaseRequest, lookAt } from '../../sharing/on-case.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { selectDocuments } from '../attachments/document-store.ts'
import { safeFile } from '../../documents/safe-file.ts'
import { sentFile } from '../../web/sent-file.ts'
import { inviteAgency, selectInvitable } from '../agencies/party-store.ts'
import { selectAgencyNames } from '../file/overview-store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { addFileToSaid, consultContribution, consultContributions, contribute, replaceContribution, selectGateways } from './contribution-store.ts'
import { AnswerForm, AskForm, CorrectForm, GiveForm } from './forms.ts'
import { namesSpoken } from './names-spoken.ts'
import { askPage, contributionPage, type Failed, givePage, informationPage, requestPage } from './pages.ts'
import { answerRequest, askForInformation, cancelRequest, type InformationRequest, selectRequests } from './request-store.ts'

type SaidRequest = CaseRequest<{ contributionId: string }>
type AskedRequest = CaseRequest<{ requestId: string }>
const work = { config: { power: 'cases.work' } }
const upload = { ...work, bodyLimit: 21 * 1024 * 1024 }
const typed = (body: unknown) => ({ ...(body as Record<string, unknown>) })
const agencyNames = (tx: Tx, cover: CaseCover, more: readonly string[] = []) => selectAgencyNames(tx, [...new Set([...cover.parties, cover.leadAgencyId, ...more])])
const requestOf = async (tx: Tx, caseId: string, requestId: unknown): Promise<InformationRequest | null> =>
  z.uuid().safeParse(requestId).success ? ((await selectRequests(tx, { caseId })).find((each) => each.requestId === requestId) ?? null) : null

/** What agencies say in a case, and what they are asked. */
export function contributions(app: FastifyInstance, baseUrl: string) {
  app.get('/cases/:caseId/information', work, async (request: CaseRequest, reply) => {
    const page = await lookAt(request, async (tx, cover) => {
      const said = await consultContributions(tx, cover)
      return informationPage(cover, said, await selectRequests(tx, { caseId: cover.caseId }), await selectSubjects(tx, cover.caseId, { removed: true }), await agencyNames(tx, cover, said.flatMap(({ namedAgencies }) => namedAgencies)), await selectDocuments(tx, cover.caseId))
    })
    return page ? reply.page('cases/contributions/information.njk', page) : reply.callNotFound()
  })
  giving(app)
  asking(app, baseUrl)
  correcting(app)
}

function giving(app: FastifyInstance) {
  const form = async (request: CaseRequest, reply: FastifyReply, requestId: unknown, failed: Failed = null) => {
    const page = await lookAt(request, async (tx, cover) => {
      if (!cover.works) return null
      const asked = await requestOf(tx, cover.caseId, requestId)
      return givePage(cover, { gateways: await selectGateways(tx, cover), subjects: await selectSubjects(tx, cover.caseId), names: await agencyNames(tx, cover), request: asked && asked.toAgencyId === cover.agencyId ? asked : null }, failed)
    })
    return page ? reply.code(failed ? 422 : 200).page('cases/contributions/give.njk', page) : reply.callNotFound()
  }
  app.get('/cases/:caseId/information/give', work, (request: CaseRequest, reply) => form(request, reply, (request.query as Record<string, unknown>).request))

  app.post('/cases/:caseId/information/give', work, async (request: CaseRequest, reply) => {
    const parsed = parseForm(GiveForm, request.body)
    if (!parsed.ok) return form(request, reply, parsed.entered.requestId, parsed)
    const { requestId, ...given } = parsed.value
    const done = await actOn(request, async (tx, cover): Promise<FieldError | 'given' | null> => {
      if (!cover.works) return null
      const subjects = await selectSubjects(tx, cover.caseId)
      if (given.subjectId && !subjects.some(({ subjectId }) => subjectId === given.subjectId)) return { field: 'subjectId', text: 'Choose from the list' }
      if (!given.namedAgencies.every((id) => cover.parties.includes(id) && id !== cover.agencyId)) return { field: 'namedAgencies', text: 'Choose agencies that take part' }
      const spoken = given.audience === 'publication' ? namesSpoken(given.statement, subjects.map(({ name }) => name)) : []
      if (spoken.length > 0) return { field: 'statement', text: `What may be published names nobody: take out “${spoken.join('”, “')}”` }
      const contributionId = await contribute(tx, cover, given)
      if (!contributionId) return { field: 'gateway', text: 'No agreement that your agency has signed and that is in force names this power. Nothing was shared' }
      if (requestId) await answerRequest(tx, cover, requestId, { answer: 'contribution', note: null, contributionId }, null)
      return 'given'
    })
    if (!done) return reply.callNotFound()
    return done === 'given' ? reply.goTo(`/cases/${request.params.caseId}/information`, 'Your agency’s information is on the case.') : form(request, reply, requestId, { errors: [done], entered: typed(request.body) })
  })
}

function correcting(app: FastifyInstance) {
  const show = async (request: SaidRequest, reply: FastifyReply, failed: Failed = null, meanwhile = false) => {
    const page = await lookAt(request, async (tx, cover) => {
      const said = await consultContribution(tx, cover, request.params.contributionId)
      return said && contributionPage(cover, said, await selectSubjects(tx, cover.caseId, { removed: true }), await agencyNames(tx, cover, said.namedAgencies), await selectDocuments(tx, cover.caseId), failed, meanwhile)
    })
    return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('cases/contributions/contribution.njk', page) : reply.callNotFound()
  }
  app.get('/cases/:caseId/information/:contributionId', work, (request: SaidRequest, reply) => show(request, reply))

  app.post('/cases/:caseId/information/:contributionId/files', upload, async (request: SaidRequest, reply) => {
    const own = async (tx: Tx, cover: CaseCover) => {
      const said = cover.works ? await consultContribution(tx, cover, request.params.contributionId) : null
      return said && said.agencyId === cover.agencyId && !said.replacedBy ? said : null
    }
    // Nothing is unpacked for whoever may not put it there.
    if (!(await actOn(request, own))) return reply.callNotFound()
    const sent = await sentFile(request.body)
    const safe = sent ? await safeFile(sent.name, sent.bytes) : { refused: 'Choose a file' }
    if ('refused' in safe) return show(request, reply, { errors: [{ field: 'file', text: safe.refused }], entered: {} })
    const done = await actOn(request, async (tx, cover) => {
      const said = await own(tx, cover)
      return said && ((await addFileToSaid(tx, cover, said, safe.file)) ? 'added' : 'not covered')
    })
    if (!done) return reply.callNotFound()
    if (done === 'not covered') return show(request, reply, { errors: [{ field: 'file', text: 'No agreement in force names the power it would be shared under. Nothing was shared' }], entered: {} })
    return reply.goTo(`/cases/${request.params.caseId}/information/${request.params.contributionId}`, 'The file is with what your agency said')
  })

  app.post('/cases/:caseId/information/:contributionId/correct', work, async (request: SaidRequest, reply) => {
    const parsed = parseForm(CorrectForm, request.body)
    if (!parsed.ok) return show(request, reply, parsed)
    const done = await actOn(request, async (tx, cover): Promise<FieldError | { told: number } | 'newer' | null> => {
      const old = cover.works ? await consultContribution(tx, cover, request.params.contributionId) : null
      if (!old || old.agencyId !== cover.agencyId) return null
      const spoken = old.audience === 'publication' ? namesSpoken(parsed.value.statement, (await selectSubjects(tx, cover.caseId)).map(({ name }) => name)) : []
      if (spoken.length > 0) return { field: 'statement', text: `What may be published names nobody: take out “${spoken.join('”, “')}”` }
      if (!(await replaceContribution(tx, cover, old, parsed.value))) return 'newer'
      return { told: await fanOutCorrection(tx, cover, { contributionId: old.contributionId, what: parsed.value.reason }) }
    })
    if (!done) return reply.callNotFound()
    if (done === 'newer') return show(request, reply, { errors: [], entered: typed(request.body) }, true)
    if ('field' in done) return show(request, reply, { errors: [done], entered: typed(request.body) })
    const told = done.told === 0 ? 'Nobody else had been given it.' : `${done.told === 1 ? 'The agency that was given it is' : `${done.told} that were given it are`} told.`
    return reply.goTo(`/cases/${request.params.caseId}/information`, `The correction stands in its place. ${told}`)
  })
}

function asking(app: FastifyInstance, baseUrl: string) {
  const form = async (request: CaseRequest, reply: FastifyReply, failed: Failed = null) => {
    const page = await lookAt(request, async (tx, cover) => (cover.works ? askPage(cover, { names: await agencyNames(tx, cover), invitable: await selectInvitable(tx, cover) }, failed) : null))
    return page ? reply.code(failed ? 422 : 200).page('cases/contributions/ask.njk', page) : reply.callNotFound()
  }
  app.get('/cases/:caseId/information/ask', work, (request: CaseRequest, reply) => form(request, reply))

  app.post('/cases/:caseId/information/ask', work, async (request: CaseRequest, reply) => {
    const parsed = parseForm(AskForm, request.body)
    if (!parsed.ok) return form(request, reply, parsed)
    const done = await actOn(request, (tx, cover) => (cover.works ? ask(tx, cover, parsed.value, baseUrl) : Promise.resolve(null)))
    if (!done) return reply.callNotFound()
    return done === 'asked' ? reply.goTo(`/cases/${request.params.caseId}/information`, 'The agency is asked, and told so.') : form(request, reply, { errors: done, entered: typed(request.body) })
  })

  const show = async (request: AskedRequest, reply: FastifyReply, failed: Failed = null) => {
    const page = await lookAt(request, async (tx, cover) => {
      const asked = await requestOf(tx, cover.caseId, request.params.requestId)
      return asked && requestPage(cover, asked, failed)
    })
    return page ? reply.code(failed ? 422 : 200).page('cases/contributions/request.njk', page) : reply.callNotFound()
  }
  app.get('/cases/:caseId/information/requests/:requestId', work, (request: AskedRequest, reply) => show(request, reply))

  app.post('/cases/:caseId/information/requests/:requestId/answer', work, async (request: AskedRequest, reply) => {
    const parsed = parseForm(AnswerForm, request.body)
    if (!parsed.ok) return show(request, reply, parsed)
    const done = await actOn(request, async (tx, cover) => {
      const asked = cover.works ? await requestOf(tx, cover.caseId, request.params.requestId) : null
      if (!asked || asked.toAgencyId !== cover.agencyId) return null
      return answerRequest(tx, cover, asked.requestId, { ...parsed.value, contributionId: null }, (await selectGateways(tx, cover))[0] ?? null)
    })
    if (done === null) return reply.callNotFound()
    return reply.goTo(`/cases/${request.params.caseId}/information`, done ? 'Your agency’s answer is on the case.' : 'That was answered or taken back already. Nothing was changed.')
  })

  app.post('/cases/:caseId/information/requests/:requestId/cancel', work, async (request: AskedRequest, reply) => {
    const done = await actOn(request, async (tx, cover) => {
      const asked = cover.works ? await requestOf(tx, cover.caseId, request.params.requestId) : null
      return asked && asked.toAgencyId !== cover.agencyId ? cancelRequest(tx, cover.caseId, asked.requestId) : null
    })
    if (done === null) return reply.callNotFound()
    return reply.goTo(`/cases/${request.params.caseId}/information`, done ? 'The request is taken back.' : 'That was answered or taken back already. Nothing was changed.')
  })
}

/** Asks; an agency that takes no part is first asked to take part, which needs a ground. */
async function ask(tx: Tx, cover: CaseCover, { toAgencyId, question, dueOn, gateway, reason, proportionality }: z.infer<typeof AskForm>, baseUrl: string): Promise<'asked' | FieldError[]> {
  if (dueOn < todayInLondon(Temporal.Now.instant()).toString()) return [{ field: 'dueOn', text: 'The day must be today or later' }]
  if (!cover.parties.includes(toAgencyId)) {
    if (!cover.leads) return [{ field: 'toAgencyId', text: 'Only those who lead the case may ask an agency that takes no part' }]
    if (!gateway || !reason || !proportionality)
      return [
        ...(gateway ? [] : [{ field: 'gateway', text: 'Choose the power the case is opened to it under' }]),
        ...(reason ? [] : [{ field: 'reason', text: 'Enter why it is to take part' }]),
        ...(proportionality ? [] : [{ field: 'proportionality', text: 'Enter why it is in proportion' }]),
      ]
    if (!(await inviteAgency(tx, cover, { agencyId: toAgencyId, reason, gateway, proportionality }))) return [{ field: 'gateway', text: 'No agreement in force between that agency and the lead agency names this power. Nothing was shared' }]
  }
  return (await askForInformation(tx, cover, { toAgencyId, question, dueOn }, baseUrl)) ? 'asked' : [{ field: 'toAgencyId', text: 'Nobody of that agency can see the case: it has no one in the scheme, or no agreement in force covers it' }]
}
