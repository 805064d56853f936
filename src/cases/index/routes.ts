import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { consultCases } from '../../sharing/case-store.ts'
import { parseForm } from '../../web/forms.ts'
import { selectEntry, selectPair } from './entry-store.ts'
import { AnswerForm, CompareQuery, MergeForm, SearchForm, UndoForm } from './forms.ts'
import { mergeEntries, selectMerges, tellApart, undoMerge } from './merge-store.ts'
import { comparePage, entryPage, type Failed, type Results, searchPage, tasksPage } from './pages.ts'
import { answerPointer, countTasks, selectTask, selectTasks } from './pointer-store.ts'
import { MOST_FOUND, searchEntries, selectSummaries } from './search-store.ts'
import type { Wanted } from './words.ts'

const work = { config: { power: 'cases.work' } }
const HOME = '/people-and-places'
const isId = (...ids: readonly (string | undefined)[]) => ids.every((id) => z.uuid().safeParse(id).success)

/** Looks in the words of the index. That there was a search, and how many it found, is written down; what was typed is not. */
async function search(tx: Tx, wanted: Wanted): Promise<Results> {
  const hits = await searchEntries(tx, wanted)
  const ids = hits.slice(0, MOST_FOUND).map(({ entryId }) => entryId)
  const summaries = await selectSummaries(tx, ids)
  const covers = await consultCases(tx, summaries.flatMap(({ parts }) => parts.map(({ caseId }) => caseId)), 'search')
  audit(tx, { act: 'consulted', subjectKind: 'index', subjectId: null, details: { hits: hits.length } })
  return { hits, summaries, covers, merges: ids.length > 0 ? await selectMerges(tx, ids) : [] }
}

async function tasks(tx: Tx, answered: boolean, failed: { pointerId: string; failed: Failed } | null = null) {
  const asked = await selectTasks(tx, { answered })
  await consultCases(tx, asked.map(({ heldCaseId }) => heldCaseId), 'list')
  return tasksPage(asked, new Map((await selectSummaries(tx, [...new Set(asked.map(({ heldEntryId }) => heldEntryId))])).map(({ entryId, name }) => [entryId, name])), answered, failed)
}

async function compare({ user, params: { entryId, otherId } }: PairRequest, reply: FastifyReply, failed: Failed = null) {
  const pair = isId(entryId, otherId) ? await asUser(user, (tx) => selectPair(tx, entryId, otherId)) : null
  // The weighing takes tenths of a second and no database, so it is done when the transaction is over.
  return pair ? reply.code(failed ? 422 : 200).page('cases/index/compare.njk', comparePage(pair, await pair.weigh(), failed)) : reply.callNotFound()
}
type PairRequest = FastifyRequest<{ Params: { entryId: string; otherId: string } }>
type EntryRequest = FastifyRequest<{ Params: { entryId: string } }>
type MergeRequest = FastifyRequest<{ Params: { mergeId: string } }>
type PointerRequest = FastifyRequest<{ Params: { pointerId: string } }>

/** People and places over all cases one may see: search, everything known of one, what may be the same, and what other cases ask. */
export function peopleAndPlaces(app: FastifyInstance) {
  app.get(HOME, work, async (request, reply) => reply.page('cases/index/search.njk', searchPage(await asUser(request.user, countTasks))))
  // By POST, so that nobody's name stands in an address, a history or a log.
  app.post(HOME, work, async (request, reply) => {
    const form = parseForm(SearchForm, request.body)
    const page = await asUser(request.user, async (tx) => (form.ok ? searchPage(await countTasks(tx), await search(tx, form.value), null, Object(request.body)) : searchPage(await countTasks(tx), null, form)))
    return reply.code(form.ok ? 200 : 422).page('cases/index/search.njk', page)
  })

  app.get(`${HOME}/pointers`, work, async (request, reply) => {
    const { answered } = z.object({ answered: z.literal('yes').optional().catch(undefined) }).parse(request.query)
    return reply.page('cases/index/pointers.njk', await asUser(request.user, (tx) => tasks(tx, answered === 'yes')))
  })
  app.post(`${HOME}/pointers/:pointerId`, work, async (request: PointerRequest, reply) => {
    const { pointerId } = request.params
    const form = parseForm(AnswerForm, request.body)
    const outcome = await asUser(request.user, async (tx) => {
      if (!isId(pointerId) || !(await selectTask(tx, pointerId))) return null
      if (!form.ok) return tasks(tx, false, { pointerId, failed: form })
      return (await answerPointer(tx, pointerId, form.value.answer)) ? 'Your answer is kept' : 'Somebody answered before you'
    })
    if (!outcome) return reply.callNotFound()
    return typeof outcome === 'string' ? reply.goTo(`${HOME}/pointers`, outcome) : reply.code(422).page('cases/index/pointers.njk', outcome)
  })

  app.get(`${HOME}/compare`, work, async (request, reply) => {
    const query = CompareQuery.safeParse(request.query)
    return query.success ? reply.goTo(`${HOME}/compare/${query.data.entry.join('/')}`) : reply.goTo(HOME, 'Tick two entries to compare them')
  })
  app.get(`${HOME}/compare/:entryId/:otherId`, work, (request: PairRequest, reply) => compare(request, reply))
  app.post(`${HOME}/compare/:entryId/:otherId`, work, async (request: PairRequest, reply) => {
    const { entryId, otherId } = request.params
    const form = parseForm(MergeForm, request.body)
    if (!form.ok) return compare(request, reply, form)
    const { verdict, reason } = form.value
    const said = await asUser(request.user, async (tx) => {
      if (!isId(entryId, otherId) || entryId === otherId || (await selectSummaries(tx, [entryId, otherId])).length < 2) return null
      if (verdict === 'two') return (await tellApart(tx, entryId, otherId)) ? 'They are two, and will not be suggested again' : 'They are two, as they were'
      const merged = await mergeEntries(tx, entryId, otherId, reason!)
      return { merged: 'They are one from now on. It can be undone', same: 'They were one already', 'not worked': 'Nothing was changed: neither is in an open case that your agency works' }[merged]
    })
    return said ? reply.goTo(`${HOME}/${entryId}`, said) : reply.callNotFound()
  })
  app.post(`${HOME}/merges/:mergeId/undo`, work, async (request: MergeRequest, reply) => {
    const { mergeId } = request.params
    const form = parseForm(UndoForm, request.body)
    const outcome = await asUser(request.user, async (tx): Promise<{ page: object } | { entryId: string; said: string } | null> => {
      const merge = isId(mergeId) ? await tx.selectFrom('index_merge').select('kept_id').where('index_merge_id', '=', mergeId).executeTakeFirst() : undefined
      if (!merge) return null
      if (form.ok) return { entryId: merge.kept_id, said: (await undoMerge(tx, mergeId, form.value.reason)) ? 'It is undone: they are two again' : 'It was undone already, or the case is no longer worked' }
      const entry = await selectEntry(tx, merge.kept_id)
      return entry && { page: entryPage(entry, { mergeId, failed: form }) }
    })
    if (!outcome) return reply.callNotFound()
    return 'page' in outcome ? reply.code(422).page('cases/index/entry.njk', outcome.page) : reply.goTo(`${HOME}/${outcome.entryId}`, outcome.said)
  })

  app.get(`${HOME}/:entryId`, work, async (request: EntryRequest, reply) => {
    const { entryId } = request.params
    const page = isId(entryId) ? await asUser(request.user, async (tx) => { const entry = await selectEntry(tx, entryId); return entry && entryPage(entry) }) : null
    return page ? reply.page('cases/index/entry.njk', page) : reply.callNotFound()
  })
}
