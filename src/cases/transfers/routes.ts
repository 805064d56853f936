import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { writeWord } from '../../documents/word.ts'
import { type CaseCover, consultCase, selectOptionalCase } from '../../sharing/case-store.ts'
import { recordDisclosure } from '../../sharing/disclosure-store.ts'
import { parseForm } from '../../web/forms.ts'
import type { Visitor } from '../../web/visitor.ts'
import { selectProtected } from '../index/protected-store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { nothingHerePage, selectWhomToAsk } from '../no-scheme.ts'
import { acceptTransfer, TakenMeanwhile } from './accept.ts'
import { AnswerForm, HeardForm, TransferForm } from './forms.ts'
import { gatherHanded, handedInWords } from './gather.ts'
import { type Failed, newTransferPage, transferPage, transfersPage } from './pages.ts'
import {
  acknowledgeTransfer, addTransfer, answerTransfer, isUnderWay, markTransferred, recallTransfer, selectAreas, selectLedSchemes, selectTransfer, selectTransfers, tellReceivers, tellSender, type Transfer,
} from './store.ts'

const work = { config: { power: 'cases.work' } }
const receive = { config: { power: 'cases.receive' } }
const isoToday = () => todayInLondon(Temporal.Now.instant()).toString()
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
type TransferRequest = FastifyRequest<{ Params: { transferId: string } }>
const CaseQuery = z.object({ case: z.uuid() })
const NO_CASE = {
  needs: 'A case is transferred from its own page, by a coordinator or chair of its scheme: open the case, then its agencies.', leadsDo: 'Where others lead the case, they hand it over.', back: { href: '/transfers', text: 'Transfers' },
}

/** A case that this reader may hand over: led by them, still worked, and on its way nowhere. */
async function openForTransfer(tx: Tx, caseId: string): Promise<CaseCover | null> {
  const cover = await consultCase(tx, caseId)
  return cover?.leads && cover.works && !(await isUnderWay(tx, caseId)) ? cover : null
}

const mayHandProtected = async (tx: Tx, caseId: string) => (await selectProtected(tx, caseId)).some(({ endedAt }) => endedAt === null)
const whoIs = ({ name, organisationName }: Visitor) => `${name}, ${organisationName}`

/** A case as it goes to another area, and what becomes of it there. */
export function transfers(app: FastifyInstance) {
  app.get('/transfers', work, async (request, reply) => {
    const found = await asUser(request.user, async (tx) => {
      const all = await selectTransfers(tx)
      for (const { isOurs, transferId } of all) if (!isOurs) audit(tx, { act: 'consulted', subjectKind: 'transfer', subjectId: transferId, details: { part: 'list' } })
      return all
    })
    return reply.page('cases/transfers/transfers.njk', transfersPage(found, isoToday()))
  })
  app.get('/transfers/new', work, async (request, reply) => {
    const asked = CaseQuery.safeParse(request.query)
    if (!Object.hasOwn(request.query as object, 'case')) return reply.page('cases/no-scheme.njk', nothingHerePage('Transfer a case', NO_CASE, await asUser(request.user, selectWhomToAsk)))
    const cover = asked.success ? await asUser(request.user, (tx) => openForTransfer(tx, asked.data.case)) : null
    return cover ? newTransfer(request, reply, cover) : reply.callNotFound()
  })
  app.post('/transfers/new', work, async (request, reply) => handOver(request, reply))
  app.get('/transfers/:transferId', work, async (request: TransferRequest, reply) => show(request, reply))
  app.get('/transfers/:transferId/word', work, async (request: TransferRequest, reply) => word(request, reply))
  app.post('/transfers/:transferId/recall', work, async (request: TransferRequest, reply) =>
    changeSent(request, reply, 'The transfer is recalled', async (tx, transfer) => recallTransfer(tx, transfer)))
  app.post('/transfers/:transferId/heard', work, async (request: TransferRequest, reply) => {
    const form = parseForm(HeardForm, request.body)
    if (!form.ok) return show(request, reply, form)
    const { by, outcome, note } = form.value
    return changeSent(request, reply, 'What they said is recorded', async (tx, transfer) => {
      if (transfer.toPartnershipId !== null) return false
      if (!outcome) return acknowledgeTransfer(tx, transfer, by)
      const answered = await answerTransfer(tx, transfer, { outcome, note, receivedCaseId: null, by })
      if (answered && outcome === 'accepted') await markTransferred(tx, transfer.caseId, isoToday())
      return answered
    })
  })
  app.post('/transfers/:transferId/mark', work, async (request: TransferRequest, reply) =>
    changeSent(request, reply, 'The case now stands as transferred', async (tx, transfer) => {
      if (transfer.outcome === 'accepted') await markTransferred(tx, transfer.caseId, isoToday())
      return transfer.outcome === 'accepted'
    }))
  app.post('/transfers/:transferId/acknowledge', receive, async (request: TransferRequest, reply) => {
    const transfer = await asUser(request.user, async (tx) => {
      const found = await selectTransfer(tx, request.params.transferId)
      return found && !found.isOurs && (await acknowledgeTransfer(tx, found, whoIs(request.user))) ? found : null
    })
    if (!transfer) return reply.callNotFound()
    await tellSender(transfer, 'acknowledged', isoToday())
    return reply.goTo(`/transfers/${transfer.transferId}`, 'They are told that it has come')
  })
  app.post('/transfers/:transferId/answer', receive, async (request: TransferRequest, reply) => answer(request, reply))
}

async function newTransfer(request: FastifyRequest, reply: FastifyReply, cover: CaseCover, failed: Failed = null) {
  const today = isoToday()
  const areas = await selectAreas(request.user.partnershipId, cover.schemeKind, today)
  const mayProtected = await asUser(request.user, (tx) => mayHandProtected(tx, cover.caseId))
  return reply.code(failed && failed.errors.length > 0 ? 422 : 200).page('cases/transfers/new.njk', newTransferPage(cover, areas, { today, mayProtected, failed }))
}

async function handOver(request: FastifyRequest, reply: FastifyReply) {
  const asked = CaseQuery.safeParse(request.body)
  const cover = asked.success ? await asUser(request.user, (tx) => openForTransfer(tx, asked.data.case)) : null
  if (!cover) return reply.callNotFound()
  const entered = request.body as Record<string, unknown>
  const form = parseForm(TransferForm, request.body)
  if (!form.ok) return newTransfer(request, reply, cover, form)
  const { to, to_area, parts, with_protected, reason, step } = form.value
  if (step === 'change') return newTransfer(request, reply, cover, { errors: [], entered })
  const today = isoToday()
  const areas = await selectAreas(request.user.partnershipId, cover.schemeKind, today)
  const area = areas.find(({ partnershipId }) => partnershipId === to)
  if (to !== 'other' && !area) return newTransfer(request, reply, cover, { errors: [{ field: 'to', text: 'Choose the area' }], entered })
  // Under seal it can only go to an area that can open it; on paper it would be there for anyone to read.
  if (with_protected && !area) return newTransfer(request, reply, cover, { errors: [{ field: 'with_protected', text: 'Protected details are not put on paper. Tell the area by word of mouth, and record that' }], entered })
  const outcome = await asUser(request.user, async (tx) => {
    const still = await openForTransfer(tx, cover.caseId)
    if (!still) return null
    const gathered = await gatherHanded(tx, still, { partnership: request.user.partnershipName, agency: request.user.organisationName }, { parts, withProtected: with_protected === 'yes' })
    if (step === 'preview') return { page: newTransferPage(still, areas, { today, mayProtected: await mayHandProtected(tx, still.caseId), failed: { errors: [], entered }, preview: { handed: gathered.handed, protectedCount: gathered.details.length } }) }
    const toArea = area ? `${area.name}, ${area.area}` : to_area!
    const transferId = await addTransfer(tx, still, { toArea, toPartnershipId: area?.partnershipId ?? null, reason, ...gathered })
    const { gateway, regime, consent, consentReason, necessity, proportionality } = form.value
    await recordDisclosure(tx, still, {
      kind: 'transfer', what: `The case, handed to another area${gathered.details.length > 0 ? ', with protected details under seal' : ''}`, toOther: toArea, purpose: still.purpose, gateway, regime, consent, consentReason, necessity, proportionality,
      people: (await selectSubjects(tx, still.caseId)).map(({ entryId }) => entryId),
    })
    return { transferId }
  })
  if (!outcome) return reply.callNotFound()
  if (outcome.page) return reply.page('cases/transfers/new.njk', outcome.page)
  if (area) await tellReceivers(area.partnershipId, outcome.transferId, cover.schemeKind)
  return reply.goTo(`/transfers/${outcome.transferId}`, area ? 'The case is handed over, and they are told' : 'The transfer is recorded: print it or open it in Word, and send it')
}

/** A transfer for its page, with the look written down: on the side that sent it as a look at the case. */
async function openTransfer(tx: Tx, transferId: string): Promise<{ transfer: Transfer; cover: CaseCover | null } | null> {
  const transfer = await selectTransfer(tx, transferId)
  if (!transfer) return null
  if (!transfer.isOurs) {
    audit(tx, { act: 'consulted', subjectKind: 'transfer', subjectId: transferId, details: { part: 'handed' } })
    return { transfer, cover: null }
  }
  const cover = await consultCase(tx, transfer.caseId)
  return cover && { transfer, cover }
}

async function show(request: TransferRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const found = await openTransfer(tx, request.params.transferId)
    if (!found) return null
    const { transfer, cover } = found
    return transferPage(transfer, transfer.isOurs ? [] : await selectLedSchemes(tx, transfer.schemeKind), { today: isoToday(), leads: cover?.leads ?? false, stage: cover?.stage ?? null, failed })
  })
  return page ? reply.code(failed ? 422 : 200).page('cases/transfers/transfer.njk', page) : reply.callNotFound()
}

async function word(request: TransferRequest, reply: FastifyReply) {
  const transfer = await asUser(request.user, async (tx) => {
    const found = await openTransfer(tx, request.params.transferId)
    if (!found?.cover || found.transfer.recalledAt) return null
    audit(tx, { act: 'disclosed', subjectKind: 'case', subjectId: found.cover.caseId, details: { transfer: found.transfer.transferId, download: 'word' } })
    return found.transfer
  })
  if (!transfer) return reply.callNotFound()
  const { handed, toArea, reason, sentAt } = transfer
  const paper = await writeWord({
    title: `Transfer of ${handed.reference}`, subtitle: [`To ${toArea}`, writeDate(todayInLondon(sentAt))], footer: handed.reference,
    blocks: [{ kind: 'heading', level: 1, text: 'Why it is sent' }, { kind: 'paragraph', text: reason }, ...handedInWords(handed).flatMap(({ heading, lines }) => [{ kind: 'heading' as const, level: 1 as const, text: heading }, { kind: 'list' as const, items: lines }])],
  })
  return reply.header('content-disposition', `attachment; filename="${handed.reference}.docx"`).type(DOCX).send(Buffer.from(paper))
}

/** Something the side that sent a case does with it: only those who lead the case. */
async function changeSent(request: TransferRequest, reply: FastifyReply, message: string, change: (tx: Tx, transfer: Transfer) => Promise<boolean>) {
  const done = await asUser(request.user, async (tx) => {
    const transfer = await selectTransfer(tx, request.params.transferId)
    const cover = transfer?.isOurs ? await selectOptionalCase(tx, transfer.caseId) : null
    return transfer !== null && cover !== null && cover.leads && change(tx, transfer)
  })
  return done ? reply.goTo(`/transfers/${request.params.transferId}`, message) : reply.callNotFound()
}

async function answer(request: TransferRequest, reply: FastifyReply) {
  const form = parseForm(AnswerForm, request.body)
  if (!form.ok) return show(request, reply, form)
  const { outcome, scheme, note } = form.value
  const today = isoToday()
  const by = whoIs(request.user)
  const done = await asUser(request.user, async (tx) => {
    const transfer = await selectTransfer(tx, request.params.transferId)
    if (!transfer || transfer.isOurs || transfer.outcome) return null
    if (outcome !== 'accepted') return (await answerTransfer(tx, transfer, { outcome, note, receivedCaseId: null, by })) ? { transfer, caseId: null } : null
    const into = (await selectLedSchemes(tx, transfer.schemeKind)).find(({ schemeId }) => schemeId === scheme)
    return into ? { transfer, caseId: await acceptTransfer(tx, transfer, { schemeId: into.schemeId, today, by, note }) } : null
  }).catch((error: unknown) => {
    if (error instanceof TakenMeanwhile) return null
    throw error
  })
  if (!done) return reply.callNotFound()
  await tellSender(done.transfer, outcome, today)
  return reply.goTo(done.caseId ? `/cases/${done.caseId}` : `/transfers/${done.transfer.transferId}`, done.caseId ? 'The case is yours: it waits for triage' : 'They are told')
}
