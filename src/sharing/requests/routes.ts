import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { protectList, sayPublishable } from '../../statistics/disclosure.ts'
import { parseForm } from '../../web/forms.ts'
import { referencesOf } from '../case-references.ts'
import { findRegistered, logPersonLook, selectRegistered } from '../disclosure-store.ts'
import { AskForm, CountsForm, ItemForm, PassageForm, PersonForm, RefusalForm, RequestForm } from './forms.ts'
import { offers } from './offer-routes.ts'
import { answerPage, type Failed, type FailedPart, newRequestPage, packPage, requestsPage } from './pages.ts'
import { addPassage, askCases, decideItem, insertPack, type Item, type Pack, refusePack, releasePack, selectAskedCases, selectItems, selectPack, selectPacks, setPerson, tellLeads } from './store.ts'
import { answerPaper } from './word.ts'

type PackRequest = FastifyRequest<{ Params: { packId: string; itemNo?: string } }>
const manage = { config: { power: 'sharing.manage' } }
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const now = () => Temporal.Now.instant()
const isId = (text: unknown): text is string => z.uuid().safeParse(text).success
const OPEN: readonly Pack['state'][] = ['building', 'awaiting second']

/** Requests for information: logged, gathered from the cases that hold something, decided on item by item, and answered by two people. */
export function requests(app: FastifyInstance) {
  app.get('/sharing/requests', manage, async (request, reply) => reply.page('sharing/requests/requests.njk', requestsPage(await asUser(request.user, selectPacks), now())))

  const form = (reply: FastifyReply, failed: Failed = null) => reply.code(failed ? 422 : 200).page('sharing/requests/new.njk', newRequestPage(todayInLondon(now()).toString(), failed))
  app.get('/sharing/requests/new', manage, (_request, reply) => form(reply))
  app.post('/sharing/requests/new', manage, async (request, reply) => {
    const parsed = parseForm(RequestForm, request.body)
    if (!parsed.ok) return form(reply, parsed)
    return reply.goTo(`/sharing/requests/${await asUser(request.user, (tx) => insertPack(tx, parsed.value))}`, 'The request is logged.')
  })
  building(app)
  answering(app)
  offers(app)
}

/** A request with all it has gathered, as this visitor may know of it. */
async function partsOf(request: PackRequest, searched = '') {
  const { packId } = request.params
  if (!isId(packId)) return null
  const parts = await asUser(request.user, async (tx) => {
    const pack = await selectPack(tx, packId)
    if (!pack) return null
    const person = pack.entryId ? await selectRegistered(tx, pack.entryId) : null
    if (person) logPersonLook(tx, person)
    const words = searched.split(/\s+/).filter(Boolean).slice(0, 8)
    const found = words.length > 0 && !pack.entryId && pack.kind === 'subject access' ? await findRegistered(tx, words) : null
    for (const each of found ?? []) logPersonLook(tx, each)
    return { pack, person, found, searched, asked: await selectAskedCases(tx, packId), items: await selectItems(tx, packId) }
  })
  if (!parts) return null
  const references = await referencesOf(request.user.partnershipId, [...(parts.person?.caseIds ?? []), ...parts.asked.map(({ caseId }) => caseId)])
  return { ...parts, references, holding: [...references].map(([caseId, reference]) => ({ caseId, reference })) }
}

async function show(request: PackRequest, reply: FastifyReply, failed: FailedPart = null) {
  const { q } = z.object({ q: z.string().trim().max(200).catch('') }).parse(request.query)
  const parts = await partsOf(request, q)
  if (!parts) return reply.callNotFound()
  return reply.code(failed ? 422 : 200).page('sharing/requests/pack.njk', packPage(parts, request.user.accountId, now(), failed))
}

function building(app: FastifyInstance) {
  app.get('/sharing/requests/:packId', manage, (request: PackRequest, reply) => show(request, reply))

  /** One form of a request that is still open: what it does, and what is said then. */
  function part<T>(path: string, name: (request: PackRequest) => string, schema: z.ZodType<T>, act: (tx: Tx, pack: Pack, value: T, request: PackRequest) => Promise<string>, then: (request: PackRequest) => Promise<unknown> = async () => undefined) {
    app.post(`/sharing/requests/:packId/${path}`, manage, async (request: PackRequest, reply) => {
      const { packId } = request.params
      if (!isId(packId)) return reply.callNotFound()
      const parsed = parseForm(schema, request.body)
      if (!parsed.ok) return show(request, reply, { ...parsed, part: name(request) })
      const said = await asUser(request.user, async (tx) => {
        const pack = await selectPack(tx, packId)
        return pack && (OPEN.includes(pack.state) ? act(tx, pack, parsed.value, request) : 'It was answered already. Nothing was changed.')
      })
      if (said === null) return reply.callNotFound()
      await then(request)
      return reply.goTo(`/sharing/requests/${packId}`, said)
    })
  }

  part('person', () => 'person', PersonForm, async (tx, { packId }, { person }) => {
    const known = await selectRegistered(tx, person)
    if (!known) return 'There is nobody like that in the index. Nothing was changed.'
    await setPerson(tx, packId, person)
    logPersonLook(tx, known)
    return 'The person is chosen.'
  })
  part('ask', () => 'ask', AskForm, async (tx, pack, { cases }) => {
    const person = pack.entryId ? await selectRegistered(tx, pack.entryId) : null
    const held = cases.filter((caseId) => person?.caseIds.includes(caseId))
    await askCases(tx, pack, held)
    return held.length === 0 ? 'No case was asked.' : 'Those who lead the cases are asked.'
  }, (request) => tellLeads(request.user.partnershipId, request.params.packId))
  part('passages', () => 'passage', PassageForm, async (tx, { packId }, passage) => {
    await addPassage(tx, packId, { ...passage, sourceKind: 'passage' })
    return 'The passage is added. Decide on it below.'
  })
  part('counts', () => 'counts', CountsForm, async (tx, { packId }, { heading, counts }) => {
    const shown = protectList(counts.map(({ n }) => n))
    const content = [...counts.map(({ label }, index) => `${label}: ${sayPublishable(shown.counts[index]!)}`), `All: ${sayPublishable(shown.total)}`].join('\n')
    await addPassage(tx, packId, { summary: heading, content, sourceKind: 'counts' })
    return 'The counts are added, with small ones protected. Decide on them below.'
  })
  part('items/:itemNo', ({ params }) => `item ${params.itemNo}`, ItemForm, async (tx, { packId }, value, { params }) => {
    const itemNo = z.coerce.number().int().safeParse(params.itemNo).data
    return itemNo && (await decideItem(tx, packId, itemNo, value)) ? 'Decided.' : 'There is no such item. Nothing was changed.'
  })
  part('refuse', () => 'refusal', RefusalForm, async (tx, { packId }, { answer }) => ((await refusePack(tx, packId, answer)) ? 'The request is refused.' : 'It was answered already. Nothing was changed.'))
}

/** What goes, or would: all of it while it is put together, and then what both who released it let pass. */
const goesOf = ({ pack, items }: { pack: Pack; items: readonly Item[] }) => (pack.state === 'released' ? items.filter(({ passed }) => passed === 2) : items)

function answering(app: FastifyInstance) {
  app.get('/sharing/requests/:packId/preview', manage, async (request: PackRequest, reply) => {
    const parts = await partsOf(request)
    return parts && parts.pack.state !== 'refused' ? reply.page('sharing/requests/preview.njk', answerPage(parts.pack, goesOf(parts))) : reply.callNotFound()
  })
  app.get('/sharing/requests/:packId/answer.docx', manage, async (request: PackRequest, reply) => {
    const parts = await partsOf(request)
    if (!parts || parts.pack.state === 'refused') return reply.callNotFound()
    await asUser(request.user, async (tx) => audit(tx, { act: 'disclosed', subjectKind: 'request', subjectId: parts.pack.packId, details: { file: 'answer', draft: parts.pack.state !== 'released' } }))
    return reply.type(WORD).header('content-disposition', 'attachment; filename="answer.docx"').send(await answerPaper(answerPage(parts.pack, goesOf(parts))))
  })
  app.post('/sharing/requests/:packId/release', manage, async (request: PackRequest, reply) => {
    const parts = await partsOf(request)
    if (!parts) return reply.callNotFound()
    const { packId } = request.params
    const released = await asUser(request.user, async (tx) => {
      const pack = await selectPack(tx, packId)
      const { agency } = await tx.selectNoFrom(sql<string | null>`(select current_agency())`.as('agency')).executeTakeFirstOrThrow()
      return pack && agency && OPEN.includes(pack.state) ? releasePack(tx, pack, agency, parts.references, { purpose: 'community safety casework' }) : 'no'
    })
    const said = { first: 'You released it. A second person must too, before it goes.', second: 'The answer is released, and in the register.', no: 'It needs somebody other than the first, and an answer that has not gone. Nothing was changed.' }
    return reply.goTo(`/sharing/requests/${packId}`, said[released])
  })
}
