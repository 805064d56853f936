import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import { optionalText, parseForm, requiredText } from '../../web/forms.ts'
import { groupsToDecide } from './groups.ts'
import { groupPage, matchesPage, pairPage, peoplePage, type PeopleView, WINDOWS } from './pages.ts'
import { ANSWERS, answerRepeat, decide, groupId, pairId, selectAnswers, selectWhoAgain, undecide, type WhoAgain } from './store.ts'

const read = { config: { power: 'callers.read' } }

const ViewQuery = z.object({
  window: z.coerce.number().catch(6).transform((months) => WINDOWS.find((window) => window === months) ?? 6),
  trust: z.enum(['confirmed', 'probable']).catch('confirmed'),
})
const ListQuery = z.object({ show: z.enum(['groups', 'pairs', 'decided']).catch('groups'), page: z.coerce.number().int().catch(1) })

const VerdictForm = z
  .object({ verdict: z.enum(['confirmed', 'refused'], 'Say whether they are one person'), reason: optionalText(2000) })
  .refine(({ verdict, reason }) => verdict === 'confirmed' || (reason !== null && reason.length >= 3), { path: ['reason'], message: 'Say how you know that they are two people' })
const AnswerForm = z.object({ record: z.string().max(200), answer: z.enum(ANSWERS, 'Say what was done'), note: requiredText('Say when and how, in a few words', 2000) })

type PairRequest = FastifyRequest<{ Params: { pair: string } }>

const selectResidents = async (tx: Tx) =>
  (await tx.selectFrom('area_denominator as d').innerJoin('area as a', (on) => on.onRef('a.partnership_id', '=', 'd.partnership_id').onRef('a.area_id', '=', 'd.area_id'))
    .select('d.n').where('a.kind', '=', 'partnership').where('d.counted', '=', 'residents').orderBy('d.as_at', 'desc').limit(1).executeTakeFirst())?.n ?? null

/** The matching is done outside the transaction: it may take seconds, and on the embedded database every page would wait for it. */
async function whoAgain(request: FastifyRequest): Promise<WhoAgain> {
  const { records, decisions, link } = await asUser(request.user, selectWhoAgain)
  return { records, decisions, linkage: await link() }
}

async function people(request: FastifyRequest, reply: FastifyReply, failed: Parameters<typeof peoplePage>[3] = null) {
  const found = await whoAgain(request)
  const { window, trust } = ViewQuery.parse(request.query)
  const [answers, residents] = await asUser(request.user, async (tx) => [await selectAnswers(tx), await selectResidents(tx)] as const)
  const view: PeopleView = { months: window, trusted: trust, residents }
  return reply.code(failed ? 422 : 200).page('incidents/callers/people.njk', peoplePage(found, answers, view, failed))
}

async function pair(request: PairRequest, reply: FastifyReply, failed: Parameters<typeof pairPage>[2] = null) {
  const found = await whoAgain(request)
  const asked = found.linkage.pairs.find(({ a, b }) => pairId(a, b) === request.params.pair)
  return asked ? reply.code(failed ? 422 : 200).page('incidents/callers/pair.njk', pairPage(found, asked, failed)) : reply.callNotFound()
}

/** Who reported again across sources that share no identifier: proposed by the engine, decided by people. */
export function callers(app: FastifyInstance) {
  app.get('/repeats', read, (request, reply) => people(request, reply))
  app.post('/repeats', read, async (request, reply) => {
    const form = parseForm(AnswerForm, request.body)
    if (!form.ok) return people(request, reply, { record: String(form.entered.record), errors: form.errors, entered: form.entered })
    const { record, answer, note } = form.value
    const known = await asUser(request.user, async (tx) => {
      const isThere = (await selectWhoAgain(tx)).records.some((each) => each.record === record)
      if (isThere) await answerRepeat(tx, record, answer, note)
      return isThere
    })
    return known ? reply.goTo(request.url, 'What was done is kept.') : reply.callNotFound()
  })
  app.get('/repeats/matches', read, async (request, reply) => {
    const { show, page } = ListQuery.parse(request.query)
    return reply.page('incidents/callers/matches.njk', matchesPage(await whoAgain(request), show, page))
  })
  app.get<{ Params: { group: string } }>('/repeats/groups/:group', read, async (request, reply) => {
    const { records, linkage } = await whoAgain(request)
    const group = groupsToDecide(records, linkage).find((each) => groupId(each) === request.params.group)
    return group ? reply.page('incidents/callers/group.njk', groupPage(group)) : reply.callNotFound()
  })
  app.post<{ Params: { group: string } }>('/repeats/groups/:group', read, async (request, reply) => {
    const { records, linkage } = await whoAgain(request)
    const group = groupsToDecide(records, linkage).find((each) => groupId(each) === request.params.group)
    if (!group) return reply.callNotFound()
    await asUser(request.user, async (tx) => {
      for (const { a, b, weight } of group.waiting) await decide(tx, a, b, 'confirmed', null, weight)
    })
    return reply.goTo('/repeats/matches', `Kept as one person: ${group.records.length} reports. They stay as they are.`)
  })
  app.get('/repeats/matches/:pair', read, (request: PairRequest, reply) => pair(request, reply))
  app.post('/repeats/matches/:pair', read, async (request: PairRequest, reply) => {
    const form = parseForm(VerdictForm, request.body)
    if (!form.ok) return pair(request, reply, form)
    const { linkage } = await whoAgain(request)
    const asked = linkage.pairs.find(({ a, b }) => pairId(a, b) === request.params.pair)
    if (!asked) return reply.callNotFound()
    await asUser(request.user, (tx) => decide(tx, asked.a, asked.b, form.value.verdict, form.value.reason, asked.weight))
    return reply.goTo('/repeats/matches', form.value.verdict === 'confirmed' ? 'Kept as one person. The reports stay as they are.' : 'Kept as two people. They will not be proposed again.')
  })
  app.post('/repeats/matches/:pair/undo', read, async (request: PairRequest, reply) => {
    const decided = await asUser(request.user, async (tx) => {
      const asked = (await selectWhoAgain(tx)).decisions.find(({ a, b }) => pairId(a, b) === request.params.pair)
      if (asked) await undecide(tx, asked.a, asked.b)
      return asked
    })
    return decided ? reply.goTo(`/repeats/matches/${request.params.pair}`, 'The decision is taken back.') : reply.callNotFound()
  })
}
