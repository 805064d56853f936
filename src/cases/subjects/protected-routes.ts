import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { type CaseCover, logLook, selectCaseAccounts, selectOptionalCase } from '../../sharing/case-store.ts'
import { parseForm } from '../../web/forms.ts'
import { addProtected, endProtected, endReader, nameReader, selectProtected, selectProtectedEntries, selectReaders } from '../index/protected-store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { EndReaderForm, ProtectedForm, ReaderForm } from './forms.ts'
import type { Failed } from './pages.ts'
import { selectSeeingReaders } from './people-store.ts'
import { protectedPage, readersPage } from './protected-pages.ts'

const work = { config: { power: 'cases.work' } }
type CaseRequest = FastifyRequest<{ Params: { caseId: string; factId: string } }>

/** A case seen for its protected details: the look is written down as one at them where there are any to read. */
async function shown(tx: Tx, cover: CaseCover, failed: Failed = null) {
  const { caseId } = cover
  const [facts, readers] = [await selectProtected(tx, caseId), await selectSeeingReaders(tx, caseId)]
  await logLook(tx, cover, [{ part: facts.length > 0 ? 'protected' : 'file', holderAgencyId: cover.leadAgencyId }])
  const isReader = readers.some(({ accountId }) => accountId === tx.actor.accountId)
  return protectedPage(cover, { facts, readers, isReader, subjects: await selectSubjects(tx, caseId, { removed: true }), isHeld: (await selectProtectedEntries(tx, caseId)).size > 0 }, failed)
}

const inCase = (request: CaseRequest, act: (tx: Tx, cover: CaseCover) => Promise<object | string | null>) =>
  asUser(request.user, async (tx) => {
    const cover = z.uuid().safeParse(request.params.caseId).success ? await selectOptionalCase(tx, request.params.caseId) : null
    return cover && act(tx, cover)
  })

/** Answers with a page, with words to go on with, or as for what is not there. */
function answer(reply: FastifyReply, template: string, outcome: object | string | null, goTo: string, code = 200) {
  if (outcome === null) return reply.callNotFound()
  return typeof outcome === 'string' ? reply.goTo(goTo, outcome) : reply.code(code).page(template, outcome)
}

/** Protected details of a case, for their named readers; and who these are, for those who lead it. */
export function protectedDetails(app: FastifyInstance) {
  const page = 'cases/subjects/protected.njk'
  const readersTemplate = 'cases/subjects/readers.njk'
  const base = (request: CaseRequest) => `/cases/${request.params.caseId}/people/protected`
  app.get('/cases/:caseId/people/protected', work, async (request: CaseRequest, reply) => answer(reply, page, await inCase(request, (tx, cover) => shown(tx, cover)), base(request)))
  app.post('/cases/:caseId/people/protected', work, async (request: CaseRequest, reply) => {
    const form = parseForm(ProtectedForm, request.body)
    const outcome = await inCase(request, async (tx, cover) => {
      if (!cover.works) return null
      if (!form.ok) return shown(tx, cover, form)
      const { who, kind, value, source } = form.value
      if (!(await selectSubjects(tx, cover.caseId)).some(({ entryId }) => entryId === who)) return null
      await addProtected(tx, cover, who, { kind, value, source })
      return 'It is recorded, and kept apart from everything else'
    })
    return answer(reply, page, outcome, base(request), 422)
  })
  app.post('/cases/:caseId/people/protected/:factId/end', work, async (request: CaseRequest, reply) => {
    const { factId } = request.params
    const outcome = await inCase(request, async (tx, cover) => (cover.works && z.uuid().safeParse(factId).success && (await endProtected(tx, cover.caseId, factId)) ? 'It is ended. It goes on stopping letters' : null))
    return answer(reply, page, outcome, base(request))
  })

  const readers = async (tx: Tx, cover: CaseCover, failed: Failed = null, ending: Failed = null) => {
    await logLook(tx, cover, [{ part: 'file', holderAgencyId: cover.leadAgencyId }])
    return readersPage(cover, await selectReaders(tx, cover.caseId), await selectCaseAccounts(tx, cover.caseId), failed, ending)
  }
  const leading = (request: CaseRequest, act: (tx: Tx, cover: CaseCover) => Promise<object | string | null>) => inCase(request, async (tx, cover) => (cover.leads ? act(tx, cover) : null))
  app.get('/cases/:caseId/people/protected/readers', work, async (request: CaseRequest, reply) => answer(reply, readersTemplate, await leading(request, (tx, cover) => readers(tx, cover)), base(request)))
  app.post('/cases/:caseId/people/protected/readers', work, async (request: CaseRequest, reply) => {
    const form = parseForm(ReaderForm, request.body)
    const outcome = await leading(request, async (tx, cover) => {
      if (!form.ok) return readers(tx, cover, form)
      if (await nameReader(tx, cover.caseId, form.value.reader, form.value.reason)) return 'They can read the protected details from now on'
      return readers(tx, cover, { errors: [{ field: 'reader', text: 'Choose somebody who sees this case and is not a reader yet' }], entered: form.value })
    })
    return answer(reply, readersTemplate, outcome, `${base(request)}/readers`, 422)
  })
  app.post('/cases/:caseId/people/protected/readers/end', work, async (request: CaseRequest, reply) => {
    const form = parseForm(EndReaderForm, request.body)
    const outcome = await leading(request, async (tx, cover) => {
      if (!form.ok) return readers(tx, cover, null, form)
      return (await endReader(tx, cover.caseId, form.value.reader, form.value.reason)) ? 'Their reading has ended' : 'It had ended already'
    })
    return answer(reply, readersTemplate, outcome, `${base(request)}/readers`, 422)
  })
}
