import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser } from '../../db/tx.ts'
import { consultCase, logLook, selectOptionalCase } from '../../sharing/case-store.ts'
import { documentsPage } from './pages.ts'
import { addDocument, selectContent, selectDocuments } from './document-store.ts'
import { safeFile } from '../../documents/safe-file.ts'
import { handOutFile, sentFile } from '../../web/sent-file.ts'

const work = { config: { power: 'cases.work' } }
const upload = { config: { power: 'cases.work' }, bodyLimit: 21 * 1024 * 1024 }
type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>
type DocumentRequest = FastifyRequest<{ Params: { caseId: string; documentId: string } }>
const isId = (id: string) => z.uuid().safeParse(id).success

/** The files with a case: which there are, adding one, and handing one out. */
export function attachments(app: FastifyInstance) {
  app.get('/cases/:caseId/documents', work, (request: CaseRequest, reply) => list(request, reply))
  app.post('/cases/:caseId/documents', upload, async (request: CaseRequest, reply) => {
    const { caseId } = request.params
    const seen = isId(caseId) ? await asUser(request.user, (tx) => selectOptionalCase(tx, caseId)) : null
    if (!seen?.works) return reply.callNotFound()
    const sent = await sentFile(request.body)
    if (!sent) return list(request, reply, 'Choose a file')
    const safe = await safeFile(sent.name, sent.bytes)
    if ('refused' in safe) return list(request, reply, safe.refused)
    const added = await asUser(request.user, async (tx) => {
      const cover = await selectOptionalCase(tx, caseId)
      if (cover?.works) await addDocument(tx, cover, safe.file)
      return cover?.works ?? false
    })
    return added ? reply.goTo(`/cases/${caseId}/documents`, 'The file is with the case') : reply.callNotFound()
  })
  app.get('/cases/:caseId/documents/:documentId', work, async (request: DocumentRequest, reply) => {
    const { caseId, documentId } = request.params
    const found = isId(caseId) && isId(documentId)
      ? await asUser(request.user, async (tx) => {
          const cover = await selectOptionalCase(tx, caseId)
          const document = cover && (await selectContent(tx, caseId, documentId))
          if (cover && document) await logLook(tx, cover, [{ part: 'document', holderAgencyId: document.agencyId, ...(document.contributionId ? { contributionId: document.contributionId } : {}) }])
          return document
        })
      : null
    if (!found) return reply.callNotFound()
    return handOutFile(reply, found)
  })
}

async function list(request: CaseRequest, reply: FastifyReply, wrong: string | null = null) {
  const page = await asUser(request.user, async (tx) => {
    const cover = isId(request.params.caseId) ? await consultCase(tx, request.params.caseId) : null
    return cover && documentsPage(cover, await selectDocuments(tx, cover.caseId), wrong)
  })
  return page ? reply.code(wrong ? 422 : 200).page('cases/attachments/documents.njk', page) : reply.callNotFound()
}
