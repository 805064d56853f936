import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { selectGroups, selectOptionalGroup } from '../groups/store.ts'
import { emptyOf } from './content.ts'
import { type CaseTables, draftReturn } from './draft.ts'
import type { Due } from './due.ts'
import { AgainForm, EndForm, FeedForm, ReturnForm } from './forms.ts'
import { type Failed, feedPage, feedsPage, newFeedPage, returnPage } from './pages.ts'
import { addFeed, endFeed, type Feed, saveReturn, selectFeeds, selectOptionalFeed, selectReturn, sendReturn } from './store.ts'

type FeedRequest = FastifyRequest<{ Params: { feedId: string } }>
type ReturnRequest = FastifyRequest<{ Params: { feedId: string; dueOn: string } }>
const read = { config: { power: 'meetings.read' } }
const edit = { config: { power: 'meetings.edit' } }
const NOT_KEPT = { field: 'fromGroupId', text: 'Choose a group that you keep, on one side or the other' }
const today = () => todayInLondon(Temporal.Now.instant())
const isDay = (text: string) => z.iso.date().safeParse(text).success
const Drawn = z.looseObject({ drawnOn: z.string() })

/** What groups owe one another: all of it, one of them, and each return: drafted from the record, written, and sent once. */
export function feeds(app: FastifyInstance, caseTables: CaseTables) {
  app.get('/feeds', read, async (request: FastifyRequest<{ Querystring: { group?: string } }>, reply) => {
    const page = await asUser(request.user, async (tx) => {
      const group = await selectOptionalGroup(tx, request.query.group ?? '')
      return feedsPage(await selectFeeds(tx, today().toString(), { groupId: group?.groupId ?? null }), group, request.user.powers.has('meetings.edit'), today())
    })
    return reply.page('meetings/feeds/feeds.njk', page)
  })

  const form = async (request: FastifyRequest, reply: FastifyReply, from: string | undefined, failed: Failed = null) => {
    const groups = await asUser(request.user, async (tx) => (await selectGroups(tx)).filter(({ ends }) => ends === null || ends >= today().toString()))
    return reply.code(failed ? 422 : 200).page('meetings/feeds/new.njk', newFeedPage(groups, from, failed))
  }
  app.get('/feeds/new', edit, (request: FastifyRequest<{ Querystring: { from?: string } }>, reply) => form(request, reply, request.query.from))
  app.post('/feeds/new', edit, async (request, reply) => {
    const parsed = parseForm(FeedForm, request.body)
    if (!parsed.ok) return form(request, reply, undefined, parsed)
    const { fromGroupId, toGroupId } = parsed.value
    const feedId = await asUser(request.user, async (tx) => {
      const two = (await selectGroups(tx)).filter(({ groupId }) => groupId === fromGroupId || groupId === toGroupId)
      return two.length === 2 && two.some(({ keeps }) => keeps) ? addFeed(tx, parsed.value) : null
    })
    if (feedId === null) return form(request, reply, undefined, { errors: [NOT_KEPT], entered: { ...(request.body as Record<string, unknown>) } })
    return reply.goTo(`/feeds/${feedId}`, 'It is owed from now on.')
  })

  const ends = (request: FastifyRequest, { keeps, keepsOther }: Feed) => request.user.powers.has('meetings.edit') && (keeps || keepsOther)
  const one = async (request: FeedRequest, reply: FastifyReply, failed: Failed = null) => {
    const feed = await asUser(request.user, (tx) => selectOptionalFeed(tx, request.params.feedId, today().toString()))
    return feed ? reply.code(failed ? 422 : 200).page('meetings/feeds/feed.njk', feedPage(feed, ends(request, feed), failed, today())) : reply.callNotFound()
  }
  app.get('/feeds/:feedId', read, (request: FeedRequest, reply) => one(request, reply))
  app.post('/feeds/:feedId/end', edit, async (request: FeedRequest, reply) => {
    const parsed = parseForm(EndForm, request.body)
    const ended = await asUser(request.user, async (tx) => {
      const feed = await selectOptionalFeed(tx, request.params.feedId, today().toString())
      if (!feed || !ends(request, feed)) return null
      if (!parsed.ok) return parsed
      if (parsed.value.until < feed.since) return { errors: [{ field: 'until', text: 'The last day must be on or after the first' }], entered: parsed.value }
      return endFeed(tx, feed, parsed.value.until)
    })
    if (ended === null) return reply.callNotFound()
    if (typeof ended === 'object') return one(request, reply, ended)
    return reply.goTo(`/feeds/${request.params.feedId}`, ended ? 'Nothing is owed after that day.' : 'It had ended before.')
  })

  returns(app, caseTables)
}

/** The day a return is for: one on which the feed is owed, or for which a return was written before the meeting moved. */
function dueOf({ dues, now }: Feed, dueOn: string): Due | null {
  if (now?.dueOn === dueOn) return now
  const due = dues.find((each) => each.dueOn === dueOn || each.returned?.dueOn === dueOn)
  return due ? { ...(due.dueOn === now?.dueOn ? now : due), dueOn } : null
}

function returns(app: FastifyInstance, caseTables: CaseTables) {
  const find = async (tx: Tx, { feedId, dueOn }: ReturnRequest['params']) => {
    const feed = isDay(dueOn) ? await selectOptionalFeed(tx, feedId, today().toString()) : null
    const due = feed && dueOf(feed, dueOn)
    if (!feed || !due) return null
    const stored = await selectReturn(tx, feedId, dueOn)
    return { feed, due, stored, open: feed.keeps && !stored?.sentOn }
  }

  async function show(request: ReturnRequest, reply: FastifyReply, failed: Failed = null, meanwhile = false) {
    const page = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      if (!found) return null
      const { feed, due, stored, open } = found
      if (!open) return stored?.sentOn ? returnPage(feed, due, stored, null, failed, today().toString(), meanwhile ? stored.body : null) : null
      const fresh = stored ? null : await draftReturn(tx, { feed, due, today: today().toString(), caseTables })
      const drawn = fresh ? fresh.drawn : Drawn.safeParse(stored!.drawn).data
      return returnPage(feed, due, null, { body: stored?.body ?? fresh!.body, version: stored?.version ?? 0, drawnOn: drawn?.drawnOn ?? null, ends: due.ends }, failed, today().toString(), meanwhile ? (stored?.body ?? '') : null)
    })
    return page ? reply.code(meanwhile ? 409 : failed ? 422 : 200).page('meetings/feeds/return.njk', page) : reply.callNotFound()
  }
  app.get('/feeds/:feedId/returns/:dueOn', read, (request: ReturnRequest, reply) => show(request, reply))

  app.post('/feeds/:feedId/returns/:dueOn', read, async (request: ReturnRequest, reply) => {
    const parsed = parseForm(ReturnForm, request.body)
    const outcome = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      if (!found?.feed.keeps) return null
      if (!parsed.ok) return parsed
      const { feed, due, stored } = found
      const { body, version, send } = parsed.value
      const missing = send ? emptyOf(feed.content, body) : []
      if (send && body.trim() === '') return { errors: [{ field: 'body', text: 'Enter what is to be sent' }], entered: { body } }
      if (missing.length > 0) return { errors: missing.map((title) => ({ field: 'body', text: `Write something under “${title}”, or that there is nothing` })), entered: { body } }
      const drawn = stored ? undefined : (await draftReturn(tx, { feed, due, today: today().toString(), caseTables })).drawn
      const saved = await saveReturn(tx, feed, due.dueOn, { body, drawn, version })
      if (saved === null) return 'newer'
      return send ? ((await sendReturn(tx, feed, due.dueOn, saved)) ? 'sent' : 'newer') : 'saved'
    })
    if (outcome === null) return reply.callNotFound()
    if (outcome === 'newer') return show(request, reply, { errors: [], entered: { ...(request.body as Record<string, unknown>) } }, true)
    if (typeof outcome === 'object') return show(request, reply, outcome)
    return reply.goTo(`/feeds/${request.params.feedId}/returns/${request.params.dueOn}`, outcome === 'sent' ? 'It is sent. Both groups can read it.' : 'It is saved. It is not sent yet.')
  })

  app.post('/feeds/:feedId/returns/:dueOn/draft', read, async (request: ReturnRequest, reply) => {
    const parsed = parseForm(AgainForm, request.body)
    const outcome = await asUser(request.user, async (tx) => {
      const found = await find(tx, request.params)
      if (!found?.open || !parsed.ok) return null
      const draft = await draftReturn(tx, { feed: found.feed, due: found.due, today: today().toString(), caseTables })
      return (await saveReturn(tx, found.feed, found.due.dueOn, { ...draft, version: parsed.value.version })) === null ? 'newer' : 'drafted'
    })
    if (outcome === null) return reply.callNotFound()
    return reply.goTo(`/feeds/${request.params.feedId}/returns/${request.params.dueOn}`, outcome === 'drafted' ? 'It is drafted anew from what stands today.' : 'Somebody saved it meanwhile. This is how it stands now.')
  })
}
