import type { FastifyInstance, FastifyReply } from 'fastify'
import { asUser, audit } from '../../db/tx.ts'
import { writeWord } from '../../documents/word.ts'
import { selectFeeds } from '../feeds/store.ts'
import { aboutPage, owed } from './about-page.ts'
import { findingsOf } from './findings/all.ts'
import { governanceGaps } from './findings/gaps-routes.ts'
import { selectSetAside, weigh } from './findings/set-aside.ts'
import { selectGovernance } from './findings/store.ts'
import { namesPage } from './names-page.ts'
import { registerPage, remitsPage, structurePage } from './register-page.ts'
import { selectPriorities, selectRegister, selectSchemeChoices, selectSittings } from './register-store.ts'
import { seatsPage } from './seats-page.ts'
import { mayGiveSeat } from './seat-keeping.ts'
import { type GroupRequest, seeGroup, show, today } from './seen.ts'
import { termsChangesPage, termsPage } from './terms-page.ts'
import { termsPaper } from './terms-word.ts'

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** The number of a version in an address, or null. */
const versionOf = (text: string) => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : null)
const fileName = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || 'group'

/** Groups as everybody who reads meetings sees them: the register, the structure, who handles what, what is amiss, and each group. */
export function groups(app: FastifyInstance) {
  const read = { config: { power: 'meetings.read' } }
  app.get('/groups', read, async (request, reply) => show(reply, 'groups', registerPage(await asUser(request.user, selectRegister), request.user.powers, today())))
  app.get('/groups/structure', read, async (request, reply) => show(reply, 'structure', structurePage(await asUser(request.user, selectRegister), request.user.partnershipName, today())))
  app.get('/groups/remits', read, async (request, reply) =>
    show(reply, 'remits', await asUser(request.user, async (tx) => remitsPage(await selectRegister(tx), await selectPriorities(tx), today()))))
  governanceGaps(app)

  app.get('/groups/:groupId', read, async (request: GroupRequest, reply) =>
    show(reply, 'about', await asUser(request.user, async (tx) => {
      const seen = await seeGroup(tx, request.params.groupId)
      if (!seen) return null
      const { groupId, schemeId } = seen.group
      const sittings = await selectSittings(tx, '1900-01-01', '2199-12-31', groupId)
      const { standing } = weigh(findingsOf(await selectGovernance(tx, today(), seen.groups)), await selectSetAside(tx), today())
      const findings = standing.filter(({ groupIds }) => groupIds.includes(groupId))
      const scheme = schemeId ? ((await selectSchemeChoices(tx)).find(({ value }) => value === schemeId)?.text ?? null) : null
      const feeds = await selectFeeds(tx, today(), { groupId })
      return aboutPage({ ...seen, sittings, findings, feeds, scheme }, request.user.powers, today())
    })))
  app.get('/groups/:groupId/seats', read, async (request: GroupRequest, reply) => {
    const seen = await asUser(request.user, (tx) => seeGroup(tx, request.params.groupId))
    return show(reply, 'seats', seen && seatsPage(seen.group, mayGiveSeat(seen.group, request.user.powers, today()), today()))
  })
  app.get('/groups/:groupId/names', read, async (request: GroupRequest, reply) => {
    const seen = await asUser(request.user, (tx) => seeGroup(tx, request.params.groupId))
    return show(reply, 'names', seen && namesPage(seen.group, seen.groups, request.user.powers, today()))
  })

  const terms = async (request: GroupRequest, reply: FastifyReply, number: number | null) =>
    show(reply, 'terms', await asUser(request.user, async (tx) => {
      const seen = await seeGroup(tx, request.params.groupId)
      return seen && termsPage(seen.group, number, await selectFeeds(tx, today(), { groupId: seen.group.groupId }), today())
    }))
  app.get('/groups/:groupId/terms', read, (request: GroupRequest, reply) => terms(request, reply, null))
  app.get<{ Params: { groupId: string; number: string } }>('/groups/:groupId/terms/:number', read, (request, reply) => {
    const number = versionOf(request.params.number)
    return number ? terms(request, reply, number) : reply.callNotFound()
  })
  app.get<{ Params: { groupId: string; number: string } }>('/groups/:groupId/terms/:number/changes', read, async (request, reply) => {
    const number = versionOf(request.params.number)
    const seen = number && (await asUser(request.user, (tx) => seeGroup(tx, request.params.groupId)))
    return show(reply, 'terms-changes', seen ? termsChangesPage(seen.group, number) : null)
  })
  app.get<{ Params: { groupId: string; number: string } }>('/groups/:groupId/terms/:number/terms.docx', read, async (request, reply) => {
    const number = versionOf(request.params.number)
    const found = number && (await asUser(request.user, async (tx) => {
      const seen = await seeGroup(tx, request.params.groupId)
      const version = seen?.group.terms.find((each) => each.number === number)
      if (version) audit(tx, { act: 'disclosed', subjectKind: 'group', subjectId: request.params.groupId, details: { terms: number, form: 'word' } })
      return seen && version ? { name: seen.group.name, version, feeds: await selectFeeds(tx, today(), { groupId: seen.group.groupId }) } : null
    }))
    if (!found) return reply.callNotFound()
    const owes = owed(found.feeds.filter(({ fromGroupId }) => fromGroupId === request.params.groupId))
    const bytes = await writeWord(termsPaper(found.name, request.user.partnershipName, owes, found.version))
    return reply.header('content-disposition', `attachment; filename="terms-${fileName(found.name)}-${number}.docx"`).type(WORD).send(Buffer.from(bytes))
  })
}
