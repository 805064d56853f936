import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { type CaseCover, consultCase } from '../../sharing/case-store.ts'
import { type Parsed, parseForm } from '../../web/forms.ts'
import { addFact, addLink, addSubject, endFact, endLink } from '../index/store.ts'
import { changeSubject, removeSubject, type Subject, selectSubjects } from '../index/subject-store.ts'
import { ENTRY_KINDS } from '../index/words.ts'
import { EndFactForm, FactForm, factsOf, LinkForm, PartForm, ReasonForm, SUBJECT_FORMS, type SubjectFields } from './forms.ts'
import { addPage, endFactPage, type Failed, factPage, partPage, peoplePage } from './pages.ts'
import { type Fact, selectFacts, selectPeople } from './people-store.ts'

const work = { config: { power: 'cases.work' } }
type Params = { caseId: string; kind: string; subjectId: string; factId: string; linkId: string }
type CaseRequest = FastifyRequest<{ Params: Params }>
/** A page to show with its status, where to go on, or null for what is not there. */
type Outcome = { template: string; page: object; code?: number } | { goTo: string; message: string } | null

const isId = (id: string | undefined) => z.uuid().safeParse(id).success
const failed = <T>(form: Parsed<T>): Failed => (form.ok ? null : form)

/** Answers out of one transaction in which the case is looked at; not found where it is not there, or where only those who work it may. */
async function answer(request: CaseRequest, reply: FastifyReply, work: (tx: Tx, cover: CaseCover, params: Params) => Promise<Outcome>, { changes = true } = {}) {
  const { params } = request
  if (!isId(params.caseId)) return reply.callNotFound()
  const outcome = await asUser(request.user, async (tx) => {
    const cover = await consultCase(tx, params.caseId)
    return cover && (cover.works || !changes) ? work(tx, cover, params) : null
  })
  if (!outcome) return reply.callNotFound()
  return 'goTo' in outcome ? reply.goTo(outcome.goTo, outcome.message) : reply.code(outcome.code ?? 200).page(outcome.template, outcome.page)
}

const selectOne = async (tx: Tx, { caseId }: CaseCover, subjectId: string): Promise<Subject | null> => (isId(subjectId) ? ((await selectSubjects(tx, caseId)).find((subject) => subject.subjectId === subjectId) ?? null) : null)
const selectFact = async (tx: Tx, { caseId }: CaseCover, factId: string): Promise<Fact | null> => (isId(factId) ? ((await selectFacts(tx, caseId)).find((fact) => fact.factId === factId && fact.endedReason === null) ?? null) : null)
const back = ({ caseId }: CaseCover) => `/cases/${caseId}/people`

/** The people and places of a case. */
export function subjects(app: FastifyInstance) {
  const get = (path: string, show: (tx: Tx, cover: CaseCover, params: Params) => Promise<Outcome>) => app.get<{ Params: Params }>(path, work, (request, reply) => answer(request, reply, show))
  const post = (path: string, act: (tx: Tx, cover: CaseCover, params: Params, body: unknown) => Promise<Outcome>) =>
    app.post<{ Params: Params }>(path, work, (request, reply) => answer(request, reply, (tx, cover, params) => act(tx, cover, params, request.body)))
  const people = async (tx: Tx, cover: CaseCover, linkFailed: Failed = null): Promise<Outcome> => ({ template: 'cases/subjects/people.njk', page: peoplePage(cover, await selectPeople(tx, cover), linkFailed), code: linkFailed ? 422 : 200 })

  app.get<{ Params: Params }>('/cases/:caseId/people', work, (request, reply) => answer(request, reply, (tx, cover) => people(tx, cover), { changes: false }))

  const kindOf = (kind: string) => ENTRY_KINDS.find((each) => each === kind)
  get('/cases/:caseId/people/add/:kind', async (_, cover, params) => {
    const kind = kindOf(params.kind)
    return kind ? { template: 'cases/subjects/add.njk', page: addPage(cover, kind) } : null
  })
  post('/cases/:caseId/people/add/:kind', async (tx, cover, params, body) => {
    const kind = kindOf(params.kind)
    if (!kind) return null
    const form: Parsed<SubjectFields> = kind === 'person' ? parseForm(SUBJECT_FORMS.person, body) : kind === 'place' ? parseForm(SUBJECT_FORMS.place, body) : parseForm(SUBJECT_FORMS.organisation, body)
    if (!form.ok) return { template: 'cases/subjects/add.njk', page: addPage(cover, kind, form), code: 422 }
    const { role, note, resident = null, homeArea = null } = form.value
    await addSubject(tx, cover, { kind, role, note, resident, homeArea, facts: factsOf(kind, form.value) })
    return { goTo: back(cover), message: kind === 'place' ? 'The place is added to the case' : 'They are added to the case' }
  })

  get('/cases/:caseId/people/:subjectId/facts', async (tx, cover, { subjectId }) => {
    const subject = await selectOne(tx, cover, subjectId)
    return subject && { template: 'cases/subjects/fact.njk', page: factPage(cover, subject) }
  })
  post('/cases/:caseId/people/:subjectId/facts', async (tx, cover, { subjectId }, body) => {
    const subject = await selectOne(tx, cover, subjectId)
    if (!subject) return null
    const form = parseForm(FactForm, body)
    if (!form.ok) return { template: 'cases/subjects/fact.njk', page: factPage(cover, subject, form), code: 422 }
    const { kind, value, source, from } = form.value
    await addFact(tx, cover, subject.entryId, { kind, value, source, validFrom: from })
    return { goTo: `${back(cover)}#subject-${subjectId}`, message: 'It is recorded' }
  })

  get('/cases/:caseId/people/facts/:factId/end', async (tx, cover, { factId }) => {
    const fact = await selectFact(tx, cover, factId)
    return fact && { template: 'cases/subjects/end-fact.njk', page: endFactPage(cover, fact) }
  })
  post('/cases/:caseId/people/facts/:factId/end', async (tx, cover, { factId }, body) => {
    const fact = await selectFact(tx, cover, factId)
    if (!fact) return null
    const form = parseForm(EndFactForm, body)
    if (!form.ok) return { template: 'cases/subjects/end-fact.njk', page: endFactPage(cover, fact, form), code: 422 }
    const { why, on, reason } = form.value
    const ended = await endFact(tx, cover.caseId, factId, { reason, on, neverRight: why === 'never right' })
    return { goTo: back(cover), message: ended ? 'It is ended, and stays in the file with your reason' : 'Somebody ended it before you' }
  })

  get('/cases/:caseId/people/:subjectId', async (tx, cover, { subjectId }) => {
    const subject = await selectOne(tx, cover, subjectId)
    return subject && { template: 'cases/subjects/part.njk', page: partPage(cover, subject) }
  })
  post('/cases/:caseId/people/:subjectId', async (tx, cover, { subjectId }, body) => {
    const subject = await selectOne(tx, cover, subjectId)
    if (!subject) return null
    const form = parseForm(PartForm, body)
    const shown = (code: number, failure: Failed, stands = false): Outcome => ({ template: 'cases/subjects/part.njk', page: partPage(cover, subject, failure, stands), code })
    if (!form.ok) return shown(422, failed(form))
    const { version, ...change } = form.value
    const changed = version === subject.version ? await changeSubject(tx, cover.caseId, subject, change) : false
    const entered = Object(body) as Record<string, unknown>
    if (changed === 'twice') return shown(422, { errors: [{ field: 'role', text: 'They have that part in the case already' }], entered })
    return changed ? { goTo: back(cover), message: 'Their part in the case is changed' } : shown(409, { errors: [], entered }, true)
  })
  post('/cases/:caseId/people/:subjectId/remove', async (tx, cover, { subjectId }, body) => {
    const subject = await selectOne(tx, cover, subjectId)
    if (!subject) return null
    const form = parseForm(ReasonForm, body)
    if (!form.ok) return { template: 'cases/subjects/part.njk', page: partPage(cover, subject, form), code: 422 }
    await removeSubject(tx, cover.caseId, subjectId, form.value.reason)
    return { goTo: back(cover), message: 'They are taken off the case' }
  })

  post('/cases/:caseId/people/links', async (tx, cover, _, body) => {
    const form = parseForm(LinkForm, body)
    if (!form.ok) return people(tx, cover, form)
    const { from, to, kind, note } = form.value
    const present = new Set((await selectSubjects(tx, cover.caseId)).map(({ entryId }) => entryId))
    if (!present.has(from) || !present.has(to)) return null
    await addLink(tx, cover.caseId, { fromId: from, toId: to, kind, note })
    return { goTo: back(cover), message: 'It is recorded' }
  })
  post('/cases/:caseId/people/links/:linkId/end', async (tx, cover, { linkId }) => {
    if (!isId(linkId)) return null
    return (await endLink(tx, cover.caseId, linkId)) ? { goTo: back(cover), message: 'It is ended' } : null
  })
}
