import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asUser } from '../../db/tx.ts'
import { errorsForPage, parseForm } from '../../web/forms.ts'
import { selectFeeds } from '../feeds/store.ts'
import { AdoptForm, AGENDA_ROWS, TermsForm } from './forms.ts'
import { bothPage, type Failed } from './group-form-page.ts'
import { type GroupRequest, seeKept, show, today } from './seen.ts'
import { Stale } from './store.ts'
import { draftEntered, draftPage, termsPage } from './terms-page.ts'
import { adoptDraft, saveDraft } from './terms-store.ts'

const read = { config: { power: 'meetings.read' } }
const rows = Array.from({ length: AGENDA_ROWS }, (_, at) => at + 1)
const labels: Record<string, string> = {
  introduction: 'Introduction', aims: 'Aims', attendees: 'Attendees', dates: 'Meeting dates',
  ...Object.fromEntries(rows.flatMap((row) => [[`title${row}`, `Line ${row} of the agenda`], [`kind${row}`, `What line ${row} is`]])), restricted: 'Lines for members alone',
}

async function draft(request: GroupRequest, reply: FastifyReply, wrong: Failed = null) {
  const seen = await asUser(request.user, (tx) => seeKept(tx, request.params.groupId))
  return show(reply, 'draft', seen && draftPage(seen.group, wrong), wrong ? 422 : 200)
}

async function saveTerms(request: GroupRequest, reply: FastifyReply) {
  const form = parseForm(TermsForm, request.body)
  if (!form.ok) return draft(request, reply, form)
  const { version, ...fields } = form.value
  try {
    const kept = await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      if (seen) await saveDraft(tx, seen.group.groupId, version, fields)
      return seen && ((seen.group.terms[0]?.number ?? 0) + (seen.group.terms[0]?.adoptedOn === null ? 0 : 1))
    })
    return kept ? reply.goTo(`/groups/${request.params.groupId}/terms/${kept}`, 'The draft is saved.') : reply.callNotFound()
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    const seen = await asUser(request.user, (tx) => seeKept(tx, request.params.groupId))
    const words = { title: 'Draft terms of reference', action: `/groups/${request.params.groupId}/terms/draft`, labels }
    const entered = request.body as Record<string, unknown>
    // An empty row has a kind chosen all the same, and it means nothing.
    const told = Object.fromEntries(Object.entries(entered).filter(([name]) => !/^kind\d+$/.test(name) || String(entered[name.replace('kind', 'title')] ?? '').trim() !== ''))
    return show(reply, 'both', seen && bothPage(seen.group, words, told, draftEntered(seen.group), (_, value) => value), 409)
  }
}

async function adopt(request: FastifyRequest<{ Params: { groupId: string; number: string } }>, reply: FastifyReply) {
  const form = parseForm(AdoptForm, request.body)
  const number = Number(request.params.number)
  const refuse = async (wrong: NonNullable<Failed>, status: number) => {
    const model = await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      return seen && termsPage(seen.group, number, await selectFeeds(tx, today(), { groupId: seen.group.groupId }), today())
    })
    return show(reply, 'terms', model && { ...model, entered: wrong.entered, ...errorsForPage(wrong.errors) }, status)
  }
  if (!form.ok) return refuse(form, 422)
  const entered = request.body as Record<string, unknown>
  if (form.value.on > today()) return refuse({ errors: [{ field: 'on', text: 'The day must be today or in the past' }], entered }, 422)
  try {
    const done = await asUser(request.user, async (tx) => {
      const seen = await seeKept(tx, request.params.groupId)
      const version = seen?.group.terms.find((each) => each.number === number && each.adoptedOn === null)
      if (version) await adoptDraft(tx, seen!.group.groupId, number, form.value.version, form.value.on)
      return version
    })
    return done ? reply.goTo(`/groups/${request.params.groupId}/terms`, `Version ${number} is adopted.`) : reply.callNotFound()
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    return refuse({ errors: [{ field: 'on', text: 'The draft was changed while you were reading. Read it again before you adopt it' }], entered: {} }, 409)
  }
}

/** Writing terms of reference: a draft, and its adoption. */
export function groupTerms(app: FastifyInstance) {
  app.get('/groups/:groupId/terms/draft', read, (request: GroupRequest, reply) => draft(request, reply))
  app.post('/groups/:groupId/terms/draft', read, saveTerms)
  app.post<{ Params: { groupId: string; number: string } }>('/groups/:groupId/terms/:number/adopt', read, adopt)
}
