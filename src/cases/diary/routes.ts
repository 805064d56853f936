import type { FastifyInstance, FastifyReply } from 'fastify'
import { audit, type Tx } from '../../db/tx.ts'
import { writeCsv } from '../../documents/csv.ts'
import { actOn, type CaseRequest, lookAt } from '../../sharing/on-case.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { addDiaryEntry, correctDiaryEntry, type NewDiaryEntry, selectDiary } from './diary-store.ts'
import { DiaryForm } from './forms.ts'
import { DIARY_COLUMNS, diaryPage, diaryRows, entryPage, type Failed, fingerprint } from './pages.ts'

type EntryRequest = CaseRequest<{ entryId: string }>
const work = { config: { power: 'cases.work' } }
const typed = (body: unknown) => ({ ...(body as Record<string, unknown>) })

const STRANGER: FieldError = { field: 'complainedBy', text: 'Choose from the list' }
const isStranger = async (tx: Tx, caseId: string, { complainedBy }: NewDiaryEntry) =>
  complainedBy !== null && !(await selectSubjects(tx, caseId)).some(({ subjectId }) => subjectId === complainedBy)

async function list(request: CaseRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await lookAt(request, async (tx, cover) => diaryPage(cover, await selectDiary(tx, cover.caseId), await selectSubjects(tx, cover.caseId, { removed: true }), failed))
  return page ? reply.code(failed ? 422 : 200).page('cases/diary/diary.njk', page) : reply.callNotFound()
}

async function one(request: EntryRequest, reply: FastifyReply, failed: Failed = null, meanwhile = false) {
  const page = await lookAt(request, async (tx, cover) => {
    const entry = (await selectDiary(tx, cover.caseId)).find(({ entryId }) => entryId === request.params.entryId)
    return entry ? entryPage(cover, entry, await selectSubjects(tx, cover.caseId, { removed: true }), failed, meanwhile) : null
  })
  return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('cases/diary/entry.njk', page) : reply.callNotFound()
}

/** The incident diary of a case. */
export function diary(app: FastifyInstance) {
  app.get('/cases/:caseId/diary', work, (request: CaseRequest, reply) => list(request, reply))

  app.get('/cases/:caseId/diary.csv', work, async (request: CaseRequest, reply) => {
    const rows = await lookAt(request, async (tx, cover) => {
      const entries = await selectDiary(tx, cover.caseId)
      audit(tx, { act: 'disclosed', subjectKind: 'case', subjectId: cover.caseId, details: { diary: entries.length, as: 'csv' } })
      return diaryRows(entries, await selectSubjects(tx, cover.caseId, { removed: true }))
    }, 'export')
    return rows ? reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="incident-diary.csv"').send(writeCsv(rows, DIARY_COLUMNS)) : reply.callNotFound()
  })

  app.post('/cases/:caseId/diary', work, async (request: CaseRequest, reply) => {
    const parsed = parseForm(DiaryForm, request.body)
    if (!parsed.ok) return list(request, reply, parsed)
    const { entry } = parsed.value
    const done = await actOn(request, async (tx, cover) => {
      if (!cover.works) return null
      return (await isStranger(tx, cover.caseId, entry)) ? STRANGER : addDiaryEntry(tx, cover, entry)
    })
    if (!done) return reply.callNotFound()
    return typeof done === 'string' ? reply.goTo(`/cases/${request.params.caseId}/diary`, 'The incident is in the diary.') : list(request, reply, { errors: [done], entered: typed(request.body) })
  })

  app.get('/cases/:caseId/diary/:entryId', work, (request: EntryRequest, reply) => one(request, reply))

  app.post('/cases/:caseId/diary/:entryId', work, async (request: EntryRequest, reply) => {
    const parsed = parseForm(DiaryForm, request.body)
    if (!parsed.ok) return one(request, reply, parsed)
    const { entry, seen } = parsed.value
    const done = await actOn(request, async (tx, cover) => {
      const stands = cover.works ? (await selectDiary(tx, cover.caseId)).find(({ entryId }) => entryId === request.params.entryId) : null
      if (!stands) return null
      if (entry.complainedBy !== stands.complainedBy && (await isStranger(tx, cover.caseId, entry))) return STRANGER
      return fingerprint(stands) === seen ? correctDiaryEntry(tx, cover.caseId, stands, entry) : 'newer'
    })
    if (!done) return reply.callNotFound()
    if (done === 'newer') return one(request, reply, { errors: [], entered: typed(request.body) }, true)
    if (typeof done === 'object') return one(request, reply, { errors: [done], entered: typed(request.body) })
    return reply.goTo(`/cases/${request.params.caseId}/diary`, done === 'same' ? 'Nothing was changed.' : 'The entry is put right. The log keeps who changed which parts of it.')
  })
}
