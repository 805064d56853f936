import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { showExhibits } from './exhibits.ts'
import { ActionForm, EditionForm, ExhibitForm, ProfileForm, RecommendationForm, SectionForm } from './forms.ts'
import { aboutPage, actionPage, type Choices, editionPage, type Failed, listPage, profilePage, sectionPage } from './pages.ts'
import { profilePaper } from './paper.ts'
import type { ActionPorts } from './ports.ts'
import { type Audience, contentOf, EXHIBIT_WORDS, missingIn, nextState, SECTIONS, type WholeProfile } from './profile.ts'
import {
  addExhibit, addProfile, addRecommendation, becameAction, changeProfile, publish, removeExhibit, removeRecommendation, selectEditions, selectProfiles, selectWholeProfile, Stale, writeSection,
} from './store.ts'

const read = { config: { power: 'incidents.read' } }
const edit = { config: { power: 'analysis.edit' } }
const act = { config: { power: 'plans.edit' } }
const today = () => todayInLondon(Temporal.Now.instant())
const uuid = (text: string) => z.uuid().safeParse(text).data ?? null

type ProfileRequest = FastifyRequest<{ Params: { profileId: string } }>
type RecommendationRequest = FastifyRequest<{ Params: { profileId: string; recommendationId: string } }>
type SectionRequest = FastifyRequest<{ Params: { profileId: string; section: string } }>

const wholeOf = async (tx: Tx, profileId: string) => (uuid(profileId) ? selectWholeProfile(tx, profileId) : null)

async function selectChoices(tx: Tx): Promise<Choices & { lastMonth: string | null }> {
  return {
    sources: await tx.selectFrom('source').select(['source_id as sourceId', 'name']).where('personal', '=', false).orderBy('name').execute(),
    categories: await tx.selectFrom('source_term as t').innerJoin('source as s', (on) => on.onRef('s.partnership_id', '=', 't.partnership_id').onRef('s.source_id', '=', 't.source_id'))
      .select(['t.term_id as categoryId', 't.source_id as sourceId', 't.text']).where('t.field', '=', 'category').where('s.personal', '=', false).orderBy('t.text').execute(),
    accounts: await tx.selectFrom('account').select(['account_id as value', 'name as text']).where('disabled_at', 'is', null).orderBy('name').execute(),
    lastMonth: (await tx.selectFrom('load').select(sql<string | null>`max(last_month)::text`.as('last')).where('state', '=', 'visible').executeTakeFirst())?.last ?? null,
  }
}

/** Problem profiles: commissioned, written from live figures, published as editions, and acted on. */
export function profiles(app: FastifyInstance, ports: ActionPorts) {
  const show = async (request: ProfileRequest, reply: FastifyReply, failed: (NonNullable<Failed> & { form: string }) | null = null, status = 422) => {
    const found = await asUser(request.user, async (tx) => {
      const whole = await wholeOf(tx, request.params.profileId)
      if (!whole) return null
      const itemIds = whole.recommendations.flatMap(({ itemId }) => itemId ?? [])
      return { whole, editions: await selectEditions(tx, whole.profile.profileId), actions: request.user.powers.has('plans.read') ? await ports.actions(tx, itemIds) : new Map() }
    })
    if (!found) return reply.callNotFound()
    const shown = await showExhibits(request.user, found.whole.profile, found.whole.exhibits)
    return reply.code(failed ? status : 200).page('hotspots/profiles/profile.njk', profilePage({ ...found, shown }, request.user.powers, today(), failed))
  }
  /** Does something to a profile that is there, and shows it again. */
  const change = async (request: ProfileRequest, reply: FastifyReply, anchor: string, message: string, work: (tx: Tx, whole: WholeProfile) => Promise<unknown>) => {
    const done = await asUser(request.user, async (tx) => {
      const whole = await wholeOf(tx, request.params.profileId)
      if (whole) await work(tx, whole)
      return whole !== null
    })
    return done ? reply.goTo(`/profiles/${request.params.profileId}${anchor}`, message) : reply.callNotFound()
  }
  const STALE = 'Somebody changed this profile while you did. Look at what they changed, then try again.'
  const unlessStale = async (request: ProfileRequest, reply: FastifyReply, work: () => Promise<unknown>) => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      return show(request, reply, { form: 'state', errors: [{ field: 'state', text: STALE }], entered: {} }, 409)
    }
  }

  app.get('/profiles', read, async (request, reply) => reply.page('hotspots/profiles/list.njk', listPage(await asUser(request.user, (tx) => selectProfiles(tx)), request.user.powers, today())))

  const about = async (request: FastifyRequest, reply: FastifyReply, profileId: string | null, failed: Failed = null, stale = false) => {
    const page = await asUser(request.user, async (tx) => {
      const whole = profileId === null ? null : await wholeOf(tx, profileId)
      if (profileId !== null && !whole) return null
      const { lastMonth, ...choices } = await selectChoices(tx)
      return aboutPage(whole?.profile ?? null, choices, request.user.accountId, lastMonth, failed, stale)
    })
    return page ? reply.code(failed ? (stale ? 409 : 422) : 200).page('hotspots/profiles/about.njk', page) : reply.callNotFound()
  }
  const saveAbout = async (request: FastifyRequest, reply: FastifyReply, profileId: string | null) => {
    const form = parseForm(ProfileForm, request.body)
    if (!form.ok) return about(request, reply, profileId, form)
    const { source, categories, from, to, owner, reviewer, version, ...fields } = form.value
    const kept = { ...fields, sourceId: source, categoryIds: categories, fromMonth: from, toMonth: to, ownerId: owner, reviewerId: reviewer }
    try {
      const outcome = await asUser(request.user, async (tx) => {
        if (profileId !== null && !(await wholeOf(tx, profileId))) return null
        const choices = await selectChoices(tx)
        if (!choices.sources.some(({ sourceId }) => sourceId === source)) return { field: 'source', text: 'Choose a source' }
        if (categories.some((id) => !choices.categories.some((category) => category.categoryId === id && category.sourceId === source))) return { field: 'categories', text: 'Choose kinds that the source has' }
        if (![owner, reviewer].every((id) => id === null || choices.accounts.some(({ value }) => value === id))) return { field: 'owner', text: 'Choose who writes it' }
        if (profileId === null) return addProfile(tx, kept)
        await changeProfile(tx, profileId, version, kept)
        return profileId
      })
      if (outcome === null) return reply.callNotFound()
      if (typeof outcome !== 'string') return about(request, reply, profileId, { errors: [outcome], entered: request.body as Record<string, unknown> })
      return reply.goTo(`/profiles/${outcome}`, profileId === null ? 'The profile is commissioned. Put figures under its headings and write what they mean.' : 'Saved.')
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      return about(request, reply, profileId, { errors: [{ field: 'title', text: STALE }], entered: request.body as Record<string, unknown> }, true)
    }
  }
  app.get('/profiles/new', edit, (request, reply) => about(request, reply, null))
  app.post('/profiles/new', edit, (request, reply) => saveAbout(request, reply, null))
  app.get('/profiles/:profileId/about', edit, (request: ProfileRequest, reply) => about(request, reply, request.params.profileId))
  app.post('/profiles/:profileId/about', edit, (request: ProfileRequest, reply) => saveAbout(request, reply, request.params.profileId))

  app.get('/profiles/:profileId', read, (request: ProfileRequest, reply) => show(request, reply))
  app.post('/profiles/:profileId/state', edit, (request: ProfileRequest, reply) => unlessStale(request, reply, async () => {
    const { version } = z.object({ version: z.coerce.number().int().catch(-1) }).parse(request.body)
    return change(request, reply, '', 'Saved.', async (tx, { profile }) => {
      const next = nextState(profile.state)
      if (next) await changeProfile(tx, profile.profileId, version, { state: next })
    })
  }))

  const section = async (request: SectionRequest, reply: FastifyReply, failed: Failed = null, isStale = false) => {
    const index = Number(request.params.section)
    const whole = SECTIONS[index] ? await asUser(request.user, (tx) => wholeOf(tx, request.params.profileId)) : null
    if (!whole) return reply.callNotFound()
    const kept = whole.sections[index]!
    return reply.code(failed ? (isStale ? 409 : 422) : 200).page('hotspots/profiles/section.njk', sectionPage(whole.profile, index, kept, failed, isStale ? kept.text : null))
  }
  app.get('/profiles/:profileId/sections/:section', edit, (request: SectionRequest, reply) => section(request, reply))
  app.post('/profiles/:profileId/sections/:section', edit, async (request: SectionRequest, reply) => {
    const asked = SECTIONS[Number(request.params.section)]
    const form = parseForm(SectionForm, { ...(request.body as object), heading: asked?.heading })
    if (!form.ok) return section(request, reply, form)
    try {
      return await change(request, reply, `#s${request.params.section}`, `“${form.value.heading}” is saved.`, (tx, { profile }) => writeSection(tx, profile.profileId, form.value.heading as (typeof SECTIONS)[number]['heading'], form.value.version, form.value.text))
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      return section(request, reply, { errors: [{ field: 'text', text: 'Somebody wrote here while you did. What they wrote is shown above yours; saving replaces it' }], entered: request.body as Record<string, unknown> }, true)
    }
  })

  app.post('/profiles/:profileId/exhibits', edit, async (request: ProfileRequest, reply) => {
    const form = parseForm(ExhibitForm, request.body)
    if (!form.ok) return show(request, reply, { ...form, form: 'exhibit' })
    const { kind, heading, caption } = form.value
    return change(request, reply, `#s${SECTIONS.findIndex((each) => each.heading === heading)}`, 'The figures are in. They move with the data until you publish.', (tx, { profile }) =>
      addExhibit(tx, profile.profileId, { kind, heading: heading as (typeof SECTIONS)[number]['heading'], caption: caption ?? EXHIBIT_WORDS[kind].caption }))
  })
  app.post<{ Params: { profileId: string; exhibitId: string } }>('/profiles/:profileId/exhibits/:exhibitId/remove', edit, async (request, reply) => {
    const exhibitId = uuid(request.params.exhibitId)
    return exhibitId ? change(request, reply, '', 'Taken out.', (tx, { profile }) => removeExhibit(tx, profile.profileId, exhibitId)) : reply.callNotFound()
  })

  app.post('/profiles/:profileId/recommendations', edit, async (request: ProfileRequest, reply) => {
    const form = parseForm(RecommendationForm, request.body)
    if (!form.ok) return show(request, reply, { ...form, form: 'recommendation' })
    return change(request, reply, '#recommendations', 'Added.', (tx, { profile }) => addRecommendation(tx, profile.profileId, form.value.text))
  })
  app.post('/profiles/:profileId/recommendations/:recommendationId/remove', edit, async (request: RecommendationRequest, reply) => {
    const id = uuid(request.params.recommendationId)
    return id ? change(request, reply, '#recommendations', 'Taken out.', (tx, { profile }) => removeRecommendation(tx, profile.profileId, id)) : reply.callNotFound()
  })
  const actionForm = async (request: RecommendationRequest, reply: FastifyReply, failed: Failed = null) => {
    const page = await asUser(request.user, async (tx) => {
      const whole = await wholeOf(tx, request.params.profileId)
      const recommendation = whole?.recommendations.find(({ recommendationId, itemId }) => recommendationId === request.params.recommendationId && itemId === null)
      return whole && recommendation ? actionPage(whole.profile, recommendation.text, await ports.planChoices(tx), (await selectChoices(tx)).accounts, failed) : null
    })
    return page ? reply.code(failed ? 422 : 200).page('hotspots/profiles/action.njk', page) : reply.callNotFound()
  }
  app.get('/profiles/:profileId/recommendations/:recommendationId', act, (request: RecommendationRequest, reply) => actionForm(request, reply))
  app.post('/profiles/:profileId/recommendations/:recommendationId', act, async (request: RecommendationRequest, reply) => {
    const form = parseForm(ActionForm, request.body)
    if (!form.ok) return actionForm(request, reply, form)
    const outcome = await asUser(request.user, async (tx) => {
      const whole = await wholeOf(tx, request.params.profileId)
      const recommendation = whole?.recommendations.find(({ recommendationId, itemId }) => recommendationId === request.params.recommendationId && itemId === null)
      if (!whole || !recommendation) return null
      const itemId = await ports.addAction(tx, { planId: form.value.plan, title: recommendation.text, ownerId: form.value.owner, due: form.value.due, from: whole.profile.title })
      if (itemId === null) return { field: 'plan', text: 'Choose a plan that is there' }
      await becameAction(tx, whole.profile.profileId, recommendation.recommendationId, itemId)
      return itemId
    })
    if (outcome === null) return reply.callNotFound()
    if (typeof outcome !== 'string') return actionForm(request, reply, { errors: [outcome], entered: request.body as Record<string, unknown> })
    return reply.goTo(`/profiles/${request.params.profileId}#recommendations`, 'It is an action now, with one owner and a date.')
  })

  /** What an edition for an audience would hold now. */
  const contentFor = async (request: FastifyRequest, whole: WholeProfile, audience: Audience) => contentOf(whole, await showExhibits(request.user, whole.profile, whole.exhibits, audience))
  app.post('/profiles/:profileId/editions', edit, async (request: ProfileRequest, reply) => {
    const form = parseForm(EditionForm, request.body)
    if (!form.ok) return show(request, reply, { ...form, form: 'edition' })
    const whole = await asUser(request.user, (tx) => wholeOf(tx, request.params.profileId))
    if (!whole) return reply.callNotFound()
    const missing = missingIn(whole)
    if (missing.length > 0) return show(request, reply, { form: 'edition', errors: missing.map((text) => ({ field: 'audience', text })), entered: form.value })
    const content = await contentFor(request, whole, form.value.audience)
    const number = await asUser(request.user, (tx) => publish(tx, whole.profile.profileId, form.value.audience, content))
    return reply.goTo(`/profiles/${whole.profile.profileId}/editions/${number}`, `Edition ${number} is published. It does not change again.`)
  })
  const edition = async (request: FastifyRequest<{ Params: { profileId: string; number: string } }>) => {
    const number = Number(request.params.number)
    if (!uuid(request.params.profileId) || !Number.isInteger(number)) return null
    return asUser(request.user, async (tx) => {
      const [profile] = await selectProfiles(tx, request.params.profileId)
      const [found] = profile ? await selectEditions(tx, profile.profileId, number) : []
      return profile && found ? { profile, found } : null
    })
  }
  app.get<{ Params: { profileId: string; number: string } }>('/profiles/:profileId/editions/:number', read, async (request, reply) => {
    const asked = await edition(request)
    return asked ? reply.page('hotspots/profiles/edition.njk', editionPage(asked.profile, asked.found, request.user.powers)) : reply.callNotFound()
  })
  const word = (reply: FastifyReply, name: string, bytes: Uint8Array) =>
    reply.type('application/vnd.openxmlformats-officedocument.wordprocessingml.document').header('content-disposition', `attachment; filename="${name}"`).send(Buffer.from(bytes))
  app.get<{ Params: { profileId: string; number: string } }>('/profiles/:profileId/editions/:number/edition.docx', read, async (request, reply) => {
    const asked = await edition(request)
    if (!asked) return reply.callNotFound()
    await asUser(request.user, async (tx) => audit(tx, { act: 'disclosed', subjectKind: 'profile', subjectId: asked.profile.profileId, details: { format: 'docx', edition: asked.found.number } }))
    return word(reply, `profile-${asked.found.audience}-${asked.found.number}.docx`, await profilePaper(asked.found.content, `Edition ${asked.found.number}, ${asked.found.audience}`))
  })
  app.get('/profiles/:profileId/profile.docx', read, async (request: ProfileRequest, reply) => {
    const whole = await asUser(request.user, async (tx) => {
      const found = await wholeOf(tx, request.params.profileId)
      if (found) audit(tx, { act: 'disclosed', subjectKind: 'profile', subjectId: found.profile.profileId, details: { format: 'docx', draft: true } })
      return found
    })
    return whole ? word(reply, 'profile-draft.docx', await profilePaper(await contentFor(request, whole, 'restricted'), 'Draft, restricted: not published')) : reply.callNotFound()
  })
}
