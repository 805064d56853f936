import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { contentTypeOf, safeFile } from '../../documents/safe-file.ts'
import { handOutFile, sentFile } from '../../web/sent-file.ts'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { periodContaining, previousPeriod } from '../../calendar/period.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { selectEditions as selectPlanEditions } from '../../plans/editions/store.ts'
import { parseForm } from '../../web/forms.ts'
import type { DraftFor, DraftSource } from '../drafting/source.ts'
import { coveredBy, dutyDay } from '../duties/duty.ts'
import { AppendixForm, NewSectionForm, PaperForm, PublishForm, SectionForm, SummaryForm, VersionForm } from './forms.ts'
import { selectMeetingChoices } from './meeting-choices.ts'
import { aboutPage, editionPage, type Failed, papersPage, paperPage, publishPage, readPage, sectionPage, shownPage, summaryPage } from './pages.ts'
import type { WholePaper } from './paper.ts'
import { problemsOf } from './problems.ts'
import { forPublic, paperShown } from './shown.ts'
import { selectDecided } from './decided-store.ts'
import { addAppendix, addPaper, addSection, changePaper, moveSection, publishPaper, removeAppendix, removeSection, selectAppendixFile, selectPaperEdition, selectPaperEditions, selectPapers, selectWholePaper, writeSection } from './store.ts'
import { TEMPLATES } from './templates.ts'
import { paperInWord } from './word.ts'
import { onDay, periodOf } from './wording.ts'

type PaperRequest = FastifyRequest<{ Params: { paperId: string } }>
type SectionRequest = FastifyRequest<{ Params: { paperId: string; sectionId: string } }>
type AppendixRequest = FastifyRequest<{ Params: { paperId: string; appendixId: string } }>
type EditionRequest = FastifyRequest<{ Params: { paperEditionId: string }; Querystring: { for?: string } }>

const today = () => todayInLondon(Temporal.Now.instant())
const write = { config: { power: 'papers.edit' } }
const read = { config: { power: 'papers.read' } }
const publish = { config: { power: 'editions.publish' } }
const enteredIn = (body: unknown) => ({ ...(body as Record<string, unknown>) })
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const SHORTEST_REASON = 20

/** Papers: begun, drafted from the record, written, read, published and taken away. `sources`: what can draft a section. */
export function papers(app: FastifyInstance, sources: readonly DraftSource[]) {
  const sourceOf = (key: string | null) => sources.find((source) => source.key === key)
  const names = new Map(sources.map(({ key, title }) => [key, title]))
  const shownNow = (request: FastifyRequest, whole: WholePaper) => paperShown(whole, request.user.partnershipName, names)
  const draftFor = (request: FastifyRequest, { paper: { starts, ends } }: WholePaper): DraftFor => ({ starts, ends, today: today(), partnership: request.user.partnershipName })
  const problemsNow = (request: FastifyRequest, whole: WholePaper) =>
    problemsOf(shownNow(request, whole), whole.sections.flatMap(({ heading, draftedAt }) => (draftedAt ? [{ heading, days: todayInLondon(draftedAt).until(today()).days }] : [])), today())
  const fingerprintOf = (request: FastifyRequest, whole: WholePaper, last: number) => createHash('sha256').update(JSON.stringify([last, shownNow(request, whole)])).digest('hex').slice(0, 32)

  app.get('/papers', read, async (request, reply) => reply.page('publications/papers/list.njk', await asUser(request.user, async (tx) => papersPage(await selectPapers(tx), await selectPaperEditions(tx), request.user.powers, today()))))

  const about = async (request: FastifyRequest, reply: FastifyReply, paperId: string | null, failed: Failed = null, theirs = false, answers: ReturnType<typeof dutyDay> = null) => {
    const page = await asUser(request.user, async (tx) => {
      const whole = paperId === null ? null : await selectWholePaper(tx, paperId)
      if (paperId !== null && !whole) return null
      const { starts, ends } = answers ? coveredBy(answers.duty, Temporal.PlainDate.from(answers.dueOn)) : previousPeriod(periodContaining('quarter', today()))
      const suggested = { starts: String(starts), ends: String(ends) }
      return aboutPage(whole?.paper ?? null, await selectMeetingChoices(tx, today()), { ...suggested, ...(answers && { kind: answers.duty.paper, title: `${answers.duty.name}, ${periodOf(suggested)}`, answers: `${answers.duty.key} ${answers.dueOn}` }) }, failed, theirs)
    })
    return page ? reply.code(failed ? (theirs ? 409 : 422) : 200).page('publications/papers/about.njk', page) : reply.callNotFound()
  }
  app.get('/papers/new', write, (request: FastifyRequest<{ Querystring: { duty?: string; due?: string } }>, reply) => about(request, reply, null, null, false, dutyDay(`${request.query.duty} ${request.query.due}`)))
  app.post('/papers/new', write, async (request, reply) => {
    const form = parseForm(PaperForm, request.body)
    if (!form.ok) return about(request, reply, null, form)
    const { version: _, drafted, answers, ...said } = form.value
    const fields = answers ? { ...said, duty: answers.duty.key, dutyDueOn: answers.dueOn } : said
    const paperId = await asUser(request.user, async (tx) => {
      if (fields.meetingId !== null && !(await selectMeetingChoices(tx, today())).some(({ meetingId }) => meetingId === fields.meetingId)) return null
      const id = await addPaper(tx, fields)
      if (drafted) await addTemplate(tx, request, (await selectWholePaper(tx, id))!)
      return id
    })
    if (paperId === null) return about(request, reply, null, { errors: [{ field: 'meetingId', text: 'Choose a meeting from the list' }], entered: enteredIn(request.body) })
    return reply.goTo(`/papers/${paperId}`, drafted ? 'The paper is begun, and its sections are drafted from what is recorded. Read each, and write what it means.' : 'The paper is begun.')
  })

  /** Adds the sections a paper of its kind begins with, each drafted by its source where there is one. */
  async function addTemplate(tx: Tx, request: FastifyRequest, whole: WholePaper) {
    for (const { heading, source: key, recommendation = null, restricted = false } of TEMPLATES[whole.paper.kind]) {
      const source = sourceOf(key ?? null)
      if (key && !source) continue
      await addSection(tx, whole.paper.paperId, { heading, recommendation, restricted, source: source?.key ?? null, draft: source ? await source.draft(tx, draftFor(request, whole)) : null })
    }
  }

  const show = async (request: PaperRequest, reply: FastifyReply, failed: Failed = null, status = 422) => {
    const page = await asUser(request.user, async (tx) => {
      const whole = await selectWholePaper(tx, request.params.paperId)
      if (!whole) return null
      const plans = (await selectPlanEditions(tx)).map(({ editionId, title, number, publishedAt }) => ({ editionId, text: `${title}, edition ${number}, published ${writeDate(todayInLondon(publishedAt))}` }))
      return paperPage(whole, problemsNow(request, whole), sources, await selectPaperEditions(tx, whole.paper.paperId), plans, await selectDecided(tx, whole.sections.map(({ sectionId }) => sectionId)), request.user.powers, today(), failed)
    })
    return page ? reply.code(failed ? status : 200).page('publications/papers/paper.njk', page) : reply.callNotFound()
  }
  /** Does something to a paper that is there and goes back to it. `work` may give a refusal. */
  const change = async (request: PaperRequest, reply: FastifyReply, message: string, work: (tx: Tx, whole: WholePaper) => Promise<string | void>) => {
    const done = await asUser(request.user, async (tx) => {
      const whole = await selectWholePaper(tx, request.params.paperId)
      return whole ? ((await work(tx, whole)) ?? 'done') : null
    })
    if (done === null) return reply.callNotFound()
    return done === 'done' ? reply.goTo(`/papers/${request.params.paperId}`, message) : show(request, reply, { errors: [{ field: 'paper', text: done }], entered: enteredIn(request.body) }, 409)
  }

  app.get('/papers/:paperId', write, (request: PaperRequest, reply) => show(request, reply))
  app.get('/papers/:paperId/about', write, (request: PaperRequest, reply) => about(request, reply, request.params.paperId))
  app.post('/papers/:paperId/about', write, async (request: PaperRequest, reply) => {
    const form = parseForm(PaperForm, request.body)
    if (!form.ok) return about(request, reply, request.params.paperId, form)
    const { version, drafted: _, answers: __, ...fields } = form.value
    const done = await asUser(request.user, async (tx) => {
      const whole = await selectWholePaper(tx, request.params.paperId)
      return whole ? changePaper(tx, whole.paper.paperId, version, fields) : null
    })
    if (done === null) return reply.callNotFound()
    return done ? reply.goTo(`/papers/${request.params.paperId}`, 'Saved.') : about(request, reply, request.params.paperId, { errors: [], entered: enteredIn(request.body) }, true)
  })
  app.post('/papers/:paperId/template', write, (request: PaperRequest, reply) => change(request, reply, 'The sections are drafted from what is recorded.', (tx, whole) => addTemplate(tx, request, whole)))
  app.post('/papers/:paperId/end', write, async (request: PaperRequest, reply) => {
    const { version } = VersionForm.parse(request.body)
    const done = await asUser(request.user, async (tx) => ((await selectWholePaper(tx, request.params.paperId)) ? changePaper(tx, request.params.paperId, version, { ended: true }) : null))
    if (done === null) return reply.callNotFound()
    return done ? reply.goTo('/papers', 'The paper is put away. What was published of it stays.') : show(request, reply, { errors: [{ field: 'paper', text: 'Somebody changed the paper while you did. Look at it again' }], entered: {} }, 409)
  })

  const summary = async (request: PaperRequest, reply: FastifyReply, failed: Failed = null, theirs = false) => {
    const whole = await asUser(request.user, (tx) => selectWholePaper(tx, request.params.paperId))
    return whole ? reply.code(failed ? (theirs ? 409 : 422) : 200).page('publications/papers/summary.njk', summaryPage(whole, failed, theirs)) : reply.callNotFound()
  }
  app.get('/papers/:paperId/summary', write, (request: PaperRequest, reply) => summary(request, reply))
  app.post('/papers/:paperId/summary', write, async (request: PaperRequest, reply) => {
    const form = parseForm(SummaryForm, request.body)
    if (!form.ok) return summary(request, reply, form)
    const done = await asUser(request.user, async (tx) => ((await selectWholePaper(tx, request.params.paperId)) ? changePaper(tx, request.params.paperId, form.value.version, { summary: form.value.summary }) : null))
    if (done === null) return reply.callNotFound()
    return done ? reply.goTo(`/papers/${request.params.paperId}`, 'The summary is saved.') : summary(request, reply, { errors: [], entered: enteredIn(request.body) }, true)
  })

  const section = async (request: SectionRequest, reply: FastifyReply, failed: Failed = null, theirs = false) => {
    const whole = await asUser(request.user, (tx) => selectWholePaper(tx, request.params.paperId))
    const own = whole?.sections.find(({ sectionId }) => sectionId === request.params.sectionId)
    return whole && own ? reply.code(failed ? (theirs ? 409 : 422) : 200).page('publications/papers/section.njk', sectionPage(whole, own, sourceOf(own.source), failed, theirs)) : reply.callNotFound()
  }
  app.post('/papers/:paperId/sections', write, (request: PaperRequest, reply) => {
    const form = parseForm(NewSectionForm, request.body)
    if (!form.ok) return show(request, reply, form)
    const source = sourceOf(form.value.source)
    const heading = form.value.heading ?? source?.heading
    if (!heading) return show(request, reply, { errors: [{ field: 'heading', text: 'Enter a heading, or choose what drafts it' }], entered: enteredIn(request.body) })
    return change(request, reply, `“${heading}” is added.`, async (tx, whole) => {
      await addSection(tx, whole.paper.paperId, { heading, recommendation: null, restricted: form.value.restricted, source: source?.key ?? null, draft: source ? await source.draft(tx, draftFor(request, whole)) : null })
    })
  })
  app.get('/papers/:paperId/sections/:sectionId', write, (request: SectionRequest, reply) => section(request, reply))
  app.post('/papers/:paperId/sections/:sectionId', write, async (request: SectionRequest, reply) => {
    const form = parseForm(SectionForm, request.body)
    if (!form.ok) return section(request, reply, form)
    const { version, ...fields } = form.value
    const { paperId, sectionId } = request.params
    const done = await asUser(request.user, async (tx) => {
      const own = (await selectWholePaper(tx, paperId))?.sections.find((each) => each.sectionId === sectionId)
      return own ? writeSection(tx, paperId, { sectionId, version }, fields) : null
    })
    if (done === null) return reply.callNotFound()
    return done ? reply.goTo(`/papers/${paperId}`, `“${fields.heading}” is saved.`) : section(request, reply, { errors: [], entered: enteredIn(request.body) }, true)
  })
  app.post('/papers/:paperId/sections/:sectionId/draft', write, async (request: SectionRequest, reply) => {
    const { version } = VersionForm.parse(request.body)
    const { paperId, sectionId } = request.params
    const done = await asUser(request.user, async (tx) => {
      const whole = await selectWholePaper(tx, paperId)
      const own = whole?.sections.find((each) => each.sectionId === sectionId)
      const source = sourceOf(own?.source ?? null)
      return whole && own && source ? writeSection(tx, paperId, { sectionId, version }, { draft: await source.draft(tx, draftFor(request, whole)) }) : null
    })
    if (done === null) return reply.callNotFound()
    return done ? reply.goTo(`/papers/${paperId}/sections/${sectionId}`, 'Drafted again from what is recorded now.') : section(request, reply, { errors: [], entered: {} }, true)
  })
  app.post('/papers/:paperId/sections/:sectionId/up', write, (request: SectionRequest, reply) => change(request, reply, 'Moved up.', (tx, whole) => moveSection(tx, whole, request.params.sectionId, -1)))
  app.post('/papers/:paperId/sections/:sectionId/down', write, (request: SectionRequest, reply) => change(request, reply, 'Moved down.', (tx, whole) => moveSection(tx, whole, request.params.sectionId, 1)))
  app.post('/papers/:paperId/sections/:sectionId/remove', write, (request: SectionRequest, reply) => change(request, reply, 'The section is taken out.', async (tx, whole) => {
    if (whole.sections.some(({ sectionId }) => sectionId === request.params.sectionId)) await removeSection(tx, whole.paper.paperId, request.params.sectionId)
  }))

  app.post('/papers/:paperId/appendices', { ...write, bodyLimit: 21 * 1024 * 1024 }, async (request: PaperRequest, reply) => {
    const fields = Object.fromEntries(Object.entries((request.body ?? {}) as Record<string, unknown>).map(([name, field]) => [name, typeof field === 'object' && field !== null && 'value' in field ? field.value : field]))
    const form = parseForm(AppendixForm, fields)
    if (!form.ok) return show(request, reply, { ...form, entered: { title: fields.title } })
    const sent = await sentFile(request.body)
    const safe = sent && (await safeFile(sent.name, sent.bytes))
    const refused = safe && 'refused' in safe ? safe.refused : sent && form.value.editionId ? 'Choose an edition or a file, not both' : null
    if (refused) return show(request, reply, { errors: [{ field: 'file', text: refused }], entered: { title: fields.title } })
    return change(request, reply, 'The appendix is added.', async (tx, whole) => {
      if (form.value.editionId && !(await selectPlanEditions(tx)).some(({ editionId }) => editionId === form.value.editionId)) return 'Choose an edition from the list'
      await addAppendix(tx, whole.paper.paperId, { ...form.value, file: safe && 'file' in safe ? safe.file : null })
    })
  })
  app.get('/papers/:paperId/appendices/:appendixId', write, async (request: AppendixRequest, reply) => {
    const file = await asUser(request.user, (tx) => selectAppendixFile(tx, request.params.paperId, request.params.appendixId))
    return file ? handOutFile(reply, { ...file, type: contentTypeOf(file.kind) }) : reply.callNotFound()
  })
  app.post('/papers/:paperId/appendices/:appendixId/remove', write, (request: AppendixRequest, reply) => change(request, reply, 'The appendix is taken out.', async (tx, whole) => {
    if (whole.appendices.some(({ appendixId }) => appendixId === request.params.appendixId)) await removeAppendix(tx, whole.paper.paperId, request.params.appendixId)
  }))

  app.get('/papers/:paperId/read', write, async (request: PaperRequest, reply) => {
    const whole = await asUser(request.user, (tx) => selectWholePaper(tx, request.params.paperId))
    return whole ? reply.page('publications/papers/read.njk', readPage(shownNow(request, whole), whole.paper.paperId)) : reply.callNotFound()
  })
  app.get('/papers/:paperId/draft.docx', write, async (request: PaperRequest, reply) => {
    const whole = await asUser(request.user, (tx) => selectWholePaper(tx, request.params.paperId))
    if (!whole) return reply.callNotFound()
    return reply.type(WORD).header('content-disposition', 'attachment; filename="draft-paper.docx"').send(await paperInWord(shownNow(request, whole), `Draft of ${onDay(today().toString())}, not published`))
  })

  const lookOver = async (request: PaperRequest, reply: FastifyReply, failed: Failed = null, changedSince = false) => {
    const page = await asUser(request.user, async (tx) => {
      const whole = await selectWholePaper(tx, request.params.paperId)
      if (!whole) return null
      const editions = await selectPaperEditions(tx, whole.paper.paperId)
      return publishPage(whole.paper, shownNow(request, whole), problemsNow(request, whole), editions, fingerprintOf(request, whole, editions[0]?.number ?? 0), failed, changedSince)
    })
    return page ? reply.code(changedSince ? 409 : failed ? 422 : 200).page('publications/papers/publish.njk', page) : reply.callNotFound()
  }
  app.get('/papers/:paperId/publish', publish, (request: PaperRequest, reply) => lookOver(request, reply))
  app.post('/papers/:paperId/publish', publish, async (request: PaperRequest, reply) => {
    const form = parseForm(PublishForm, request.body)
    if (!form.ok) return lookOver(request, reply, form, form.errors.some(({ field }) => field === 'fingerprint'))
    const { fingerprint, ...asked } = form.value
    const outcome = await asUser(request.user, async (tx) => {
      const whole = await selectWholePaper(tx, request.params.paperId)
      if (!whole) return null
      const last = (await selectPaperEditions(tx, whole.paper.paperId))[0]?.number ?? 0
      if (fingerprint !== fingerprintOf(request, whole, last)) return 'changed'
      const blocking = problemsNow(request, whole).filter(({ severity }) => severity === 'blocks')
      if (blocking.length > 0 && (asked.overrideReason?.length ?? 0) < SHORTEST_REASON) return { field: 'overrideReason', text: `Say in ${SHORTEST_REASON} characters or more why you publish all the same; your reason is printed` }
      if (asked.corrects !== null && (asked.corrects < 1 || asked.corrects > last)) return { field: 'corrects', text: 'Choose an edition that is published' }
      if ((asked.corrects === null) !== (asked.correctionNote === null)) return { field: 'correctionNote', text: 'Choose the edition that was wrong, and say what was wrong in it' }
      const id = await publishPaper(tx, whole.paper.paperId, shownNow(request, whole), last + 1, asked)
      return id === null ? 'changed' : { editionId: id, number: last + 1 }
    })
    if (outcome === null) return reply.callNotFound()
    if (outcome === 'changed') return lookOver(request, reply, { errors: [], entered: enteredIn(request.body) }, true)
    if (!('editionId' in outcome)) return lookOver(request, reply, { errors: [outcome], entered: enteredIn(request.body) })
    return reply.goTo(`/paper-editions/${outcome.editionId}`, `Edition ${outcome.number} is published. It can never be changed; a later edition can correct it.`)
  })

  const edition = async (request: EditionRequest) =>
    asUser(request.user, async (tx) => {
      const found = await selectPaperEdition(tx, request.params.paperEditionId)
      if (!found) return null
      const shown = request.query.for === 'public' ? forPublic(found.shown) : found.shown
      return { found, shown, siblings: await selectPaperEditions(tx, found.paperId), decided: await selectDecided(tx, shown.sections.flatMap(({ sectionId }) => sectionId ?? [])) }
    })
  const lineOf = ({ number, publishedAt }: { number: number; publishedAt: Temporal.Instant }) => `Edition ${number}, published ${writeDate(todayInLondon(publishedAt))}`
  app.get('/paper-editions/:paperEditionId', read, async (request: EditionRequest, reply) => {
    const seen = await edition(request)
    return seen ? reply.page('publications/papers/edition.njk', editionPage(seen.found, seen.shown, seen.siblings, seen.decided, request.user.powers.has('papers.edit'))) : reply.callNotFound()
  })
  app.get('/paper-editions/:paperEditionId/paper.docx', read, async (request: EditionRequest, reply) => {
    const seen = await edition(request)
    return seen ? reply.type(WORD).header('content-disposition', 'attachment; filename="paper.docx"').send(await paperInWord(seen.shown, lineOf(seen.found))) : reply.callNotFound()
  })
  app.get('/paper-editions/:paperEditionId/paper.html', read, async (request: EditionRequest, reply) => {
    const seen = await edition(request)
    if (!seen) return reply.callNotFound()
    reply.header('content-disposition', 'attachment; filename="paper.html"')
    return reply.page('publications/papers/alone.njk', { title: seen.shown.title, line: lineOf(seen.found), partnership: seen.shown.partnership, shown: shownPage(seen.shown) })
  })
}
